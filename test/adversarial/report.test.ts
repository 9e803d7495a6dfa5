import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { connectRunner } from '../../src/github/runner.ts';
import { readInputs } from '../../src/inputs/read.ts';
import { Diagnostics } from '../../src/manifest/diagnostics.ts';
import { publish } from '../../src/publish.ts';
import { COMMENT_LIMIT, commentOf } from '../../src/report/comment.ts';
import { SAFE_OUTPUTS } from '../../src/report/outputs.ts';
import { NEVER_REDACTED, type Report } from '../../src/report/report.ts';
import { runLogger } from '../../src/report/run-logger.ts';
import { leaks } from '../e2e/leaks.ts';
import { elements, RENDERERS, walk } from '../e2e/markdown.ts';
import { commandIn, outputNamesIn } from '../e2e/runner.ts';
import { linesOf, runOf } from '../e2e/support.ts';
import { bought, CONTEXT, fleetManifest, instanceIdOf, reportOf } from '../github/reports.ts';
import { runs } from './runs.ts';
import { HOSTILE_TEXTS, hostileText } from './texts.ts';

const MIB = 1024 * 1024;
const LONGEST_ANNOTATION = 4096;

let reports: Promise<readonly Report[]> | undefined;

/** The report of this number of four, of all kinds, as runs make them. */
async function reportAt(number: number): Promise<Report> {
  reports ??= makeReports();
  const report = (await reports)[number];
  if (!report) throw new Error('there is no such report');
  return report;
}

async function makeReports(): Promise<readonly Report[]> {
  const manifest = fleetManifest(
    5,
    'orders',
    ', topics: { audit: { partitions: 3 } }, consumerGroups: { billing: {} }',
  );
  const [one, two, three, four] = bought(4);
  if (!one || !two || !three || !four) throw new Error('four were bought');
  const instances = [
    one,
    { ...two, fate: 'deploy-error' as const },
    { ...three, deployType: 4 as const },
    {
      ...{ ...four, status: 'running' as const, startedAt: 0 },
      startedWith: { VpcId: 'vpc-other', DeployModule: 'vpc', Config: '{"kafka.log.retention.hours":"48"}' },
    },
  ];
  const made = [
    await reportOf({ manifest, cloud: { instances } }),
    await reportOf({ manifest, cloud: { instances }, inputs: { mode: 'plan', 'fail-on-drift': 'true' } }),
    await reportOf({ manifest: `${manifest}oops: 1\n` }),
    await reportOf({ manifest: fleetManifest(1), cloud: { instances: bought(1) } }),
  ];
  expect(made[0]?.outcomes.map(({ success }) => success)).toContain(false);
  return made;
}

/** Words that decide what a report means, and are of no outside. */
const OWN_WORDS = new Set([...NEVER_REDACTED, '200', 'cloud', 'eip', 'vpc', 'deploy', 'contents']);

/**
 * The report as somebody hostile would have it: each free text in it is another, the same one always the same. The
 * names of fields stay, so those of facts do.
 *
 * @param kept fields whose texts stay
 */
function hostile<T>(report: T, texts: readonly string[], kept: ReadonlySet<string> = new Set()): T {
  const chosen = new Map<string, string>();
  const change = (value: unknown): unknown => {
    if (typeof value === 'string') {
      if (OWN_WORDS.has(value)) return value;
      const text = chosen.get(value) ?? texts[chosen.size % texts.length] ?? '';
      chosen.set(value, text);
      return text;
    }
    if (Array.isArray(value)) return value.map(change);
    if (value instanceof Map) return new Map([...value].map(([key, item]) => [change(key), change(item)]));
    if (value instanceof Set || typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, kept.has(key) ? item : change(item)]),
    );
  };
  return change(report) as T; // the same shape, other texts
}

