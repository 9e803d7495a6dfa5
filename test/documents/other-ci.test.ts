import { describe, expect, it } from 'vitest';
import { runScript } from '../workflows/step-script.ts';
import { PAGES, read, type Snippet, snippets, withoutComments } from './markdown.ts';

/** Pages whose snippets are tested here: those for other systems than GitHub, and those for China. */
const pages = PAGES.filter((path) => /^docs\/(other-ci\.md|zh\/(?!(manifest|errors)\.md))/.test(path));

const FILES: Readonly<Record<string, string>> = {
  'yaml gitlab': 'examples/other-ci/gitlab-ci.yml',
  'groovy jenkins': 'examples/other-ci/Jenkinsfile',
  'yaml flow': 'examples/other-ci/flow.yml',
};

/** What a bot takes, and how it says that it takes a message or not. */
const BOTS: Readonly<Record<string, { message: (text: string) => unknown; good: object; bad: object }>> = {
  'sh dingtalk': {
    message: (text) => ({ msgtype: 'text', text: { content: text } }),
    ...{ good: { errcode: 0, errmsg: 'ok' }, bad: { errcode: 310000, errmsg: 'keywords not in content' } },
  },
  'sh feishu': {
    message: (text) => ({ msg_type: 'text', content: { text } }),
    ...{ good: { code: 0, msg: 'success' }, bad: { code: 19024, msg: 'Key Words Not Found' } },
  },
  'sh wecom': {
    message: (text) => ({ msgtype: 'text', text: { content: text } }),
    ...{ good: { errcode: 0, errmsg: 'ok' }, bad: { errcode: 93000, errmsg: 'invalid webhook url' } },
  },
};

/** `sh pin` is run with the pipelines, in test/e2e/other-ci.test.ts; the others are compared below. */
const KINDS = [...Object.keys(FILES), ...Object.keys(BOTS), 'sh pin', 'sh npm', 'yaml env'];

const of = (kind: string): [path: string, snippet: Snippet][] =>
  pages.flatMap((path) =>
    snippets(path).flatMap((snippet): [string, Snippet][] =>
      snippet.kind === kind ? [[path, snippet]] : [],
    ),
  );

describe('the pages for other systems', () => {
  it.each(pages)('have only snippets that a test runs or compares: %s', (path) => {
    expect(snippets(path).filter(({ kind }) => !KINDS.includes(kind))).toEqual([]);
  });

  it.each(Object.keys(FILES))('show the file that a test runs, in both languages: %s', (kind) => {
    const file = read(FILES[kind] ?? '');
    const [english, chinese] = ['docs/other-ci.md', 'docs/zh/other-ci.md'].map(
      (path) => of(kind).find(([page]) => page === path)?.[1].text,
    );
    expect(`${english}\n`).toBe(file);
    expect(withoutComments(chinese ?? '')).toBe(withoutComments(file));
  });

  it('pin a commit alike in both languages', () => {
    const [english, chinese] = of('sh pin').map(([, { text }]) => text);
    expect(chinese).toBe(english);
  });

  it('split traffic as the page on operations does', () => {
    const english = snippets('docs/operations.md').filter(({ kind }) => kind === 'yaml env');
    expect(of('yaml env').map(([, snippet]) => snippet)).toEqual(english);
  });
});

// The commands are for Linux runners.
describe.runIf(process.platform === 'linux').each(Object.entries(BOTS))('the bot of %s', (kind, bot) => {
  const [[, { text: script }] = ['', { text: '' }]] = of(kind);
  const WEBHOOK = 'https://bot.test/send?key=1';
  const TEXT = 'Kafka: "运行中"\nhttps://console.test';

  /** Sends a message to a bot that answers so; what it was sent is in `message.json`. */
  const send = (answer: object) =>
    runScript(`${script}\ncat "$TMPDIR/message.json"`, {
      env: { CHAT_WEBHOOK: WEBHOOK, TEXT, ANSWER: JSON.stringify(answer) },
      programs: { curl: 'test "${@: -1}" = "$CHAT_WEBHOOK"; cat > "$TMPDIR/message.json"; echo "$ANSWER"' },
    });

  it('gets a message that it understands', async () => {
    const { exitCode, stdout, stderr } = await send(bot.good);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout.replace(/^true\n/, ''))).toEqual(bot.message(TEXT));
  });

  it('fails the step where it refuses the message', async () => {
    expect((await send(bot.bad)).exitCode).toBe(1);
  });
});
