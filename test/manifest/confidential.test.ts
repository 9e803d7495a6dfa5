import { describe, expect, it } from 'vitest';
import { unconcealable } from '../../src/manifest/confidential.ts';
import { Redactor } from '../../src/report/redact.ts';
import { flat, fleet, load } from './support.ts';

describe('a text cannot be concealed', () => {
  const short = 'has fewer than 4 characters, and so cannot be concealed in the log';
  const part = 'is part of an identifier or address that is shown, and so cannot be concealed in the log';

  it.each([
    ['abc', short],
    ['', short],
    ['abcd', undefined],
    ['😀😀😀', short],
    ['😀😀😀😀', undefined],
    ['a\\\\\\b', short.replace('characters,', 'characters, where backslashes in a row are one,')],
    ['a\\bc', undefined],
    ['Hang', part],
    ['cn-hangzhou-1', undefined],
  ])('%j: %s', (text, why) => {
    expect(unconcealable(text, 'cn-hangzhou\nalikafka_1')).toBe(why);
    expect(new Redactor().add(text)).toBe(!why?.startsWith('has fewer')); // what is not refused is concealed
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

  it('as the key of an instance, but not as anything else of it', async () => {
    const text = fleet(['orders-eu', 'b']).replace(
      'deployModule: vpc',
      'deployModule: eip, password: "${SESAME}"',
    );
    const { diagnostics } = await load(text, { variables: { SESAME: 'orders-eu' } });
    expect(diagnostics.join('\n')).toContain(told);
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
