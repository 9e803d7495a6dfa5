import { type Inputs, readInputs } from '../../src/inputs/read.ts';
import { type Diagnostic, Diagnostics } from '../../src/manifest/diagnostics.ts';
import type { ProcessEnv } from '../../src/manifest/references.ts';

/** Inputs as the runner hands them to a step. */
export function asVariables(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
}

/** What is read from an environment, and what is wrong with it. */
export function reading(env: ProcessEnv): { readonly read: Inputs; readonly diagnostics: Diagnostic[] } {
  const diagnostics = new Diagnostics();
  const read = readInputs(env, diagnostics);
  return { read, diagnostics: diagnostics.all() };
}

/** One error, which is about an input. */
export function errorAt(name: string, message: string): Diagnostic[] {
  return [{ severity: 'error', origin: { kind: 'input', name }, message }];
}
