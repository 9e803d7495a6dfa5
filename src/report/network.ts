import type { NetworkFacts, VSwitchFacts } from '../deployment/network.ts';
import type { PlanItem } from '../deployment/plan.ts';
import { escapeMarkdown } from './text.ts';

/** What a plan says of the network that an instance would be deployed into, a text a line. */
export function networkTexts({ action, network, request }: PlanItem): string[] {
  if (!network || action !== 'start') return [];
  const group = network.managedGroup
    ? ['the security group belongs to another product, which may change it']
    : [];
  return [...network.vSwitches.map(vSwitchText), ...atFirst(network, request), ...group];
}

/** The same as the last lines of a cell in Markdown. */
export function networkCell(item: PlanItem): string {
  return networkTexts(item)
    .map((text) => `<br>${escapeMarkdown(text)}`)
    .join('');
}

function vSwitchText({ shown, name, cidrBlock, freeAddresses, sharedBy }: VSwitchFacts): string {
  return [
    `into vSwitch ${name === undefined ? shown : `${shown} (${name})`}`,
    ...(cidrBlock === undefined ? [] : [cidrBlock]),
    ...(freeAddresses === undefined ? [] : [`${freeAddresses} addresses free`]),
    ...(sharedBy === undefined ? [] : [`shared by account ${sharedBy}`]),
  ].join(', ');
}

/**
 * The allow list that the service begins with is known for one vSwitch and a group of the service's own (vendor page
 * "Configure a whitelist").
 */
function atFirst({ vSwitches }: NetworkFacts, { settings }: PlanItem['request']): string[] {
  const [only, second] = vSwitches;
  if (!only?.cidrBlock || second || settings.securityGroup) return [];
  const inside = settings.deployModule?.value === 'eip' ? 'inside the VPC ' : '';
  return [`${inside}at first only ${only.cidrBlock} may connect`];
}
