import type { Instances } from '../alikafka/instances.ts';
import type { NewerNames } from '../alikafka/newer-names.ts';
import { throttled } from '../faults/fault-effects.ts';
import type { JournalEntry } from '../journal.ts';
import type { Identity } from '../sts/identity.ts';
import type { Sessions } from '../sts/sessions.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Call } from './call.ts';
import type { AnswerStyle, Scene } from './operation.ts';
import { type Answer, type Envelope, failure, success } from './outcome.ts';
import { malformed } from './parameters.ts';
import { denialOf } from './permission.ts';
import { type FoundOperation, findOperation } from './products.ts';
import type { Quota } from './quota.ts';
import type { Refusal } from './refusal.ts';

/** What the service works with. */
export interface ServiceParts {
  readonly instances: Instances;
  readonly quota: Quota;
  readonly surroundings: Surroundings;
  readonly newer: NewerNames;
  /** What RAM allows nobody. */
  readonly denied: readonly string[];
  /** Quotas of operations that win over their own. */
  readonly rates: Readonly<Record<string, number>>;
  readonly visibilityLagMs: number;
  readonly contentsLagMs: number;
  readonly topicCreationMs: number;
  readonly unguarded: boolean;
  readonly retryAfterHeader: boolean;
  readonly answerStyle: AnswerStyle;
  readonly identity: Identity;
  readonly sessions: Sessions;
}

/** The service's own answer to a call, and what it did. */
export interface Handled {
  readonly answer: Answer;
  readonly outcome: Exclude<JournalEntry['outcome'], 'fault'>;
}

/** Handles a call at a time (milliseconds, epoch): operation, permission, quota, parameters, then the operation itself. */
export function handle(call: Call, now: number, envelope: Envelope, parts: ServiceParts): Handled {
  const found = findOperation(call.action, call.version);
  if (!found.ok) return refused(envelope, found.refusal);
  const denied = denialOf(call, found, [...parts.denied, ...(call.denied ?? [])]);
  if (denied !== undefined) return refused(envelope, denied);
  const perSecond = parts.rates[call.action] ?? found.operation.requestsPerSecond;
  const waitMs = parts.quota.take(call.accountId, call.action, now, perSecond);
  if (waitMs > 0) {
    const retryAfterMs = parts.retryAfterHeader ? waitMs : undefined;
    return { answer: throttled(envelope, 'Throttling.User', retryAfterMs), outcome: 'throttled' };
  }
  const against = malformed(call.parameters, found.operation.parameters, parts.newer.parameters);
  if (against !== undefined) return refused(envelope, against);
  return operate(found, { ...parts, now, ...call }, envelope, parts.answerStyle);
}

function operate(
  { operation, product }: FoundOperation,
  scene: Scene,
  envelope: Envelope,
  style: AnswerStyle,
): Handled {
  const result = operation.run(scene);
  if (!result.ok) return refused(envelope, result.refusal);
  return { answer: success(envelope, { ...product.success[style], ...result.fields }), outcome: 'done' };
}

function refused(envelope: Envelope, refusal: Refusal): Handled {
  return { answer: failure(envelope, refusal), outcome: 'refused' };
}
