import { describe, expect, it } from 'vitest';
import { flat, load, problemsOf, sentFor } from './support.ts';

describe('vSwitchId and vSwitchIds', () => {
  it('derives VSwitchId from the first of vSwitchIds, and sends both', async () => {
    expect(await sentFor(flat('vSwitchIds: [vsw-2, vsw-1]', 'vSwitchId: null'))).toMatchObject({
      VSwitchId: { value: 'vsw-2', origin: 'derived from vSwitchIds' },
      VSwitchIds: { value: ['vsw-2', 'vsw-1'], origin: 'kafka.yml:1:13' },
    });
  });

  it('sends a vSwitchId that is given, and warns when it is not among vSwitchIds', async () => {
    const among = await load(flat('vSwitchId: vsw-1', 'vSwitchIds: [vsw-2, vsw-1]'));
    expect(among.diagnostics).toEqual([]);
    const apart = await load(flat('vSwitchId: vsw-3', 'vSwitchIds: [vsw-2, vsw-1]'));
    expect(apart.diagnostics).toEqual([
      'warning kafka.yml:1:12 vSwitchId "vsw-3" is not among vSwitchIds, which the service prefers',
    ]);
    expect([...apart.sent.values()][0]?.VSwitchId).toEqual({ value: 'vsw-3', origin: 'kafka.yml:1:12' });
  });
});

describe('an instanceId from the environment', () => {
  it.each([
    ['alikafka_post-cn-2', []],
    [
      'hello',
      ['error kafka.yml:1:13 instanceId "${ID}" must be filled with an id that begins with alikafka_'],
    ],
  ])('must be one: %s', async (ID, told) => {
    expect(await problemsOf(flat('instanceId: ${ID}'), { variables: { ID } })).toEqual(told);
  });

  it('may be any id where the manifest writes it', async () => {
    expect(await problemsOf(flat('instanceId: hello'))).toEqual([]);
  });
});

describe('vSwitchIds', () => {
  it('names each vSwitch once', async () => {
    expect(await problemsOf(flat('vSwitchIds: [vsw-1, vsw-2, vsw-1]'))).toEqual([
      'error kafka.yml:1:13 vSwitchIds names "vsw-1" twice',
    ]);
  });
});

describe('a zone', () => {
  it.each(['zoneId: cn-hangzhou-a', 'selectedZones: [[cn-hangzhou-a], [cn-hangzhou-b]]'])(
    'is not blamed for a region that is missing or bad: %s',
    async (line) => {
      expect(await problemsOf(flat(line, 'regionId: null'))).toEqual([
        expect.stringMatching(/^error kafka\.yml:1:1 regionId is required;/),
      ]);
      expect(await problemsOf(flat(line, 'regionId: Hangzhou'))).toEqual([
        expect.stringMatching(/^error kafka\.yml:2:11 regionId must be a region id/),
      ]);
    },
  );
});

describe('selectedZones and crossZone', () => {
  const pair = (zones: string, crossZone: string) =>
    flat(`selectedZones: ${zones}`, `crossZone: ${crossZone}`);
  const NEEDS_SECOND = 'needs zones in its second list; for a single zone set crossZone: false';

  it.each([
    ['[[zonea], [zoneb]]', 'true'],
    ['[[zonea], [zoneb]]', 'null'],
    ['[[zonea, zoneb], [zonec, zoned]]', 'null'],
    ['[[zonea], []]', 'false'],
    ['[[zonea, zoneb], []]', 'false'],
  ])('agree: %s with %s', async (zones, crossZone) => {
    expect((await sentFor(pair(zones, crossZone))).SelectedZones?.value).toBe(
      zones.replaceAll(/zone./g, '"$&"').replaceAll(' ', ''),
    );
  });

  it.each([
    ['[[zonea], []]', 'true', [NEEDS_SECOND]],
    ['[[zonea], []]', 'null', [NEEDS_SECOND]],
    ['[[zonea], [zoneb]]', 'false', ['must have an empty second list, because crossZone is false']],
    ['[[], [zoneb]]', 'true', ['must name at least one zone in its first list']],
    ['[[], []]', 'false', ['must name at least one zone in its first list']],
    ['[[], []]', 'true', ['must name at least one zone in its first list', NEEDS_SECOND]],
    ['[[zonea, zonea], [zoneb]]', 'true', ['names "zonea" twice']],
    ['[[zonea], [zoneb, zonea]]', 'true', ['names "zonea" twice']],
  ])('disagree: %s with %s', async (zones, crossZone, errors) => {
    expect(await problemsOf(pair(zones, crossZone))).toEqual(
      errors.map((error) => `error kafka.yml:1:16 selectedZones ${error}`),
    );
  });

  it('are not compared when crossZone itself is bad', async () => {
    expect(await problemsOf(pair('[[zonea], []]', 'maybe'))).toEqual([
      'error kafka.yml:2:12 crossZone must be true or false, but is "maybe"',
    ]);
  });

  it.each(['true', 'false'])('warns of isForceSelectedZones: %s without selectedZones', async (value) => {
    const seen = await load(flat(`isForceSelectedZones: ${value}`));
    expect(seen.diagnostics).toEqual([
      'warning kafka.yml:1:23 isForceSelectedZones has no effect without selectedZones',
    ]);
    expect(seen.sent.size).toBe(1);
  });
});
