import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DesiredTopic } from '../../src/manifest/contents.ts';
import { describeOrigin } from '../../src/manifest/origin.ts';
import { environment, FLEET_LAYERS, type FleetLayer, fleet, layerOf } from './layers-of.ts';
import { load } from './support.ts';

/*
 * How topics of several layers become one, as a question to the layers from the top: the first one that says
 * anything about a path (`orders`, `orders.config`, `orders.config.retention.ms`) decides it, and null for a path
 * hides everything under it in the layers below.
 */

type Tree = { readonly [key: string]: Tree | string | number | null };
type Layers = Readonly<Record<FleetLayer, Tree | null | undefined>>;

const TOP_DOWN = FLEET_LAYERS.toReversed();

/** The values under a path, each with the layer that gives it, as `orders.partitions 3 by instance`. */
function leaves(layers: readonly (readonly [FleetLayer, Tree[string] | undefined])[], path = ''): string[] {
  const cut = layers.findIndex(([, said]) => said === null);
  const heard = (cut < 0 ? layers : layers.slice(0, cut)).filter(([, said]) => said !== undefined);
  const [top] = heard;
  if (!top) return [];
  const [by, said] = top;
  if (typeof said !== 'object') return [`${path} ${said} by ${by}`];
  const maps = heard.flatMap(([layer, tree]) =>
    typeof tree === 'object' && tree ? [[layer, tree] as const] : [],
  );
  const keys = new Set(maps.flatMap(([, tree]) => Object.keys(tree)));
  return [...keys].flatMap((key) =>
    leaves(
      maps.map(([layer, tree]) => [layer, tree[key]] as const),
      `${path}.${key}`,
    ),
  );
}

function found({ name, partitions, remark, config }: DesiredTopic): string[] {
  const values = Object.entries({ partitions, remark, ...prefixed(config) });
  return values.flatMap(([key, given]) =>
    given ? [`.${name}.${key} ${given.value} by ${layerOf(describeOrigin(given.origin))}`] : [],
  );
}

function prefixed(config: DesiredTopic['config']) {
  return Object.fromEntries([...config].map(([key, given]) => [`config.${key}`, given]));
}

const optional = { requiredKeys: [] };
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 4 });
const settings = fc.record(
  {
    partitions: maybe(fc.constantFrom(3, 6, 9)),
    remark: maybe(fc.constantFrom('abc', 'def')),
    config: maybe(
      fc.record(
        {
          'retention.hours': maybe(fc.constantFrom(24, 48)),
          'max.message.bytes': maybe(fc.constantFrom(1048576)),
        },
        optional,
      ),
    ),
  },
  optional,
);
const section = fc.option(fc.record({ orders: maybe(settings), audit: maybe(settings) }, optional), {
  freq: 5,
});
const layers: fc.Arbitrary<Layers> = fc.record({
  defaults: section,
  instance: section,
  'environment’s defaults': section,
  'environment’s instance': section,
  input: section,
});

it('the highest layer that speaks of a setting of a topic decides it and is its origin', async () => {
  let loaded = 0;
  await fc.assert(
    fc.asyncProperty(layers, async ({ input, ...inFile }) => {
      const lines = Object.entries(inFile).map(([layer, said]) => [layer, `topics: ${JSON.stringify(said)}`]);
      const manifest = fleet({
        ...Object.fromEntries(lines),
        defaults: `series: serverless, ${lines[0]?.[1]}`,
      });
      const seen = await load(manifest, { environment, inputs: { topics: JSON.stringify(input) } });
      const errors = seen.diagnostics.filter((problem) => problem.startsWith('error'));
      expect(errors.filter((problem) => !problem.includes('has no value, and no lower layer'))).toEqual([]);
      if (errors.length > 0) return;
      loaded += 1;
      const topics = [...seen.contents.values()].flatMap((contents) => contents.topics);
      const given: Layers = { input, ...inFile };
      const expected = leaves(TOP_DOWN.map((layer) => [layer, given[layer]] as const));
      expect(topics.flatMap(found).toSorted()).toEqual(expected.toSorted());
    }),
    { seed: 20261124, numRuns: 200 },
  );
  expect(loaded).toBeGreaterThan(10); // also of the few runs that mutation tests make
});
