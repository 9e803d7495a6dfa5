import { checkLayer } from './check-layer.ts';
import { choicesOf, chooseEnvironment, chooseOne, listOf, type Selection } from './choice.ts';
import type { Diagnostics } from './diagnostics.ts';
import { isFieldName } from './fields.ts';
import { type Entry, isNull, type MapNode, mapNode, quote } from './node.ts';
import type { Origin } from './origin.ts';
import { checkRemovals, type IsSet, setIn, setInAny } from './removals.ts';
import { mapOf, withSectionsAsMeant } from './section.ts';
import { didYouMean } from './suggest.ts';

/** One instance of the manifest: its layers, the lowest first, and the place that introduces it. */
export interface LayeredInstance {
  /** The manifest's own name for it; undefined in a flat manifest. */
  readonly key: string | undefined;
  readonly origin: Origin;
  readonly layers: readonly MapNode[];
  /** What each environment would add, by its name; empty once one is chosen. */
  readonly choices: ReadonlyMap<string, readonly MapNode[]>;
}

const INSTANCE_KEY = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
const FLEET_KEYS = ['defaults', 'instances', 'environments'];
const ENVIRONMENT_KEYS = ['defaults', 'instances'];
const MOST_HINTS = 20; // more than anybody reads

/**
 * Checks the whole manifest, selected or not, and returns the layers of the selected instances: none after a
 * mistake in the selection, because what follows from it is not worth telling.
 */
export function layersOf(root: MapNode, selection: Selection, diagnostics: Diagnostics): LayeredInstance[] {
  const manifest = withSectionsAsMeant(root, FLEET_KEYS, diagnostics);
  return manifest.entries.has('instances')
    ? new Fleet(manifest, diagnostics).select(selection)
    : flat(manifest, selection, diagnostics);
}

function flat(root: MapNode, selection: Selection, diagnostics: Diagnostics): LayeredInstance[] {
  const fleetOnly = '; it goes with "instances", which this manifest does not have';
  const base = without(root, 'environments');
  checkLayer(base, diagnostics, { defaults: fleetOnly });
  checkRemovals(base, setIn([]), diagnostics);
  const environments = mapOf(root.entries.get('environments'), 'environments', diagnostics);
  const inFlat = '; this manifest describes one instance, so its fields stand here directly';
  for (const [name, entry] of environments.entries) {
    const layer = mapOf(entry, `Environment ${quote(name)}`, diagnostics);
    checkLayer(layer, diagnostics, { defaults: inFlat, instances: inFlat });
    checkRemovals(layer, setIn([base]), diagnostics);
  }
  if (selection.instances.length > 0) {
    const origin: Origin = { kind: 'input', name: 'instances' };
    diagnostics.error(
      origin,
      'The manifest describes one instance, which has no key; remove the input instances',
    );
    return [];
  }
  const environment = chooseEnvironment(root, environments, selection, diagnostics);
  if (!environment) return [];
  const choices = choicesOf(environments, selection, (layer) => [layer]);
  return [{ key: undefined, origin: root.origin, layers: [base, environment], choices }];
}

/** A manifest with `instances`. */
class Fleet {
  readonly #root: MapNode;
  readonly #diagnostics: Diagnostics;
  readonly #defaults: MapNode;
  readonly #instances: MapNode;
  readonly #environments: MapNode;
  #hints = 0;

  constructor(root: MapNode, diagnostics: Diagnostics) {
    this.#root = root;
    this.#diagnostics = diagnostics;
    this.#defaults = mapOf(root.entries.get('defaults'), 'defaults', diagnostics);
    this.#instances = mapOf(root.entries.get('instances'), 'instances', diagnostics);
    const environments = mapOf(root.entries.get('environments'), 'environments', diagnostics);
    const asMeant = [...environments.entries].map(([name, entry]): [string, Entry] => {
      if (entry.value.kind !== 'map') return [name, entry];
      return [name, { ...entry, value: withSectionsAsMeant(entry.value, ENVIRONMENT_KEYS, diagnostics) }];
    });
    this.#environments = mapNode(asMeant, environments.origin);
    this.#check();
  }

