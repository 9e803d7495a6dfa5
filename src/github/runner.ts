// From the files themselves: the package's entry would load its HTTP client, half a megabyte, at every start.

import { appendFileSync } from 'node:fs';
import { issueCommand } from '../../node_modules/@actions/core/lib/command.js';
import {
  issueFileCommand,
  prepareKeyValueMessage,
} from '../../node_modules/@actions/core/lib/file-command.js';
import { isGitHubActions } from '../inputs/env.ts';
import type { ProcessEnv } from '../manifest/references.ts';
import type { Annotation } from '../report/annotations.ts';
import { Redactor } from '../report/redact.ts';
import type { LogSink } from '../report/run-logger.ts';
import { plainLine } from '../report/text.ts';

const LONGEST_ANNOTATION = 4000; // characters; GitHub shows 4,096. Cut last: half a secret is not recognized

/**
 * The runner that started this process: its log, its masks, the files it reads afterwards. On another system than
 * GitHub Actions nobody swallows its commands, and a mask would show what it is to hide: there are plain lines only.
 */
export interface Runner extends LogSink {
  readonly mask: (secrets: readonly string[]) => void;
  /** Has texts removed from everything that is said, without telling the runner. */
  readonly conceal: (texts: readonly string[]) => void;
  /** Removes every secret that was masked so far. */
  readonly redact: Redactor['redact'];
  readonly annotate: (annotation: Annotation) => void;
  /** Whether annotations are shown apart from the log; where not, they are lines of it. */
  readonly showsAnnotations: boolean;
  readonly outputs: (values: Readonly<Partial<Record<string, string>>>) => void;
  readonly summary: (markdown: string) => void;
}

export function connectRunner(env: ProcessEnv): Runner {
  const redactor = new Redactor();
  const safe = (text: string): string => plainLine(redactor.redact(text));
  const info = (line: string): void => {
    process.stdout.write(`${safe(line)}\n`);
  };
  const isGitHub = isGitHubActions(env);
  return {
    info,
    debug: (line) => {
      if (env.RUNNER_DEBUG !== '1') return;
      if (isGitHub) issueCommand('debug', {}, safe(line));
      else info(`debug ${line}`);
    },
    group: (title, lines) => {
      if (isGitHub) issueCommand('group', {}, safe(title));
      else info(title);
      for (const line of lines) info(line);
      if (isGitHub) issueCommand('endgroup', {}, '');
    },
    mask: (values) => {
      for (const value of values) {
        if (redactor.add(value) && isGitHub) issueCommand('add-mask', {}, value);
      }
    },
    conceal: (texts) => {
      for (const text of texts) redactor.add(text);
    },
    redact: redactor.redact,
    showsAnnotations: isGitHub,
    annotate: ({ severity, message, title, file, line, column }) => {
      if (!isGitHub) {
        info(`${severity} ${message}`);
        return;
      }
      const place = file === undefined ? {} : { file: safe(file), line, col: column };
      issueCommand(severity, { title: safe(title), ...place }, safe(message).slice(0, LONGEST_ANNOTATION));
    },
    outputs: (values) => {
      if (!env.GITHUB_OUTPUT) return;
      for (const [name, value] of Object.entries(values)) {
        issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value ?? ''));
      }
    },
    summary: (markdown) => {
      if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, markdown);
    },
  };
}
