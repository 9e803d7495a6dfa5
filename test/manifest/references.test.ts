import { describe, expect, it } from 'vitest';
import { DEFAULTS, flat, load, problemsOf, sentFor } from './support.ts';

const VARIABLES = { REGION: 'hangzhou', WHO: 'Zhang San', EMPTY: '' };

/** What is sent as Notifier, a field that takes any line, for a value written in single quotes. */
async function notifier(written: string, variables: Readonly<Record<string, string>> = VARIABLES) {
  return (await sentFor(flat(`notifier: '${written}'`), { variables })).Notifier?.value;
}

const UNSET = (name: string) =>
  `Environment variable "${name}" is not set; give it to the step in "env:", for instance from a secret`;
const NO_REFERENCE =
  'This is not a reference to an environment variable: write ${NAME} with letters, digits and underscores, or $${ for a literal ${';
const EXPRESSION =
  'Expressions ${{ … }} work only in workflow files; write ${NAME} here, and give NAME to the step in "env:" of the workflow';
const RESERVED = (name: string) =>
  `\${${name}} must not be used in a manifest, because it may hold credentials of the job`;

describe('${NAME} in a value', () => {
  it.each([
    ['${WHO}', 'Zhang San'],
    ['for ${WHO}!', 'for Zhang San!'],
    ['${WHO} in ${REGION}', 'Zhang San in hangzhou'],
    ['${REGION}${REGION}', 'hangzhouhangzhou'],
    ['$${WHO}', '${WHO}'],
    ['$${WHO} is ${WHO}', '${WHO} is Zhang San'],
    ['$$${WHO}', '$${WHO}'],
    ['$WHO $(WHO) {WHO} $ $$', '$WHO $(WHO) {WHO} $ $$'],
  ])('%j is %j', async (written, value) => {
    expect(await notifier(written)).toBe(value);
  });

  it.each([
    ['$&', '$1 $$ $`'],
    ['${WHO}', '$${WHO}'],
  ])('is replaced by the variable as it is, without reading it again: %j', async (...values) => {
    for (const value of values) expect(await notifier('a ${X} b', { X: value })).toBe(`a ${value} b`);
  });

  it('may be empty', async () => {
    expect((await sentFor(flat("name: '${EMPTY}orders'"), { variables: VARIABLES })).Name?.value).toBe(
      'orders',
    );
  });

  it('keeps the origin of the value', async () => {
    const { RegionId } = await sentFor(flat('regionId: cn-${REGION}'), { variables: VARIABLES });
    expect(RegionId).toEqual({ value: 'cn-hangzhou', origin: 'kafka.yml:1:11' });
  });

  it('is replaced within lists and maps, but not in keys', async () => {
    const text = flat(
      'vSwitchIds: [vsw-1, "vsw-${ID}"]',
      'config: {kafka.log.retention.hours: "${HOURS}"}',
      'extraConfig: {"${ID}": "${ID}"}',
      'extraParameters: {A: ["${ID}"]}',
    );
    const sent = await sentFor(text, { variables: { ID: 'x9', HOURS: '48' } });
    expect(sent).toMatchObject({
      VSwitchIds: { value: ['vsw-1', 'vsw-x9'] },
      Config: { value: '{"kafka.log.retention.hours":"48","${ID}":"x9"}' },
      A: { value: ['x9'] },
    });
  });

  it('is always one text: a list cannot come from a variable', async () => {
    const diagnostics = await problemsOf(flat('vSwitchIds: ${IDS}'), { variables: { IDS: '[vsw-1]' } });
    expect(diagnostics).toEqual([
      'error kafka.yml:1:13 vSwitchIds must be a list of vSwitch ids, but is the value of ${IDS}',
    ]);
  });

  it('is not replaced in an input, which workflows fill themselves', async () => {
    const inputs = { notifier: '${WHO}', 'extra-config': '{"a": "${UNSET}"}', 'vswitch-ids': 'vsw-${A}' };
    const { diagnostics } = await load(flat(), { inputs, variables: VARIABLES });
    expect(diagnostics.filter((problem) => problem.startsWith('error'))).toEqual([
      expect.stringMatching(/^error input vswitch-ids vSwitchIds\[0\] must be .* but is "vsw-\$\{A\}"$/),
    ]);
    const { Notifier, Config } = await sentFor(flat(), { inputs: { ...inputs, 'vswitch-ids': '' } });
    expect([Notifier?.value, Config?.value]).toEqual(['${WHO}', '{"a":"${UNSET}"}']);
  });
});

