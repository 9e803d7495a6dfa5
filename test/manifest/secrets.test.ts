import { describe, expect, it } from 'vitest';
import { flat, load } from './support.ts';

const VARIABLES = { REGION: 'hangzhou', WHO: 'Zhang San', KAFKA_PASSWORD: 'Sesame-0pen' };

const LITERAL =
  'The password must not be written in a manifest; write password: ${KAFKA_PASSWORD} and give that variable to the step from a secret. Whoever can read the repository can read this one, now and in its history: rotate it';

describe('a password in a manifest', () => {
  const eip = (password: string) => flat(`password: ${password}`, 'deployModule: eip');

  it('is taken from a variable, and is to be masked', async () => {
    const seen = await load(eip('${KAFKA_PASSWORD}'), { variables: VARIABLES });
    expect(seen.diagnostics).toEqual([]);
    expect(seen.privateValues).toEqual(['Sesame-0pen']);
  });

  it.each([
    'Sesame-0pen',
    '"Sesame-0pen"',
    'Sesame-${REGION}',
    '${KAFKA_PASSWORD}${REGION}',
    '$${KAFKA_PASSWORD}',
    '" ${KAFKA_PASSWORD}"',
    '314159265358',
    'true',
    '[Sesame-0pen]',
    '{Sesame-0pen: Sesame-0pen}',
    '|\n  Sesame-0pen',
  ])('is an error that does not repeat it when it is written out: %j', async (written) => {
    const { diagnostics } = await load(eip(written), { variables: VARIABLES });
    expect(diagnostics).toContain(`error kafka.yml:1:11 ${LITERAL}`);
    expect(diagnostics.join().replaceAll(LITERAL, '')).not.toMatch(/Sesame|0pen|3141|hangzhou/);
  });

  it.each(['Sesame-0pen', '"314159265358"', '314159265358', '[Sesame-0pen]', '{a: Sesame-0pen}'])(
    'is to be masked even though it is refused: %s',
    async (written) => {
      const { privateValues } = await load(eip(written));
      expect(privateValues).toEqual([expect.stringMatching(/^(Sesame-0pen|314159265358)$/)]);
    },
  );

  it.each([
    ['the defaults', ['defaults: {password: Sesame-0pen}', 'instances: {a: null, b: null}'], '1:22'],
    ['another instance', ['instances:', '  a: null', '  b: {password: Sesame-0pen}'], '3:17'],
    [
      'another environment',
      ['instances: {a: null}', 'environments:', '  x: {defaults: {password: Sesame-0pen}}'],
      '3:28',
    ],
    [
      'an instance of another environment',
      ['instances: {a: null}', 'environments:', '  x: {instances: {a: {password: Sesame-0pen}}}'],
      '3:33',
    ],
    [
      'the environment of a flat manifest',
      ['regionId: null', 'environments:', '  x: {password: Sesame-0pen}'],
      '3:17',
    ],
  ])('is an error in layers that are not chosen: %s', async (_, lines, place) => {
    const seen = await load(lines.join('\n'), { variables: VARIABLES });
    expect(seen.diagnostics).toContain(`error kafka.yml:${place} ${LITERAL}`);
    expect(seen.diagnostics.join()).not.toContain('Sesame');
    expect(seen.privateValues).toEqual(['Sesame-0pen']);
  });

  it('may be removed with null', async () => {
    const text = flat('password: ${KAFKA_PASSWORD}', 'environments: {open: {password: null}}');
    const seen = await load(text, { environment: 'open' });
    expect(seen.diagnostics).toEqual([]);
    expect(seen.privateValues).toEqual([]);
  });
});

describe('a value about a person', () => {
  it.each(['notifier', 'userPhoneNum'])(
    'is to be masked, from the manifest or a variable: %s',
    async (field) => {
      expect((await load(flat(`${field}: Zhang San`))).privateValues).toEqual(['Zhang San']);
      const { privateValues } = await load(flat(`${field}: \${WHO}`), { variables: VARIABLES });
      expect(privateValues).toEqual(['Zhang San']);
    },
  );

  it('is to be masked from an input, too, as a password is', async () => {
    const inputs = { 'user-phone-num': '0571123456', password: 'Sesame-0pen' };
    const { privateValues } = await load(flat('deployModule: eip'), { inputs });
    expect(privateValues.toSorted()).toEqual(['0571123456', 'Sesame-0pen']);
  });
});
