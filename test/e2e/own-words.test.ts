import { describe, expect, it } from 'vitest';
import { eip, flat, INSTANCE, REGION, run } from './support.ts';

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

/** A fleet whose every instance has one of the words as its private value. */
const FLEET = `defaults: { regionId: ${REGION}, deployModule: vpc, vpcId: vpc-1, vSwitchId: vsw-1, zoneId: zonea }
instances:
${WORDS.map((word, at) => `  i${at}: { instanceId: ${INSTANCE}-${at}, notifier: ${word} }`).join('\n')}
`;

describe.concurrent('private values that are words of the action itself', () => {
  it('hide no error of the manifest', async () => {
    const done = await run({ manifest: `${FLEET}bogus: 1\n` });
    expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false', changed: 'false' } });
    expect(done.errors.some((line) => line.includes('Unknown key'))).toBe(true);
    expect(done.summary).toContain('nothing was started');
  });

  it('hide no refusal of the event', async () => {
    const done = await run({ manifest: FLEET, env: { GITHUB_EVENT_NAME: 'pull_request_target' } });
    expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false' }, journal: [] });
    expect(done.errors.some((line) => line.includes('pull_request_target'))).toBe(true);
  });

  it('hide no failure of a start', async () => {
    const done = await run({
      manifest: FLEET,
      cloud: { instances: WORDS.map((_, at) => ({ instanceId: `${INSTANCE}-${at}` })) },
      fault: { kind: 'refuse', code: 'BIZ_FIELD_CHECK_INVALID' },
    });
    expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false', changed: 'false' } });
    expect(done.results.map(({ success }) => success)).toEqual(WORDS.map(() => false));
  });

  it.each(['SignatureNonceUsed', 'code', 'verdict'])(
    'decide nothing about a lost start: %s',
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

  // The runner swallows a mask; it also drops job outputs that hold a masked text, so only extras are masked.
  it.each([
    ['a name', false, flat({}, 'name: ${STOLEN}')],
    ['a VPC', false, flat({ vpcId: 'vpcId: ${STOLEN}' })],
    ['one of several vSwitches', false, flat({}, 'vSwitchIds: ["${STOLEN}", vsw-1]')],
    ['a username', false, eip('username: ${STOLEN}', 'password: ${PASSWORD}')],
    ['a configuration key', true, flat({}, 'extraConfig: { stolen: "${STOLEN}" }')],
    ['a parameter', true, flat({}, 'extraParameters: { Stolen: "${STOLEN}" }')],
    ['an instance', false, flat({ instanceId: 'instanceId: ${STOLEN}' })],
  ])('is nowhere shown: as %s (masked: %s)', async (_, masked, manifest) => {
    for (const mode of ['validate', 'plan']) {
      const done = await run({
        manifest,
        inputs: { mode },
        env: { STOLEN: CANARY, PASSWORD: 'Sesame-0pen' },
      });
      const mask = `::add-mask::${CANARY}`;
      expect(done.lines.includes(mask)).toBe(masked);
      const log = done.lines.filter((line) => line !== mask).join('\n');
      for (const text of [log, done.summary, done.outputFile]) expect(text).not.toContain(CANARY);
      expect(done.stdout).toContain('${STOLEN}');
    }
  });
});
