import type { Endpoints } from '../alibaba/live.ts';
import { type Brokers, LISTENER_KINDS } from '../deployment/brokers.ts';
import { endSentence } from '../deployment/failure.ts';
import { InstanceFailed } from '../deployment/instance-failed.ts';
import type { PlanItem } from '../deployment/plan.ts';
import type { Progress } from '../deployment/progress.ts';
import type { StepDependencies, StepRunner } from '../deployment/step-dependencies.ts';
import { Stopped } from '../time/clock.ts';
import { type Reach, verifyBrokers } from './verify.ts';

/** The step that looks whether the brokers of an instance in service answer. */
export function verifying(reach: Reach, required: boolean): StepRunner {
  return async (progress, run) => {
    const brokers = await check(progress, run, reach, required);
    progress.brokers = brokers;
    if (!required || brokers.result === 'answered') return;
    throw new InstanceFailed({
      message: `The brokers of ${progress.instanceId} ${whyNot(brokers, progress)}`,
      remedy: 'Mend what it names, or set verify: auto to have it told without failing the step.',
      details: {},
    });
  };
}

function whyNot({ listeners }: Brokers, { status }: Progress): string {
  const [failed] = listeners.flatMap((each) => (each.result === 'failed' ? [each.sentence] : []));
  if (failed !== undefined) return `do not answer: ${failed}`;
  const reasons = new Set(listeners.flatMap((each) => (each.result === 'not-checked' ? [each.why] : [])));
  const none = status === 'running' ? 'it has no listener' : `it is ${status}`;
  return endSentence(`could not be asked: ${reasons.size > 0 ? [...reasons].join('; ') : none}`);
}

async function check(
  progress: Progress,
  { stop, clock }: StepDependencies,
  reach: Reach,
  required: boolean,
): Promise<Brokers> {
  const { live, status } = progress;
  if (status !== 'running' || !live) return { result: 'not-checked', listeners: [] };
  try {
    return await verifyBrokers(listenersOf(live.endpoints), { reach, required, signal: stop, clock });
  } catch (error) {
    // The instance is as wanted: that nobody has looked at its brokers is no failure.
    if (error instanceof Stopped && error.why === 'timeout' && !required) {
      return { result: 'not-checked', listeners: [] };
    }
    throw error;
  }
}

function listenersOf(endpoints: Endpoints) {
  return LISTENER_KINDS.filter((kind) => endpoints[kind] !== '').map((kind) => {
    return { kind, servers: endpoints[kind].split(',') };
  });
}

/** The instances of a plan of which it is known that this runner cannot reach their brokers. */
export function unreachable(plan: readonly PlanItem[], reach: Reach): readonly string[] {
  if (reach !== 'internet') return [];
  return plan
    .filter(({ action }) => action !== 'blocked')
    .filter(({ live, status, request }) => {
      if (status === 'running') return live?.endpoints.ssl === '';
      return request.settings.deployModule?.value === 'vpc';
    })
    .map(({ request }) => request.key);
}
