import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { node24 } from '../../scripts/node24.mjs';

const DESCRIPTION = join(import.meta.dirname, '..', 'fixtures', 'github', 'openapi.json');

/** GraphQL over HTTP, which GitHub's description of its REST API leaves out. */
const GRAPHQL = {
  post: {
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { type: 'object', required: ['query'], properties: { query: { type: 'string' } } },
        },
      },
    },
    responses: {
      200: {
        description: 'The answer',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['data'],
              properties: { data: { type: 'object', nullable: true } },
            },
          },
        },
      },
    },
  },
};

const description = z.looseObject({ paths: z.record(z.string(), z.unknown()) });

/** A proxy that lets nothing through that GitHub's own description does not describe. */
export interface Prism {
  readonly url: string;
  /** What it wrote about each request. */
  readonly log: () => string;
  readonly close: () => Promise<void>;
}

/** Starts Prism before an API. Whatever breaks the rules, request or answer, is answered with an error instead. */
export async function startPrism(upstream: string): Promise<Prism> {
  const folder = await mkdtemp(join(tmpdir(), 'deploy-alikafka-prism-'));
  const file = join(folder, 'openapi.json');
  const { paths, ...rest } = description.parse(JSON.parse(readFileSync(DESCRIPTION, 'utf8')));
  writeFileSync(file, JSON.stringify({ ...rest, paths: { ...paths, '/graphql': GRAPHQL } }));
  const main = createRequire(import.meta.url).resolve('@stoplight/prism-cli/dist/index.js');
  const options = ['proxy', file, upstream, '--errors', '-h', '127.0.0.1', '-p', '0'];
  const child = spawn(node24(), [main, ...options], {
    cwd: folder,
    env: { NO_COLOR: '1', HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (text: string) => {
      log += text;
      const found = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(log)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`Prism ended: ${log}`)));
  });
  return {
    url,
    log: () => log,
    close: async () => {
      child.kill('SIGKILL');
      await closed;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
