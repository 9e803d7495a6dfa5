import { shown } from '../check.ts';
import { chooseOne } from '../choice.ts';
import { type FieldName, fieldOf } from '../fields.ts';
import type { Case } from './case.ts';

/** A field that must have a value. */
interface Requirement {
  readonly field: FieldName;
  /** Under which condition, in words. */
  readonly when?: string;
  /** The fields that do as well. */
  readonly or?: readonly FieldName[];
  /** Whether another series does without it. */
  readonly bySeries?: true;
}

/** The fields that must have a value, for the series of the case. */
export function requirementsOf({
  series,
  has,
  settings,
}: Pick<Case, 'series' | 'has' | 'settings'>): Requirement[] {
  const always: Requirement[] = [
    { field: 'regionId' },
    { field: 'instanceId' },
    { field: 'vpcId' },
    { field: 'vSwitchId', when: 'unless vSwitchIds is given', or: ['vSwitchIds'] },
  ];
  if (series === 'confluent') return [...always, { field: 'password', when: 'for Confluent instances' }];
  const seriesIsUnknown = has('series') && !settings.series;
  if (series !== 'provisioned' || seriesIsUnknown) return always;
  const zone = 'for provisioned instances unless vSwitchIds or selectedZones is given';
  return [
    ...always,
    { field: 'deployModule', when: 'for provisioned instances', bySeries: true },
    { field: 'zoneId', when: zone, or: ['vSwitchIds', 'selectedZones'], bySeries: true },
  ];
}

function missingIn(c: Case): Requirement[] {
  return requirementsOf(c).filter(({ field, or = [] }) => ![field, ...or].some(c.has));
}

/** Reports the fields that must have a value and have none. */
export function requireFields(c: Case): void {
  for (const { field, when } of missingIn(c)) {
    const { input, privacy } = fieldOf(field);
    const where = `set it in the manifest or by the input ${input}`;
    const message = `${c.label}${field} is required${when ? ` ${when}` : ''}; ${where}`;
    if (privacy) c.diagnostics.missingPrivateValue(c.origin, message);
    else c.diagnostics.error(c.origin, message);
  }
}

/**
 * Whether an instance has no value for a required field only because no environment is chosen. That is one
 * mistake, told once for all instances and alone: what else is wrong with them may follow from it.
 *
 * @param choices the fields that each environment would set
 */
export function lacksEnvironment(c: Case, choices: ReadonlyMap<string, ReadonlySet<FieldName>>): boolean {
  const wanted = missingIn(c).flatMap(({ field, or = [], bySeries }): FieldName[] => {
    if (fieldOf(field).privacy) return []; // which a plan does without
    return [field, ...or, ...(bySeries ? (['series'] as const) : [])];
  });
  if (!choices.values().some((fields) => wanted.some((name) => fields.has(name)))) return false;
  const message = `Some required fields are set only in environments; ${chooseOne([...choices.keys()])}`;
  c.diagnostics.error({ kind: 'input', name: 'environment' }, message);
  return true;
}

/**
 * Asks for the series where only a provisioned instance would lack something, and the id says that it is another
 * one (as the ids in the vendor's SDK do); the case is then that of the other series.
 */
export function withSeriesOfId(c: Case): Case {
  const { instanceId } = c.settings;
  if (c.has('series') || !instanceId?.value.startsWith('alikafka_serverless-')) return c;
  const serverless: Case = { ...c, series: 'serverless' };
  if (missingIn(serverless).length === missingIn(c).length) return c;
  const id = shown(instanceId, instanceId.value);
  c.diagnostics.error(
    instanceId.origin,
    `instanceId ${id} is that of a serverless instance; add series: serverless`,
  );
  return serverless;
}