describe('a variable that is not set', () => {
  it('is an error where it is used', async () => {
    expect(await problemsOf(flat('notifier: ${NOBODY}'))).toEqual([
      `error kafka.yml:1:11 ${UNSET('NOBODY')}`,
    ]);
  });

  it('is told for each variable of a value, and once for each place', async () => {
    const diagnostics = await problemsOf(flat('notifier: "${A} ${B} ${A}"', 'name: ${A}'), {
      variables: { C: '' },
    });
    expect(diagnostics).toEqual([
      `error kafka.yml:1:11 ${UNSET('A')}`,
      `error kafka.yml:1:11 ${UNSET('B')}`,
      `error kafka.yml:2:7 ${UNSET('A')}`,
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString'])('is also %s', async (name) => {
    expect(await problemsOf(flat(`notifier: \${${name}}`))).toEqual([`error kafka.yml:1:11 ${UNSET(name)}`]);
  });

  it('is not the same as an empty one, whose value is then checked', async () => {
    expect(await problemsOf(flat('name: ${EMPTY}'), { variables: VARIABLES })).toEqual([
      'error kafka.yml:1:7 name must be 3 to 64 letters, digits, hyphens or underscores, but is the value of ${EMPTY}',
    ]);
  });

  it('does not matter where a higher layer replaces the value', async () => {
    const sent = await sentFor(flat('name: ${UNSET}', 'config: {enable.acl: "${UNSET}"}'), {
      inputs: { name: 'given', config: 'enable.acl: false' },
    });
    expect(sent.Name?.value).toBe('given');
  });

  it('matters only in the chosen environment', async () => {
    const text = flat('environments:', '  production: {name: "${PROD}"}', '  staging: {name: "${STAGE}"}');
    expect(await problemsOf(text)).toEqual([]);
    expect(await problemsOf(text, { environment: 'staging', variables: { STAGE: 'orders' } })).toEqual([]);
    expect(await problemsOf(text, { environment: 'production', variables: { STAGE: 'orders' } })).toEqual([
      `error kafka.yml:2:22 ${UNSET('PROD')}`,
    ]);
  });

  it('matters only in the chosen instances', async () => {
    const text = [DEFAULTS, 'instances:', '  a: {instanceId: "${A}"}', '  b: {instanceId: "${B}"}'].join(
      '\n',
    );
    expect(await problemsOf(text, { instances: ['a'], variables: { A: 'alikafka_1' } })).toEqual([]);
    expect(await problemsOf(text, { instances: ['b'], variables: { A: 'alikafka_1' } })).toEqual([
      `error kafka.yml:4:19 ${UNSET('B')}`,
    ]);
  });
});

describe('what is no reference', () => {
  it.each(['${}', '${1A}', '${A-B}', '${A B}', '${ A}', '${A', '${A:-x}', '${É}', 'a ${WHO} ${'])(
    'is an error: %j',
    async (written) => {
      const diagnostics = await problemsOf(flat(`notifier: '${written}'`), { variables: VARIABLES });
      expect(diagnostics).toEqual([`error kafka.yml:1:11 ${NO_REFERENCE}`]);
    },
  );

  it('is an error in layers that are not chosen, too, in a list as well', async () => {
    const text = flat(
      'environments:',
      '  production: {notifier: "${A-B}"}',
      '  test: {vSwitchIds: ["${A-B}"]}',
    );
    expect(await problemsOf(text)).toEqual([
      `error kafka.yml:2:26 ${NO_REFERENCE}`,
      `error kafka.yml:3:23 ${NO_REFERENCE}`,
    ]);
  });
});

describe('a variable that may hold credentials of the job', () => {
  const NAMES = [
    ...['INPUT_PASSWORD', 'INPUT_X', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'GITHUB_TOKEN', 'github_token'],
    ...['ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'ALIBABACLOUD_ACCESS_KEY_ID', 'ALICLOUD_SECRET_KEY'],
  ];

  it.each(NAMES)('is not read: %s', async (name) => {
    const text = flat(`notifier: \${${name}}`);
    expect(await problemsOf(text, { variables: { [name]: 'x' } })).toEqual([
      `error kafka.yml:1:11 ${RESERVED(name)}`,
    ]);
  });

  it('is not read for a password either', async () => {
    const name = 'ALIBABA_CLOUD_ACCESS_KEY_SECRET';
    const text = flat(`password: \${${name}}`, 'deployModule: eip');
    const diagnostics = await problemsOf(text, { variables: { [name]: 'Sesame-0pen' } });
    expect(diagnostics).toContain(`error kafka.yml:1:11 ${RESERVED(name)}`);
  });

  it('is an error in layers that are not chosen, too', async () => {
    const text = flat('environments:', '  production: {extraConfig: {a: "x${GITHUB_TOKEN}"}}');
    expect(await problemsOf(text)).toEqual([`error kafka.yml:2:33 ${RESERVED('GITHUB_TOKEN')}`]);
  });

  it.each(['GITHUB_SHA', 'MY_INPUT_X', 'ALIBABA', 'GITHUB_TOKEN_2'])('is not %s', async (name) => {
    expect(await notifier(`\${${name}}`, { [name]: 'fine' })).toBe('fine');
  });
});

describe('a reference that nothing can fill', () => {
  it.each([
    ['${{ vars.REGION }}', EXPRESSION],
    ['cn-${{ vars.REGION }}', EXPRESSION],
    ['${REGION', NO_REFERENCE],
    ['${GITHUB_TOKEN}', RESERVED('GITHUB_TOKEN')],
  ])('is one error, whatever the field asks for: %j', async (written, error) => {
    const { diagnostics } = await load(flat(`regionId: '${written}'`), { variables: VARIABLES });
    expect(diagnostics).toEqual([`error kafka.yml:1:11 ${error}`]);
  });

  it.each([
    ['${{ secrets.KAFKA_PASSWORD }}', []],
    ['"${{ secrets.KAFKA_PASSWORD }}"', []],
    ['Sesame-${{ secrets.KAFKA_PASSWORD }}', [expect.stringContaining('must not be written in a manifest')]],
  ])(
    'is no password that has leaked, unless a part of one is written beside it: %j',
    async (written, leak) => {
      expect(await problemsOf(flat(`password: ${written}`, 'deployModule: eip'))).toEqual([
        `error kafka.yml:1:11 ${EXPRESSION}`,
        ...leak,
      ]);
    },
  );
});

describe('an error about a value from the environment shows ${NAME}, not the value', () => {
  const SECRET = 's3cret';

  it.each([
    ['name: "${X}"', ' '],
    ['name: "a ${X}"', ''],
    ['regionId: "${X}"', ''],
    ['deployModule: "${X}"', ''],
    ['zoneId: "${X}"', ''],
    ['serviceVersion: "${X}"', ''],
    ['crossZone: "${X}"', ''],
    ['instanceId: "vpc-${X}"', ''],
    ['vSwitchIds: ["${X}"]', '*'],
    ['selectedZones: [["${X}"], [zoneb]]', ''],
    ['config: {kafka.log.retention.hours: "${X}"}', ''],
    ['extraParameters: "${X}"', ''],
    ['notifier: "${X}"', '\n'],
  ])('%s', async (line, end) => {
    const diagnostics = await problemsOf(flat(line), { variables: { X: `${SECRET}${end}` } });
    expect(diagnostics).toEqual([expect.stringMatching(/^error kafka\.yml:1:\d+ .* must .*/)]);
    expect(diagnostics.join()).not.toContain(SECRET);
    if (!line.startsWith('notifier')) expect(diagnostics.join()).toContain('${X}');
  });

  it.each([
    ['zoneId: "${X}"', 'cn-s3cret-a'],
    ['selectedZones: [["${X}"], [zoneb]]', 'cn-s3cret-a'],
    ['selectedZones: [["${X}"], ["${X}"]]', 'cn-hangzhou-s'],
    ['vSwitchIds: ["${X}", "${X}"]', 'vsw-s3cret'],
  ])('also where fields do not fit together: %s', async (line, value) => {
    const diagnostics = await problemsOf(flat(line), { variables: { X: value } });
    const errors = diagnostics.filter((problem) => problem.startsWith('error '));
    expect(errors).toEqual([expect.stringMatching(/^error kafka\.yml:1:\d+ \w+/)]);
    expect(errors.join()).not.toContain(value);
  });

  it.each([
    ['serviceVersion: "${X}"', '9.8.7', '1:17 serviceVersion ${X} is not known to this release; it is sent'],
    ['isEipInner: "${X}"', 'True', '1:13 isEipInner is ${X}, but deployModule is "vpc"; remove isEipInner'],
    [
      'deployModule: "${X}"\nisEipInner: false',
      'eip',
      '2:13 isEipInner is false, but deployModule is "${X}"',
    ],
  ])('and where this release knows better: %s', async (line, X, told) => {
    const [problem] = await problemsOf(flat(line), { variables: { X } });
    expect(problem).toContain(`kafka.yml:${told}`);
  });

  it('and hints at what was typed only where that says nothing of the value', async () => {
    const errorOf = async (line: string, X: string) =>
      (await problemsOf(flat(line), { variables: { X } }))[0];
    expect(await errorOf('instanceId: "${X}"', 'alikafka_1\n')).toMatch(
      /but is the value of \$\{X\}; remove the line break at its end$/,
    );
    expect(await errorOf('deployModule: "${X}"', 'vcp')).toMatch(/but is the value of \$\{X\}$/);
    expect(await errorOf('regionId: "${X}"', '杭州')).toMatch(/but is the value of \$\{X\}$/);
    const regions = await problemsOf(flat('regionId: "${X}"', 'zoneId: cn-hangzhou-k'), {
      variables: { X: 'cn-hangzou' },
    });
    expect(regions).toEqual([
      expect.stringMatching(/^error kafka\.yml:1:11 regionId "\$\{X\}" must be filled/),
    ]);
  });

  it('also where two instances have the same id', async () => {
    const text = [DEFAULTS, 'instances:', '  a: {instanceId: "${X}"}', '  b: {instanceId: "${X}"}'].join(
      '\n',
    );
    const diagnostics = await problemsOf(text, { variables: { X: 'alikafka_s3cret' } });
    expect(diagnostics).toEqual([expect.stringMatching(/^error kafka\.yml:4:19 instanceId .* "a" and "b"/)]);
    expect(diagnostics.join()).not.toContain(SECRET);
  });
});
