import { describe, expect, it } from 'vitest';
import { leaks, maskedAt, type Secrets, saidBefore } from './leaks.ts';
import { eip, flat, INSTANCE, type Run, run, type Scenario } from './support.ts';

/** Values that occur nowhere else, with the characters that encodings change. */
const SECRETS = {
  id: 'LTAI5t+Qd/8w=Vx&3"b<kZ',
  secret: 'mG7/p+Tq=4&"Lw<9sYcR2x',
  token: 'CAIS+hq/Z7=e&1"Jt<uK0vBn5%25rF',
  password: 'Wd6+nX/jE=8&"aH<2pM',
  notifier: 'Kq+3/oV=Rz&"y<5gTb',
  phone: '+86/1=9&4"7<0553281',
} as const satisfies Secrets;

const KEYS = {
  'access-key-id': SECRETS.id,
  'access-key-secret': SECRETS.secret,
  'security-token': SECRETS.token,
};

const cloud = {
  instances: [{ instanceId: INSTANCE, deployType: 4 }],
  accounts: [
    {
      accountId: '1000000000000002',
      keys: [{ accessKeyId: SECRETS.id, accessKeySecret: SECRETS.secret, securityToken: SECRETS.token }],
    },
  ],
} as const;

/** Personal data and password by `${NAME}`. */
const BY_NAME: Scenario = {
  manifest: eip('password: ${KAFKA_PASSWORD}', 'notifier: ${WHO}', 'userPhoneNum: ${PHONE}'),
  inputs: KEYS,
  env: { KAFKA_PASSWORD: SECRETS.password, WHO: SECRETS.notifier, PHONE: SECRETS.phone },
  cloud,
};

/** The same by inputs, and the keys by variables. */
const BY_INPUT: Scenario = {
  manifest: eip(),
  inputs: {
    'access-key-id': '',
    'access-key-secret': '',
    password: SECRETS.password,
    notifier: SECRETS.notifier,
    'user-phone-num': SECRETS.phone,
  },
  env: {
    ALIBABA_CLOUD_ACCESS_KEY_ID: SECRETS.id,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRETS.secret,
    ALIBABA_CLOUD_SECURITY_TOKEN: SECRETS.token,
  },
  cloud,
};

/** Personal data as it stands in the manifest. */
const LITERAL: Scenario = {
  ...BY_NAME,
  manifest: eip(
    'password: ${KAFKA_PASSWORD}',
    `notifier: ${JSON.stringify(SECRETS.notifier)}`,
    `userPhoneNum: ${JSON.stringify(SECRETS.phone)}`,
  ),
};

const GIVEN: readonly (readonly [string, Scenario])[] = [
  ['by ${NAME}', BY_NAME],
  ['by inputs and variables', BY_INPUT],
  ['in the manifest', LITERAL],
];

const DEBUG = { RUNNER_DEBUG: '1' };

function withDebug(scenario: Scenario): Scenario {
  return { ...scenario, env: { ...scenario.env, ...DEBUG } };
}

function inPlanMode(scenario: Scenario): Scenario {
  return { ...scenario, inputs: { ...scenario.inputs, mode: 'plan' } };
}

/** Checks that a run shows no secret, and masks each before it could. */
function expectSecret(done: Run, secrets: Secrets = SECRETS): void {
  expect(leaks(done, secrets)).toEqual([]);
  expect(done.stderr).toBe('');
  for (const secret of Object.values(secrets)) {
    const at = maskedAt(done, secret);
    expect(at).toBeGreaterThan(0);
    const harmless = /^Deploy ApsaraMQ for Kafka [0-9.]+(, mode (apply|plan))?$/;
    expect(saidBefore(done, at).filter((line) => !harmless.test(line))).toEqual([]);
  }
}

