import { expect, it } from 'vitest';
import type { InstanceSeed } from '../../emulator/index.ts';
import { bodyOf, cloudAt, INSTANCE_ID, REGION_ID, START } from './cloud-at.ts';

const SEEDS: readonly InstanceSeed[] = [
  { instanceId: 'a', orderId: '1', resourceGroupId: 'rg-1', tags: { team: 'orders', stage: 'test' } },
  { instanceId: 'b', series: 'v3', tags: { team: 'orders' } },
  { instanceId: 'c', regionId: 'cn-beijing' },
  { instanceId: 'd', accountId: '2' },
];

it.each<[string[], Record<string, string>]>([
  [['a', 'b'], {}],
  [['c'], { RegionId: 'cn-beijing' }],
  [[], { RegionId: 'eu-west-1' }],
  [['b'], { 'InstanceId.1': 'b', 'InstanceId.2': 'c', 'InstanceId.3': 'd', 'InstanceId.4': 'e' }],
  [['a'], { 'InstanceId.1': 'a', 'InstanceId.2': 'a' }],
  [[], { 'InstanceId.1': 'none' }],
  [['b'], { Series: 'v3' }],
  [['a'], { OrderId: '1' }],
  [['a'], { ResourceGroupId: 'rg-1' }],
  [['a', 'b'], { 'Tag.1.Key': 'team', 'Tag.1.Value': 'orders' }],
  [['a'], { 'Tag.1.Key': 'team', 'Tag.1.Value': 'orders', 'Tag.2.Key': 'stage', 'Tag.2.Value': 'test' }],
])('lists %o for %o', (ids, filters) => {
  const { list } = cloudAt(0, { instances: SEEDS });
  expect(list(filters).map((entry) => entry.InstanceId)).toEqual(ids);
});

it.each([
  ['MissingRegionId', {}],
  ['INVALID_PARAMETER', { RegionId: REGION_ID, InstanceId: 'a' }],
  ['INVALID_PARAMETER', { RegionId: REGION_ID, PageSize: '10' }],
  ['INVALID_PARAMETER', { RegionId: REGION_ID, Series: 'v4' }],
  ['INVALID_PARAMETER_FORMAT', { RegionId: REGION_ID, 'InstanceId.01': 'a' }],
])('answers %s to %o', (code, parameters) => {
  expect(cloudAt(0).call('GetInstanceList', parameters)).toMatchObject({ httpStatus: 400, code });
});

it('shows nothing of the deployment before there is one', () => {
  const [entry] = cloudAt(0).list();
  expect(entry).toMatchObject({
    InstanceId: INSTANCE_ID,
    Name: INSTANCE_ID,
    VpcId: '',
    VSwitchIds: { VSwitchIds: [] },
    UpgradeServiceDetailInfo: { Current2OpenSourceVersion: '' },
    AllConfig: '',
    DomainEndpoint: '',
    DeployType: 5,
    PaidType: 1,
  });
});

it('shows what it was started with, and endpoints once it is in service', () => {
  const { start, list, clock } = cloudAt(0, {
    instances: [
      { instanceId: INSTANCE_ID, deployType: 4, timings: { preparing: 1, initializing: 1, starting: 1 } },
    ],
  });
  start({
    ...START,
    DeployModule: 'eip',
    Name: 'orders',
    'VSwitchIds.1': 'vsw-7',
    SelectedZones: '[["zoneh"],["zonek"]]',
    SecurityGroup: 'sg-1',
    KMSKeyId: 'key-1',
    ServiceVersion: '2.6.2',
    Config: '{"enable.acl":"true","kafka.log.retention.hours":"33"}',
  });
  const placed = {
    Name: 'orders',
    VpcId: 'vpc-1',
    VSwitchId: 'vsw-7',
    VSwitchIds: { VSwitchIds: ['vsw-7'] },
    ZoneId: 'zoneh',
    StandardZoneId: 'cn-hangzhou-h',
    BackupZoneId: 'cn-hangzhou-k',
    SecurityGroup: 'sg-1',
    KmsKeyId: 'key-1',
    UpgradeServiceDetailInfo: { Current2OpenSourceVersion: '2.6.2' },
    AllConfig:
      '{"enable.vpc_sasl_ssl":"false","enable.acl":"true","kafka.log.retention.hours":"33",' +
      '"kafka.message.max.bytes":"1048576","enable.tiered":"false","cloud.maxTieredStoreSpace":"0",' +
      '"enable.compact":"true"}',
    MsgRetain: 33,
  };
  expect(list()).toMatchObject([{ ...placed, EndPoint: '', SslDomainEndpoint: '' }]);
  clock.now = 3;
  const [entry] = list();
  expect(entry).toMatchObject({
    ...placed,
    EndPoint: '192.168.0.1:9092,192.168.0.2:9092,192.168.0.3:9092',
    SslEndPoint: '203.0.113.1:9093,203.0.113.2:9093,203.0.113.3:9093',
    SaslEndPoint: expect.stringMatching(/:9094$/),
    VpcSaslEndPoint: '',
    SaslDomainEndpoint: expect.stringMatching(/^alikafka-post-cn-one-1-vpc\.alikafka\.aliyuncs\.com:9094,/),
    SslDomainEndpoint: expect.stringMatching(/^alikafka-post-cn-one-1\.alikafka\.aliyuncs\.com:9093,/),
    VpcSaslDomainEndpoint: '',
  });
});