/** What a run writes of a report, read as the runner reads it. */
async function published(report: Report, secrets: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'adversarial-'));
  const files = { output: join(folder, 'output'), summary: join(folder, 'summary') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  vi.stubEnv('GITHUB_OUTPUT', files.output);
  let stdout = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  const exitCode = process.exitCode;
  try {
    const env = {
      ...{ GITHUB_ACTIONS: 'true', RUNNER_DEBUG: '1', GITHUB_OUTPUT: files.output },
      GITHUB_STEP_SUMMARY: files.summary,
    };
    const runner = connectRunner(env);
    runner.mask(secrets);
    const log = runLogger(runner, () => 0, 'china');
    log.requests(report.requests, {
      ...{ manifest: undefined, workspace: '/', selection: { environment: undefined, instances: [] } },
      ...{ fieldInputs: {}, env: {}, needsPrivateValues: true },
    });
    log.plan(report.plan);
    for (const outcome of report.outcomes) log.finished(outcome);
    await publish(
      runner,
      report,
      {
        ...{ inputs: readInputs({}, new Diagnostics()), event: undefined, context: CONTEXT },
        ...{ cancel: new AbortController().signal, warn: () => undefined, say: () => undefined },
        github: () => Promise.reject(new Error('nobody asks GitHub here')),
      },
      false,
    );
    const about = {
      manifest: 'kafka.yml',
      environment: undefined,
      sha: CONTEXT.sha,
      runUrl: 'https://github.com/x',
    };
    const comment = commentOf(runner.redact(report, NEVER_REDACTED), about);
    const [outputFile, summary] = [files.output, files.summary].map((file) => readFileSync(file, 'utf8'));
    return { stdout, lines: linesOf(stdout), outputFile: outputFile ?? '', summary: summary ?? '', comment };
  } finally {
    write.mockRestore();
    vi.unstubAllEnvs();
    process.exitCode = exitCode;
    rmSync(folder, { recursive: true });
  }
}

/** No secret can be a part of these: the manifest is refused then, or they are names that it writes out itself. */
const IDENTIFIERS = new Set(['key', 'instanceId', 'regionId', 'name']);

const ANNOTATIONS = ['error', 'warning', 'notice'];
const COMMANDS = [...ANNOTATIONS, 'group', 'endgroup', 'debug', 'add-mask'];
const ELEMENTS =
  'html head body h2 h3 p blockquote strong em code samp pre br a table thead tbody tr th td details summary sub'.split(
    ' ',
  );
const LINK = /^https:\/\/(([a-z0-9-]+\.)+(aliyun|alibabacloud)\.com|github\.com)\//;

function expectOwnMarkdown(markdown: string, renderers = Object.entries(RENDERERS)): void {
  for (const [name, render] of renderers) {
    const root = render(markdown);
    const nodes = [...walk(root)];
    const tags = nodes.flatMap(([{ tagName }]) => tagName ?? []);
    expect(
      tags.filter((tag) => !ELEMENTS.includes(tag)),
      name,
    ).toEqual([]);
    expect(
      nodes.filter(([{ type }]) => type === 'comment' || type === 'raw'),
      name,
    ).toEqual([]);
    const links = elements(root, 'a').map(({ properties }) => String(properties?.href));
    expect(
      links.filter((href) => !LINK.test(href)),
      name,
    ).toEqual([]);
    const prose = nodes.filter(([{ type }, around]) => type === 'text' && !around.includes('code'));
    expect(
      prose.map(([{ value }]) => value ?? '').filter((text) => /(^|[^\w/])@\w/.test(text)),
      name,
    ).toEqual([]);
  }
}

const someReport = fc.nat({ max: 3 });
const texts = fc.array(hostileText, { minLength: 1, maxLength: 12 });

