/** The inputs that are not fields of the manifest, with their defaults. */
export const RUN_INPUTS = {
  manifest: {},
  environment: {},
  instances: {},
  mode: { default: 'apply' },
  wait: { default: 'true' },
  'wait-timeout': { default: '60m' },
  'poll-interval': { default: '15s' },
  'requests-per-second': { default: '2' },
  'role-to-assume': {},
  'oidc-provider-arn': {},
  audience: { default: 'sts.aliyuncs.com' },
  'role-session-name': {},
  'role-session-expiration': { default: '3600' },
  'allowed-account-ids': {},
  'access-key-id': {},
  'access-key-secret': {},
  'security-token': {},
  network: { default: 'public' },
  endpoint: {},
  'sts-endpoint': {},
  verify: { default: 'auto' },
  'fail-on-drift': { default: 'false' },
  preflight: { default: 'auto' },
  'github-token': { default: '${{ github.token }}' },
  comment: { default: 'auto' },
  summary: { default: 'true' },
  site: { default: 'china' },
  'allow-unsafe-events': { default: 'false' },
} as const satisfies Record<string, { default?: string }>;

export type RunInputName = keyof typeof RUN_INPUTS;

/** The inputs that have a default. */
export type DefaultedInputName = {
  [N in RunInputName]: (typeof RUN_INPUTS)[N] extends { readonly default: string } ? N : never;
}[RunInputName];
