import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listenOnLoopback } from '../../emulator/loopback.ts';
import { PROVIDER_ARN, ROLE_ARN } from '../emulator/identity.ts';
import { leaks } from './leaks.ts';
import { type Home, type HomeRun, KEYS, pullRequest, runStep, startCloud } from './on-github.ts';
import { commandIn } from './runner.ts';

const TOKEN = 'ghs_Zq8LwXr5TnVb2KmJy7HdGcPf4QsUe9AoRiEt';
const REQUEST_TOKEN = 'Wm3XkQv9RzLb7NcTy5HpJd2GfSq8UeAoIiEuYtRr';

/** A server in the place of GitHub's, that says anything, and one on another host that must never be asked. */
interface Scene {
  readonly url: string;
  readonly elsewhere: string;
  /** How often the other host was asked. */
  readonly strayed: () => number;
}

type Serve = (request: IncomingMessage, response: ServerResponse, scene: Scene) => void;

async function withHostile<T>(serve: Serve, act: (scene: Scene) => Promise<T>): Promise<T> {
  let strayed = 0;
  const elsewhere = await listenOnLoopback((_, response) => {
    strayed += 1;
    response.end('[]');
  }, 0);
  const server = await listenOnLoopback((request, response) => {
    response.on('error', () => undefined);
    request.resume().on('end', () => serve(request, response, scene));
  }, 0);
  const scene: Scene = { url: server.url, elsewhere: elsewhere.url, strayed: () => strayed };
  const cloud = await startCloud();
  try {
    return await act(scene);
  } finally {
    await Promise.all([server.close(), elsewhere.close(), cloud.close()]);
  }
}

/** A deployment whose every report goes to the hostile GitHub. */
async function deployed(serve: Serve, home: Home = {}) {
  const cloud = await startCloud();
  try {
    return await withHostile(serve, async (scene) => {
      const done = await runStep(cloud, {
        payload: pullRequest(7),
        ...home,
        inputs: { ...KEYS, 'github-token': TOKEN, comment: 'always', ...home.inputs },
        env: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_API_URL: scene.url, RUNNER_DEBUG: '1', ...home.env },
      });
      return { done, strayed: scene.strayed() };
    });
  } finally {
    await cloud.close();
  }
}

/** Checks that whatever GitHub did, the deployment is what it was, and nothing was told but by a warning. */
function expectDeployed(done: HomeRun, warning: RegExp | undefined): void {
  expect(done).toMatchObject({
    exitCode: 0,
    stderr: '',
    errors: [],
    outputs: { success: 'true', changed: 'true' },
  });
  expect(done.actions.filter((action) => action === 'StartInstance')).toHaveLength(1);
  const comments = done.warnings.filter((line) => !/approv/.test(line));
  expect(comments).toEqual(warning ? [expect.stringMatching(warning)] : []);
  expect(done.summary).toContain('in service');
  expectQuiet(done, { token: TOKEN });
}

const COMMANDS = ['add-mask', 'error', 'warning', 'notice', 'group', 'endgroup', 'debug'];

/** Checks that a run ends as runs do: without a stack, an unhandled rejection, a forged command or a secret. */
function expectQuiet(done: HomeRun, secrets: Readonly<Record<string, string>>): void {
  expect(done.stderr).toBe('');
  expect(done.stdout).not.toMatch(/^\s+at .*:\d+:\d+\)?$|UnhandledPromise|node:internal/m);
  const commands = done.lines.flatMap((line) => commandIn(line) ?? []);
  const forged = commands.filter(({ name, properties }) => {
    return !COMMANDS.includes(name) || (/error|warning/.test(name) && properties.title === undefined);
  });
  expect(forged).toEqual([]);
  expect(leaks(done, secrets)).toEqual([]);
  expect(done.left).toEqual([]);
}

