import { describe, expect, it } from 'vitest';
import { DEFAULTS, flat, load, problemsOf, sentFor } from './support.ts';

const TOO_DEEP = 'The YAML is nested too deeply; at most 20 levels are read';
const TOO_MANY_ALIASES = 'The manifest uses more than 100 aliases; write the values out';

describe('aliases', () => {
  it('stand for the value of their anchor, whose place is the origin', async () => {
    const { SecurityGroup } = await sentFor(flat('name: &n abc', 'securityGroup: *n'));
    expect(SecurityGroup).toEqual({ value: 'abc', origin: 'kafka.yml:1:10' });
  });

  it('may stand for maps, as in two instances that are alike', async () => {
    const text = [DEFAULTS, 'instances:', '  a: {instanceId: i-1, config: &c {enable.acl: true}}'];
    const { diagnostics, sent } = await load([...text, '  b: {instanceId: i-2, config: *c}'].join('\n'));
    expect(diagnostics).toEqual([]);
    expect(sent.get('b')?.Config).toEqual(sent.get('a')?.Config);
  });

  it.each([
    ['name: *none', '1:7'],
    ['name: *later\nsecurityGroup: &later abc', '1:7'],
  ])('need an anchor before them: %j', async (lines, place) => {
    expect(await problemsOf(flat(lines))).toEqual([
      `error kafka.yml:${place} This alias has no anchor before it in the manifest`,
    ]);
  });

  it.each(['config: &a {x: *a}', 'extraParameters: &a [*a]', 'config: &a {x: &b {y: *a, z: *b}}'])(
    'must not lead in a circle: %s',
    async (line) => {
      const diagnostics = await problemsOf(flat(line));
      expect(diagnostics[0]).toMatch(/^error kafka\.yml:1:\d+ The (YAML is nested too deeply|manifest uses)/);
    },
  );

  it('may be a hundred', async () => {
    const list = (count: number) => `extraParameters: {A: &a x, B: [${Array(count).fill('*a').join(', ')}]}`;
    expect((await sentFor(flat(list(100)))).B?.value).toHaveLength(100);
    expect(await problemsOf(flat(list(101)))).toEqual([`error kafka.yml:1:432 ${TOO_MANY_ALIASES}`]);
  });

  it('above a hundred are told once, where they become too many', async () => {
    const aliases = Array(300).fill('*a').join(', ');
    expect(await problemsOf(flat(`extraParameters: {A: &a x, B: [${aliases}]}`))).toEqual([
      `error kafka.yml:1:432 ${TOO_MANY_ALIASES}`,
    ]);
  });

  it('that multiply themselves end at the same limit', async () => {
    const bomb = Array.from(
      { length: 9 },
      (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join()}]`,
    );
    const diagnostics = await problemsOf([`a0: &a0 [x, x, x]`, ...bomb].join('\n'));
    expect(diagnostics[0]).toMatch(new RegExp(`^error kafka\\.yml:\\d+:\\d+ ${TOO_MANY_ALIASES}$`));
    expect(diagnostics.filter((problem) => !problem.endsWith(TOO_MANY_ALIASES))).toEqual([]);
  });

  it('that write out to more than a file can hold are refused, however few they are', async () => {
    const wide = `extraParameters: {A: &a [${Array(5000).fill('x').join()}], B: [${Array(41).fill('*a').join()}]}`;
    expect(await problemsOf(flat(wide))).toEqual(['error kafka.yml:1:1 The manifest holds too many values']);
  });
});

describe('nesting', () => {
  const nested = (levels: number) => flat(`config: ${'['.repeat(levels)}${']'.repeat(levels)}`);

  it('ends at twenty levels', async () => {
    expect(await problemsOf(nested(20))).toEqual([
      'error kafka.yml:1:9 config must be a map of configuration keys to values, but is a list',
    ]);
    expect(await problemsOf(nested(21))).toEqual([`error kafka.yml:1:29 ${TOO_DEEP}`]);
  });

  it.each([
    ['lists', nested(10_000)],
    ['lists that do not end', '['.repeat(100_000)],
    ['maps', flat(`config: ${'{a: '.repeat(60_000)}`)],
    ['keys', '? '.repeat(100_000)],
  ])('of thousands of %s is told as what it is', async (_, text) => {
    const diagnostics = await problemsOf(text);
    expect(diagnostics.join('\n')).toContain(TOO_DEEP);
    expect(diagnostics.join('\n')).not.toMatch(/call stack|regular expression/);
  });
});