describe('a report whose every text is hostile', () => {
  it('is told without harm to runner, reader and page', async () => {
    const property = fc.asyncProperty(someReport, texts, async (number, given) => {
      const seen = await published(hostile(await reportAt(number), given));
      const commands = seen.lines.map(commandIn).filter((command) => command !== undefined);
      expect(commands.map(({ name }) => name).filter((name) => !COMMANDS.includes(name))).toEqual([]);
      for (const { name, properties, message } of commands) {
        const isAnnotation = ANNOTATIONS.includes(name);
        const allowed = isAnnotation ? ['title', 'file', 'line', 'col'] : [];
        expect(Object.keys(properties).filter((key) => !allowed.includes(key))).toEqual([]);
        if (isAnnotation) expect(message.length).toBeLessThanOrEqual(LONGEST_ANNOTATION);
      }
      expect([...new Set(outputNamesIn(seen.outputFile))].toSorted()).toEqual(
        Object.keys(SAFE_OUTPUTS).toSorted(),
      );
      expect(Buffer.byteLength(seen.summary)).toBeLessThanOrEqual(MIB);
      expect(seen.comment.length).toBeLessThanOrEqual(COMMENT_LIMIT);
      expectOwnMarkdown(seen.summary);
      expectOwnMarkdown(seen.comment);
    });
    await fc.assert(property, runs('dear'));
  });

  it('keeps to the limits of GitHub however long its texts are', async () => {
    const long = fc.tuple(
      fc.constantFrom(...HOSTILE_TEXTS.filter((text) => text !== '')),
      fc.constantFrom(3e3, 2e4),
    );
    const property = fc.asyncProperty(someReport, long, async (number, [text, length]) => {
      const given = text.repeat(Math.ceil(length / text.length));
      const seen = await published(hostile(await reportAt(number), [given, 'x']));
      expect(Buffer.byteLength(seen.summary)).toBeLessThanOrEqual(MIB);
      expect(seen.comment.length).toBeLessThanOrEqual(COMMENT_LIMIT);
      for (const command of seen.lines.map(commandIn)) {
        if (!command || !ANNOTATIONS.includes(command.name)) continue;
        expect(command.message.length).toBeLessThanOrEqual(LONGEST_ANNOTATION);
      }
      outputNamesIn(seen.outputFile); // throws where the runner would refuse it
    });
    await fc.assert(property, { ...runs('dear'), numRuns: 8 });
  });

  it('shows no secret, in whatever encoding the text has it', async () => {
    const secret = 'Kq7/Sesame+0pen"Zx9&<é';
    const encodings: readonly ((text: string) => string)[] = [
      (text) => text,
      encodeURIComponent,
      (text) => JSON.stringify(text).slice(1, -1),
      (text) => text.replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`),
      (text) => text.replaceAll(/./gsu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
      (text) => Buffer.from(text).toString('base64'),
      (text) => Buffer.from(`:${text}:`).toString('base64url'),
    ];
    const encoded = fc.array(fc.constantFrom(...encodings), { maxLength: 2 }).map((all) => {
      return all
        .filter((one, index) => index === 0 || !String(one).includes('base64'))
        .reduce((text, one) => one(text), secret);
    });
    const told = fc.array(
      fc.tuple(hostileText, encoded, hostileText).map((parts) => parts.join('')),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    const property = fc.asyncProperty(someReport, told, async (number, given) => {
      const seen = await published(hostile(await reportAt(number), given, IDENTIFIERS), [secret]);
      const step = { exitCode: 0, outputs: {}, stderr: '', ...seen };
      expect(leaks(runOf(step, '', []), { secret })).toEqual([]);
      expect(leaks(runOf({ ...step, summary: seen.comment }, '', []), { secret })).toEqual([]);
    });
    await fc.assert(property, runs('dear'));
  });
});

describe('a code that is no text in UTF-8', () => {
  it('leads to a page all the same', async () => {
    const report = await reportAt(0);
    const outcomes = report.outcomes.map((outcome) =>
      outcome.failure
        ? { ...outcome, failure: { ...outcome.failure, code: 'A\ud800', recommend: 'https://[' } }
        : outcome,
    );
    const { summary } = await published({ ...report, outcomes });
    expect(summary).toContain(`https://api.aliyun.com/troubleshoot?q=A%EF%BF%BD&product=alikafka`);
    expect(summary).toContain(instanceIdOf(2));
  });
});
