import ecsSdk from '@alicloud/ecs20140526';
import { $OpenApiUtil } from '@alicloud/openapi-core';
import vpcSdk from '@alicloud/vpc20160428';
import { describe, expect, it } from 'vitest';
import { productEndpoint } from '../../src/alibaba/endpoints.ts';
import { KNOWN_REGIONS } from '../../src/manifest/regions.ts';

/** The SDKs are CommonJS: Node hands their exports over as the default export, vitest unwraps them. */
const VpcClient = 'default' in vpcSdk ? vpcSdk.default : vpcSdk;
const EcsClient = 'default' in ecsSdk ? ecsSdk.default : ecsSdk;

const REGIONS = [...KNOWN_REGIONS, 'cn-north-2-gov-1', 'ap-future-9'];

describe('productEndpoint', () => {
  it.each(REGIONS)('names in %s the public hosts of the official clients', (regionId) => {
    const config = new $OpenApiUtil.Config({ regionId, accessKeyId: 'key', accessKeySecret: 'secret' });
    const official = { vpc: new VpcClient(config)._endpoint, ecs: new EcsClient(config)._endpoint };
    expect(productEndpoint('vpc', regionId, 'public').href).toBe(`https://${official.vpc}/`);
    expect(productEndpoint('ecs', regionId, 'public').href).toBe(`https://${official.ecs}/`);
    expect(productEndpoint('kms', regionId, 'public').href).toBe(`https://kms.${regionId}.aliyuncs.com/`);
  });

  it('names the hosts inside the VPCs of a region without exception', () => {
    const hosts = (['vpc', 'ecs', 'kms'] as const).map((product) =>
      productEndpoint(product, 'cn-hangzhou', 'vpc'),
    );
    expect(hosts.map(({ href }) => href)).toEqual([
      'https://vpc-vpc.cn-hangzhou.aliyuncs.com/',
      'https://ecs-vpc.cn-hangzhou.aliyuncs.com/',
      'https://kms-vpc.cn-hangzhou.aliyuncs.com/',
    ]);
  });

  it.each(['', 'cn', 'cn-hangzhou.evil.test/', 'oss-cn-hangzhou'])(
    'throws for what is no region id: %j',
    (id) => {
      for (const product of ['vpc', 'ecs', 'kms'] as const) {
        expect(() => productEndpoint(product, id, 'public')).toThrow(TypeError);
      }
    },
  );
});
