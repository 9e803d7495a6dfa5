import { type ContentsSnapshot, contentsAt } from './alikafka/contents/snapshot.ts';
import type { InstanceSeed } from './alikafka/instance.ts';
import { Instances } from './alikafka/instances.ts';
import { codesAt } from './alikafka/lifecycle.ts';
import type { NewerNames } from './alikafka/newer-names.ts';
import type { StatusCodes } from './alikafka/statuses.ts';
import { REALISTIC_TIMINGS, type Timings } from './alikafka/timings.ts';
import { afterService, insteadOfService, isBefore } from './faults/fault-effects.ts';
import { FaultPlan, type FaultRule } from './faults/fault-plan.ts';
import type { JournalEntry } from './journal.ts';
import { type Call, DEFAULT_ACCOUNT_ID, instanceIdsOf, type RefusedRequest } from './service/call.ts';
import type { AnswerStyle } from './service/operation.ts';
import { type Envelope, failure, type Outcome } from './service/outcome.ts';
import { productOf } from './service/products.ts';
import { Quota } from './service/quota.ts';
import type { Refusal } from './service/refusal.ts';
import { handle, type ServiceParts } from './service/service.ts';
import { Identity, type IdentityOptions } from './sts/identity.ts';
import { Sessions } from './sts/sessions.ts';
import type { Surroundings } from './surroundings.ts';

/** What a cloud is made of. Only the clock has no default. */
export interface CloudOptions {
  /** Milliseconds, epoch. */
  readonly now: () => number;
  /** What was bought. */
  readonly instances?: readonly InstanceSeed[];
  /** Whose the instances are whose seeds do not say it. */
  readonly accountId?: string;
  /** The quota of each user and operation that has none of its own. Default 2. */
  readonly requestsPerSecond?: number;
  /** Quotas by operation. The default of CreateTopic is 20; of all others that deal with contents 100. */
  readonly rates?: Readonly<Record<string, number>>;
  /** Whether a throttled call is told, in x-acs-retry-after, how many milliseconds to wait. Default false. */
  readonly retryAfterHeader?: boolean;
  /** How long the phases of a deployment take, in milliseconds. Default: twelve minutes in all. */
  readonly timings?: Partial<Timings>;
  /** GetInstanceList shows what was true this many milliseconds ago. Default 0. */
  readonly visibilityLagMs?: number;
  /** Topics, their partitions and consumer groups are seen this many milliseconds late. Default 0. */
  readonly contentsLagMs?: number;
  /** From CreateTopic until a topic is in service, in milliseconds. Default 5000. */
  readonly topicCreationMs?: number;
  /**
   * A service worse than the real one: it carries out the start of an instance that was started already, so
   * that a client's own care can be seen. Default false.
   */
  readonly unguarded?: boolean;
  readonly faults?: readonly FaultRule[];
  /** `strings` is the older form of a success: Code "200", Success "true". Default `typed`. */
  readonly answerStyle?: AnswerStyle;
  /** What else exists; parts that are not declared are not enforced. */
  readonly surroundings?: Surroundings;
  readonly newer?: NewerNames;
  /**
   * What RAM allows nobody, by operation (`StartInstance`) or by RAM action (`vpc:DescribeVSwitchAttributes`). A key
   * and a role may have a list of their own. Default: nothing.
   */
  readonly denied?: readonly string[];
  /** Who may become whom without a key. Default: nobody. */
  readonly identity?: IdentityOptions;
  /** Hears of every request when it is handled. */
  readonly onCall?: (entry: JournalEntry) => void;
}

/** Alibaba Cloud without its transport: a state machine over an injected clock, which sets no timers. */
export class Cloud {
  /** The keys that STS has issued. */
  readonly sessions: Sessions = new Sessions();
  readonly #now: () => number;
  readonly #onCall: (entry: JournalEntry) => void;
  readonly #service: ServiceParts;
  readonly #faults: FaultPlan;
  readonly #journal: Entry[] = [];
  #late: readonly LateCall[] = [];

