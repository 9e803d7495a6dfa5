import fc from 'fast-check';

/** Names that objects have by themselves. */
export const PROTOTYPE_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
];

/** Texts that mean more than text to somebody: runner, terminal, Markdown, HTML, YAML, a shell, UTF-16. */
export const HOSTILE_TEXTS = [
  ...PROTOTYPE_NAMES,
  ...[
    '',
    ' ',
    '\0',
    '\u0007\u001b[2J',
    '\ufeff',
    '\ud800',
    '\udc00x',
    '\u2028::error::forged',
    '\u202egnp.exe',
  ],
  ...['x\n::error::forged', 'x\r##[error]forged', '::set-output name=success::true', '::::stop-commands::x'],
  ...['success<<EOF\ntrue\nEOF', 'ghadelimiter_x\nsuccess=true\nghadelimiter_x', '%0A::error::forged'],
  ...[
    '</td></tr></table></code><script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<!-- -->',
    ']]>',
  ],
  ...[
    '[x](javascript:alert(1))',
    '![x](https://evil.test/x.png)',
    'https://evil.test www.evil.test',
    '@octocat #1',
  ],
  ...['a|b`c``d```', '~~~\n```\n# x', '</summary></details>', '&lt;script&gt;', '${X} $${ ${', "$& $1 $` $'"],
  ...['null', 'true', '-0', '1e999', '9'.repeat(400), '\\'.repeat(50), '"', "'", '{', '[', '{"a":1}'],
];

/** One of the hostile texts, some of them together, or any other text. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.array(fc.constantFrom(...HOSTILE_TEXTS), { maxLength: 4 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
);

/** Checks that no test input has changed what every object is made of. */
export function prototypesAreClean(): boolean {
  const pristine = [Object.prototype, Array.prototype, Map.prototype].every((prototype) =>
    Reflect.ownKeys(prototype).every((key) => !Object.getOwnPropertyDescriptor(prototype, key)?.enumerable),
  );
  return pristine && Object.keys({}).length === 0;
}
