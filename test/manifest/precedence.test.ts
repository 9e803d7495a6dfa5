import { describe, expect, it } from 'vitest';
import { environment, FLAT_LAYERS, FLEET_LAYERS, flatFleet, fleet, layerOf } from './layers-of.ts';
import { load, only, sentFor } from './support.ts';

/** Every pair of a lower and a higher layer. */
function pairs<T>(layers: readonly T[]): [lower: T, higher: T][] {
  return layers.flatMap((lower, index) => layers.slice(index + 1).map((higher): [T, T] => [lower, higher]));
}

describe('of two layers in a fleet, the higher wins and is the origin', () => {
  it.each(pairs(FLEET_LAYERS))('%s < %s', async (lower, higher) => {
    const manifest = fleet({ [lower]: 'name: lower', [higher]: 'name: higher' });
    const inputs: Record<string, string> = higher === 'input' ? { name: 'higher' } : {};
    const { Name } = await sentFor(manifest, { environment, inputs });
    expect(Name?.value).toBe('higher');
    expect(layerOf(Name?.origin)).toBe(higher);
  });

  it('but not those of an environment that is not chosen', async () => {
    const { Name } = await sentFor(
      fleet({
        instance: 'name: instance',
        'environment’s defaults': 'name: other',
        'environment’s instance': 'name: other',
      }),
    );
    expect(Name).toEqual({ value: 'instance', origin: 'kafka.yml:3:18' });
  });
});

describe('of two layers in a flat manifest, the higher wins and is the origin', () => {
  const ORIGINS = { manifest: 'kafka.yml:1:7', environment: 'kafka.yml:9:22', input: 'input name' };

  it.each(pairs(FLAT_LAYERS))('%s < %s', async (lower, higher) => {
    const manifest = flatFleet({ [lower]: 'name: lower', [higher]: 'name: higher' });
    const inputs: Record<string, string> = higher === 'input' ? { name: 'higher' } : {};
    const { Name } = await sentFor(manifest, { environment, inputs });
    expect(Name).toEqual({ value: 'higher', origin: ORIGINS[higher] });
  });

  it('but not an environment that is not chosen', async () => {
    const { Name } = await sentFor(flatFleet({ manifest: 'name: base', environment: 'name: other' }));
    expect(Name).toEqual({ value: 'base', origin: ORIGINS.manifest });
  });
});

describe('null', () => {
  const REMOVING = FLEET_LAYERS.slice(1, 4);

  it.each(REMOVING)('in the %s removes what any lower layer set', async (layer) => {
    const below = FLEET_LAYERS.slice(0, FLEET_LAYERS.indexOf(layer));
    const layers = Object.fromEntries(below.map((lower) => [lower, 'name: lower']));
    expect(await sentFor(fleet({ ...layers, [layer]: 'name: null' }), { environment })).not.toHaveProperty(
      'Name',
    );
  });

  it.each(pairs(FLEET_LAYERS).filter(([lower]) => lower !== 'defaults'))(
    'in the %s lets the %s set the value again',
    async (layer, higher) => {
      const manifest = fleet({ defaults: 'name: lowest', [layer]: 'name: null', [higher]: 'name: again' });
      const inputs: Record<string, string> = higher === 'input' ? { name: 'again' } : {};
      const { Name } = await sentFor(manifest, { environment, inputs });
      expect(Name?.value).toBe('again');
      expect(layerOf(Name?.origin)).toBe(higher);
    },
  );

  it.each(['~', 'null', ''])('may be written %j', async (written) => {
    const layers = { instance: 'name: lower', 'environment’s instance': `name: ${written}` };
    expect(await sentFor(fleet(layers), { environment })).not.toHaveProperty('Name');
  });

  it('in the lowest layer is as good as nothing', async () => {
    expect(await sentFor(fleet({ defaults: 'name: null' }))).not.toHaveProperty('Name');
    expect(await sentFor(flatFleet({ manifest: 'name: null' }))).not.toHaveProperty('Name');
  });

  it('in the environment of a flat manifest removes, and the input sets again', async () => {
    const manifest = flatFleet({ manifest: 'name: base', environment: 'name: null' });
    expect(await sentFor(manifest, { environment })).not.toHaveProperty('Name');
    const { Name } = await sentFor(manifest, { environment, inputs: { name: 'again' } });
    expect(Name).toEqual({ value: 'again', origin: 'input name' });
  });

  it('in an input that takes YAML removes', async () => {
    const manifest = flatFleet({ manifest: 'selectedZones: [[zonea], [zoneb]]' });
    expect(await sentFor(manifest)).toHaveProperty('SelectedZones');
    expect(await sentFor(manifest, { inputs: { 'selected-zones': 'null' } })).not.toHaveProperty(
      'SelectedZones',
    );
  });

  it('removes a required field, so that it is missing', async () => {
    const { diagnostics } = await load(fleet({ instance: 'vpcId: null' }));
    expect(diagnostics).toEqual([
      'error kafka.yml:3:3 Instance "orders": vpcId is required; set it in the manifest or by the input vpc-id',
    ]);
  });

  it('removes a map, and a higher layer begins a new one', async () => {
    const { Config } = await sentFor(
      fleet({
        defaults: 'config: {enable.acl: true}',
        instance: 'config: null',
        'environment’s defaults': 'config: {kafka.log.retention.hours: 72}',
      }),
      { environment },
    );
    expect(Config?.value).toBe('{"kafka.log.retention.hours":"72"}');
  });
});

