import { describe, expect, it } from 'vitest';
import { elements, RENDERERS, readSummary, textOf, walk } from './markdown.ts';
import { INSTANCE, MANIFEST, onStage, pullRequest, SHA } from './on-github.ts';

const PULL = 7;
const PULL_EVENT = {
  payload: pullRequest(PULL),
  env: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF_NAME: '7/merge' },
};
const PLAN = { ...PULL_EVENT, inputs: { mode: 'plan' } };
const BOT = 'github-actions[bot]';
const COMMENTS = `/repos/octo-org/octo-repo/issues/${PULL}/comments`;

/** More comments of others than a page holds. */
const CROWD = Array.from({ length: 230 }, (_, index) => {
  return { issue: PULL, author: index % 2 === 0 ? 'ann' : BOT, body: `comment ${index}` };
});

function firstLine(text: string | undefined): string {
  return (text ?? '').split('\n', 1)[0] ?? '';
}

describe.concurrent('a GitHub without an answer', () => {
  it('hangs, and holds a run for seconds only', async () => {
    await onStage({ fault: 'hang' }, async ({ step }) => {
      const began = Date.now();
      const done = await step(PLAN);
      expect(done).toMatchObject({
        exitCode: 0,
        errors: [],
        outputs: { success: 'true', 'has-changes': 'true' },
      });
      expect(done.warnings).toHaveLength(1);
      expect(done.warnings[0]).not.toContain('HTTP 500');
      expect(Date.now() - began).toBeLessThan(60_000);
    });
  });
});

