import type { Remedy } from '../alibaba/verdict.ts';
import type { FieldName } from '../manifest/fields.ts';

/** A remedy that names fields of the manifest. */
export interface FieldRemedy extends Remedy {
  readonly fields?: readonly FieldName[];
}

/** One row of the catalogue: codes that mean the same and are answered the same. */
export interface Entry extends FieldRemedy {
  readonly codes: readonly string[];
}

/** Where an instance is placed. */
export const ZONES: readonly FieldName[] = ['zoneId', 'selectedZones', 'vSwitchIds', 'vSwitchId'];

export const VSWITCHES: readonly FieldName[] = ['vSwitchId', 'vSwitchIds', 'vpcId'];

// What to do, where several rows share it.

export const RUN_AGAIN =
  'Run the job again: it reads the status first and starts the instance only if it still waits for ' +
  'deployment. If this repeats, open a ticket with Alibaba Cloud support and give the RequestId.';

const SLOW_DOWN =
  'Lower requests-per-second, or run fewer jobs of this account at the same time: the service counts ' +
  'calls per user and operation.';

export const LOOK_AT_STATUS =
  'Look at the instance on the Instances page of the ApsaraMQ for Kafka console. If it is deploying or ' +
  'running, nothing is left to do; otherwise finish or undo what is going on there, then run the job again.';

export const COMPARE_FIELDS =
  'The Message names the parameter: correct the field of that name in the manifest (InstanceId is ' +
  'instanceId, KMSKeyId is kmsKeyId, and so on), then run the job again.';

export const CHECK_INSTANCE_ID =
  'Check instanceId and regionId against the Instances page of the ApsaraMQ for Kafka console, and that ' +
  'the credentials belong to the account that owns the instance. Just bought? Run the job again in a few minutes.';

const GRANT_PERMISSION =
  'In the RAM console, grant the RAM user or role alikafka:StartInstance on the instance and ' +
  'alikafka:ListInstance on all resources, and look for a Deny in its policies or in a control policy.';

export const RENEW_CREDENTIALS =
  'Give a fresh set of access key id, access key secret and security token, all three from the same ' +
  'session. For long waits use role-to-assume, or a session longer than wait-timeout.';

export const CHECK_KEYS =
  'Check the access key id and secret: both from one pair, complete, without spaces or line breaks, and ' +
  'enabled on the AccessKey page of the RAM user. If a key may have leaked, rotate it.';

export const PAY =
  'Check the balance, payment method and unpaid orders on the Expenses and Costs page of the Alibaba Cloud ' +
  'console, settle them, then run the job again.';

export const OTHER_ZONE =
  'Choose another zone in zoneId or selectedZones with a vSwitch in it (vSwitchId, vSwitchIds), or set ' +
  'isForceSelectedZones to false so that the service may choose.';

export const NOT_OURS =
  'This action sends no such call, so the cause lies in the instance: compare it on the Instances page of ' +
  'the ApsaraMQ for Kafka console, and give Alibaba Cloud support the RequestId.';

// Whole answers, shared by the rows and by the families of codes that are in no row.

export const THROTTLED: FieldRemedy = {
  verdict: 'throttled',
  meaning: 'Too many calls in a short time; this one was not carried out.',
  remedy: SLOW_DOWN,
};

export const UNCLEAR: FieldRemedy = {
  verdict: 'ambiguous',
  meaning: 'The service failed; whether it took the request is not known.',
  remedy: RUN_AGAIN,
};

export const WRONG_STATUS: FieldRemedy = {
  verdict: 'not-pending',
  meaning: 'The instance is in a status that does not allow this.',
  remedy: LOOK_AT_STATUS,
};

export const NOT_PERMITTED: FieldRemedy = {
  verdict: 'refused',
  meaning: 'The credentials do not permit this call.',
  remedy: GRANT_PERMISSION,
};
