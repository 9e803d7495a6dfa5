// The least that somebody would write with the vendor's SDK: read, start, poll until in service.
import { setTimeout as sleep } from 'node:timers/promises';
import alikafka from '@alicloud/alikafka20190916';
import { $OpenApiUtil } from '@alicloud/openapi-core';

const { ENDPOINT, KEY_ID, KEY_SECRET, INSTANCE_ID: instanceId, INTERVAL_MS } = process.env;
const { default: Client, StartInstanceRequest, GetInstanceListRequest } = alikafka;
const client = new Client(
  new $OpenApiUtil.Config({
    endpoint: ENDPOINT,
    protocol: 'HTTP',
    accessKeyId: KEY_ID,
    accessKeySecret: KEY_SECRET,
  }),
);
const regionId = 'cn-hangzhou';

async function status() {
  const { body } = await client.getInstanceList(
    new GetInstanceListRequest({ regionId, instanceId: [instanceId] }),
  );
  return body.instanceList.instanceVO[0].viewInstanceStatusCode;
}

if ((await status()) !== 0) throw new Error('it is not pending');
await client.startInstance(
  new StartInstanceRequest({
    ...{ regionId, instanceId, deployModule: 'vpc', vpcId: 'vpc-bp1r4eg3yrxmygv0abcd' },
    ...{ vSwitchId: 'vsw-bp1j3sg5979fstnpl0abc', zoneId: 'zonea' },
  }),
);
while ((await status()) !== 2) await sleep(Number(INTERVAL_MS));
