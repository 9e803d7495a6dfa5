import { request } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { OpenApiUtil } from '@alicloud/openapi-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_ACCOUNT,
  type Emulator,
  type FaultEffect,
  type FaultRule,
  starts,
} from '../../emulator/index.ts';
import { cloudAt, INSTANCE_ID, REGION_ID, START } from './cloud-at.ts';
import { emulatorForTest } from './loopback.ts';

/** What an HTTP client makes of an answer. */
interface Reading {
  readonly status?: number | undefined;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly broken?: string | undefined;
}

/** Sends a signed StartInstance. */
function startOver(emulator: Emulator, signal: AbortSignal): Promise<Reading> {
  const [key] = DEFAULT_ACCOUNT.keys;
  const hash = OpenApiUtil.hash(Buffer.from(''), 'ACS3-HMAC-SHA256').toString('hex');
  const headers: Record<string, string> = {
    host: emulator.host,
    'x-acs-action': 'StartInstance',
    'x-acs-version': '2019-09-16',
    'x-acs-date': OpenApiUtil.getTimestamp(),
    'x-acs-signature-nonce': OpenApiUtil.getNonce(),
    'x-acs-content-sha256': hash,
  };
  const signed = {
    method: 'POST',
    pathname: '/',
    query: { ...START },
    headers,
    protocol: '',
    port: 0,
    body: Readable.from([]),
  };
  headers.authorization = OpenApiUtil.getAuthorization(
    signed,
    'ACS3-HMAC-SHA256',
    hash,
    key.accessKeyId,
    key.accessKeySecret,
  );
  return new Promise((resolve) => {
    const options = { method: 'POST', headers, agent: false, signal };
    const fail = (error: NodeJS.ErrnoException) => resolve({ broken: error.code });
    request(`${emulator.url}/?${new URLSearchParams(START)}`, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    })
      .on('error', fail)
      .end();
  });
}

