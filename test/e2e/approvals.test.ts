import { describe, expect, it } from 'vitest';
import { readSummary } from './markdown.ts';
import { type HomeRun, onStage, SHA } from './on-github.ts';

const RUN = 4711;
const ENTERPRISE_RUN = 'https://ghe.example.test/octo-org/octo-repo/actions/runs/4711';

const APPROVALS = {
  [RUN]: [
    {
      user: 'ann',
      state: 'approved',
      comment: 'Go <b>on</b> @everyone | x',
      environments: ['production', 'eu'],
    },
    { user: 'ben', state: 'rejected', comment: '', environments: ['us'] },
  ],
} as const;

function recordOf({ summary }: HomeRun): string[][] {
  return readSummary(summary).rows('What', 'Who');
}

describe.concurrent('a GitHub without an answer', () => {
  it('waits for a GitHub that hangs, but not for long', async () => {
    await onStage({ fault: 'hang' }, async ({ step }) => {
      const began = Date.now();
      const done = await step();
      expect(done).toMatchObject({ exitCode: 0, errors: [], outputs: { success: 'true' } });
      expect(done.warnings).toHaveLength(1);
      expect(recordOf(done)).toHaveLength(3);
      expect(Date.now() - began).toBeLessThan(60_000);
    });
  });

  // Windows has no signal to send that a process could hear.
  it.skipIf(process.platform === 'win32')(
    'ends at once when it is cancelled while GitHub hangs',
    async () => {
      await onStage({ fault: 'hang' }, async ({ step, github }) => {
        let asked = 0;
        let cancelled = 0;
        const done = await step({
          onOutput: (text, kill) => {
            if (asked > 0 || !text.includes('in service after')) return;
            asked = Date.now();
            const look = setInterval(() => {
              if (github.journal.length === 0) return;
              clearInterval(look);
              cancelled = Date.now();
              kill('SIGINT');
            }, 50);
          },
        });
        expect(done.outputs.success).toBe('false');
        expect(done.exitCode).toBe(130);
        expect(done.warnings).toEqual([]);
        // A runner waits 7.5 s after SIGINT, then sends SIGTERM, and kills 2.5 s later.
        expect(Date.now() - cancelled).toBeLessThan(10_000);
        expect(recordOf(done)).toHaveLength(3);
      });
    },
  );
});

