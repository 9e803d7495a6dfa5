import type { GivenKeys, KeySource } from './alibaba/credentials.ts';
import { type Network, parseEndpoint } from './alibaba/endpoints.ts';
import { fieldNames, fieldOf } from './manifest/fields.ts';
import type { Wish } from './manifest/load.ts';
import { quote } from './manifest/node.ts';
import type { Problems } from './manifest/problems.ts';
import { splitList } from './manifest/resolve.ts';
import { didYouMean } from './manifest/suggest.ts';

export const MODES = ['apply', 'validate'] as const;
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
      '`validate` checks manifest and inputs only, without credentials and network; `apply` starts the instances.',
    default: 'apply',
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
    summary: choose('summary', ['true', 'false']) === 'true',
  };
}

/** An input's value without blanks around it; undefined when it is not given, which the runner shows as empty. */
function inputOf(environment: ProcessEnvironment, name: string): string | undefined {
  return environment[`INPUT_${name.toUpperCase()}`]?.trim() || undefined;
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
