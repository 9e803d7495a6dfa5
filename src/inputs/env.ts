import type { Diagnostics } from '../manifest/diagnostics.ts';
import { quote } from '../manifest/node.ts';
import type { ProcessEnv } from '../manifest/references.ts';
import { didYouMean } from '../manifest/suggest.ts';

const PREFIX = 'INPUT_';

/**
 * An input's value without blanks around it; undefined when it is not given, which the runner shows as empty.
 * Shells cannot export a hyphen, so outside of GitHub Actions it may be written `_`.
 */
export function inputOf(env: ProcessEnv, name: string): string | undefined {
  const [own, spelled] = spellings(name).map((variable) => env[variable]?.trim() || undefined);
  return own ?? (isGitHubActions(env) ? undefined : spelled);
}

/**
 * Checks, outside of GitHub Actions, that every `INPUT_` variable is an input, and that no input is given twice:
 * nobody else would say so. On GitHub the runner warns of inputs that action.yml does not name.
 */
export function checkInputNames(env: ProcessEnv, names: readonly string[], diagnostics: Diagnostics): void {
  if (isGitHubActions(env)) return;
  const known = new Set(names.flatMap(spellings));
  for (const variable of Object.keys(env)) {
    if (!variable.toUpperCase().startsWith(PREFIX) || known.has(variable)) continue;
    const hint = didYouMean(
      variable,
      names.map((name) => spellings(name)[1]),
    );
    diagnostics.error(
      undefined,
      `The variable ${quote(variable)} is no input of the action${hint || '; remove it'}`,
    );
  }
  for (const name of names) {
    const [own, spelled] = spellings(name);
    const [one, other] = [env[own], env[spelled]];
    if (!one || !other || one === other) continue;
    diagnostics.error(
      { kind: 'input', name },
      `The input ${name} is given as ${own} and as ${spelled}; remove one`,
    );
  }
}

function spellings(name: string): [own: string, spelled: string] {
  const own = `${PREFIX}${name.toUpperCase()}`;
  return [own, own.replaceAll('-', '_')];
}

/** Whether this process is a step of GitHub Actions. */
export function isGitHubActions({ GITHUB_ACTIONS }: ProcessEnv): boolean {
  return GITHUB_ACTIONS === 'true';
}
