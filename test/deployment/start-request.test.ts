import { describe, expect, it } from 'vitest';
import { describeOrigin } from '../../src/manifest/origin.ts';
import { requestsIn } from './given.ts';

const variables = {
  VSWITCH: 'vsw-1',
  NAME: 'ann',
  SESAME: 'Sesame-0pen',
  HOURS: '72',
  NEWER: 'secret',
  YES: 'TRUE',
};

/** What is sent for a manifest, in its order: name, value, how it is shown, and whence it comes. */
function sent(...lines: readonly string[]) {
  const needed = ['regionId: cn-hangzhou', 'instanceId: alikafka_post-cn-1', 'vpcId: vpc-1', 'zoneId: zonea'];
  const [request] = requestsIn([...needed, ...lines, ''].join('\n'), variables);
  return request?.parameters
    .slice(2)
    .map(({ name, value, shown, origin }) => [name, value, shown, describeOrigin(origin)]);
}

const VPC = ['VpcId', 'vpc-1', 'vpc-1', 'kafka.yml:3:8'];
const ZONE = ['ZoneId', 'zonea', 'zonea', 'kafka.yml:4:9'];
const eip = ['deployModule: eip', 'vSwitchId: vsw-1'] as const;
const EIP = [
  ['DeployModule', 'eip', 'eip', 'kafka.yml:5:15'],
  VPC,
  ['VSwitchId', 'vsw-1', 'vsw-1', 'kafka.yml:6:12'],
  ZONE,
];
const INNER = ['IsEipInner', 'true', 'true', 'derived from deployModule'];
const withUser = (from: string) => ['IsSetUserAndPassword', 'true', 'true', `derived from ${from}`];

describe('the parameters of a start', () => {
  it('are those of the fields in the order of the table, with what follows from them', () => {
    expect(
      sent(
        'deployModule: eip',
        'vSwitchIds: ["${VSWITCH}", vsw-2]',
        'selectedZones: [[zonea], [zoneb]]',
        'username: ${NAME}',
        'password: ${SESAME}',
        'config: {kafka.log.retention.hours: "${HOURS}", enable.acl: true}',
        'extraConfig: {new.key: "${NEWER}"}',
        'extraParameters: {Newer: "${NEWER}", List: [1, "${NEWER}"]}',
      ),
    ).toEqual([
      ['DeployModule', 'eip', 'eip', 'kafka.yml:5:15'],
      VPC,
      ['VSwitchId', 'vsw-1', '${VSWITCH}', 'derived from vSwitchIds'],
      ['VSwitchIds', ['vsw-1', 'vsw-2'], ['${VSWITCH}', 'vsw-2'], 'kafka.yml:6:13'],
      ZONE,
      ['SelectedZones', '[["zonea"],["zoneb"]]', '[["zonea"],["zoneb"]]', 'kafka.yml:7:16'],
      INNER,
      withUser('password'),
      ['Username', 'ann', '${NAME}', 'kafka.yml:8:11'],
      ['Password', 'Sesame-0pen', '${SESAME}', 'kafka.yml:9:11'],
      [
        'Config',
        '{"enable.acl":"true","kafka.log.retention.hours":"72","new.key":"secret"}',
        '{"enable.acl":"true","kafka.log.retention.hours":"${HOURS}","new.key":"${NEWER}"}',
        'kafka.yml:10:9',
      ],
      ['Newer', 'secret', '${NEWER}', 'kafka.yml:12:26'],
      ['List', ['1', 'secret'], ['1', '${NEWER}'], 'kafka.yml:12:44'],
    ]);
  });

  it.each([
    ['nothing else', [], [INNER]],
    [
      'its own word of the addresses',
      ['isEipInner: true'],
      [['IsEipInner', 'true', 'true', 'kafka.yml:7:13']],
    ],
    [
      'its own word of the user',
      ['isSetUserAndPassword: false'],
      [INNER, ['IsSetUserAndPassword', 'false', 'false', 'kafka.yml:7:23']],
    ],
    ['an empty config', ['config: {}'], [INNER]],
    [
      'a flag from the environment',
      ['isEipInner: ${YES}'],
      [['IsEipInner', 'true', '${YES}', 'kafka.yml:7:13']],
    ],
    [
      'only keys that are newer',
      ['extraConfig: {new.key: 1}'],
      [INNER, ['Config', '{"new.key":"1"}', '{"new.key":"1"}', 'kafka.yml:7:14']],
    ],
  ])('of an instance on the Internet with %s', (_, lines, beside) => {
    expect(sent(...eip, ...lines)).toEqual([...EIP, ...beside]);
  });

  it('hold nothing that is derived for a VPC', () => {
    expect(sent('deployModule: vpc', 'vSwitchId: vsw-1')).toEqual([
      ['DeployModule', 'vpc', 'vpc', 'kafka.yml:5:15'],
      ...EIP.slice(1),
    ]);
  });
});
