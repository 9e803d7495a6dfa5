import { describe, expect, it } from 'vitest';
import { configKeyNames } from '../../src/manifest/config.ts';
import { flat, load, problemsOf, sentFor } from './support.ts';

type Kind = 'flag' | 'whole number' | { readonly min: number; readonly max: number };

interface Key {
  readonly kind: Kind;
  readonly series: 'provisioned' | 'serverless' | 'both';
  /** The key that means the same in the other series. */
  readonly instead?: string;
}

const KEYS: Readonly<Record<string, Key>> = {
  'enable.vpc_sasl_ssl': { kind: 'flag', series: 'both' },
  'enable.acl': { kind: 'flag', series: 'both' },
  'kafka.log.retention.hours': {
    ...{ kind: { min: 24, max: 480 }, series: 'provisioned', instead: 'log.retention.hours' },
  },
  'kafka.message.max.bytes': {
    ...{ kind: { min: 1048576, max: 10485760 }, series: 'provisioned', instead: 'message.max.bytes' },
  },
  'log.retention.hours': {
    ...{ kind: 'whole number', series: 'serverless', instead: 'kafka.log.retention.hours' },
  },
  'offsets.retention.minutes': { kind: 'whole number', series: 'serverless' },
  'message.max.bytes': {
    ...{ kind: 'whole number', series: 'serverless', instead: 'kafka.message.max.bytes' },
  },
  'auto.create.topics.enable': { kind: 'flag', series: 'serverless' },
  'num.partitions': { kind: 'whole number', series: 'serverless' },
};

/** Values as they are written, and the text that is sent for each. */
function goodValues(kind: Kind): Record<string, string> {
  if (kind === 'flag') return { true: 'true', '"False"': 'false' };
  if (kind === 'whole number') return { 0: '0', '"-1"': '-1', 9007199254740991: '9007199254740991' };
  const { min, max } = kind;
  return { [min]: `${min}`, [max]: `${max}`, [`"${min + 1}"`]: `${min + 1}`, [`${max}.0`]: `${max}` };
}

/** Values as they are written, and the end of the error about each. */
function badValues(kind: Kind): Record<string, string> {
  if (kind === 'flag') {
    return {
      yes: 'must be true or false, but is "yes"',
      1: 'must be true or false, but is the number 1',
      '[true]': 'must be true or false, but is a list',
    };
  }
  const rule =
    kind === 'whole number'
      ? 'must be a whole number'
      : `must be a whole number from ${kind.min} to ${kind.max}`;
  const bounds = typeof kind === 'string' ? [] : [kind.min - 1, kind.max + 1];
  return {
    ...Object.fromEntries(bounds.map((bound) => [`${bound}`, `${rule}, but is the number ${bound}`])),
    ...Object.fromEntries(bounds.map((bound) => [`"${bound}"`, `${rule}, but is "${bound}"`])),
    72.5: `${rule}, but is the number 72.5`,
    '"72.0"': `${rule}, but is "72.0"`,
    '"072"': `${rule}, but is "072"`,
    three: `${rule}, but is "three"`,
    '""': `${rule}, but is an empty string`,
    '9007199254740993': `${rule}, but is the number 9007199254740993`,
    '".inf"': `${rule}, but is ".inf"`,
    '.nan': `${rule}, but is the number .nan`,
    true: `${rule}, but is true`,
    '{a: 1}': `${rule}, but is a map`,
  };
}

const seriesFor = (key: string) => (KEYS[key]?.series === 'serverless' ? 'serverless' : 'provisioned');

describe('the table of config keys', () => {
  it('has a row for every key, and no other', () => {
    expect(Object.keys(KEYS).toSorted()).toEqual(configKeyNames.toSorted());
  });
});

