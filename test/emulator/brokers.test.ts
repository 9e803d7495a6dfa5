import { once } from 'node:events';
import { connect } from 'node:net';
import { GetInstanceListRequest } from '@alicloud/alikafka20190916';
import { expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../emulator/index.ts';
import { cloudAt, INSTANCE_ID, REGION_ID, START } from './cloud-at.ts';
import { sdkClient } from './sdk-client.ts';

/** A request with an empty body, as a client that calls itself `probe` sends it. */
function request(apiKey: number, version: number, correlationId: number): Buffer {
  const frame = Buffer.alloc(4 + 8 + 2 + 5);
  frame.writeInt32BE(frame.length - 4, 0);
  frame.writeInt16BE(apiKey, 4);
  frame.writeInt16BE(version, 6);
  frame.writeInt32BE(correlationId, 8);
  frame.writeInt16BE(5, 12);
  frame.write('probe', 14);
  return frame;
}

/** All that a broker sends before the connection ends, after it was asked for something that it does not offer. */
async function answersOf(port: number, parts: readonly Buffer[]): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  for (const part of parts) await new Promise((resolve) => socket.write(part, resolve));
  socket.write(request(0, 0, 0));
  await once(socket, 'close');
  return Buffer.concat(chunks);
}

async function brokerPorts(deployType: 4 | 5 = 5) {
  const startedWith = { ...START, Config: '{"enable.acl":"true"}' };
  const emulator = await startEmulator({
    instances: [{ instanceId: INSTANCE_ID, status: 'running', deployType, startedWith, brokers: true }],
  });
  onTestFinished(() => emulator.close());
  const { body } = await sdkClient(emulator).getInstanceList(
    new GetInstanceListRequest({ regionId: REGION_ID }),
  );
  const [entry] = body?.instanceList?.instanceVO ?? [];
  const ports = (entry?.domainEndpoint ?? '').split(',').map((server) => Number(server.split(':')[1]));
  return { emulator, entry, ports };
}

it('are named by the plain and the SASL endpoints, and by no other', async () => {
  const { entry, ports } = await brokerPorts(4);
  const servers = ports.map((port) => `127.0.0.1:${port}`).join();
  expect(new Set(ports).size).toBe(3);
  expect(entry).toMatchObject({
    endPoint: servers,
    domainEndpoint: servers,
    saslEndPoint: servers,
    saslDomainEndpoint: servers,
    sslDomainEndpoint: expect.stringMatching(/^alikafka-post-cn-one-1\.alikafka\.aliyuncs\.com:9093,/),
    vpcSaslDomainEndpoint: '',
  });
});

it('answer ApiVersions, however it is cut, and tell a newer version that they know version 0 only', async () => {
  const { ports } = await brokerPorts();
  const whole = request(18, 0, 7);
  const answers = await answersOf(ports[2] ?? 0, [
    whole.subarray(0, 3),
    whole.subarray(3),
    request(18, 3, 8),
  ]);
  const offered = '00000002' + '000300000001' + '001200000000';
  expect(answers.toString('hex')).toBe(
    `00000016${'00000007'}0000${offered}` + `00000016${'00000008'}0023${offered}`,
  );
});

it('end a connection that is no Kafka client', async () => {
  const { ports } = await brokerPorts();
  expect(await answersOf(ports[0] ?? 0, [Buffer.from('GET / HTTP/1.1\r\n\r\n')])).toHaveLength(0);
});

it('are gone with the server, open connections too, and where it could not start', async () => {
  const { emulator, ports } = await brokerPorts();
  const socket = connect(ports[0] ?? 0, '127.0.0.1');
  await once(socket, 'connect');
  const broken = once(socket, 'close');
  await expect(
    startEmulator({ port: emulator.port, instances: [{ instanceId: 'a', brokers: true }] }),
  ).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await emulator.close();
  await broken;
  await expect(once(connect(ports[0] ?? 0, '127.0.0.1'), 'connect')).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  });
  expect(process.getActiveResourcesInfo()).not.toContain('TCPServerWrap');
});

it("may be a test's own, on the ports that it names; endpoints are shown once the instance is in service", () => {
  const brokerPorts = { plain: [1], ssl: [2, 3] };
  const instances = (['pending', 'running'] as const).map((status) => ({
    instanceId: status,
    status,
    deployType: 4 as const,
    brokerPorts,
  }));
  expect(cloudAt(0, { instances }).list()).toMatchObject([
    { DomainEndpoint: '', SslDomainEndpoint: '' },
    { DomainEndpoint: '127.0.0.1:1', SslDomainEndpoint: '127.0.0.1:2,127.0.0.1:3', SaslDomainEndpoint: '' },
  ]);
});
