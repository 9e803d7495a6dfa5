import { describe, expect, it } from 'vitest';
import type { RoleCredentials } from '../../src/alibaba/sts.ts';
import { RoleSession } from '../../src/identity/role-session.ts';
import { VirtualClock } from '../time/virtual-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A role on a virtual clock: what was exchanged when, what was masked, what was told. */
function roleOf(lifeMs: number, latencyMs = 0) {
  const clock = new VirtualClock();
  const began = clock.now();
  const exchanges: number[] = [];
  const masked: string[] = [];
  const notes: string[] = [];
  const state = { failing: false };
  const assume = async (): Promise<RoleCredentials> => {
    exchanges.push(clock.now() - began);
    const number = exchanges.length;
    if (latencyMs > 0) await clock.sleep(latencyMs);
    if (state.failing) throw new Error(`exchange ${number} failed`);
    return {
      accessKeyId: `STS.${number}`,
      accessKeySecret: `secret-${number}`,
      securityToken: `token-${number}`,
      expiresAt: clock.wallTime() + lifeMs,
    };
  };
  const session = new RoleSession(assume, clock, {
    obtained: ({ accessKeyId }) => masked.push(accessKeyId),
    note: (line) => notes.push(line),
  });
  const ask = () => clock.run(session.credentials());
  const id = async () => (await ask()).accessKeyId;
  const wait = (ms: number) => clock.run(clock.sleep(ms));
  return { clock, began, exchanges, masked, notes, state, session, ask, id, wait };
}

describe('the credentials of a role', () => {
  it('are exchanged when they are first needed, and not before', async () => {
    const role = roleOf(HOUR);
    expect(role.exchanges).toEqual([]);
    expect(await role.ask()).toMatchObject({
      accessKeyId: 'STS.1',
      accessKeySecret: 'secret-1',
      securityToken: 'token-1',
    });
    expect(role.exchanges).toEqual([0]);
  });

  it.each([
    [15 * MINUTE, 12 * MINUTE],
    [20 * MINUTE, 16 * MINUTE],
    [25 * MINUTE, 20 * MINUTE],
    [30 * MINUTE, 25 * MINUTE],
    [HOUR, 55 * MINUTE],
    [12 * HOUR, 12 * HOUR - 5 * MINUTE],
  ])('of %d ms are renewed after %d ms, and not a moment earlier', async (life, after) => {
    const role = roleOf(life);
    await role.id();
    await role.wait(after - 1);
    expect(await role.id()).toBe('STS.1');
    await role.wait(1);
    expect(await role.id()).toBe('STS.2');
    expect(role.exchanges).toEqual([0, after]);
    expect(role.notes).toEqual(["The role's credentials were renewed"]);
  });

  it('are exchanged once for all who ask at the same time, also when it takes a while', async () => {
    const role = roleOf(HOUR, 3_000);
    const askAll = () => role.clock.run(Promise.all(Array.from({ length: 50 }, role.session.credentials)));
    const first = await askAll();
    expect(new Set(first.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['STS.1']));
    await role.wait(56 * MINUTE);
    const second = await askAll();
    expect(new Set(second.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['STS.2']));
    expect(role.exchanges).toHaveLength(2);
  });

  it('are told to be masked before anyone has them, each new set', async () => {
    const clock = new VirtualClock();
    const order: string[] = [];
    let number = 0;
    const session = new RoleSession(
      async () => {
        number += 1;
        const expiresAt = clock.now() + HOUR;
        return { accessKeyId: `STS.${number}`, accessKeySecret: 's', securityToken: 't', expiresAt };
      },
      clock,
      {
        obtained: ({ accessKeyId }) => order.push(`masked ${accessKeyId}`),
        note: (line) => order.push(line),
      },
    );
    const use = async () => order.push(`used ${(await session.credentials()).accessKeyId}`);
    await clock.run(use());
    await clock.run(clock.sleep(55 * MINUTE));
    await clock.run(use());
    expect(order).toEqual([
      'masked STS.1',
      'used STS.1',
      'masked STS.2',
      "The role's credentials were renewed",
      'used STS.2',
    ]);
  });

  it('are exchanged no more often than needed in six hours, and are never about to end', async () => {
    const role = roleOf(HOUR, 500);
    let least = Number.POSITIVE_INFINITY;
    for (let at = 0; at < 6 * HOUR; at += 15_000) {
      await role.wait(15_000);
      const credentials = await role.ask();
      const { expiresAt = 0 } =
        'expiresAt' in credentials ? { expiresAt: Number(credentials.expiresAt) } : {};
      least = Math.min(least, expiresAt - role.clock.now());
    }
    // One at the start, then one in each 55 minutes (and the interval of the asking).
    expect(role.exchanges).toHaveLength(7);
    expect(least).toBeGreaterThan(5 * MINUTE - 15_000);
    expect(role.masked).toEqual(Array.from({ length: 7 }, (_, index) => `STS.${index + 1}`));
    expect(role.notes).toHaveLength(6);
  });

  it('are exchanged for nobody while nobody asks', async () => {
    const role = roleOf(HOUR);
    await role.id();
    await role.wait(6 * HOUR);
    expect(role.exchanges).toHaveLength(1);
    expect(role.clock.pending).toBe(0);
  });
});

