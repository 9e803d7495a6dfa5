import { asTemplate, type Sourced } from '../check.ts';
import { type ConfigKeyRow, configKeys, isConfigKey } from '../config.ts';
import { fieldNames, fieldOf, isFieldName } from '../fields.ts';
import { quote } from '../node.ts';
import type { Origin } from '../origin.ts';
import { type Case, ofOtherSeries, type Rule, type Series } from './case.ts';

/** What runs in the instance: version, configuration, encryption, and what is sent unchecked. */
export const softwareRules: readonly Rule[] = [checkVersion, checkConfig, checkExtras, warnOfEncryption];

/** The versions that each series offers (vendor page of StartInstance). */
export const VERSIONS: Readonly<Record<Series, readonly string[]>> = {
  provisioned: ['2.2.0', '2.6.2'],
  serverless: ['3.3.1'],
  confluent: ['7.4.0'],
};

function checkVersion({ settings: { serviceVersion }, series, diagnostics }: Case): void {
  if (!serviceVersion || VERSIONS[series].includes(serviceVersion.value)) return;
  const version = asTemplate(serviceVersion.value, serviceVersion);
  const offers = `${series} instances are known to offer ${VERSIONS[series].join(' and ')}`;
  const message =
    serviceVersion.value === '0.10.2'
      ? 'is retired; the service may refuse it'
      : 'is not known to this release; it is sent as it is';
  diagnostics.warning(serviceVersion.origin, `serviceVersion ${version} ${message} (${offers})`);
}

function checkConfig({ settings, series, diagnostics }: Case): void {
  const { config, serviceVersion } = settings;
  if (!config || series === 'confluent') return;
  const originOf = (key: string): Origin => config.keys.get(key) ?? config.origin;
  for (const key of Object.keys(config.value)) {
    if (!isConfigKey(key)) continue;
    const row: ConfigKeyRow = configKeys[key];
    if (row.family === 'both' || row.family === series) continue;
    const message = `config ${quote(key)} ${ofOtherSeries(row.family, series, row.instead)}`;
    diagnostics.warning(originOf(key), message);
  }
  const acl = config.value['enable.acl'];
  if (config.value['enable.vpc_sasl_ssl'] === 'true' && acl !== 'true') {
    const message = 'config "enable.vpc_sasl_ssl" needs "enable.acl": true beside it';
    diagnostics.error(originOf('enable.vpc_sasl_ssl'), message);
  }
  if (acl === 'true' && serviceVersion && isBelow(serviceVersion.value, [2, 2, 0])) {
    const message = 'config "enable.acl" needs serviceVersion 2.2.0 or higher';
    diagnostics.error(originOf('enable.acl'), message);
  }
}

function isBelow(version: string, floor: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  const at = floor.findIndex((number, index) => parts[index] !== number);
  return at >= 0 && (parts[at] ?? 0) < (floor[at] ?? 0);
}

/** Parameters of every signed call, which the signature sets and a manifest must not. */
const COMMON_PARAMETERS = [
  ...['Action', 'Version', 'Format', 'AccessKeyId', 'Signature', 'SignatureMethod', 'SignatureVersion'],
  ...['SignatureNonce', 'SignatureType', 'Timestamp', 'SecurityToken'],
].map((name) => name.toLowerCase());

const API_NAMES = new Map(
  fieldNames.flatMap((name) => {
    const { api } = fieldOf(name);
    return api === undefined ? [] : [[api.toLowerCase(), name] as const];
  }),
);

function checkExtras({ settings, diagnostics }: Case): void {
  forEachKey(settings.extraParameters, (name, origin) => {
    const root = name.split('.', 1).join('').toLowerCase();
    const field = API_NAMES.get(root) ?? (isFieldName(name) ? name : undefined);
    if (field) {
      diagnostics.error(origin, `extraParameters ${quote(name)} has a field of its own; use ${field}`);
    } else if (COMMON_PARAMETERS.includes(root)) {
      diagnostics.error(origin, `extraParameters ${quote(name)} belongs to the signature; remove it`);
    } else if (isSentByList(name, settings.extraParameters?.value)) {
      const list = quote(name.replace(/\.[0-9]+$/, ''));
      diagnostics.error(
        origin,
        `extraParameters ${quote(name)} is sent by the list ${list} too; remove one of them`,
      );
    } else {
      diagnostics.warning(origin, `extraParameters ${quote(name)} is sent as it is, unchecked`);
    }
  });
  forEachKey(settings.extraConfig, (name, origin) => {
    if (isConfigKey(name)) {
      diagnostics.error(origin, `extraConfig ${quote(name)} has a key of its own; put it into config`);
    } else {
      diagnostics.warning(origin, `extraConfig ${quote(name)} is sent as it is, unchecked`);
    }
  });
}

/** A list is sent as `Name.1`, `Name.2`, …, which must not be there a second time. */
function isSentByList(name: string, parameters: Readonly<Record<string, unknown>> = {}): boolean {
  const [, list = '', position] = /^(.+)\.([1-9][0-9]*)$/.exec(name) ?? [];
  const values = parameters[list];
  return Array.isArray(values) && Number(position) <= values.length;
}

function forEachKey(
  map: Sourced<Record<string, unknown>> | undefined,
  visit: (name: string, origin: Origin) => void,
): void {
  for (const name of Object.keys(map?.value ?? {})) {
    if (map) visit(name, map.keys.get(name) ?? map.origin);
  }
}

function warnOfEncryption({ settings: { kmsKeyId }, series, diagnostics }: Case): void {
  if (!kmsKeyId || series === 'serverless') return;
  diagnostics.warning(kmsKeyId.origin, 'kmsKeyId turns on disk encryption, which cannot be turned off again');
}
