import { describe, expect, it } from 'vitest';
import { type Emulator, type FaultEffect, type FaultRule, starts } from '../../emulator/index.ts';
import { readSummary } from './markdown.ts';
import { flat, fleetOf, INSTANCE, REGION, type Run, run, runOn, startCloud } from './support.ts';

/** What may happen to a start and to a reading, and pass. */
const EFFECTS: readonly FaultEffect[] = [
  { kind: 'reset-before' },
  { kind: 'reset-after' },
  { kind: 'error-before' },
  { kind: 'error-after' },
  { kind: 'html-before' },
  { kind: 'html-after' },
  { kind: 'throttle' },
  { kind: 'throttle', retryAfterMs: 50 },
  { kind: 'cut-body' },
  { kind: 'cut-connection' },
  { kind: 'delay', delayMs: 120 },
  { kind: 'reset-after', delayMs: 120 },
  { kind: 'nonce-used' },
  { kind: 'xml' },
];

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Plot {
  readonly seed: number;
  /** How many processes work on the same fleet at once. */
  readonly processes: 1 | 2;
  readonly fleet: Readonly<Record<string, string>>;
  readonly faults: readonly FaultRule[];
  /** Those whose start the service refuses. */
  readonly refused: readonly string[];
  readonly visibilityLagMs: number;
}

/** The world of a seed. At most two of an instance's starts go wrong: the third would be given up. */
function plotOf(seed: number): Plot {
  const random = randomFrom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = () => EFFECTS[below(EFFECTS.length)] ?? { kind: 'reset-after' };
  const processes = seed % 5 === 0 ? 2 : 1;
  const ids = Array.from({ length: 1 + below(5) }, (_, index) => `alikafka_post-cn-s${seed}-${index}`);
  const refused = processes === 1 ? ids.filter(() => random() < 0.1) : [];
  const faults = ids.flatMap((instanceId): FaultRule[] => {
    const action = 'StartInstance';
    if (refused.includes(instanceId)) {
      return [{ action, instanceId, effect: { kind: 'refuse', code: 'VPC_VSW_ZONE_MAPPING_ERROR' } }];
    }
    const number = below(3); // the rules take hold one after another
    return Array.from({ length: number }, () => ({ action, instanceId, effect: pick() }));
  });
  const readings = Array.from({ length: below(2) }, (): FaultRule => {
    return { action: 'GetInstanceList', nth: 1 + below(4), effect: pick() };
  });
  return {
    seed,
    processes,
    fleet: Object.fromEntries(ids.map((id, index) => [`k${index}`, id])),
    faults: [...faults, ...readings],
    refused,
    visibilityLagMs: below(2) * 60,
  };
}

/** Every fifth seed takes two processes: 18 runs. */
const SEEDS = Array.from({ length: 15 }, (_, index) => index + 1);

async function play({ fleet, faults, processes, visibilityLagMs }: Plot): Promise<[Emulator, Run[]]> {
  const scenario = {
    manifest: fleetOf(fleet),
    cloud: {
      instances: Object.values(fleet).map((instanceId) => ({ instanceId })),
      faults,
      visibilityLagMs,
      // Where one process is alone, nothing but its own care keeps it from starting an instance twice.
      unguarded: processes === 1,
    },
  };
  const cloud = await startCloud(scenario);
  try {
    return [cloud, await Promise.all(Array.from({ length: processes }, () => runOn(cloud, scenario)))];
  } finally {
    await cloud.close();
  }
}

// Here, because it takes half a minute in which others can run.
describe.concurrent('in a world where nobody listens', () => {
  it('the reading is given up after half a minute, and nothing is started', async () => {
    const done = await run({ manifest: flat(), offline: true });
    const message = `GetInstanceList could not be sent: no connection to ${done.host} (ECONNREFUSED)`;
    const remedy = 'Check the endpoint, and the network or proxy between the runner and it.';
    expect(done).toMatchObject({
      exitCode: 1,
      outputs: { success: 'false', code: '', message, 'request-id': '', changed: 'false' },
      results: [{ action: 'blocked', changed: false, success: false, error: { message, remedy } }],
      errors: [`::error title=Kafka::${INSTANCE}: ${message}. ${remedy}`],
    });
    expect(done.lines.filter((line) => line === `Reading ${REGION} again: ${message}`)).toHaveLength(5);
    expect(done.lines).toContain(`  What to do: ${remedy}`);
    expect(done.lines).toContain('  Code NotSent');
    expect(done.stdout).not.toContain('may be deploying');
    const summary = readSummary(done.summary);
    expect(summary.text).toContain(`What to do: ${remedy}`);
    expect(summary.text).not.toContain('may be deploying');
  });
});

describe.concurrent('in a world where calls and answers are lost', () => {
  it.each(SEEDS)('every instance is started once, and each run says what happened: seed %i', async (seed) => {
    const plot = plotOf(seed);
    const [cloud, runs] = await play(plot);
    const ids = Object.values(plot.fleet);
    const carriedOut = starts(cloud.journal).map(({ instanceId }) => instanceId);
    const wanted = ids.filter((id) => !plot.refused.includes(id));
    expect(carriedOut.toSorted()).toEqual(wanted.toSorted());

    for (const done of runs) {
      expect(done).toMatchObject({ exitCode: plot.refused.length > 0 ? 1 : 0, stderr: '' });
      expect(done.results.map(({ instanceId }) => instanceId)).toEqual(ids);
      for (const { instanceId, success, status } of done.results) {
        const codes = cloud.cloud.statusOf(String(instanceId));
        const isRefused = plot.refused.includes(String(instanceId));
        expect([instanceId, success, status]).toEqual([
          instanceId,
          !isRefused,
          isRefused ? 'pending' : 'running',
        ]);
        expect(codes?.view).toBe(isRefused ? 0 : 2);
      }
    }
    // A start is told by who made it, and by nobody else when one process is alone.
    for (const id of ids) {
      const told = runs.map(({ results }) => results.find(({ instanceId }) => instanceId === id)?.changed);
      if (plot.refused.includes(id)) expect(told).toEqual([false]);
      else expect(told).toContain(true);
      expect(told).not.toContain('unknown');
    }
  });
});
