import type { VSwitch } from '../alibaba/vpc.ts';
import type { PlanItem } from '../deployment/plan.ts';
import { asTemplate, type Sourced, shown } from '../manifest/check.ts';
import type { FieldName } from '../manifest/fields.ts';
import type { Origin } from '../manifest/origin.ts';
import { didYouMean } from '../manifest/suggest.ts';
import type { Answer, Answers } from './asking.ts';
import { placeKey, vpcOf, vSwitchesOf } from './questions.ts';

/** Something for which the service would refuse the start, at the field that says so. */
export interface Finding {
  readonly origin: Origin;
  readonly found: string;
  readonly remedy: string;
  /** Whether the other vSwitches of the VPC could tell what was meant. */
  readonly aboutVSwitch?: true;
}

/** The vSwitches of the VPCs that findings are about, by place. */
export type Neighbours = ReadonlyMap<string, readonly VSwitch[]>;

type Check = (item: PlanItem, answers: Answers, neighbours: Neighbours) => Finding[];

/** What is checked, and the fields that it is about. */
const CHECKS: readonly { readonly fields: readonly FieldName[]; readonly find: Check }[] = [
  { fields: ['vSwitchId', 'vSwitchIds', 'vpcId'], find: vSwitchFindings },
  { fields: ['zoneId'], find: zoneFindings },
  { fields: ['securityGroup'], find: groupFindings },
  { fields: ['kmsKeyId'], find: keyFindings },
  { fields: ['name'], find: nameFindings },
];

/** The fields that are checked against the cloud before a start. */
export const CHECKED_FIELDS: ReadonlySet<FieldName> = new Set(CHECKS.flatMap(({ fields }) => fields));

/**
 * What the service would refuse of one start, by what was found. Only what the answers say counts: a field that is
 * absent, a word that is not documented and a check that was not made are no findings.
 */
export function findingsOf(item: PlanItem, answers: Answers, neighbours: Neighbours = new Map()): Finding[] {
  return CHECKS.flatMap(({ find }) => find(item, answers, neighbours));
}

function vSwitchFindings(item: PlanItem, { vSwitches }: Answers, neighbours: Neighbours): Finding[] {
  const { regionId, settings } = item.request;
  return vSwitchesOf(item).flatMap(({ field, setting, id }): Finding[] => {
    const answer = vSwitches.get(placeKey({ regionId, id }));
    if (!answer || answer.kind === 'unchecked') return [];
    const { origin } = setting;
    const what = `vSwitch ${shown(setting, id)}`;
    if (answer.kind === 'missing') {
      const known = neighboursOf(item, neighbours);
      const meant = didYouMean(
        id,
        known.map(({ vSwitchId }) => vSwitchId),
      );
      const remedy = `Correct ${field}${meant || `.${choice(item, known)}`}`;
      return [{ origin, found: `There is no ${what} in ${regionId}`, remedy, aboutVSwitch: true }];
    }
    const { vpcId, status } = answer.value;
    if (vpcId !== undefined && settings.vpcId && vpcId !== settings.vpcId.value) {
      const found = `${what} is in ${vpcId}; vpcId is ${shown(settings.vpcId, settings.vpcId.value)}`;
      const others = choice(item, neighboursOf(item, neighbours));
      const remedy = `Set vpcId: ${vpcId}, or choose a vSwitch of the other VPC.${others}`;
      return [{ origin, found, remedy, aboutVSwitch: true }];
    }
    if (status !== 'Pending') return [];
    const remedy = 'Wait until the VPC has created it, and run the job again.';
    return [{ origin, found: `${what} is Pending, not Available`, remedy }];
  });
}

/** At least one of the vSwitches has to be in the zone. */
function zoneFindings(item: PlanItem, { vSwitches }: Answers, neighbours: Neighbours): Finding[] {
  const named = vSwitchesOf(item);
  const { regionId, settings } = item.request;
  const { zoneId } = settings;
  const zones = named.map(({ id }) => foundIn(vSwitches.get(placeKey({ regionId, id })))?.zoneId);
  const [first] = zones;
  if (!zoneId || first === undefined) return [];
  if (!zones.every((zone) => zone !== undefined && /[a-z]$/.test(zone))) return [];
  if (zones.some((zone) => isSameZone(zone, zoneId.value))) return [];
  const names = named.map(({ setting, id }) => shown(setting, id)).join(', ');
  const places = [...new Set(zones)].join(' and ');
  const what = named.length === 1 ? `vSwitch ${names} is` : `vSwitches ${names} are`;
  const found = `${what} in ${places}; zoneId is ${shown(zoneId, zoneId.value)}`;
  const others = choice(item, neighboursOf(item, neighbours));
  const own = zoneId.value.startsWith('zone') ? `zone${first.at(-1)}` : first;
  const remedy = `Set zoneId: ${own}, or choose a vSwitch in the other zone.${others}`;
  return [{ origin: zoneId.origin, found, remedy, aboutVSwitch: true }];
}

