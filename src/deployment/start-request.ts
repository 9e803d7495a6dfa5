import { asTemplate, type Settings } from '../manifest/check.ts';
import type { DesiredInstance } from '../manifest/desired.ts';
import type { Field, Privacy } from '../manifest/field.ts';
import { fieldNames, fieldOf } from '../manifest/fields.ts';
import type { Origin } from '../manifest/origin.ts';

/** One parameter of StartInstance as it is sent, and where its value comes from. */
export interface StartParameter {
  readonly name: string;
  /** A list is sent as `Name.1`, `Name.2`, …. */
  readonly value: string | readonly string[];
  /** The value with what came from the environment as `${NAME}`: whoever writes a manifest may not read it. */
  readonly shown: string | readonly string[];
  readonly origin: Origin;
  readonly privacy: Privacy | undefined;
}

/** A desired instance with the StartInstance that deploys it so. */
export interface StartRequest extends DesiredInstance {
  readonly parameters: readonly StartParameter[];
}

export function startRequest(desired: DesiredInstance): StartRequest {
  const { settings } = desired;
  const parameters = [...written(settings), ...derived(settings)].sort((a, b) => order(a) - order(b));
  return { ...desired, parameters };
}

/** The parameters that fields give, each in the encoding that its row of the table names. */
function written(settings: Settings): StartParameter[] {
  const parameters: StartParameter[] = [];
  for (const name of fieldNames) {
    const setting = settings[name];
    const { api, encoding, privacy } = fieldOf(name);
    if (!setting || api === undefined || name === 'config') continue;
    const value = encode(encoding, setting.value);
    const shown = encode(encoding, asTemplate(setting.value, setting));
    parameters.push({ name: api, value, shown, origin: setting.origin, privacy });
  }
  return [...parameters, ...configParameter(settings), ...extraParameters(settings)];
}

function encode(encoding: Field['encoding'], value: unknown): string | readonly string[] {
  if (encoding === 'json') return JSON.stringify(value);
  return encoding === 'list' && Array.isArray(value) ? value.map(String) : String(value);
}

function configParameter({ config, extraConfig }: Settings): StartParameter[] {
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

function extraParameters({ extraParameters: extra }: Settings): StartParameter[] {
  return Object.entries(extra?.value ?? {}).flatMap(([name, value]) => {
    const origin = extra?.keys.get(name);
    return extra && origin
      ? [{ name, value, shown: asTemplate(value, extra), origin, privacy: undefined }]
      : [];
  });
}

/** What follows from other fields, and is sent because the service's documentation asks for it. */
function derived(settings: Settings): StartParameter[] {
  const { vSwitchId, vSwitchIds, deployModule, isEipInner, isSetUserAndPassword } = settings;
  const parameters: StartParameter[] = [];
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

function order({ name }: StartParameter): number {
  return ORDER.get(name) ?? fieldNames.length;
}
