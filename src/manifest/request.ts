import { asTemplate, type Settings, shown } from './check.ts';
import type { Diagnostics } from './diagnostics.ts';
import { type FieldName, fieldNames, fieldOf, type Privacy } from './fields.ts';
import { quote } from './node.ts';
import type { Origin } from './origin.ts';
import type { ResolvedInstance } from './resolve.ts';
import type { Series } from './rules/case.ts';
import { checkRules, seriesOf } from './rules.ts';

/** One parameter of StartInstance as it is sent; a list is sent as `Name.1`, `Name.2`, …. */
export interface Parameter {
  readonly name: string;
  readonly value: string | readonly string[];
  /** The value with what came from the environment as `${NAME}`: whoever writes a manifest may not read it. */
  readonly shown: string | readonly string[];
  readonly origin: Origin;
  readonly privacy: Privacy | undefined;
}

/** A StartInstance that is checked and ready to be sent. */
export interface StartRequest {
  /** The manifest's name for the instance; its id in a flat manifest and without one. */
  readonly key: string;
  readonly regionId: string;
  readonly instanceId: string;
  readonly series: Series;
  readonly parameters: readonly Parameter[];
  /** The fields behind the parameters, to compare with what the service shows later. */
  readonly settings: Settings;
}

/** Checks the rules between fields and makes the requests; none when there is any error. */
export function makeRequests(
  instances: readonly ResolvedInstance[],
  diagnostics: Diagnostics,
): StartRequest[] {
  for (const instance of instances) checkRules(instance, diagnostics);
  refuseSameInstance(instances, diagnostics);
  return diagnostics.hasErrors ? [] : instances.map(makeRequest);
}

function refuseSameInstance(instances: readonly ResolvedInstance[], diagnostics: Diagnostics): void {
  const first = new Map<string, string>();
  for (const { key, settings } of instances) {
    const id = settings.instanceId;
    if (!id || key === undefined) continue;
    const other = first.get(id.value);
    if (other === undefined) first.set(id.value, key);
    else
      diagnostics.error(
        id.origin,
        `instanceId ${shown(id, id.value)} is used by both ${quote(other)} and ${quote(key)}`,
      );
  }
}

function makeRequest({ key, settings }: ResolvedInstance): StartRequest {
  const { regionId, instanceId } = settings;
  if (!regionId || !instanceId)
    throw new TypeError('A request was made of an instance that failed its checks');
  return {
    key: key ?? instanceId.value,
    regionId: regionId.value,
    instanceId: instanceId.value,
    series: seriesOf(settings),
    settings,
    parameters: [...written(settings), ...derived(settings)].sort((a, b) => order(a) - order(b)),
  };
}

/** The parameters that a field gives, in the encoding the API takes: texts, lists of texts, JSON as text. */
function written(settings: Settings): Parameter[] {
  const parameters: Parameter[] = [];
  for (const name of fieldNames) {
    const setting = settings[name];
    const { api, privacy } = fieldOf(name);
    if (!setting || api === undefined || name === 'config') continue;
    const value = encode(name, setting.value);
    const shown = encode(name, asTemplate(setting.value, setting));
    parameters.push({ name: api, value, shown, origin: setting.origin, privacy });
  }
  return [...parameters, ...configParameter(settings), ...extraParameters(settings)];
}

function encode(name: FieldName, value: unknown): string | readonly string[] {
  if (name === 'selectedZones') return JSON.stringify(value);
  return Array.isArray(value) ? value.map(String) : String(value);
}

function configParameter({ config, extraConfig }: Settings): Parameter[] {
  const values = { ...config?.value, ...extraConfig?.value };
  const origin = config?.origin ?? extraConfig?.origin;
  if (!origin || Object.keys(values).length === 0) return [];
  const shown = {
    ...(config && asTemplate(config.value, config)),
    ...(extraConfig && asTemplate(extraConfig.value, extraConfig)),
  };
  const [value, text] = [JSON.stringify(values), JSON.stringify(shown)];
  return [{ name: 'Config', value, shown: text, origin, privacy: undefined }];
}

function extraParameters({ extraParameters: extra }: Settings): Parameter[] {
  return Object.entries(extra?.value ?? {}).flatMap(([name, value]) => {
    const origin = extra?.keys.get(name);
    return extra && origin
      ? [{ name, value, shown: asTemplate(value, extra), origin, privacy: undefined }]
      : [];
  });
}

/** What follows from other fields, and is sent because the service's documentation asks for it. */
function derived(settings: Settings): Parameter[] {
  const { vSwitchId, vSwitchIds, deployModule, isEipInner, isSetUserAndPassword } = settings;
  const parameters: Parameter[] = [];
  const derive = (name: string, value: string, from: string, shown = value): void => {
    parameters.push({ name, value, shown, origin: { kind: 'derived', from }, privacy: undefined });
  };
  const [firstVSwitch] = vSwitchIds?.value ?? [];
  if (!vSwitchId && firstVSwitch !== undefined) {
    derive('VSwitchId', firstVSwitch, 'vSwitchIds', vSwitchIds && asTemplate(firstVSwitch, vSwitchIds));
  }
  if (deployModule?.value !== 'eip') return parameters;
  if (!isEipInner) derive('IsEipInner', 'true', 'deployModule');
  const user = settings.password ? 'password' : settings.username && 'username';
  if (!isSetUserAndPassword && user) derive('IsSetUserAndPassword', 'true', user);
  return parameters;
}

const ORDER = new Map(fieldNames.map((name, index) => [fieldOf(name).api, index]));

function order({ name }: Parameter): number {
  return ORDER.get(name) ?? fieldNames.length;
}