describe('when the renewal of credentials fails', () => {
  it('what is at hand is used as long as it lasts, and the failure is told', async () => {
    const role = roleOf(HOUR);
    await role.id();
    role.state.failing = true;
    await role.wait(55 * MINUTE);
    expect(await role.id()).toBe('STS.1');
    expect(role.notes).toEqual(["The role's credentials could not be renewed yet: exchange 2 failed"]);
    await role.wait(5 * MINUTE - 1);
    expect(await role.id()).toBe('STS.1');
  });

  it('and nothing is left that is valid, whoever asks gets the reason', async () => {
    const role = roleOf(HOUR);
    await role.id();
    role.state.failing = true;
    await role.wait(HOUR);
    await expect(role.ask()).rejects.toThrow('exchange 2 failed');
    expect(role.masked).toEqual(['STS.1']);
    expect(role.notes).toEqual([]);
  });

  it('and what was at hand ends meanwhile, whoever asks gets the reason', async () => {
    const role = roleOf(HOUR, 6 * MINUTE);
    await role.id();
    role.state.failing = true;
    await role.wait(55 * MINUTE);
    await expect(role.ask()).rejects.toThrow('exchange 2 failed');
  });

  it('the renewal is tried again, and new credentials are used', async () => {
    const role = roleOf(HOUR);
    await role.id();
    role.state.failing = true;
    await role.wait(56 * MINUTE);
    expect(await role.id()).toBe('STS.1');
    role.state.failing = false;
    await role.wait(MINUTE);
    expect(await role.id()).toBe('STS.3');
    expect(await role.id()).toBe('STS.3');
    expect(role.notes.at(-1)).toBe("The role's credentials were renewed");
  });

  it('the renewal is tried again also after the old ones have ended', async () => {
    const role = roleOf(HOUR);
    await role.id();
    role.state.failing = true;
    await role.wait(2 * HOUR);
    await expect(role.ask()).rejects.toThrow('exchange 2 failed');
    role.state.failing = false;
    expect(await role.id()).toBe('STS.3');
  });

  it('the failure is told once, however many asked', async () => {
    const role = roleOf(HOUR, 1_000);
    await role.id();
    role.state.failing = true;
    await role.wait(56 * MINUTE);
    const all = Array.from({ length: 50 }, role.session.credentials);
    await role.clock.run(Promise.all(all));
    expect(role.exchanges).toHaveLength(2);
    expect(role.notes).toHaveLength(1);
  });

  it('the renewal is not tried again at every call: a fleet makes two a second', async () => {
    const role = roleOf(HOUR);
    await role.id();
    role.state.failing = true;
    await role.wait(55 * MINUTE);
    for (let calls = 0; calls < 4 * 60 * 2; calls += 1) {
      await role.wait(500);
      expect(await role.id()).toBe('STS.1');
    }
    expect(role.exchanges.length).toBeLessThanOrEqual(1 + 4 * 6);
    expect(role.notes.length).toBeLessThanOrEqual(4 * 6);
  });
});

describe('when the first exchange fails', () => {
  it('whoever asks gets the reason, and the next one may have better luck', async () => {
    const role = roleOf(HOUR);
    role.state.failing = true;
    await expect(role.ask()).rejects.toThrow('exchange 1 failed');
    expect(role.notes).toEqual([]);
    role.state.failing = false;
    expect(await role.id()).toBe('STS.2');
  });
});

describe('a clock that somebody sets', () => {
  it.each([-HOUR, HOUR])('by %d ms neither keeps old credentials nor renews fresh ones', async (ms) => {
    const role = roleOf(HOUR);
    role.clock.adjust(ms); // before the first exchange: the answer says when they end by the time of day
    await role.id();
    role.clock.adjust(-2 * ms);
    await role.wait(55 * MINUTE - 1);
    expect(await role.id()).toBe('STS.1');
    await role.wait(1);
    expect(await role.id()).toBe('STS.2');
  });
});
