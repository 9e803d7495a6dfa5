import { describe, expect, it } from 'vitest';
import { flat, load, problemsOf, sentFor } from './support.ts';

const PASSWORD = 'password: ${KAFKA_PASSWORD}';
const variables = { KAFKA_PASSWORD: 'Sesame-0pen' };

/** What serverless and Confluent instances need, and no more. */
const SMALL = ['regionId: cn-hangzhou', 'instanceId: alikafka_1', 'vpcId: vpc-1', 'vSwitchId: vsw-1'];

function small(series: string, ...lines: readonly string[]): string {
  return [`series: ${series}`, ...lines, ...SMALL, ''].join('\n');
}

describe('a provisioned instance', () => {
  it('is what an instance without a series is', async () => {
    const [withSeries, without] = [flat('series: provisioned', 'zoneId: null'), flat('zoneId: null')];
    expect(await problemsOf(withSeries)).toEqual(await problemsOf(without));
  });

  it.each(['vSwitchIds: [vsw-1]', 'selectedZones: [[zonea], [zoneb]]'])(
    'needs no zoneId with %s',
    async (line) => {
      const seen = await load(flat('zoneId: null', line));
      expect(seen.diagnostics).toEqual([]);
      expect(seen.sent.size).toBe(1);
    },
  );
});

describe('a serverless instance', () => {
  it('needs neither deployModule nor zoneId', async () => {
    const sent = await sentFor(small('serverless', 'serviceVersion: 3.3.1'));
    expect(Object.keys(sent)).toEqual(['RegionId', 'InstanceId', 'VpcId', 'VSwitchId', 'ServiceVersion']);
  });

  it('has no name and no kmsKeyId', async () => {
    expect(await problemsOf(small('serverless', 'name: orders', 'kmsKeyId: key-1'))).toEqual([
      'error kafka.yml:2:7 name is not for serverless instances; remove it',
      'error kafka.yml:3:11 kmsKeyId is not for serverless instances; remove it',
    ]);
  });

  it('warns of a version that is not its own', async () => {
    expect(await problemsOf(small('serverless', 'serviceVersion: 2.6.2'))).toEqual([
      'warning kafka.yml:2:17 serviceVersion 2.6.2 is not known to this release; it is sent as it is (serverless instances are known to offer 3.3.1)',
    ]);
  });
});

describe('a Confluent instance', () => {
  const confluent = (...lines: string[]) => small('confluent', PASSWORD, ...lines);
  const diagnostics = (text: string) => problemsOf(text, { variables });

  it('needs a password, and no deployModule', async () => {
    expect(await diagnostics(small('confluent'))).toEqual([
      'error kafka.yml:1:1 password is required for Confluent instances; set it in the manifest or by the input password',
    ]);
    const sent = await sentFor(confluent('serviceVersion: 7.4.0'), { variables });
    expect(sent).toMatchObject({ Password: { value: 'Sesame-0pen', origin: 'kafka.yml:2:11' } });
    expect(sent).not.toHaveProperty('IsSetUserAndPassword');
  });

  it('has only the user root', async () => {
    expect(await diagnostics(confluent('username: root'))).toEqual([]);
    expect(await diagnostics(confluent('username: admin'))).toEqual([
      'error kafka.yml:3:11 username can only be "root" for Confluent instances',
    ]);
  });

  it('has no name, no config and no extraConfig', async () => {
    const lines = ['name: orders', 'config: {enable.acl: true}', 'extraConfig: {new.key: 1}'];
    expect(await diagnostics(confluent(...lines))).toEqual([
      'error kafka.yml:3:7 name is not for confluent instances; remove it',
      'error kafka.yml:4:9 config is not for confluent instances; remove it',
      'error kafka.yml:5:14 extraConfig is not for confluent instances; remove it',
      'warning kafka.yml:5:24 extraConfig "new.key" is sent as it is, unchecked',
    ]);
  });

  it.each(['Abcdefg1', 'abcdef1!', 'ABCDEF1-', `${'Aa1'.repeat(10)}Aa`])(
    'takes the password %s',
    async (password) => {
      const seen = await load(confluent(), { variables: { KAFKA_PASSWORD: password } });
      expect(seen.diagnostics).toEqual([]);
    },
  );

  it.each(['Abcdef1', `${'Aa1'.repeat(11)}`, 'abcdefg1', 'Abc defg1', 'Abcdefg1ü', 'Abcdefg1.'])(
    'refuses the password %j without repeating it',
    async (password) => {
      expect(await problemsOf(confluent(), { variables: { KAFKA_PASSWORD: password } })).toEqual([
        'error kafka.yml:2:11 password must have 8 to 32 characters, of at least three kinds: upper case, lower case, digits, !@#$%^&*()_+-=',
      ]);
    },
  );
});

