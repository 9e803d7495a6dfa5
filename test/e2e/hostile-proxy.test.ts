import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { selfSigned } from '../http/certificate.ts';
import { type Front, listen, startFront, type Trap } from './hostile-front.ts';
import { leaks } from './leaks.ts';
import { fleetOf, KEYS, REGION, type Run, runOn, startCloud } from './support.ts';
import { endlessly, trickling } from './traps.ts';

const HOST = `alikafka.${REGION}.aliyuncs.com`;
const SERVICE = selfSigned(HOST);
const LOGIN = { user: 'robot', password: 'Pr0xy-Passw0rd' };
const END = '\r\n\r\n';

interface ProxyRun extends Run {
  readonly front: Front;
  /** The requests that the proxy heard. */
  readonly connects: readonly string[];
}

/**
 * Runs instances whose calls go through a proxy: its first tunnel is honest, and the status is read through it; what
 * comes then meets its traps in turn.
 */
async function meet(traps: readonly Trap[], count: number, waitTimeout = '60m'): Promise<ProxyRun> {
  const ids = Array.from({ length: count }, (_, index) => `alikafka_post-cn-p${index}`);
  const cloud = await startCloud({
    cloud: { instances: ids.map((instanceId) => ({ instanceId, deployType: 5 })) },
  });
  const front = await startFront(cloud, () => undefined, SERVICE);
  const connects: string[] = [];
  const proxy = createServer((socket) => {
    socket.once('data', (chunk) => {
      connects.push(String(chunk));
      const trap = traps[(connects.length - 2) % traps.length];
      if (connects.length === 1 || !trap) tunnel(socket, front.port);
      else trap(socket);
    });
  });
  const { port, close } = await listen(proxy);
  const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-ca-'));
  writeFileSync(join(folder, 'ca.pem'), SERVICE.cert + ELSEWHERE.cert);
  try {
    const done = await runOn(cloud, {
      manifest: fleetOf(Object.fromEntries(ids.map((id, index) => [`p${index}`, id]))),
      inputs: {
        ...{ endpoint: '', 'sts-endpoint': cloud.url, preflight: 'off', verify: 'off', comment: 'never' },
        ...{ 'poll-interval': '5s', 'wait-timeout': waitTimeout },
      },
      env: {
        HTTPS_PROXY: `http://${LOGIN.user}:${LOGIN.password}@127.0.0.1:${port}`,
        NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
        NODE_OPTIONS: '--max-old-space-size=128',
      },
    });
    const secrets = { secret: KEYS['access-key-secret'], password: LOGIN.password };
    expect(leaks(done, secrets)).toEqual([]);
    expect(done).toMatchObject({ exitCode: 1, stderr: '', outputs: { success: 'false' } });
    expect(done.stdout).not.toMatch(/^\s+at .*\.js/m);
    for (const head of connects) expect(head).toMatch(new RegExp(`^CONNECT ${HOST}:443 HTTP/1.1\r\n`));
    for (const secret of [KEYS['access-key-id'], ...ids]) expect(connects.join('\n')).not.toContain(secret);
    expect(front.arrived.map(({ action }) => action)).toEqual(['GetInstanceList']);
    return { ...done, front, connects };
  } finally {
    rmSync(folder, { recursive: true });
    await close();
    await front.close();
    await cloud.close();
  }
}

const ELSEWHERE = selfSigned('elsewhere.test');

function tunnel(socket: Socket, port: number): void {
  const onward = connect(port, '127.0.0.1', () => {
    socket.write(`HTTP/1.1 200 Connection established${END}`);
    onward.pipe(socket).pipe(onward);
  });
  onward.on('error', () => socket.destroy());
  socket.on('close', () => onward.destroy());
}

const says =
  (bytes: string): Trap =>
  (socket) =>
    socket.end(bytes);

const GOOD = '{"RequestId":"R","Code":200,"Success":true}';

