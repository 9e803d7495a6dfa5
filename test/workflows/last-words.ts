// Loaded by Node into every action that act runs. act drops what a step that fails has printed and act has not
// read yet, so such a step goes only when the engine has heard that it is going.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PATIENCE_MS = 5_000;

process.on('exit', (code) => {
  if (code === 0) return;
  const heard = `${fileURLToPath(new URL(import.meta.url).searchParams.get('heard') ?? '')}-${process.pid}`;
  process.stdout.write(`::last-words::${process.pid}\n`);
  const lock = new Int32Array(new SharedArrayBuffer(4));
  const end = Date.now() + PATIENCE_MS;
  while (!existsSync(heard) && Date.now() < end) Atomics.wait(lock, 0, 0, 10);
});