describe('the password of another instance', () => {
  const warning =
    'warning kafka.yml:1:11 password may be refused by the service, which documents 8 to 40 characters with upper case, lower case and digits';

  it.each([
    ['Abcdefg1', []],
    [`${'Aa1'.repeat(13)}A`, []],
    ['Abcdef1', [warning]],
    [`${'Aa1'.repeat(13)}Aa`, [warning]],
    ['abcdefg1', [warning]],
    ['ABCDEFG1', [warning]],
    ['Abcdefgh', [warning]],
  ])('is only warned about: %s', async (password, diagnostics) => {
    const seen = await load(flat(PASSWORD, 'deployModule: eip'), { variables: { KAFKA_PASSWORD: password } });
    expect(seen.diagnostics).toEqual(diagnostics);
    expect(seen.sent.size).toBe(1);
  });
});

describe('deployModule and what follows from it', () => {
  it('derives IsEipInner for eip, and sends nothing of it for vpc', async () => {
    expect((await sentFor(flat('deployModule: eip'))).IsEipInner).toEqual({
      value: 'true',
      origin: 'derived from deployModule',
    });
    expect(await sentFor(flat('deployModule: vpc'))).not.toHaveProperty('IsEipInner');
  });

  it.each([
    ['eip', 'true'],
    ['vpc', 'false'],
  ])('takes with %s an isEipInner that says %s, and sends that one', async (deployModule, value) => {
    const sent = await sentFor(flat(`isEipInner: ${value}`, `deployModule: ${deployModule}`));
    expect(sent.IsEipInner).toEqual({ value, origin: 'kafka.yml:1:13' });
  });

  it.each([
    ['eip', 'false'],
    ['vpc', 'true'],
  ])('refuses with %s an isEipInner that says %s', async (deployModule, value) => {
    expect(await problemsOf(flat(`isEipInner: ${value}`, `deployModule: ${deployModule}`))).toEqual([
      `error kafka.yml:1:13 isEipInner is ${value}, but deployModule is "${deployModule}"; remove isEipInner, it follows from deployModule`,
    ]);
  });
});

describe('user and password', () => {
  const eip = (...lines: string[]) => flat(...lines, 'deployModule: eip');

  it('derive IsSetUserAndPassword from the password', async () => {
    const sent = await sentFor(eip(PASSWORD, 'username: app'), { variables });
    expect(sent).toMatchObject({
      IsSetUserAndPassword: { value: 'true', origin: 'derived from password' },
      Username: { value: 'app' },
      Password: { value: 'Sesame-0pen' },
    });
  });

  it('may be a password alone, for the service has a username by default', async () => {
    expect(await sentFor(eip(PASSWORD), { variables })).not.toHaveProperty('Username');
    const sent = await sentFor(eip('isSetUserAndPassword: true', PASSWORD), { variables });
    expect(sent.IsSetUserAndPassword).toEqual({ value: 'true', origin: 'kafka.yml:1:23' });
  });

  it('are not set up when neither is given', async () => {
    expect(await sentFor(eip())).not.toHaveProperty('IsSetUserAndPassword');
  });

  it.each([
    ['isSetUserAndPassword: true', '1:23 isSetUserAndPassword is true, so a password is required'],
    ['username: app', '1:11 username is set together with a password, so a password is required'],
  ])('need a password with %s', async (line, error) => {
    expect(await problemsOf(eip(line))).toEqual([`error kafka.yml:${error}`]);
  });

  it.each([
    [['username: app'], 'username'],
    [[PASSWORD], 'password'],
    [['username: app', PASSWORD], 'username and password'],
  ])('contradict isSetUserAndPassword: false when given: %j', async (lines, given) => {
    expect(await problemsOf(eip('isSetUserAndPassword: false', ...lines), { variables })).toEqual([
      expect.stringMatching(
        `^error kafka.yml:1:23 isSetUserAndPassword is false, but ${given} (is|are) given; `,
      ),
    ]);
  });

  it.each(['isSetUserAndPassword: false', 'username: app', PASSWORD])('are not for vpc: %s', async (line) => {
    const [name = ''] = line.split(':');
    expect(await problemsOf(flat(line, 'deployModule: vpc'), { variables })).toContain(
      `error kafka.yml:1:${name.length + 3} ${name} is only for instances with deployModule "eip"; remove it`,
    );
  });
});

