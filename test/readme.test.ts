import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Nodes } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { loadManifest } from '../src/manifest/load.ts';
import { CATALOGUE } from '../src/remedies/catalogue.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const action = parse(read('action.yml'));
const { scripts } = JSON.parse(read('package.json'));

const READMES = ['README.md', 'README.zh-CN.md'] as const;

const examples = globSync('examples/**/*.{yml,json}', { cwd: root })
  .map((path) => path.replaceAll('\\', '/'))
  .sort();
const isWorkflow = (path: string) => path.endsWith('.yml') && 'jobs' in parse(read(path));

/** An example without the comment at its top, as a README shows it. */
const shown = (path: string) => read(path).replace(/^(#.*\n)*/, '');

/** Everything of a kind in a Markdown file, in its order. */
function all<T extends Nodes['type']>(path: string, type: T): Extract<Nodes, { type: T }>[] {
  const found: Extract<Nodes, { type: T }>[] = [];
  const visit = (node: Nodes): void => {
    if (node.type === type) found.push(node as Extract<Nodes, { type: T }>);
    if ('children' in node) node.children.forEach(visit);
  };
  visit(unified().use(remarkParse).use(remarkGfm).parse(read(path)));
  return found;
}

const textOf = (node: Nodes): string =>
  'value' in node ? node.value : 'children' in node ? node.children.map(textOf).join('') : '';

/** The texts in code of the first column of the table whose first title is of that kind. */
function firstColumn(path: string, title: RegExp): string[] {
  const titleOf = (table: ReturnType<typeof all<'table'>>[number]) => table.children[0]?.children[0];
  const table = all(path, 'table').find((each) => title.test(textOf(titleOf(each) ?? NOTHING)));
  const cells = table?.children.slice(1).flatMap(({ children }) => children.slice(0, 1)) ?? [];
  return cells.flatMap(({ children }) =>
    children.flatMap((node) => (node.type === 'inlineCode' ? [node.value] : [])),
  );
}

const NOTHING: Nodes = { type: 'text', value: '' };

const snippets = (path: string) =>
  all(path, 'code').map(({ lang, meta, value }) => ({ kind: [lang, meta].join(' ').trim(), text: value }));

const ofKind = (path: string, kind: string) =>
  snippets(path).flatMap((snippet) => (snippet.kind === kind ? [snippet.text] : []));

/** Loads a manifest in each of its environments; one without any as it is. */
async function expectValid(manifest: string): Promise<void> {
  const workspace = mkdtempSync(join(tmpdir(), 'deploy-alikafka-'));
  try {
    writeFileSync(join(workspace, 'kafka.yml'), manifest);
    for (const environment of Object.keys(parse(manifest).environments ?? { '': null })) {
      const selection = { environment: environment || undefined, instances: [] };
      const secrets = { AUDIT_PASSWORD: 'Sesame-0pen' };
      const given = { manifest: 'kafka.yml', workspace, selection, fieldInputs: {}, env: secrets };
      const manifestSource = { ...given, needsPrivateValues: true };
      expect((await loadManifest(manifestSource)).diagnostics).toEqual([]);
    }
  } finally {
    rmSync(workspace, { recursive: true });
  }
}

const step = z.union([
  z.object({
    uses: z.string(),
    id: z.string().optional(),
    with: z.record(z.string(), z.unknown()).optional(),
  }),
  z.object({ run: z.string() }),
]);
const workflow = z.object({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.union([
      z.object({ name: z.string(), steps: z.array(step) }),
      z.object({ name: z.string(), uses: z.string(), with: z.record(z.string(), z.unknown()) }),
    ]),
  ),
});

const THIS_ACTION = 'OWNER/deploy-alikafka@v1';
const STEP_OUTPUT = /steps\.kafka\.outputs\.([a-z-]+)/g;

/** Steps of which those that use this action name inputs, and the others outputs, that exist. */
function expectSteps(steps: z.infer<typeof step>[], text: string): void {
  expect(steps.some((each) => 'uses' in each && each.uses === THIS_ACTION)).toBe(true);
  for (const each of steps) {
    if (!('uses' in each) || each.uses !== THIS_ACTION) continue;
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(each.with ?? {})));
  }
  for (const [, name = ''] of text.matchAll(STEP_OUTPUT)) expect(Object.keys(action.outputs)).toContain(name);
}

