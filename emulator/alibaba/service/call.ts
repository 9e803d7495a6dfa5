/** The account of whoever does not say otherwise. */
export const DEFAULT_ACCOUNT_ID = '1000000000000001';

/** One request to the cloud, authenticated, decoded and free of its transport. */
export interface Call {
  readonly action: string;
  readonly accountId: string;
  /** The business parameters, decoded: none of the parameters that every request carries. */
  readonly parameters: Readonly<Record<string, string>>;
  /** API version. Default: alikafka's 2019-09-16. */
  readonly version?: string;
  /** Form of the answer. Default JSON. */
  readonly format?: AnswerFormat;
  /** The host the request was sent to, for the HostId of an error. */
  readonly host?: string;
  /** Who called. Default: the account itself. */
  readonly caller?: Caller;
  /** What the caller's RAM policies do not allow: operations or RAM actions. */
  readonly denied?: readonly string[];
}

/** Who a key belongs to, inside its account. */
export type Caller =
  | { readonly type: 'RAMUser'; readonly userName: string }
  | { readonly type: 'AssumedRoleUser'; readonly roleName: string; readonly sessionName: string };

/** The account of calls that nobody signs. */
export const ANONYMOUS_ACCOUNT_ID = 'anonymous';

/** A request that was refused before it became a call: whose it is may not be known. */
export type RefusedRequest = Omit<Call, 'accountId'> & { readonly accountId: string | undefined };

/** Form of an answer's body. */
export type AnswerFormat = 'JSON' | 'XML';

/** The instances a call names, whichever operation it is for. */
export function instanceIdsOf(parameters: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(parameters)
    .filter(([name]) => name === 'InstanceId' || name.startsWith('InstanceId.'))
    .map(([, value]) => value);
}
