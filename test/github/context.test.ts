import { describe, expect, it } from 'vitest';
import { contextOf } from '../../src/github/context.ts';
import type { Report } from '../../src/report/report.ts';
import { type Approval, commitUrl, type RunRecord, runUrl } from '../../src/report/run.ts';
import { summaryOf } from '../../src/report/summary.ts';
import { elements, RENDERERS, readSummary, walk } from '../e2e/markdown.ts';
import { CONTEXT } from './reports.ts';

const VARIABLES = {
  GITHUB_REPOSITORY: 'octo-org/octo-repo',
  GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
  GITHUB_REF_NAME: 'main',
  GITHUB_ACTOR: 'octocat',
  GITHUB_WORKFLOW: 'Deploy',
  GITHUB_RUN_ID: '17234567890',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_SERVER_URL: 'https://github.com',
};

describe('which run it is', () => {
  it('is read from the variables of the runner', () => {
    expect(contextOf(VARIABLES)).toEqual(CONTEXT);
  });

  it('was started by whoever started this attempt', () => {
    expect(contextOf({ ...VARIABLES, GITHUB_TRIGGERING_ACTOR: 'hubot' }).actor).toBe('hubot');
    expect(contextOf({ ...VARIABLES, GITHUB_TRIGGERING_ACTOR: '' }).actor).toBe('octocat');
  });

  it('is empty outside of GitHub, and has no pages', () => {
    const context = contextOf({});
    expect(new Set(Object.values(context))).toEqual(new Set(['']));
    expect(runUrl(context)).toBe('');
    expect(commitUrl(context)).toBe('');
  });
});

describe('the pages of a run', () => {
  it.each(['https://github.com', 'https://octo.ghe.com', 'https://github.example.org:8443/base'])(
    'are on %s, as the environment says',
    (serverUrl) => {
      const context = contextOf({ ...VARIABLES, GITHUB_SERVER_URL: serverUrl });
      expect(runUrl(context)).toBe(`${serverUrl}/octo-org/octo-repo/actions/runs/17234567890`);
      expect(commitUrl(context)).toBe(
        `${serverUrl}/octo-org/octo-repo/commit/0123456789abcdef0123456789abcdef01234567`,
      );
    },
  );

  it.each(['serverUrl', 'repository', 'runId'] as const)('are not there without the %s', (name) => {
    expect(runUrl({ ...CONTEXT, [name]: '' })).toBe('');
  });

  it.each(['serverUrl', 'repository', 'sha'] as const)(
    'of the commit are not there without the %s',
    (name) => {
      expect(commitUrl({ ...CONTEXT, [name]: '' })).toBe('');
    },
  );

  it('cannot be led elsewhere by what they are made of', () => {
    const hostile = { ...CONTEXT, repository: 'a/../b?c#d e', runId: '1?x=#y', sha: 'a/b c' };
    expect(runUrl(hostile)).toBe('https://github.com/a/../b%3Fc%23d%20e/actions/runs/1%3Fx%3D%23y');
    expect(commitUrl(hostile)).toBe('https://github.com/a/../b%3Fc%23d%20e/commit/a%2Fb%20c');
  });
});

function approval(change: Partial<Approval> = {}): Approval {
  return { user: 'octocat', state: 'approved', comment: '', environments: ['production'], ...change };
}

function summaryWith(run: Partial<RunRecord> | undefined, mode: Report['mode'] = 'apply'): string {
  const base = {
    mode,
    site: 'china' as const,
    diagnostics: [],
    requests: [],
    plan: [],
    outcomes: [],
    stop: undefined,
  };
  return summaryOf(run ? { ...base, run: { ...CONTEXT, approvals: undefined, ...run } } : base);
}

const record = (run: Partial<RunRecord> | undefined) => readSummary(summaryWith(run)).rows('What', 'Who');

describe('the record of a run in the summary', () => {
  it('tells the commit, who started the run, and which it is', () => {
    expect(readSummary(summaryWith({})).headings).toContain('On record');
    expect(record({})).toEqual([
      ['Commit', '0123456789ab'],
      ['Actor', 'octocat'],
      ['Workflow', 'Deploy, attempt 2'],
    ]);
    expect(readSummary(summaryWith({})).links).toEqual([commitUrl(CONTEXT), runUrl(CONTEXT)]);
  });

  it('tells who let it deploy where, and what they said', () => {
    const approvals = [
      approval({ comment: 'go ahead' }),
      approval({ user: 'hubot', state: 'rejected', environments: ['production', 'staging'] }),
    ];
    expect(record({ approvals }).slice(3)).toEqual([
      ['production approved by', 'octocat: go ahead'],
      ['production, staging rejected by', 'hubot'],
    ]);
  });

  it.each([
    ['were not read', undefined],
    ['are none', []],
  ])('tells of no approvals when they %s', (_, approvals) => {
    expect(record({ approvals })).toHaveLength(3);
  });

  it('is not there outside of GitHub', () => {
    expect(summaryWith(undefined)).not.toContain('On record');
    expect(summaryWith(contextOf({}))).not.toContain('On record');
  });

  it.each(['plan', 'validate'] as const)('is not there in mode %s, which deploys nothing', (mode) => {
    expect(summaryWith({}, mode)).not.toContain('On record');
  });

  it('has no links where there are no pages', () => {
    const { links, text } = readSummary(summaryWith({ serverUrl: '' }));
    expect(links).toEqual([]);
    expect(text).toContain('0123456789abcdef0123456789abcdef01234567');
  });

  const HOSTILE = [
    '| a | b |\n| --- | --- |\n| c | d |',
    '</td></tr></table><script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[click](https://evil.test) ![x](https://evil.test/x.png)',
    'https://evil.test www.evil.test me@evil.test',
    '@octo-org/admins #1 GH-1 octo-org/octo-repo#1',
    '`</code>` **bold** ~~gone~~ <!-- hidden',
    '\\',
    '\u202edecnalab\u2066 \u0000\u001b[31m',
  ];

  it.each(HOSTILE)('shows as text whatever a workflow, an actor or an approval says: %j', (text) => {
    const summary = summaryWith({
      workflow: text,
      actor: text,
      attempt: text,
      approvals: [approval({ user: text, state: text, comment: text, environments: [text] })],
    });
    for (const render of Object.values(RENDERERS)) {
      const root = render(summary);
      const tags = new Set([...walk(root)].flatMap(([{ tagName }]) => tagName ?? []));
      expect([...tags].filter((tag) => !ALLOWED.has(tag))).toEqual([]);
      expect(elements(root, 'tr')).toHaveLength(5);
      expect(elements(root, 'td')).toHaveLength(8);
      const links = elements(root, 'a').map(({ properties }) => String(properties?.href));
      expect(links).toEqual([commitUrl(CONTEXT), runUrl(CONTEXT)]);
    }
    const unbroken = summary.replaceAll(/\(https:\/\/github\.com\/octo-org\/[^)]*\)/g, '');
    expect(unbroken).not.toMatch(/@\w|:\/\/|www\./i);
  });
});

it('what a workflow is called can be read nevertheless', () => {
  for (const workflow of [
    'a | b',
    '<b>bold</b> & `code`',
    '[click](https://evil.test) @octocat #1',
    '部署 🚀 [x]_y_',
  ]) {
    expect(record({ workflow })[2]).toEqual(['Workflow', `${workflow}, attempt 2`]);
  }
});

const ALLOWED = new Set(['h2', 'h3', 'p', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'code', 'a']);