describe.concurrent('a plan for a pull request', () => {
  it('is written into it, once, and kept up to date', async () => {
    await onStage({}, async ({ step, github, cloud }) => {
      const first = await step(PLAN);
      expect(first).toMatchObject({ exitCode: 0, stderr: '', errors: [], warnings: [] });
      expect(first.lines).toContain(
        `Plan written to https://github.com/octo-org/octo-repo/pull/${PULL}#issuecomment-1001`,
      );
      const [comment] = github.comments;
      expect(github.comments).toMatchObject([{ id: 1001, issue: PULL, author: BOT }]);
      expect(firstLine(comment?.body)).toMatch(/^<!-- deploy-alikafka plan [0-9a-f]{24} -->$/);
      const { headings, rows, links, text } = readSummary(comment?.body ?? '');
      expect(headings).toEqual(['📋 Kafka plan: 1 to start']);
      expect(rows('Instance', 'Region', 'Plan')).toMatchObject([
        [INSTANCE, 'cn-hangzhou', expect.stringMatching(/^start/)],
      ]);
      expect(text).toContain('From kafka.yml.');
      expect(text).toContain(`Plan for ${SHA.slice(0, 12)} by this run`);
      expect(links).toContain('https://github.com/octo-org/octo-repo/actions/runs/4711');

      // Nothing new: nothing is written.
      const asked = github.journal.length;
      const same = await step(PLAN);
      expect(same.warnings).toEqual([]);
      expect(github.journal.slice(asked).map(({ method }) => method)).toEqual(['POST', 'GET']);
      expect(github.comments).toEqual([comment]);

      // Deployed meanwhile: the same comment says so.
      expect(await step({ ...PULL_EVENT, inputs: { comment: 'never' } })).toMatchObject({ exitCode: 0 });
      expect(cloud.journal.some(({ action }) => action === 'StartInstance')).toBe(true);
      const later = await step({ ...PLAN, env: { ...PLAN.env, GITHUB_RUN_ID: '4712' } });
      expect(later.warnings).toEqual([]);
      expect(github.comments).toMatchObject([
        { id: 1001, body: expect.stringContaining('✅ Kafka plan: no changes') },
      ]);
      expect(firstLine(github.comments[0]?.body)).toBe(firstLine(comment?.body));
      expect(github.comments[0]?.body).toContain('/actions/runs/4712');
      expect(github.journal.at(-1)).toMatchObject({ method: 'PATCH', status: 200 });
    });
  });

  it('is found behind pages of other comments', async () => {
    await onStage({ comments: CROWD }, async ({ step, github }) => {
      await step(PLAN);
      expect(github.comments).toHaveLength(CROWD.length + 1);
      const again = await step({ ...PLAN, env: { ...PLAN.env, GITHUB_RUN_ID: '4712' } });
      expect(again.warnings).toEqual([]);
      expect(github.comments).toHaveLength(CROWD.length + 1);
      expect(github.comments.at(-1)?.body).toContain('/actions/runs/4712');
      const pages = github.journal.filter(({ method }) => method === 'GET').map(({ path }) => path);
      expect(pages).toEqual(
        [1, 2, 3, 1, 2, 3].map((page) =>
          expect.stringMatching(
            page === 1 ? /comments\?per_page=100$/ : new RegExp(`comments\\?per_page=100&page=${page}$`),
          ),
        ),
      );
    });
  });

  it('leaves a comment of somebody else alone, whatever its marker', async () => {
    const marker = await onStage({}, async ({ step, github }) => {
      await step(PLAN);
      return firstLine(github.comments[0]?.body);
    });
    const forged = [
      { issue: PULL, author: 'mallory', body: `${marker}\nAll is well.` },
      { issue: PULL, author: 'github-actions', body: `${marker}\nAll is well.` },
      { issue: PULL, author: BOT, body: `A quote of ${marker}\nfrom elsewhere` },
      { issue: PULL + 1, author: BOT, body: `${marker}\nOf another pull request` },
    ];
    await onStage({ comments: forged }, async ({ step, github }) => {
      const done = await step(PLAN);
      expect(done.warnings).toEqual([]);
      expect(github.comments.slice(0, 4)).toMatchObject(forged);
      expect(github.comments.slice(4)).toMatchObject([{ issue: PULL, author: BOT }]);
      await step({ ...PLAN, env: { ...PLAN.env, GITHUB_RUN_ID: '4712' } });
      expect(github.comments).toHaveLength(5);
      expect(github.comments.slice(0, 4)).toMatchObject(forged);
    });
  });

  it.each([
    ['the user of the token', { login: 'deploy-robot' }],
    ['the user of jobs, where the token may not ask', { tellsLogin: false }],
  ])('is known by %s', async (_, options) => {
    await onStage(options, async ({ step, github }) => {
      await step(PLAN);
      await step({ ...PLAN, env: { ...PLAN.env, GITHUB_RUN_ID: '4712' } });
      expect(github.comments).toMatchObject([
        { author: github.login, body: expect.stringContaining('/4712') },
      ]);
    });
  });

  it('has a comment for each environment and manifest', async () => {
    await onStage({}, async ({ step, github }) => {
      for (const environment of ['staging', 'production', 'staging']) {
        const done = await step({ ...PLAN, inputs: { ...PLAN.inputs, environment } });
        expect(done.warnings).toEqual([]);
      }
      await step(PLAN);
      await step({
        ...PLAN,
        inputs: {
          ...PLAN.inputs,
          manifest: '',
          'region-id': 'cn-hangzhou',
          'instance-id': INSTANCE,
          'deploy-module': 'vpc',
          'vpc-id': 'vpc-1',
          'vswitch-id': 'vsw-1',
          'zone-id': 'zonea',
        },
      });
      const texts = github.comments.map(({ body }) => readSummary(body).text);
      expect(texts).toEqual([
        expect.stringContaining('From kafka.yml, environment staging.'),
        expect.stringContaining('From kafka.yml, environment production.'),
        expect.stringContaining('From kafka.yml.'),
        expect.stringContaining('From the inputs.'),
      ]);
      expect(new Set(github.comments.map(({ body }) => firstLine(body))).size).toBe(4);
    });
  });

  it('that cannot be made says why', async () => {
    await onStage({}, async ({ step, github }) => {
      const done = await step({
        ...PLAN,
        manifest: MANIFEST.replace('deployModule: vpc', 'deployModule: vpn'),
      });
      expect(done).toMatchObject({ exitCode: 1, warnings: [] });
      const { headings, rows } = readSummary(github.comments[0]?.body ?? '');
      expect(headings[0]).toBe('❌ Kafka plan: it could not be made');
      expect(rows('Place', 'What')).toEqual([[expect.stringContaining('kafka.yml:3'), expect.any(String)]]);
    });
  });

  it.each([200, 400])('of a fleet of %d is as long as GitHub takes', async (size) => {
    const one = (index: number) => `  kafka-${index}: { instanceId: alikafka_post-cn-${index} }\n`;
    const manifest = `defaults: { regionId: cn-hangzhou, deployModule: vpc, vpcId: vpc-1, vSwitchId: vsw-1, zoneId: zonea, name: "${'n'.repeat(60)}" }
instances:
${Array.from({ length: size }, (_, index) => one(index)).join('')}`;
    await onStage(
      {},
      async ({ step, github }) => {
        const inputs = { ...PLAN.inputs, preflight: 'off' }; // all have one name
        const done = await step({ ...PLAN, inputs, manifest });
        expect(done.errors).toEqual([]);
        expect(done.exitCode).toBe(0);
        expect(done.warnings).toHaveLength(size > 256 ? 1 : 0); // more than a matrix holds
        const body = github.comments[0]?.body ?? '';
        expect(body.length).toBeGreaterThan(size === 200 ? 20_000 : 100);
        expect(body.length).toBeLessThanOrEqual(65_536);
        expect(body).toContain('left out');
        expect(body).toContain('whose summary has everything');
      },
      {
        instances: Array.from({ length: size }, (_, index) => {
          return { instanceId: `alikafka_post-cn-${index}`, deployType: 5 as const };
        }),
      },
    );
  });
});

