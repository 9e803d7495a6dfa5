import type { GivenKeys, KeySource } from './alibaba/credentials.ts';
import { type Network, parseEndpoint } from './alibaba/endpoints.ts';
import type { ApplyOptions } from './deployment/apply.ts';
import { fieldNames, fieldOf } from './manifest/fields.ts';
import type { Wish } from './manifest/load.ts';
import { quote } from './manifest/node.ts';
import type { Problems } from './manifest/problems.ts';
import { splitList } from './manifest/resolve.ts';
import { didYouMean } from './manifest/suggest.ts';

export const MODES = ['apply', 'plan', 'validate'] as const;
export type Mode = (typeof MODES)[number];

/** The inputs that are not fields of the manifest, with their defaults. */
export const RUN_INPUTS = {
  manifest: {
    description: 'Path of the manifest in the workspace. Without it, the inputs describe one instance.',
  },
  environment: { description: 'Entry of `environments` in the manifest to lay over the rest.' },
  instances: {
    description: 'Keys of the instances in the manifest to act on, by commas or lines. All by default.',
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
  'poll-interval': { description: 'How often to read the status while waiting, at most.', default: '15s' },
  'requests-per-second': {
    description: 'Calls a second of each operation, at most. 2 is what the service allows a user.',
    default: '2',
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
  summary: { description: 'Whether to write a job summary.', default: 'true' },
} as const satisfies Record<string, { description: string; default?: string }>;

export type RunInputName = keyof typeof RUN_INPUTS;

/** Everything the user set, checked but for the fields, which the manifest's rules check. */
export interface Inputs {
  readonly mode: Mode;
  readonly wish: Wish;
  readonly keySources: readonly KeySource[];
  readonly network: Network;
  readonly endpoint: URL | undefined;
  readonly apply: ApplyOptions;
  readonly summary: boolean;
}

/** The variables that a process gets; the runner puts inputs there as `INPUT_…`. */
export type ProcessEnvironment = Readonly<Record<string, string | undefined>>;

/** The texts that must be masked before anything else happens: every secret that came with the step. */
export function secretsOf(environment: ProcessEnvironment): string[] {
  const privateFields = fieldNames.map(fieldOf).filter(({ privacy }) => privacy !== undefined);
  const inputs = [
    'access-key-id',
    'access-key-secret',
    'security-token',
    ...privateFields.map(({ input }) => input),
  ];
  const values = [...inputs.map((name) => inputOf(environment, name)), ...Object.values(keysOf(environment))];
  return values.filter((value) => value !== undefined);
}

/** Reads the inputs; what is wrong goes to `problems`, and its default is taken to go on checking. */
export function readInputs(environment: ProcessEnvironment, problems: Problems): Inputs {
  const get = (name: RunInputName): string | undefined => inputOf(environment, name);
  const read = <T>(name: RunInputName, parse: (text: string) => T | undefined, rule: string): T => {
    const text = get(name) ?? defaultOf(name);
    const value = parse(text);
    if (value !== undefined) return value;
    problems.error({ kind: 'input', name }, `The input ${name} must be ${rule}, but is ${quote(text)}`);
    return parse(defaultOf(name)) as T; // the default is a good value
  };
  const choose = <T extends string>(name: RunInputName, words: readonly [T, ...T[]]): T => {
    const text = get(name) ?? words[0];
    const word = words.find((candidate) => candidate === text);
    if (word !== undefined) return word;
    const hint = didYouMean(text, words) || `; it is one of ${words.join(', ')}`;
    problems.error({ kind: 'input', name }, `The input ${name} is ${quote(text)}${hint}`);
    return words[0];
  };
  if (environment.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    const how = 'remove that variable; to trust a CA of yours, name its file in NODE_EXTRA_CA_CERTS';
    problems.error(undefined, `NODE_TLS_REJECT_UNAUTHORIZED=0 would send credentials to anyone; ${how}`);
  }
  return {
    mode: choose('mode', MODES),
    wish: {
      manifest: get('manifest'),
      workspace: environment.GITHUB_WORKSPACE || '.',
      selection: { environment: get('environment'), instances: splitList(get('instances') ?? '') },
      fieldInputs: Object.fromEntries(
        fieldNames.map((name) => [fieldOf(name).input, inputOf(environment, fieldOf(name).input)]),
      ),
      environment,
    },
    keySources: keySources(environment),
    network: choose('network', ['public', 'vpc']),
    endpoint: readEndpoint(get('endpoint'), problems),
    apply: {
      wait: choose('wait', ['true', 'false']) === 'true',
      timeoutMs: read('wait-timeout', parseDuration, 'a time such as 90s, 45m or 2h'),
      pollIntervalMs: read('poll-interval', parseDuration, 'a time such as 15s or 1m'),
      requestsPerSecond: read('requests-per-second', parseRate, 'a number from 0.1 to 100'),
    },
    summary: choose('summary', ['true', 'false']) === 'true',
  };
}

/** An input's value without blanks around it; undefined when it is not given, which the runner shows as empty. */
function inputOf(environment: ProcessEnvironment, name: string): string | undefined {
  return environment[`INPUT_${name.toUpperCase()}`]?.trim() || undefined;
}

function defaultOf(name: RunInputName): string {
  const input = RUN_INPUTS[name];
  return 'default' in input ? input.default : '';
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };
const LONGEST_MS = 24 * 3_600_000; // no job of GitHub's runs longer than five days; no deployment takes one

/** Milliseconds of a text such as `90s`, `1.5m` or `2h`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit = ''] = /^([0-9]{1,6}(?:\.[0-9]{1,3})?)(s|m|h)$/.exec(text) ?? [];
  const ms = Number(number) * (UNIT_MS[unit] ?? Number.NaN);
  return ms > 0 && ms <= LONGEST_MS ? ms : undefined;
}

function parseRate(text: string): number | undefined {
  const rate = /^[0-9]{1,3}(\.[0-9]{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  return rate >= 0.1 && rate <= 100 ? rate : undefined;
}

function readEndpoint(text: string | undefined, problems: Problems): URL | undefined {
  if (text === undefined) return undefined;
  const check = parseEndpoint(text);
  if (check.ok) return check.url;
  problems.error({ kind: 'input', name: 'endpoint' }, `The input endpoint ${check.problem}`);
  return undefined;
}

function keySources(environment: ProcessEnvironment): KeySource[] {
  return [
    {
      name: 'inputs',
      labels: {
        accessKeyId: 'input access-key-id',
        accessKeySecret: 'input access-key-secret',
        securityToken: 'input security-token',
      },
      keys: {
        accessKeyId: inputOf(environment, 'access-key-id'),
        accessKeySecret: inputOf(environment, 'access-key-secret'),
        securityToken: inputOf(environment, 'security-token'),
      },
    },
    {
      name: 'environment variables',
      labels: {
        accessKeyId: 'variable ALIBABA_CLOUD_ACCESS_KEY_ID',
        accessKeySecret: 'variable ALIBABA_CLOUD_ACCESS_KEY_SECRET',
        securityToken: 'variable ALIBABA_CLOUD_SECURITY_TOKEN',
      },
      keys: keysOf(environment),
    },
  ];
}

function keysOf(environment: ProcessEnvironment): GivenKeys {
  return {
    accessKeyId: environment.ALIBABA_CLOUD_ACCESS_KEY_ID?.trim() || undefined,
    accessKeySecret: environment.ALIBABA_CLOUD_ACCESS_KEY_SECRET?.trim() || undefined,
    securityToken: environment.ALIBABA_CLOUD_SECURITY_TOKEN?.trim() || undefined,
  };
}
