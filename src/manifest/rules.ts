import type { Settings } from './check.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { FieldName } from './fields.ts';
import { quote } from './node.ts';
import type { ResolvedInstance } from './resolve.ts';
import { accessRules } from './rules/access.ts';
import type { Case, Rule, Series } from './rules/case.ts';
import { contentsRules } from './rules/contents.ts';
import { placementRules } from './rules/placement.ts';
import { lacksEnvironment, requireFields, withSeriesOfId } from './rules/required.ts';
import { softwareRules } from './rules/software.ts';

const RULES: readonly Rule[] = [
  requireFields,
  checkSeriesLimits,
  ...placementRules,
  ...accessRules,
  ...softwareRules,
  ...contentsRules,
];

/** Checks the rules that tie fields together; the rules of single fields are in `fields.ts`. */
export function checkRules(instance: ResolvedInstance, diagnostics: Diagnostics): void {
  const { settings, given, key } = instance;
  const asWritten: Case = {
    settings,
    series: seriesOf(settings),
    label: key === undefined ? '' : `Instance ${quote(key)}: `,
    origin: instance.origin,
    has: (name) => given.has(name),
    diagnostics,
  };
  if (lacksEnvironment(asWritten, instance.choices)) return;
  const c = withSeriesOfId(asWritten);
  for (const rule of RULES) rule(c);
}

export function seriesOf(settings: Settings): Series {
  return settings.series?.value ?? 'provisioned';
}

/** What a series does not have, beside the sections of contents. */
export const NOT_FOR: Readonly<Record<Series, readonly FieldName[]>> = {
  provisioned: [],
  serverless: ['name', 'kmsKeyId'],
  confluent: ['name', 'config', 'extraConfig'],
};

function checkSeriesLimits({ settings, series, diagnostics }: Case): void {
  for (const name of NOT_FOR[series]) {
    const setting = settings[name];
    if (setting) diagnostics.error(setting.origin, `${name} is not for ${series} instances; remove it`);
  }
}
