import { describe, expect, it } from 'vitest';
import { elements, type HtmlNode, RENDERERS, readSummary, textOf, walk } from './markdown.ts';
import { commandIn, outputNamesIn } from './runner.ts';
import { eip, fleetOf, INSTANCE, OUTPUT_NAMES, REGION, type Run, run } from './support.ts';

/** What somebody might write to be more than text, each with what it is. */
const TEXTS: readonly (readonly [what: string, text: string])[] = [
  ['an output command', '::set-output name=success::true'],
  ['a command after blanks', ' \t ::add-mask::e'],
  ['a command in the next line', 'x\n::error::forged'],
  ['a command after CR', 'x\r::error::forged\r\n::stop-commands::forged'],
  ['a command after a line separator', 'x\u2028::error::forged\u0085::error::forged'],
  ['a command behind colons', '::::error::forged'],
  ['an escaped command', 'x%0A::error::forged%0D%0A::error::forged'],
  ['properties of a command', 'x,line=1,file=other.yml::forged'],
  ['a command of the older form', 'x ##[error]forged ####[group][group]forged'],
  ['outputs', 'success=true\nsuccess<<EOF\ntrue\nEOF\nGITHUB_ENV=x'],
  ['characters for a screen', '\u001b[2J\u001b[31m\u001b]0;title\u0007\u009b31m a\u0000b\b\b\u007f'],
  ['characters that turn text around', '\u202egnp.exe\u202c \u2066x\u2069 \u200fx'],
  ['a script', '</td></tr></table></code><script>alert(1)</script>'],
  ['an image with a handler', '<img src=x onerror="alert(1)">"onmouseover="alert(1)'],
  ['an image in Markdown', '![x](https://evil.test/x.png) ![x][1]\n\n[1]: https://evil.test/x.png'],
  ['a script in entities', '&lt;script&gt;alert(1)&lt;/script&gt;&#60;img src=x&#62;'],
  ['a script link', '[click](javascript:alert(1)) ](javascript:alert(1)) <javascript:alert(1)>'],
  ['an end of a link', '.)[click](javascript:alert(1) .)![x](https://evil.test/x.png .)<b> .)(www.evil.test'],
  ['a link', '[click](https://evil.test) [evil]: https://evil.test <https://evil.test>'],
  ['an address', 'see https://evil.test/path and (http://evil.test)'],
  ['an address without scheme', 'see www.evil.test and WWW.EVIL.TEST and (www.evil.test'],
  ['the address of a mailbox', 'ask me@evil.test or mailto:me@evil.test or xmpp:me@evil.test'],
  ['a mention', '@everyone and @github/team'],
  ['columns', 'a|b|c \\| d \\\\| e `|` `` | ``` ~~~'],
  ['Markdown', '# x\n* x\n> x\n---\n***x*** __x__ ~~x~~ $x$'],
  ['an end of what is folded', '</summary></details><details open><h1>forged</h1>'],
  ['a comment', '<!-- --!> <![CDATA[ <?x'],
];

const LONG = 'x'.repeat(100_000);

const COMMANDS = ['add-mask', 'error', 'warning', 'notice', 'group', 'endgroup', 'debug'];

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Checks that whatever a run was given, the runner hears only the action's own commands. */
function expectPlainLog(done: Run): void {
  expect(done.stderr).toBe('');
  const commands = done.lines.map(commandIn).filter((command) => command !== undefined);
  expect(commands.map(({ name }) => name).filter((name) => !COMMANDS.includes(name))).toEqual([]);
  for (const { name, properties, message } of commands) {
    if (name === 'add-mask') continue;
    const isAnnotation = ['error', 'warning', 'notice'].includes(name);
    const allowed = isAnnotation ? ['title', 'file', 'line', 'col'] : [];
    expect(Object.keys(properties).filter((property) => !allowed.includes(property))).toEqual([]);
    expect(properties.title ?? 'Kafka').toMatch(/^Kafka/);
    expect(message.length).toBeLessThanOrEqual(name === 'debug' ? 1000 : 4096);
    for (const text of [message, ...Object.values(properties)]) expect(text).not.toMatch(CONTROL);
  }
  // The folds are the action's own, one within another never.
  const folds = commands.map(({ name }) => name).filter((name) => name.endsWith('group'));
  expect(folds.join(' ')).toMatch(/^(group endgroup ?)*$/);
  for (const line of done.lines) expect(line.replace(/^::add-mask::.*/s, '')).not.toMatch(CONTROL);
}