  select(selection: Selection): LayeredInstance[] {
    const environment = chooseEnvironment(this.#root, this.#environments, selection, this.#diagnostics);
    if (!environment) return [];
    const { defaults: defaultsHere, instances: layersHere } = this.#sections(environment);
    const present = new Map<string, LayeredInstance>();
    for (const [key, base] of this.#instances.entries) {
      const here = layersHere.entries.get(key);
      if (isNull((here ?? base).value)) continue;
      const [instance, instanceHere] = [this.#layer(key, base), this.#layer(key, here)];
      const layers = [this.#defaults, instance, defaultsHere, instanceHere];
      present.set(key, { key, origin: base.origin, layers, choices: this.#choices(key, selection) });
    }
    return this.#choose(present, selection);
  }

  /** What each environment would add to an instance, where none is chosen. */
  #choices(key: string, selection: Selection): ReadonlyMap<string, readonly MapNode[]> {
    return choicesOf(this.#environments, selection, (environment) => {
      const { defaults, instances } = this.#sections(environment);
      const entry = instances.entries.get(key);
      const described = entry ?? this.#instances.entries.get(key);
      return described && !isNull(described.value) ? [defaults, this.#layer(key, entry)] : [];
    });
  }

  /** The environments that have an instance, where none is chosen. */
  #environmentsWith(key: string, selection: Selection): string[] {
    return [...this.#choices(key, selection)].filter(([, { length }]) => length > 0).map(([name]) => name);
  }

  #sections(environment: MapNode): { defaults: MapNode; instances: MapNode } {
    return {
      defaults: mapOf(environment.entries.get('defaults'), 'defaults', this.#diagnostics),
      instances: mapOf(environment.entries.get('instances'), 'instances', this.#diagnostics),
    };
  }

  /** What an unknown instance was probably meant to be. The first ones only: each is compared with all that there are. */
  #meant(key: string, known: ReadonlyMap<string, unknown>): string {
    this.#hints += 1;
    return this.#hints > MOST_HINTS ? '' : didYouMean(key, [...known.keys()]);
  }

  #layer(key: string, entry: Entry | undefined): MapNode {
    return mapOf(entry, `Instance ${quote(key)}`, this.#diagnostics);
  }

  #choose(present: ReadonlyMap<string, LayeredInstance>, selection: Selection): LayeredInstance[] {
    const inEnvironment = selection.environment ? ` in environment ${quote(selection.environment)}` : '';
    if (present.size === 0) {
      this.#refuseNone(selection, inEnvironment);
      return [];
    }
    const keys = [...present.keys()];
    const missing = selection.instances.filter((key) => !present.has(key));
    for (const key of missing) {
      const origin: Origin = { kind: 'input', name: 'instances' };
      const environments = this.#environmentsWith(key, selection);
      if (environments.length > 0) {
        const where = `is only in environments; ${chooseOne(environments)}`;
        this.#diagnostics.error(origin, `The instance ${quote(key)} ${where}`);
        continue;
      }
      const hint = this.#meant(key, present) || listOf('the instances are', keys);
      this.#diagnostics.error(origin, `There is no instance ${quote(key)}${inEnvironment}${hint}`);
    }
    if (missing.length > 0) return [];
    const wanted = new Set(selection.instances.length > 0 ? selection.instances : keys);
    return [...present.values()].filter(({ key }) => key !== undefined && wanted.has(key));
  }

  #refuseNone(selection: Selection, inEnvironment: string): void {
    const section = this.#root.entries.get('instances')?.value;
    if (section && section.kind !== 'map' && !isNull(section)) return; // which is told already
    const keys = [...this.#instances.entries.keys()];
    const environments = new Set(keys.flatMap((key) => this.#environmentsWith(key, selection)));
    if (environments.size > 0) {
      const message = `The manifest has instances only in environments; ${chooseOne([...environments])}`;
      this.#diagnostics.error({ kind: 'input', name: 'environment' }, message);
    } else {
      this.#diagnostics.error(this.#instances.origin, `The manifest has no instance${inEnvironment}`);
    }
  }

  #check(): void {
    for (const [key, { origin }] of this.#root.entries) {
      if (FLEET_KEYS.includes(key)) continue;
      const hint = isFieldName(key)
        ? '; beside "instances", fields stand under "defaults" or under one instance'
        : `; only ${FLEET_KEYS.join(', ')} stand beside "instances"`;
      this.#diagnostics.error(origin, `Unknown key ${quote(key)}${hint}`);
    }
    this.#checkLayer(this.#defaults, setIn([]));
    this.#checkInstances(this.#instances, () => setIn([this.#defaults]));
    const setByInstances = setInAny(() => [this.#defaults, ...this.#ownLayers()]);
    for (const [name, entry] of this.#environments.entries) {
      this.#checkEnvironment(name, entry, setByInstances);
    }
  }

  #ownLayers(): MapNode[] {
    return [...this.#instances.entries].map(([key, instance]) => this.#layer(key, instance));
  }

  #checkLayer(layer: MapNode, isSet: IsSet): void {
    checkLayer(layer, this.#diagnostics);
    checkRemovals(layer, isSet, this.#diagnostics);
  }

  #checkInstances(instances: MapNode, setBelow: (key: string) => IsSet): void {
    for (const [key, entry] of instances.entries) {
      if (!INSTANCE_KEY.test(key)) {
        const rule = 'up to 64 letters, digits, dots, hyphens or underscores';
        this.#diagnostics.error(entry.origin, `Instance key ${quote(key)} must be ${rule}`);
      }
      this.#checkLayer(this.#layer(key, entry), setBelow(key));
    }
  }

  #checkEnvironment(name: string, entry: Entry, setByInstances: IsSet): void {
    const environment = mapOf(entry, `Environment ${quote(name)}`, this.#diagnostics);
    for (const [key, { origin }] of environment.entries) {
      if (key === 'defaults' || key === 'instances') continue;
      const hint = isFieldName(key)
        ? '; in an environment, fields stand under "defaults" or under one instance'
        : '; an environment has "defaults" and "instances"';
      this.#diagnostics.error(origin, `Unknown key ${quote(key)}${hint}`);
    }
    const { defaults, instances } = this.#sections(environment);
    this.#checkLayer(defaults, setByInstances);
    for (const [key, { origin }] of instances.entries) {
      if (this.#instances.entries.has(key)) continue;
      const how = `; an instance of this environment alone is listed in "instances" as ${key}: null`;
      const hint = this.#meant(key, this.#instances.entries) || how;
      this.#diagnostics.error(
        origin,
        `Environment ${quote(name)} names an unknown instance ${quote(key)}${hint}`,
      );
    }
    const layerOf = (key: string) => this.#layer(key, this.#instances.entries.get(key));
    this.#checkInstances(instances, (key) => setIn([this.#defaults, layerOf(key), defaults]));
  }
}

function without(map: MapNode, key: string): MapNode {
  return mapNode(
    [...map.entries].filter(([name]) => name !== key),
    map.origin,
  );
}
