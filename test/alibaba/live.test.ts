import { describe, expect, it } from 'vitest';
import { type LiveInstance, NO_ENDPOINTS, readInstanceList } from '../../src/alibaba/live.ts';
import { ID } from '../deployment/given.ts';

/** What is read of an entry with these fields. Fails where the entry is left out. */
function read(fields: Record<string, unknown>): LiveInstance {
  const found = readInstanceList({ InstanceList: { InstanceVO: [{ InstanceId: ID, ...fields }] } });
  const live = found?.get(ID);
  if (!live) throw new Error('the entry was left out');
  return live;
}

const EVERYTHING = {
  ServiceStatus: 5,
  ViewInstanceStatusCode: 2,
  Series: 'v2',
  DeployType: 4,
  Name: 'orders',
  VpcId: 'vpc-1',
  VSwitchId: 'vsw-1',
  VSwitchIds: { VSwitchIds: ['vsw-1', 'vsw-2'] },
  ZoneId: 'zoneh',
  StandardZoneId: 'cn-hangzhou-h',
  UpgradeServiceDetailInfo: { Current2OpenSourceVersion: '2.6.2' },
  SecurityGroup: 'sg-1',
  KmsKeyId: 'key-1',
  AllConfig: '{"enable.acl":"true"}',
  EndPoint: '192.168.0.1:9092',
  SslEndPoint: '203.0.113.1:9093',
  SaslEndPoint: '192.168.0.1:9094',
  VpcSaslEndPoint: '192.168.0.1:9095',
  DomainEndpoint: 'plain.test:9092',
  SslDomainEndpoint: 'ssl.test:9093',
  SaslDomainEndpoint: 'sasl.test:9094',
  VpcSaslDomainEndpoint: 'vpc-sasl.test:9095',
};

const AS_READ: LiveInstance = {
  instanceId: ID,
  status: 'running',
  codes: 'ViewInstanceStatusCode 2, ServiceStatus 5',
  series: 'provisioned',
  deployModule: 'eip',
  name: 'orders',
  vpcId: 'vpc-1',
  vSwitchIds: ['vsw-1', 'vsw-2'],
  zoneId: 'zoneh',
  standardZoneId: 'cn-hangzhou-h',
  serviceVersion: '2.6.2',
  securityGroup: 'sg-1',
  kmsKeyId: 'key-1',
  config: { 'enable.acl': 'true' },
  endpoints: {
    plain: 'plain.test:9092',
    ssl: 'ssl.test:9093',
    sasl: 'sasl.test:9094',
    vpcSasl: 'vpc-sasl.test:9095',
  },
};

const NOTHING: LiveInstance = {
  instanceId: ID,
  status: 'unknown',
  codes: 'ViewInstanceStatusCode none, ServiceStatus none',
  series: undefined,
  deployModule: undefined,
  name: undefined,
  vpcId: undefined,
  vSwitchIds: [],
  zoneId: undefined,
  standardZoneId: undefined,
  serviceVersion: undefined,
  securityGroup: undefined,
  kmsKeyId: undefined,
  config: {},
  endpoints: NO_ENDPOINTS,
};