/** Checks that the outputs are those of action.yml, each set as often as the others, and no other file names. */
function expectOwnOutputs(done: Run): void {
  const names = outputNamesIn(done.outputFile);
  expect([...new Set(names)]).toEqual(OUTPUT_NAMES);
  // All of them at first and at the end; some also while the run goes on.
  for (const name of OUTPUT_NAMES) expect(names.filter((other) => other === name).length).toBeGreaterThan(1);
  expect(Object.keys(done.outputs)).toEqual(OUTPUT_NAMES);
  expect(Buffer.byteLength(done.outputFile)).toBeLessThan(1024 * 1024);
}

const ELEMENTS = [
  ...['html', 'head', 'body', 'h2', 'h3', 'p', 'blockquote', 'strong', 'em', 'code', 'samp', 'br', 'a'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td', 'details', 'summary', 'pre'],
];

const OWN_CLASSES: ReadonlySet<unknown> = new Set(['language-diff', 'language-properties', 'language-shell']);

/** The hosts that links may lead to. */
const VENDOR = /^https:\/\/([a-z0-9-]+\.)+(aliyun|alibabacloud)\.com\//;

/** Whether a summary is too long to be read by every renderer in seconds. */
function isLong({ summary }: Run): boolean {
  return summary.length > 100_000;
}

/** Checks that a summary is the action's own whatever it quotes, in every renderer and without a sanitizer. */
function expectHarmlessSummary(done: Run): void {
  expect(Buffer.byteLength(done.summary)).toBeLessThanOrEqual(1024 * 1024);
  expect(done.summary).not.toBe('');
  for (const [renderer, render] of Object.entries(RENDERERS)) {
    if (isLong(done) && renderer === 'remark') continue; // it would take seconds
    const root = render(done.summary);
    const nodes = [...walk(root)];
    const foreign = nodes.map(([{ tagName }]) => tagName).filter((name) => name && !ELEMENTS.includes(name));
    expect(foreign, renderer).toEqual([]);
    const properties = nodes.flatMap(([{ properties = {} }]) => Object.keys(properties));
    expect(
      properties.filter((name) => !['href', 'align', 'noWrap', 'open', 'className'].includes(name)),
      renderer,
    ).toEqual([]);
    const classes = nodes.flatMap(([{ properties = {} }]) => properties.className ?? []);
    expect([...new Set(classes)].filter((name) => !OWN_CLASSES.has(name))).toEqual([]);
    const links = elements(root, 'a').map((link) => String(link.properties?.href));
    expect(
      links.filter((href) => !VENDOR.test(href)),
      renderer,
    ).toEqual([]);
    expect(
      nodes.filter(([{ type }]) => type === 'comment' || type === 'raw'),
      renderer,
    ).toEqual([]);
    for (const table of elements(root, 'table')) expectEvenTable(table);
    // GitHub looks for mentions in what is rendered, outside of code and links.
    const prose = nodes.filter(
      ([{ type }, around]) => type === 'text' && !around.some((name) => /^(code|a)$/.test(name)),
    );
    expect(
      prose.map(([{ value }]) => value ?? '').filter((text) => /(^|[^\w/])@\w/.test(text)),
      renderer,
    ).toEqual([]);
    expect(textOf(root)).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200f]/u);
  }
}

/** Checks that all rows of a table have as many columns as its head. */
function expectEvenTable(table: HtmlNode): void {
  const rows = elements(table, 'tr').map(
    ({ children = [] }) => children.filter(({ type }) => type === 'element').length,
  );
  expect(rows).toEqual(rows.map(() => rows[0]));
}

/** A text as one line of visible characters, however it is written out. */
function told(text: string): string {
  return text
    .replaceAll('## [', '##[')
    .replaceAll(new RegExp(`(${CONTROL.source}|\\s)+`, 'gu'), ' ')
    .trim();
}

/** Checks that the summary's tables of diagnostics say what the log says, whole and in their own columns. */
function expectSameProblems(done: Run): void {
  const rows = readSummary(done.summary).rows('Place', 'What');
  const lines = done.lines.filter((line) => /^(error|warning|notice) /.test(line));
  expect(rows.map((row) => told(row.join(' '))).sort()).toEqual(
    lines.map((line) => told(line.replace(/^\w+ /, ''))).sort(),
  );
}

function expectHarmless(done: Run): void {
  expectPlainLog(done);
  expectOwnOutputs(done);
  expectHarmlessSummary(done);
  if (!isLong(done)) expectSameProblems(done);
}

const ALL = [...TEXTS, ['100 kB', LONG] as const, ['100 kB of markup', '<|`@'.repeat(25_000)] as const];

const shownId = (index: number) => `alikafka_post-cn-shown-${index}`;
const refusedId = (index: number) => `alikafka_post-cn-refused-${index}`;
const unclearId = (index: number) => `alikafka_post-cn-unclear-${index}`;
const refusingRegion = (index: number) => `cn-refusing-${index}`;