describe('a rule is told of what it is about, and of nothing else', () => {
  const confluent = (...lines: readonly string[]) => small('confluent', PASSWORD, ...lines);
  const offers = '(provisioned instances are known to offer 2.2.0 and 2.6.2)';
  const unchecked = (name: string) => `extraParameters "${name}" is sent as it is, unchecked`;

  it.each<[string, string, string[]]>([
    [
      'a deployModule that is wrong may have been meant as eip',
      flat('deployModule: eipp', 'username: app', PASSWORD),
      ['deployModule must be "vpc" or "eip", but is "eipp"; did you mean "eip"?'],
    ],
    [
      'Confluent has no isSetUserAndPassword outside the Internet',
      confluent('isSetUserAndPassword: true'),
      ['isSetUserAndPassword is only for instances with deployModule "eip"; remove it'],
    ],
    [
      'Confluent without a password says so once',
      small('confluent', 'username: root'),
      ['password is required for Confluent instances; set it in the manifest or by the input password'],
    ],
    [
      'a config that Confluent does not have',
      confluent('config: {enable.vpc_sasl_ssl: true}'),
      ['config is not for confluent instances; remove it'],
    ],
    [
      'enable.acl that is off needs no version',
      flat('config: {enable.acl: false}', 'serviceVersion: 2.1.9'),
      [`serviceVersion 2.1.9 is not known to this release; it is sent as it is ${offers}`],
    ],
    [
      'enable.acl that is on needs 2.2.0',
      flat('config: {enable.acl: true}', 'serviceVersion: 2.1.9'),
      [
        'config "enable.acl" needs serviceVersion 2.2.0 or higher',
        `serviceVersion 2.1.9 is not known to this release; it is sent as it is ${offers}`,
      ],
    ],
    ['… and has it there', flat('config: {enable.acl: true}', 'serviceVersion: 2.2.0'), []],
    [
      'the twelfth value of a list is sent by it',
      flat(`extraParameters: {A.List: [${'a, '.repeat(11)}b], A.List.12: c, A.List.13: d}`),
      [
        unchecked('A.List'),
        'extraParameters "A.List.12" is sent by the list "A.List" too; remove one of them',
        unchecked('A.List.13'),
      ],
    ],
    [
      'a part of a value in a list is not',
      flat('extraParameters: {Tags: [a], Tags.1.Key: b, Tags.0: c, Tags.x: d}'),
      [unchecked('Tags'), unchecked('Tags.1.Key'), unchecked('Tags.0'), unchecked('Tags.x')],
    ],
    [
      'a series that is wrong may do without a zone',
      flat('series: serverles', 'zoneId: null', 'deployModule: null'),
      [
        'series must be "provisioned", "serverless" or "confluent", but is "serverles"; did you mean "serverless"?',
      ],
    ],
    [
      'selectedZones that are wrong are given all the same',
      flat('isForceSelectedZones: true', 'selectedZones: [zonea]', 'zoneId: null'),
      ['selectedZones must be two lists of zones, such as [[zonea, zoneb], [zonec]]'],
    ],
  ])('%s', async (_, manifest, told) => {
    const problems = await problemsOf(manifest, { variables });
    const messages = problems.map((problem) => problem.replace(/^\w+ kafka\.yml:\d+:\d+ /, ''));
    expect(messages.map((message) => message.replace(/, but is a list$/, ''))).toEqual(told);
  });

  it('a field that is missing is an error in a plan too, a password is not', async () => {
    const plan = { needsPrivateValues: false };
    expect(await problemsOf(flat('vpcId: null'), plan)).toEqual([
      'error kafka.yml:1:1 vpcId is required; set it in the manifest or by the input vpc-id',
    ]);
    expect(await problemsOf(small('confluent'), plan)).toEqual([
      'notice kafka.yml:1:1 password is required for Confluent instances; set it in the manifest or by the input password. Only mode apply needs it',
    ]);
  });
});

describe('the order of what is told', () => {
  it('is that of the lines, all errors and warnings at once', async () => {
    const diagnostics = await problemsOf(
      flat('name: x', 'regionId: xx-new-1', 'crossZone: no', 'foo: 1', 'vpcId: null'),
    );
    expect(diagnostics.map((problem) => problem.split(' ').slice(0, 3).join(' '))).toEqual([
      'error kafka.yml:1:1 vpcId',
      'error kafka.yml:1:7 name',
      'warning kafka.yml:2:11 regionId',
      'error kafka.yml:3:12 crossZone',
      'error kafka.yml:4:1 Unknown',
    ]);
  });
});
