import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unconcealable } from '../../src/manifest/confidential.ts';
import { Redactor } from '../../src/report/redact.ts';
import { DEFAULTS, flat, fleet, load } from './support.ts';

describe('a text cannot be concealed', () => {
  const short = 'has fewer than 4 characters, and so cannot be concealed in the log';
  const shortWithBackslashes =
    'has fewer than 4 characters (a run of backslashes counts as one), and so cannot be concealed in the log';
  const part = 'is part of an identifier or address that is shown, and so cannot be concealed in the log';

  it.each([
    ['abc', short],
    ['', short],
    ['\u{1f600}\u{1f600}', short],
    ['ab\\\\\\', shortWithBackslashes],
    ['abc\\', undefined],
    ['abcd', undefined],
    ['Hang', part],
    ['cn-hangzhou-1', undefined],
  ])('%j: %s', (text, why) => expect(unconcealable(text, 'cn-hangzhou\nalikafka_1')).toBe(why));

  it('exactly where nothing would conceal it', () => {
    const letter = fc.constantFrom('\\', '\\', 'a', 'é', '\u{1f600}', '\ud800', '%', '\n');
    const property = fc.property(fc.array(letter, { maxLength: 9 }), (letters) => {
      const text = letters.join('');
      expect(unconcealable(text, '') === undefined).toBe(new Redactor().add(text));
    });
    fc.assert(property, { seed: 20261124, numRuns: 1_000 });
  });
});

describe('a secret is refused that is shown anyway', () => {
  const told =
    'The password is part of an identifier or address that is shown, and so cannot be concealed in the log';

  it.each(['post-cn-1', 'POST-CN-1', 'alikafka-post-cn', 'hangzhou', 'aliyuncs.com:9092', 'kafka.console'])(
    'as %s',
    async (SESAME) => {
      const text = flat('password: ${SESAME}', 'deployModule: eip');
      const { diagnostics, privateValues } = await load(text, { variables: { SESAME } });
      expect(diagnostics).toContain(`error kafka.yml:1:11 ${told}; choose another one`);
      expect(privateValues).toEqual([]);
    },
  );

  it.each(['ab\\\\\\\\', '\u{1f600}\u{1f600}'])('or that nothing would conceal: %j', async (SESAME) => {
    const text = flat('password: ${SESAME}', 'deployModule: eip');
    const { diagnostics, privateValues } = await load(text, { variables: { SESAME } });
    expect(diagnostics.join('\n')).toMatch(/The password has fewer than 4 characters/);
    expect(privateValues).toEqual([]);
  });

  it('as the key of an instance, but not as anything else of it', async () => {
    const text = fleet(['orders-eu', 'b']).replace(
      'deployModule: vpc',
      'deployModule: eip, password: "${SESAME}"',
    );
    const { diagnostics } = await load(text, { variables: { SESAME: 'orders-eu' } });
    expect(diagnostics.join('\n')).toContain(told);
  });
});

describe('a name that the user gives is not taken for a field', () => {
  const withNames = (name: string) =>
    fleet(
      [name, 'b'],
      'environments:',
      `  ${name}: {instances: {${name}: {notifier: "ann-lee"}}}`,
      `  b: {defaults: {notifier: "bob-lee"}, instances: {${name}: {userPhoneNum: "0571123456", vSwitchId: vsw-own}}}`,
    );

  it.each([
    'notifier',
    'userPhoneNum',
    'password',
    'name',
    'config',
    'instances',
    'environments',
    'defaults',
  ])('as the key of an instance and of an environment: %s', async (name) => {
    const { diagnostics, privateValues, concealed } = await load(withNames(name), { environment: 'b' });
    expect(diagnostics).toEqual([]);
    expect(privateValues).toEqual(['ann-lee', 'bob-lee', '0571123456']);
    expect(concealed).toEqual([]);
  });

  it('as the name of an environment of a manifest with one instance', async () => {
    const text = flat('environments: {password: {name: orders-eu, notifier: "ann-lee"}}');
    const { diagnostics, privateValues } = await load(text, { environment: 'password' });
    expect([diagnostics, privateValues]).toEqual([[], ['ann-lee']]);
  });

  it('in a section whose name is misspelled', async () => {
    const text = withNames('password')
      .replace('environments:', 'enviroments:')
      .replace('instances:', 'instance:');
    const { diagnostics, privateValues } = await load(text, { environment: 'b' });
    expect(diagnostics.join('\n')).not.toMatch(/The password/);
    expect(privateValues).toEqual(['ann-lee', 'bob-lee', '0571123456']);
  });
});