function expectWorkflow(text: string): void {
  for (const job of Object.values(workflow.parse(parse(text)).jobs)) {
    if ('steps' in job) expectSteps(job.steps, text);
    else expectCall(job.with);
  }
}

/** Inputs that the reusable workflow of the examples takes, with all that it demands. */
function expectCall(given: Readonly<Record<string, unknown>>): void {
  const inputs = z
    .record(z.string(), z.object({ required: z.boolean().optional() }))
    .parse(parse(read('examples/reusable/workflow.yml')).on.workflow_call.inputs);
  const required = Object.keys(inputs).filter((name) => inputs[name]?.required);
  expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
  expect(Object.keys(given)).toEqual(expect.arrayContaining(required));
}

const oneOrMore = z.union([z.string(), z.array(z.string()).min(1)]);

/** What the checks before a start, and the contents of an instance, need to be permitted. */
const PERMISSIONS = [
  ...[
    'vpc:DescribeVSwitchAttributes',
    'vpc:DescribeVSwitches',
    'ecs:DescribeSecurityGroups',
    'kms:DescribeKey',
  ],
  ...['alikafka:ListInstance', 'alikafka:UpdateInstance', 'alikafka:ListTopic', 'alikafka:CreateTopic'],
  ...['alikafka:UpdateTopic', 'alikafka:ListGroup', 'alikafka:CreateGroup'],
] as const;

/** A policy of RAM: one of permissions, or one of trust in an OIDC provider. */
const policy = z.strictObject({
  Version: z.literal('1'),
  Statement: z
    .array(
      z.union([
        z.strictObject({
          Effect: z.literal('Allow'),
          Action: z.enum(['alikafka:StartInstance', 'alikafka:ListInstance']),
          Resource: z.string().regex(/^(\*|acs:alikafka:\*:\*:alikafka_[a-z]+-[a-z]+-[a-z0-9]+)$/),
        }),
        z.strictObject({
          Effect: z.literal('Allow'),
          Action: z.array(z.enum(PERMISSIONS)).min(1),
          Resource: z.string().regex(/^(\*|acs:alikafka:\*:\*:alikafka_[a-z]+-[a-z]+-[a-z0-9]+)$/),
        }),
        z.strictObject({
          Effect: z.literal('Allow'),
          Action: z.literal('sts:AssumeRole'),
          Principal: z.strictObject({
            Federated: z.array(z.string().regex(/^acs:ram::\d{16}:oidc-provider\/[\w.-]+$/)),
          }),
          Condition: z.strictObject({
            StringEquals: z.strictObject({
              'oidc:iss': oneOrMore,
              'oidc:aud': oneOrMore,
              'oidc:sub': oneOrMore,
            }),
          }),
        }),
      ]),
    )
    .min(1),
});

describe.each(READMES)('every snippet of %s', (path) => {
  it('is of a kind that a test here runs or parses', () => {
    const kinds = ['json policy', 'sh', 'yaml manifest', 'yaml step', 'yaml workflow'];
    expect([...new Set(snippets(path).map(({ kind }) => kind))].sort()).toEqual(kinds);
  });

  it.each(ofKind(path, 'yaml manifest'))('is a valid manifest: %#', expectValid);

  it.each(ofKind(path, 'yaml step'))('is a step that uses inputs and outputs which exist: %#', (text) => {
    expectSteps(z.array(step).parse(parse(text)), text);
  });

  it.each(ofKind(path, 'yaml workflow'))('is a workflow of the examples: %#', (text) => {
    expect(examples.filter(isWorkflow).map(shown)).toContain(`${text}\n`);
  });

  it.each(ofKind(path, 'json policy'))('is a policy of the examples: %#', (text) => {
    expect(examples.filter((name) => name.endsWith('.json')).map(read)).toContain(`${text}\n`);
  });

  it.each(ofKind(path, 'sh'))('runs scripts that exist: %#', (text) => {
    for (const [, name = ''] of text.matchAll(/npm (?:run )?(?!ci\b)([a-z:]+)/g)) {
      expect(Object.keys(scripts)).toContain(name);
    }
  });
});