describe.concurrent.each(GIVEN)('secrets given %s', (_, scenario) => {
  it('reach the service and nobody else when all goes well', async () => {
    const done = await run(withDebug(scenario));
    expect(done).toMatchObject({ exitCode: 0, outputs: { success: 'true' } });
    expect(done.sent).toMatchObject([
      { Password: SECRETS.password, Notifier: SECRETS.notifier, UserPhoneNum: SECRETS.phone },
    ]);
    expect(new Set(done.journal.map(({ accountId }) => accountId))).toEqual(new Set(['1000000000000002']));
    expect(done.stdout).toContain('::debug::StartInstance at 127.0.0.1');
    expectSecret(done);
  });

  it('are shown by no failure', async () => {
    const failing: Scenario[] = [
      { ...scenario, cloud: { ...cloud, instances: [] } },
      { ...scenario, fault: { kind: 'reset-before' } },
      { ...scenario, fault: { kind: 'html-before' } },
      { ...scenario, cloud: { instances: cloud.instances } },
      { ...scenario, fault: { kind: 'throttle' }, inputs: { ...scenario.inputs, 'wait-timeout': '0.3s' } },
      inPlanMode({ ...scenario, cloud: { ...cloud, instances: [] } }),
      inPlanMode({ ...scenario, cloud: { instances: cloud.instances } }),
    ];
    for (const failure of failing.map(withDebug)) {
      const done = await run(failure);
      expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false' } });
      expectSecret(done);
    }
  });

  it('are shown neither by a plan, nor while the cloud cannot be reached', async () => {
    const planned = await run(withDebug(inPlanMode(scenario)));
    expect(planned).toMatchObject({ exitCode: 0, outputs: { success: 'true', 'has-changes': 'true' } });
    expect(JSON.parse(planned.outputs.plan ?? '')[0].parameters).toMatchObject({
      Password: '***',
      Notifier: 'set',
      UserPhoneNum: 'set',
    });
    expectSecret(planned);

    let asked = false;
    const cut = await run(
      withDebug({
        ...scenario,
        offline: true,
        onOutput: (stdout, kill) => {
          if (asked || !stdout.includes('\nReading cn-hangzhou again: ')) return;
          asked = true;
          kill('SIGTERM');
        },
      }),
    );
    // Windows has no signal to send that a process could hear: it is ended there.
    const exitCode = process.platform === 'win32' ? null : 143;
    expect(cut).toMatchObject({ exitCode, outputs: { success: 'false' } });
    expectSecret(cut);
  });
});

