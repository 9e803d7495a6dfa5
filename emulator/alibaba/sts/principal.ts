import { createHash } from 'node:crypto';

/** A number that stands for a user or a role, always the same one for the same name. */
export function principalId(arn: string): string {
  const digits = BigInt(`0x${createHash('sha256').update(arn).digest('hex').slice(0, 16)}`);
  return `3${digits.toString().slice(-17).padStart(17, '0')}`;
}

/** The session of a role, as ids name it. */
export function sessionId(roleArn: string, sessionName: string): string {
  return `${principalId(roleArn)}:${sessionName}`;
}
