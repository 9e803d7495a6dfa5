import { describe, expect, it } from 'vitest';
import { RUN_INPUTS, type RunInputName } from '../../src/inputs/table.ts';
import { asVariables, errorAt, reading } from './reading.ts';

const read = (inputs: Partial<Record<RunInputName, string>>, env: Readonly<Record<string, string>> = {}) =>
  reading({ ...env, ...asVariables(inputs) });

describe('inputs', () => {
  it('have defaults', () => {
    const { read: inputs, diagnostics } = read({});
    expect(diagnostics).toEqual([]);
    expect(inputs).toMatchObject({
      mode: 'apply',
      manifestSource: {
        manifest: undefined,
        workspace: '.',
        selection: { environment: undefined, instances: [] },
        needsPrivateValues: true,
      },
      allowedAccounts: [],
      defaultChain: true, // on no runner of GitHub’s
      network: 'public',
      endpoint: undefined,
      stsEndpoint: undefined,
      preflight: 'auto',
      verify: 'auto',
      comment: 'auto',
      failOnDrift: false,
      site: 'china',
      githubToken: undefined,
      allowUnsafeEvents: false,
      apply: {
        wait: true,
        timeoutMs: 3_600_000,
        pollIntervalMs: 15_000,
        settling: { lostAnswerMs: 60_000, listLagMs: 120_000 },
        requestsPerSecond: 2,
      },
      summary: true,
    });
  });

  it('have the defaults that action.yml names', () => {
    const named = Object.entries(RUN_INPUTS).flatMap(([name, input]) =>
      'default' in input && name !== 'github-token' ? [[name, input.default]] : [],
    );
    expect(named).not.toEqual([]);
    const { read: explicit, diagnostics } = read(Object.fromEntries(named));
    expect(diagnostics).toEqual([]);
    const { manifestSource, ...rest } = read({}).read;
    expect(explicit).toMatchObject(rest);
    expect(manifestSource.needsPrivateValues).toBe(true);
  });

  it('are all taken', () => {
    const env = { GITHUB_WORKSPACE: '/workspace/shop', RUNNER_ENVIRONMENT: 'self-hosted' };
    const { read: inputs, diagnostics } = read(
      {
        manifest: 'kafka.yml',
        environment: 'production',
        instances: 'orders, payments',
        mode: 'plan',
        wait: 'false',
        network: 'vpc',
        endpoint: 'alikafka.cn-hangzhou.aliyuncs.com',
        'sts-endpoint': 'sts.cn-hangzhou.aliyuncs.com',
        preflight: 'required',
        verify: 'off',
        comment: 'changes',
        'fail-on-drift': 'true',
        site: 'international',
        'github-token': 'a-token',
        'allow-unsafe-events': 'true',
        summary: 'false',
      },
      { ...env, 'INPUT_INSTANCE-ID': 'alikafka_post-cn-one' },
    );
    expect(diagnostics).toEqual([]);
    expect(inputs).toMatchObject({
      mode: 'plan',
      manifestSource: {
        manifest: 'kafka.yml',
        workspace: '/workspace/shop',
        selection: { environment: 'production', instances: ['orders', 'payments'] },
        fieldInputs: { 'instance-id': 'alikafka_post-cn-one', 'region-id': undefined },
        env,
        needsPrivateValues: false,
      },
      defaultChain: true,
      network: 'vpc',
      endpoint: new URL('https://alikafka.cn-hangzhou.aliyuncs.com'),
      stsEndpoint: new URL('https://sts.cn-hangzhou.aliyuncs.com'),
      preflight: 'required',
      verify: 'off',
      comment: 'changes',
      failOnDrift: true,
      site: 'international',
      githubToken: 'a-token',
      allowUnsafeEvents: true,
      apply: { wait: false, settling: { lostAnswerMs: 60_000, listLagMs: 120_000 } },
      summary: false,
    });
  });

  it.each<[RunInputName, string]>([
    ['mode', 'validate'],
    ['preflight', 'off'],
    ['comment', 'always'],
    ['comment', 'never'],
    ['verify', 'required'],
  ])('may be chosen: %s %s', (name, value) => {
    const { read: inputs, diagnostics } = read({ [name]: value });
    expect(diagnostics).toEqual([]);
    expect(inputs).toMatchObject({ [name]: value });
  });

  it.each<[RunInputName, string, string]>([
    ['mode', 'aply', 'The input mode is "aply"; did you mean "apply"?'],
    ['mode', 'destroy', 'The input mode is "destroy"; it is one of apply, plan, validate'],
    ['wait', 'yes', 'The input wait is "yes"; it is one of true, false'],
    ['wait', 'TRUE', 'The input wait is "TRUE"; did you mean "true"?'],
    ['network', 'internal', 'The input network is "internal"; it is one of public, vpc'],
    ['preflight', 'never', 'The input preflight is "never"; it is one of auto, required, off'],
    ['verify', 'always', 'The input verify is "always"; it is one of auto, required, off'],
    ['comment', 'no', 'The input comment is "no"; it is one of auto, changes, always, never'],
    ['fail-on-drift', 'on', 'The input fail-on-drift is "on"; it is one of false, true'],
    ['site', 'cn', 'The input site is "cn"; it is one of china, international'],
    ['allow-unsafe-events', '1', 'The input allow-unsafe-events is "1"; it is one of false, true'],
    ['summary', '0', 'The input summary is "0"; it is one of true, false'],
    [
      'endpoint',
      'example.org',
      'The input endpoint "example.org" is not on a host below aliyuncs.com or on loopback; write a URL such as https://alikafka.cn-hangzhou.aliyuncs.com.',
    ],
    [
      'sts-endpoint',
      'http://sts.aliyuncs.com',
      'The input sts-endpoint "http://sts.aliyuncs.com" uses http, which is allowed on loopback only; start it with https://.',
    ],
    [
      'instances',
      ',',
      'The input instances is given but names nothing; name at least one, or leave the input out',
    ],
  ])('are refused when they are wrong, and their defaults checked further: %s %s', (name, value, message) => {
    const { read: inputs, diagnostics } = read({ [name]: value });
    expect(diagnostics).toEqual(errorAt(name, message));
    const { manifestSource, ...rest } = read({}).read;
    expect(inputs).toMatchObject(rest);
    expect(inputs.manifestSource.selection).toEqual(manifestSource.selection);
  });

  it.each([
    ['false', 'auto'],
    ['true', 'required'],
  ])('verify: required needs wait: true (%s)', (wait, taken) => {
    const { read: inputs, diagnostics } = read({ verify: 'required', wait });
    expect(inputs.verify).toBe(taken);
    expect(diagnostics).toEqual(
      wait === 'true'
        ? []
        : errorAt(
            'verify',
            'The input verify cannot be "required": with wait: false nobody is there to ask the brokers; set wait: true or verify: auto',
          ),
    );
  });

  it('that the action does not have are told where there is no runner, with those that the manifest has too', () => {
    expect(reading({ INPUT_INSTANCE_IDS: 'a' }).diagnostics).toEqual([
      {
        severity: 'error',
        origin: undefined,
        message:
          'The variable "INPUT_INSTANCE_IDS" is no input of the action; did you mean "INPUT_INSTANCE_ID"?',
      },
    ]);
  });
});