function groupFindings({ request }: PlanItem, { groups }: Answers): Finding[] {
  const { securityGroup, vpcId } = request.settings;
  if (!securityGroup) return [];
  const { regionId } = request;
  const answer = groups.get(placeKey({ regionId, id: securityGroup.value }));
  const { origin } = securityGroup;
  const what = `security group ${shown(securityGroup, securityGroup.value)}`;
  if (answer?.kind === 'missing') {
    const remedy = 'Correct securityGroup, or remove it: the service then creates a group.';
    return [{ origin, found: `There is no ${what} in ${regionId}`, remedy }];
  }
  const actual = foundIn(answer)?.vpcId;
  if (actual === undefined || !vpcId || actual === vpcId.value) return [];
  const found = `The ${what} is in ${actual}; vpcId is ${shown(vpcId, vpcId.value)}`;
  const remedy = 'Choose a group of that VPC, or remove securityGroup: the service then creates a group.';
  return [{ origin, found, remedy }];
}

/** The documented states in which a key cannot encrypt. */
const IDLE_STATES = ['Disabled', 'PendingDeletion', 'PendingImport'];

function keyFindings({ request }: PlanItem, { keys }: Answers): Finding[] {
  const { kmsKeyId } = request.settings;
  if (!kmsKeyId) return [];
  const { regionId } = request;
  const answer = keys.get(placeKey({ regionId, id: kmsKeyId.value }));
  const { origin } = kmsKeyId;
  const what = `KMS key ${shown(kmsKeyId, kmsKeyId.value)}`;
  if (answer?.kind === 'missing') {
    const remedy = 'Correct kmsKeyId: the key must be in the region of the instance.';
    return [{ origin, found: `There is no ${what} in ${regionId}`, remedy }];
  }
  const key = foundIn(answer);
  if (!key) return [];
  if (key.regionId !== undefined && key.regionId !== regionId) {
    const found = `The ${what} is in ${key.regionId}; regionId is "${regionId}"`;
    return [{ origin, found, remedy: 'Choose a key in the region of the instance.' }];
  }
  const idle = IDLE_STATES.find((state) => state === key.state);
  if (idle !== undefined) {
    const remedy = 'Enable it in the KMS console, or choose another key.';
    return [{ origin, found: `The ${what} is ${idle}, not Enabled`, remedy }];
  }
  if (key.usage !== 'SIGN/VERIFY') return [];
  const remedy = 'Choose a key that is made for ENCRYPT/DECRYPT.';
  return [{ origin, found: `The ${what} is for ${key.usage}, not for encryption`, remedy }];
}

function nameFindings({ request }: PlanItem, { names }: Answers): Finding[] {
  const { name } = request.settings;
  const instances = name && foundIn(names.get(request.regionId));
  if (!instances) return [];
  const other = instances
    .values()
    .find((instance) => instance.name === name.value && instance.instanceId !== request.instanceId);
  if (!other) return [];
  const found = `The name ${shown(name, name.value)} is that of ${other.instanceId} already`;
  const remedy = 'Choose another name: it must be unique in the region.';
  return [{ origin: name.origin, found, remedy }];
}

/** Two starts of one run would ask for one name, of which the service gives each only once in a region. */
export function sameNameFindings(item: PlanItem, starts: readonly PlanItem[]): Finding[] {
  const { regionId, settings } = item.request;
  const { name } = settings;
  if (!name) return [];
  const isSame = ({ request }: PlanItem) =>
    request.settings.name?.value === name.value && request.regionId === regionId;
  const first = starts.find(isSame);
  if (!first || first === item) return [];
  const found = `The name ${shown(name, name.value)} is also that of ${first.request.key}, which is started first`;
  const remedy = 'Give each its own name: it must be unique in the region.';
  return [{ origin: name.origin, found, remedy }];
}

function foundIn<T>(answer: Answer<T> | undefined): T | undefined {
  return answer?.kind === 'found' ? answer.value : undefined;
}

/** Both are of one region, so the letter alone tells, in the short form (`zonea`) and in the long one. */
function isSameZone(one: string | undefined, other: string): boolean {
  return one?.at(-1) === other.at(-1);
}

function neighboursOf(item: PlanItem, neighbours: Neighbours): readonly VSwitch[] {
  return vpcOf(item).flatMap((vpc) => neighbours.get(placeKey(vpc)) ?? []);
}

const CHOICE_AT_MOST = 3;

/** The vSwitches that would do, as a sentence to append; empty where none is known. */
function choice({ request }: PlanItem, known: readonly VSwitch[]): string {
  const { zoneId, vpcId } = request.settings;
  const fitting = known.filter((one) => !zoneId || isSameZone(one.zoneId, zoneId.value));
  if (fitting.length === 0 || !vpcId) return '';
  const texts = fitting
    .slice(0, CHOICE_AT_MOST)
    .map(({ vSwitchId, name }) => (name === undefined ? vSwitchId : `${vSwitchId} (${name})`));
  return ` There ${fitting.length === 1 ? 'is' : 'are'} ${texts.join(', ')} in ${wordOf(vpcId)}${zoneId ? `, ${wordOf(zoneId)}` : ''}.`;
}

function wordOf(setting: Sourced<string>): string {
  return asTemplate(setting.value, setting);
}
