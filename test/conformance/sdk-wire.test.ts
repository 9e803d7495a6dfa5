import { StartInstanceRequest } from '@alicloud/alikafka20190916';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type ApiParameter, alikafka } from '../../src/alibaba/alikafka.ts';
import type { Credentials } from '../../src/alibaba/client.ts';
import { openTransport } from '../../src/http/transport.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';
import { anyStart, type Captured, captureServer, officialClient } from './official-sdk.ts';

const PERMANENT: Credentials = { accessKeyId: 'key', accessKeySecret: 'secret', securityToken: undefined };
const TEMPORARY: Credentials = { ...PERMANENT, accessKeyId: 'STS.key', securityToken: 'to+ken/==' };
const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
/** Tells how the SDK came by its keys. Ours have one source, so there is nothing to tell. */
const THEIRS_ONLY = 'x-acs-credentials-provider';

describe.each([
  ['a permanent key', PERMANENT],
  ['a temporary key', TEMPORARY],
])('StartInstance with %s', (_, credentials) => {
  it('has method, path, parameters and headers as from the official client', async () => {
    const { theirs, ours } = await bothClients(credentials);
    await fc.assert(
      fc.asyncProperty(anyStart, async (start) => {
        const official = await theirs(start.theirs);
        const own = await ours(start.ours);
        expect(comparable(own)).toEqual(comparable(official));
        expect(new Set(signedHeadersOf(own)).add(THEIRS_ONLY)).toEqual(new Set(signedHeadersOf(official)));
      }),
      { seed: 20261124, numRuns: 100 },
    );
  });

  it('has no body', async () => {
    const { theirs, ours } = await bothClients(credentials);
    const official = await theirs(new StartInstanceRequest({ instanceId: 'one' }));
    const own = await ours([{ name: 'InstanceId', value: 'one' }]);
    expect(own.headers).toMatchObject({ 'content-length': '0', 'x-acs-content-sha256': EMPTY_SHA256 });
    expect([own.body, official.body]).toEqual(['', '']);
    expect(own.headers['content-type']).toBe(official.headers['content-type']);
  });

  it('has date and nonce in the form of the official client', async () => {
    const { theirs, ours } = await bothClients(credentials);
    const official = await theirs(new StartInstanceRequest({ instanceId: 'one' }));
    const own = await ours([{ name: 'InstanceId', value: 'one' }]);
    for (const { headers } of [own, official]) {
      expect(headers['x-acs-date']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(headers['x-acs-signature-nonce']).toMatch(/^[0-9a-f-]{32,64}$/);
    }
    expect(own.headers['x-acs-date']).toBe('2026-11-24T04:05:06Z');
  });
});

it('an empty text is sent, and an empty list is not', async () => {
  const { theirs, ours } = await bothClients(PERMANENT);
  const official = await theirs(new StartInstanceRequest({ name: '', vSwitchIds: [] }));
  const own = await ours([
    { name: 'Name', value: '' },
    { name: 'VSwitchIds', value: [] },
  ]);
  expect([own.query, official.query]).toEqual([[['Name', '']], [['Name', '']]]);
});

it('our request names the action and its version in its user agent, theirs their SDK', async () => {
  vi.stubEnv('ACTIONS_ORCHESTRATION_ID', '');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { theirs, ours } = await bothClients(PERMANENT);
  expect((await ours([])).headers['user-agent']).toBe('deploy-alikafka/1.2.3');
  expect((await theirs(new StartInstanceRequest({}))).headers['user-agent']).toMatch(/^AlibabaCloud /);
});

/** What has to be the same in both requests. Host is: both call the same server. */
function comparable({ method, path, query, headers, body }: Captured) {
  const compared = [
    'host',
    'accept',
    'x-acs-action',
    'x-acs-version',
    'x-acs-content-sha256',
    'x-acs-accesskey-id',
    'x-acs-security-token',
  ];
  return {
    method,
    path,
    query: query.toSorted(),
    headers: compared.map((name) => [name, headers[name]]),
    body,
  };
}

function signedHeadersOf({ headers }: Captured): string[] {
  return /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
}

/** Both clients before one server; each call gives the request that the server saw. */
async function bothClients(credentials: Credentials) {
  const { host, requests } = await captureServer();
  const transport = openTransport({
    userAgent: 'deploy-alikafka/1.2.3',
    timeoutMs: 5_000,
    limitBytes: 10_000,
    variables: {},
  });
  onTestFinished(transport.close);
  const client = {
    send: transport.send,
    credentials: async () => credentials,
    wallTime: () => Date.parse('2026-11-24T04:05:06.789Z'),
    nonce: () => crypto.randomUUID(),
    conceal: <T>(value: T) => value,
    judge: remedyFor,
  };
  const api = alikafka(client, () => new URL(`http://${host}`));
  const official = officialClient(host, credentials);
  const captured = (): Captured => {
    const request = requests.pop();
    if (request === undefined || requests.length > 0) throw new Error('not exactly one request arrived');
    return request;
  };
  return {
    ours: async (parameters: readonly ApiParameter[]) => {
      await api.startInstance('cn-hangzhou', parameters);
      return captured();
    },
    theirs: async (request: StartInstanceRequest) => {
      await official.startInstance(request);
      return captured();
    },
  };
}