describe('a time', () => {
  it.each([
    ['90s', 90_000],
    ['45m', 2_700_000],
    ['1.5m', 90_000],
    ['0.125h', 450_000],
    ['0.001s', 1],
    ['24h', 86_400_000],
    ['086400s', 86_400_000],
  ])('may be %s', (text, ms) => {
    const { read: inputs, diagnostics } = read({ 'wait-timeout': text });
    expect(diagnostics).toEqual([]);
    expect(inputs.apply.timeoutMs).toBe(ms);
  });

  it.each([
    '0s',
    '90',
    '1d',
    '-1s',
    '1.2345s',
    '.5m',
    '1.m',
    '86401s',
    '25h',
    '0000090s',
    's',
    '1h30m',
    ' m',
  ])('may not be %j', (text) => {
    const { read: inputs, diagnostics } = read({ 'wait-timeout': text });
    expect(diagnostics).toEqual(
      errorAt(
        'wait-timeout',
        `The input wait-timeout must be a time such as 90s, 45m or 2h, but is ${JSON.stringify(text.trim())}`,
      ),
    );
    expect(inputs.apply.timeoutMs).toBe(3_600_000);
  });
});

describe('poll-interval', () => {
  const AT_LEAST =
    'The input poll-interval must be at least 5s: the service shows a start only after seconds';

  it.each([
    ['5s', 5_000, []],
    ['1m', 60_000, []],
    ['4.999s', 5_000, errorAt('poll-interval', AT_LEAST)],
    [
      'often',
      15_000,
      errorAt('poll-interval', 'The input poll-interval must be a time such as 15s or 1m, but is "often"'),
    ],
  ])('%s', (text, ms, problems) => {
    const { read: inputs, diagnostics } = read({ 'poll-interval': text });
    expect(diagnostics).toEqual(problems);
    expect(inputs.apply).toMatchObject({
      pollIntervalMs: ms,
      settling: { lostAnswerMs: 60_000, listLagMs: 120_000 },
    });
  });

  it('may be short for an emulator on this machine, which settles at once', () => {
    const { read: inputs, diagnostics } = read({ 'poll-interval': '0.1s', endpoint: 'http://127.0.0.1:9' });
    expect(diagnostics).toEqual([]);
    expect(inputs.apply).toMatchObject({
      pollIntervalMs: 100,
      settling: { lostAnswerMs: 400, listLagMs: 800 },
    });
  });

  it('may not be short for an endpoint of the service', () => {
    const { read: inputs, diagnostics } = read({
      'poll-interval': '1s',
      endpoint: 'alikafka.cn-hangzhou.aliyuncs.com',
    });
    expect(diagnostics).toEqual(errorAt('poll-interval', AT_LEAST));
    expect(inputs.apply.settling.lostAnswerMs).toBe(60_000);
  });

  it('is not told to be short beside an endpoint that is wrong: one mistake is told once', () => {
    const { diagnostics } = read({ 'poll-interval': '1s', endpoint: 'localhst:8080' });
    expect(diagnostics).toMatchObject([{ origin: { kind: 'input', name: 'endpoint' } }]);
  });
});

