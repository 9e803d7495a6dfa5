import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { EOL, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { connectRunner, type Runner } from '../../src/github/runner.ts';

const SECRET = 'Zx81kqZx81kqZx81kq';

/** What a runner prints while something is done with it; the toolkit ends lines as the system does. */
function printed(environment: Record<string, string>, act: (runner: Runner) => void): string {
  const pieces: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    pieces.push(String(text));
    return true;
  });
  onTestFinished(() => write.mockRestore());
  act(connectRunner(environment));
  write.mockRestore();
  return pieces.join('').replaceAll(EOL, '\n');
}

describe('an annotation', () => {
  it('that is too long is cut only after its secrets were concealed', () => {
    const text = printed({ GITHUB_ACTIONS: 'true' }, (runner) => {
      runner.conceal([SECRET]);
      runner.annotate({ severity: 'error', title: 'Kafka', message: `${'x'.repeat(3_990)}${SECRET}` });
    });
    expect(text).toMatch(/x{3990}\*{3}\n$/);
  });

  it('is a line of the log where it is no runner of GitHub’s', () => {
    const annotation = { severity: 'error', title: 'Kafka', message: 'No.' } as const;
    expect(printed({}, (runner) => runner.annotate(annotation))).toBe('error No.\n');
  });
});

describe('a mask', () => {
  it('is told to GitHub’s runner only, and not for what is too short', () => {
    const act = (runner: Runner) => runner.mask([SECRET, 'abc', SECRET]);
    expect(printed({ GITHUB_ACTIONS: 'true' }, act)).toBe(`::add-mask::${SECRET}\n`);
    expect(printed({}, act)).toBe('');
  });

  it('conceals at once, also what is only concealed', () => {
    for (const how of ['mask', 'conceal'] as const) {
      const text = printed({}, (runner) => {
        runner[how]([SECRET]);
        runner.info(`a ${SECRET} b`);
      });
      expect(text).toBe('a *** b\n');
    }
  });
});

describe('what is said', () => {
  const GITHUB = { GITHUB_ACTIONS: 'true' };
  const commands = (runner: Runner) => {
    runner.conceal([SECRET]);
    runner.group(`a ${SECRET}`, ['::error::b', SECRET]);
    runner.debug(`c ${SECRET}`);
    runner.annotate({
      ...({ severity: 'notice', title: `d ${SECRET}`, message: `e ${SECRET}` } as const),
      ...{ file: `${SECRET}.yml`, line: 3, column: 5 },
    });
  };

  it('to GitHub’s runner is made of its commands, without a secret in any part of them', () => {
    expect(printed({ ...GITHUB, RUNNER_DEBUG: '1' }, commands)).toBe(
      [
        ...['::group::a ***', ': :error::b', '***', '::endgroup::', '::debug::c ***'],
        ...['::notice title=d ***,file=***.yml,line=3,col=5::e ***', ''],
      ].join('\n'),
    );
  });

  it('elsewhere is lines, and what is for debugging is told only then', () => {
    const lines = ['a ***', ': :error::b', '***'];
    expect(printed({ RUNNER_DEBUG: '1' }, commands)).toBe(
      [...lines, 'debug c ***', 'notice e ***', ''].join('\n'),
    );
    expect(printed({}, commands)).toBe([...lines, 'notice e ***', ''].join('\n'));
    expect(printed({ ...GITHUB, RUNNER_DEBUG: '0' }, (runner) => runner.debug('c'))).toBe('');
  });

  it('says whether annotations stand apart from the log', () => {
    printed({}, () => expect(connectRunner({}).showsAnnotations).toBe(false));
    printed({}, () => expect(connectRunner(GITHUB).showsAnnotations).toBe(true));
  });
});

describe('the files of a step', () => {
  const folder = () => {
    const path = mkdtempSync(join(tmpdir(), 'runner-'));
    onTestFinished(() => rmSync(path, { recursive: true }));
    return path;
  };

  it('take outputs, of which one without a value is empty, and the summary behind what is there', () => {
    const files = { GITHUB_OUTPUT: join(folder(), 'output'), GITHUB_STEP_SUMMARY: join(folder(), 'summary') };
    for (const file of Object.values(files)) writeFileSync(file, 'before\n');
    vi.stubEnv('GITHUB_OUTPUT', files.GITHUB_OUTPUT); // the toolkit asks the process itself
    onTestFinished(() => void vi.unstubAllEnvs());
    const runner = connectRunner(files);
    runner.outputs({ one: 'a\nb', two: undefined });
    runner.summary('## Title\n');
    expect(readFileSync(files.GITHUB_OUTPUT, 'utf8').replaceAll(EOL, '\n')).toMatch(
      /^before\none<<(ghadelimiter_.*)\na\nb\n\1\ntwo<<(ghadelimiter_.*)\n\n\2\n$/,
    );
    expect(readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8')).toBe('before\n## Title\n');
  });

  it('that are not there are not written', () => {
    const text = printed({}, (runner) => {
      runner.outputs({ one: 'a' });
      runner.summary('## Title');
    });
    expect(text).toBe('');
  });
});
