import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { alikafka } from '../../src/alibaba/alikafka.ts';
import type { Client } from '../../src/alibaba/client.ts';
import { contentsApi } from '../../src/alibaba/contents.ts';
import { ecs } from '../../src/alibaba/ecs.ts';
import { CallError } from '../../src/alibaba/errors.ts';
import { kms } from '../../src/alibaba/kms.ts';
import { assumeRole, callerIdentity } from '../../src/alibaba/sts.ts';
import { vpc } from '../../src/alibaba/vpc.ts';
import { failureOf } from '../../src/deployment/failure.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';
import { runs } from './runs.ts';
import { hostileText, prototypesAreClean } from './texts.ts';

const ENDPOINT = new URL('https://product.aliyuncs.com');
const INSTANCE = { regionId: 'cn-hangzhou', instanceId: 'alikafka_1' };
const ROLE = { roleArn: 'r', providerArn: 'p', token: 't', sessionName: 's', durationSeconds: 900 };

/** Every way in which an answer is read: a good one, and what its readers promise. Nothing else may come of it. */
interface Reading {
  readonly action: string;
  readonly good: Readonly<Record<string, unknown>>;
  readonly ask: (client: Client) => Promise<unknown>;
  readonly promised: z.ZodType;
}

const CODED = { RequestId: 'R-1', Code: 200, Success: true, Message: 'operation success.' };

const text = z.string().min(1).optional();
const texts = z.record(z.string(), z.string());
const count = z.number().int().optional();
const answer = { requestId: z.string(), code: z.string(), message: z.string() };

const live = z.strictObject({
  ...{
    instanceId: z.literal('alikafka_1'),
    codes: z.string(),
    config: texts,
    vSwitchIds: z.array(z.string()),
  },
  status: z.enum([
    ...(['pending', 'deploying', 'running', 'stopped', 'expired'] as const),
    ...(['released', 'failed', 'changing', 'not-found', 'unknown'] as const),
  ]),
  series: z.enum(['provisioned', 'serverless', 'confluent']).optional(),
  deployModule: z.enum(['vpc', 'eip']).optional(),
  ...{ name: text, vpcId: text, zoneId: text, standardZoneId: text, serviceVersion: text },
  ...{ securityGroup: text, kmsKeyId: text },
  endpoints: z.strictObject(
    Object.fromEntries(['plain', 'ssl', 'sasl', 'vpcSasl'].map((name) => [name, z.string().regex(/^\S*$/)])),
  ),
});

const page = <T extends z.ZodType>(item: T) => z.strictObject({ items: z.array(item), total: count });

const vSwitch = z.strictObject({
  ...{ vSwitchId: z.string(), name: text, vpcId: text, zoneId: text, status: text, cidrBlock: text },
  freeAddresses: z.number().int().min(0).optional(),
  sharedBy: z.string().optional(),
});

const PRODUCTS = {
  alikafka: (client: Client) => alikafka(client, () => ENDPOINT),
  contents: (client: Client) => contentsApi(client, () => ENDPOINT),
};