describe('a client over HTTP sees of the fault', () => {
  it.each<[FaultEffect, Reading, boolean]>([
    [{ kind: 'delay', delayMs: 5 }, { status: 200, body: expect.stringContaining('"Success":true') }, true],
    [{ kind: 'delay', delayMs: 10_000 }, { broken: 'ABORT_ERR' }, true],
    [{ kind: 'reset-before' }, { broken: 'ECONNRESET' }, false],
    [{ kind: 'reset-after' }, { broken: 'ECONNRESET' }, true],
    [{ kind: 'timeout-before' }, { broken: 'ABORT_ERR' }, false],
    [{ kind: 'timeout-after' }, { broken: 'ABORT_ERR' }, true],
    [{ kind: 'late', afterMs: 0 }, { broken: 'ABORT_ERR' }, true],
    [{ kind: 'late', afterMs: 60_000 }, { broken: 'ABORT_ERR' }, false],
    [
      { kind: 'error-before' },
      { status: 503, body: expect.stringContaining('"Code":"ServiceUnavailable"') },
      false,
    ],
    [
      { kind: 'error-before', httpStatus: 500, code: 'ONS_SYSTEM_ERROR' },
      { status: 500, body: expect.stringContaining('ONS_SYSTEM_ERROR') },
      false,
    ],
    [{ kind: 'error-after' }, { status: 500, body: expect.stringContaining('"Code":"InternalError"') }, true],
    [
      {
        kind: 'refuse',
        httpStatus: 403,
        code: 'Forbidden.RAM',
        fields: { AccessDeniedDetail: { AuthAction: 'a' } },
      },
      { status: 403, body: expect.stringContaining('"AccessDeniedDetail":{"AuthAction":"a"}') },
      false,
    ],
    [
      { kind: 'nonce-used' },
      { status: 400, body: expect.stringContaining('"Code":"SignatureNonceUsed"') },
      false,
    ],
    [
      { kind: 'throttle', retryAfterMs: 7 },
      {
        status: 400,
        body: expect.stringContaining('"Throttling.User"'),
        headers: expect.objectContaining({ 'x-acs-retry-after': '7' }),
      },
      false,
    ],
    [
      { kind: 'soft-failure', code: 'BIZ_X' },
      { status: 200, body: expect.stringMatching(/"Code":"BIZ_X".*"Success":false/) },
      false,
    ],
    [
      { kind: 'html-before' },
      {
        status: 502,
        body: expect.stringMatching(/^<html>/),
        headers: expect.objectContaining({ 'content-type': 'text/html' }),
      },
      false,
    ],
    [{ kind: 'html-after', httpStatus: 504 }, { status: 504, body: expect.stringMatching(/^<html>/) }, true],
    [{ kind: 'cut-body' }, { status: 200, body: expect.stringMatching(/^\{[^}]*$/) }, true],
    [{ kind: 'cut-connection' }, { broken: 'ECONNRESET' }, true],
    [{ kind: 'empty-body' }, { status: 200, body: '' }, true],
    [{ kind: 'xml' }, { status: 200, body: expect.stringContaining('<StartInstanceResponse>') }, true],
    [
      { kind: 'oversize-body', length: 300_000 },
      { status: 200, body: expect.stringMatching(/^.{300000}$/) },
      true,
    ],
    [
      { kind: 'redirect', location: 'http://elsewhere.test/' },
      { status: 302, headers: expect.objectContaining({ location: 'http://elsewhere.test/' }) },
      false,
    ],
  ])('%o', async (effect, reading, carriedOut) => {
    const emulator = await emulatorForTest({ faults: [{ effect }] });
    const client = new AbortController();
    const started = startOver(emulator, client.signal);
    if (reading.broken === 'ABORT_ERR') {
      await expect.poll(() => emulator.journal.length, { interval: 2 }).toBe(1);
      await sleep(20);
      client.abort();
    }
    expect(await started).toMatchObject(reading);
    expect(emulator.journal).toMatchObject([
      {
        action: 'StartInstance',
        instanceId: INSTANCE_ID,
        outcome: 'fault',
        fault: effect.kind,
        httpStatus: reading.broken ? expect.toBeOneOf([200, undefined]) : reading.status,
        carriedOut,
      },
    ]);
    expect(starts(emulator.journal)).toHaveLength(carriedOut ? 1 : 0);
    expect(emulator.cloud.statusOf(INSTANCE_ID)?.view).toBe(carriedOut ? 1 : 0);
  });
});

describe('a fault rule', () => {
  const LIST = { RegionId: REGION_ID };

  function faultsOf(faults: readonly FaultRule[], calls: readonly [string, Record<string, string>][]) {
    const { call, cloud } = cloudAt(0, { faults });
    for (const [action, parameters] of calls) call(action, parameters);
    return cloud.journal.map(({ fault }) => fault);
  }

  it('takes hold once, from the nth call on, or for ever', () => {
    const lists = Array(4).fill(['GetInstanceList', LIST]);
    const effect = { kind: 'throttle' } as const;
    expect(faultsOf([{ effect }], lists)).toEqual(['throttle', undefined, undefined, undefined]);
    expect(faultsOf([{ effect, nth: 2, times: 2 }], lists)).toEqual([
      undefined,
      'throttle',
      'throttle',
      undefined,
    ]);
    expect(faultsOf([{ effect, nth: 3, times: Infinity }], lists)).toEqual([
      undefined,
      undefined,
      'throttle',
      'throttle',
    ]);
  });

  it('counts only the calls that it is for', () => {
    const calls: [string, Record<string, string>][] = [
      ['GetInstanceList', LIST],
      ['GetInstanceList', { ...LIST, 'InstanceId.1': 'x', 'InstanceId.2': INSTANCE_ID }],
      ['StartInstance', START],
    ];
    const effect = { kind: 'empty-body' } as const;
    expect(faultsOf([{ action: 'StartInstance', effect }], calls)).toEqual([
      undefined,
      undefined,
      'empty-body',
    ]);
    expect(faultsOf([{ instanceId: INSTANCE_ID, nth: 2, effect }], calls)).toEqual([
      undefined,
      undefined,
      'empty-body',
    ]);
    expect(
      faultsOf([{ predicate: ({ parameters }) => 'InstanceId.2' in parameters, effect }], calls),
    ).toEqual([undefined, 'empty-body', undefined]);
  });

  it('waits for the rules before it', () => {
    const faults: FaultRule[] = [
      { effect: { kind: 'throttle' }, times: 2 },
      { effect: { kind: 'nonce-used' } },
    ];
    expect(faultsOf(faults, Array(4).fill(['GetInstanceList', LIST]))).toEqual([
      'throttle',
      'throttle',
      'nonce-used',
      undefined,
    ]);
  });

  it('may hold back any outcome', () => {
    const { start, cloud } = cloudAt(0, { faults: [{ effect: { kind: 'reset-after', delayMs: 30 } }] });
    expect(start()).toEqual({ kind: 'reset', delayMs: 30 });
    expect(cloud.journal).toMatchObject([{ httpStatus: undefined, code: undefined, carriedOut: true }]);
  });

  it('does not carry out what the service refuses behind it', () => {
    const { start, cloud } = cloudAt(0, { faults: [{ effect: { kind: 'reset-after' } }] });
    start({ ...START, DeployModule: 'eip' });
    expect(cloud.journal).toMatchObject([{ outcome: 'fault', carriedOut: false }]);
  });
});

