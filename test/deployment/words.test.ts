import { describe, expect, it } from 'vitest';
import { OWN_CODES } from '../../src/alibaba/errors.ts';
import { LISTENER_KINDS, LISTENERS } from '../../src/deployment/brokers.ts';
import { type Change, nameOf, ORDER, PORT_RANGES } from '../../src/deployment/change.ts';
import { apiCode, endSentence } from '../../src/deployment/failure.ts';
import { InstanceFailed } from '../../src/deployment/instance-failed.ts';
import { hasStarted, isFinal, MEANINGS } from '../../src/deployment/statuses.ts';
import { deploymentSteps } from '../../src/deployment/steps.ts';
import { wanting } from '../contents/holding.ts';

it('the listeners of an instance are those of the vendor’s "Comparison among endpoints"', () => {
  expect(LISTENER_KINDS.map((kind) => [kind, ...Object.values(LISTENERS[kind])])).toEqual([
    ['ssl', 'Internet', 'SASL_SSL', 9093],
    ['plain', 'VPC', 'PLAINTEXT', 9092],
    ['vpcSasl', 'VPC', 'SASL_SSL', 9095],
    ['sasl', 'VPC', 'SASL_PLAINTEXT', 9094],
  ]);
  expect(PORT_RANGES).toEqual({
    ...{ vpc: '9092/9092', internet: '9093/9093', sasl: '9094/9094', vpcSasl: '9095/9095' },
  });
});

describe('a change is named', () => {
  const { addresses, topics, groups } = wanting({
    addresses: { vpc: ['10.0.0.0/8', '192.0.2.1/32'] },
    topics: { orders: { partitions: 6 }, plain: {} },
    groups: { billing: {} },
  });
  const [orders, plain] = topics;
  const [group] = groups;
  if (!orders?.partitions || !plain || !group) throw new Error('nothing is wanted');
  const filled = { ...orders, partitions: { ...orders.partitions, shown: '${MANY}' } };

  it.each<[Change, string]>([
    [
      { kind: 'add-addresses', listener: 'vpc', networks: addresses },
      'addresses on vpc: 10.0.0.0/8, 192.0.2.1/32',
    ],
    [{ kind: 'create-topic', topic: orders }, 'topic orders'],
    [{ kind: 'add-partitions', topic: orders, from: 3, to: 6 }, 'partitions 3 → 6 of topic orders'],
    [{ kind: 'add-partitions', topic: filled, from: 3, to: 6 }, 'partitions 3 → ${MANY} of topic orders'],
    [{ kind: 'add-partitions', topic: plain, from: 3, to: 6 }, 'partitions 3 → 6 of topic plain'],
    [{ kind: 'create-group', group }, 'consumer group billing'],
  ])('%#: %s', (change, name) => expect(nameOf(change)).toBe(name));

  it('and carried out in an order that has every kind', () => {
    expect(ORDER).toEqual([['add-addresses'], ['create-topic', 'add-partitions'], ['create-group']]);
  });
});

it('a word of ours is no Code of the API', () => {
  expect(OWN_CODES.map(apiCode)).toEqual(OWN_CODES.map(() => ''));
  expect(['NoPermission', '200', ''].map(apiCode)).toEqual(['NoPermission', '200', '']);
});

it.each([
  ['It failed', 'It failed.'],
  ['In v2.0 it failed', 'In v2.0 it failed.'],
  ['It failed.', 'It failed.'],
  ['It failed!', 'It failed!'],
  ['Did it?', 'Did it?'],
  ['失败。', '失败。'],
])('%j ends like a sentence: %j', (text, sentence) => expect(endSentence(text)).toBe(sentence));

it('the end of a deployment is an error with a name', () => {
  const failed = new InstanceFailed({ message: 'It failed.', remedy: 'Mend it.', details: {} });
  expect([failed.name, failed.message]).toEqual(['InstanceFailed', 'It failed.']);
});

describe('a status', () => {
  const statuses = Object.keys(MEANINGS) as (keyof typeof MEANINGS)[];

  it('shows a start where the instance is deployed or being deployed', () => {
    expect(statuses.filter(hasStarted)).toEqual(['deploying', 'running']);
  });

  it('is the end where nothing leads into service by itself', () => {
    expect(statuses.filter(isFinal)).toEqual(['stopped', 'expired', 'released', 'failed']);
  });

  it('needs no step where nothing is to be deployed', () => {
    expect((['update', 'none', 'blocked'] as const).map(deploymentSteps)).toEqual([[], [], []]);
  });
});
