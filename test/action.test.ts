import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startGitHub } from '../emulator/github/github.ts';
import { VERSION } from '../src/version.ts';
import { type Acted, acted } from './acting.ts';
import { readSummary } from './e2e/markdown.ts';
import { JOB, SHA } from './e2e/on-github.ts';
import { errorAt, flat, INSTANCE, KEYS, OUTPUT_NAMES, servers } from './e2e/support.ts';

const errorsIn = ({ lines }: Acted) => lines.filter((line) => line.startsWith('::error'));
const headline = ({ summary }: Acted) => readSummary(summary).headings[0];

describe('one step', () => {
  it('in mode apply starts the instance, sees it into service and writes everything out', async () => {
    const done = await acted({});
    expect(done).toMatchObject({ exitCode: 0, atOnce: false });
    expect(done.calls.filter((call) => call === 'StartInstance')).toHaveLength(1);
    expect(Object.keys(done.outputs)).toEqual(OUTPUT_NAMES);
    expect(done.outputs).toMatchObject({
      ...{ success: 'true', changed: 'true', 'instance-id': INSTANCE, status: 'running' },
      'bootstrap-servers': servers(INSTANCE, 9092),
    });
    expect(headline(done)).toBe('✅ Kafka: 1 instance in service, 1 started');
    expect(done.lines.slice(0, 3)).toEqual([
      `::add-mask::${KEYS['access-key-id']}`,
      `::add-mask::${KEYS['access-key-secret']}`,
      `Deploy ApsaraMQ for Kafka ${VERSION}, mode apply`,
    ]);
    expect(errorsIn(done)).toEqual([]);
  });

  it('in mode plan only reads', async () => {
    const done = await acted({ inputs: { mode: 'plan' } });
    expect(done).toMatchObject({ exitCode: 0, outputs: { success: 'true', 'has-changes': 'true' } });
    expect(done.calls).not.toContain('StartInstance');
    expect(headline(done)).toBe('📋 Kafka plan: 1 to start');
  });

  const WRONG = { mode: 'plan', 'access-key-secret': 'another-secret' };

  it('in mode plan says with one annotation why there is none, and what a ticket needs in the folded log', async () => {
    const done = await acted({ inputs: WRONG });
    expect(errorsIn(done)).toEqual([expect.stringMatching(/SignatureDoesNotMatch.* Check the access key/)]);
    const [, ...folded] = done.lines.slice(done.lines.indexOf('::group::All problems, with their places'));
    expect(folded.slice(0, folded.indexOf('::endgroup::'))).toEqual([
      expect.stringMatching(/^✘ .*SignatureDoesNotMatch/),
      expect.stringMatching(/^ {2}What to do: /),
      expect.stringMatching(/^ {2}Code SignatureDoesNotMatch, RequestId E/),
      expect.stringMatching(/^ {2}https:/),
    ]);
    expect(done.lines.filter((line) => line.startsWith('✘'))).toHaveLength(1);
  });

  it('in mode plan says so in plain lines outside of GitHub Actions, and of GitHub nothing', async () => {
    const keys = Array.from({ length: 11 }, (_, index) => `  more.${index}: 1`);
    const manifest = flat({}, 'extraConfig:', ...keys); // eleven warnings
    const done = await acted({ manifest, inputs: WRONG, env: { GITHUB_ACTIONS: undefined } });
    expect(done.exitCode).toBe(1);
    expect(done.lines.filter((line) => /^(✘| {2}What to do)/.test(line))).toHaveLength(2);
    expect(done.lines.filter((line) => line.startsWith('warning '))).toHaveLength(11);
    expect(done.lines.join()).not.toContain('GitHub');
  });

  it('in a mode that there is not names none', async () => {
    const done = await acted({ inputs: { mode: 'dry-run' } });
    expect(done).toMatchObject({ exitCode: 1, calls: [] });
    expect(done.lines).toContain(`Deploy ApsaraMQ for Kafka ${VERSION}`);
  });

  it('in mode validate asks nobody, and tells each problem at its place', async () => {
    const done = await acted({
      manifest: flat({ zoneId: 'zoneID: zonea' }),
      inputs: { mode: 'validate', summary: 'false' },
    });
    expect(done).toMatchObject({ exitCode: 1, calls: [], summary: '', outputs: { success: 'false' } });
    const [first, ...others] = errorsIn(done);
    expect(first).toBe(errorAt(6, 1, 'Unknown key "zoneID"; did you mean "zoneId"?'));
    expect(done.lines).toContain('::group::All problems, with their places');
    expect(done.lines).toContain('error kafka.yml:6:1 Unknown key "zoneID"; did you mean "zoneId"?');
    expect(others.length).toBeLessThan(2);
  });

  it('outside of GitHub Actions tells problems as lines', async () => {
    const done = await acted({
      manifest: flat({ zoneId: 'zoneID: zonea' }),
      inputs: { mode: 'validate' },
      env: { GITHUB_ACTIONS: undefined },
    });
    expect(done.exitCode).toBe(1);
    expect(done.lines).toContain('error kafka.yml:6:1 Unknown key "zoneID"; did you mean "zoneId"?');
    expect(done.lines.filter((line) => line.startsWith('::'))).toEqual([]);
  });

  it('that the cloud refuses is red, with what to do', async () => {
    const done = await acted({
      fault: { kind: 'error-before', httpStatus: 403, code: 'Forbidden.RAM', message: 'Not allowed.' },
    });
    expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false', changed: 'false' } });
    expect(done.outputs.code).toBe('Forbidden.RAM');
    expect(headline(done)).toBe('❌ Kafka: 1 instance failed, nothing was started');
    expect(errorsIn(done)).toHaveLength(1);
  });

  it('that nobody may trust with a deployment ends before it asks the cloud', async () => {
    const done = await acted({ env: { GITHUB_EVENT_NAME: 'issue_comment' } });
    expect(done).toMatchObject({ exitCode: 1, calls: [], outputs: { success: 'false' } });
    expect(errorsIn(done)[0]).toMatch(/^::error title=Kafka::Refusing to deploy on issue_comment: ./);
  });

  it('sends nothing where certificates are not checked, and takes that out of the process', async () => {
    const done = await acted({ env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } });
    expect(done).toMatchObject({ exitCode: 1, calls: [] });
    expect(done.env).not.toHaveProperty('NODE_TLS_REJECT_UNAUTHORIZED');
  });
});