describe('a config key', () => {
  it.each(
    Object.entries(KEYS).flatMap(([key, { kind }]) =>
      Object.entries(goodValues(kind)).map(([written, sent]) => [key, written, sent] as const),
    ),
  )('%s takes %s and is sent as the text %j', async (key, written, sent) => {
    const acl = key === 'enable.vpc_sasl_ssl' ? ', enable.acl: true' : '';
    const seen = await load(flat(`config: {${key}: ${written}${acl}}`, `series: ${seriesFor(key)}`));
    const [{ Config } = {}] = seen.sent.values();
    expect(JSON.parse(String(Config?.value))).toHaveProperty([key], sent);
    expect(seen.diagnostics).toEqual([]);
  });

  it.each(
    Object.entries(KEYS).flatMap(([key, { kind }]) =>
      Object.entries(badValues(kind)).map(([written, error]) => [key, written, error] as const),
    ),
  )('%s refuses %s, at its own place', async (key, written, error) => {
    const diagnostics = await problemsOf(flat('config:', `  ${key}: ${written}`));
    expect(diagnostics).toEqual([`error kafka.yml:2:${key.length + 5} config["${key}"] ${error}`]);
  });

  it('refuses a bad value in the input too, under the input’s name', async () => {
    const diagnostics = await problemsOf(flat(), { inputs: { config: '{"kafka.log.retention.hours": 12}' } });
    expect(diagnostics).toEqual([
      'error input config config["kafka.log.retention.hours"] must be a whole number from 24 to 480, but is the number 12',
    ]);
  });

  it('is sent with all the others as one JSON object of texts', async () => {
    const { Config } = await sentFor(flat('config: {kafka.log.retention.hours: 72, enable.acl: true}'));
    expect(Config).toEqual({
      value: expect.stringMatching(/^\{("[\w.]+":"\w+",?){2}\}$/),
      origin: 'kafka.yml:1:9',
    });
    expect(JSON.parse(String(Config?.value))).toEqual({
      'enable.acl': 'true',
      'kafka.log.retention.hours': '72',
    });
  });

  it.each(Object.entries(KEYS).filter(([, { series }]) => series !== 'both'))(
    '%s warns in the other series, where another may mean the same, but is sent',
    async (key, { kind, series, instead }) => {
      const use = instead === undefined ? '' : `, use "${instead}"`;
      const other = series === 'serverless' ? 'provisioned' : 'serverless';
      const [written = '', sent] = Object.entries(goodValues(kind))[0] ?? [];
      const seen = await load(flat('config:', `  ${key}: ${written}`, `series: ${other}`));
      expect(seen.diagnostics).toEqual([
        `warning kafka.yml:2:${key.length + 5} config "${key}" is a key of ${series} instances; this one is ${other}${use}`,
      ]);
      const [{ Config } = {}] = seen.sent.values();
      expect(Config?.value).toBe(JSON.stringify({ [key]: sent }));
    },
  );
});

describe('enable.vpc_sasl_ssl: true', () => {
  it.each(['', 'enable.acl: false'])('needs enable.acl: true beside it, not %j', async (acl) => {
    const diagnostics = await problemsOf(flat('config:', '  enable.vpc_sasl_ssl: true', `  ${acl}`));
    expect(diagnostics).toEqual([
      'error kafka.yml:2:24 config "enable.vpc_sasl_ssl" needs "enable.acl": true beside it',
    ]);
  });

  it.each(['true', '"TRUE"'])('is content with enable.acl: %s', async (acl) => {
    expect(await problemsOf(flat('config:', '  enable.vpc_sasl_ssl: true', `  enable.acl: ${acl}`))).toEqual(
      [],
    );
  });
});

describe('enable.acl: true', () => {
  it.each(['0.10.2', '1.9.9', '2.1.9'])('is refused with serviceVersion %s', async (version) => {
    const diagnostics = await problemsOf(flat(`serviceVersion: ${version}`, 'config:', '  enable.acl: true'));
    expect(diagnostics).toContain(
      'error kafka.yml:3:15 config "enable.acl" needs serviceVersion 2.2.0 or higher',
    );
  });

  it.each(['2.2.0', '2.2.1', '2.10.0', '10.0.0'])('is taken with serviceVersion %s', async (version) => {
    const { Config } = await sentFor(flat(`serviceVersion: ${version}`, 'config: {enable.acl: true}'));
    expect(Config?.value).toBe('{"enable.acl":"true"}');
  });
});

describe('extraConfig', () => {
  it('adds its keys to those of config, with a warning at each', async () => {
    const seen = await load(
      flat('config: {enable.acl: true}', 'extraConfig:', '  new.flag: TRUE', '  new.number: 1.50'),
    );
    const [{ Config } = {}] = seen.sent.values();
    expect(JSON.parse(String(Config?.value))).toEqual({
      'enable.acl': 'true',
      'new.flag': 'true',
      'new.number': '1.50',
    });
    expect(seen.diagnostics).toEqual([
      'warning kafka.yml:3:13 extraConfig "new.flag" is sent as it is, unchecked',
      'warning kafka.yml:4:15 extraConfig "new.number" is sent as it is, unchecked',
    ]);
  });

  it.each(Object.keys(KEYS))('refuses %s, which config has', async (key) => {
    expect(await problemsOf(flat('extraConfig:', `  ${key}: 1`))).toEqual([
      `error kafka.yml:2:${key.length + 5} extraConfig "${key}" has a key of its own; put it into config`,
    ]);
  });

  it('never loses a key, whatever its name', async () => {
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const diagnostics = await problemsOf(flat('extraConfig:', `  ${key}: 1`));
      expect(diagnostics).toEqual([expect.stringMatching(`^\\w+ kafka.yml:2:\\d+ extraConfig.*"${key}"`)]);
    }
  });
});