describe.concurrent('whether a plan is written', () => {
  const pulls = [
    { number: 3, state: 'closed', headRef: 'change', headSha: SHA },
    { number: 4, state: 'open', headRef: 'other', headSha: SHA },
    { number: 5, state: 'open', headRef: 'change', headSha: SHA },
    { number: 6, state: 'open', headRef: 'change', headSha: '1'.repeat(40) },
  ] as const;
  const push = { payload: { ref: 'refs/heads/change' }, env: { GITHUB_REF_NAME: 'change' } };

  it('into the open pull request of a pushed branch', async () => {
    await onStage({ pulls }, async ({ step, github }) => {
      const done = await step({ ...push, inputs: { mode: 'plan' } });
      expect(done).toMatchObject({ exitCode: 0, warnings: [] });
      expect(github.comments).toMatchObject([{ issue: 5 }]);
      expect(github.journal[0]).toMatchObject({
        method: 'GET',
        path: expect.stringContaining(`/commits/${SHA}/pulls`),
      });
    });
  });

  it('nowhere for a pushed branch without one', async () => {
    await onStage({ pulls: pulls.slice(0, 2) }, async ({ step, github }) => {
      const done = await step({ ...push, inputs: { mode: 'plan' } });
      expect(done).toMatchObject({ exitCode: 0, warnings: [] });
      expect(github.comments).toEqual([]);
      expect(github.journal).toHaveLength(1);
    });
  });

  it.each(['schedule', 'workflow_dispatch', 'issue_comment'])('nowhere for the event %s', async (name) => {
    await onStage({ pulls }, async ({ step, github }) => {
      const payload = { issue: { number: PULL } };
      const done = await step({ payload, inputs: { mode: 'plan' }, env: { GITHUB_EVENT_NAME: name } });
      expect(done).toMatchObject({ exitCode: 0, warnings: [] });
      expect(github.journal).toEqual([]);
    });
  });

  it.each([
    ['never', 'plan', 0],
    ['never', 'apply', 0],
    ['auto', 'validate', 0],
    ['always', 'validate', 0],
    ['always', 'apply', 1],
  ])('with comment: %s in mode %s', async (comment, mode, count) => {
    await onStage({}, async ({ step, github }) => {
      const done = await step({ ...PULL_EVENT, inputs: { mode, comment } });
      expect(done).toMatchObject({ exitCode: 0, errors: [], warnings: [] });
      expect(github.comments).toHaveLength(count);
      const talk = github.journal.filter(({ path }) => !path.endsWith('/approvals'));
      expect(talk.length > 0).toBe(count > 0);
    });
  });

  it('with comment: changes only where something would change, or is there already', async () => {
    await onStage({}, async ({ step, github }) => {
      const plan = { ...PULL_EVENT, inputs: { mode: 'plan', comment: 'changes' } };
      await step(plan);
      expect(readSummary(github.comments[0]?.body ?? '').headings).toEqual(['📋 Kafka plan: 1 to start']);
      await step({ inputs: { comment: 'never' } });
      await step(plan);
      expect(github.comments).toMatchObject([{ body: expect.stringContaining('no changes') }]);
      const elsewhere = pullRequest(PULL + 1);
      const done = await step({ ...plan, payload: elsewhere });
      expect(done).toMatchObject({ exitCode: 0, warnings: [] });
      expect(github.comments).toHaveLength(1);
    });
  });

  it('not without a token, nor outside of GitHub', async () => {
    await onStage({}, async ({ step, github }) => {
      const bare = await step({ ...PLAN, inputs: { ...PLAN.inputs, 'github-token': '' } });
      const outside = await step({ ...PLAN, env: { ...PLAN.env, GITHUB_REPOSITORY: '' } });
      for (const done of [bare, outside]) expect(done).toMatchObject({ exitCode: 0, warnings: [] });
      expect(github.journal).toEqual([]);
    });
  });
});

