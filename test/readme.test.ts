import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OWN_CODES } from '../src/alibaba/errors.ts';
import { CATALOGUE } from '../src/remedies/catalogue.ts';
import { THIS_ACTION } from './documents/examples.ts';
import {
  all,
  firstColumn,
  READMES,
  read,
  root,
  type Snippet,
  snippets,
  withoutComments,
} from './documents/markdown.ts';

const source = globSync('src/**/*.ts', { cwd: root }).map(read).join('\n');
const codes = new Set<string>([...CATALOGUE.flatMap((entry) => entry.codes), ...OWN_CODES]);

describe.each(READMES)('%s', (path) => {
  it('points to the other one in its first line', () => {
    const [other] = READMES.filter((name) => name !== path);
    expect(read(path).split('\n', 1)[0]).toContain(`](${other})`);
  });

  it('shows how it is used before line 40', () => {
    const lines = read(path).split('\n');
    expect(lines.slice(0, 39).filter((line) => line.includes(`uses: ${THIS_ACTION}`))).toHaveLength(1);
  });

  it('says of the first job, just before it, where it goes', () => {
    const [before = ''] = read(path).split('```yaml job');
    expect(before.trimEnd().split('\n').at(-1)).toContain('`jobs:`');
  });

  it('names the systems on which nothing has run yet, as long as there are any, with the list of it', () => {
    const list = 'CONTRIBUTING.md#what-has-not-run-yet';
    const left = /nothing of the project on macOS or Windows/.test(read('CONTRIBUTING.md'));
    const lines = read(path).split('\n');
    expect(lines.some((line) => line.includes(`](${list})`) && /macOS.*Windows/.test(line))).toBe(left);
  });

  it('explains only codes that the action knows', () => {
    const explained = firstColumn(path, /^(Code|错误码)$/);
    expect(explained.length).toBeGreaterThan(5);
    expect(explained.filter((code) => !codes.has(code))).toEqual([]);
  });
});

describe('README.md', () => {
  it('is read in ten minutes', () => {
    const WORDS_A_MINUTE = 240;
    const prose = read('README.md')
      .replaceAll(/<!-- (\w+): begin -->.*?<!-- \1: end -->/gs, '')
      .replaceAll(/```.*?```/gs, '');
    expect(prose.split(/\s+/).length).toBeLessThan(10 * WORDS_A_MINUTE);
  });
});

describe.each(['docs/errors.md', 'docs/zh/errors.md'])('%s', (path) => {
  it('explains only messages that the action writes', () => {
    const messages = firstColumn(path, /^(Message|消息)$/);
    expect(messages.length).toBeGreaterThan(5);
    expect(messages.filter((message) => !source.includes(message))).toEqual([]);
  });

  it('has every code of the catalogue', () => {
    const text = read(path);
    expect([...codes].filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
  });
});

/** What of a list is not in the other one in the same order, from the first item that is missing on. */
function lostIn<T>(longer: readonly T[], list: readonly T[]): T[] {
  const keys = longer.map((item) => JSON.stringify(item));
  let from = 0;
  const lost = list.findIndex((item) => {
    const at = keys.indexOf(JSON.stringify(item), from);
    from = at + 1;
    return at < 0;
  });
  return lost < 0 ? [] : list.slice(lost);
}

/** A snippet without its comments; one that is a comment whole is code. */
function codeOf({ kind, text }: Snippet): Snippet {
  return { kind, text: kind === 'yaml comment' ? text : withoutComments(text) };
}

describe('the Chinese README, which may have more,', () => {
  const lost = <T>(of: (path: string) => readonly T[]): T[] => lostIn(of('README.zh-CN.md'), of('README.md'));

  it('has the headings of the English one, by their levels', () => {
    expect(lost((path) => all(path, 'heading').map(({ depth }) => depth))).toEqual([]);
  });

  it('has its tables, by rows and columns', () => {
    const sizes = (path: string) =>
      all(path, 'table').map(({ children }) => children.map((row) => row.children.length));
    expect(lost(sizes)).toEqual([]);
  });

  it('has its lists, by their items', () => {
    const sizes = (path: string) =>
      all(path, 'list').map(({ ordered, children }) => [ordered, children.length]);
    expect(lost(sizes)).toEqual([]);
  });

  it('has its snippets, comments aside', () => {
    expect(lost((path) => snippets(path).map(codeOf))).toEqual([]);
  });

  it('names its inputs, fields, codes and files', () => {
    const namesIn = (path: string) => new Set(all(path, 'inlineCode').map(({ value }) => value));
    expect([...namesIn('README.md').difference(namesIn('README.zh-CN.md'))]).toEqual([]);
  });

  it('links to the same places', () => {
    const linksOf = (path: string) => new Set(all(path, 'link').map(({ url }) => url.replace(/#.*/, '')));
    const missing = linksOf('README.md').difference(linksOf('README.zh-CN.md'));
    expect([...missing].filter((url) => !/^(docs\/|README)/.test(url))).toEqual([]);
  });
});