  constructor(options: CloudOptions) {
    this.#now = options.now;
    this.#onCall = options.onCall ?? (() => {});
    this.#faults = new FaultPlan(options.faults ?? []);
    this.#service = {
      instances: new Instances(options.instances ?? [], {
        accountId: options.accountId ?? DEFAULT_ACCOUNT_ID,
        timings: { ...REALISTIC_TIMINGS, ...options.timings },
        createdAt: options.now(),
      }),
      quota: new Quota(options.requestsPerSecond ?? 2),
      surroundings: options.surroundings ?? {},
      newer: options.newer ?? {},
      denied: options.denied ?? [],
      rates: options.rates ?? {},
      visibilityLagMs: options.visibilityLagMs ?? 0,
      contentsLagMs: options.contentsLagMs ?? 0,
      topicCreationMs: options.topicCreationMs ?? 5_000,
      unguarded: options.unguarded ?? false,
      retryAfterHeader: options.retryAfterHeader ?? false,
      answerStyle: options.answerStyle ?? 'typed',
      identity: new Identity(options.identity),
      sessions: this.sessions,
    };
  }

  /** Every request so far, in the order of arrival. */
  get journal(): readonly JournalEntry[] {
    this.#catchUp();
    return this.#journal;
  }

  /** Answers a call. Takes no time itself: what the client has to wait is told in the outcome. */
  call(call: Call): Outcome {
    this.#catchUp();
    const rule = this.#faults.next(call);
    return rule ? this.#callWithFault(call, rule) : this.#callUndisturbed(call);
  }

  /** Answers, and records, a request that did not become a call. */
  refuse(request: RefusedRequest, refusal: Refusal): Outcome {
    this.#catchUp();
    const envelope = this.#envelope(request);
    const answer = failure(envelope, refusal);
    this.#record(request, envelope, answer, { outcome: 'refused', carriedOut: false });
    return answer;
  }

  /** Adds a rule behind those that are there. */
  addFault(rule: FaultRule): void {
    this.#faults.add(rule);
  }

  /** Buys another instance; throws where its id is taken. */
  buy(seed: InstanceSeed): void {
    this.#service.instances.buy(seed);
  }

  /** How an instance stands now, without any lag; undefined where there is none. */
  statusOf(instanceId: string): StatusCodes | undefined {
    this.#catchUp();
    const instance = this.#service.instances.find(instanceId);
    return instance && codesAt(instance, this.#now());
  }

  /** What an instance holds now, without any lag; undefined where there is no such instance. */
  contentsOf(instanceId: string): ContentsSnapshot | undefined {
    this.#catchUp();
    const { instances, surroundings } = this.#service;
    const instance = instances.find(instanceId);
    return instance && contentsAt(instance, this.#now(), instances, surroundings);
  }

  #callUndisturbed(call: Call): Outcome {
    const envelope = this.#envelope(call);
    const { answer, outcome } = handle(call, this.#now(), envelope, this.#service);
    this.#record(call, envelope, answer, { outcome, carriedOut: outcome === 'done' });
    return answer;
  }

  #callWithFault(call: Call, rule: FaultRule): Outcome {
    const { effect } = rule;
    const fault = rule.name ?? effect.kind;
    const envelope = this.#envelope(effect.kind === 'xml' ? { ...call, format: 'XML' } : call);
    const entry = { outcome: 'fault', fault, carriedOut: false } as const;
    if (effect.kind === 'late') {
      const late = this.#record(call, envelope, HANG, entry);
      this.#late = [...this.#late, { call, envelope, entry: late, at: this.#now() + effect.afterMs }];
      return HANG;
    }
    if (isBefore(effect)) {
      const outcome = heldBack(insteadOfService(effect, envelope), effect.delayMs);
      this.#record(call, envelope, outcome, entry);
      return outcome;
    }
    const handled = handle(call, this.#now(), envelope, this.#service);
    const outcome = heldBack(afterService(effect, handled.answer, envelope), effect.delayMs);
    this.#record(call, envelope, outcome, { ...entry, carriedOut: handled.outcome === 'done' });
    return outcome;
  }

  /** Handles the calls that were stuck on their way and have arrived by now, each at its own time. */
  #catchUp(): void {
    if (this.#late.length === 0) return;
    const now = this.#now();
    const due = this.#late.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    this.#late = this.#late.filter(({ at }) => at > now);
    for (const { call, envelope, entry, at } of due) {
      entry.carriedOut = handle(call, at, envelope, this.#service).outcome === 'done';
    }
  }

  #envelope({ action, version, parameters, host, format }: RefusedRequest): Envelope {
    const product = productOf(version)?.name ?? 'alikafka';
    return {
      requestId: requestIdOf(this.#journal.length + 1),
      product,
      host: host ?? `${product}.${parameters.RegionId ?? 'cn-hangzhou'}.aliyuncs.com`,
      action,
      format: format ?? 'JSON',
    };
  }

  #record(
    { action, accountId, parameters }: RefusedRequest,
    { requestId }: Envelope,
    outcome: Outcome,
    { fault, ...rest }: Pick<JournalEntry, 'outcome' | 'carriedOut'> & { readonly fault?: string },
  ): Entry {
    const answer = outcome.kind === 'answer' ? outcome : undefined;
    const entry: Entry = {
      time: this.#now(),
      action,
      accountId,
      parameters,
      instanceId: instanceIdsOf(parameters)[0],
      code: answer?.code,
      httpStatus: answer?.httpStatus,
      requestId,
      fault,
      ...rest,
    };
    this.#journal.push(entry);
    this.#onCall(entry);
    return entry;
  }
}

const HANG: Outcome = { kind: 'hang' };

/** A late call may still be carried out after it was recorded. */
type Entry = Omit<JournalEntry, 'carriedOut'> & { carriedOut: boolean };

interface LateCall {
  readonly call: Call;
  readonly envelope: Envelope;
  readonly entry: Entry;
  /** When the service gets it: milliseconds, epoch. */
  readonly at: number;
}

function heldBack(outcome: Outcome, delayMs = 0): Outcome {
  return outcome.kind === 'hang' ? outcome : { ...outcome, delayMs };
}

/** In the form of the real ones, but counted, so that runs repeat. */
function requestIdOf(count: number): string {
  return `E0000000-0000-4000-8000-${count.toString(16).toUpperCase().padStart(12, '0')}`;
}
