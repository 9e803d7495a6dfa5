import { describe, expect, it } from 'vitest';
import type { Drift } from '../../src/deployment/drift.ts';
import { driftDiagnostics, driftErrors, driftSections } from '../../src/report/drift.ts';
import type { Report } from '../../src/report/report.ts';
import { elements, RENDERERS, textOf, walk } from '../e2e/markdown.ts';
import { fleetManifest, reportOf } from '../github/reports.ts';

const HOSTILE = [
  '```',
  '``````',
  '```\n</details><h1>Approved</h1>',
  '\n```\n\n# heading\n',
  '\r\n~~~\u2028```',
  '</code></pre><script>alert(1)</script>',
  '@octo-org/admins #1 GH-1 acme/other#3',
  '\u202egnirts',
  '&lt;b&gt;',
];

/** A plan with one instance that differs in its name, from this to that. */
async function drifting(wanted: string, live: string): Promise<Report> {
  const report = await reportOf({
    manifest: fleetManifest(1),
    inputs: { mode: 'plan' },
    cloud: { instances: [] },
  });
  const origin = { kind: 'input', name: 'name' } as const;
  const drift: Drift[] = [{ field: 'name', wanted, shown: wanted, live, origin }];
  return { ...report, plan: report.plan.map((item) => ({ ...item, drift })) };
}

it.each(HOSTILE)('a difference stays in its block whatever it says: %j', async (text) => {
  const markdown = driftSections(await drifting(text, `x${text}`)).join('\n\n');
  for (const [renderer, render] of Object.entries(RENDERERS)) {
    const root = render(markdown);
    const blocks = elements(root, 'pre');
    expect(blocks, renderer).toHaveLength(1);
    const lines = blocks.map(textOf).join().trimEnd().split('\n');
    const line = text.replaceAll(/[\n\r\u2028\u202e]+/g, ' ');
    expect(lines, renderer).toEqual([`- name: x${line} (live)`, `+ name: ${line} (manifest)`]);
    const tags = [...walk(root)].flatMap(([{ tagName }]) => tagName ?? []);
    expect([...new Set(tags)].sort(), renderer).toEqual(
      ['body', 'code', 'h3', 'head', 'html', 'p', 'pre', 'strong'].filter((tag) => tags.includes(tag)),
    );
  }
});

describe('drift', () => {
  const origin = { kind: 'manifest', file: 'kafka.yml', line: 3, column: 5 } as const;
  const drift: Drift[] = [
    { field: 'name', wanted: 'a', shown: '${NAME}', live: 'b', origin },
    { field: 'config', key: 'enable.acl', wanted: 'true', shown: 'true', live: 'false', origin },
    { field: 'vSwitchIds', wanted: ['a', 'b'], shown: ['a', 'b'], live: ['c'], origin },
  ];
  const otherZone: Drift = { field: 'zoneId', wanted: 'zonea', shown: 'zonea', live: 'zoneb', origin };
  const WHAT_TO_DO =
    'Write into the manifest what is live, or change the instance in the console: this action changes nothing of an instance that was deployed.';

  async function plannedWith(said: object): Promise<Report> {
    const report = await drifting('a', 'b');
    return { ...report, plan: report.plan.map((item) => ({ ...item, drift, ...said })) };
  }

  it('is a warning at its line, and another zone that the service may take a note', async () => {
    const { plan } = await plannedWith({ otherZone });
    const warning = { severity: 'warning', origin };
    expect(driftDiagnostics(plan)).toEqual([
      { ...warning, message: 'Drift: name of orders-1 is "b" in the cloud, "${NAME}" here' },
      { ...warning, message: 'Drift: config enable.acl of orders-1 is "false" in the cloud, "true" here' },
      { ...warning, message: 'Drift: vSwitchIds of orders-1 is "c" in the cloud, "a, b" here' },
      {
        ...{ severity: 'notice', origin },
        message:
          'The zone of orders-1 is "zoneb", not "zonea": the service takes another where one is short, unless isForceSelectedZones is true',
      },
    ]);
    expect(driftDiagnostics((await plannedWith({ drift: [] })).plan)).toEqual([]);
  });

  it('fails the step only where that is wanted, and then says so', async () => {
    const report = await plannedWith({});
    const diff = [
      ...['```diff', '- name: b (live)', '+ name: ${NAME} (manifest)'],
      ...['- config enable.acl: false (live)', '+ config enable.acl: true (manifest)'],
      ...['- vSwitchIds: c (live)', '+ vSwitchIds: a, b (manifest)', '```'],
    ].join('\n');
    expect(driftSections(report)).toEqual([
      ...['### Drift', `**What to do:** ${WHAT_TO_DO}`, `orders-1\n\n${diff}`],
    ]);
    expect(driftErrors(report)).toEqual([]);
    const strict = { ...report, failOnDrift: true } as const;
    expect(driftSections(strict)[1]).toBe(
      `**What to do:** ${WHAT_TO_DO} The step fails because \`fail-on-drift\` is true.`,
    );
    expect(driftErrors(strict)).toEqual([
      {
        ...{ severity: 'error', origin: { kind: 'input', name: 'fail-on-drift' } },
        message: `The step fails for 1 instance with drift (orders-1), because fail-on-drift is true. ${WHAT_TO_DO}`,
      },
    ]);
  });

  it('is told of those that have it, and is no section where there is none', async () => {
    const none = await plannedWith({ drift: [] });
    expect(driftSections(none)).toEqual([]);
    const [item] = (await plannedWith({})).plan;
    const [good] = none.plan;
    if (!item || !good) throw new Error('there is one instance');
    const other = { ...item, request: { ...item.request, key: 'audit' } };
    const mixed: Report = { ...none, plan: [good, item, other], failOnDrift: true };
    expect(driftErrors(mixed)[0]?.message).toContain('2 instances with drift (orders-1, audit)');
    expect(driftSections(mixed)).toHaveLength(4);
  });
});