/** How a service or a proxy may write what it was sent. */
const ECHOES: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'URI-encoded': encodeURIComponent,
  'URI-encoded by RFC 3986': strictlyEncoded,
  'URI-encoded in lower case': (secret) =>
    encodeURIComponent(secret).replaceAll(/%../g, (code) => code.toLowerCase()),
  'URI-encoded twice': (secret) => strictlyEncoded(strictlyEncoded(secret)),
  'as a form': (secret) => new URLSearchParams({ '': secret }).toString().slice(1),
  'in the query of a URL': (secret) => `https://x.aliyun.com/?q=${secret}`,
  'in the query of a URL that was parsed': (secret) => new URL(`https://x.aliyun.com/?q=${secret}`).href,
  'JSON-escaped': (secret) => JSON.stringify({ Password: secret }),
  'JSON-escaped for HTML': (secret) => {
    return JSON.stringify(secret).replaceAll(
      /[<>&]/g,
      (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`,
    );
  },
  'XML-escaped': (secret) => {
    return secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  },
  'in base64': (secret) => base64(secret),
  'in base64, one byte later': (secret) => base64(`:${secret}:`),
  'in base64, two bytes later': (secret) => base64(`::${secret}::`),
  'in base64 for URLs': (secret) => Buffer.from(`::${secret}`).toString('base64url'),
};

function strictlyEncoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

const ALL = Object.values(SECRETS);

/** The private values of BY_NAME for an instance to each echo, whose id ends in its number. */
const ECHOED: Scenario = withDebug({
  ...BY_NAME,
  manifest: `defaults:
  ${eip('password: ${KAFKA_PASSWORD}', 'notifier: ${WHO}', 'userPhoneNum: ${PHONE}')
    .replace(/^instanceId.*\n/m, '')
    .trim()
    .replaceAll('\n', '\n  ')}
  name: orders
  config: { enable.acl: true }
instances:
${Object.keys(ECHOES)
  .map((_, index) => `  i${index}: { instanceId: ${INSTANCE}-${index} }`)
  .join('\n')}
`,
});

/** What an entry of the list says where each of its texts repeats the secrets. */
function listed(echo: (secret: string) => string) {
  const shown = ALL.map(echo).join(' and ');
  return {
    Name: shown,
    VpcId: shown,
    VSwitchId: shown,
    VSwitchIds: { VSwitchIds: ALL.map(echo) },
    DomainEndpoint: shown,
    SslDomainEndpoint: ALL.map(echo).join(),
    SaslEndPoint: shown,
    AllConfig: JSON.stringify({ 'enable.acl': shown, [echo(SECRETS.password)]: shown }),
  };
}

/** A refusal that repeats the secrets in each of its fields. */
function refusalWith(echo: (secret: string) => string) {
  const text = `You sent ${ALL.map(echo).join(' and ')}, which is wrong.`;
  return {
    kind: 'refuse',
    code: `INVALID_PARAMETER.${echo(SECRETS.password)}`,
    message: text,
    fields: {
      HostId: text,
      RequestId: text,
      Recommend: 'https://api.aliyun.com/troubleshoot',
      AccessDeniedDetail: { AuthAction: text, AuthPrincipalDisplayName: text, Other: text },
    },
  } as const;
}

describe.concurrent('a service that repeats secrets, in every way to write them,', () => {
  const echoes = Object.values(ECHOES);
  const idOf = (index: number) => `${INSTANCE}-${index}`;

  it('shows none by the refusals of starts', async () => {
    const done = await run({
      ...ECHOED,
      inputs: { ...ECHOED.inputs, preflight: 'off' }, // all have one name
      cloud: {
        ...cloud,
        instances: echoes.map((_, index) => ({ instanceId: idOf(index), deployType: 4 })),
        faults: echoes.map((echo, index) => {
          return { action: 'StartInstance', instanceId: idOf(index), effect: refusalWith(echo) };
        }),
      },
    });
    expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false' } });
    expect(done.sent).toHaveLength(echoes.length);
    expectSecret(done);
  });

  it.each(['plan', 'apply'])('shows none by what it lists, mode %s', async (mode) => {
    const done = await run({
      ...ECHOED,
      inputs: { ...ECHOED.inputs, mode },
      cloud: {
        ...cloud,
        instances: echoes.map((echo, index) => {
          return { instanceId: idOf(index), deployType: 4, status: 'running', shownAs: listed(echo) };
        }),
      },
    });
    expect(done.outputs).toMatchObject({ success: 'true', 'has-drift': 'true' });
    for (const { drift } of JSON.parse(done.outputs.plan ?? '')) expect(drift).not.toEqual([]);
    expect(done.sent).toEqual([]);
    expectSecret(done);
  });

  it.each(Object.entries(ECHOES))('shows none by its refusal to list: %s', async (_, echo) => {
    const done = await run({
      ...inPlanMode(ECHOED),
      cloud: { ...cloud, faults: [{ action: 'GetInstanceList', effect: refusalWith(echo) }] },
    });
    expect(done.outputs).toMatchObject({ success: 'false', 'has-drift': 'false' });
    expectSecret(done);
  });

  it('in a long message, where a piece of one stands at the cut', async () => {
    // Secret after secret, so that a cut is inside of one, and not near its ends in one of the two.
    for (const start of ['', 'ten bytes!']) {
      const message = start + SECRETS.password.repeat(200);
      const done = await run({ ...BY_NAME, fault: { kind: 'refuse', code: 'INVALID_PARAMETER', message } });
      expect(done.exitCode).toBe(1);
      expectSecret(done);
    }
  });

  it('in the link to its own page about the error', async () => {
    const query = Object.values(ECHOES).flatMap((echo) => ALL.map((secret) => `q=${echo(secret)}`));
    const fields = { Recommend: `https://api.aliyun.com/troubleshoot?${query.join('&')}` };
    const done = await run(
      withDebug({ ...BY_NAME, fault: { kind: 'refuse', code: 'INVALID_PARAMETER', fields } }),
    );
    expect(done.exitCode).toBe(1);
    expectSecret(done);
  });

  it('in a server error, one to a line', async () => {
    const done = await run(
      withDebug({ ...BY_NAME, fault: { kind: 'error-before', message: ALL.join('\n') } }),
    );
    expect(done.exitCode).toBe(1);
    expectSecret(done);
  });

  it('in what it had to sign', async () => {
    const done = await run(
      withDebug({ ...BY_NAME, inputs: { ...KEYS, 'access-key-secret': 'another+secret/of=the&"job<' } }),
    );
    expect(done.outputs.code).toBe('SignatureDoesNotMatch');
    const { secret: _, ...others } = SECRETS;
    expectSecret(done, { ...others, wrong: 'another+secret/of=the&"job<' });
  });
});

