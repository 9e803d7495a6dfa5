import { GetInstanceListRequest } from '@alicloud/alikafka20190916';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { alikafka } from '../../src/alibaba/alikafka.ts';
import type { Credentials } from '../../src/alibaba/client.ts';
import { UnexpectedAnswerError } from '../../src/alibaba/errors.ts';
import { openTransport } from '../../src/http/transport.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';
import { anyText, type Captured, captureServer, officialClient } from './official-sdk.ts';

const PERMANENT: Credentials = { accessKeyId: 'key', accessKeySecret: 'secret', securityToken: undefined };
const TEMPORARY: Credentials = { ...PERMANENT, accessKeyId: 'STS.key', securityToken: 'to+ken/==' };
/** Tells how the SDK came by its keys. Ours have one source, so there is nothing to tell. */
const THEIRS_ONLY = 'x-acs-credentials-provider';

/** Ids as they are, and texts that are easily encoded wrongly. More than nine, so that `.10` comes before `.2`. */
const anyId = fc.oneof(fc.stringMatching(/^alikafka_[a-z]{3,4}-cn-[a-z0-9]{9}$/), anyText);
const anyIds = fc.oneof(
  fc.array(anyId, { maxLength: 20, size: 'max' }),
  fc.array(anyId, { minLength: 10, maxLength: 20 }),
);

describe.each([
  ['a permanent key', PERMANENT],
  ['a temporary key', TEMPORARY],
])('GetInstanceList with %s', (_, credentials) => {
  it('has method, path, parameters and headers as from the official client', async () => {
    const { theirs, ours } = await bothClients(credentials);
    await fc.assert(
      fc.asyncProperty(anyText, anyIds, async (regionId, ids) => {
        const official = await theirs(new GetInstanceListRequest({ regionId, instanceId: ids }));
        const own = await ours(regionId, ids);
        expect(own.query).toHaveLength(1 + ids.length);
        expect(comparable(own)).toEqual(comparable(official));
        expect(new Set(signedHeadersOf(own)).add(THEIRS_ONLY)).toEqual(new Set(signedHeadersOf(official)));
      }),
      { seed: 20261124, numRuns: 60 },
    );
  });
});

it('for more than twenty instances, and for all, the call is that of the official client for a whole region', async () => {
  const { theirs, ours } = await bothClients(PERMANENT);
  const ids = Array.from({ length: 21 }, (_, index) => `alikafka_post-cn-${index}`);
  const official = await theirs(new GetInstanceListRequest({ regionId: 'cn-hangzhou' }));
  expect(comparable(await ours('cn-hangzhou', ids))).toEqual(comparable(official));
  expect(comparable(await ours('cn-hangzhou', 'all'))).toEqual(comparable(official));
});

it('names its operation and version', async () => {
  const { ours } = await bothClients(PERMANENT);
  expect(await ours('cn-hangzhou', ['one', 'two'])).toMatchObject({
    method: 'POST',
    path: '/',
    query: [
      ['InstanceId.1', 'one'],
      ['InstanceId.2', 'two'],
      ['RegionId', 'cn-hangzhou'],
    ],
    headers: { 'x-acs-action': 'GetInstanceList', 'x-acs-version': '2019-09-16', 'content-length': '0' },
    body: '',
  });
});

/** What has to be the same in both requests. Host is: both call the same server. */
function comparable({ method, path, query, headers, body }: Captured) {
  const compared = [
    'host',
    'accept',
    'content-type',
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
    ours: async (regionId: string, ids: readonly string[] | 'all') => {
      // The server answers well, but without a list.
      await expect(api.getInstanceList(regionId, ids)).rejects.toThrow(UnexpectedAnswerError);
      return captured();
    },
    theirs: async (request: GetInstanceListRequest) => {
      await official.getInstanceList(request);
      return captured();
    },
  };
}