describe('requests-per-second', () => {
  it.each([
    ['0.1', 0.1],
    ['2', 2],
    ['12.125', 12.125],
    ['100', 100],
  ])('may be %s', (text, rate) => {
    const { read: inputs, diagnostics } = read({ 'requests-per-second': text });
    expect(diagnostics).toEqual([]);
    expect(inputs.apply.requestsPerSecond).toBe(rate);
  });

  it.each(['0', '0.099', '100.1', '101', '1e1', '-1', '.5', '1.', '1.2345', '0x10', '0001', 'fast', '2 / s'])(
    'may not be %s',
    (text) => {
      const { read: inputs, diagnostics } = read({ 'requests-per-second': text });
      expect(diagnostics).toEqual(
        errorAt(
          'requests-per-second',
          `The input requests-per-second must be a number from 0.1 to 100, but is "${text}"`,
        ),
      );
      expect(inputs.apply.requestsPerSecond).toBe(2);
    },
  );
});

describe('NODE_TLS_REJECT_UNAUTHORIZED', () => {
  it('of 0 is refused: credentials would go to anyone', () => {
    expect(read({}, { NODE_TLS_REJECT_UNAUTHORIZED: '0' }).diagnostics).toEqual([
      {
        severity: 'error',
        origin: undefined,
        message:
          'NODE_TLS_REJECT_UNAUTHORIZED=0 would send credentials to anyone; remove that variable; to trust a CA of yours, name its file in NODE_EXTRA_CA_CERTS',
      },
    ]);
  });

  it.each(['1', ''])('of %j is none', (value) => {
    expect(read({}, { NODE_TLS_REJECT_UNAUTHORIZED: value }).diagnostics).toEqual([]);
  });
});