const READINGS: readonly Reading[] = [
  {
    action: 'StartInstance',
    good: CODED,
    ask: (client) => PRODUCTS.alikafka(client).startInstance('cn-hangzhou', []),
    promised: z.strictObject(answer),
  },
  {
    action: 'GetInstanceList',
    good: {
      ...CODED,
      InstanceList: {
        InstanceVO: [
          {
            ...{ InstanceId: 'alikafka_1', ServiceStatus: 5, ViewInstanceStatusCode: 2, Series: 'v2' },
            ...{ DeployType: 5, Name: 'orders', VpcId: 'vpc-1', VSwitchId: 'vsw-1', ZoneId: 'zonea' },
            VSwitchIds: { VSwitchIds: ['vsw-1'] },
            UpgradeServiceDetailInfo: { Current2OpenSourceVersion: '2.6.2' },
            AllConfig: '{"enable.acl":"false"}',
            ...{ EndPoint: '10.0.0.1:9092,10.0.0.2:9092', SaslDomainEndpoint: 'a:9094', KmsKeyId: 'k' },
          },
        ],
      },
    },
    ask: (client) => PRODUCTS.alikafka(client).getInstanceList('cn-hangzhou', ['alikafka_1']),
    promised: z.strictObject({ ...answer, instances: z.map(z.literal('alikafka_1'), live) }),
  },
  {
    action: 'GetAllowedIpList',
    good: {
      ...CODED,
      AllowedList: {
        VpcList: [
          { PortRange: '9092/9092', AllowedIpList: ['10.0.0.0/8'], UserDefinedSharedSecurityGroup: false },
        ],
        InternetList: [{ PortRange: '9093/9093', AllowedIpList: ['0.0.0.0/0'] }],
      },
    },
    ask: (client) => PRODUCTS.contents(client).getAllowedIpList(INSTANCE),
    promised: z.array(
      z.strictObject({ portRange: z.string(), entries: z.array(z.string()), shared: z.boolean() }),
    ),
  },
  {
    action: 'GetTopicList',
    good: {
      ...CODED,
      Total: 1,
      TopicList: {
        TopicVO: [
          {
            ...{ Topic: 'orders', PartitionNum: 12, Remark: 'x', LocalTopic: true, CompactTopic: 'false' },
            ...{ Status: 0, TopicConfig: '{"retention.ms":"1"}' },
          },
        ],
      },
    },
    ask: (client) => PRODUCTS.contents(client).getTopicList(INSTANCE, 1),
    promised: page(
      z.strictObject({
        ...{
          name: z.string().min(1),
          partitions: count,
          remark: text,
          config: texts,
          inService: z.boolean(),
        },
        ...{ localTopic: z.boolean().optional(), compact: z.boolean().optional() },
      }),
    ),
  },
  {
    action: 'GetConsumerList',
    good: { ...CODED, Total: '1', ConsumerList: { ConsumerVO: [{ ConsumerId: 'billing', Remark: 'x' }] } },
    ask: (client) => PRODUCTS.contents(client).getConsumerList(INSTANCE, 1),
    promised: page(z.strictObject({ name: z.string().min(1), remark: text })),
  },
  {
    action: 'GetQuotaTip',
    good: { ...CODED, QuotaData: { TopicLeft: 50, PartitionLeft: 1000, GroupLeft: '9', IsPartitionBuy: 1 } },
    ask: (client) => PRODUCTS.contents(client).getQuotaTip(INSTANCE),
    promised: z.strictObject({ topics: count, partitions: count, groups: count }),
  },
  {
    action: 'DescribeVSwitchAttributes',
    good: {
      ...{
        RequestId: 'R-1',
        VSwitchId: 'vsw-1',
        VpcId: 'vpc-1',
        ZoneId: 'cn-hangzhou-a',
        Status: 'Available',
      },
      ...{ AvailableIpAddressCount: 7, ShareType: 'Shared', OwnerId: 123 },
    },
    ask: (client) => vpc(client, () => ENDPOINT).vSwitch('cn-hangzhou', 'vsw-1'),
    promised: vSwitch.optional(),
  },
  {
    action: 'DescribeVSwitches',
    good: {
      RequestId: 'R-1',
      VSwitches: { VSwitch: [{ VSwitchId: 'vsw-1', AvailableIpAddressCount: '8' }] },
    },
    ask: (client) => vpc(client, () => ENDPOINT).vSwitchesOf('cn-hangzhou', 'vpc-1'),
    promised: z.array(vSwitch),
  },
  {
    action: 'DescribeSecurityGroups',
    good: {
      RequestId: 'R-1',
      SecurityGroups: { SecurityGroup: [{ SecurityGroupId: 'sg-1', VpcId: 'vpc-1', ServiceManaged: true }] },
    },
    ask: (client) => ecs(client, () => ENDPOINT).securityGroups('cn-hangzhou', ['sg-1']),
    promised: z.map(z.string(), z.strictObject({ vpcId: text, serviceManaged: z.boolean() })),
  },
  {
    action: 'DescribeKey',
    good: {
      RequestId: 'R-1',
      KeyMetadata: { Arn: 'acs:kms:cn-hangzhou:1:key/k', KeyState: 'Enabled', KeyUsage: 'ENCRYPT/DECRYPT' },
    },
    ask: (client) => kms(client, () => ENDPOINT).key('cn-hangzhou', 'k'),
    promised: z.strictObject({ regionId: text, state: text, usage: text }).optional(),
  },
  {
    action: 'GetCallerIdentity',
    good: { RequestId: 'R-1', AccountId: '123', Arn: 'acs:ram::123:user/x' },
    ask: (client) => callerIdentity(client, ENDPOINT),
    promised: z.strictObject({ accountId: z.string().min(1), arn: z.string() }),
  },
  {
    action: 'AssumeRoleWithOIDC',
    good: {
      RequestId: 'R-1',
      Credentials: {
        ...{ AccessKeyId: 'STS.x', AccessKeySecret: 's', SecurityToken: 't' },
        Expiration: '2026-11-24T05:00:00Z',
      },
    },
    ask: (client) => assumeRole(client, ENDPOINT, ROLE),
    promised: z.strictObject({
      ...{ accessKeyId: z.string().min(1), accessKeySecret: z.string().min(1) },
      ...{ securityToken: z.string().min(1), expiresAt: z.number() },
    }),
  },
];