describe('what stands in a wrong place is masked all the same', () => {
  it.each([
    ['a field where the key of an instance is missing', `${DEFAULTS}\ninstances: {password: sesame-0pen}`],
    ['fields beside the instances', fleet(['a'], 'password: sesame-0pen')],
    ['fields in an environment', fleet(['a'], 'environments: {p: {password: sesame-0pen}}')],
    ['fields in a section that there is not', flat('access: {password: sesame-0pen}')],
  ])('%s', async (_, text) => {
    const { diagnostics, privateValues } = await load(text);
    expect(diagnostics).not.toEqual([]);
    expect(diagnostics.join('\n')).not.toMatch(/sesame/);
    expect(privateValues).toEqual(['sesame-0pen']);
  });
});

describe('what comes from the environment', () => {
  it.each([
    ['a name is concealed, and no output is taken away', 'name: ${VALUE}', 'orders', [], ['orders']],
    ['an id or a region is shown', 'instanceId: ${VALUE}', 'alikafka_2', [], []],
    ['an unchecked parameter is masked', 'extraParameters: {A: "${VALUE}"}', 'sesame', ['sesame'], []],
    ['an unchecked key is masked', 'extraConfig: {a.b: "${VALUE}"}', 'sesame', ['sesame'], []],
    ['… unless it has several lines', 'extraParameters: {A: "${VALUE}"}', 'se\nsame', [], ['se\nsame']],
    ['a phone number is masked', 'userPhoneNum: ${VALUE}', '0571123456', ['0571123456'], []],
    ['a word that outputs have stays', 'extraParameters: {A: "${VALUE}"}', 'running', [], []],
    ['a number of five digits stays', 'extraParameters: {A: "${VALUE}"}', '-12345', [], []],
    ['… also without a sign', 'extraParameters: {A: "${VALUE}"}', '54321', [], []],
    ['one of six does not', 'extraParameters: {A: "${VALUE}"}', '123456', ['123456'], []],
    ['a name that outputs have stays', 'name: ${VALUE}', 'running', [], []],
    ['a person of that name does not', 'notifier: ${VALUE}', 'running', ['running'], []],
    ['a region that is none is not repeated', 'regionId: ${VALUE}', 'Se Same', [], []],
    ['an id that is none is not repeated', 'instanceId: ${VALUE}', 'Se Same', [], []],
    ['a value that looks like a reference is one', 'notifier: ${VALUE}', '${OTHER}', ['${OTHER}'], []],
    [
      'identifiers are not read as one word',
      'notifier: ${VALUE}',
      'hangzhoualikafka',
      ['hangzhoualikafka'],
      [],
    ],
    ['what is short stays', 'name: ${VALUE}', 'abc', [], []],
    ['a part of an identifier stays', 'name: ${VALUE}', 'hangzhou', [], []],
  ])('%s', async (_, line, VALUE, masked, concealed) => {
    const seen = await load(flat(line), { variables: { VALUE } });
    expect([seen.privateValues, seen.concealed]).toEqual([masked, concealed]);
  });

  it.each(['userPhoneNum: true', 'notifier: null', 'password: ${MISSING}'])(
    'and is no text conceals nothing: %s',
    async (line) => {
      const seen = await load(flat(line, 'deployModule: eip'));
      expect([seen.privateValues, seen.concealed]).toEqual([[], []]);
    },
  );

  it('is masked, and not concealed as well, where it stands in two fields', async () => {
    const text = flat('name: ${VALUE}', 'notifier: ${VALUE}');
    const seen = await load(text, { variables: { VALUE: 'ann-lee' } });
    expect([seen.privateValues, seen.concealed]).toEqual([['ann-lee'], []]);
  });
});