/** For each text an instance whose every value can differ, and one in a region of its own. */
function drifting(texts: readonly string[]): string {
  const shown = `regionId: ${REGION}, name: orders, serviceVersion: 2.6.2, securityGroup: sg-1, kmsKeyId: key-1`;
  const lines = texts.flatMap((_, index) => [
    `  shown${index}: { instanceId: ${shownId(index)}, ${shown}, config: { kafka.log.retention.hours: 72 } }`,
    `  refused${index}: { instanceId: ${refusedId(index)}, regionId: ${refusingRegion(index)} }`,
  ]);
  return `defaults: { deployModule: vpc, vpcId: vpc-1, vSwitchId: vsw-1, zoneId: zonea }
instances:
${lines.join('\n')}
`;
}

const DRIFTING_FIELDS = [
  ...['name', 'vpcId', 'vSwitchId', 'serviceVersion', 'securityGroup', 'kmsKeyId'],
  'config kafka.log.retention.hours',
];

/** An entry of the list that has a text wherever it can have one. */
function shownAs(text: string): Record<string, string | Record<string, string | string[]>> {
  const servers = { EndPoint: text, DomainEndpoint: text, SslEndPoint: text, SslDomainEndpoint: '' };
  if (text.length > 10_000) return { Name: text, DomainEndpoint: text };
  return {
    ...servers,
    Name: text,
    VpcId: text,
    VSwitchIds: { VSwitchIds: [text] },
    StandardZoneId: `${text}-`,
    UpgradeServiceDetailInfo: { Current2OpenSourceVersion: text },
    SecurityGroup: text,
    KmsKeyId: text,
    AllConfig: JSON.stringify({ 'kafka.log.retention.hours': text, [text]: text }),
    SaslDomainEndpoint: text,
    VpcSaslEndPoint: text,
  };
}

/** A refusal, and an error that leaves a start unclear, with a text wherever they can have one. */
function refusalOf(text: string) {
  const fields = { Recommend: `https://evil.test/${text}` };
  return { kind: 'refuse', code: text, message: text, fields } as const;
}

function errorOf(text: string) {
  return {
    kind: 'error-before',
    code: `INVALID_PARAMETER ${text}`,
    message: `x ${text}`,
    fields: {
      RequestId: text,
      HostId: text,
      Recommend: `https://api.aliyun.com/${text}?q=${text}#${text}`,
      AccessDeniedDetail: {
        AuthAction: text,
        AuthPrincipalDisplayName: text,
        PolicyType: text,
        [text]: text,
      },
    },
  } as const;
}

/** A fleet meets nine of the texts, which every renderer can read in time; what is long is alone. */
const GROUPS: readonly (readonly [what: string, texts: readonly string[]])[] = [
  ...Array.from({ length: Math.ceil(TEXTS.length / 9) }, (_, index) => {
    const nine = TEXTS.slice(9 * index, 9 * index + 9);
    return [`from ${nine[0]?.[0]} to ${nine.at(-1)?.[0]}`, nine.map(([, text]) => text)] as const;
  }),
  ...ALL.slice(TEXTS.length).map(([what, text]) => [what, [text]] as const),
];

describe.concurrent.each(GROUPS)('%s, said by the service,', (_, texts) => {
  it('is harmless in refusals and errors of starts', async () => {
    const ids = texts.flatMap((_text, index) => [refusedId(index), unclearId(index)]);
    const done = await run({
      manifest: fleetOf(Object.fromEntries(ids.map((id, index) => [`k${index}`, id]))),
      cloud: {
        instances: ids.map((instanceId) => ({ instanceId })),
        faults: texts.flatMap((text, index) => [
          { action: 'StartInstance', instanceId: refusedId(index), effect: refusalOf(text) },
          { action: 'StartInstance', instanceId: unclearId(index), times: 3, effect: errorOf(text) },
        ]),
      },
      env: { RUNNER_DEBUG: '1' },
    });
    expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false', changed: 'unknown' } });
    expect(done.sent).toHaveLength(texts.length * (1 + 3));
    expect(done.results.map(({ changed }) => changed)).toEqual(texts.flatMap(() => [false, 'unknown']));
    if (texts.length > 1) expect(isLong(done)).toBe(false);
    expectHarmless(done);
  });

  it.each(['plan', 'apply'])('is harmless in the list and its refusal, mode %s', async (mode) => {
    const done = await run({
      manifest: drifting(texts),
      inputs: { mode },
      env: { RUNNER_DEBUG: '1' },
      cloud: {
        instances: texts.map((text, index) => {
          return { instanceId: shownId(index), status: 'running', shownAs: shownAs(text) };
        }),
        faults: texts.map((text, index) => ({
          action: 'GetInstanceList',
          predicate: ({ parameters }) => parameters.RegionId === refusingRegion(index),
          effect: { kind: 'refuse', code: text, message: text, fields: { HostId: text, RequestId: text } },
        })),
      },
    });
    expect(done).toMatchObject({
      exitCode: 1,
      outputs: { success: 'false', changed: 'false', 'has-changes': 'false', 'has-drift': 'true' },
      sent: [],
    });
    const plan: { action: string; drift: { field: string; live: string }[] }[] = JSON.parse(
      done.outputs.plan ?? '',
    );
    expect(plan.map(({ action }) => action)).toEqual(texts.flatMap(() => ['none', 'blocked']));
    for (const [index, text] of texts.entries()) {
      const drift = plan[2 * index]?.drift ?? [];
      expect(drift.map(({ field }) => field)).toEqual(
        text.length > 10_000 ? ['name', 'serviceVersion'] : DRIFTING_FIELDS,
      );
      expect(drift[0]?.live).toBe(text);
    }
    if (texts.length > 1) expect(isLong(done)).toBe(false);
    expectHarmless(done);
  });
});

