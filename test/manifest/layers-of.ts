import { COMPLETE } from './support.ts';

/** The layers of a manifest with `instances`, the lowest first. */
export const FLEET_LAYERS = [
  'defaults',
  'instance',
  'environment’s defaults',
  'environment’s instance',
  'input',
] as const;

/** Those of a flat manifest. */
export const FLAT_LAYERS = ['manifest', 'environment', 'input'] as const;

export type FleetLayer = (typeof FLEET_LAYERS)[number];
export type FlatLayer = (typeof FLAT_LAYERS)[number];

/** The environment that these manifests have, as the input chooses it. */
export const environment = 'production';

/** What each layer says: fields in YAML's flow style, without the braces. The input layer is not in the manifest. */
export type Layers<L extends string> = Partial<Record<L, string>>;

/** A manifest with one instance and one environment, each layer on a line of its own. */
export function fleet(layers: Layers<FleetLayer>): string {
  const { defaults = '', instance = '' } = layers;
  return [
    `defaults: {${Object.values(COMPLETE).join(', ')}, ${defaults}}`,
    'instances:',
    `  orders: {${instance}}`,
    'environments:',
    `  ${environment}:`,
    `    defaults: {${layers['environment’s defaults'] ?? ''}}`,
    `    instances: {orders: {${layers['environment’s instance'] ?? ''}}}`,
    '',
  ].join('\n');
}

const LINES: Readonly<Record<string, FleetLayer>> = {
  1: 'defaults',
  3: 'instance',
  6: 'environment’s defaults',
  7: 'environment’s instance',
};

/** The layer of a fleet that an origin points into. */
export function layerOf(origin = ''): FleetLayer | undefined {
  return origin.startsWith('input ') ? 'input' : LINES[origin.split(':', 2)[1] ?? ''];
}

/** A flat manifest with one environment: what the manifest says is on line 1, the environment on line 9. */
export function flatFleet(layers: Layers<FlatLayer>): string {
  return [
    layers.manifest ?? '# nothing here',
    ...Object.values(COMPLETE),
    'environments:',
    `  ${environment}: {${layers.environment ?? ''}}`,
    '',
  ].join('\n');
}
