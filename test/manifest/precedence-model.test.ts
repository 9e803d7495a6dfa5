import fc from 'fast-check';
import { expect, it } from 'vitest';
import { environment, FLEET_LAYERS, type FleetLayer, fleet, layerOf } from './layers-of.ts';
import { load, only, type Seen } from './support.ts';

/*
 * The precedence as a question to the layers from the top: the first one that says anything about a field, or
 * about one key of a map, decides it; what it says may be that there is no value.
 */

type Value = string | readonly string[];
type Keys = Readonly<Record<string, Value | null | undefined>>;

const MAPS = ['config', 'extraConfig', 'extraParameters'] as const;

interface Layer {
  readonly securityGroup?: Value | null;
  readonly vSwitchIds?: Value | null;
  readonly config?: Keys | null;
  readonly extraConfig?: Keys | null;
  readonly extraParameters?: Keys | null;
}

type Given = Readonly<Record<FleetLayer, Layer>>;

/** The value that holds, and the layer that gives it. */
interface Decided {
  readonly value: Value;
  readonly by: FleetLayer;
}

const TOP_DOWN = FLEET_LAYERS.toReversed();

function decide(given: Given, field: 'securityGroup' | 'vSwitchIds'): Decided | undefined {
  for (const by of TOP_DOWN) {
    const value = given[by][field];
    if (value !== undefined) return value === null ? undefined : { value, by };
  }
  return undefined;
}

function decideKeys(given: Given, field: (typeof MAPS)[number]): [key: string, Decided][] {
  const said = new Map<string, Decided | undefined>();
  for (const by of TOP_DOWN) {
    const keys = given[by][field];
    if (keys === null) break;
    for (const [key, value] of Object.entries(keys ?? {})) {
      if (!said.has(key)) said.set(key, value ? { value, by } : undefined);
    }
  }
  return [...said].flatMap(([key, decided]): [string, Decided][] => (decided ? [[key, decided]] : []));
}

const text = fc.constantFrom('abc', 'def', 'ghi');
const vSwitchIds = fc.uniqueArray(fc.constantFrom('vsw-1', 'vsw-2', 'vsw-3'), { minLength: 1 });
const optional = { requiredKeys: [] };

function mapOf(arbitraries: Readonly<Record<string, fc.Arbitrary<Value>>>) {
  const values = Object.entries(arbitraries).map(([key, value]) => [key, fc.option(value, { freq: 3 })]);
  const keys: fc.Arbitrary<Keys> = fc.record(Object.fromEntries(values), optional);
  return fc.option(keys, { freq: 5 });
}

const maps = {
  config: mapOf({
    'kafka.log.retention.hours': fc.constantFrom('24', '48', '72'),
    'kafka.message.max.bytes': fc.constantFrom('1048576', '2097152'),
  }),
  extraConfig: mapOf({ a: text, b: text }),
  extraParameters: mapOf({ A: text, B: fc.array(text, { minLength: 1, maxLength: 3 }) }),
};
const inManifest = fc.record(
  { securityGroup: fc.option(text), vSwitchIds: fc.option(vSwitchIds), ...maps },
  optional,
);
const inInput = fc.record({ securityGroup: text, vSwitchIds, ...maps }, optional);

const givenLayers: fc.Arbitrary<Given> = fc.record({
  defaults: inManifest,
  instance: inManifest,
  'environment’s defaults': inManifest,
  'environment’s instance': inManifest,
  input: inInput,
});

function loadGiven({ input, ...inFile }: Given): Promise<Seen> {
  const fields = Object.entries(inFile).map(([layer, said]) => [layer, JSON.stringify(said).slice(1, -1)]);
  const json = (value: unknown) => JSON.stringify(value) ?? '';
  const inputs = {
    series: 'serverless', // so that every key of config has a warning, which tells its origin
    'security-group': String(input.securityGroup ?? ''),
    'vswitch-ids': [input.vSwitchIds ?? []].flat().join(),
    config: json(input.config),
    'extra-config': json(input.extraConfig),
    'extra-parameters': json(input.extraParameters),
  };
  return load(fleet(Object.fromEntries(fields)), { environment, inputs });
}

/** The layer of each key of a map, from the warnings that every such key has. */
function warnedOf(diagnostics: readonly string[]): Record<string, FleetLayer | undefined> {
  const found = diagnostics.map((problem) => /^warning (.+?) (\w+) "([\w.]+)" is /.exec(problem));
  const keys = found.flatMap((match) => (match ? [[`${match[2]} ${match[3]}`, layerOf(match[1])]] : []));
  return Object.fromEntries(keys.filter(([name]) => !name?.startsWith('vSwitchId ')));
}

it('the highest layer that speaks of a value decides it and is its origin, whatever the layers say', async () => {
  let removed = 0;
  await fc.assert(
    fc.asyncProperty(givenLayers, async (given) => {
      const seen = await loadGiven(given);
      const sent = only(seen);

      const extra = new Map(decideKeys(given, 'extraParameters'));
      const decided = {
        SecurityGroup: decide(given, 'securityGroup'),
        VSwitchIds: decide(given, 'vSwitchIds'),
        A: extra.get('A'),
        B: extra.get('B'),
      };
      for (const [name, one] of Object.entries(decided)) {
        expect(sent[name]?.value, name).toEqual(one?.value);
        expect(layerOf(sent[name]?.origin), name).toBe(one?.by);
      }

      const config = [...decideKeys(given, 'config'), ...decideKeys(given, 'extraConfig')];
      const expected = Object.fromEntries(config.map(([key, { value }]) => [key, value]));
      expect(JSON.parse(String(sent.Config?.value ?? '{}'))).toEqual(expected);

      const keys = MAPS.flatMap((map) =>
        decideKeys(given, map).map(([key, { by }]) => [`${map} ${key}`, by]),
      );
      expect(warnedOf(seen.diagnostics)).toEqual(Object.fromEntries(keys));
      if (sent.Config === undefined) removed += 1;
    }),
    { seed: 20261124, numRuns: 100 },
  );
  expect(removed).toBeGreaterThan(1); // the examples are not all of one kind
  expect(removed).toBeLessThan(50);
});
