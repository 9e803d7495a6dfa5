import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../scripts/render-summary.ts';
import { commentOf } from '../../src/report/comment.ts';
import type { Report } from '../../src/report/report.ts';
import { runUrl } from '../../src/report/run.ts';
import { summaryOf } from '../../src/report/summary.ts';
import { bought, CONTEXT, fleetManifest, instanceIdOf, reportOf } from './reports.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');

async function expectRendered(markdown: string, name: string): Promise<void> {
  // One element a line, so that a change of a page can be read.
  const html = (await renderMarkdown(markdown)).replaceAll(
    /(<\/(?:t[dhr]|thead|p|h\d|summary|blockquote)>)(?=<)/g,
    '$1\n',
  );
  await expect(`${html}\n`).toMatchFileSnapshot(join('rendered', `${name}.html`));
}

function recorded(report: Report): Report {
  const approvals = [
    { user: 'hubot', state: 'approved', comment: 'Checked the plan.', environments: ['production'] },
  ];
  return { ...report, run: { ...CONTEXT, approvals } };
}

describe('as GitHub shows it:', () => {
  it('a good deployment', async () => {
    const report = await reportOf({ manifest: fleetManifest(1), cloud: { instances: bought(1) } });
    expect(report.outcomes.map(({ success, changed }) => [success, changed])).toEqual([[true, true]]);
    await expectRendered(summaryOf(recorded(report)), 'good-deployment');
  });

  it('a fleet with failures', async () => {
    const [one, two, three, four] = bought(4);
    if (!one || !two || !three || !four) throw new Error('four were bought');
    const report = await reportOf({
      manifest: fleetManifest(5),
      cloud: {
        instances: [
          one,
          { ...two, fate: 'deploy-error' },
          { ...three, deployType: 4 },
          { ...four, status: 'running' },
        ],
      },
    });
    expect(report.outcomes.map(({ success }) => success)).toEqual([true, false, false, true, false]);
    await expectRendered(summaryOf(recorded(report)), 'fleet-with-failures');
  });

  it('a failure that is not about an answer of the API leads to no page about one', async () => {
    const summary = summaryOf(await reportOf({ manifest: fleetManifest(1), cloud: { instances: [] } }));
    expect(summary).toContain('there is no such instance');
    expect(summary).not.toContain('troubleshoot?q=200');
    expect(summary).not.toMatch(/^### .*<code>200<\/code>/m);
  });

  it('a broken manifest', async () => {
    const report = await reportOf({ manifest: readFileSync(join(EXAMPLES, 'kafka-broken.yml'), 'utf8') });
    expect(report.requests).toEqual([]);
    await expectRendered(summaryOf(report), 'broken-manifest');
  });

  it('a plan with drift', async () => {
    await expectRendered(summaryOf(await drifted()), 'plan-with-drift');
  });

  it('the comment of a pull request', async () => {
    const about = {
      manifest: 'kafka.yml',
      environment: 'production',
      sha: CONTEXT.sha,
      runUrl: runUrl(CONTEXT),
    };
    await expectRendered(commentOf(await drifted(), about), 'pull-request-comment');
  });

  it('the comment of a pull request that has nothing to change', async () => {
    const report = await reportOf({
      manifest: fleetManifest(1),
      inputs: { mode: 'plan' },
      cloud: { instances: bought(1, { startedAt: 0, startedWith: LIVE }) },
    });
    const about = {
      manifest: 'kafka.yml',
      environment: undefined,
      sha: CONTEXT.sha,
      runUrl: runUrl(CONTEXT),
    };
    await expectRendered(commentOf(report, about), 'pull-request-comment-no-changes');
  });
});

const LIVE = {
  VpcId: 'vpc-bp1r4eg3yrxmygv0abcd',
  VSwitchId: 'vsw-bp1j3sg5979fstnp0abc',
  ZoneId: 'zonea',
  DeployModule: 'vpc',
  Config: '{"kafka.log.retention.hours":"72"}',
};

/** A plan of three: one to start, one as it should be, one that is otherwise in the cloud. */
async function drifted(): Promise<Report> {
  const report = await reportOf({
    manifest: fleetManifest(3),
    inputs: { mode: 'plan' },
    cloud: {
      instances: [
        { instanceId: instanceIdOf(1) },
        { instanceId: instanceIdOf(2), startedAt: 0, startedWith: LIVE },
        {
          instanceId: instanceIdOf(3),
          startedAt: 0,
          startedWith: { ...LIVE, VpcId: 'vpc-other', Config: '{"kafka.log.retention.hours":"48"}' },
        },
      ],
    },
  });
  expect(report.plan.map(({ action, drift }) => [action, drift.length])).toEqual([
    ['start', 0],
    ['none', 0],
    ['none', 2],
  ]);
  return report;
}
