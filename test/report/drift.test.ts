import { expect, it } from 'vitest';
import type { Drift } from '../../src/deployment/drift.ts';
import { driftSections } from '../../src/report/drift.ts';
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
