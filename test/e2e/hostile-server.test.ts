import { describe, expect, it } from 'vitest';
import { starts } from '../../emulator/index.ts';
import { type Arrived, type Front, startFront, type Trapped } from './hostile-front.ts';
import { leaks } from './leaks.ts';
import { commandIn } from './runner.ts';
import { fleetOf, KEYS, type Run, runOn, type Scenario, startCloud } from './support.ts';
import { answer, HELD, LIES, ODD } from './traps.ts';

/** Bombs that are unpacked or built up in memory end the process above this. */
const SMALL_MEMORY = { NODE_OPTIONS: '--max-old-space-size=640' };

/** Runs a fleet whose instances are named after what happens to them. */
async function meet(
  names: readonly string[],
  trappedBy: (name: string, call: Arrived) => Trapped,
  scenario: Scenario = {},
): Promise<Run & { readonly front: Front }> {
  const fleet = Object.fromEntries(names.map((name) => [name, idOf(name)]));
  const regions = names.map(regionOf);
  const instances = names.map((name) => ({
    instanceId: idOf(name),
    regionId: regionOf(name),
  }));
  const cloud = await startCloud({ cloud: { instances, requestsPerSecond: 1000, unguarded: true } });
  const front = await startFront(cloud, (call) => trappedBy(call.regionId.slice(3), call));
  try {
    const inputs = { endpoint: front.origin, preflight: 'off', verify: 'off', ...scenario.inputs };
    const done = await runOn(cloud, {
      manifest: fleetOf(fleet, regions),
      ...{ ...scenario, inputs, env: { ...SMALL_MEMORY, ...scenario.env } },
    });
    expect(done.stderr).toBe('');
    expect(leaks(done, { secret: KEYS['access-key-secret'] })).toEqual([]);
    expect(done.stdout).not.toMatch(/^\s+at .*\.js/m);
    expect(done.stdout.length + done.outputFile.length + done.summary.length).toBeLessThan(500_000);
    return { ...done, front };
  } finally {
    await front.close();
    await cloud.close();
  }
}

const idOf = (name: string): string => `alikafka_post-cn-${name}`;
/** Each instance is alone in its region, so that the readings of its status are its own. */
const regionOf = (name: string): string => `xx-${name}`;

/** A result by its name. */
function resultOf(done: Run, name: string): Record<string, unknown> {
  return done.results.find(({ key }) => key === name) ?? {};
}

function onStart(call: Arrived, trapped: Trapped): Trapped {
  return call.action === 'StartInstance' ? trapped : undefined;
}

/** How a call tells what it got; a slow machine may not read the largest lies in the time that a call has. */
function toldOf(action: string, name: string): RegExp {
  const told = [LIES[name]?.told ?? '', 'got no answer: no answer in time'].map((text) =>
    RegExp.escape(`${action} ${text}`),
  );
  return new RegExp(told.join('|'));
}

/** Some at a time: a slow machine needs long for all of them, and a call may take 30 s. */
const GROUPS = Array.from({ length: Math.ceil(Object.keys(LIES).length / 6) }, (_, at) =>
  Object.keys(LIES).slice(6 * at, 6 * at + 6),
);

describe.concurrent('a server that does not answer as the API does, when instances are started', () => {
  it('and did not carry it out: each start is sent three times with looks at the status between them, and told', async () => {
    for (const names of GROUPS) {
      const done = await meet(names, (name, call) => {
        const lie = LIES[name];
        return onStart(call, lie && { trap: lie.trap, carriedOut: false });
      });
      expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false', changed: 'unknown' } });
      expect(starts(done.journal)).toEqual([]);
      for (const name of names) {
        const calls = done.front.arrived.filter((call) => call.instanceId === idOf(name));
        const result = resultOf(done, name);
        expect([name, result.changed, result.success, result.status, calls.length]).toEqual([
          ...[name, 'unknown', false, 'pending', 3],
        ]);
        const { message, remedy } = result.error as { message: string; remedy: string };
        expect(message, name).toMatch(toldOf('StartInstance', name));
        expect(message).toContain('it may be deploying in the cloud now');
        expect(remedy).toContain('Look at it in the console before you run again.');
      }
      expect(done.lines.filter((line) => line.startsWith('✘'))).toHaveLength(names.length);
    }
  });

  it('though it carried it out: the status tells, and nothing is sent twice', async () => {
    for (const names of GROUPS) {
      const done = await meet(names, (name, call) => {
        const lie = LIES[name];
        return onStart(call, lie && { trap: lie.trap, carriedOut: true });
      });
      expect(done).toMatchObject({ exitCode: 0, errors: [], outputs: { success: 'true', changed: 'true' } });
      expect(done.sent).toHaveLength(names.length);
      expect(starts(done.journal)).toHaveLength(names.length);
    }
  });
});

