import { describe, expect, it } from 'vitest';
import { readSummary } from './markdown.ts';
import { eip, run } from './support.ts';

const MANIFEST = eip('password: ${KAFKA_PASSWORD}', 'notifier: ${WHO}', 'isSetUserAndPassword: true');
const IS_NOT_SET = 'is not set; give it to the step in "env:", for instance from a secret';
const IS_EMPTY =
  'is empty, as is every secret that the job may not read; check the name of the secret and the environment of the job';

const PLACES = { KAFKA_PASSWORD: 'line=7,col=11', WHO: 'line=8,col=11' };

/** The annotation of each variable that is missing. */
function annotations(severity: 'error' | 'notice', what: string): string[] {
  return Object.entries(PLACES).map(
    ([name, place]) =>
      `::${severity} title=Kafka manifest,file=kafka.yml,${place}::Environment variable "${name}" ${what}`,
  );
}

const UNSET = {};
const EMPTY = { KAFKA_PASSWORD: '', WHO: '' };

describe.concurrent('secrets that are missing', () => {
  it.each([
    ['plan', 'unset', UNSET, IS_NOT_SET],
    ['plan', 'empty', EMPTY, IS_EMPTY],
    ['validate', 'unset', UNSET, IS_NOT_SET],
    ['validate', 'empty', EMPTY, IS_EMPTY],
  ])('are only a note in mode %s: %s', async (mode, _, env, what) => {
    const done = await run({ manifest: MANIFEST, inputs: { mode }, env });
    expect(done).toMatchObject({ exitCode: 0, errors: [], warnings: [], outputs: { success: 'true' } });
    const message = `${what}. Only mode apply needs it`;
    expect(done.lines.filter((line) => line.startsWith('::notice'))).toEqual(annotations('notice', message));
    const summary = readSummary(done.summary);
    expect(summary.headings).toContain('Notes');
    expect(summary.rows('Parameter', 'Value', 'From')).toEqual(
      expect.arrayContaining([
        ['Password', '***', 'kafka.yml:7:11'],
        ['Notifier', 'set', 'kafka.yml:8:11'],
      ]),
    );
    if (mode === 'validate') return;
    expect(JSON.parse(done.outputs.plan ?? '')).toMatchObject([
      { action: 'start', parameters: { Password: '***', Notifier: 'set' } },
    ]);
  });

  it.each([
    ['unset', UNSET, IS_NOT_SET],
    ['empty', EMPTY, IS_EMPTY],
  ])('are an error in mode apply, before any call: %s', async (_, env, what) => {
    const done = await run({ manifest: MANIFEST, env });
    expect(done).toMatchObject({ exitCode: 1, journal: [], errors: annotations('error', what) });
  });
});
