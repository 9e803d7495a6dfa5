import type { AnswerFormat } from '../service/call.ts';
import type { Refusal } from '../service/refusal.ts';

/** What a request says of itself, before any of it is believed. */
export interface Claim {
  readonly action: string;
  readonly version: string;
  readonly format: AnswerFormat;
  /** Business parameters, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  /** `2026-01-01T00:00:00Z`, if it is well formed. */
  readonly date: string;
  /** Why the request is incomplete, whoever sent it. */
  readonly incomplete: Refusal | undefined;
}

/** What a signed request says of itself. The two signature schemes both read as this. */
export interface SignedClaim extends Claim {
  readonly accessKeyId: string;
  readonly securityToken: string | undefined;
  readonly nonce: string;
  /** Why the signature is not that of the key with this secret. */
  readonly wrongSignature: (accessKeySecret: string) => Refusal | undefined;
}
