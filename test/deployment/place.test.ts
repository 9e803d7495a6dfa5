import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/alibaba/errors.ts';
import { placeOf } from '../../src/deployment/place.ts';
import { describeOrigin } from '../../src/manifest/origin.ts';
import { remedyFor } from '../../src/remedies/catalogue.ts';
import { requestsIn } from './given.ts';

const FULL = `regionId: cn-hangzhou
instanceId: alikafka_post-cn-1
deployModule: eip
vpcId: vpc-1
vSwitchId: vsw-1
zoneId: zonea
securityGroup: sg-1
kmsKeyId: key-1
name: orders
serviceVersion: 2.6.2
username: ann
password: "\${SESAME}"
config:
  enable.acl: true
  kafka.log.retention.hours: 72
extraParameters:
  Newer: 1
`;

const ELSEWHERE = `regionId: cn-hangzhou
instanceId: alikafka_post-cn-1
deployModule: eip
vpcId: vpc-1
vSwitchIds: [vsw-1]
selectedZones: [[zonea], []]
crossZone: false
`;

/** The line of the manifest that a refusal is told at; undefined for none. */
function lineOf(code: string, message = '', manifest = FULL, httpStatus = 400): number | undefined {
  const [request] = requestsIn(manifest, { SESAME: 'Sesame-0pen' });
  const none = { requestId: 'R', success: undefined, recommend: undefined, hostId: undefined };
  const refusal = {
    ...{ ...none, code, message, httpStatus },
    ...{ accessDenied: undefined, retryAfterMs: undefined },
  };
  const origin = request && placeOf(new ApiError('StartInstance', refusal, remedyFor), request);
  return origin && Number(/^kafka\.yml:(\d+):\d+$/.exec(describeOrigin(origin))?.[1]);
}

describe('the place of a refusal', () => {
  it.each([
    ['VPC_VSW_ZONE_MAPPING_ERROR', 6],
    ['Deploy.ResourceNotEnough', 6],
    ['Instance.ResourceNotSufficient', 6],
    ['InvalidZone.Unheard', 6],
    ['VpcVSwitch.NotFound', 5],
    ['DeployPreCheckError', 5],
    ['InvalidVSwitchId.NotFound', 5],
    ['InvalidVpcId.NotFound', 4],
    ['SG_ERROR', 7],
    ['InvalidSecurityGroup.Unheard', 7],
    ['InvalidKmsKey.Unheard', 8],
    ['INVALID_PARAMETER_DATA_ALREADY_EXIST', 9],
    ['InvalidParameter.VersionNotSupport', 10],
    ['Instance.UpgradeService.version', 10],
    ['InvalidUserName.Malformed', 11],
    ['InvalidPassword.Malformed', 12],
    ['BIZ_CAN_NOT_ENABLE_ACL', 14],
    ['BIZ_INSTANCE_ONLY_PROFESSIONAL_SUPPORT', 14],
    ['DeployType.NotSupport', 3],
    ['BIZ.LIMIT.PUBNETWORK', 3],
    ['BIZ_INSTANCE_NOT_FOUND', 2],
    ['BIZ_INSTANCE_OWNER_ERROR', 2],
    ['BIZ_SERVERLESS_NOT_SUPPORT', 2],
    ['ONS_SERVICE_UNSUPPORTED', 1],
  ])('is that of the field which the code %s is about: line %i', (code, line) => {
    expect(lineOf(code)).toBe(line);
  });

  it.each([
    ['VPC_VSW_ZONE_MAPPING_ERROR', 6],
    ['VpcVSwitch.NotFound', 5],
  ])('is another of those fields where the first is not set: %s, line %i', (code, line) => {
    expect(lineOf(code, '', ELSEWHERE)).toBe(line);
  });

  it.each([
    ['INVALID_PARAMETER', 'ZoneId of VSwitchId is wrong', 6],
    ['MissingParameter', 'KMSKeyId is mandatory.', 8],
    ['BIZ_FIELD_CHECK_INVALID', '[Name]', 9],
    ['INVALID_PARAMETER_RANGE', 'kafka.log.retention.hours of Config is out of range', 15],
    ['INVALID_PARAMETER_FORMAT', 'Newer', 17],
    ['Something.New', 'VpcId', 4],
    ['INVALID_PARAMETER', 'InstanceId alikafka_post-cn-1: Password', 12],
    ['INVALID_PARAMETER', 'InstanceId', 2],
    ['SG_ERROR', 'not found for InstanceId', 7],
    ['SG_ERROR', 'not found in VpcId', 4],
    ['INVALID_PARAMETER', 'IsEipInner does not fit', 3],
    ['INVALID_PARAMETER', 'out of range: (kafka.log.retention.hours).', 15],
    ['INVALID_PARAMETER', 'not supported: enable.acl.', 14],
    ['INVALID_PARAMETER', 'RegionId, then InstanceId', 1],
  ])('is that of the parameter which the Message names: %s: %s', (code, message, line) => {
    expect(lineOf(code, message)).toBe(line);
  });

  it('is that of a parameter in the Message however it is spelled there', () => {
    expect(lineOf('INVALID_PARAMETER', 'vswitchid')).toBe(lineOf('INVALID_PARAMETER', 'VSwitchId'));
  });

  it('is that of the field which a parameter in the Message was derived from', () => {
    expect(lineOf('INVALID_PARAMETER', 'VSwitchId', ELSEWHERE)).toBe(5);
  });

  it.each([
    ['Something.New', 'No.'],
    ['INVALID_PARAMETER', 'VSwitchIdentity, zoneIdentity, Names'],
    ['INVALID_PARAMETER', 'Notifier'],
    ['NoPermission', 'You are not authorized to perform this operation.'],
  ])('is nowhere where neither tells: %s: %s', (code, message) => {
    expect(lineOf(code, message)).toBeUndefined();
  });

  it('is not taken from the Message where it is open what happened', () => {
    expect(lineOf('InternalError', 'ZoneId', FULL, 500)).toBeUndefined();
    expect(lineOf('Throttling.User', 'ZoneId')).toBeUndefined();
  });
});
