import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { loadRequests } from '../src/manifest/load.ts';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));
const scripts = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;

interface Snippet {
  readonly kind: string;
  readonly text: string;
}

const snippets = [...readme.matchAll(/^( *)```(\S[^\n]*)\n([\s\S]*?)^\1```$/gm)].map(
  ([, indent = '', kind = '', text = '']): Snippet => ({
    kind,
    text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }),
);

const ofKind = (kind: string) => snippets.filter((snippet) => snippet.kind === kind).map(({ text }) => text);

const steps = z.array(z.object({ uses: z.string(), with: z.record(z.string(), z.unknown()) }));

describe('every snippet of the README', () => {
  it('is of a kind that a test here runs or parses', () => {
    const kinds = ['json policy', 'sh', 'yaml manifest', 'yaml step'];
    expect([...new Set(snippets.map(({ kind }) => kind))].sort()).toEqual(kinds);
    expect(snippets.length).toBe(readme.match(/^ *```\S/gm)?.length);
  });

  it.each(ofKind('yaml manifest'))('is a valid manifest: %#', async (text) => {
    const workspace = mkdtempSync(join(tmpdir(), 'deploy-alikafka-'));
    try {
      writeFileSync(join(workspace, 'kafka.yml'), text);
      const environments = Object.keys(parse(text).environments ?? {});
      for (const environment of [undefined, ...environments]) {
        const selection = { environment, instances: [] };
        const wish = { manifest: 'kafka.yml', workspace, selection, fieldInputs: {}, environment: {} };
        expect((await loadRequests(wish)).problems).toEqual([]);
      }
    } finally {
      rmSync(workspace, { recursive: true });
    }
  });

  it.each(ofKind('yaml step'))('is a step that uses inputs which exist: %#', (text) => {
    for (const step of steps.parse(parse(text))) {
      expect(step.uses).toBe('OWNER/deploy-alikafka@v1');
      expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with)));
    }
  });

  it.each(ofKind('json policy'))('is a RAM policy: %#', (text) => {
    const policy = JSON.parse(text);
    expect(policy.Version).toBe('1');
    expect(policy.Statement[0].Action).toMatch(/^alikafka:/);
  });

  it.each(ofKind('sh'))('runs scripts that exist: %#', (text) => {
    for (const [, name = ''] of text.matchAll(/npm (?:run )?(?!ci\b)([a-z]+)/g)) {
      expect(Object.keys(scripts)).toContain(name);
    }
  });
});
