// From the files themselves: the package's entry would load its HTTP client, half a megabyte, at every start.

import { appendFileSync } from 'node:fs';
import { issueCommand } from '../../node_modules/@actions/core/lib/command.js';
import {
  issueFileCommand,
  prepareKeyValueMessage,
} from '../../node_modules/@actions/core/lib/file-command.js';
import type { ProcessEnvironment } from '../inputs/environment.ts';
import type { Annotation } from '../report/annotations.ts';
import type { Log } from '../report/narrator.ts';
import { Redactor } from '../report/redact.ts';
import { plainLine } from '../report/text.ts';

/** The runner that started this process: its log, its masks, the files it reads afterwards. */
export interface Runner extends Log {
  readonly mask: (secrets: readonly string[]) => void;
  /** Removes every secret that was masked so far. */
  readonly redact: Redactor['redact'];
  readonly annotate: (annotation: Annotation) => void;
  readonly outputs: (values: Readonly<Partial<Record<string, string>>>) => void;
  readonly summary: (markdown: string) => void;
}

export function connectRunner(environment: ProcessEnvironment): Runner {
  const redactor = new Redactor();
  const safe = (text: string): string => plainLine(redactor.redact(text));
  const info = (line: string): void => {
    process.stdout.write(`${safe(line)}\n`);
  };
  return {
    info,
    debug: (line) => {
      if (environment.RUNNER_DEBUG === '1') issueCommand('debug', {}, safe(line));
    },
    group: (title, lines) => {
      issueCommand('group', {}, safe(title));
      for (const line of lines) info(line);
      issueCommand('endgroup', {}, '');
    },
    mask: (values) => {
      for (const value of values) {
        // The runner would mask every "1" of the log.
        if (redactor.add(value) && value.length > 2) issueCommand('add-mask', {}, value);
      }
    },
    redact: redactor.redact,
    annotate: ({ severity, message, title, file, line, column }) => {
      const place = file === undefined ? {} : { file: safe(file), line, col: column };
      issueCommand(severity, { title: safe(title), ...place }, safe(message));
    },
    outputs: (values) => {
      if (!environment.GITHUB_OUTPUT) return;
      for (const [name, value] of Object.entries(values)) {
        issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value ?? ''));
      }
    },
    summary: (markdown) => {
      if (environment.GITHUB_STEP_SUMMARY) appendFileSync(environment.GITHUB_STEP_SUMMARY, markdown);
    },
  };
}