function clientOn(body: string, status: number): Client {
  return {
    send: async () => ({ status, header: () => undefined, body, broken: undefined }),
    credentials: async () => ({ accessKeyId: 'id', accessKeySecret: 'secret', securityToken: undefined }),
    ...{ wallTime: () => 0, nonce: () => 'n', conceal: (value) => value, judge: remedyFor },
  };
}

/** Checks that an answer is read as what its reader promises, or refused in our own words. */
async function expectRead({ action, ask, promised }: Reading, body: string, status = 200): Promise<void> {
  const read = await ask(clientOn(body, status)).catch((error: unknown) => {
    if (!(error instanceof CallError)) throw error;
    expect(error.message.startsWith(`${action} `)).toBe(true);
    expect(failureOf(error).remedy).not.toBe('');
    return error;
  });
  if (!(read instanceof CallError)) expect(promised.safeParse(read).error?.message).toBeUndefined();
  expect(prototypesAreClean()).toBe(true);
}

const NESTED = 20_000;
const deep = `${'['.repeat(NESTED)}${']'.repeat(NESTED)}`;

/** What may stand where a value was: JSON, as text. */
const foreign: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'null',
    'true',
    'false',
    '""',
    '[]',
    '{}',
    '0',
    '-1',
    '1e999',
    '1.5',
    '[null]',
    '[{}]',
    '[[]]',
  ),
  fc.constantFrom(
    '"200"',
    '{"toString":1,"valueOf":1}',
    '{"__proto__":{"polluted":1}}',
    '99999999999999999999',
  ),
  hostileText.map((value) => JSON.stringify(value)),
  fc.json({ maxDepth: 3 }),
);

/** A place in a value, as the number of one of its parts. */
const place = fc.nat({ max: 40 });

/** JSON of a value whose part of this number is something else; left out where that is undefined. */
function mutated(value: unknown, at: number, by: string | undefined): string {
  let left = at;
  const write = (part: unknown): string | undefined => {
    left -= 1;
    if (left === -1) return by;
    if (Array.isArray(part))
      return `[${part
        .map(write)
        .filter((item) => item !== undefined)
        .join()}]`;
    if (typeof part !== 'object' || part === null) return JSON.stringify(part);
    const entries = Object.entries(part).flatMap(([key, item]) => {
      const written = write(item);
      return written === undefined ? [] : [`${JSON.stringify(key)}:${written}`];
    });
    return `{${entries.join()}}`;
  };
  return write(value) ?? '';
}

