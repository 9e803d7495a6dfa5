/** The inputs that are not fields of the manifest, with their defaults. */
export const RUN_INPUTS = {
  manifest: {
    description: 'Path of the manifest in the workspace. Without it, the inputs describe one instance.',
  },
  environment: { description: 'Entry of `environments` in the manifest to lay over the rest.' },
  instances: {
    description:
      'Keys of the instances in the manifest to act on, comma- or newline-separated. All by default.',
  },
  mode: {
    description:
      '`validate` checks manifest and inputs, without credentials and network; `plan` also reads the live state and changes nothing; `apply` starts what is pending.',
    default: 'apply',
  },
  wait: { description: 'Whether to wait until the instances are in service.', default: 'true' },
  'wait-timeout': {
    description: 'How long starting and waiting may take in all: `90s`, `45m`, `2h`.',
    default: '60m',
  },
  'poll-interval': {
    description: 'How often to read the status while waiting, at most; `5s` or more.',
    default: '15s',
  },
  'requests-per-second': {
    description: 'Calls a second of each operation, at most. 2 is what the service allows a user.',
    default: '2',
  },
  'role-to-assume': {
    description:
      'ARN of the RAM role to assume with GitHub’s OIDC token, `acs:ram::ACCOUNT:role/NAME`: no keys to keep.',
  },
  'oidc-provider-arn': {
    description:
      'ARN of the OIDC provider in RAM, `acs:ram::ACCOUNT:oidc-provider/NAME`. Goes with `role-to-assume`.',
  },
  audience: {
    description: 'Audience of the OIDC token, a client id of the OIDC provider.',
    default: 'sts.aliyuncs.com',
  },
  'role-session-name': {
    description:
      'Name of the role session in the audit log. Derived from repository, run and attempt by default.',
  },
  'role-session-expiration': {
    description: 'Seconds that a role session lasts, 900 to 43200. It is renewed during a longer wait.',
    default: '3600',
  },
  'allowed-account-ids': {
    description:
      'Account ids, comma- or newline-separated. With credentials of any other account nothing is done.',
  },
  'access-key-id': { description: 'AccessKey id, from a secret.' },
  'access-key-secret': { description: 'AccessKey secret, from a secret.' },
  'security-token': { description: 'Security token, when the key is temporary (STS).' },
  network: {
    description: '`public`, or `vpc` for the endpoints inside a VPC, for self-hosted runners there.',
    default: 'public',
  },
  endpoint: {
    description: 'Endpoint to call instead of the region’s own. Only https on `*.aliyuncs.com`, or loopback.',
  },
  'sts-endpoint': {
    description: 'Endpoint for AssumeRoleWithOIDC and GetCallerIdentity. The same rule.',
  },
  verify: {
    description:
      'Whether the brokers answer, in mode `apply`: `auto` asks those that this runner can reach, and notes who is silent; `required` fails unless every instance answers; `off`.',
    default: 'auto',
  },
  'fail-on-drift': {
    description:
      'Whether drift fails the step, in `plan` and `apply`. It stops nothing: what is pending is started all the same.',
    default: 'false',
  },
  preflight: {
    description:
      'Whether network, KMS key and name are checked before a start: `auto` checks what the credentials may read and says what was not checked; `required` fails where something cannot be checked; `off`.',
    default: 'auto',
  },
  'github-token': {
    description: 'Token for the pull-request comment and the approvals in the summary.',
    default: '${{ github.token }}',
  },
  comment: {
    description:
      'Whether to write into the pull request: `auto` writes the plan, and brings a plan that is there up to what an apply did; `changes` does the same, but writes no new comment where nothing would change; `always` also writes what an apply did; `never`.',
    default: 'auto',
  },
  summary: { description: 'Whether to write a job summary.', default: 'true' },
  site: {
    description:
      '`china` or `international`: the site whose console and error pages links lead to. A page that the API recommends goes first.',
    default: 'china',
  },
  'allow-unsafe-events': {
    description:
      'Whether to deploy on every event, also on those that people without write access can trigger.',
    default: 'false',
  },
} as const satisfies Record<string, { description: string; default?: string }>;

export type RunInputName = keyof typeof RUN_INPUTS;
