import { contentsFrom } from './contents/contents.ts';
import type { Fate, Instance, InstanceSeed, SeedDefaults } from './instance.ts';
import { STATUS_CODES, type StatusCodes, type StatusName } from './statuses.ts';

const END: Record<Fate, StatusName> = {
  ok: 'running',
  flapping: 'running',
  stuck: 'starting',
  'deploy-error': 'deployError',
  expired: 'expired',
  released: 'released',
};

const WAVERS: readonly [StatusName, StatusName, StatusName] = ['running', 'starting', 'unknown'];

/** The instance that a seed describes, with all defaults filled in. */
export function instanceFrom(seed: InstanceSeed, defaults: SeedDefaults): Instance {
  const series = seed.series ?? 'v2';
  const createdAt = seed.createdAt ?? defaults.createdAt;
  return {
    seed,
    instanceId: seed.instanceId,
    regionId: seed.regionId ?? 'cn-hangzhou',
    accountId: seed.accountId ?? defaults.accountId,
    series,
    deployType: seed.deployType ?? 5,
    specType: seed.specType ?? 'professional',
    paidType: seed.paidType ?? { v2: 1, v3: 3, confluent: 4 }[series],
    initial: initialCodes(seed),
    timings: { ...defaults.timings, ...seed.timings },
    createdAt,
    contents: contentsFrom(seed, createdAt),
    startedAt: seed.startedAt,
    startedWith: seed.startedWith ?? {},
  };
}

/** Where an instance stands at a time (milliseconds, epoch), as its status fields show it. */
export function codesAt(instance: Instance, at: number): StatusCodes {
  const codes = trueCodes(instance, at);
  const shown = instance.seed.statusFields ?? 'both';
  return {
    service: shown === 'view-only' ? undefined : codes.service,
    view: shown === 'service-only' ? undefined : codes.view,
  };
}

/** Whether the instance was started, by anybody, at or before a time. */
export function isStarted(instance: Instance, at: number): boolean {
  return instance.startedAt !== undefined && at >= instance.startedAt;
}

/** Whether StartInstance may be called for it at a time. */
export function awaitsStart(instance: Instance, at: number): boolean {
  const { service, view } = instance.initial;
  return !isStarted(instance, at) && (view ?? service) === 0;
}

/** Whether it serves clients, so that its endpoints are known. */
export function isInService(instance: Instance, at: number): boolean {
  const codes = trueCodes(instance, at);
  return codes.view === undefined ? codes.service === 5 : SERVING_VIEWS.has(codes.view);
}

/** Whether its contents may be changed: not while it is upgraded, migrated or scaled. */
export function takesChanges(instance: Instance, at: number): boolean {
  const { view } = trueCodes(instance, at);
  return isInService(instance, at) && (view === undefined || view === 2 || view === 4);
}

/** Running, expiring, upgrading, migrating and scaling instances go on serving. */
const SERVING_VIEWS: ReadonlySet<number> = new Set([2, 4, 7, 8, 30]);

function trueCodes(instance: Instance, at: number): StatusCodes {
  return isStarted(instance, at) ? STATUS_CODES[phaseAt(instance, at)] : instance.initial;
}

function phaseAt(instance: Instance, at: number): StatusName {
  const { preparing, initializing, starting, wavering, waver } = instance.timings;
  const fate = instance.seed.fate ?? 'ok';
  const elapsed = at - (instance.startedAt ?? at);
  if (elapsed < preparing) return 'preparing';
  if (elapsed < preparing + initializing) return 'initializing';
  const deployed = elapsed - preparing - initializing - starting;
  if (deployed < 0) return 'starting';
  if (fate === 'flapping' && deployed < wavering) return waverAt(Math.floor(deployed / waver));
  return END[fate];
}

function waverAt(turn: number): StatusName {
  return WAVERS[turn % WAVERS.length] ?? WAVERS[0];
}

function initialCodes({ status = 'pending' }: InstanceSeed): StatusCodes {
  if (typeof status === 'string') return STATUS_CODES[status];
  return { service: status.service, view: status.view };
}