function xmlOf(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => xmlOf(name, item)).join('');
  const inner =
    typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([key, item]) => xmlOf(key, item))
          .join('')
      : String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<${name}>${inner}</${name}>`;
}

describe.each(READINGS.map((reading) => [reading.action, reading] as const))(
  'an answer to %s',
  (_, reading) => {
    const { action, good, ask, promised } = reading;
    const json = JSON.stringify(good);
    const xml = xmlOf(`${action}Response`, good);

    it('that is good is read', async () => {
      const read = await ask(clientOn(json, 200));
      expect(promised.safeParse(read).error?.message).toBeUndefined();
      expect(JSON.stringify(read)).not.toBe('[]');
    });

    it('that is good but for two of its parts is read, or refused in our own words', async () => {
      const property = fc.asyncProperty(
        place,
        fc.option(foreign, { nil: undefined }),
        place,
        foreign,
        async (at, by, at2, by2) => {
          const once = mutated(good, at, by);
          await expectRead(reading, once);
          let parsed: unknown;
          try {
            parsed = JSON.parse(once);
          } catch {
            return;
          }
          await expectRead(reading, mutated(parsed, at2, by2));
        },
      );
      await fc.assert(property, runs('usual'));
    });

    it('that is any JSON, or one of another operation, is read or refused', async () => {
      const others = fc.constantFrom(...READINGS.map((other) => JSON.stringify(other.good)));
      const body = fc.oneof(
        foreign,
        foreign.map((value) => `{"a":${value}}`),
        others,
      );
      const status = fc.constantFrom(200, 200, 301, 400, 404, 500, 503, 0, 999);
      await fc.assert(
        fc.asyncProperty(body, status, (value, code) => expectRead(reading, value, code)),
        runs('usual'),
      );
    });

    it('that is cut or damaged, in JSON or XML, is read or refused', async () => {
      const damage = fc.record({
        at: fc.nat(json.length + xml.length),
        length: fc.nat({ max: 9 }),
        by: hostileText,
      });
      const property = fc.asyncProperty(
        fc.boolean(),
        fc.boolean(),
        damage,
        async (isXml, isCut, { at, length, by }) => {
          const whole = isXml ? xml : json;
          const start = at % whole.length;
          await expectRead(
            reading,
            isCut ? whole.slice(0, start) : `${whole.slice(0, start)}${by}${whole.slice(start + length)}`,
          );
        },
      );
      await fc.assert(property, runs('usual'));
    });

    it('that is nested without end at any of its places is read or refused', async () => {
      for (let at = 0; at < 20; at += 1) await expectRead(reading, mutated(good, at, deep));
      await expectRead(reading, `${'<a>'.repeat(NESTED)}${'</a>'.repeat(NESTED)}`);
      await expectRead(
        reading,
        xml.replace(/>([^<]+)</, `>${'<a>'.repeat(NESTED)}${'</a>'.repeat(NESTED)}<`),
      );
    });
  },
);

describe('an entry of a list', () => {
  const list = READINGS[1];

  it.each([
    ['backslashes', `${'\\'.repeat(200_000)}"`],
    ['a JSON text in a JSON text, and so on', '\\"'.repeat(100_000)],
    ['nesting', deep],
    ['prototype names', '{"__proto__":{"polluted":"1"},"constructor":"x"}'],
  ])('may have a configuration of %s', async (_, config) => {
    if (!list) throw new Error('there is no such reading');
    const vo = { InstanceId: 'alikafka_1', ViewInstanceStatusCode: 2, AllConfig: config };
    await expectRead(list, JSON.stringify({ ...CODED, InstanceList: { InstanceVO: [vo] } }));
  });
});

describe('the free addresses of a vSwitch', () => {
  it.each(['null', 'true', 'false', '""', '" "', '[]', '[5]', '{}', '"x"', '"0x10"', '-1', '1.5', '1e999'])(
    'are not known where the service says %s',
    async (written) => {
      const body = `{"RequestId":"R-1","VSwitchId":"vsw-1","AvailableIpAddressCount":${written}}`;
      const read = await vpc(clientOn(body, 200), () => ENDPOINT).vSwitch('cn-hangzhou', 'vsw-1');
      expect(read?.freeAddresses).toBeUndefined();
    },
  );
});
