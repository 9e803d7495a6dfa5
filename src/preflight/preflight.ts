import type { VSwitch } from '../alibaba/vpc.ts';
import type { Failure } from '../deployment/failure.ts';
import type { NetworkFacts } from '../deployment/network.ts';
import type { PlanItem } from '../deployment/plan.ts';
import { asTemplate } from '../manifest/check.ts';
import { type Diagnostic, Diagnostics } from '../manifest/diagnostics.ts';
import { type Answers, ask, neighboursIn, type Surveyor } from './asking.ts';
import { type Finding, findingsOf, sameNameFindings } from './findings.ts';
import { isStart, type NamedVSwitch, once, placeKey, questionsOf, vpcOf, vSwitchesOf } from './questions.ts';
import { incompleteOf, listed, uncheckedOf, uncheckedTexts } from './unchecked.ts';

/** A plan in which the starts that the service would refuse are blocked, and what there is to say of it. */
export interface Preflight {
  readonly plan: readonly PlanItem[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Looks at what the instances that are to be started would be deployed into, before anything is changed.
 *
 * @param required whether a check that cannot be made blocks as well
 */
export async function preflight(
  plan: readonly PlanItem[],
  surveyor: Surveyor,
  required: boolean,
): Promise<Preflight> {
  const starts = plan.filter(isStart);
  if (starts.length === 0) return { plan, diagnostics: [] };
  const answers = await ask(questionsOf(starts), surveyor);
  const suspects = starts.filter((item) => findingsOf(item, answers).some((one) => one.aboutVSwitch));
  const neighbours = await neighboursIn(once(suspects.flatMap(vpcOf)), surveyor);
  const judged = plan.map((item) => {
    if (!isStart(item)) return { item, findings: [], unchecked: [] };
    const unchecked = [...uncheckedOf(item, answers), ...(required ? incompleteOf(item, answers) : [])];
    const findings = [...findingsOf(item, answers, neighbours), ...sameNameFindings(item, starts)];
    const network = factsOf(item, answers);
    const seen = network ? { ...item, network } : item;
    const missing = required ? uncheckedTexts(unchecked) : [];
    return { item: blockedBy(seen, findings, missing), findings, unchecked };
  });
  const diagnostics = new Diagnostics();
  tellFindings(judged, diagnostics);
  for (const text of uncheckedTexts(judged.flatMap(({ unchecked }) => unchecked))) {
    if (required) diagnostics.error({ kind: 'input', name: 'preflight' }, text);
    else diagnostics.warning(undefined, text);
  }
  const checked = judged.map(({ item }) => item);
  warnOfFewAddresses(checked.filter(isStart), answers, diagnostics);
  return { plan: checked, diagnostics: diagnostics.all() };
}

const WAY_PAST = 'If this check is wrong, set preflight: off.';

function blockedBy(item: PlanItem, findings: readonly Finding[], missing: readonly string[]): PlanItem {
  const reasons = [...findings.map(({ found }) => found), ...missing.map(() => 'a check could not be made')];
  if (reasons.length === 0) return item;
  const reason = [...new Set(reasons)].join('; ');
  const remedies = [...findings.map(({ remedy }) => remedy), ...(findings.length > 0 ? [WAY_PAST] : [])];
  const failure: Failure = {
    message: `It cannot be started: ${reason}`,
    remedy: [...remedies, ...missing].join(' '),
    details: {},
    isTold: true,
  };
  return { ...item, action: 'blocked', steps: [], reason, failure };
}

/** Each finding once at its field, with the instances that it is about where there are several. */
function tellFindings(
  judged: readonly { readonly item: PlanItem; readonly findings: readonly Finding[] }[],
  diagnostics: Diagnostics,
): void {
  const told = judged.flatMap(({ item, findings }) =>
    findings.map((finding) => ({ ...finding, key: item.request.key })),
  );
  const alike = Map.groupBy(told, ({ origin, found }) => JSON.stringify([origin, found]));
  for (const same of alike.values()) {
    const [first] = same;
    if (!first) continue;
    const whose = judged.length > 1 ? ` (${listed(same.map(({ key }) => key))})` : '';
    diagnostics.error(first.origin, `${first.found}${whose}. ${first.remedy} ${WAY_PAST}`);
  }
}

/** A vSwitch that was found, where it is named. */
interface FoundVSwitch extends Pick<NamedVSwitch, 'setting'> {
  readonly vSwitch: VSwitch;
  readonly place: string;
}

function vSwitchesFor(item: PlanItem, answers: Answers): FoundVSwitch[] {
  return vSwitchesOf(item).flatMap(({ setting, id }) => {
    const place = placeKey({ regionId: item.request.regionId, id });
    const answer = answers.vSwitches.get(place);
    return answer?.kind === 'found' ? [{ setting, vSwitch: answer.value, place }] : [];
  });
}

function factsOf(item: PlanItem, answers: Answers): NetworkFacts | undefined {
  const { regionId, settings } = item.request;
  const group = answers.groups.get(placeKey({ regionId, id: settings.securityGroup?.value ?? '' }));
  const managedGroup = group?.kind === 'found' && group.value.serviceManaged;
  const vSwitches = vSwitchesFor(item, answers)
    .filter(({ vSwitch }) => vSwitch.cidrBlock !== undefined)
    .map(({ setting, vSwitch: { vSwitchId, name, cidrBlock, freeAddresses, sharedBy } }) => ({
      shown: asTemplate(vSwitchId, setting),
      ...{ name, cidrBlock, freeAddresses, sharedBy },
    }));
  return vSwitches.length > 0 || managedGroup ? { vSwitches, managedGroup } : undefined;
}

/** How many an instance takes is not documented: its three bootstrap servers at least, and ten leave some room. */
const FEW = 10;
const EACH = 3;

function warnOfFewAddresses(starts: readonly PlanItem[], answers: Answers, diagnostics: Diagnostics): void {
  const uses = starts.flatMap((item) => vSwitchesFor(item, answers));
  for (const users of Map.groupBy(uses, ({ place }) => place).values()) {
    const [first] = users;
    const free = first?.vSwitch.freeAddresses;
    if (!first || free === undefined || free >= Math.max(FEW, EACH * users.length)) continue;
    const id = asTemplate(first.vSwitch.vSwitchId, first.setting);
    const message = `vSwitch ${id} has only ${free} free addresses for ${users.length === 1 ? 'the instance' : `${users.length} instances`}: the start may fail for want of them`;
    diagnostics.warning(first.setting.origin, message);
  }
}
