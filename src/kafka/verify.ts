import type { LookupFunction } from 'node:net';
import { type BrokerCheck, type Brokers, LISTENERS, type ListenerKind } from '../deployment/brokers.ts';
import type { Clock } from '../time/clock.ts';
import { type Address, isLoopback, readAddress, writeAddress } from './address.ts';
import type { FailureKind } from './failure.ts';
import { type Probed, probe } from './probe.ts';

export interface Listener {
  readonly kind: ListenerKind;
  /** `host:port`, of which any one leads clients to all brokers. */
  readonly servers: readonly string[];
}

/** What this runner can reach: the Internet alone, the VPC of the instance too, or, for tests, only itself. */
export type Reach = 'internet' | 'vpc' | 'loopback';

type FailedCheck = Extract<BrokerCheck, { result: 'failed' }>;

/** A check of one listener, and why it failed. */
export type Checked =
  | Exclude<BrokerCheck, FailedCheck>
  | (FailedCheck & { readonly reason: FailureKind | 'no-address' });

/** `failed` if any listener failed, `answered` if one did and none failed. */
export interface Verification extends Brokers {
  readonly listeners: readonly Checked[];
}

export interface VerifyOptions {
  readonly reach: Reach;
  /** Whether a certificate of the old CA is a failure. Otherwise it cannot be checked: users cannot help it at once. */
  readonly required: boolean;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly ca?: string;
  readonly lookup?: LookupFunction;
}

/** For the listeners of one instance, which are asked side by side, in milliseconds. */
const TIME_LIMIT = 10_000;

/** No more servers of a listener are tried, so that each has time for an answer from another continent. */
const SERVERS_TRIED = 3;

/** Failures after which another server would answer no better: the listeners of an instance are set up alike. */
const FINAL: ReadonlySet<string> = new Set(['answered', 'not-tls', 'tls', 'old-ca', 'not-kafka']);

/**
 * Whether the brokers of one instance answer: one server of each listener that this runner can reach, or the next ones
 * if it is silent.
 * @throws the signal's reason once it is aborted
 */
export async function verifyBrokers(
  listeners: readonly Listener[],
  options: VerifyOptions,
): Promise<Verification> {
  const checked = await Promise.all(listeners.map((listener) => check(listener, options)));
  return { result: overall(checked), listeners: checked };
}

function overall(checked: readonly Checked[]): Checked['result'] {
  const results = new Set(checked.map(({ result }) => result));
  return results.has('failed') ? 'failed' : results.has('answered') ? 'answered' : 'not-checked';
}

async function check({ kind, servers }: Listener, options: VerifyOptions): Promise<Checked> {
  const { reach, required } = options;
  if (reach === 'internet' && LISTENERS[kind].from !== 'Internet')
    return notChecked(kind, 'it is reached from its VPC only');
  const addresses = servers.map(readAddress).filter((address) => address !== undefined);
  const [server] = servers;
  if (server === undefined) return notChecked(kind, 'it has no address');
  if (addresses.length === 0) {
    const sentence = `The address ${JSON.stringify(server)} is not host:port.`;
    return { kind, result: 'failed', server, reason: 'no-address', sentence };
  }
  const reached = reach === 'loopback' ? addresses.filter(isLoopback) : addresses;
  const tried = await tryInTurn(
    reached.slice(0, SERVERS_TRIED),
    LISTENERS[kind].protocol === 'SASL_SSL',
    options,
  );
  if (!tried) return notChecked(kind, 'only addresses on loopback are tried here');
  if (tried.kind === 'old-ca' && !required) return notChecked(kind, tried.sentence);
  if (tried.kind !== 'answered') {
    return { kind, result: 'failed', server: tried.server, reason: tried.kind, sentence: tried.sentence };
  }
  return { kind, result: 'answered', server: tried.server, ms: tried.ms, announced: tried.announced };
}

function notChecked(kind: ListenerKind, why: string): Checked {
  return { kind, result: 'not-checked', why };
}

type Tried = Probed & { readonly server: string };

/** What the first server said that can speak for all; where none did, how the first one failed. */
async function tryInTurn(
  addresses: readonly Address[],
  tls: boolean,
  { clock, signal, ca, lookup }: VerifyOptions,
): Promise<Tried | undefined> {
  const deadline = clock.now() + TIME_LIMIT;
  let first: Tried | undefined;
  for (const [index, address] of addresses.entries()) {
    const timeoutMs = Math.max(0, deadline - clock.now()) / (addresses.length - index);
    const options = { timeoutMs, signal, clock, ...(ca ? { ca } : {}), ...(lookup ? { lookup } : {}) };
    const tried = { ...(await probe({ ...address, tls }, options)), server: writeAddress(address) };
    if (FINAL.has(tried.kind)) return tried;
    first ??= tried;
  }
  return first;
}
