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
}

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