describe('extraParameters', () => {
  it('are sent as they are written, each with its own origin and a warning', async () => {
    const seen = await load(
      flat(
        'extraParameters:',
        '  NewText: a b',
        '  NewFlag: true',
        '  NewNumber: 0x1F',
        '  New.1.Key: [1.0, x]',
      ),
    );
    const [sent] = seen.sent.values();
    expect(sent).toMatchObject({
      NewText: { value: 'a b', origin: 'kafka.yml:2:12' },
      NewFlag: { value: 'true', origin: 'kafka.yml:3:12' },
      NewNumber: { value: '0x1F', origin: 'kafka.yml:4:14' },
    });
    expect(sent?.['New.1.Key']).toEqual({ value: ['1.0', 'x'], origin: 'kafka.yml:5:14' });
    expect(seen.diagnostics).toEqual([
      'warning kafka.yml:2:12 extraParameters "NewText" is sent as it is, unchecked',
      'warning kafka.yml:3:12 extraParameters "NewFlag" is sent as it is, unchecked',
      'warning kafka.yml:4:14 extraParameters "NewNumber" is sent as it is, unchecked',
      'warning kafka.yml:5:14 extraParameters "New.1.Key" is sent as it is, unchecked',
    ]);
  });

  it.each([
    ['VpcId', 'vpcId'],
    ['vpcid', 'vpcId'],
    ['KmsKeyId', 'kmsKeyId'],
    ['VSwitchIds', 'vSwitchIds'],
    ['VSwitchIds.1', 'vSwitchIds'],
    ['Config', 'config'],
    ['Password', 'password'],
    ['series', 'series'],
    ['extraConfig', 'extraConfig'],
    ['extraParameters', 'extraParameters'],
  ])('refuse %s, which has a field of its own', async (name, field) => {
    expect(await problemsOf(flat('extraParameters:', `  ${name}: s3cret`))).toEqual([
      `error kafka.yml:2:${name.length + 5} extraParameters "${name}" has a field of its own; use ${field}`,
    ]);
  });

  it.each([
    ...['Action', 'Version', 'Format', 'AccessKeyId', 'Signature', 'SignatureMethod', 'SignatureVersion'],
    ...['SignatureNonce', 'SignatureType', 'Timestamp', 'SecurityToken', 'action', 'SIGNATURE'],
  ])('refuse %s, which belongs to the signature', async (name) => {
    expect(await problemsOf(flat('extraParameters:', `  ${name}: x`))).toEqual([
      `error kafka.yml:2:${name.length + 5} extraParameters "${name}" belongs to the signature; remove it`,
    ]);
  });

  it('are not sent twice: as a list and as one of its items', async () => {
    const text = flat('extraParameters: {New: [a, b], New.2: c, New.3: d, Other: e, Other.1: f}');
    expect((await problemsOf(text)).filter((problem) => problem.startsWith('error'))).toEqual([
      'error kafka.yml:1:39 extraParameters "New.2" is sent by the list "New" too; remove one of them',
    ]);
    const inputs = { 'extra-parameters': '{"New": ["a"]}' };
    expect(await problemsOf(flat('extraParameters: {New.1: c}'), { inputs })).toContain(
      'error kafka.yml:1:26 extraParameters "New.1" is sent by the list "New" too; remove one of them',
    );
  });

  it('refuse an empty list, in the words of the manifest', async () => {
    expect(await problemsOf(flat('extraParameters: {NewOne: []}'))).toEqual([
      expect.stringMatching(/^error kafka\.yml:1:27 extraParameters\["NewOne"\] must /),
    ]);
  });

  it('never lose a name, whatever it is', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const diagnostics = await problemsOf(flat('extraParameters:', `  ${name}: 1`));
      expect(diagnostics).toEqual([
        expect.stringMatching(`^\\w+ kafka.yml:2:\\d+ extraParameters.*"${name}"`),
      ]);
    }
  });
});
