import type { Instance, InstanceSeed, SeedDefaults } from './instance.ts';
import { instanceFrom, isStarted } from './lifecycle.ts';

/** Every instance that was bought, in the order it was bought. */
export class Instances {
  readonly #byId = new Map<string, Instance>();
  readonly #defaults: SeedDefaults;

  constructor(seeds: readonly InstanceSeed[], defaults: SeedDefaults) {
    this.#defaults = defaults;
    for (const seed of seeds) this.buy(seed);
  }

  /** Adds an instance; throws where its id is taken. */
  buy(seed: InstanceSeed): void {
    if (this.#byId.has(seed.instanceId)) throw new Error(`instance ${seed.instanceId} is there already`);
    this.#byId.set(seed.instanceId, instanceFrom(seed, this.#defaults));
  }

  find(instanceId: string): Instance | undefined {
    return this.#byId.get(instanceId);
  }

  /** The instances of an account in a region: all of them, or those of the ids that are there. */
  of(accountId: string, regionId: string, instanceIds: readonly string[] = []): readonly Instance[] {
    const candidates =
      instanceIds.length === 0
        ? [...this.#byId.values()]
        : [...new Set(instanceIds)].flatMap((id) => this.find(id) ?? []);
    return candidates.filter((each) => each.accountId === accountId && each.regionId === regionId);
  }
}

/** The name an instance has at a time: a start may give it another one. */
export function nameAt(instance: Instance, at: number): string {
  const given = isStarted(instance, at) ? instance.startedWith.Name : undefined;
  return given || instance.seed.name || instance.instanceId;
}