describe.concurrent('a GitHub that does not help', () => {
  it('refuses for want of a permission, and is told of by its name', async () => {
    await onStage({ without: ['pull-requests: write'] }, async ({ step, github }) => {
      const done = await step(PLAN);
      expect(done).toMatchObject({
        exitCode: 0,
        errors: [],
        outputs: { success: 'true', 'has-changes': 'true' },
      });
      expect(done.warnings).toEqual([
        '::warning title=Kafka::The plan could not be written into the pull request: the github-token may not do that (HTTP 403); add "pull-requests: write" to the permissions of the job',
      ]);
      expect(github.comments).toEqual([]);
    });
  });

  it('does not let the token see the pull requests of a push', async () => {
    await onStage({ without: ['contents: read'] }, async ({ step }) => {
      const done = await step({ inputs: { mode: 'plan' } });
      expect(done).toMatchObject({ exitCode: 0, errors: [], outputs: { success: 'true' } });
      expect(done.warnings).toHaveLength(1);
    });
  });

  it('says to wait, which needs no permission', async () => {
    await onStage({ fault: 'rate-limit' }, async ({ step }) => {
      const done = await step(PLAN);
      expect(done).toMatchObject({ exitCode: 0, errors: [], outputs: { success: 'true' } });
      expect(done.warnings).toEqual([expect.stringContaining('HTTP 403')]);
      expect(done.warnings[0]).not.toContain('pull-requests: write');
    });
  });

  it.each(['reset', 'html', 'error'] as const)('has the fault %s', async (fault) => {
    await onStage({ fault }, async ({ step }) => {
      const done = await step(PLAN);
      expect(done).toMatchObject({ exitCode: 0, errors: [], stderr: '', outputs: { success: 'true' } });
      expect(done.warnings).toEqual([
        expect.stringMatching(
          /^::warning title=Kafka::The plan could not be written into the pull request: ./,
        ),
      ]);
    });
  });

  it('answers in other words, which are no address', async () => {
    await onStage({ fault: 'other-json' }, async ({ step }) => {
      const done = await step(PLAN);
      expect(done).toMatchObject({ exitCode: 0, errors: [], stderr: '', outputs: { success: 'true' } });
      expect(done.stdout).not.toContain('undefined');
      expect(done.warnings).toHaveLength(1);
    });
  });

  it('is not there, which is no HTTP status', async () => {
    await onStage({}, async ({ step, github }) => {
      await github.close();
      const done = await step(PLAN);
      expect(done).toMatchObject({ exitCode: 0, errors: [], outputs: { success: 'true' } });
      expect(done.warnings).toHaveLength(1);
      expect(done.warnings[0]).not.toContain('HTTP 500');
    });
  });

  it('says things that are to stay text', async () => {
    const distort = (path: string, body: unknown) =>
      path === '/graphql'
        ? body
        : { message: '\n::error::forged\r##[error]forged', html_url: '\n::error::forged' };
    await onStage({ distort }, async ({ step }) => {
      const done = await step(PLAN);
      expect(done).toMatchObject({ exitCode: 0, errors: [] });
      expect(done.stdout).not.toMatch(/^::error|##\[error/m);
    });
  });
});

const HOSTILE = [
  '</td></tr></table></details><script>alert(1)</script><img src=x onerror=alert(1)>',
  '![x](https://evil.test/x.png) [click](javascript:alert(1)) https://evil.test www.evil.test',
  '@octocat @octo-org/team #1 octo-org/octo-repo#1',
  '--> <!-- deploy-alikafka plan 000000000000000000000000 --> a|b `c` **d**',
].join(' ');

/** Checks that a comment is made of the action's own elements and links, in every renderer. */
function expectHarmless(body: string): void {
  for (const render of Object.values(RENDERERS)) {
    const root = render(body);
    const nodes = [...walk(root)];
    const own =
      'html head body h3 p blockquote strong code samp pre br a table thead tbody tr th td details summary sub';
    const names = new Set(nodes.flatMap(([{ tagName }]) => tagName ?? []));
    expect([...names].filter((name) => !own.split(' ').includes(name))).toEqual([]);
    const links = elements(root, 'a').map(({ properties }) => String(properties?.href));
    const allowed =
      /^https:\/\/(github\.com\/octo-org\/octo-repo\/actions\/|([a-z]+\.)+(aliyun|alibabacloud)\.com\/)/;
    expect(links.filter((href) => !allowed.test(href))).toEqual([]);
    expect(nodes.filter(([{ type }]) => type === 'comment')).toHaveLength(1);
    const prose = nodes.filter(([{ type }, around]) => type === 'text' && !around.includes('code'));
    expect(prose.map(([{ value }]) => value ?? '').filter((text) => /(^|[^\w/])@\w/.test(text))).toEqual([]);
  }
}

describe.concurrent('text of others in a comment', () => {
  it('stays text when the manifest says it', async () => {
    await onStage({}, async ({ step, github }) => {
      const done = await step({
        ...PLAN,
        manifest: `${MANIFEST}name: ${JSON.stringify(HOSTILE)}\n? ${JSON.stringify(HOSTILE)}\n: x\nextraParameters: { Newer: ${JSON.stringify(HOSTILE)} }\n`,
      });
      expect(done.warnings.filter((line) => line.includes('could not be written'))).toEqual([]);
      expect(github.comments).toHaveLength(1);
      expectHarmless(github.comments[0]?.body ?? '');
    });
  });

  it('stays text when it is taken', async () => {
    await onStage({}, async ({ step, github }) => {
      const done = await step({
        ...PLAN,
        manifest: `${MANIFEST.replace('staging: {', `${JSON.stringify(HOSTILE)}: {`)}extraParameters: { Newer: ${JSON.stringify(HOSTILE)} }\n`,
        inputs: { mode: 'plan', environment: HOSTILE },
      });
      expect(done).toMatchObject({ exitCode: 0, errors: [] });
      const body = github.comments[0]?.body ?? '';
      expectHarmless(body);
      expect(textOf(RENDERERS.remark?.(body) ?? { type: 'root' })).toContain('onerror=alert(1)');
    });
  });

  it('stays text when the API says it', async () => {
    await onStage(
      {},
      async ({ step, github }) => {
        const done = await step(PLAN);
        expect(done.exitCode).toBe(1);
        expectHarmless(github.comments[0]?.body ?? '');
        expect(github.comments[0]?.body).toContain('alert');
      },
      {
        faults: [
          {
            action: 'GetInstanceList',
            times: 99,
            effect: {
              kind: 'refuse',
              code: 'Forbidden.X',
              message: HOSTILE,
              fields: { Recommend: `https://evil.test/${HOSTILE}`, RequestId: HOSTILE },
            },
          },
        ],
      },
    );
  });
});

describe.concurrent('GitHub Enterprise', () => {
  it('is asked where it is, and linked to', async () => {
    await onStage({}, async ({ step, github }) => {
      const done = await step({
        ...PLAN,
        env: {
          ...PLAN.env,
          GITHUB_API_URL: github.enterpriseUrl,
          GITHUB_SERVER_URL: 'https://ghe.example.test',
        },
      });
      expect(done).toMatchObject({ exitCode: 0, warnings: [] });
      expect(github.journal).toEqual([
        { method: 'POST', path: '/api/graphql', status: 200 },
        { method: 'GET', path: `/api/v3${COMMENTS}?per_page=100`, status: 200 },
        { method: 'POST', path: `/api/v3${COMMENTS}`, status: 201 },
      ]);
      const { links } = readSummary(github.comments[0]?.body ?? '');
      expect(links).toContain('https://ghe.example.test/octo-org/octo-repo/actions/runs/4711');
      expect(links.filter((link) => link.includes('github.com'))).toEqual([]);
    });
  });
});

describe.concurrent('the token of GitHub', () => {
  it('is in nothing that a run writes', async () => {
    await onStage({}, async ({ step, github }) => {
      const done = await step({ ...PLAN, env: { ...PLAN.env, RUNNER_DEBUG: '1' } });
      const [mask = ''] = done.lines;
      const lines = done.lines.filter((line) => !line.startsWith('::add-mask::'));
      expect(done.lines).toContain(`::add-mask::${github.token}`);
      expect(mask).toMatch(/^::add-mask::/);
      const written = [
        ...lines,
        done.stderr,
        done.outputFile,
        done.summary,
        ...github.comments.map(({ body }) => body),
      ];
      for (const form of [github.token, Buffer.from(github.token).toString('base64').slice(0, -4)]) {
        expect(written.join('\n')).not.toContain(form);
      }
      expect(done.left).toEqual([]);
    });
  });
});

describe.concurrent('plans of several selections in one pull request', () => {
  it('have a comment each, and none writes over another', async () => {
    const ids = { orders: INSTANCE, audit: 'alikafka_post-cn-two' };
    const manifest = `defaults: { regionId: cn-hangzhou, deployModule: vpc, vpcId: vpc-1, vSwitchId: vsw-1, zoneId: zonea }
instances:
${Object.entries(ids)
  .map(([key, id]) => `  ${key}: { instanceId: ${id} }`)
  .join('\n')}
`;
    const instances = Object.values(ids).map((instanceId) => ({ instanceId, deployType: 5 as const }));
    await onStage(
      {},
      async ({ step, github }) => {
        for (const key of Object.keys(ids)) {
          await step({ ...PLAN, manifest, inputs: { ...PLAN.inputs, instances: key } });
        }
        expect(github.comments.map(({ body }) => body)).toEqual(
          Object.values(ids).map((id) => expect.stringContaining(id)),
        );
      },
      { instances },
    );
  });
});

describe.concurrent('after an apply', () => {
  const MERGED = '2'.repeat(40);
  const pulls = [
    { number: PULL, state: 'closed', headRef: 'change', headSha: SHA, mergedAs: MERGED },
    { number: PULL + 1, state: 'open', headRef: 'main', headSha: MERGED },
  ] as const;
  const merge = { env: { GITHUB_EVENT_NAME: 'push', GITHUB_REF_NAME: 'main', GITHUB_SHA: MERGED } };

  it('the plan in the merged pull request is brought up to what was done', async () => {
    await onStage({ pulls }, async ({ step, github }) => {
      await step(PLAN);
      const done = await step(merge);
      expect(done).toMatchObject({ exitCode: 0, warnings: [] });
      expect(github.comments).toHaveLength(1);
      const { headings, text } = readSummary(github.comments[0]?.body ?? '');
      expect(headings[0]).toBe('✅ Kafka: 1 instance in service, 1 started');
      expect(text).toContain(`Result of ${MERGED.slice(0, 12)} by this run`);
      expect(text).not.toContain('to start');
    });
  });

  it('no comment is written where none is, and nothing is said where the token may not', async () => {
    for (const without of [[], ['pull-requests: write', 'contents: read']] as const) {
      await onStage({ pulls, without }, async ({ step, github }) => {
        expect(await step(merge)).toMatchObject({ exitCode: 0, warnings: [] });
        expect(github.comments).toEqual([]);
      });
    }
  });

  it('of a pull request a comment that is always wanted says what was done', async () => {
    await onStage({}, async ({ step, github }) => {
      const done = await step({ ...PULL_EVENT, inputs: { comment: 'always' } });
      expect(done).toMatchObject({ exitCode: 0, warnings: [] });
      const { headings } = readSummary(github.comments[0]?.body ?? '');
      expect(headings[0]).toBe('✅ Kafka: 1 instance in service, 1 started');
    });
  });
});
