// Takes the pictures of the documents, of the demo's job summary and of a plan's comment, with headless Chromium:
// npm run picture.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');
const CHROMIUM = process.env.CHROMIUM ?? 'chromium';
const WIDTH = 1012; // of a page's content on GitHub
const LIMIT_BYTES = 150_000; // a README should load fast

/** Chromium's own numbers for prefers-color-scheme. */
const SCHEMES = { light: 1, dark: 0 };

const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--hide-scrollbars'],
];

/** The page tells its own height; its details are closed, as a reader meets those of a larger deployment. */
const MEASURE = `<style>body { padding: 24px !important }</style>
<script>
for (const details of document.querySelectorAll('details')) details.open = false;
const { body, documentElement } = document;
documentElement.dataset.height = String(Math.ceil(body.getBoundingClientRect().height));
</script>`;

/** How emoji look on GitHub, drawn: a machine that has Chromium may have no font with them. */
const EMOJI: Readonly<Record<string, string>> = {
  '✅': '<rect width="16" height="16" rx="3" fill="#1f883d"/><path d="m4 8 3 3 5-6" fill="none" stroke="#fff" stroke-width="2"/>',
  '❌': '<path d="m2 2 12 12M14 2 2 14" stroke="#cf222e" stroke-width="3.5"/>',
};

function withEmoji(page: string): string {
  return Object.entries(EMOJI).reduce((so, [text, drawing]) => {
    const svg = `<svg viewBox="0 0 16 16" style="height: .9em; vertical-align: -.06em">${drawing}</svg>`;
    return so.replaceAll(text, svg);
  }, page);
}

const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-picture-'));
try {
  for (const name of ['summary', 'plan-comment']) takePictures(name);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Pictures of a page that the demo has left, one for each scheme. */
function takePictures(name: string): void {
  const page = join(folder, `${name}.html`);
  writeFileSync(page, withEmoji(readFileSync(join(root, '.demo', `${name}.html`), 'utf8')) + MEASURE);
  const chromium = (...flags: string[]): string =>
    execFileSync(
      CHROMIUM,
      [...FLAGS, `--user-data-dir=${join(folder, 'profile')}`, ...flags, pathToFileURL(page).href],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
  const [, height] = /data-height="(\d+)"/.exec(chromium('--dump-dom', `--window-size=${WIDTH},800`)) ?? [];
  if (height === undefined) throw new Error('The page did not tell its height');
  for (const [scheme, number] of Object.entries(SCHEMES)) {
    const path = join(root, 'docs', `${name}-${scheme}.png`);
    chromium(
      `--blink-settings=preferredColorScheme=${number}`,
      `--window-size=${WIDTH},${height}`,
      `--screenshot=${path}`,
    );
    const { size } = statSync(path);
    if (size > LIMIT_BYTES) throw new Error(`${path} has ${size} bytes, more than ${LIMIT_BYTES}`);
    console.log(`docs/${name}-${scheme}.png: ${WIDTH} × ${height}, ${Math.round(size / 1000)} KB`);
  }
}
