import { type Caller, DEFAULT_ACCOUNT_ID } from '../service/call.ts';

/** A key to an account. With a security token it is a temporary one. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
  /** From when on its token is refused: milliseconds, epoch. */
  readonly expiresAt?: number;
  /** A disabled key. */
  readonly inactive?: boolean;
  /** What its RAM policies do not allow: operations (`StartInstance`) or RAM actions (`alikafka:StartInstance`). */
  readonly denied?: readonly string[];
  /** The RAM user it belongs to. Default: the AccessKeyId. */
  readonly userName?: string;
  /** The session of a role that it belongs to, where it is a temporary one. */
  readonly session?: RoleSession;
}

/** Somebody in a role. */
export interface RoleSession {
  readonly roleName: string;
  readonly sessionName: string;
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

/** Where a gateway looks up keys that are not there from the start. */
export interface KeySource {
  readonly holderOf: (accessKeyId: string) => KeyHolder | undefined;
}

const UNNAMED_SESSION: RoleSession = { roleName: 'emulator-role', sessionName: 'emulator-session' };

/** Who calls with a key: a temporary one always belongs to a role. */
export function callerOf({ accessKeyId, securityToken, session, userName }: AccessKey): Caller {
  return securityToken === undefined
    ? { type: 'RAMUser', userName: userName ?? accessKeyId }
    : { type: 'AssumedRoleUser', ...(session ?? UNNAMED_SESSION) };
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
