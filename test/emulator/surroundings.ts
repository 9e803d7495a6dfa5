import { type CloudOptions, DEFAULT_ACCOUNT_ID, type Surroundings } from '../../emulator/index.ts';
import { bodyOf, cloudAt, record } from './cloud-at.ts';

/** The versions by which the products are told apart. */
export const VERSIONS = { vpc: '2016-04-28', ecs: '2014-05-26', kms: '2016-01-20' } as const;
export const NOW = Date.parse('2026-01-01T00:00:00Z');
/** What the name of a key or an alias is put behind. */
export const ARN = `acs:kms:cn-hangzhou:${DEFAULT_ACCOUNT_ID}`;

export const WORLD: Surroundings = {
  vSwitches: [
    { vSwitchId: 'vsw-1', vpcId: 'vpc-1', zoneId: 'cn-hangzhou-h' },
    {
      vSwitchId: 'vsw-2',
      vpcId: 'vpc-1',
      zoneId: 'cn-hangzhou-i',
      name: 'brokers',
      cidrBlock: '10.0.0.0/28',
      status: 'Pending',
      availableIpAddressCount: 3,
      shareType: 'Shared',
      ownerId: '7',
    },
    { vSwitchId: 'vsw-3', vpcId: 'vpc-2', zoneId: 'cn-beijing-a' },
  ],
  securityGroups: [
    { securityGroupId: 'sg-1', vpcId: 'vpc-1' },
    { securityGroupId: 'sg-2', vpcId: 'vpc-2', name: 'own', type: 'enterprise', serviceManaged: true },
    { securityGroupId: 'sg-3', vpcId: 'vpc-3', regionId: 'cn-beijing' },
  ],
  keys: [
    { keyId: 'key-1', aliases: ['alias/orders', 'alias/key/2'] },
    { keyId: 'key-2', state: 'PendingDeletion', usage: 'SIGN/VERIFY', spec: 'RSA_2048', accountId: '7' },
    { keyId: 'key-3', regionId: 'cn-beijing' },
  ],
};

export type Parameters = Readonly<Record<string, string>>;

/** The body of an answer of a product. */
export function ask(
  product: keyof typeof VERSIONS,
  action: string,
  parameters: Parameters,
  options: Partial<CloudOptions> = { surroundings: WORLD },
) {
  const { cloud } = cloudAt(NOW, options);
  return bodyOf(
    cloud.call({ action, version: VERSIONS[product], parameters, accountId: DEFAULT_ACCOUNT_ID }),
  );
}

/** The entries of a list, by the names of the objects around them. */
export function listIn(
  body: Record<string, unknown>,
  outer: string,
  inner: string,
): Record<string, unknown>[] {
  const list = record(body[outer])[inner];
  if (!Array.isArray(list)) throw new Error(`${inner} is no list`);
  return list.map(record);
}
