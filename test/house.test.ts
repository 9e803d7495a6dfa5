import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The folders of src, each with the folders that it may import from. What is not here is not allowed. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  time: [],
  kafka: ['alibaba', 'deployment', 'time'],
  manifest: [],
  http: [],
  alibaba: ['http', 'time'],
  remedies: ['alibaba', 'manifest'],
  deployment: ['alibaba', 'manifest', 'time'],
  contents: ['alibaba', 'deployment', 'manifest', 'time'],
  preflight: ['alibaba', 'deployment', 'manifest'],
  inputs: ['alibaba', 'deployment', 'manifest'],
  identity: ['alibaba', 'github', 'inputs', 'time'],
  report: ['deployment', 'manifest', 'time'],
  github: ['http', 'inputs', 'manifest', 'report', 'time'],
};

/** The modules of Node by which something outside of the process is reached, and who may use them. */
const REACH: Readonly<Record<string, readonly string[]>> = {
  'node:fs': ['src/github/event.ts', 'src/github/runner.ts', 'src/manifest/read.ts'],
  'node:fs/promises': ['src/manifest/read.ts'],
  'node:http': ['src/http/transport.ts', 'src/http/tunnel.ts'],
  'node:https': ['src/http/transport.ts', 'src/http/tunnel.ts'],
  'node:tls': ['src/http/tunnel.ts', 'src/kafka/probe.ts'],
  'node:net': ['src/kafka/address.ts', 'src/kafka/probe.ts', 'src/kafka/verify.ts'],
  'node:child_process': [],
  'node:dns': [],
};

/** Where a run may ask the process for time, randomness and variables; everybody else is given them. */
const SHELL = ['src/index.ts', 'src/wiring.ts', 'src/time/clock.ts'];

interface Import {
  readonly from: string;
  readonly to: string;
}

const root = join(import.meta.dirname, '..');
const sources = new Map(
  ['src', 'emulator'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .map((file) => [file, readFileSync(join(root, file), 'utf8')] as const),
  ),
);
const imports: readonly Import[] = [...sources].flatMap(([from, text]) =>
  [...text.matchAll(/(?:from|import\(|^import) ?'([^']+)'/gm)].map(([, target = '']) => ({
    from,
    to: target.startsWith('.') ? posix.join(posix.dirname(from), target) : target,
  })),
);

/** `alibaba` of `src/alibaba/client.ts`; undefined for what stands in `src` itself. */
function folderOf(file: string): string | undefined {
  return /^src\/([^/]+)\//.exec(file)?.[1];
}

const written = ({ from, to }: Import) => `${from} → ${to}`;

describe('the house', () => {
  it('has no folder that the table of arrows does not name', () => {
    const folders = new Set([...sources.keys()].flatMap((file) => folderOf(file) ?? []));
    expect([...folders].sort()).toEqual(Object.keys(ARROWS).sort());
  });

  it('has no import from one folder to another that the table of arrows does not allow', () => {
    const stray = imports.filter(({ from, to }) => {
      const [here, there] = [folderOf(from), folderOf(to)];
      if (here === undefined || !to.startsWith('src/')) return false;
      return here !== there && !ARROWS[here]?.includes(there ?? 'src itself');
    });
    expect(stray.map(written)).toEqual([]);
  });

  it('has no import that nothing needs a table for: each arrow of it is used', () => {
    const used = new Set(imports.map(({ from, to }) => `${folderOf(from)} → ${folderOf(to)}`));
    const idle = Object.entries(ARROWS).flatMap(([from, targets]) =>
      targets.map((to) => `${from} → ${to}`).filter((arrow) => !used.has(arrow)),
    );
    expect(idle).toEqual([]);
  });

  it('has no file that leads back to itself', () => {
    const next = Map.groupBy(imports, ({ from }) => from);
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === 'open') cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      if (state.has(file)) return;
      state.set(file, 'open');
      for (const { to } of next.get(file) ?? []) visit(to, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of sources.keys()) if (file.startsWith('src/')) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('is entered by index.ts, which nothing imports', () => {
    expect(imports.filter(({ to }) => to === 'src/index.ts').map(written)).toEqual([]);
  });

  it('shares no code with the emulator, so that neither hides the other’s mistake', () => {
    const shared = imports.filter(
      ({ from, to }) => from.split('/')[0] !== to.split('/')[0] && /^(src|emulator)\//.test(to),
    );
    expect(shared.map(written)).toEqual([]);
  });

  it('reaches files, network and processes only where the table says', () => {
    const reaching = imports.filter(({ from, to }) => from.startsWith('src/') && Object.hasOwn(REACH, to));
    expect(reaching.filter(({ from, to }) => !REACH[to]?.includes(from)).map(written)).toEqual([]);
  });

  it('takes time, randomness and the environment as arguments everywhere but in its shell', () => {
    const asking =
      /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bMath\.random\b|\bprocess\.(env|argv|exit|on)\b/;
    const given = [...sources].filter(([file]) => file.startsWith('src/') && !SHELL.includes(file));
    expect(given.filter(([, text]) => asking.test(text)).map(([file]) => file)).toEqual([]);
  });
});

/** The calls of fast-check in a test, as Biome formats them, of which no argument after the property has a seed. */
function unseeded(text: string): string[] {
  const named = [...text.matchAll(/^const (\w+) = \{ seed: |^import \{ (runs) \} from '.*\/runs\.ts'/gm)];
  const names = named.flatMap(([, constant, imported]) => constant ?? imported ?? []);
  const seed = new RegExp(`\\b(${['seed: \\d', ...names].join('|')})`);
  const calls = [...text.matchAll(/^( *).*\bfc\.(?:assert|check|sample)\((?:(.+)\);$|\n([\s\S]*?)^\1\))/gm)];
  const found = text.match(/\bfc\.(assert|check|sample)\(/g) ?? [];
  if (calls.length !== found.length) return ['a call that is written in another way'];
  return calls.flatMap(([call, indent = '', onOneLine, lines = '']) => {
    const last = onOneLine ?? lines.split(new RegExp(`^${indent}  (?=[\\w{])`, 'm')).at(-1) ?? '';
    return seed.test(last) ? [] : [call];
  });
}

describe('a property', () => {
  const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => [name, readFileSync(join(root, 'test', name), 'utf8')] as const)
    .filter(([, text]) => text.includes("from 'fast-check'"));

  it('is tried with a seed, so that a failure comes again and no run is red by chance', () => {
    expect(tests.length).toBeGreaterThan(20);
    expect(tests.flatMap(([name, text]) => unseeded(text).map((call) => `${name}: ${call}`))).toEqual([]);
  });

  it('has its seed to itself: tests of a process share what fast-check is told for all', () => {
    const told = tests.filter(([, text]) => /\bfc\.configureGlobal\b/.test(text));
    expect(told.map(([name]) => name)).toEqual([]);
  });
});
