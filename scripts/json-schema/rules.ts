import { configKeyNames } from '../../src/manifest/config.ts';
import { type FieldName, fieldNames, fieldOf } from '../../src/manifest/fields.ts';
import { KNOWN_REGIONS } from '../../src/manifest/regions.ts';
import type { Series } from '../../src/manifest/rules/case.ts';
import { VERSIONS } from '../../src/manifest/rules/software.ts';
import * as c from './conditions.ts';
import { contentsRules } from './contents.ts';

/*
 * The rules between fields, as far as a JSON Schema can have them, for an instance that one map describes
 * whole. They are those of src/manifest/rules, and never stricter. A password can always come from an input, so
 * none is asked for.
 */

const isProvisioned = c.isOrAbsent('series', 'provisioned');
const isServerless = c.is('series', 'serverless');
const isConfluent = c.is('series', 'confluent');

/** The rules for an instance that one map describes whole. */
export function rulesOfOne(): c.Part {
  return {
    allOf: [
      ...requiredFields(),
      ...seriesRules(),
      ...accessRules(),
      ...placementRules(),
      ...softwareRules(),
      ...contentsRules({ isProvisioned, isServerless, isConfluent }),
    ],
  };
}

function requiredFields(): c.Part[] {
  const need = (key: FieldName, why = '') =>
    c.need(
      key,
      `${key} is required${why}; set it here, or to null where the input ${fieldOf(key).input} gives it`,
    );
  const zones = c.either(c.given('vSwitchIds'), c.given('selectedZones'));
  const forOne = ' for provisioned instances';
  const serverless = { type: 'string', pattern: '^alikafka_serverless-' };
  const isAnother = c.both(
    c.not(c.given('series')),
    c.has('instanceId', serverless),
    c.either(c.not({ required: ['deployModule'] }), c.not(c.either({ required: ['zoneId'] }, zones))),
  );
  const asksForSeries = c.properties({
    instanceId: c.refused('This is the id of a serverless instance; add series: serverless'),
  });
  const provisioned = c.both(
    need('deployModule', forOne),
    c.when(c.not(zones), need('zoneId', `${forOne} unless vSwitchIds or selectedZones is given`)),
  );
  return [
    need('regionId'),
    need('instanceId'),
    need('vpcId'),
    c.when(c.not(c.given('vSwitchIds')), need('vSwitchId', ' unless vSwitchIds is given')),
    c.when(isProvisioned, c.when(isAnother, asksForSeries, provisioned)),
  ];
}

function seriesRules(): c.Part[] {
  const notFor = (series: string) => (key: string) => `${key} is not for ${series} instances; remove it`;
  return [
    c.when(isServerless, c.refuse(['name', 'kmsKeyId'], notFor('serverless'))),
    c.when(isConfluent, c.refuse(['name', 'config', 'extraConfig'], notFor('confluent'))),
  ];
}

function accessRules(): c.Part[] {
  const onlyEip = (key: string) => `${key} is only for instances with deployModule "eip"; remove it`;
  const withoutEip = c.isOrAbsent('deployModule', 'vpc');
  const follows = 'deployModule says otherwise; remove isEipInner, it follows from deployModule';
  const oneOrOther =
    'isSetUserAndPassword is false, but username or password is given; remove one or the other';
  const root = {
    pattern: '^root$|\\$\\{',
    errorMessage: 'username can only be "root" for Confluent instances',
  };
  return [
    c.when(
      c.either(
        c.both(c.is('deployModule', 'vpc'), c.is('isEipInner', ...c.YES)),
        c.both(c.is('deployModule', 'eip'), c.is('isEipInner', ...c.NO)),
      ),
      c.refuse(['isEipInner'], () => follows),
    ),
    c.when(withoutEip, c.refuse(['isSetUserAndPassword'], onlyEip)),
    c.when(
      c.both(withoutEip, c.isOrAbsent('series', 'provisioned', 'serverless')),
      c.refuse(['username', 'password'], onlyEip),
    ),
    c.when(
      c.both(c.is('isSetUserAndPassword', ...c.NO), c.either(c.given('username'), c.given('password'))),
      c.refuse(['isSetUserAndPassword'], () => oneOrOther),
    ),
    c.when(isConfluent, c.properties({ username: { type: ['string', 'null'], ...root } })),
  ];
}

function placementRules(): c.Part[] {
  const selected = (first: c.Part, second: c.Part) =>
    c.properties({ selectedZones: { prefixItems: [first, second] } });
  const one = 'must be empty, because crossZone is false';
  const two = 'needs zones; for a single zone set crossZone: false';
  return [
    selected(c.notEmpty('must name at least one zone'), {}),
    c.when(c.is('crossZone', ...c.NO), selected({}, { enum: [[]], errorMessage: one })),
    c.when(c.isOrAbsent('crossZone', ...c.YES), selected({}, c.notEmpty(two))),
    selected({ uniqueItems: true }, { uniqueItems: true }),
    c.properties({ vSwitchIds: { uniqueItems: true } }),
    ...KNOWN_REGIONS.map(zonesOf),
  ];
}

function zonesOf(region: string): c.Part {
  const zone = {
    pattern: `^zone|^${region}-?[a-z]$|\\$\\{`,
    errorMessage: `must be a zone of region ${region}`,
  };
  const zones = { items: zone };
  return c.when(
    c.is('regionId', region),
    c.properties({ zoneId: zone, selectedZones: { prefixItems: [zones, zones] } }),
  );
}

const ANY_VERSION = { pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$' };

function softwareRules(): c.Part[] {
  const offered = (series: Series) => {
    const versions = VERSIONS[series];
    const known = `${series} instances are known to offer ${versions.join(' and ')}; another is sent as it is`;
    return c.properties({
      serviceVersion: { anyOf: [{ enum: versions }, {}], ...c.warnUnless(versions, known, ANY_VERSION) },
    });
  };
  const api = fieldNames.flatMap((name) => [name, fieldOf(name).api ?? []].flat());
  const noneOf = (names: readonly string[], end: string, errorMessage: string) => ({
    propertyNames: { pattern: `^(?!(?:${names.map(escaped).join('|')})${end})`, errorMessage },
  });
  const acl = c.properties({
    config: c.when(
      c.both(c.is('enable.vpc_sasl_ssl', ...c.YES), c.isOrAbsent('enable.acl', ...c.NO)),
      c.refuse(['enable.vpc_sasl_ssl'], () => 'needs "enable.acl": true beside it'),
    ),
  });
  const old = { type: 'string', pattern: '^(?:[01]\\.|2\\.[01]\\.)' };
  const isOld = c.both(c.has('serviceVersion', old), c.has('config', c.is('enable.acl', ...c.YES)));
  const tooOld = c.refuse(['enable.acl'], () => 'needs serviceVersion 2.2.0 or higher');
  return [
    c.when(isServerless, offered('serverless')),
    c.when(isConfluent, offered('confluent')),
    c.when(isProvisioned, offered('provisioned')),
    c.when(c.not(isConfluent), acl),
    c.when(c.both(c.not(isConfluent), isOld), c.properties({ config: tooOld })),
    c.properties({
      extraParameters: noneOf(api, '(?:\\.|$)', 'has a field of its own; use that'),
      extraConfig: noneOf(configKeyNames, '$', 'has a key of its own; put it into config'),
    }),
  ];
}

function escaped(name: string): string {
  return name.replaceAll('.', '\\.');
}
