import { describe, expect, it } from 'vitest';
import type { InstanceSeed } from '../../emulator/alibaba/alikafka/instance.ts';
import { InstanceFailed } from '../../src/deployment/instance-failed.ts';
import { Progress } from '../../src/deployment/progress.ts';
import type { Reach } from '../../src/kafka/verify.ts';
import { unreachable, verifying } from '../../src/kafka/verify-step.ts';
import { realClock, Stopped } from '../../src/time/clock.ts';
import { fleet, OPTIONS, requestFor } from '../deployment/fleet.ts';
import { ID, planFor, readerOf } from '../deployment/given.ts';
import { closedPort } from '../http/loopback.ts';
import { broker, listen } from './broker.ts';

interface Look {
  readonly reach?: Reach;
  readonly required?: boolean;
  readonly stop?: AbortSignal;
}

type Seed = Omit<InstanceSeed, 'instanceId'>;

const EIP = { 'deploy-module': 'eip' };

/** An instance in service unless the seed says otherwise, as the plan shows it. */
async function planned(seed: Seed = {}, inputs: Record<string, string> = {}) {
  const cloud = fleet({ instances: [{ status: 'running', ...seed, instanceId: ID }] });
  const [item] = await planFor(cloud, [requestFor(ID, inputs)]);
  if (!item) throw new Error('there is no plan');
  return { cloud, item };
}

/** What the step finds, and what it throws. */
async function look(seed: Seed, { reach = 'loopback', required = false, stop }: Look = {}) {
  const { cloud, item } = await planned(seed);
  const progress = new Progress(item, 0);
  const silent = () => undefined;
  const dependencies = {
    ...{ ...readerOf(cloud), ...OPTIONS, clock: realClock },
    stop: stop ?? new AbortController().signal,
    graceOver: Promise.withResolvers<void>().promise,
    pollerOf: () => {
      throw new Error('the status is not read again');
    },
    listener: {
      ...{ starting: silent, accepted: silent, adding: silent, added: silent, statusChanged: silent },
      note: () => undefined,
    },
  };
  const error = await verifying(reach, required)(progress, dependencies).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const failure = error instanceof InstanceFailed ? error.failure : undefined;
  return { brokers: progress.brokers, error, failure };
}

const answering = async (): Promise<Seed> => ({ brokerPorts: { plain: [(await listen(broker())).port] } });
const refusing = async (): Promise<Seed> => ({ brokerPorts: { plain: [await closedPort()] } });

describe('the check of an instance’s brokers', () => {
  it.each([false, true])('is content with a broker that answers; required: %s', async (required) => {
    const { brokers, error } = await look(await answering(), { required });
    expect(error).toBeUndefined();
    expect(brokers).toMatchObject({ result: 'answered', listeners: [{ kind: 'plain', result: 'answered' }] });
  });

  it('notes one that does not, and fails only where an answer is required', async () => {
    const seed = await refusing();
    const auto = await look(seed);
    expect(auto.error).toBeUndefined();
    expect(auto.brokers).toMatchObject({
      result: 'failed',
      listeners: [{ kind: 'plain', result: 'failed' }],
    });
    expect(auto.brokers?.listeners).toMatchObject([
      { result: 'failed', sentence: expect.stringMatching(/^127\.0\.0\.1:\d+ refused the connection/) },
    ]);
    const required = await look(seed, { required: true });
    expect(required.failure?.message).toMatch(
      /^The brokers of alikafka_post-cn-1 do not answer: 127\.0\.0\.1:\d+ refused the connection/,
    );
    expect(required.failure?.remedy).toContain('verify: auto');
    expect(required.brokers?.result).toBe('failed');
  });

  it.each<[Reach, string]>([
    ['loopback', 'only addresses on loopback are tried here'],
    ['internet', 'it is reached from its VPC only'],
  ])('from %s does not ask what it does not reach', async (reach, why) => {
    const auto = await look({}, { reach });
    expect(auto).toMatchObject({ error: undefined });
    expect(auto.brokers).toEqual({
      result: 'not-checked',
      listeners: [{ kind: 'plain', result: 'not-checked', why }],
    });
    const required = await look({}, { reach, required: true });
    expect(required.failure?.message).toBe(`The brokers of ${ID} could not be asked: ${why}.`);
  });

  it('tells each reason once, where no listener can be asked', async () => {
    const { failure } = await look({ deployType: 4 }, { required: true });
    expect(failure?.message).toBe(
      `The brokers of ${ID} could not be asked: only addresses on loopback are tried here.`,
    );
  });

  it('asks nobody where the instance is not in service', async () => {
    const seed: Seed = { ...(await answering()), status: { service: 8, view: 2 } };
    expect((await look(seed)).brokers).toEqual({ result: 'not-checked', listeners: [] });
    const required = await look(seed, { required: true });
    expect(required.failure?.message).toBe(`The brokers of ${ID} could not be asked: it is changing.`);
  });

  it('that the time ends is a failure only where it is required; a cancelled one always stops', async () => {
    const seed = await answering();
    const over = (why: Stopped['why']) => AbortSignal.abort(new Stopped(why));
    const timeout = await look(seed, { stop: over('timeout') });
    expect(timeout).toMatchObject({ error: undefined, brokers: { result: 'not-checked' } });
    const required = await look(seed, { stop: over('timeout'), required: true });
    expect(required.error).toMatchObject({ why: 'timeout' });
    const cancelled = await look(seed, { stop: over('cancelled') });
    expect(cancelled.error).toMatchObject({ why: 'cancelled' });
  });
});

describe('an instance that this runner cannot reach by design', () => {
  it.each<[string, Seed, Record<string, string>, boolean]>([
    ['in service in its VPC', {}, {}, true],
    ['in service on the Internet', { deployType: 4 }, EIP, false],
    ['in service on the Internet, whatever the manifest says', { deployType: 4 }, {}, false],
    ['pending, for its VPC', { status: 'pending' }, {}, true],
    ['pending, for the Internet', { status: 'pending', deployType: 4 }, EIP, false],
    ['blocked', { status: 'stopped' }, {}, false],
  ])('%s', async (_, seed, inputs, isUnreachable) => {
    const { item } = await planned(seed, inputs);
    expect(unreachable([item], 'internet')).toEqual(isUnreachable ? [ID] : []);
    for (const reach of ['vpc', 'loopback'] as const) expect(unreachable([item], reach)).toEqual([]);
  });
});