describe.concurrent.each(ALL)('%s', (_, text) => {
  const yaml = JSON.stringify(text);
  /** What an input can hold. */
  const input = text.replaceAll('\0', '');
  /** What the name of a file can hold. */
  const path = `deploy/${text.replaceAll(/[\0/]/g, '_').slice(0, 60)}.yml`;

  it('in a manifest that is refused, its name and the inputs', async () => {
    const done = await run({
      path,
      manifest: eip(
        `${yaml}: ${yaml}`,
        `vSwitchIds: [${yaml}]`,
        `crossZone: ${yaml}`,
        `name: ${yaml}`,
        `config: { ${yaml}: ${yaml}, enable.acl: ${yaml} }`,
        `extraParameters: { ${yaml}: ${yaml} }`,
        `notifier: [${yaml}]`,
        `environments: { ${yaml}: { ${yaml}: ${yaml} } }`,
      ),
      inputs: {
        mode: input,
        network: input,
        endpoint: input,
        summary: input,
        environment: `x${input}`,
        instances: input,
        'zone-id': input,
        config: input,
      },
      env: { RUNNER_DEBUG: '1' },
    });
    expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false' }, journal: [] });
    expectHarmless(done);
  });

  it('in a manifest of several instances that is refused', async () => {
    const done = await run({
      manifest: `defaults: { ${yaml}: 1 }
instances: { ${yaml}: { regionId: ${yaml}, instanceId: ${yaml}, ${yaml}: ${yaml} }, ok: ${yaml} }
environments: { ${yaml}: { instances: { ${yaml}: null, ${JSON.stringify(`x${text}`)}: { zoneId: ${yaml} } } } }
`,
      inputs: { environment: input, instances: `${input.slice(0, 60_000)},y${input.slice(0, 60_000)}` },
    });
    expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false' }, journal: [] });
    expectHarmless(done);
  });

  it('in a manifest that is taken', async () => {
    const username = text.replaceAll(/\p{Cc}/gu, ' ');
    const done = await run({
      path,
      manifest: eip(
        `extraConfig: { ${JSON.stringify(`x${text}`)}: ${yaml} }`,
        `extraParameters: { Newer: ${yaml}, List: [${yaml}, ${yaml}] }`,
        `username: ${JSON.stringify(username)}`,
        'password: ${KAFKA_PASSWORD}',
        `environments: { ${yaml}: { name: chosen } }`,
      ),
      inputs: { environment: input.trim() === text ? text : '' },
      env: { KAFKA_PASSWORD: 'Sesame-0pen', RUNNER_DEBUG: '1' },
      cloud: {
        instances: [{ instanceId: INSTANCE, deployType: 4 }],
        newer: { parameters: ['Newer', 'List.1', 'List.2'], configKeys: [`x${text}`] },
      },
    });
    expectHarmless(done);
    if (text.length > 10_000) return; // more than a server takes in a URL
    expect(done).toMatchObject({ exitCode: 0, outputs: { success: 'true' } });
    expect(done.sent).toMatchObject([{ Newer: text, 'List.2': text, Username: username }]);
    const rows = readSummary(done.summary).rows('Parameter', 'Value', 'From');
    const values = new Map(rows.map(([name, value = '']) => [name, told(value)]));
    expect([values.get('Newer'), values.get('List')]).toEqual([told(text), told(`${text}, ${text}`)]);
  });
});

describe('a manifest that is not there', () => {
  it('is named without harm', async () => {
    for (const [, text] of TEXTS.filter(([what]) => /command|script|link|address/.test(what))) {
      const done = await run({ inputs: { manifest: `deploy/${text}` } });
      expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false' }, journal: [] });
      expectHarmless(done);
    }
  });
});
