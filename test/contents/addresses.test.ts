import { expect, it } from 'vitest';
import { place, REF, ran, wanting } from './holding.ts';

const many = Array.from({ length: 23 }, (_, index) => `10.0.${index}.0/24`);

it('adds the networks that are not there, ten a call, and nothing on the next run', async () => {
  const here = place({ allowedIps: { '9092/9092': ['10.0.3.0/24', '192.168.0.0/16'] } });
  const desired = wanting({ addresses: { vpc: many } });
  const first = await ran(here, desired);
  expect(first.outcome).toMatchObject({ changed: true, complete: true, overgrown: [] });
  expect(first.outcome.items.map(({ result, answer }) => [result, answer?.code])).toEqual(
    Array(3).fill(['added', '200']),
  );
  const sent = here.cloud.journal.filter(({ action }) => action === 'UpdateAllowedIp');
  expect(sent.map(({ parameters }) => parameters.AllowedListIp?.split(',').length)).toEqual([10, 10, 2]);
  expect(new Set(here.cloud.contentsOf(REF.instanceId)?.allowedIps['9092/9092'])).toEqual(
    new Set([...many, '192.168.0.0/16']),
  );
  const second = await ran(here, desired);
  expect(second.outcome).toEqual({ items: [], changed: false, complete: true, overgrown: [] });
});

it('adds a network to the list of its own listener, also where another listener has it', async () => {
  const here = place({ deployType: 4, allowedIps: { '9092/9092': ['10.0.3.0/24'], '9093/9093': [] } });
  const { outcome } = await ran(here, wanting({ addresses: { internet: ['10.0.3.0/24'] } }));
  expect(outcome.items.map(({ result }) => result)).toEqual(['added']);
  expect(here.cloud.contentsOf(REF.instanceId)?.allowedIps['9093/9093']).toEqual(['10.0.3.0/24']);
});
