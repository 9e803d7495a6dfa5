import {
  CHECK_INSTANCE_ID,
  type Entry,
  LOOK_AT_STATUS,
  NOT_OURS,
  OTHER_ZONE,
  RUN_AGAIN,
  THROTTLED,
  UNCLEAR,
  VSWITCHES,
  WRONG_STATUS,
  ZONES,
} from './remedy.ts';

/**
 * Codes about the instance, its deployment and the service's own faults
 * (vendor page of StartInstance, error codes, with the list shared by all operations of the service).
 */
export const DEPLOYMENT = [
  {
    codes: ['INSTANCE_STATUS_NOT_WAIT_DEPLOY'],
    verdict: 'not-pending',
    meaning: 'The instance is not waiting for deployment; somebody may have started it already.',
    remedy: LOOK_AT_STATUS,
  },
  {
    codes: [
      'BIZ_INSTANCE_STATUS_ERROR',
      'BIZ.INSTANCE.STATUS.ERROR',
      'Instance.StatusNotRunning',
      'InstanceStatus.NotAllowed',
      'InstanceStatus.Change.NotAllowed',
      'InstanceStatus.NotWaitChange',
      'Instance.Change.NotAllowed',
      'NotSupport.DataStatus',
    ],
    ...WRONG_STATUS,
  },
  {
    codes: ['BIZ_INSTANCE_ALREADY_EXISTS', 'InvalidParameter.DataNotChange'],
    verdict: 'not-pending',
    meaning: 'There is nothing to change; the instance may be deployed already.',
    remedy: LOOK_AT_STATUS,
  },
  {
    codes: ['InstanceStatus.Released', 'InstanceStatus.NotReleased', 'InstanceStatus.Stopped'],
    verdict: 'not-pending',
    meaning: 'The instance is stopped, released or being released.',
    remedy:
      'Look at the instance on the Instances page of the ApsaraMQ for Kafka console. Start it there if it is ' +
      'stopped; if it is released, buy another one and put its id into instanceId.',
  },
  {
    codes: ['BIZ_INSTANCE_CANNOT_OPERATE'],
    verdict: 'not-pending',
    meaning: 'The instance is under maintenance and cannot be operated now.',
    remedy: 'Wait until the ApsaraMQ for Kafka console shows no maintenance on it, then run the job again.',
  },
  {
    codes: ['BIZ_INSTANCE_NOT_FOUND', 'BIZ.INSTANCE.NOT.FOUND', 'Instance.NotFound'],
    fields: ['instanceId'],
    verdict: 'refused',
    meaning: 'There is no such instance in this region and account.',
    remedy: CHECK_INSTANCE_ID,
  },
  {
    codes: ['BIZ_INSTANCE_OWNER_ERROR', 'AUTH_RESOURCE_OWNER_ERROR', 'BIZ_INSTANCE_LOCATION_ERROR'],
    fields: ['instanceId'],
    verdict: 'refused',
    meaning: 'The instance belongs to another Alibaba Cloud account or another region.',
    remedy: CHECK_INSTANCE_ID,
  },
  {
    codes: [
      'BIZ_INSTANCE_BASIC_INFO_ERROR',
      'BIZ_INSTANCE_CREATE_ERROR',
      'BIZ_INSTANCE_UPDATE_ERROR',
      'BIZ_TOPIC_CREATE_INTERNAL_ERROR',
      'Instance.InsertComponent.fail',
      'Instance.UpdateComponent.fail',
      'DB.Update.Failed',
      'RemoteCallError',
      'AUTH_USER_CHECK_ERROR',
      'ONS_SYSTEM_ERROR',
      'ONS_INTERNAL_ERROR',
      'ONS_INIT_ENV_ERROR',
      'ONS_INVOKE_ERROR',
      'AgentBusinessError',
      'InternalError',
      'INTERNAL.ERROR',
      'ONS.INTERNAL.ERROR',
      'InternalUnknownCodeError',
      'RmqClusterEmpty',
      'ONS.GET.ALLOWEDIP.INTERNAL.ERROR',
      'ONS.UPDATE.ALLOWEDIP.INTERNAL.ERROR',
    ],
    ...UNCLEAR,
  },
  {
    codes: ['ServiceUnavailable'],
    verdict: 'ambiguous',
    meaning: 'The service was not available; whether it took the request is not known.',
    remedy: RUN_AGAIN,
  },
  {
    codes: [
      'ONS_SYSTEM_FLOW_CONTROL',
      'FlowControl',
      'Throttling',
      'Throttling.User',
      'Throttling.Api',
      'Rejected.Throttling',
    ],
    ...THROTTLED,
  },
  {
    codes: ['Deploy.RetriableError', 'DeployError', 'Deploy.Callback.Illegal'],
    verdict: 'ambiguous',
    meaning: 'The deployment failed in the service; whether a part of it goes on is not known.',
    remedy: RUN_AGAIN,
  },
  {
    codes: ['Deploy.NotRetriableError'],
    verdict: 'refused',
    meaning: 'The deployment failed in the service, and it says that sending it again does not help.',
    remedy: 'Open a ticket with Alibaba Cloud support and give the RequestId and the instance id.',
  },
  {
    codes: ['Deploy.ResourceNotEnough', 'Instance.ResourceNotSufficient'],
    fields: ZONES,
    verdict: 'refused',
    meaning: 'The zone has not enough resources for this instance.',
    remedy: OTHER_ZONE,
  },
  {
    codes: ['DeployPreCheckError'],
    fields: VSWITCHES,
    verdict: 'refused',
    meaning: 'The checks before the deployment failed.',
    remedy:
      'In the VPC and ECS consoles, check that vpcId, vSwitchId and securityGroup exist in this region and ' +
      'belong together, that the vSwitch lies in zoneId and that it has free addresses.',
  },
  {
    codes: ['DeployType.NotSupport'],
    fields: ['deployModule', 'isEipInner'],
    verdict: 'refused',
    meaning: 'The deployment mode does not fit the instance.',
    remedy:
      'Set deployModule to eip (with isEipInner true) for an instance bought with Internet access, and to ' +
      'vpc for one without; the Instances page of the ApsaraMQ for Kafka console shows which it is.',
  },
  {
    codes: ['BIZ_SERVERLESS_NOT_SUPPORT'],
    fields: ['instanceId'],
    verdict: 'refused',
    meaning: 'This old kind of serverless instance cannot be deployed.',
    remedy: 'Buy a serverless instance of the present series and put its id into instanceId.',
  },
  {
    codes: ['BIZ_INSTANCE_ONLY_PROFESSIONAL_SUPPORT', 'BIZ_INSTANCE_PAIDTYPE_NOT_SUPPORT'],
    fields: ['config'],
    verdict: 'refused',
    meaning: 'The edition or billing method of the instance does not support this.',
    remedy:
      'Remove config keys such as enable.acl that need the Professional Edition, or upgrade the instance ' +
      'on the Instances page of the ApsaraMQ for Kafka console.',
  },
  {
    codes: ['Instance.ExceedMaxLimit', 'DataExceedMaxLimit'],
    verdict: 'refused',
    meaning: 'A limit of the account or the instance is reached.',
    remedy: 'Remove what is no longer used, or ask for a higher limit in Quota Center or by a ticket.',
  },
  {
    codes: [
      'AsyncTask.RetryLater',
      'AsyncTask.TypeAlreadyExist',
      'AsyncTaskSlave.NotCompleted',
      'ScheduledTask.AlreadyHasSameTaskType',
    ],
    verdict: 'ambiguous',
    meaning: 'A task on this instance is still running; it may be the deployment itself.',
    remedy: RUN_AGAIN,
  },
  {
    codes: [
      'AsyncTask.Ignored',
      'AsyncTask.NotMeetCondition',
      'AsyncTask.ExecuteTimeNotSupport',
      'AsyncTask.DeleteTopic',
      'ScheduledTask.ExecuteTimeGapTooShort',
      'Instance.CaclulateChange.time',
    ],
    verdict: 'refused',
    meaning: 'A scheduled task of the instance stands in the way.',
    remedy: 'Finish or cancel the task in the ApsaraMQ for Kafka console, then run the job again.',
  },
  {
    codes: [
      'InstanceAgent.NotFound',
      'BIZ_INSTANCE_DELETE_ERROR',
      'BIZ_INSTANCE_REFUND_ERROR',
      'BIZ_INSTANCE_UPGRADE_ORDER_ERROR',
    ],
    verdict: 'refused',
    meaning: 'The service answered with an error of another operation on the instance.',
    remedy: NOT_OURS,
  },
] as const satisfies readonly Entry[];
