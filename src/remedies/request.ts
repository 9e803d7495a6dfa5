import { COMPARE_FIELDS, type Entry, NOT_OURS, VSWITCHES, ZONES } from './remedy.ts';

/**
 * Codes about what was asked for: parameters, network, encryption, configuration
 * (vendor page of StartInstance, error codes, with the list shared by all operations of the service).
 */
export const REQUEST = [
  {
    codes: ['BIZ_PARAM_EMPTY', 'MISSING_PARAMETER', 'MissingParameter', 'InvalidData.FieldsIncomplete'],
    verdict: 'refused',
    meaning: 'A parameter that this instance needs is missing.',
    remedy: COMPARE_FIELDS,
  },
  {
    codes: [
      'BIZ_FIELD_CHECK_INVALID',
      'INVALID_PARAMETER',
      'INVALID_PARAMETER_FORMAT',
      'InvalidParameter',
      'InvalidParameter.Format',
      'InvalidParameter.OtherParam',
      'Invalid.%s',
    ],
    verdict: 'refused',
    meaning: 'A parameter has a value that the service does not accept.',
    remedy: COMPARE_FIELDS,
  },
  {
    codes: ['INVALID_PARAMETER_RANGE', 'INVALID_PARAMETER_SIZE'],
    verdict: 'refused',
    meaning: 'A parameter is out of its range, or too long or too short.',
    remedy: COMPARE_FIELDS,
  },
  {
    codes: ['INVALID_PARAMETER_NOT_SUPPORT', 'NotSupport'],
    verdict: 'refused',
    meaning: 'A parameter is not supported by this kind of instance.',
    remedy:
      'Check that series, deployModule and serviceVersion fit the instance, and remove the field that the ' +
      'Message names: serverless instances take no name and no kmsKeyId, Confluent ones no name and no config.',
  },
  {
    codes: ['INVALID_PARAMETER_DATA_ALREADY_EXIST'],
    fields: ['name'],
    verdict: 'refused',
    meaning: 'A value that must be unique is in use already, most likely the name.',
    remedy: 'Choose another name: it must be unique among the instances of the account in this region.',
  },
  {
    codes: ['InvalidParameter.DataNotFound'],
    verdict: 'refused',
    meaning: 'Something that a parameter refers to does not exist.',
    remedy:
      'Check that instanceId, vpcId, vSwitchId, securityGroup and kmsKeyId exist in regionId and belong to ' +
      'the account of the credentials.',
  },
  {
    codes: ['InvalidParameter.VersionNotSupport', 'Instance.UpgradeService.version'],
    fields: ['serviceVersion'],
    verdict: 'refused',
    meaning: 'The service version is not offered for this instance.',
    remedy:
      'Set serviceVersion to one that the series offers (provisioned 2.2.0 or 2.6.2, serverless 3.3.1, ' +
      'Confluent 7.4.0), or remove it to get the default.',
  },
  {
    codes: ['VPC_VSW_ZONE_MAPPING_ERROR'],
    fields: ZONES,
    verdict: 'refused',
    meaning: 'The vSwitch, its VPC and the zone do not belong together.',
    remedy:
      'Open the vSwitch in the VPC console and set zoneId to its zone, or choose a vSwitchId in zoneId. With ' +
      'selectedZones, every zone needs a vSwitch of this VPC.',
  },
  {
    codes: ['VpcVSwitch.NotFound'],
    fields: VSWITCHES,
    verdict: 'refused',
    meaning: 'The VPC or the vSwitch was not found.',
    remedy:
      'In the VPC console, check that vpcId and vSwitchId (or vSwitchIds) exist in regionId, that the vSwitch ' +
      'belongs to that VPC, and that both are of the account that owns the instance.',
  },
  {
    codes: ['SG_ERROR'],
    fields: ['securityGroup'],
    verdict: 'refused',
    meaning: 'The security group was not found.',
    remedy:
      'In the ECS console, check that securityGroup exists in regionId and in vpcId; remove the field to let ' +
      'the service create one.',
  },
  {
    codes: ['VPC_ASSUMEROLE_ERROR', 'BIZ_ASSUME_ROLE_ENTITY_NOT_EXIST', 'BIZ_ASSUME_ROLE_NO_PERMISSION'],
    verdict: 'refused',
    meaning: 'The service cannot assume the RAM role with which it manages resources for you.',
    remedy:
      'Sign in to the ApsaraMQ for Kafka console with the account that owns the instance and accept the ' +
      'authorisation it asks for, so that the service role exists; check its trust policy in the RAM console.',
  },
  {
    codes: ['BIZ_SLR_CREATE_NO_PERMISSION'],
    verdict: 'refused',
    meaning: 'The service-linked role cannot be created with these credentials.',
    remedy:
      'Grant ram:CreateServiceLinkedRole in the RAM console, or let an administrator create the role once; ' +
      'with kmsKeyId it is AliyunServiceRoleForAlikafkaInstanceEncryption.',
  },
  {
    codes: ['BIZ_CAN_NOT_ENABLE_ACL', 'BIZ_ACL_NOT_ENABLED', 'BIZ_UPDATE_ACL_FAILED', 'Acl.Disable.Error'],
    fields: ['config'],
    verdict: 'refused',
    meaning: 'Access control lists cannot be used on this instance.',
    remedy:
      'Set enable.acl in config only for Professional Edition and serverless instances of version 2.2.0 or ' +
      'later; enable.vpc_sasl_ssl needs enable.acl.',
  },
  {
    codes: ['BIZ.LIMIT.PUBNETWORK'],
    fields: ['deployModule'],
    verdict: 'refused',
    meaning: 'The Internet bandwidth of the instance does not allow this.',
    remedy:
      'Set deployModule to vpc, or change the Internet traffic of the instance on the Instances page of the ' +
      'ApsaraMQ for Kafka console.',
  },
  {
    codes: ['BIZ.LIMIT.QUOTA.DOWN', 'BIZ.LIMIT.QUOTA.DOWN.1', 'BIZ.LIMIT.QUOTA.DOWN.2'],
    verdict: 'refused',
    meaning: 'The specification of the instance does not allow this.',
    remedy: NOT_OURS,
  },
  {
    codes: ['BIZ_TAG_RESOURCE_NUM_EXCEED'],
    verdict: 'refused',
    meaning: 'The instance has too many tags.',
    remedy: 'Remove tags from the instance in the ApsaraMQ for Kafka console, then run the job again.',
  },
  {
    codes: ['%s'],
    verdict: 'refused',
    meaning: 'The service refused the request and gave no code of its own.',
    remedy: 'The Message says why. If it does not, give Alibaba Cloud support the RequestId.',
  },
] as const satisfies readonly Entry[];