describe('a map is merged key by key', () => {
  it('config: each key from the highest layer that gives it', async () => {
    const manifest = fleet({
      defaults: 'config: {enable.acl: true, kafka.log.retention.hours: 24}',
      instance: 'config: {kafka.log.retention.hours: 48}',
      'environment’s instance': 'config: {kafka.message.max.bytes: 1048576}',
    });
    const { Config } = await sentFor(manifest, {
      environment,
      inputs: { config: '{"kafka.message.max.bytes": 2097152}' },
    });
    expect(JSON.parse(String(Config?.value))).toEqual({
      'enable.acl': 'true',
      'kafka.log.retention.hours': '48',
      'kafka.message.max.bytes': '2097152',
    });
    expect(Config?.origin).toBe('input config');
  });

  it('config: each key keeps its own origin', async () => {
    const { diagnostics } = await load(
      fleet({
        defaults: 'series: serverless, config: {kafka.log.retention.hours: 24}',
        instance: 'config: {kafka.message.max.bytes: 1048576}',
      }),
    );
    expect(diagnostics.map((problem) => layerOf(problem.split(' ')[1]))).toEqual(['defaults', 'instance']);
  });

  it('extraConfig: each key keeps its own origin', async () => {
    const { diagnostics } = await load(
      fleet({ defaults: 'extraConfig: {a: 1, b: 1}', instance: 'extraConfig: {b: 2, c: 2}' }),
    );
    expect(diagnostics).toEqual([
      expect.stringMatching(/^warning kafka\.yml:1:\d+ extraConfig "a"/),
      expect.stringMatching(/^warning kafka\.yml:3:\d+ extraConfig "b"/),
      expect.stringMatching(/^warning kafka\.yml:3:\d+ extraConfig "c"/),
    ]);
  });

  it('extraParameters: each key from the highest layer that gives it, with its origin', async () => {
    const manifest = fleet({
      defaults: 'extraParameters: {A: 1, B: 1, C: 1}',
      instance: 'extraParameters: {B: 2, C: 2}',
    });
    const seen = await load(manifest, { inputs: { 'extra-parameters': '{"C": [3, 4]}' } });
    const { A, B, C } = only(seen);
    expect([A?.value, B?.value, C?.value]).toEqual(['1', '2', ['3', '4']]);
    expect([A, B, C].map((sent) => layerOf(sent?.origin))).toEqual(['defaults', 'instance', 'input']);
  });

  it.each([
    ['config', 'enable.acl', 'kafka.log.retention.hours'],
    ['extraConfig', 'a', 'b'],
  ])('%s: null removes one key and leaves the others', async (field, removed, left) => {
    const { Config } = await sentFor(
      fleet({
        defaults: `${field}: {${removed}: 72, ${left}: 72}`.replace('acl: 72', 'acl: true'),
        instance: `${field}: {${removed}: null}`,
      }),
    );
    expect(Config?.value).toBe(`{"${left}":"72"}`);
  });

  it('extraParameters: null removes one key, and a higher layer can give it again', async () => {
    const manifest = fleet({
      defaults: 'extraParameters: {A: 1, B: 1}',
      instance: 'extraParameters: {A: null, B: null}',
      'environment’s defaults': 'extraParameters: {B: 2}',
    });
    const sent = await sentFor(manifest, { environment });
    expect(sent).not.toHaveProperty('A');
    expect(sent.B?.value).toBe('2');
  });

  it('null for one key in an input removes it too', async () => {
    const manifest = flatFleet({ manifest: 'config: {enable.acl: true, kafka.log.retention.hours: 72}' });
    const { Config } = await sentFor(manifest, { inputs: { config: 'enable.acl: null' } });
    expect(Config?.value).toBe('{"kafka.log.retention.hours":"72"}');
  });

  it('a map left without keys is not sent', async () => {
    const layers = { defaults: 'config: {enable.acl: true}', instance: 'config: {enable.acl: null}' };
    expect(await sentFor(fleet(layers))).not.toHaveProperty('Config');
  });
});

describe('a list is replaced whole', () => {
  it.each([
    ['vSwitchIds', '[vsw-1, vsw-2]', '[vsw-1]', 'VSwitchIds', ['vsw-1']],
    ['selectedZones', '[[zonea], [zoneb]]', '[[zonec], [zoned]]', 'SelectedZones', '[["zonec"],["zoned"]]'],
  ])('%s', async (field, lower, higher, parameter, value) => {
    const layers = { defaults: `${field}: ${lower}`, instance: `${field}: ${higher}` };
    const sent = (await sentFor(fleet(layers)))[parameter];
    expect(sent?.value).toEqual(value);
    expect(layerOf(sent?.origin)).toBe('instance');
  });
});