describe('a late call', () => {
  it('is carried out when its time has come', () => {
    const { start, clock, cloud } = cloudAt(0, { faults: [{ effect: { kind: 'late', afterMs: 100 } }] });
    expect(start()).toEqual({ kind: 'hang' });
    clock.now = 99;
    expect(cloud.statusOf(INSTANCE_ID)?.view).toBe(0);
    clock.now = 4 * 60_000 + 99;
    expect(cloud.statusOf(INSTANCE_ID)).toEqual({ service: 1, view: 1 });
    clock.now += 1;
    expect(cloud.statusOf(INSTANCE_ID)).toEqual({ service: 2, view: 1 });
    expect(starts(cloud.journal)).toHaveLength(1);
  });

  it('is refused where another start came before it', () => {
    const { start, clock, cloud } = cloudAt(0, { faults: [{ effect: { kind: 'late', afterMs: 100 } }] });
    start();
    clock.now = 50;
    start();
    clock.now = 200;
    expect(cloud.journal.map(({ carriedOut }) => carriedOut)).toEqual([false, true]);
  });
});

it('whatever goes wrong, no instance is started twice, and every start is seen in its status', () => {
  const effect = fc.oneof(
    fc.constantFrom<FaultEffect>(
      { kind: 'reset-before' },
      { kind: 'reset-after' },
      { kind: 'timeout-after' },
      { kind: 'error-before' },
      { kind: 'error-after' },
      { kind: 'cut-body' },
      { kind: 'throttle' },
    ),
    fc.nat({ max: 500 }).map((afterMs): FaultEffect => ({ kind: 'late', afterMs })),
  );
  const step = fc.record({ gap: fc.nat({ max: 300 }), instance: fc.constantFrom('a', 'b', 'c') });
  fc.assert(
    fc.property(
      fc.array(fc.record({ effect, nth: fc.integer({ min: 1, max: 4 }) }), { maxLength: 6 }),
      fc.array(step, { minLength: 1, maxLength: 30 }),
      (faults, steps) => {
        const instances = ['a', 'b', 'c'].map((instanceId) => ({ instanceId }));
        const { start, clock, cloud } = cloudAt(0, { instances, faults, requestsPerSecond: 5 });
        for (const { gap, instance } of steps) {
          clock.now += gap;
          start({ ...START, InstanceId: instance });
        }
        clock.now += 500;
        const started = starts(cloud.journal).map(({ instanceId }) => instanceId);
        expect(new Set(started).size).toBe(started.length);
        for (const { instanceId } of instances) {
          expect(cloud.statusOf(instanceId)?.view).toBe(started.includes(instanceId) ? 1 : 0);
        }
      },
    ),
    { seed: 20261124, numRuns: 500 },
  );
});
