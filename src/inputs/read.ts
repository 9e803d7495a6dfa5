import { isLoopback, type Network, parseEndpoint } from '../alibaba/endpoints.ts';
import { type ApplyOptions, MODES, type Mode, SITES, type Site } from '../deployment/options.ts';
import type { Diagnostics } from '../manifest/diagnostics.ts';
import { fieldNames, fieldOf } from '../manifest/fields.ts';
import { readListInput } from '../manifest/list-input.ts';
import type { ManifestSource } from '../manifest/load.ts';
import { quote } from '../manifest/node.ts';
import type { ProcessEnv } from '../manifest/references.ts';
import { didYouMean } from '../manifest/suggest.ts';
import { type Source, sessionNameOf, sourcesOf } from './credentials.ts';
import { checkInputNames, inputOf, isGitHubActions } from './env.ts';
import { type DefaultedInputName, RUN_INPUTS, type RunInputName } from './table.ts';

/** Everything the user set, checked but for the fields, which the manifest's rules check. */
export interface Inputs {
  readonly mode: Mode;
  readonly manifestSource: ManifestSource;
  /** Where credentials may be given, in the order of precedence. */
  readonly sources: readonly Source[];
  /** Empty for any account. */
  readonly allowedAccounts: readonly string[];
  /** Whether the vendor's default chain may be asked: on machines of the user's own, never on GitHub's. */
  readonly defaultChain: boolean;
  readonly network: Network;
  readonly endpoint: URL | undefined;
  readonly stsEndpoint: URL | undefined;
  readonly preflight: 'auto' | 'required' | 'off';
  readonly verify: 'auto' | 'required' | 'off';
  readonly comment: 'auto' | 'changes' | 'always' | 'never';
  readonly failOnDrift: boolean;
  readonly site: Site;
  readonly githubToken: string | undefined;
  readonly allowUnsafeEvents: boolean;
  readonly apply: ApplyOptions;
  readonly summary: boolean;
}

/** Reads the inputs; what is wrong goes to `diagnostics`, and its default is taken to go on checking. */
export function readInputs(env: ProcessEnv, diagnostics: Diagnostics): Inputs {
  const get = (name: RunInputName): string | undefined => inputOf(env, name);
  const read = <T>(name: DefaultedInputName, parse: (text: string) => T | undefined, rule: string): T => {
    const text = get(name) ?? defaultOf(name);
    const value = parse(text);
    if (value !== undefined) return value;
    diagnostics.error({ kind: 'input', name }, `The input ${name} must be ${rule}, but is ${quote(text)}`);
    return parse(defaultOf(name)) as T; // the default is a good value
  };
  const choose = <T extends string>(name: RunInputName, words: readonly [T, ...T[]]): T => {
    const text = get(name) ?? words[0];
    const word = words.find((candidate) => candidate === text);
    if (word !== undefined) return word;
    const hint = didYouMean(text, words) || `; it is one of ${words.join(', ')}`;
    diagnostics.error({ kind: 'input', name }, `The input ${name} is ${quote(text)}${hint}`);
    return words[0];
  };
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    const how = 'remove that variable; to trust a CA of yours, name its file in NODE_EXTRA_CA_CERTS';
    diagnostics.error(undefined, `NODE_TLS_REJECT_UNAUTHORIZED=0 would send credentials to anyone; ${how}`);
  }
  const names = [...Object.keys(RUN_INPUTS), ...fieldNames.map((name) => fieldOf(name).input)];
  checkInputNames(env, names, diagnostics);
  const endpoint = readEndpoint('endpoint', get('endpoint'), diagnostics);
  const emulated = get('endpoint') !== undefined && (!endpoint || isLoopback(endpoint));
  const pollIntervalMs = readPollInterval(
    read('poll-interval', parseDuration, 'a time such as 15s or 1m'),
    emulated,
    diagnostics,
  );
  const mode = choose('mode', MODES);
  const wait = choose('wait', ['true', 'false']) === 'true';
  return {
    mode,
    manifestSource: {
      manifest: get('manifest'),
      workspace: env.GITHUB_WORKSPACE || '.',
      selection: {
        environment: get('environment'),
        instances: readListInput('instances', get('instances'), diagnostics),
      },
      fieldInputs: Object.fromEntries(
        fieldNames.map((name) => [fieldOf(name).input, inputOf(env, fieldOf(name).input)]),
      ),
      env,
      needsPrivateValues: mode === 'apply',
    },
    sources: sourcesOf(env, {
      audience: get('audience') ?? defaultOf('audience'),
      sessionName: readSessionName(get('role-session-name'), env, diagnostics),
      durationSeconds: read('role-session-expiration', parseSession, 'a number of seconds from 900 to 43200'),
    }),
    allowedAccounts: readAccounts(get('allowed-account-ids'), diagnostics),
    defaultChain: !isGitHubActions(env) || env.RUNNER_ENVIRONMENT === 'self-hosted',
    network: choose('network', ['public', 'vpc']),
    endpoint,
    stsEndpoint: readEndpoint('sts-endpoint', get('sts-endpoint'), diagnostics),
    preflight: choose('preflight', ['auto', 'required', 'off']),
    verify: readVerify(choose('verify', ['auto', 'required', 'off']), wait, diagnostics),
    comment: choose('comment', ['auto', 'changes', 'always', 'never']),
    failOnDrift: choose('fail-on-drift', ['false', 'true']) === 'true',
    site: choose('site', SITES),
    githubToken: get('github-token'),
    allowUnsafeEvents: choose('allow-unsafe-events', ['false', 'true']) === 'true',
    apply: {
      wait,
      timeoutMs: read('wait-timeout', parseDuration, 'a time such as 90s, 45m or 2h'),
      pollIntervalMs,
      settling: emulated
        ? { lostAnswerMs: 4 * pollIntervalMs, listLagMs: 8 * pollIntervalMs }
        : { lostAnswerMs: 60_000, listLagMs: 120_000 },
      requestsPerSecond: read('requests-per-second', parseRate, 'a number from 0.1 to 100'),
    },
    summary: choose('summary', ['true', 'false']) === 'true',
  };
}

