import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Identity, selfSigned } from '../http/certificate.ts';
import { type Front, startFront } from './hostile-front.ts';
import { leaks } from './leaks.ts';
import { flat, KEYS, outputsOf, type Run, runOn, startCloud } from './support.ts';

const HONEST = selfSigned('localhost');

/** What whoever has taken the service's place presents, once the status was read. */
interface Impostor {
  readonly presents: Identity & { readonly maxVersion?: 'TLSv1.1'; readonly ciphers?: string };
  readonly trusted: boolean;
  /** The code of the failure. */
  readonly code: RegExp;
  readonly remedy: string;
}

const WRONG_TIME = 'Check the clock of the runner; if it is right, whoever answers there is not the service.';
const UNTRUSTED = 'If a proxy of yours opens TLS, name its CA in NODE_EXTRA_CA_CERTS.';

const IMPOSTORS: Readonly<Record<string, Impostor>> = {
  'a certificate of another host': {
    presents: selfSigned('elsewhere.test'),
    trusted: true,
    code: /ERR_TLS_CERT_ALTNAME_INVALID/,
    remedy: 'Check the endpoint, the runner’s DNS, and the proxy if there is one.',
  },
  'a certificate that has expired': {
    presents: selfSigned('localhost', [10, 20]),
    trusted: true,
    code: /CERT_HAS_EXPIRED/,
    remedy: WRONG_TIME,
  },
  'a certificate of the future': {
    presents: selfSigned('localhost', [48, 49]),
    trusted: true,
    code: /CERT_NOT_YET_VALID/,
    remedy: WRONG_TIME,
  },
  'a certificate of nobody’s': {
    presents: selfSigned('localhost'),
    trusted: false,
    code: /DEPTH_ZERO_SELF_SIGNED_CERT/,
    remedy: UNTRUSTED,
  },
  'an old protocol only': {
    presents: { ...HONEST, maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' },
    trusted: true,
    code: /ERR_SSL_\w+|EPROTO/,
    remedy: 'what answers there speaks no TLS, or none that can be agreed on.',
  },
};

/** A run whose service is replaced after the first call. */
async function meet({ presents, trusted }: Impostor): Promise<Run & { readonly front: Front }> {
  const cloud = await startCloud({});
  const front = await startFront(
    cloud,
    () => {
      front.present(presents);
      return undefined;
    },
    HONEST,
  );
  const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-ca-'));
  const authorities = join(folder, 'ca.pem');
  writeFileSync(authorities, trusted ? HONEST.cert + presents.cert : HONEST.cert);
  try {
    const done = await runOn(cloud, {
      manifest: flat(),
      inputs: { endpoint: `https://localhost:${front.port}`, preflight: 'off', verify: 'off' },
      env: { NODE_EXTRA_CA_CERTS: authorities, NO_PROXY: '*' },
    });
    return { ...done, front };
  } finally {
    rmSync(folder, { recursive: true });
    await front.close();
    await cloud.close();
  }
}

describe.concurrent('TLS with an impostor, after the status was read', () => {
  it.each(Object.entries(IMPOSTORS))('by %s: the start was certainly not sent', async (_, impostor) => {
    const done = await meet(impostor);
    expect(done).toMatchObject({ exitCode: 1, stderr: '', outputs: { success: 'false', changed: 'false' } });
    expect(Object.keys(done.outputs)).toEqual(Object.keys(outputsOf({})));
    expect(done.front.arrived.map(({ action }) => action)).toEqual(['GetInstanceList']);
    const [error = ''] = done.errors;
    expect(error).toContain(`StartInstance could not be sent: no TLS with localhost:${done.front.port} (`);
    expect(error).toMatch(impostor.code);
    expect(error).toContain(impostor.remedy);
    expect(error).not.toContain('may be deploying');
    expect(done.errors).toHaveLength(1);
    expect(leaks(done, { secret: KEYS['access-key-secret'] })).toEqual([]);
  });
});