describe('a step that cannot log in', () => {
  const KEYLESS = {
    ...{ 'access-key-id': '', 'access-key-secret': '' },
    'role-to-assume': 'acs:ram::1000000000000001:role/deploy',
    'oidc-provider-arn': 'acs:ram::1000000000000001:oidc-provider/github',
  };

  it.each<[string, Record<string, string>, Record<string, string>, RegExp]>([
    [
      'GitHub gives it no token',
      KEYLESS,
      {},
      /^::error title=Kafka::GitHub gives this job no OIDC token. Add /,
    ],
    [
      'the token cannot be asked for',
      KEYLESS,
      { ACTIONS_ID_TOKEN_REQUEST_URL: 'no URL', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'a-right' },
      /^::error title=Kafka::GitHub did not give this job an OIDC token \(its address is no URL\)/,
    ],
    [
      'it has no credentials',
      { 'access-key-id': '', 'access-key-secret': '' },
      {},
      /^::error title=Kafka::There are no credentials for Alibaba Cloud. /,
    ],
  ])('because %s starts nothing, and says why', async (_, inputs, env, told) => {
    const done = await acted({ inputs, env });
    expect(done).toMatchObject({ exitCode: 1, calls: [], outputs: { success: 'false', changed: 'false' } });
    expect(errorsIn(done)).toEqual([expect.stringMatching(told)]);
    expect(headline(done)).toBe('❌ Kafka: nothing was started');
    expect(done.outputs.code).toBe(''); // which is for those of the API
    const { text } = readSummary(done.summary);
    for (const shown of [...errorsIn(done), text]) expect(shown).toMatch(/\. Code Credentials$/m);
  });
});

