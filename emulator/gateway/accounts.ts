import { DEFAULT_ACCOUNT_ID } from '../cloud.ts';

/** A key to an account. With a security token it is a temporary one. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
  /** From when on its token is refused: milliseconds, epoch. */
  readonly expiresAt?: number;
  /** A disabled key. */
  readonly inactive?: boolean;
  /** Actions that its RAM policies do not allow, `StartInstance`. */
  readonly denied?: readonly string[];
}

/** An Alibaba Cloud account and the keys to it. */
export interface Account {
  readonly accountId: string;
  readonly keys: readonly AccessKey[];
}

/** The account and the key that are there when nothing else is said. */
export const DEFAULT_ACCOUNT = {
  accountId: DEFAULT_ACCOUNT_ID,
  keys: [{ accessKeyId: 'emulator-key-id', accessKeySecret: 'emulator-key-secret' }],
} as const satisfies Account;

/** Who a key belongs to. */
export interface KeyHolder {
  readonly accountId: string;
  readonly key: AccessKey;
}

/** The holders of all keys by AccessKeyId; throws where two keys share one. */
export function keyHolders(accounts: readonly Account[]): ReadonlyMap<string, KeyHolder> {
  const holders = new Map<string, KeyHolder>();
  for (const { accountId, keys } of accounts) {
    for (const key of keys) {
      if (holders.has(key.accessKeyId)) throw new Error(`two keys have the id ${key.accessKeyId}`);
      holders.set(key.accessKeyId, { accountId, key });
    }
  }
  return holders;
}
