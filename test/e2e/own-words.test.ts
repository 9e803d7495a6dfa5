import { describe, expect, it } from 'vitest';
import { eip, flat, INSTANCE, run } from './support.ts';

/** Private values that are words by which the action reads its own report. */
const WORDS = [
  'error',
  'stop',
  'outcomes',
  'failure',
  'severity',
  'problems',
  'unknown',
  'success',
  'action',
];

describe.concurrent('a private value that is a word of the action itself', () => {
  it.each(WORDS)('hides no error of the manifest: %s', async (word) => {
    const done = await run({ manifest: flat({}, `notifier: ${word}`, 'bogus: 1') });
    expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false', changed: 'false' } });
    expect(done.errors.some((line) => line.includes('Unknown key'))).toBe(true);
    expect(done.summary).toContain('nothing was started');
  });

  it.each(WORDS)('hides no refusal of the event: %s', async (word) => {
    const done = await run({
      manifest: flat({}, `notifier: ${word}`),
      env: { GITHUB_EVENT_NAME: 'pull_request_target' },
    });
    expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false' }, journal: [] });
    expect(done.errors.some((line) => line.includes('pull_request_target'))).toBe(true);
  });

  it.each(WORDS)('hides no failure of a start: %s', async (word) => {
    const done = await run({
      manifest: flat({}, `notifier: ${word}`),
      fault: { kind: 'refuse', code: 'BIZ_FIELD_CHECK_INVALID' },
    });
    expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false', changed: 'false' } });
    expect(done.results).toHaveLength(1);
  });

  it.each(['SignatureNonceUsed', 'code', 'verdict'])(
    'decides nothing about a lost start: %s',
    async (word) => {
      const done = await run({
        manifest: flat({}, `notifier: ${word}`),
        cloud: {
          instances: [{ instanceId: INSTANCE }],
          faults: [{ action: 'StartInstance', times: 1, effect: { kind: 'nonce-used' } }],
        },
      });
      expect(done).toMatchObject({ exitCode: 0, outputs: { success: 'true', changed: 'true' } });
      expect(done.sent).toHaveLength(2);
    },
  );
});

describe.concurrent('a secret that the manifest takes from the environment', () => {
  const CANARY = 'canary-Zx81_kq';

  it('is nowhere shown: as a region', async () => {
    const done = await run({
      manifest: flat({ regionId: 'regionId: ${STOLEN}' }),
      inputs: { mode: 'validate' },
      env: { STOLEN: 'canary-token-1' },
    });
    expect(done.exitCode).toBe(1);
    const error = done.errors.find((line) => line.includes('must be filled with a region'));
    expect(error).toContain('regionId "${STOLEN}"');
    for (const line of done.errors.filter((other) => other === error)) expect(line).not.toContain('canary');
  });

  it.each([
    ['a name', flat({}, 'name: ${STOLEN}')],
    ['a VPC', flat({ vpcId: 'vpcId: ${STOLEN}' })],
    ['a username', eip('username: ${STOLEN}', 'password: ${PASSWORD}')],
    ['a configuration key', flat({}, 'extraConfig: { stolen: "${STOLEN}" }')],
    ['a parameter', flat({}, 'extraParameters: { Stolen: "${STOLEN}" }')],
    ['an instance', flat({ instanceId: 'instanceId: ${STOLEN}' })],
  ])('is nowhere shown: as %s', async (_, manifest) => {
    for (const mode of ['validate', 'plan']) {
      const done = await run({
        manifest,
        inputs: { mode },
        env: { STOLEN: CANARY, PASSWORD: 'Sesame-0pen' },
      });
      for (const text of [done.stdout, done.summary, done.outputFile]) expect(text).not.toContain(CANARY);
      expect(done.stdout).toContain('${STOLEN}');
    }
  });
});
