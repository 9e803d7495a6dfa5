// Takes the pictures of the README from the demo's job summary, with headless Chromium: npm run picture.
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

const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-picture-'));
try {
  const page = join(folder, 'summary.html');
  writeFileSync(page, readFileSync(join(root, '.demo', 'summary.html'), 'utf8') + MEASURE);
  const chromium = (...flags: string[]): string =>
    execFileSync(
      CHROMIUM,
      [...FLAGS, `--user-data-dir=${join(folder, 'profile')}`, ...flags, pathToFileURL(page).href],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
  const [, height] = /data-height="(\d+)"/.exec(chromium('--dump-dom', `--window-size=${WIDTH},800`)) ?? [];
  if (height === undefined) throw new Error('The page did not tell its height');
  for (const [name, scheme] of Object.entries(SCHEMES)) {
    const path = join(root, 'docs', `summary-${name}.png`);
    chromium(
      `--blink-settings=preferredColorScheme=${scheme}`,
      `--window-size=${WIDTH},${height}`,
      `--screenshot=${path}`,
    );
    const { size } = statSync(path);
    if (size > LIMIT_BYTES) throw new Error(`${path} has ${size} bytes, more than ${LIMIT_BYTES}`);
    console.log(`docs/summary-${name}.png: ${WIDTH} × ${height}, ${Math.round(size / 1000)} KB`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