describe('a step that GitHub has something of', () => {
  const pull = { number: 7, state: 'closed', headRef: 'change', headSha: SHA, mergedAs: SHA } as const;
  const approvals = {
    4711: [{ user: 'hubot', state: 'approved', comment: 'go', environments: ['production'] }],
  } as const;

  it('puts on record who approved it, and answers in the pull request that it came from', async () => {
    const github = await startGitHub({ pulls: [pull], approvals });
    try {
      const env = { ...JOB, GITHUB_API_URL: github.url };
      const inputs = { 'github-token': github.token, comment: 'always' };
      const done = await acted({ env, inputs });
      expect(done.exitCode).toBe(0);
      expect(readSummary(done.summary).rows('What', 'Who')).toContainEqual([
        'production approved by',
        'hubot: go',
      ]);
      expect(github.comments.map(({ issue }) => issue)).toEqual([7]);
      expect(done.lines.some((line) => line.startsWith('Result written to '))).toBe(true);
    } finally {
      await github.close();
    }
  });

  it('is as green without: a GitHub that refuses is a warning each', async () => {
    const github = await startGitHub();
    try {
      const env = { ...JOB, GITHUB_API_URL: github.url };
      const done = await acted({ env, inputs: { 'github-token': 'ghs_wrong', comment: 'always' } });
      expect(done.exitCode).toBe(0);
      expect(done.lines.filter((line) => line.startsWith('::warning'))).toEqual([
        '::warning title=Kafka::The approvals of this run could not be read: the github-token is not valid (HTTP 401)',
        '::warning title=Kafka::The plan could not be written into the pull request: the github-token is not valid (HTTP 401)',
      ]);
    } finally {
      await github.close();
    }
  });
});

describe('a cancelled step', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('that got %s ends at once with %i, and says what goes on', async (name, exitCode) => {
    const done = await acted({
      cloud: { instances: [{ instanceId: INSTANCE, fate: 'stuck' }] },
      onText: (text, signal) => {
        if (text.includes('start accepted')) signal(name);
        if (text.includes('✘')) signal(name === 'SIGINT' ? 'SIGTERM' : 'SIGINT'); // changes nothing any more
      },
    });
    expect(done).toMatchObject({ exitCode, atOnce: true, outputs: { success: 'false', changed: 'true' } });
    const told = `${name}: stopping, nothing more is started`;
    expect(done.lines.filter((line) => line.includes('stopping'))).toEqual([told]);
    expect(headline(done)).toBe('❌ Kafka: cancelled, 1 instance still deploying, 1 started');
  });

  it('that had not started anything says so', async () => {
    const done = await acted({
      onText: (text, signal) => {
        if (text.includes('Credentials from')) signal('SIGINT');
      },
    });
    expect(done).toMatchObject({ exitCode: 130, atOnce: true });
    expect(done.calls).not.toContain('StartInstance');
    expect(errorsIn(done)).toEqual([
      '::error title=Kafka::The run was cancelled before anything was started. Run again when you want to.',
    ]);
    expect(headline(done)).toBe('❌ Kafka: cancelled, nothing was started');
  });

  it('is red although it was as good as over', async () => {
    const done = await acted({
      inputs: { mode: 'validate' },
      onText: (text, signal) => {
        if (text.includes('1 instance from kafka.yml')) signal('SIGTERM');
      },
    });
    expect(done).toMatchObject({ exitCode: 143, atOnce: true, outputs: { success: 'false' } });
  });
});