describe.concurrent('a server that does not answer as the API does, when the status is read', () => {
  it('is asked again, and nothing is started before it has answered', async () => {
    for (const names of GROUPS) {
      const done = await meet(names, (name, { action, nth }) => {
        const lie = LIES[name];
        return action === 'GetInstanceList' && nth === 1 && lie
          ? { trap: lie.trap, carriedOut: false }
          : undefined;
      });
      expect(done).toMatchObject({ exitCode: 0, errors: [], outputs: { success: 'true' } });
      for (const name of names) {
        const calls = done.front.arrived.filter(({ regionId }) => regionId === regionOf(name));
        expect(calls.slice(0, 3).map(({ action }) => action)).toEqual([
          ...['GetInstanceList', 'GetInstanceList', 'StartInstance'],
        ]);
        const again = `Reading ${regionOf(name)} again: `;
        const told = done.lines.filter((line) => line.startsWith(again));
        expect(told).toHaveLength(1);
        expect(told[0]?.slice(again.length)).toMatch(toldOf('GetInstanceList', name));
      }
    }
  });

  it('with lists of other instances: nothing is started', async () => {
    const other = { ViewInstanceStatusCode: 0, ServiceStatus: 0, DeployType: 5, Series: 'v2' };
    const lists: Readonly<Record<string, unknown>> = {
      'another-instance': [{ ...other, InstanceId: 'alikafka_post-cn-another' }],
      'no-instances': [],
      'no-list': null,
      'no-id': [other, null, 7, [], 'x', { ...other, InstanceId: 7 }],
      'twice-with-other-status': [other, { ...other, ViewInstanceStatusCode: 2, ServiceStatus: 5 }].map(
        (each) => ({
          ...each,
          InstanceId: idOf('twice-with-other-status'),
        }),
      ),
      'status-of-no-kind': [
        {
          ...other,
          InstanceId: idOf('status-of-no-kind'),
          ViewInstanceStatusCode: 1e308,
          ServiceStatus: '9'.repeat(9000),
        },
      ],
    };
    const done = await meet(Object.keys(lists), (name, { action }) => {
      const list = { InstanceVO: lists[name] };
      const said = JSON.stringify({ RequestId: 'R', Code: 200, Success: true, InstanceList: list });
      return action === 'GetInstanceList' ? { trap: answer(said), carriedOut: false } : undefined;
    });
    expect(done.exitCode).toBe(1);
    expect(done.front.arrived.filter(({ action }) => action === 'StartInstance')).toEqual([]);
  });
});

describe.concurrent('a server whose answers never end', () => {
  it('holds no run longer than its time, and what may have been started is told', async () => {
    const names = Object.keys(HELD);
    const done = await meet(
      names,
      (name, call) => {
        const trap = HELD[name];
        return onStart(call, trap && { trap, carriedOut: false });
      },
      { inputs: { 'wait-timeout': '1s' } },
    );
    expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false', changed: 'unknown' } });
    for (const name of names) {
      const result = resultOf(done, name);
      expect(result).toMatchObject({ changed: 'unknown', success: false });
      expect(result.durationSeconds).toBeLessThan(25); // a call alone may take 30 s
      expect(done.errors.filter((line) => line.includes(`${name}: The time was up`))).toEqual([
        expect.stringContaining('may be deploying'),
      ]);
      expect(done.front.arrived.filter((call) => call.instanceId === idOf(name))).toHaveLength(1);
    }
  });
});

