import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPLETE, flat, load, problemsOf, sentFor } from './support.ts';

const TAG = 'This YAML tag is not understood; custom tags are not allowed: remove it';
const TWICE = 'This key is given twice in the same map; remove one of them';
const NO_KEY = 'A key must be a plain text';

describe('a syntax error', () => {
  it.each([
    ['a colon in a value', 'name: a: CANARY', '1:7'],
    ['a reserved character', 'name: @CANARY', '1:7'],
    ['a reserved character', 'name: `CANARY', '1:7'],
    ['a percent sign', 'name: %CANARY', '1:7'],
    ['a tab for indentation', '\tname: CANARY', '1:1'],
    ['an unknown escape', 'name: "CANARY\\q"', '1:14'],
    ['a half escape', 'name: "\\u12 CANARY"', '1:8'],
    ['text after a quoted value', 'name: "a" CANARY', '1:11'],
    ['a key without a value', 'name: abc\nCANARY', '2:1'],
    ['another indentation', '  name: abc\n CANARY: x', '2:2'],
    ['a block scalar with text in its header', 'name: |CANARY', '1:8'],
    ['a folded scalar with text in its header', 'name: >CANARY', '1:8'],
    ['an unknown tag handle', 'name: !CANARY!x y', '1:7'],
    ['a tag without a suffix', 'name: !CANARY! y', '1:7'],
    ['a tag that does not end', 'name: !<CANARY y', '1:7'],
    ['a tag that is not resolved', 'name: !<!CANARY> y', '1:7'],
    ['an alias with an anchor', 'name: &CANARY *CANARY', '1:15'],
    ['a closing bracket too many', 'name: {a: b}}CANARY', '1:13'],
  ])('is told at its place, without the text that stands there: %s', async (_, lines, place) => {
    const diagnostics = await problemsOf(flat(lines));
    expect(diagnostics[0]).toMatch(new RegExp(`^error kafka\\.yml:${place} (YAML syntax error: )?\\w.{9,}$`));
    expect(diagnostics.join()).not.toContain('CANARY');
  });

  it.each(['name: "CANARY', "name: 'CANARY", 'name: [CANARY', 'name: {a: "CANARY"', '%CANARY'])(
    'that goes on to the end is told on a line that the manifest has: %s',
    async (line) => {
      const text = flat(line);
      const diagnostics = await problemsOf(text);
      const [, row] = /^error kafka\.yml:(\d+):\d+ YAML syntax error: /.exec(diagnostics[0] ?? '') ?? [];
      expect(Number(row)).toBeGreaterThanOrEqual(1);
      expect(Number(row)).toBeLessThanOrEqual(text.trimEnd().split('\n').length);
      expect(diagnostics.join()).not.toContain('CANARY');
    },
  );

  it('is told a hundred times at most: what comes after follows from it', async () => {
    const lines = Array.from({ length: 120 }, (_, index) => `key${index}: @`);
    const diagnostics = await problemsOf(lines.join('\n'));
    expect(diagnostics).toHaveLength(100);
    expect(diagnostics.at(-1)).toMatch(/^error kafka\.yml:100:8 YAML syntax error: /);
  });

  it.each(['"a\\qCANARY"', '"\\xGCANARY"', '"\\U00110000CANARY"'])(
    'is told without the text of an escape that YAML does not have: %s',
    async (written) => {
      const told = await problemsOf(`name: ${written}`);
      expect(told).toEqual([expect.stringMatching(/:1:[89] YAML syntax error: Invalid escape sequence$/)]);
    },
  );

  it('is told alone: nothing else is known of such a manifest', async () => {
    expect(await problemsOf('nam: x\nregionId: a: b\n')).toEqual([
      expect.stringMatching(
        /^error kafka\.yml:2:11 YAML syntax error: .*; put a value that holds ": " in quotes$/,
      ),
    ]);
  });

  it('never shows a password, whatever characters of YAML stand beside it', async () => {
    const marks = fc.string({
      unit: fc.constantFrom(...' \t!|>&*%@`"\'{}[],#?:-~<=\\$0a'),
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(marks, marks, async (before, after) => {
        const line = `password: ${before}CANARY${after}`;
        const { diagnostics } = await load(flat(line, 'deployModule: eip'));
        expect(diagnostics.join('\n'), line).not.toContain('CANARY');
      }),
      { seed: 20261124, numRuns: 200 },
    );
  });
});

describe('a manifest without content', () => {
  it.each(['', '\n\n', '# nothing\n# here\n', '---\n', '--- # nothing\n', '\uFEFF', '---\n...\n'])(
    'is an error: %j',
    async (text) => {
      expect(await problemsOf(text)).toEqual([
        'error kafka.yml:1:1 The manifest is empty; it must describe at least one instance',
      ]);
    },
  );

  it.each([
    ['- name: abc', '1:1', 'a list'],
    ['\n\n  [a]', '3:3', 'a list'],
    ['regionId', '1:1', 'a single value'],
    ['42', '1:1', 'a single value'],
    ['null', '1:1', 'a single value'],
    ['"regionId: cn-hangzhou"', '1:1', 'a single value'],
  ])('is an error, too, when it is no map: %j', async (text, place, found) => {
    expect(await problemsOf(text)).toEqual([
      `error kafka.yml:${place} The manifest must be a map of fields at the top, but it is ${found}`,
    ]);
  });
});

describe('documents and directives', () => {
  it.each([`---\n${flat()}`, `${flat()}...\n`, `%YAML 1.2\n---\n${flat()}`, `# text\n---\n${flat()}# end`])(
    'one document may have its marks: %#',
    async (text) => {
      expect((await load(text)).diagnostics).toEqual([]);
    },
  );

  it.each([
    [`${flat()}---\nname: abc\n`, '8:1'],
    [`${flat()}---\n# nothing\n`, '7:4'],
    [`${flat()}...\n---\n  - a\n`, '9:3'],
    [`${flat()}---\nname: "a\n`, '8:1'],
  ])('a second document is refused where it starts: %#', async (text, place) => {
    expect(await problemsOf(text)).toEqual([
      `error kafka.yml:${place} A manifest is one YAML document; a second one starts here: remove it`,
    ]);
  });

  it('YAML 1.1 is refused, which reads values differently', async () => {
    expect(await problemsOf(`%YAML 1.1\n---\n${flat()}`)).toEqual([
      'error kafka.yml:1:1 Manifests are YAML 1.2; remove the %YAML directive',
    ]);
  });
});

describe('keys', () => {
  it.each([
    ['name: abc\nname: abc', '2:1'],
    ['name: abc\n"name": def', '2:1'],
    ['name: abc\n"n\\u0061me": def', '2:1'],
    ['config: {enable.acl: true, enable.acl: true}', '1:28'],
    ['extraConfig: {1: a, "1": b}', '1:21'],
    ['extraConfig: {true: a, "true": b}', '1:24'],
    ['extraConfig: {"1.0": a, 1.0: b}', '1:25'],
    ['extraConfig: {__proto__: a, __proto__: b}', '1:29'],
  ])('given twice in a map are an error at the second: %s', async (line, place) => {
    expect(await problemsOf(flat(line))).toEqual([`error kafka.yml:${place} ${TWICE}`]);
  });

  it.each([
    ['? [name]\n: abc', '1:3'],
    ['? {name: abc}\n: abc', '1:3'],
    ['~: abc', '1:1'],
    [': abc', '1:1'],
    ['*n : abc', '1:1'],
  ])('must be plain texts: %j', async (lines, place) => {
    const diagnostics = await problemsOf(
      `${lines}\nsecurityGroup: &n abc\n${Object.values(COMPLETE).join('\n')}`,
    );
    expect(diagnostics).toEqual([`error kafka.yml:${place} ${NO_KEY}`]);
  });

  it.each(['1', '1.50', '0x1F', 'true', '2026-11-24'])(
    'that are no texts count as written: %s',
    async (key) => {
      const { Config } = await sentFor(flat(`extraConfig: {${key}: a}`));
      expect(Config?.value).toBe(`{"${key}":"a"}`);
    },
  );

  it.each(['!x name', '!!binary name'])('have no tags: %s', async (key) => {
    const diagnostics = await problemsOf(flat(`${key}: abc`));
    expect(diagnostics).toEqual([
      expect.stringMatching(/^error kafka\.yml:1:\d+ This YAML tag is not understood/),
    ]);
  });

  it('have no merge key, which YAML 1.2 does not know', async () => {
    expect(await problemsOf(flat('<<: {name: abc}'))).toEqual([
      'error kafka.yml:1:1 Unknown key "<<"; see the list of fields in docs/manifest.md',
    ]);
  });
});

it.each(['topics: {orders}', 'topics: {? orders}', 'topics:\n  ? orders'])(
  'a key without a value has none: %j',
  async (lines) => {
    expect(await problemsOf(flat(lines))).toEqual([
      expect.stringMatching(/^error kafka\.yml:\d+:\d+ topics\["orders"\] has no value, and no lower layer/),
    ]);
  },
);

describe('values', () => {
  it.each([
    ['yes', 'yes'],
    ['off', 'off'],
    ['0x', '0x'],
    ['1_000', '1_000'],
    ['12:30:45', '12:30:45'],
    ['2026-11-24', '2026-11-24'],
    ['"a\\u00e9"', 'aé'],
    ["'it''s'", "it's"],
    ['>-\n  two\n  lines', 'two lines'],
    ['!!str 123', '123'],
  ])('are texts by the rules of YAML 1.2: %j', async (written, value) => {
    expect((await sentFor(flat(`notifier: ${written}`))).Notifier?.value).toBe(value);
  });

  it.each([
    '12345678901234567890123',
    '-9007199254740993',
    '0.10000000000000000001',
    '1.0',
    '1e400',
    '0x1F',
    '0o17',
    '.inf',
  ])('that are numbers keep their digits in extraParameters and extraConfig: %s', async (digits) => {
    const text = flat(`extraParameters: {A: ${digits}, B: [${digits}]}`, `extraConfig: {a: ${digits}}`);
    const { A, B, Config } = await sentFor(text);
    expect([A?.value, B?.value, Config?.value]).toEqual([digits, [digits], `{"a":"${digits}"}`]);
    const inputs = { 'extra-parameters': `{"A": ${digits}}` };
    expect((await sentFor(flat(), { inputs })).A?.value).toBe(digits);
  });

  it.each([
    ['!secret abc', '1:7'],
    ['!!binary YWJj', '1:16'],
    ['!!timestamp 2026-11-24', '1:19'],
    ['!!set {a, b}', '1:13'],
    ['!!omap [a: b]', '1:14'],
    ['!!float abc', '1:7'],
    ['!<tag:example.com,2026:x> abc', '1:7'],
    ['!!js/function "CANARY"', '1:7'],
  ])('have no custom tags: %s', async (written, place) => {
    expect(await problemsOf(flat(`name: ${written}`))).toEqual([`error kafka.yml:${place} ${TAG}`]);
  });
});

describe('places', () => {
  it.each([
    ['line feeds', 'config:\n  foo: abc', '2:3'],
    ['carriage returns and line feeds', 'config:\r\n  # text\r\n  foo: abc\r', '3:3'],
    ['a byte order mark', '\uFEFFconfig: {foo: abc}', '1:10'],
    ['a comment above', '# text\n\nconfig: {foo: abc}', '3:10'],
    ['characters of two UTF-16 units', 'config: {"🦆": 1, foo: abc}', '1:19'],
  ])('are those that an editor shows: with %s', async (_, lines, place) => {
    const diagnostics = await problemsOf(
      flat(lines)
        .replace(/\uFEFF/, '')
        .replace(/^/, lines.startsWith('\uFEFF') ? '\uFEFF' : ''),
    );
    expect(diagnostics).toContainEqual(
      expect.stringMatching(`^error kafka.yml:${place} Unknown key "foo" in config`),
    );
  });
});
