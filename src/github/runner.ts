// From the files themselves: the package's entry would load its HTTP client, half a megabyte, at every start.

import { appendFileSync } from 'node:fs';
import { issueCommand } from '../../node_modules/@actions/core/lib/command.js';
import {
  issueFileCommand,
  prepareKeyValueMessage,
} from '../../node_modules/@actions/core/lib/file-command.js';
import type { ProcessEnvironment } from '../inputs.ts';
import type { Annotation } from '../report/annotations.ts';
import type { Log } from '../report/narrator.ts';
import { redact } from '../report/redact.ts';
import { plainLine } from '../report/text.ts';

/** The runner that started this process: its log, its masks, the files it reads afterwards. */
export interface Runner extends Log {
  readonly mask: (secrets: readonly string[]) => void;
  /** The secrets masked so far. */
  readonly secrets: () => ReadonlySet<string>;
  readonly annotate: (annotation: Annotation) => void;
  readonly outputs: (values: Readonly<Record<string, string>>) => void;
  readonly summary: (markdown: string) => void;
}

export function connectRunner(environment: ProcessEnvironment): Runner {
  const secrets = new Set<string>();
  const safe = (text: string): string => plainLine(redact(text, secrets));
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
        if (value === '' || secrets.has(value)) continue;
        secrets.add(value);
        issueCommand('add-mask', {}, value);
      }
    },
    secrets: () => secrets,
    annotate: ({ severity, message, title, file, line, column }) => {
      const place = file === undefined ? {} : { file: safe(file), line, col: column };
      issueCommand(severity, { title: safe(title), ...place }, safe(message));
    },
    outputs: (values) => {
      if (!environment.GITHUB_OUTPUT) return;
      for (const [name, value] of Object.entries(values)) {
        issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value));
      }
    },
    summary: (markdown) => {
      if (environment.GITHUB_STEP_SUMMARY) appendFileSync(environment.GITHUB_STEP_SUMMARY, markdown);
    },
  };
}