/** What a proxy does in the place of a tunnel; in no case has anything of the call left the runner. */
const NO_TUNNEL: readonly Trap[] = [
  says(''),
  says('HTTP/1.1 20'),
  says(`SSH-2.0-proxy${END}`),
  says(GOOD),
  says(`HTTP/1.1 407 ${LOGIN.password}\r\nx-echo: ${LOGIN.user}:${LOGIN.password}${END}`),
  says(`HTTP/1.1 302 Found\r\nlocation: https://elsewhere.test/${END}`),
  says(`HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:9/${END}`),
  says(`HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: tls${END}`),
  says(`HTTP/1.1 403 Forbidden\r\ncontent-length: ${GOOD.length}${END}${GOOD}`),
  says(`HTTP/1.1 200 OK\r\ncontent-length: ${GOOD.length}${END}${GOOD}`),
  endlessly(`HTTP/1.1 200 OK\r\nx: `, 'x'.repeat(100_000)),
  endlessly('HTTP/1.1 200 OK\r\n', 'a: b\r\n'.repeat(1000)),
];

describe.concurrent('a hostile proxy, after the status was read through it', () => {
  it('that opens no tunnel in any way: the start was certainly not sent', async () => {
    const done = await meet(NO_TUNNEL, NO_TUNNEL.length / 3);
    expect(done.outputs.changed).toBe('false');
    expect(done.connects).toHaveLength(1 + NO_TUNNEL.length);
    expect(done.errors).toHaveLength(NO_TUNNEL.length / 3);
    for (const error of done.errors) {
      expect(error).toContain('StartInstance could not be sent: the proxy did not open a tunnel');
      expect(error).toContain('Check the proxy in HTTPS_PROXY, its login');
      expect(error).not.toContain('may be deploying');
    }
  });

  it.each<[string, Trap, RegExp]>([
    [
      'and speaks no TLS in it',
      (socket) => {
        socket.write(`HTTP/1.1 200 OK${END}`);
        socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 43${END}${GOOD}`));
      },
      /no TLS with \S+ \((ERR_SSL_\w+|EPROTO)\).*speaks no TLS/,
    ],
    [
      'and closes it',
      (socket) => {
        socket.write(`HTTP/1.1 200 OK${END}`);
        socket.once('data', () => socket.end());
      },
      /no connection to \S+ \(ECONNRESET\).*Check the network/,
    ],
    [
      'and answers in it with a certificate of its own',
      impersonating(selfSigned(HOST)),
      /no TLS with \S+ \(DEPTH_ZERO_SELF_SIGNED_CERT\).*NODE_EXTRA_CA_CERTS/,
    ],
    [
      'to another server than was asked for',
      impersonating(ELSEWHERE),
      /no TLS with \S+ \(ERR_TLS_CERT_ALTNAME_INVALID\).*Check the endpoint, the runner’s DNS, and the proxy/,
    ],
  ])('that opens a tunnel %s: the start was certainly not sent', async (_, trap, told) => {
    const done = await meet([trap], 1);
    expect(done.outputs.changed).toBe('false');
    expect(done.connects).toHaveLength(4);
    expect(done.errors).toEqual([expect.stringMatching(told)]);
    expect(done.errors[0]).not.toContain('may be deploying');
  });

  it('that never comes to an end: the run ends when its time is up', async () => {
    const held: Trap[] = [
      () => undefined,
      trickling('HTTP/1.1 200 OK\r\nx-slow: '),
      (socket) => socket.write(`HTTP/1.1 200 OK${END}`),
    ];
    const done = await meet(held, held.length, '5s');
    expect(done.connects).toHaveLength(1 + held.length);
    for (const error of done.errors) expect(error).toContain('The time was up');
    expect(done.errors).toHaveLength(held.length);
  });
});

/** Ends the tunnel at this certificate, and says that all is well to whoever speaks in it. */
function impersonating(identity: { key: string; cert: string }): Trap {
  return (socket) => {
    socket.write(`HTTP/1.1 200 OK${END}`);
    const secure = new TLSSocket(socket, { isServer: true, ...identity });
    secure
      .on('error', () => undefined)
      .on('data', () => secure.end(`HTTP/1.1 200 OK\r\ncontent-length: 43${END}${GOOD}`));
  };
}