describe.concurrent('secrets where they do not belong', () => {
  it('are not shown in the values that are sent', async () => {
    const done = await run(
      withDebug({
        ...BY_NAME,
        manifest: eip(
          'password: ${KAFKA_PASSWORD}',
          'notifier: ${WHO}',
          'userPhoneNum: ${PHONE}',
          'username: ${KAFKA_PASSWORD}',
          'extraParameters: { Newer: "<${WHO}>", List: ["${PHONE}", "${KAFKA_PASSWORD}"] }',
          'extraConfig: { newer.key: "${KAFKA_PASSWORD} ${PHONE}" }',
        ),
        cloud: { ...cloud, newer: { parameters: ['Newer', 'List.1', 'List.2'], configKeys: ['newer.key'] } },
      }),
    );
    expect(done).toMatchObject({ exitCode: 0, outputs: { success: 'true' } });
    expectSecret(done);
  });

  it('are not shown by the errors about other inputs', async () => {
    const { id, secret, token, password } = SECRETS;
    const done = await run(
      withDebug({
        ...BY_INPUT,
        inputs: {
          ...BY_INPUT.inputs,
          mode: secret,
          network: id,
          summary: token,
          endpoint: `https://${password}/`,
          name: password,
          'zone-id': token,
          'vswitch-ids': secret,
          config: JSON.stringify({ [secret]: id, 'enable.acl': token }),
        },
      }),
    );
    expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false' } });
    expect(done.errors.length).toBeGreaterThan(8);
    expectSecret(done);
  });

  it('are not shown by the errors about a choice, which are told alone', async () => {
    const { id, secret } = SECRETS;
    const inputs = { ...BY_INPUT.inputs, environment: id, instances: secret };
    const done = await run(withDebug({ ...BY_INPUT, inputs }));
    expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false' } });
    expect(done.errors.length).toBeGreaterThan(0);
    expect(leaks(done, SECRETS)).toEqual([]);
  });
});

describe.concurrent('a manifest with mistakes', () => {
  const yaml = JSON.stringify(SECRETS.password);

  it.each<[string, Scenario]>([
    ['a literal password', { manifest: eip(`password: ${yaml}`) }],
    [
      'a literal password in an environment that is not chosen',
      {
        manifest: eip('environments:', `  production: { password: ${yaml} }`),
      },
    ],
    [
      'a literal password among other mistakes',
      {
        manifest: eip(`password: ${yaml}`, 'isEipInner: false', 'zoneID: zonea', 'username: 5'),
      },
    ],
  ])('%s is told of without it', async (_, scenario) => {
    const done = await run(withDebug(scenario));
    expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false' } });
    expect(done.errors.join()).toContain('The password must not be written in a manifest');
    expectSecret(done, { password: SECRETS.password });
  });

  it.each<[string, Scenario]>([
    [
      'a password that the series does not take',
      {
        ...BY_NAME,
        manifest: flat({ deployModule: 'series: confluent' }, 'password: ${KAFKA_PASSWORD}'),
      },
    ],
    [
      'a password without the network for it',
      {
        ...BY_NAME,
        manifest: flat({}, 'password: ${KAFKA_PASSWORD}', 'notifier: ${WHO}', 'userPhoneNum: ${PHONE}'),
      },
    ],
    [
      'private values that break their own rule',
      {
        ...BY_NAME,
        env: {
          KAFKA_PASSWORD: `${SECRETS.password}\u0007`,
          WHO: `${SECRETS.notifier}\n`,
          PHONE: `${SECRETS.phone}\t`,
        },
      },
    ],
    [
      'private values that are no texts',
      {
        ...BY_NAME,
        manifest: eip(`password: [${yaml}]`, `notifier: { a: ${yaml} }`, `userPhoneNum: [${yaml}]`),
      },
    ],
    [
      'a password under a wrong name',
      {
        ...BY_NAME,
        manifest: eip(`passwrd: ${yaml}`, `Password: ${yaml}`, 'config:', `  password: ${yaml}`),
      },
    ],
    [
      'a password as an API parameter',
      {
        ...BY_NAME,
        manifest: eip('extraParameters:', `  Password: ${yaml}`),
      },
    ],
    ...[
      'password: "PLACE',
      'password: PLACE: x',
      'password: @PLACE',
      'password: *PLACE',
      'password: &PLACE [',
      'password: !PLACE x',
      'password: !PLACE!y x',
      'password: |PLACE',
      'password: [PLACE',
      'password: "PLACE\\q"',
      'password: "PLACE\\xZZ"',
      'password: PLACE\n password: PLACE',
      'PLACE: x\nPLACE: y',
      '%PLACE x',
      '---\nPLACE',
    ].map((line): [string, Scenario] => [
      `YAML that breaks at ${JSON.stringify(line)}`,
      { manifest: eip(line.replaceAll('PLACE', 'Wd6nXjE8aH2pMcV4')) },
    ]),
  ])('%s is told of without it', async (_, scenario) => {
    const done = await run(withDebug(scenario));
    expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false' }, stderr: '' });
    expect(leaks(done, { ...SECRETS, plain: 'Wd6nXjE8aH2pMcV4' })).toEqual([]);
  });
});
