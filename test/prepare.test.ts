// What is loaded when it is needed takes real time, for which a virtual clock does not wait.
import '../src/after-validation.ts';
import { expect, it } from 'vitest';
import { readInputs } from '../src/inputs/read.ts';
import { Diagnostics } from '../src/manifest/diagnostics.ts';
import { prepare } from '../src/prepare.ts';
import { runLogger } from '../src/report/run-logger.ts';
import { fleet, randomFrom, requestFor, sendTo } from './deployment/fleet.ts';
import { ID } from './deployment/given.ts';

/** What is prepared for one instance in service whose brokers only its VPC reaches. */
async function prepared(inputs: Record<string, string>) {
  const { clock, cloud } = fleet({ instances: [{ instanceId: ID, status: 'running' }] });
  const silent = () => undefined;
  const env = { 'INPUT_ACCESS-KEY-ID': 'id', 'INPUT_ACCESS-KEY-SECRET': 'secret', ...inputs };
  const diagnostics = new Diagnostics();
  const read = readInputs(env, diagnostics);
  expect(diagnostics.all()).toEqual([]);
  const result = await clock.run(
    prepare(read, [requestFor(ID)], {
      client: {
        send: sendTo(cloud, clock),
        wallTime: clock.wallTime,
        nonce: () => '1',
        conceal: (value) => value,
      },
      ...{ clock, random: randomFrom(1), cancel: new AbortController().signal, event: undefined },
      identity: {
        idToken: () => Promise.reject(new Error('nobody asks for a token')),
        openDefaultChain: () => Promise.reject(new Error('nobody asks for the chain')),
      },
      logger: runLogger({ info: silent, debug: silent, group: silent }, clock.now, 'china'),
      ...{ recordEarly: silent, mask: silent, conceal: silent },
    }),
  );
  return { result, calls: cloud.journal.map(({ action }) => action) };
}

const steps = ({ result }: Awaited<ReturnType<typeof prepared>>) =>
  'plan' in result ? result.plan.map((item) => item.steps.map(({ kind }) => kind)) : [];

it('verify: required stops before any change where this runner cannot reach the brokers', async () => {
  const { result, calls } = await prepared({ INPUT_VERIFY: 'required' });
  expect(result).toEqual({
    stop: {
      message: `verify is required, but the brokers of ${ID} can only be reached from their VPC`,
      remedy: 'Run the job on a runner in that VPC with network: vpc, or set verify: auto.',
    },
  });
  expect(calls).toEqual(['GetCallerIdentity', 'GetInstanceList']);
});

it.each([
  ['auto', {}, ['verify']],
  ['required within the VPC', { INPUT_VERIFY: 'required', INPUT_NETWORK: 'vpc' }, ['verify']],
  ['off', { INPUT_VERIFY: 'off' }, []],
  [
    'required, where no cloud is real',
    { INPUT_VERIFY: 'required', INPUT_ENDPOINT: 'http://127.0.0.1:9' },
    ['verify'],
  ],
])('verify: %s', async (_, inputs, expected) => {
  expect(steps(await prepared(inputs))).toEqual([expected]);
});