const json = (response: ServerResponse, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const comment = (id: number, body: string, author = 'mallory') => {
  return { id, body, user: { login: author }, html_url: `https://github.com/x/y/pull/7#issuecomment-${id}` };
};

/** Serves the list of comments as a test says, and everything else as GitHub does. */
function comments(serve: Serve): Serve {
  return (request, response, scene) => {
    if (request.url === '/graphql') json(response, { data: { viewer: { login: 'github-actions[bot]' } } });
    else if (request.url?.endsWith('/approvals')) json(response, []);
    else if (request.method === 'GET') serve(request, response, scene);
    else json(response, comment(1, ''));
  };
}

const NOT_WRITTEN = /The plan could not be written into the pull request: ./;
const page = Array.from({ length: 100 }, (_, index) =>
  comment(index, `<!-- deploy-alikafka plan ${index} -->`),
);

describe.concurrent('a GitHub whose comments', () => {
  it.each<[string, Serve, RegExp | undefined]>([
    [
      'never end',
      ({ url = '' }, response, scene) => {
        const next = Number(new URL(url, scene.url).searchParams.get('page') ?? 1) + 1;
        json(response, page, { link: `<${scene.url}/repos/x?page=${next}>; rel="next"` });
      },
      /the list of comments does not end/,
    ],
    [
      'go round in a circle',
      ({ url = '' }, response, scene) => json(response, [], { link: `<${scene.url}${url}>; rel="next"` }),
      /the list of comments does not end/,
    ],
    [
      'go on elsewhere',
      (_, response, scene) => json(response, page, { link: `<${scene.elsewhere}/x>; rel="next"` }),
      /the next page is on another host/,
    ],
    [
      'go on at no address',
      (_, response) => json(response, page, { link: '<x:\\>; rel="next"' }),
      NOT_WRITTEN,
    ],
    [
      'are elsewhere, by a redirect',
      (_, response, scene) => response.writeHead(307, { location: `${scene.elsewhere}/x` }).end('[]'),
      /unexpected redirect/,
    ],
    [
      'are of others, all with markers',
      (_, response) =>
        json(response, [...page, comment(9, '<!-- deploy-alikafka plan', 'github-actions[bot]')]),
      undefined,
    ],
    [
      'are a page',
      (_, response) => response.end('<html>::error::forged\n::error::forged</html>'),
      NOT_WRITTEN,
    ],
    ['are null', (_, response) => json(response, null), NOT_WRITTEN],
    [
      'are of other types',
      (_, response) => json(response, [{ id: '1', body: 1, user: 'x', html_url: 2 }]),
      NOT_WRITTEN,
    ],
    [
      'are nested without end',
      (_, response) => response.end(`${'['.repeat(1e5)}${']'.repeat(1e5)}`),
      NOT_WRITTEN,
    ],
    [
      'are larger than memory',
      (_, response) => {
        const block = Buffer.alloc(1024 * 1024, ' ');
        const pour = (): void => {
          while (!response.destroyed && response.write(block));
        };
        response.writeHead(200, { 'content-type': 'application/json' }).on('drain', pour);
        pour();
      },
      NOT_WRITTEN,
    ],
    [
      'come after many first answers',
      (_, response) => {
        for (let count = 0; count < 500; count += 1) response.writeProcessing();
        json(response, []);
      },
      undefined,
    ],
    [
      'break off',
      (_, response) => response.writeHead(200, { 'content-length': 9 }).end('[', () => response.destroy()),
      NOT_WRITTEN,
    ],
    [
      'come byte by byte',
      (_, response) => {
        const drip = setInterval(() => response.write(' '), 100);
        response.on('close', () => clearInterval(drip));
      },
      NOT_WRITTEN,
    ],
  ])('%s, spoils no deployment', async (_, serve, warning) => {
    const { done, strayed } = await deployed(comments(serve));
    expectDeployed(done, warning);
    expect(strayed).toBe(0);
  });
});

describe.concurrent('a GitHub', () => {
  it.each<[string, Serve]>([
    [
      'that redirects everything',
      (_, response, scene) => response.writeHead(301, { location: scene.elsewhere }).end(),
    ],
    [
      'whose errors repeat the token, and command',
      ({ headers }, response) => {
        const message = `\n::error::forged ${headers.authorization}\r##[error]${headers.authorization}`;
        response
          .writeHead(422, { 'content-type': 'application/json' })
          .end(JSON.stringify({ message, errors: [message] }));
      },
    ],
    [
      'whose answers repeat the token, and command',
      ({ headers }, response) => {
        const text = `${headers.authorization}\n::set-output name=success::false`;
        json(response, { html_url: `https://x/${text}`, data: { viewer: { login: text } }, message: text });
      },
    ],
    ['that closes every connection', ({ socket }) => socket.destroy()],
  ])('%s, spoils no deployment', async (_, serve) => {
    const { done, strayed } = await deployed(serve);
    expectDeployed(done, NOT_WRITTEN);
    expect(strayed).toBe(0);
  });

  it('whose approvals are hostile spoils no deployment', async () => {
    const text = '</td><script>alert(1)</script>\n::error::forged\n@everyone';
    const review = {
      state: text,
      comment: text.repeat(100),
      user: { login: text },
      environments: [{ name: text }],
    };
    const { done } = await deployed((request, response) => {
      if (request.url?.endsWith('/approvals')) json(response, Array(300).fill(review));
      else json(response, []);
    });
    expectDeployed(done, NOT_WRITTEN);
    expect(Buffer.byteLength(done.summary)).toBeLessThanOrEqual(1024 * 1024);
    expect(done.summary).not.toContain('<script');
  });
});

/** Checks that a run on a pull request of which nothing can be read asks neither the cloud nor GitHub for anything. */
async function expectRefused(home: Home): Promise<void> {
  const asked: string[] = [];
  const { done } = await deployed((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    json(response, []);
  }, home);
  expectQuiet(done, { token: TOKEN });
  expect(done).toMatchObject({ exitCode: 1, actions: [], outputs: { success: 'false', changed: 'false' } });
  expect(done.errors).toEqual([
    expect.stringMatching(
      /^::error title=Kafka::Refusing to deploy on pull_request: its payload cannot be read, so it may come from a fork\. ./,
    ),
  ]);
  expect(asked).toEqual([]);
}

describe.concurrent('an event', () => {
  it.each([
    ['that is no JSON', '{"pull_request":'],
    ['of 33 MB', `{"a":"${'x'.repeat(33 * 1024 * 1024)}"}`],
    ['nested without end', `${'{"pull_request":'.repeat(1e5)}1${'}'.repeat(1e5)}`],
    ['of other types', { pull_request: { number: '7', head: [], base: null }, repository: 'x' }],
    ['with names of prototypes', '{"__proto__":{"pull_request":{"number":7}},"constructor":{"prototype":1}}'],
  ])('%s deploys nothing, writes no comment, and is refused in words', async (_, payload) => {
    await expectRefused({ payload });
  });

  it.skipIf(process.platform === 'win32')('that is a pipe holds no run, and deploys nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'event-'));
    try {
      const pipe = join(folder, 'event.json');
      execFileSync('mkfifo', [pipe]);
      await expectRefused({ env: { GITHUB_EVENT_PATH: pipe } });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe.concurrent('a token service', () => {
  const huge = 'x'.repeat(8 * 1024 * 1024);
  const refused = /GitHub did not give this job an OIDC token/;

  it.each<[string, Serve, RegExp]>([
    ['gives a token of 8 MB', (_, response) => json(response, { value: huge }), refused],
    ['gives no JSON', (_, response) => response.end(`<html>${REQUEST_TOKEN}</html>`), refused],
    ['gives something else', (_, response) => json(response, { value: { value: 'x' } }), refused],
    [
      'redirects',
      (_, response, scene) => response.writeHead(302, { location: scene.elsewhere }).end(),
      refused,
    ],
    [
      'repeats what it was asked with in an error',
      ({ headers }, response) =>
        response.writeHead(403, { 'x-a': `${headers.authorization}` }).end(`${headers.authorization}`),
      refused,
    ],
    // These reach the cloud, which refuses them.
    [
      'gives no JWT',
      (_, response) => json(response, { value: 'no-token\n::error::forged' }),
      /AssumeRoleWithOIDC/,
    ],
    [
      'gives a JWT of hostile claims',
      (_, response) => {
        const claims = { iss: '\n::error::forged', aud: ['<script>'], sub: '##[error]forged', __proto__: 1 };
        const part = Buffer.from(JSON.stringify(claims)).toString('base64url');
        json(response, { value: `${part}.${part}.${part}` });
      },
      /AssumeRoleWithOIDC/,
    ],
  ])('that %s ends the run in words', async (_, serve, message) => {
    const cloud = await startCloud();
    try {
      const { done, strayed } = await withHostile(serve, async (scene) => ({
        done: await runStep(cloud, {
          inputs: {
            'role-to-assume': ROLE_ARN,
            'oidc-provider-arn': PROVIDER_ARN,
            'sts-endpoint': cloud.url,
          },
          env: {
            ...{ ACTIONS_ID_TOKEN_REQUEST_URL: `${scene.url}/token?x=1`, RUNNER_DEBUG: '1' },
            ACTIONS_ID_TOKEN_REQUEST_TOKEN: REQUEST_TOKEN,
          },
        }),
        strayed: scene.strayed(),
      }));
      expect(done).toMatchObject({ exitCode: 1, outputs: { success: 'false', changed: 'false' } });
      expect(done.errors).toEqual([expect.stringMatching(message)]);
      expect(done.actions).not.toContain('StartInstance');
      expectQuiet(done, { 'request token': REQUEST_TOKEN });
      expect(strayed).toBe(0);
    } finally {
      await cloud.close();
    }
  });
});
