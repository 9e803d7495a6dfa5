import { describe, expect, it } from 'vitest';
import { asTemplate, type Settings, type Sourced, shown } from '../../src/manifest/check.ts';
import { Diagnostics } from '../../src/manifest/diagnostics.ts';
import { parseManifest } from '../../src/manifest/parse.ts';
import { resolve } from '../../src/manifest/resolve.ts';
import { flat, problemsOf } from './support.ts';

const variables = { ONE: 'vsw-1', FLAG: 'True', HOURS: '72', TEXT: 'sesame', SECRET: '' };

/** The settings of a flat manifest whose variables are filled. */
function settingsOf(...lines: readonly string[]): Settings {
  const diagnostics = new Diagnostics(false);
  const root = parseManifest(lines.join('\n'), 'kafka.yml', diagnostics);
  const selection = { environment: undefined, instances: [] };
  const [instance] = resolve(root, {}, selection, variables, diagnostics);
  if (!instance || diagnostics.hasErrors) throw new Error(JSON.stringify(diagnostics.all()));
  return instance.settings;
}

const template = (setting: Sourced<unknown> | undefined): unknown =>
  setting && asTemplate(setting.value, setting);

describe('what came from the environment is shown as it is written', () => {
  it('in texts, flags, lists, maps and lists in them; and the rest as it is', () => {
    const { vpcId, vSwitchIds, config, extraParameters, crossZone, topics } = settingsOf(
      'vpcId: vpc-1',
      'vSwitchIds: ["${ONE}", vsw-2]',
      'crossZone: ${FLAG}',
      'config: {kafka.log.retention.hours: "${HOURS}", enable.acl: "${FLAG}"}',
      'extraParameters: {A: "${TEXT}", B: ["${TEXT}", 1]}',
      'topics: {orders: {remark: "${TEXT}", partitions: 12, compact: false}}',
    );
    expect(template(vpcId)).toBe('vpc-1');
    expect(template(vSwitchIds)).toEqual(['${ONE}', 'vsw-2']);
    expect(template(crossZone)).toBe('${FLAG}');
    expect(template(config)).toEqual({ 'kafka.log.retention.hours': '${HOURS}', 'enable.acl': '${FLAG}' });
    expect(template(extraParameters)).toEqual({ A: '${TEXT}', B: ['${TEXT}', '1'] });
    expect(template(topics)).toEqual({ orders: { remark: '${TEXT}', partitions: 12, compact: false } });
    expect(vSwitchIds && [shown(vSwitchIds, 'vsw-1'), shown(vSwitchIds, 'vsw-2')]).toEqual([
      '"${ONE}"',
      '"vsw-2"',
    ]);
  });

  it('and null where it is one', () => {
    const { vpcId } = settingsOf('vpcId: ${TEXT}');
    expect(vpcId && asTemplate({ a: null, b: 'sesame' }, vpcId)).toEqual({ a: null, b: '${TEXT}' });
  });

  it('is unknown where a private value is missing, and shown with its reference all the same', () => {
    const { password } = settingsOf('password: ${SECRET}');
    expect(password).toMatchObject({ value: '', unknown: true });
    expect(template(password)).toBe('${SECRET}');
  });

  it('has the origin of each key only where the field is merged', () => {
    const { config, topics, extraParameters, vpcId, selectedZones } = settingsOf(
      ...['config: {enable.acl: true}', 'topics: {orders: {}}', 'extraParameters: {A: 1}', 'vpcId: vpc-1'],
      'selectedZones: [[zonea], []]',
    );
    const keysOf = (setting: Sourced<unknown> | undefined) => setting && [...setting.keys.keys()];
    expect([config, topics, extraParameters, vpcId, selectedZones].map(keysOf)).toEqual([
      ...[['enable.acl'], ['orders'], ['A'], [], []],
    ]);
    expect([vpcId, selectedZones].map((setting) => setting && 'written' in setting)).toEqual([false, false]);
  });
});

describe('a value that a console shows', () => {
  const ZONE = 'must be a zone such as zonea or cn-hangzhou-a, but is';

  it.each([
    ['zoneId: 可用区K', `1:9 zoneId ${ZONE} "可用区K"; did you mean "zonek"?`],
    [
      'selectedZones: [[可用区K], [zoneb]]',
      `1:18 selectedZones[0][0] ${ZONE} "可用区K"; did you mean "zonek"?`,
    ],
    ['zoneId: 杭州', `1:9 zoneId ${ZONE} "杭州"`],
    ['regionId: 可用区K', '1:11 regionId must be a region id such as cn-hangzhou, but is "可用区K"'],
    [
      'regionId: 华东1（杭州）',
      '1:11 regionId must be a region id such as cn-hangzhou, but is "华东1（杭州）"; did you mean "cn-hangzhou"?',
    ],
    ['name: 杭州', '1:7 name must be 3 to 64 letters, digits, hyphens or underscores, but is "杭州"'],
    ['name: 可用区K', '1:7 name must be 3 to 64 letters, digits, hyphens or underscores, but is "可用区K"'],
  ])('is understood where it belongs, and nowhere else: %s', async (line, told) => {
    expect(await problemsOf(flat(line))).toEqual([`error kafka.yml:${told}`]);
  });
});

it.each([
  [
    'topics: {orders: {retention.ms: 1}}',
    '1:19 Unknown key "retention.ms" in topics["orders"]; it stands under config',
  ],
  [
    'consumerGroups: {billing: {retention.ms: 1}}',
    '1:28 Unknown key "retention.ms" in consumerGroups["billing"]; the only key is remark',
  ],
])('a key in the wrong place is told with where it stands: %s', async (line, told) => {
  expect(await problemsOf(flat(line))).toEqual([`error kafka.yml:${told}`]);
});
