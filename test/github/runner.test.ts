import { EOL } from 'node:os';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { connectRunner, type Runner } from '../../src/github/runner.ts';

const SECRET = 'Zx81kqZx81kqZx81kq';

/** What a runner prints while something is done with it. */
function printed(environment: Record<string, string>, act: (runner: Runner) => void): string {
  const pieces: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    pieces.push(String(text));
    return true;
  });
  onTestFinished(() => write.mockRestore());
  act(connectRunner(environment));
  write.mockRestore();
  return pieces.join('');
}

describe('an annotation', () => {
  it('that is too long is cut only after its secrets were concealed', () => {
    const text = printed({ GITHUB_ACTIONS: 'true' }, (runner) => {
      runner.conceal([SECRET]);
      runner.annotate({ severity: 'error', title: 'Kafka', message: `${'x'.repeat(3_990)}${SECRET}` });
    });
    expect(text).toMatch(/x{3990}\*{3}\r?\n$/);
  });

  it('is a line of the log where it is no runner of GitHub’s', () => {
    const annotation = { severity: 'error', title: 'Kafka', message: 'No.' } as const;
    expect(printed({}, (runner) => runner.annotate(annotation))).toBe('error No.\n');
  });
});

describe('a mask', () => {
  it('is told to GitHub’s runner only, and not for what is too short', () => {
    const act = (runner: Runner) => runner.mask([SECRET, 'abc', SECRET]);
    expect(printed({ GITHUB_ACTIONS: 'true' }, act)).toBe(`::add-mask::${SECRET}${EOL}`);
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