function defaultOf(name: DefaultedInputName): string {
  return RUN_INPUTS[name].default;
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };
const LONGEST_MS = 24 * 3_600_000; // no job of GitHub's runs longer than five days; no deployment takes one

/** Milliseconds of a text such as `90s`, `1.5m` or `2h`; undefined for anything else. */
function parseDuration(text: string): number | undefined {
  const [, number, unit = ''] = /^([0-9]{1,6}(?:\.[0-9]{1,3})?)(s|m|h)$/.exec(text) ?? [];
  const ms = Number(number) * (UNIT_MS[unit] ?? Number.NaN);
  return ms > 0 && ms <= LONGEST_MS ? ms : undefined;
}

const SHORTEST_POLL_MS = 5_000;

/** The looks at the status after a lost answer follow this interval, and the service's list may lag by seconds. */
function readPollInterval(ms: number, emulated: boolean, diagnostics: Diagnostics): number {
  if (ms >= SHORTEST_POLL_MS || emulated) return ms;
  const origin = { kind: 'input', name: 'poll-interval' } as const;
  diagnostics.error(
    origin,
    'The input poll-interval must be at least 5s: the service shows a start only after seconds',
  );
  return SHORTEST_POLL_MS;
}

function parseRate(text: string): number | undefined {
  const rate = /^[0-9]{1,3}(\.[0-9]{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  return rate >= 0.1 && rate <= 100 ? rate : undefined;
}

function parseSession(text: string): number | undefined {
  const seconds = /^[0-9]{3,5}$/.test(text) ? Number(text) : Number.NaN;
  return seconds >= 900 && seconds <= 43_200 ? seconds : undefined; // the service's own bounds
}

function readEndpoint(
  name: 'endpoint' | 'sts-endpoint',
  text: string | undefined,
  diagnostics: Diagnostics,
): URL | undefined {
  if (text === undefined) return undefined;
  const check = parseEndpoint(text);
  if (check.ok) return check.url;
  diagnostics.error({ kind: 'input', name }, `The input ${name} ${check.problem}`);
  return undefined;
}

function readAccounts(text: string | undefined, diagnostics: Diagnostics): string[] {
  const accounts = readListInput('allowed-account-ids', text, diagnostics);
  for (const account of accounts) {
    if (/^[0-9]+$/.test(account)) continue;
    const origin = { kind: 'input', name: 'allowed-account-ids' } as const;
    diagnostics.error(
      origin,
      `The input allowed-account-ids holds ${quote(account)}, which is not an account id: write digits`,
    );
  }
  return accounts;
}

function readVerify(how: Inputs['verify'], wait: boolean, diagnostics: Diagnostics): Inputs['verify'] {
  if (how !== 'required' || wait) return how;
  const origin = { kind: 'input', name: 'verify' } as const;
  const why = 'with wait: false nobody is there to ask the brokers; set wait: true or verify: auto';
  diagnostics.error(origin, `The input verify cannot be "required": ${why}`);
  return 'auto';
}

const SESSION_NAME = /^[A-Za-z0-9.@_-]{2,64}$/; // STS, AssumeRoleWithOIDC

function readSessionName(text: string | undefined, env: ProcessEnv, diagnostics: Diagnostics): string {
  if (text === undefined) return sessionNameOf(env);
  if (SESSION_NAME.test(text)) return text;
  const rule = 'must be 2 to 64 letters, digits or . @ _ -';
  const origin = { kind: 'input', name: 'role-session-name' } as const;
  diagnostics.error(origin, `The input role-session-name ${rule}, but is ${quote(text)}`);
  return sessionNameOf(env);
}