it('shows the machines of a Confluent instance, and its components once it is in service', () => {
  const confluent = { series: 'confluent' } as const;
  const { list } = cloudAt(0, {
    instances: [
      { instanceId: 'alikafka_confluent-cn-abc', ...confluent },
      { instanceId: 'alikafka_confluent-cn-def', ...confluent, status: 'running', startedWith: START },
      { instanceId: INSTANCE_ID },
    ],
  });
  const [pending, running, provisioned] = list();
  expect(pending).toMatchObject({
    ConfluentConfig: { KafkaCU: 4, KafkaReplica: 3, KafkaStorage: 800, ZooKeeperCU: 2, ConnectReplica: 2 },
    ConfluentInstanceComponents: { ConfluentInstanceComponentVO: [] },
  });
  expect(running?.ConfluentConfig).toEqual(pending?.ConfluentConfig);
  expect(running?.ConfluentInstanceComponents).toEqual({
    ConfluentInstanceComponentVO: [
      {
        ComponentType: 'CONNECTOR',
        DeployModule: 'vpc',
        VpcEndpoint: 'vpc-connect-def.alikafka.aliyuncs.com:8083',
        PubEndpoint: null,
        internalId: 'connect-def',
      },
    ],
  });
  expect(provisioned).not.toHaveProperty('ConfluentConfig');
  expect(provisioned).not.toHaveProperty('ConfluentInstanceComponents');
});

it('shows nothing of a deployment that has not become visible', () => {
  const { start, list, clock } = cloudAt(0, { visibilityLagMs: 10 });
  start({ ...START, Name: 'orders' });
  clock.now = 9;
  expect(list()).toMatchObject([{ Name: INSTANCE_ID, VpcId: '', ViewInstanceStatusCode: 0 }]);
  clock.now = 10;
  expect(list()).toMatchObject([{ Name: 'orders', VpcId: 'vpc-1', ViewInstanceStatusCode: 1 }]);
});

it('shows encrypted access within the VPC only where it is turned on', () => {
  const Config = '{"enable.vpc_sasl_ssl":"true","enable.acl":"true"}';
  const { list } = cloudAt(0, {
    instances: [{ instanceId: 'a', status: 'running', startedWith: { ...START, Config } }],
  });
  expect(list()).toMatchObject([
    { VpcSaslDomainEndpoint: expect.stringMatching(/:9095$/), SslDomainEndpoint: '' },
  ]);
});

it('shows an instance that somebody else deployed, and whatever a test puts over it', () => {
  const seed = {
    instanceId: 'a',
    status: 'running',
    startedWith: { VpcId: 'vpc-2' },
    shownAs: { AllConfig: '?' },
  } as const;
  expect(cloudAt(0, { instances: [seed] }).list()).toMatchObject([{ VpcId: 'vpc-2', AllConfig: '?' }]);
});

it('answers with the common fields, and errors with theirs', () => {
  const { call } = cloudAt(0);
  expect(bodyOf(call('GetInstanceList', { RegionId: REGION_ID }))).toMatchObject({
    RequestId: 'E0000000-0000-4000-8000-000000000001',
    Code: 200,
    Message: 'operation success.',
    Success: true,
  });
  expect(bodyOf(call('StartInstance', { ...START, InstanceId: 'none' }))).toEqual({
    RequestId: 'E0000000-0000-4000-8000-000000000002',
    HostId: 'alikafka.cn-hangzhou.aliyuncs.com',
    Code: 'BIZ_INSTANCE_NOT_FOUND',
    Message: 'The instance does not exist.',
    Recommend:
      'https://api.alibabacloud.com/troubleshoot?q=BIZ_INSTANCE_NOT_FOUND&product=alikafka&requestId=E0000000-0000-4000-8000-000000000002',
  });
});

it('answers in XML, lists as repeated elements', () => {
  const { cloud } = cloudAt(0, { instances: [{ instanceId: 'a', name: '<&>' }, { instanceId: 'b' }] });
  const call = { accountId: '1000000000000001', format: 'XML', parameters: { RegionId: REGION_ID } } as const;
  const listed = cloud.call({ ...call, action: 'GetInstanceList' });
  expect(listed).toMatchObject({
    headers: { 'content-type': 'text/xml;charset=utf-8' },
    body: expect.stringMatching(
      /^<\?xml [^>]*\?><GetInstanceListResponse><RequestId>.*<InstanceList><InstanceVO><InstanceId>a<.*<Name>&lt;&amp;&gt;<.*<\/InstanceVO><InstanceVO><InstanceId>b</,
    ),
  });
  expect(cloud.call({ ...call, action: 'StartInstance' })).toMatchObject({
    body: expect.stringMatching(/<Error><RequestId>.*<Code>MissingInstanceId<\/Code>.*<\/Error>$/),
  });
});