describe.concurrent('a server that says more than its answer', () => {
  it('is understood, and by nothing but the answer', async () => {
    const names = Object.keys(ODD);
    const body = '{"RequestId":"R","Message":"operation success.","Success":true,"Code":200}';
    const done = await meet(names, (name, call) => {
      const odd = ODD[name];
      return onStart(call, odd && { trap: (socket) => socket.write(odd(body)), carriedOut: true });
    });
    expect(done).toMatchObject({ exitCode: 0, errors: [], outputs: { success: 'true' } });
    expect(done.sent).toHaveLength(names.length);
    expect(done.stdout).not.toMatch(/forged|Looking at its status/i);
  });

  it('says good before it has heard the start: success is what the status says', async () => {
    const body = '{"RequestId":"R-of-another","Code":200,"Success":true,"InstanceId":"another"}';
    const good = `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    const done = await meet(
      ['early'],
      (_, call) => onStart(call, { trap: (socket) => socket.write(good), carriedOut: false }),
      { inputs: { 'wait-timeout': '1s' } },
    );
    expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false' } });
    expect(done.front.arrived.filter(({ action }) => action === 'StartInstance')).toHaveLength(1);
    expect(done.errors).toEqual([expect.stringContaining('The time was up')]);
  });
});

describe.concurrent('a server that says too much', () => {
  it('whatever it repeats of the request or makes endless: no secret is shown, and no more than can be read', async () => {
    const long = 'L'.repeat(4 * 1024 * 1024);
    const fields = ['RequestId', 'Code', 'Message', 'Recommend', 'HostId'];
    const names = [...fields, 'header', 'denied', 'endless'].map((field) => field.toLowerCase());
    const done = await meet(names, (name, call) => {
      const echoed = [KEYS['access-key-secret'], /authorization: (.*)/i.exec(call.bytes)?.[1]].join(' ');
      const field = fields.find((each) => each.toLowerCase() === name);
      const said = {
        ...{ RequestId: 'R', Code: 'X', Message: 'x' },
        ...(field && { [field]: echoed }),
        ...(name === 'denied' && { AccessDeniedDetail: { AuthAction: echoed, PolicyType: long } }),
        ...(name === 'endless' &&
          Object.fromEntries(fields.map((each) => [each, `${long} ::error::forged`]))),
      };
      const body = JSON.stringify(said);
      const headers = name === 'header' ? `x-acs-request-id: ${echoed}\r\ncontent-type: ${echoed}\r\n` : '';
      const status = name === 'header' ? '502' : '403';
      const text = name === 'header' ? '<html>' : body;
      const bytes = `HTTP/1.1 ${status} No\r\n${headers}content-length: ${text.length}\r\n\r\n${text}`;
      return onStart(call, { trap: (socket) => socket.write(bytes), carriedOut: false });
    });
    expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false' } });
    expect(done.errors).toHaveLength(names.length);
    expect(Math.max(...done.lines.map(({ length }) => length))).toBeLessThan(50_000);
    for (const name of names) expect(String(resultOf(done, name).code).length).toBeLessThan(300);
    expect(done.lines.map(commandIn).filter((command) => command?.message === 'forged')).toEqual([]);
  });
});

describe.concurrent('a server that sends calls elsewhere', () => {
  it('by any redirect: nobody else hears of them', async () => {
    const cloud = await startCloud({});
    const elsewhere = await startFront(cloud, () => undefined);
    const statuses = [300, 301, 302, 303, 305, 307, 308];
    const targets = [`${elsewhere.origin}/`, 'file:///etc/passwd', '/', 'javascript:alert(1)'];
    const names = statuses.flatMap((status) => targets.map((_, index) => `to-${status}-${index}`));
    const done = await meet(names, (name, call) => {
      const [, status, index] = name.split('-');
      const head = `HTTP/1.1 ${status} Elsewhere\r\nlocation: ${targets[Number(index)]}\r\ncontent-length: 0\r\n\r\n`;
      return onStart(call, { trap: (socket) => socket.write(head), carriedOut: false });
    });
    await elsewhere.close();
    await cloud.close();
    expect(elsewhere.arrived).toEqual([]);
    expect(done.front.arrived.filter(({ action }) => action === 'StartInstance')).toHaveLength(
      3 * names.length,
    );
    for (const name of names) {
      const { message } = resultOf(done, name).error as { message: string };
      expect(message).toContain('got no answer of the API but a redirect, which is not followed');
    }
  });
});
