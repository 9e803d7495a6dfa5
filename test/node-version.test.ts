import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { nodeRefusal } from '../src/node-version.ts';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

it.each(['24.4.0', '24.10.1', '25.0.0', '100.2.0'])('Node %s runs the action', (version) => {
  expect(nodeRefusal(version)).toBeUndefined();
});

it.each(['20.20.2', '22.19.0', '24.3.9', '4.4.0', 'unknown'])(
  'Node %s is refused, with the one to take',
  (version) => {
    expect(nodeRefusal(version)).toBe(
      `This action runs on Node 24.4 or later, and this is Node ${version}. Nothing was sent.`,
    );
    expect(engines.node).toBe('>=24.4.0');
  },
);
