import { expect, it } from 'vitest';
import type { NetworkFacts } from '../../src/deployment/network.ts';
import { networkCell, networkTexts } from '../../src/report/network.ts';
import { manifestOf, survey } from '../preflight/survey.ts';

const ONE = {
  shown: 'vsw-1',
  name: 'brokers',
  cidrBlock: '192.168.0.0/24',
  freeAddresses: 252,
  sharedBy: undefined,
};

async function textsFor(network: NetworkFacts, fields: object = {}): Promise<string[]> {
  const [item] = (await survey(manifestOf({ a: fields }))).plan;
  return item ? networkTexts({ ...item, action: 'start', network }) : [];
}

it('a plan says into what an instance goes, and who may connect at first', async () => {
  const into = 'into vSwitch vsw-1 (brokers), 192.168.0.0/24, 252 addresses free';
  const network = { vSwitches: [ONE], managedGroup: false };
  expect(await textsFor(network)).toEqual([into, 'at first only 192.168.0.0/24 may connect']);
  expect(await textsFor(network, { deployModule: 'eip' })).toEqual([
    into,
    'inside the VPC at first only 192.168.0.0/24 may connect',
  ]);
});

it('a plan says nothing of a vSwitch that nobody could look up', async () => {
  const nothing = { name: undefined, cidrBlock: undefined, freeAddresses: undefined, sharedBy: undefined };
  const vSwitches = [{ ...nothing, shown: 'vsw-1' }];
  expect(await textsFor({ vSwitches, managedGroup: false })).toEqual(['into vSwitch vsw-1']);
  const none = { ...ONE, cidrBlock: '10.0.0.0/30', freeAddresses: 0, name: undefined };
  expect(await textsFor({ vSwitches: [none], managedGroup: false }, { securityGroup: 'sg-1' })).toEqual([
    'into vSwitch vsw-1, 10.0.0.0/30, 0 addresses free',
  ]);
});

it('a plan promises no network where the instance is not started', async () => {
  const [item] = (await survey(manifestOf({ a: {} }))).plan;
  const network = { vSwitches: [ONE], managedGroup: false };
  expect(item && networkTexts({ ...item, action: 'blocked', network })).toEqual([]);
  expect(await textsFor({ vSwitches: [], managedGroup: false })).toEqual([]);
});

it('what nobody has documented is not claimed: several vSwitches, or a group of the user’s own', async () => {
  const two = [ONE, { ...ONE, shown: 'vsw-2', name: undefined, cidrBlock: '10.0.0.0/24', sharedBy: '7' }];
  expect(await textsFor({ vSwitches: two, managedGroup: false })).toEqual([
    'into vSwitch vsw-1 (brokers), 192.168.0.0/24, 252 addresses free',
    'into vSwitch vsw-2, 10.0.0.0/24, 252 addresses free, shared by account 7',
  ]);
  const managed = { vSwitches: [ONE], managedGroup: true };
  expect(await textsFor(managed, { securityGroup: 'sg-1' })).toEqual([
    'into vSwitch vsw-1 (brokers), 192.168.0.0/24, 252 addresses free',
    'the security group belongs to another product, which may change it',
  ]);
});

it('a cell of Markdown holds the same, and no markup of somebody else’s', async () => {
  const [item] = (await survey(manifestOf({ a: {} }))).plan;
  if (!item) throw new Error('there is no item');
  expect(networkCell(item)).toBe('');
  const named = { ...ONE, name: '<b>|*' };
  const cell = networkCell({ ...item, network: { vSwitches: [named], managedGroup: false } });
  expect(cell).toBe(
    '<br>into vSwitch vsw-1 (&#60;b&#62;&#124;&#42;), 192.168.0.0/24, 252 addresses free' +
      '<br>at first only 192.168.0.0/24 may connect',
  );
});
