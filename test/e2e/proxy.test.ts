import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { selfSigned } from '../http/certificate.ts';
import { loopback } from '../http/loopback.ts';
import { onStage } from './on-github.ts';

const HOST = 'api.github.test';
const IDENTITY = selfSigned(HOST);

it('GitHub’s API is asked through the proxy in HTTPS_PROXY, in a tunnel, by this action’s own name', async () => {
  await onStage({}, async ({ step, github }) => {
    const server = await loopback((socket) => socket.end(APPROVALS), IDENTITY);
    const proxy = await loopback((socket) => tunnel(socket, server.port));
    const done = await step({
      inputs: { comment: 'never' },
      env: {
        GITHUB_API_URL: `https://${HOST}`,
        HTTPS_PROXY: proxy.origin.replace('//', '//ann:p%40ss@'),
        NODE_EXTRA_CA_CERTS: fileWith(IDENTITY.cert),
      },
    });
    expect(done).toMatchObject({ exitCode: 0, stderr: '', warnings: [] });
    expect(proxy.heads).toEqual([expect.stringMatching(`^CONNECT ${HOST}:443 HTTP/1.1\r\n`)]);
    const login = Buffer.from('ann:p@ss').toString('base64');
    expect(proxy.heads[0]).toContain(`\r\nProxy-Authorization: Basic ${login}\r\n`);
    expect(proxy.heads.join()).not.toContain(github.token);
    expect(server.heads).toEqual([
      expect.stringMatching(/^GET \/repos\/octo-org\/octo-repo\/actions\/runs\/4711\/approvals HTTP/),
    ]);
    expect(server.heads[0]).toMatch(new RegExp(`^authorization: token ${github.token}\r$`, 'im'));
    expect(server.heads[0]).toMatch(/^user-agent: deploy-alikafka\/\S+\r$/im);
    expect(done.summary).toContain('let it pass');
  });
});

const REVIEW = { state: 'approved', comment: 'let it pass', user: { login: 'ann' }, environments: [] };
const BODY = JSON.stringify([REVIEW]);
const APPROVALS = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`;

function tunnel(socket: Socket, port: number): void {
  socket.removeAllListeners('data');
  const onward = connect(port, '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    onward.pipe(socket).pipe(onward);
  });
  onward.on('error', () => socket.destroy());
}

/** The path of a file that is there until the test is over. */
function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-ca-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'ca.pem');
  writeFileSync(path, text);
  return path;
}
