import { createHash } from 'node:crypto';
import type { KeyHolder } from '../gateway/accounts.ts';
import type { Role } from './identity.ts';

/** A temporary key: whoever uses it is in a role until it expires. */
export interface SessionKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
  /** Milliseconds, epoch. */
  readonly expiresAt: number;
}

/** Every key that was issued. An expired one is still known, and refused as such. */
export class Sessions {
  readonly #holders = new Map<string, KeyHolder>();

  /** Issues a key that lets its user be in a role. Keys are counted, so that runs repeat. */
  issue(role: Role, sessionName: string, expiresAt: number): SessionKey {
    const count = this.#holders.size + 1;
    const key = {
      accessKeyId: `STS.NEmulator${count.toString().padStart(16, '0')}`,
      accessKeySecret: scrambled(`secret ${count} ${role.arn}`, 33).replace(/[^A-Za-z0-9]/g, 'x'),
      securityToken: `CAIS${scrambled(`token ${count} ${role.arn}`, 400)}`,
      expiresAt,
    };
    const session = { roleName: role.name, sessionName };
    const { accountId, denied } = role;
    this.#holders.set(key.accessKeyId, { accountId, key: { ...key, session, denied } });
    return key;
  }

  holderOf(accessKeyId: string): KeyHolder | undefined {
    return this.#holders.get(accessKeyId);
  }
}

/** As many bytes as random ones look, in Base64: with every character that an encoding can get wrong. */
function scrambled(text: string, outputLength: number): string {
  return createHash('shake256', { outputLength }).update(text).digest('base64');
}