describe('a failure of the action itself', () => {
  it('is told as a crash, with its stack where debugging is on, and leaves open what was started', async () => {
    const manifest = flat({}, 'name: ${BROKEN}');
    const done = await acted({ manifest, unreadable: 'BROKEN', env: { RUNNER_DEBUG: '1' } });
    expect(done).toMatchObject({ exitCode: 1, atOnce: false, calls: [] });
    const message = 'Something went wrong inside the action: BROKEN cannot be read';
    const remedy =
      'This is a bug: report it with the log of a run with debug logging. The log above tells what was started before.';
    expect(errorsIn(done)).toEqual([`::error title=Kafka::${message}. ${remedy}`]);
    expect(done.outputs).toMatchObject({ success: 'false', message });
    expect(headline(done)).toBe('❌ Kafka: the run broke off');
    expect(done.lines.some((line) => line.startsWith('::debug::Error: BROKEN cannot be read'))).toBe(true);
  });

  it.each([
    ['true', '::error title=Kafka::The action broke off; look at the instances in the console'],
    [undefined, 'error The action broke off; look at the instances in the console'],
  ])(
    'before there is anything to tell it with shows nothing of it: GITHUB_ACTIONS %s',
    async (GITHUB_ACTIONS, line) => {
      const done = await acted({ unreadable: 'INPUT_MODE', env: { GITHUB_ACTIONS } });
      expect(done).toMatchObject({ exitCode: 1, atOnce: false, calls: [], outputs: { success: 'false' } });
      expect(done.lines.filter((each) => each.startsWith('::add-mask') === false)).toEqual([line, '']);
    },
  );

  it('while it tells how it ended is red, and nothing of it is shown', async () => {
    const told = 'The action broke off; look at the instances in the console';
    const onText = (text: string) => {
      if (text.includes('All problems')) throw new Error('Sesame');
    };
    const done = await acted({ manifest: 'a: 1', inputs: { mode: 'validate' }, onText });
    expect(done).toMatchObject({ exitCode: 1, atOnce: false, outputs: { success: 'false' } });
    expect(done.lines.at(-2)).toBe(`::error title=Kafka::${told}`);
    expect(done.lines.join()).not.toContain('Sesame');
    const cancelled = await acted({
      ...{ manifest: 'a: 1', inputs: { mode: 'validate' } },
      onText: (text, signal) => {
        if (text.includes('All problems')) signal('SIGTERM');
        onText(text);
      },
    });
    expect(cancelled).toMatchObject({ exitCode: 143, atOnce: true, outputs: { success: 'false' } });
    expect(cancelled.lines.join()).not.toContain(told);
  });

  it('is red where the outputs cannot be written, before anything is asked for', async () => {
    const done = await acted({ env: { GITHUB_OUTPUT: '/nowhere/output' } });
    expect(done).toMatchObject({ exitCode: 1, calls: [] });
    expect(errorsIn(done)).toEqual([
      '::error title=Kafka::The outputs cannot be written, so nothing is started: Missing file at path: /nowhere/output',
    ]);
  });

  it('is red where the record is lost on the way, though the instance is in service', async () => {
    const done = await acted({
      onText: (text, _, files) => {
        if (text.includes('start accepted')) rmSync(files.GITHUB_OUTPUT);
      },
    });
    expect(done).toMatchObject({ exitCode: 1, outputs: {} });
    expect(errorsIn(done)).toEqual([
      expect.stringMatching(/^::error title=Kafka::The outputs could not be written: Missing file at path: /),
    ]);
    expect(headline(done)).toBe('✅ Kafka: 1 instance in service, 1 started');
  });

  it('is a warning where only the summary cannot be written', async () => {
    const done = await acted({ inputs: { mode: 'plan' }, env: { GITHUB_STEP_SUMMARY: '/nowhere/summary' } });
    expect(done).toMatchObject({ exitCode: 0, outputs: { success: 'true' } });
    expect(done.lines.filter((line) => line.startsWith('::warning'))).toEqual([
      expect.stringMatching(/^::warning title=Kafka::The job summary could not be written: ENOENT/),
    ]);
  });
});
