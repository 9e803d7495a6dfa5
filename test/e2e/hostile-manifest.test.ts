import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { leaks } from './leaks.ts';
import { commandIn } from './runner.ts';
import { flat, fleetOf, INSTANCE, run, type Scenario } from './support.ts';

const SECRET = 'Kq7-Sesame-0pen-Zx9';

/** Checks that a run stops in words before it calls anybody: no crash, no stack, no secret. */
async function expectStopped(scenario: Scenario, message: RegExp): Promise<void> {
  const done = await run({ ...scenario, env: { X: SECRET, RUNNER_DEBUG: '1' } });
  expect(done).toMatchObject({
    exitCode: 1,
    stderr: '',
    journal: [],
    outputs: { success: 'false', changed: 'false' },
  });
  expect(done.errors.length).toBeGreaterThan(0);
  expect(done.errors.length).toBeLessThanOrEqual(10);
  expect(done.errors[0]).toMatch(message);
  expect(done.stdout).not.toMatch(/^\s+at .*:\d+:\d+\)?$|UnhandledPromise|Something went wrong inside/m);
  const commands = done.lines.flatMap((line) => commandIn(line)?.name ?? []);
  expect(
    commands.filter((name) => !/^(error|warning|notice|group|endgroup|debug|add-mask)$/.test(name)),
  ).toEqual([]);
  expect(Buffer.byteLength(done.summary)).toBeLessThanOrEqual(1024 * 1024);
  expect(leaks(done, { variable: SECRET })).toEqual([]);
}

const at = (path: string, prepare: (workspace: string) => void): Scenario => ({
  inputs: { manifest: path },
  prepare,
});
const outside = /is outside the workspace/;
const deep = /The YAML is nested too deeply/;

type Case = [what: string, scenario: Scenario, message: RegExp];

/** Not on Windows, which has no such files, and says of a name that is too long that nothing has it. */
const OF_POSIX: readonly Case[] = [
  [
    'is a pipe',
    at('kafka.yml', (here) => execFileSync('mkfifo', [join(here, 'kafka.yml')])),
    /is not a regular file/,
  ],
  ['is a device', at('kafka.yml', (here) => symlinkSync('/dev/zero', join(here, 'kafka.yml'))), outside],
  ['has a name of 5,000 letters', at('x'.repeat(5000), () => undefined), /cannot be read \(ENAMETOOLONG\)/],
];

/** Other systems have no /proc, and may have to write all zeros of a file. */
const OF_LINUX: readonly Case[] = [
  [
    'is the environment, by a symlink',
    at('x/environ', (here) => symlinkSync('/proc/self', join(here, 'x'))),
    outside,
  ],
  [
    'is of 8 TB, all zeros',
    at('kafka.yml', (here) => {
      const file = openSync(join(here, 'kafka.yml'), 'w');
      ftruncateSync(file, 8 * 1024 ** 4);
      closeSync(file);
    }),
    /is larger than 1 MiB/,
  ],
];

describe.concurrent('the run stops in words at a manifest that', () => {
  it.each<Case>([
    ...(process.platform === 'win32' ? [] : OF_POSIX),
    ...(process.platform === 'linux' ? OF_LINUX : []),
    ['is the environment of a process', at('/proc/self/environ', () => undefined), outside],
    [
      'is of 10 MB',
      at('kafka.yml', (here) => writeFileSync(join(here, 'kafka.yml'), '#'.repeat(10 * 1024 * 1024))),
      /is larger than 1 MiB/,
    ],
    [
      'is an image',
      { manifest: Buffer.from('89504e470d0a1a0a0000000d49484452000000ff', 'hex') },
      /is not UTF-8/,
    ],
    ['is zeros', { manifest: Buffer.alloc(1024) }, /./],
    ['is nested in lists', { manifest: `a: ${'['.repeat(50_000)}` }, deep],
    ['is nested in maps', { manifest: `a: ${'{a: '.repeat(30_000)}` }, deep],
    ['is nested in keys', { manifest: '? '.repeat(50_000) }, deep],
    [
      'is nested in lines',
      { manifest: Array.from({ length: 1000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n') },
      deep,
    ],
    [
      'multiplies itself by aliases in maps',
      {
        manifest: `a: &a {k: v}\n${[...'bcdefghij']
          .map(
            (name, index) =>
              `${name}: &${name} {${Array.from({ length: 9 }, (_, key) => `k${key}: *${'abcdefghi'[index]}`).join()}}`,
          )
          .join('\n')}`,
      },
      /uses more than 100 aliases/,
    ],
    [
      'merges itself',
      { manifest: 'a: &a\n  <<: *a\n  b: *a\n' },
      /nested too deeply|no anchor|Unknown key|aliases/,
    ],
    [
      'has keys of prototypes',
      { manifest: flat({}, '__proto__: { a: 1 }', 'constructor: { prototype: 1 }', 'toString: x') },
      /Unknown key "__proto__"/,
    ],
    [
      'has prototypes for instances and environments',
      {
        manifest: `${fleetOf({ constructor: INSTANCE, toString: 'alikafka_2' })}  __proto__: { instanceId: alikafka_3 }\nenvironments: { hasOwnProperty: 1 }\n`,
        inputs: { environment: 'valueOf' },
      },
      /"__proto__"|There is no environment "valueOf"/,
    ],
    [
      'has thousands of mistakes',
      { manifest: Array.from({ length: 3000 }, (_, key) => `k${key}: 1`).join('\n') },
      /Unknown key "k0"/,
    ],
    [
      'has thousands of unknown instances among thousands',
      {
        manifest: `${fleetOf(Object.fromEntries(Array.from({ length: 2000 }, (_, key) => [`k${key}`, `alikafka_${key}`])))}environments:
  e:
    instances:
${Array.from({ length: 2000 }, (_, key) => `      x${key}: {}`).join('\n')}
`,
      },
      /names an unknown instance/,
    ],
    [
      'gives a secret to a name',
      { manifest: flat({ instanceId: 'instanceId: ${X}', zoneId: 'zoneId: "${X}"' }, '${X}: ${X}') },
      /./,
    ],
    ['has half characters', { manifest: flat({ zoneId: 'zoneId: "\\ud800"' }, '"\\udc00": "\\ud800"') }, /./],
    [
      'has commands in its lines',
      { manifest: '::error::forged\r\n##[error]forged\r::set-output name=success::true\n' },
      /./,
    ],
  ])('%s', (_, scenario, message) => expectStopped(scenario, message));
});