describe.each(READMES)('%s', (path) => {
  it('names npm scripts that exist', () => {
    for (const [, name = ''] of read(path).matchAll(/`npm run ([a-z:]+)/g)) {
      expect(Object.keys(scripts)).toContain(name);
    }
  });

  it('links to files and headings that exist', () => {
    const targets = [
      ...all(path, 'link').map(({ url }) => url),
      ...[...read(path).matchAll(/\b(?:src|srcset)="([^"]*)"/g)].map(([, url = '']) => url),
    ].filter((url) => !/^[a-z]+:/.test(url));
    const slugs = all(path, 'heading').map((heading) =>
      textOf(heading)
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    );
    expect(targets.length).toBeGreaterThan(20);
    for (const target of targets) {
      if (target.startsWith('#')) expect(slugs).toContain(decodeURIComponent(target.slice(1)));
      else expect([target, existsSync(join(root, dirname(path), target))]).toEqual([target, true]);
    }
  });

  it('names every example', () => {
    const links = new Set(all(path, 'link').map(({ url }) => url));
    expect(examples.filter((name) => !links.has(name))).toEqual([]);
  });

  it('points to the other one in its first line', () => {
    const [other] = READMES.filter((name) => name !== path);
    expect(read(path).split('\n', 1)[0]).toContain(`](${other})`);
  });

  it('explains only messages that the action writes', () => {
    const source = globSync('src/**/*.ts', { cwd: root }).map(read).join('\n');
    const messages = firstColumn(path, /^(Message|消息)$/);
    expect(messages.length).toBeGreaterThan(5);
    expect(messages.filter((message) => !source.includes(message))).toEqual([]);
  });

  it('explains only codes that the action knows', () => {
    const known = new Set([
      ...CATALOGUE.flatMap(({ codes }) => codes),
      ...['Credentials', 'NotSent', 'NoAnswer', 'UnexpectedAnswer'],
    ]);
    const codes = firstColumn(path, /^(Code|错误码)$/);
    expect(codes.length).toBeGreaterThan(15);
    expect(codes.filter((code) => !known.has(code))).toEqual([]);
  });
});

describe('both READMEs', () => {
  const inBoth = <T>(of: (path: string) => T): [T, T] => [of(READMES[0]), of(READMES[1])];

  it('have the same headings, by their levels', () => {
    const [english, chinese] = inBoth((path) => all(path, 'heading').map(({ depth }) => depth));
    expect(chinese).toEqual(english);
  });

  it('have the same tables, by rows and columns', () => {
    const [english, chinese] = inBoth((path) =>
      all(path, 'table').map(({ children }) => children.map((row) => row.children.length)),
    );
    expect(chinese).toEqual(english);
  });

  it('have the same lists, by their items', () => {
    const [english, chinese] = inBoth((path) =>
      all(path, 'list').map(({ ordered, children }) => [ordered, children.length]),
    );
    expect(chinese).toEqual(english);
  });

  it('have the same snippets', () => {
    const [english, chinese] = inBoth(snippets);
    expect(chinese).toEqual(english);
  });

  it('name the same inputs, fields, codes and files', () => {
    // Texts of one word; the Chinese one may put them in another order.
    const [english, chinese] = inBoth((path) =>
      all(path, 'inlineCode')
        .map(({ value }) => value)
        .sort(),
    );
    expect(chinese).toEqual(english);
  });
});

describe('the examples', () => {
  it.each(examples.filter(isWorkflow))(
    '%s is a workflow that uses inputs and outputs which exist',
    (path) => {
      expectWorkflow(read(path));
      expect(read(path)).toMatch(/^# [A-Z]/);
    },
  );

  it.each(examples.filter((path) => path.endsWith('.yml') && !isWorkflow(path) && !path.includes('broken')))(
    '%s is a valid manifest',
    (path) => expectValid(read(path)),
  );

  it.each(examples.filter((path) => path.endsWith('.json')))('%s is a policy of RAM', (path) => {
    policy.parse(JSON.parse(read(path)));
  });
});
