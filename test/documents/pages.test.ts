import { existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { examples, expectJob, expectSteps, expectValid, isWorkflow, shown, step } from './examples.ts';
import {
  all,
  anchorsOf,
  PAGES,
  READMES,
  read,
  root,
  type Snippet,
  snippets,
  withoutComments,
} from './markdown.ts';

const { scripts } = JSON.parse(read('package.json'));

const job = z.strictObject({
  'runs-on': z.string(),
  environment: z.string(),
  permissions: z.record(z.string(), z.string()),
  steps: z.array(step),
});

/** What each kind of snippet is held to. Those of other kinds are run by tests of their own. */
const CHECKS: Readonly<Record<string, (text: string, path: string) => void | Promise<void>>> = {
  'yaml manifest': expectValid,
  'yaml step': (text) => expectSteps(z.array(step).parse(parse(text)), text),
  'yaml job': (text) => {
    for (const each of Object.values(z.record(z.string(), job).parse(parse(text)))) expectJob(each, text);
  },
  'yaml workflow': (text, path) => {
    const form = path === 'README.md' ? (code: string) => code : withoutComments;
    expect(examples.filter(isWorkflow).map((name) => form(shown(name)))).toContain(form(`${text}\n`));
  },
  'yaml env': (text) => {
    expect(Object.keys(parse(text))).toEqual(['HTTPS_PROXY', 'NO_PROXY']);
  },
  'yaml comment': (text) => {
    const [, path = ''] =
      /^# yaml-language-server: \$schema=https:.*\/OWNER\/deploy-alikafka\/v1\/(\S+)$/.exec(text) ?? [];
    expect(existsSync(join(root, path || 'none'))).toBe(true);
  },
  'json policy': (text) => {
    expect(examples.filter((name) => name.endsWith('.json')).map(read)).toContain(`${text}\n`);
  },
  sh: (text) => {
    const named = [...text.matchAll(/npm (?:run )?(?!ci\b)([a-z:]+)/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  },
};

/** keyless.test.ts runs the commands, repository.test.ts compares the picture, editor.test.ts reads the settings. */
const RUN_ELSEWHERE = ['sh keyless', 'mermaid', 'json settings'];

/** Pages whose snippets are for other systems, with tests of their own. */
const OF_OTHER_SYSTEMS = /^docs\/(other-ci\.md|zh\/(?!(?:errors|manifest)\.md))/;

const written = [...READMES, ...PAGES.filter((path) => !OF_OTHER_SYSTEMS.test(path))];

/** The snippets of a page, each with a name for its test. */
const named = (path: string): [name: string, snippet: Snippet][] =>
  snippets(path).map((snippet, at) => [`${at + 1}, ${snippet.kind}`, snippet]);

describe.each(written)('a snippet of %s', (path) => {
  const known = [...Object.keys(CHECKS), ...RUN_ELSEWHERE];

  it('is of a kind that a test runs or parses', () => {
    expect(snippets(path).filter(({ kind }) => !known.includes(kind))).toEqual([]);
  });

  it.each(named(path).filter(([, { kind }]) => kind in CHECKS))('is right: %s', async (_, { kind, text }) => {
    await CHECKS[kind]?.(text, path);
  });
});

describe.each([...READMES, ...PAGES])('%s', (path) => {
  it('links to files and headings that exist', () => {
    const targets = [
      ...all(path, 'link').map(({ url }) => url),
      ...[...read(path).matchAll(/\b(?:src|srcset)="([^"]*)"/g)].map(([, url = '']) => url),
    ].filter((url) => !/^[a-z]+:/.test(url));
    const missing = targets.filter((target) => {
      const [file = '', anchor] = decodeURIComponent(target).split('#');
      const to = file === '' ? path : posix.join(dirname(path), file);
      if (!existsSync(join(root, to))) return true;
      return anchor !== undefined && !anchorsOf(to).has(anchor);
    });
    expect(missing).toEqual([]);
  });

  it('names npm scripts that exist', () => {
    const names = [...read(path).matchAll(/`npm run ([a-z:]+)/g)].map(([, name = '']) => name);
    expect(names.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('leads back to the README of its language', () => {
    if (READMES.some((readme) => readme === path)) return;
    const readme = posix.relative(dirname(path), path.startsWith('docs/zh/') ? READMES[1] : READMES[0]);
    expect(all(path, 'link').map(({ url }) => url.replace(/#.*/, ''))).toContain(readme);
  });
});
