import { linesOf, type Run } from './support.ts';

/** The shortest piece of a secret that counts as shown. */
const PIECE = 8;

/** The secrets of a run, by what they are. */
export type Secrets = Readonly<Record<string, string>>;

/**
 * Where a run shows a secret or a piece of it: in what the process wrote, apart from the commands that mask it,
 * as it is or in any encoding that stands around it.
 */
export function leaks(run: Run, secrets: Secrets): string[] {
  const stdout = run.lines.filter((line) => !line.startsWith('::add-mask::')).join('\n');
  const results = JSON.stringify(run.results);
  const places = { stdout, stderr: run.stderr, output: run.outputFile, results, summary: run.summary };
  return Object.entries(places).flatMap(([place, text]) => {
    const readings = readingsOf(text);
    return Object.entries(secrets)
      .filter(([, secret]) =>
        piecesOf(secret).some((piece) => readings.some((reading) => reading.includes(piece))),
      )
      .map(([name]) => `${name} in ${place}`);
  });
}

/** The number of the line that masks a secret; 0 when there is none. */
export function maskedAt(run: Run, secret: string): number {
  const command = `::add-mask::${secret.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`;
  return run.lines.indexOf(command) + 1;
}

/** Every window of a secret, as it is and in base64, wherever in a longer text it begins. */
function piecesOf(secret: string): string[] {
  const inBase64 = [0, 1, 2].map((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
    // Without the letters at both ends, which hold bits of what stands beside it.
    return bytes
      .toString('base64')
      .replace(/=+$/, '')
      .slice(shift && shift + 1, -1);
  });
  const inBase64Url = inBase64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [
    ...windows(secret, PIECE),
    ...[...inBase64, ...inBase64Url].flatMap((text) => windows(text, PIECE + 4)),
  ];
}

function windows(text: string, length: number): string[] {
  const count = Math.max(1, text.length - length + 1);
  return Array.from({ length: count }, (_, start) => text.slice(start, start + length));
}

/** A text as it is, and as whoever undoes its encodings reads it, up to three of them within each other. */
function readingsOf(text: string): string[] {
  const readings = new Set([text]);
  for (let round = 0; round < 3; round += 1) {
    for (const reading of [...readings]) for (const decode of DECODERS) readings.add(decode(reading));
  }
  return [...readings];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

const DECODERS: readonly ((text: string) => string)[] = [
  (text) =>
    text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString()),
  (text) =>
    text.replaceAll(/\\(?:u([0-9a-f]{4})|(.))/gi, (_, hex: string | undefined, letter: string) =>
      hex === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
    ),
  (text) =>
    text.replaceAll(/&(?:#x([0-9a-f]+)|#([0-9]+)|(amp|lt|gt|quot|apos));/gi, (_, hex, decimal, name) => {
      if (name !== undefined) return ENTITIES[name] ?? '';
      return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
    }),
];

/** The lines that do not mask anything, before a given line. */
export function saidBefore(run: Run, line: number): string[] {
  return linesOf(run.stdout)
    .slice(0, Math.max(0, line - 1))
    .filter((text) => !text.startsWith('::add-mask::'));
}
