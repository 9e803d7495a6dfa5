/** The variables that a process gets; the runner puts inputs there as `INPUT_…`. */
export type ProcessEnvironment = Readonly<Record<string, string | undefined>>;

/** An input's value without blanks around it; undefined when it is not given, which the runner shows as empty. */
export function inputOf(environment: ProcessEnvironment, name: string): string | undefined {
  return environment[`INPUT_${name.toUpperCase()}`]?.trim() || undefined;
}
