/** A part of a JSON Schema. */
export type Part = Readonly<Record<string, unknown>>;

export const YES = [true, 'true', 'True', 'TRUE'];
export const NO = [false, 'false', 'False', 'FALSE'];

/**
 * A rule that holds only under a condition. It is written as the alternative to the opposite, because an editor
 * explains a value by all conditions that it meets, and leaves out those that are negated.
 */
export function when(condition: Part, rule: Part, otherwise?: Part): Part {
  const parts = [['if', not(condition)], ...(otherwise ? [['then', otherwise]] : []), ['else', rule]];
  return Object.fromEntries(parts); // a literal with "then" could be taken for a promise
}

/** A key is there, with a value that fits. */
export function has(key: string, value: Part): Part {
  return { required: [key], properties: { [key]: value } };
}

/** A key has a value. */
export function given(key: string): Part {
  return has(key, { not: { type: 'null' } });
}

/** A key has one of a few values. */
export function is(key: string, ...values: readonly unknown[]): Part {
  return has(key, oneOf(values));
}

/** A key has one of a few values, or none. */
export function isOrAbsent(key: string, ...values: readonly unknown[]): Part {
  return { properties: { [key]: oneOf([...values, null]) } };
}

/** Words as a pattern: an editor would offer those of a list. */
function oneOf(values: readonly unknown[]): Part {
  const words = values.filter((value) => value !== null);
  if (!words.every((word) => typeof word === 'string')) return { enum: values };
  const type = values.length > words.length ? ['string', 'null'] : ['string'];
  return { type, pattern: `^(?:${words.join('|')})$` };
}

export function both(...parts: readonly Part[]): Part {
  return { allOf: parts };
}

export function either(...parts: readonly Part[]): Part {
  return { anyOf: parts };
}

export function not(part: Part): Part {
  return { not: part };
}

/** What each of some keys must be; that they may be there, and are offered, is said elsewhere. */
export function properties(rules: Readonly<Record<string, Part>>): Part {
  const quiet = Object.entries(rules).map(([key, rule]) => [key, { ...rule, doNotSuggest: true }]);
  return { properties: Object.fromEntries(quiet) };
}

/** A value that must not be there. */
export function refused(message: string): Part {
  return { type: 'null', errorMessage: message };
}

/**
 * A warning, which refuses nothing, of a text that is none of a few words.
 *
 * @param fits what is told already where it is not so
 */
export function warnUnless(words: readonly string[], deprecationMessage: string, fits: Part): Part {
  const known = { pattern: `^(?:${words.map((word) => word.replaceAll('.', '\\.')).join('|')})$|\\$\\{` };
  return when(both({ type: 'string' }, fits, not(known)), { deprecationMessage });
}

export function refuse(keys: readonly string[], message: (key: string) => string): Part {
  return properties(Object.fromEntries(keys.map((key) => [key, refused(message(key))])));
}

/** A key that must be there; `null` does, for a value that comes from an input. */
export function need(key: string, message: string): Part {
  return { required: [key], errorMessage: message };
}

/** A list that must not be empty. */
export function notEmpty(message: string): Part {
  return { contains: {}, errorMessage: message };
}
