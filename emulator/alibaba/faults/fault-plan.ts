import { type Call, instanceIdsOf } from '../service/call.ts';
import type { FaultEffect } from './fault-effects.ts';

/**
 * Something that goes wrong between a client and the service. Rules are asked in their order, and the first
 * that takes hold decides; a rule counts only the calls that get as far as it.
 */
export interface FaultRule {
  /** For the journal. Default: the kind of the effect. */
  readonly name?: string;
  readonly action?: string;
  /** A call that names this instance, alone or among others. */
  readonly instanceId?: string;
  readonly predicate?: (call: Call) => boolean;
  /** Takes hold from the nth matching call on, counted from 1. Default 1. */
  readonly nth?: number;
  /** For this many calls. Default 1; Infinity is for ever. */
  readonly times?: number;
  readonly effect: FaultEffect;
}

/** The faults that are still to come. */
export class FaultPlan {
  readonly #rules: { readonly rule: FaultRule; seen: number }[] = [];

  constructor(rules: readonly FaultRule[]) {
    for (const rule of rules) this.add(rule);
  }

  /** Appends a rule: those before it take precedence. */
  add(rule: FaultRule): void {
    this.#rules.push({ rule, seen: 0 });
  }

  /** The rule that takes hold of this call, if any. */
  next(call: Call): FaultRule | undefined {
    for (const each of this.#rules) {
      if (!matches(each.rule, call)) continue;
      each.seen += 1;
      if (takesHold(each.rule, each.seen)) return each.rule;
    }
    return undefined;
  }
}

function matches(rule: FaultRule, call: Call): boolean {
  if (rule.action !== undefined && rule.action !== call.action) return false;
  if (rule.instanceId !== undefined && !instanceIdsOf(call.parameters).includes(rule.instanceId))
    return false;
  return rule.predicate?.(call) ?? true;
}

function takesHold({ nth = 1, times = 1 }: FaultRule, seen: number): boolean {
  return seen >= nth && seen < nth + times;
}
