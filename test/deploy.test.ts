import { readFileSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseOutputs } from '../scripts/action-process.ts';
import { acted } from './acting.ts';
import { eip, flat, INSTANCE } from './e2e/support.ts';

const PLAN = { mode: 'plan' };
const DESCRIBED = 'DescribeVSwitchAttributes';
const running = { instances: [{ instanceId: INSTANCE, status: 'running' }] } as const;

describe('what a run asks the cloud', () => {
  it.each([
    [{}, ['GetInstanceList', DESCRIBED]],
    [{ preflight: 'off' }, ['GetInstanceList']],
  ])('before a start, with the inputs %j', async (inputs, calls) => {
    const done = await acted({ inputs: { ...PLAN, ...inputs } });
    expect(done).toMatchObject({ exitCode: 0, outputs: { 'has-changes': 'true' } });
    expect(done.calls).toEqual(calls);
  });

  it.each([
    ['auto', 0, 'warning'],
    ['required', 1, 'error'],
  ])('and may not read, with preflight: %s', async (preflight, exitCode, severity) => {
    const cloud = { instances: [{ instanceId: INSTANCE }], denied: ['vpc:DescribeVSwitchAttributes'] };
    const done = await acted({ inputs: { ...PLAN, preflight }, cloud });
    expect(done.exitCode).toBe(exitCode);
    expect(done.lines).toContainEqual(
      expect.stringMatching(`^::${severity} .*Not checked before the start: vSwitch`),
    );
  });

  it('in a plan for an event that may not deploy is the same', async () => {
    const env = { GITHUB_EVENT_NAME: 'issue_comment' };
    expect(await acted({ inputs: PLAN, env })).toMatchObject({
      exitCode: 0,
      calls: ['GetInstanceList', DESCRIBED],
    });
    const allowed = await acted({ inputs: { 'allow-unsafe-events': 'true' }, env });
    expect(allowed.calls).toContain('StartInstance');
  });
});

describe('what a run finds', () => {
  const drifted = flat({}, 'name: another');

  it.each([
    [{}, 0],
    [{ 'fail-on-drift': 'true' }, 1],
  ])('of drift is told at its line; with the inputs %j the step ends with %i', async (inputs, exitCode) => {
    for (const mode of ['plan', 'apply']) {
      const done = await acted({ manifest: drifted, inputs: { mode, ...inputs }, cloud: running });
      expect([mode, done.exitCode]).toEqual([mode, exitCode]);
      expect(done.lines).toContainEqual(expect.stringMatching(/^::warning .*line=7,.*Drift: name of/));
      expect(done.lines).toContainEqual(expect.stringContaining('in service, with drift'));
    }
  });

  it('of contents is told, in a plan as after they were added', async () => {
    const manifest = flat({}, 'topics: { orders: { partitions: 6 } }');
    const topics = [{ name: 'orders', partitions: 12 }];
    const cloud = { instances: [{ instanceId: INSTANCE, status: 'running', topics }] } as const;
    for (const mode of ['plan', 'apply']) {
      const done = await acted({ manifest, inputs: { mode }, cloud });
      expect([mode, done.exitCode]).toEqual([mode, 1]);
      expect(done.lines).toContainEqual(expect.stringMatching(/^::error .*cannot take partitions away/));
    }
  });

  it('confidential in the manifest is masked before anything else is said of it', async () => {
    const manifest = eip('username: ann', 'password: "${SESAME}"');
    const done = await acted({ manifest, inputs: { mode: 'validate' }, env: { SESAME: 'Sesame-0pen' } });
    expect(done.exitCode).toBe(0);
    const mask = done.lines.indexOf('::add-mask::Sesame-0pen');
    expect(mask).toBeGreaterThan(0);
    expect(mask).toBeLessThan(done.lines.findIndex((line) => line.includes('1 instance from kafka.yml')));
  });
});

describe('what a run leaves behind', () => {
  it('is on record as soon as its start was accepted', async () => {
    let early: Record<string, string> = {};
    const done = await acted({
      onText: (text, _, { GITHUB_OUTPUT }) => {
        if (text.includes('start accepted')) early = parseOutputs(readFileSync(GITHUB_OUTPUT, 'utf8'));
      },
    });
    expect(early).toMatchObject({ changed: 'true', success: 'false', 'instance-id': INSTANCE });
    expect(early['request-id']).toBe(done.outputs['request-id']);
    expect(done).toMatchObject({ exitCode: 0, outputs: { success: 'true' } });
  });

  it('says where it came from, and how long it took', async () => {
    const { summary } = await acted({ inputs: PLAN });
    expect(summary).toMatch(/kafka\.yml<\/code>, in \d{1,2}s\./);
  });

  it('is nothing where its record cannot be written any more: no start is sent', async () => {
    const done = await acted({
      onText: (text, _, { GITHUB_OUTPUT }) => {
        if (text.includes('Credentials from')) rmSync(GITHUB_OUTPUT);
      },
    });
    expect(done.calls).not.toContain('StartInstance');
    expect(done.lines).toContainEqual(expect.stringMatching(/^::error .*The outputs could not be written/));
  });
});