describe('an entry of GetInstanceList', () => {
  it('is read with all its fields', () => {
    expect(read(EVERYTHING)).toEqual(AS_READ);
  });

  it('is read where every other field is missing', () => {
    expect(read({})).toEqual(NOTHING);
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a number where there should be a text, and the other way round', undefined],
    ['a list', [1]],
    ['an object', { unknown: true }],
    ['true', true],
  ])('is not hidden by fields that hold %s', (_, value) => {
    const wrong = (shown: unknown) => value ?? (value === null ? null : typeof shown === 'number' ? 'x' : 1);
    const fields = Object.entries(EVERYTHING).map(([name, shown]) => [name, wrong(shown)]);
    const shown = value === null ? 'none' : 'unreadable';
    const codes = `ViewInstanceStatusCode ${shown}, ServiceStatus ${shown}`;
    expect(read(Object.fromEntries(fields))).toEqual({ ...NOTHING, codes });
  });

  it.each([
    [{ ViewInstanceStatusCode: 0, ServiceStatus: 'soon' }, 'unknown'],
    [{ ViewInstanceStatusCode: [], ServiceStatus: 0 }, 'unknown'],
    [{ ViewInstanceStatusCode: 2, ServiceStatus: { of: 5 } }, 'unknown'],
    [{ ViewInstanceStatusCode: 0, ServiceStatus: ' 0' }, 'unknown'],
    [{ ViewInstanceStatusCode: 0, ServiceStatus: '0 ' }, 'unknown'],
    [{ ViewInstanceStatusCode: '0x2', ServiceStatus: 5 }, 'unknown'],
    [{ ViewInstanceStatusCode: 0, ServiceStatus: '' }, 'pending'],
    [{ ViewInstanceStatusCode: null, ServiceStatus: 0 }, 'pending'],
  ])('with a status %j, which cannot be read or lacks, is %s', (fields, status) => {
    expect(read(fields).status).toBe(status);
  });

  const texts = Object.keys(EVERYTHING).filter((name) => !/Status/.test(name));
  it.each(texts)('loses nothing else when %s holds something else', (name) => {
    const rest = Object.fromEntries(Object.entries(EVERYTHING).filter(([other]) => other !== name));
    expect(read({ ...EVERYTHING, [name]: [null] })).toEqual(read(rest));
  });

  it.each([
    ['v2', 'provisioned'],
    ['v3', 'serverless'],
    ['confluent', 'confluent'],
    ['v4', undefined],
    ['constructor', undefined],
  ])('of series %s is %s', (Series, series) => {
    expect(read({ Series }).series).toBe(series);
  });

  it.each([
    [4, 'eip'],
    [5, 'vpc'],
    ['5', 'vpc'],
    [0, undefined],
    [3, undefined],
  ])('of DeployType %j is %s', (DeployType, deployModule) => {
    expect(read({ DeployType }).deployModule).toBe(deployModule);
  });

  it('has the codes of the XML form, which are texts', () => {
    const { status, codes } = read({ ServiceStatus: '-1', ViewInstanceStatusCode: '3' });
    expect([status, codes]).toEqual(['stopped', 'ViewInstanceStatusCode 3, ServiceStatus -1']);
  });

  it('has its addresses where the service shows no domain', () => {
    const fields = Object.entries(EVERYTHING).map(([name, value]) => [
      name,
      /Domain/.test(name) ? '' : value,
    ]);
    expect(read(Object.fromEntries(fields)).endpoints).toEqual({
      plain: '192.168.0.1:9092',
      ssl: '203.0.113.1:9093',
      sasl: '192.168.0.1:9094',
      vpcSasl: '192.168.0.1:9095',
    });
  });

  it('has its addresses in one line, however the service writes the list', () => {
    const EndPoint = ' a.test:9092,\r\n b.test:9092 ,,\tc.test:9092\u0000,';
    expect(read({ EndPoint }).endpoints.plain).toBe('a.test:9092,b.test:9092,c.test:9092');
    expect(read({ EndPoint: ' ,\n' }).endpoints.plain).toBe('');
  });

  it.each<[string, object, object]>([
    ['the one vSwitch, where the list is missing', { VSwitchId: 'vsw-1' }, { vSwitchIds: ['vsw-1'] }],
    ['the short zone, where the long one is missing', { ZoneId: 'zoneh' }, { zoneId: 'zoneh' }],
  ])('has %s', (_, fields, live) => {
    expect(read({ ...fields })).toEqual({ ...NOTHING, ...live });
  });
});

describe('AllConfig', () => {
  const CONFIG = '{"enable.acl":"true","kafka.log.retention.hours":72,"auto.create.topics.enable":false}';
  const VALUES = {
    'enable.acl': 'true',
    'kafka.log.retention.hours': '72',
    'auto.create.topics.enable': 'false',
  };

  it.each([
    ['plain', CONFIG],
    ['escaped', CONFIG.replaceAll('"', '\\"')],
    ['escaped twice', CONFIG.replaceAll('"', '\\\\"')],
    ['a text in JSON', JSON.stringify(CONFIG)],
    ['a text in JSON, of an escaped text', JSON.stringify(CONFIG.replaceAll('"', '\\"'))],
  ])('is read when it is JSON, %s', (_, AllConfig) => {
    expect(read({ AllConfig }).config).toEqual(VALUES);
  });

  it.each([
    ['escaped three times', CONFIG.replaceAll('"', '\\\\\\"')],
    ['a text in JSON in JSON', JSON.stringify(JSON.stringify(CONFIG))],
  ])('is not read when it is written in more ways than any sample: %s', (_, AllConfig) => {
    expect(read({ ...EVERYTHING, AllConfig })).toEqual({ ...AS_READ, config: {} });
  });

  it.each(['', ' ', 'enable.acl=true', '{', '{"a":', '\\', '\\"', '"x"', '[]', '["a"]', 'null', '5', 'true'])(
    'holds no values when it is %j, and the instance is read',
    (AllConfig) => {
      expect(read({ ...EVERYTHING, AllConfig })).toEqual({ ...AS_READ, config: {} });
    },
  );

  it('loses only the values that are no values', () => {
    expect(read({ AllConfig: '{"a":null,"b":{"c":"d"},"e":[],"f":"","g":"h"}' }).config).toEqual({
      f: '',
      g: 'h',
    });
  });
});
