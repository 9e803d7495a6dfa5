import { request } from 'node:https';
import { expect, it } from 'vitest';
import type { Emulator, FaultEffect } from '../../emulator/index.ts';
import { selfSigned } from '../http/certificate.ts';
import { emulatorForTest } from './loopback.ts';

const TLS = selfSigned();
const QUERY = new URLSearchParams({
  Action: 'AssumeRoleWithOIDC',
  Version: '2015-04-01',
  Format: 'JSON',
  RoleSessionName: 'run',
});

/** The HTTP status of an unsigned request, or how the connection broke. */
function send({ url }: Emulator, ca: string[] = [TLS.cert]): Promise<number | string | undefined> {
  const Timestamp = new Date().toISOString().replace(/\.\d+/, '');
  return new Promise((resolve) => {
    const options = { method: 'POST', agent: false, ca };
    const fail = (error: NodeJS.ErrnoException) => resolve(error.code);
    request(`${url}/?${QUERY}&${new URLSearchParams({ Timestamp })}`, options, (response) => {
      response.resume();
      response.on('error', fail).on('end', () => resolve(response.statusCode));
    })
      .on('error', fail)
      .end();
  });
}

it('speaks HTTPS where it has a certificate', async () => {
  const emulator = await emulatorForTest({ tls: TLS });
  expect(emulator.url).toBe(`https://127.0.0.1:${emulator.port}`);
  expect(await send(emulator)).toBe(401);
  expect(emulator.journal).toMatchObject([{ action: 'AssumeRoleWithOIDC', httpStatus: 401 }]);
});

it('is trusted by nobody who does not know its certificate', async () => {
  const emulator = await emulatorForTest({ tls: TLS });
  expect(await send(emulator, [])).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  expect(emulator.journal).toEqual([]);
});

it('does not hear plain HTTP then', async () => {
  const emulator = await emulatorForTest({ tls: TLS });
  await expect(fetch(`http://${emulator.host}`)).rejects.toThrow('fetch failed');
  expect(emulator.journal).toEqual([]);
});

it.each<[FaultEffect['kind'] & ('reset-before' | 'reset-after' | 'cut-connection'), number | string]>([
  ['reset-before', 'ECONNRESET'],
  ['reset-after', 'ECONNRESET'],
  ['cut-connection', 'ECONNRESET'],
])('%s breaks the connection', async (kind, broken) => {
  const emulator = await emulatorForTest({ tls: TLS, faults: [{ effect: { kind } }] });
  expect(await send(emulator)).toBe(broken);
  expect(await send(emulator)).toBe(401);
  expect(emulator.journal).toMatchObject([{ fault: kind }, { fault: undefined }]);
});