describe.concurrent('the record of a deployment', () => {
  it('has commit, actor, workflow, attempt and approvals', async () => {
    await onStage({ approvals: APPROVALS }, async ({ step, github }) => {
      const done = await step();
      expect(done).toMatchObject({ exitCode: 0, warnings: [], outputs: { success: 'true' } });
      expect(recordOf(done)).toEqual([
        ['Commit', SHA.slice(0, 12)],
        ['Actor', 'octocat'],
        ['Workflow', 'Deploy Kafka, attempt 2'],
        ['production, eu approved by', 'ann: Go <b>on</b> @everyone | x'],
        ['us rejected by', 'ben'],
      ]);
      expect(readSummary(done.summary).links).toEqual(
        expect.arrayContaining([
          `https://github.com/octo-org/octo-repo/commit/${SHA}`,
          'https://github.com/octo-org/octo-repo/actions/runs/4711',
        ]),
      );
      expect(github.journal).toEqual([
        { method: 'GET', path: `/repos/octo-org/octo-repo/actions/runs/${RUN}/approvals`, status: 200 },
        { method: 'GET', path: `/repos/octo-org/octo-repo/commits/${SHA}/pulls`, status: 200 },
      ]);
    });
  });

  it('has no approvals where nobody had to approve', async () => {
    await onStage({}, async ({ step }) => {
      const done = await step({ env: { GITHUB_TRIGGERING_ACTOR: 'second', GITHUB_RUN_ATTEMPT: '3' } });
      expect(done).toMatchObject({ exitCode: 0, warnings: [] });
      expect(recordOf(done)).toEqual([
        ['Commit', SHA.slice(0, 12)],
        ['Actor', 'second'],
        ['Workflow', 'Deploy Kafka, attempt 3'],
      ]);
    });
  });

  it('is of a GitHub Enterprise Server where the run is', async () => {
    await onStage({ approvals: APPROVALS }, async ({ step, github }) => {
      const done = await step({
        env: { GITHUB_API_URL: github.enterpriseUrl, GITHUB_SERVER_URL: 'https://ghe.example.test' },
      });
      expect(done).toMatchObject({ exitCode: 0, warnings: [] });
      expect(recordOf(done)).toHaveLength(5);
      const { links } = readSummary(done.summary);
      expect(links).toContain(ENTERPRISE_RUN);
      expect(links.filter((link) => link.includes('github.com'))).toEqual([]);
      expect(github.journal).toMatchObject([
        { path: expect.stringMatching(/^\/api\/v3\/repos\/.*approvals$/), status: 200 },
        { path: expect.stringMatching(/^\/api\/v3\/repos\/.*pulls$/), status: 200 },
      ]);
    });
  });

  it('is also that of a deployment that failed', async () => {
    await onStage(
      { approvals: APPROVALS },
      async ({ step }) => {
        const done = await step();
        expect(done).toMatchObject({ exitCode: 1, warnings: [], outputs: { success: 'false' } });
        expect(recordOf(done)).toHaveLength(5);
      },
      { faults: [{ action: 'StartInstance', effect: { kind: 'refuse', code: 'INVALID_PARAMETER' } }] },
    );
  });

  it('warns when the token may not read approvals', async () => {
    await onStage({ approvals: APPROVALS, without: ['actions: read'] }, async ({ step }) => {
      const done = await step();
      expect(done).toMatchObject({ exitCode: 0, errors: [], outputs: { success: 'true', changed: 'true' } });
      expect(done.warnings).toHaveLength(1);
      expect(done.warnings[0]).toContain('The approvals of this run could not be read');
      expect(done.warnings[0]).toContain('add "actions: read" to the permissions of the job');
      expect(recordOf(done)).toHaveLength(3);
    });
  });

  it('warns when the token is not valid, without showing it', async () => {
    await onStage({}, async ({ step }) => {
      const done = await step({ inputs: { 'github-token': 'ghs_somebodyelsestoken' } });
      expect(done).toMatchObject({ exitCode: 0, outputs: { success: 'true' } });
      expect(done.warnings).toEqual([expect.stringContaining('the github-token is not valid (HTTP 401)')]);
      const shown =
        done.stdout.replace('::add-mask::ghs_somebodyelsestoken', '') + done.summary + done.outputFile;
      expect(shown).not.toContain('ghs_somebodyelsestoken');
    });
  });

  it.each(['reset', 'html', 'error', 'other-json'] as const)(
    'bears a GitHub with the fault %s',
    async (fault) => {
      await onStage({ fault }, async ({ step }) => {
        const done = await step();
        expect(done).toMatchObject({ exitCode: 0, errors: [], stderr: '', outputs: { success: 'true' } });
        expect(done.warnings).toEqual([
          expect.stringMatching(/^::warning title=Kafka::The approvals of this run could not be read: ./),
        ]);
        expect(recordOf(done)).toHaveLength(3);
      });
    },
  );
});

describe.concurrent('no record', () => {
  it('is made of a plan or a check', async () => {
    await onStage({ approvals: APPROVALS }, async ({ step, github }) => {
      for (const mode of ['plan', 'validate']) {
        const done = await step({ inputs: { mode } });
        expect(done).toMatchObject({ exitCode: 0, warnings: [] });
        expect(done.summary).not.toContain('On record');
      }
      expect(github.journal.filter(({ path }) => path.includes('approvals'))).toEqual([]);
    });
  });

  it('is made outside of GitHub', async () => {
    await onStage({ approvals: APPROVALS }, async ({ step, github }) => {
      const done = await step({
        env: {
          GITHUB_ACTIONS: '',
          GITHUB_REPOSITORY: '',
          GITHUB_SHA: '',
          GITHUB_RUN_ID: '',
          GITHUB_ACTOR: '',
          GITHUB_EVENT_NAME: '',
        },
      });
      expect(done).toMatchObject({ exitCode: 0, warnings: [] });
      expect(done.summary).not.toContain('On record');
      expect(github.journal).toEqual([]);
    });
  });

  it('needs GitHub where there is no token', async () => {
    await onStage({ approvals: APPROVALS }, async ({ step, github }) => {
      const done = await step({ inputs: { 'github-token': '' } });
      expect(done).toMatchObject({ exitCode: 0, warnings: [] });
      expect(recordOf(done)).toHaveLength(3);
      expect(github.journal).toEqual([]);
    });
  });
});
