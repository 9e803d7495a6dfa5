const FORMS = {
  role: /^acs:ram::(?<accountId>\d+):role\/(?<name>[\w.-]{1,64})$/,
  'oidc-provider': /^acs:ram::(?<accountId>\d+):oidc-provider\/(?<name>[\w.-]{1,128})$/,
} as const;

/** The parts of a resource name, `acs:ram::<account>:role/<name>`. */
export interface Arn {
  readonly accountId: string;
  readonly name: string;
}

/** Takes a resource name of a kind to pieces; undefined where it is none. */
export function arnFrom(text: string, kind: keyof typeof FORMS): Arn | undefined {
  const { accountId, name } = FORMS[kind].exec(text)?.groups ?? {};
  return accountId === undefined || name === undefined ? undefined : { accountId, name };
}
