import type { Operation, Result, Scene } from '../service/operation.ts';
import { booleanIn, type ParameterRules, valueIn } from '../service/parameters.ts';
import { firstRefusal, type Refusal, refusal } from '../service/refusal.ts';
import { canEncrypt, keyNamed } from '../surroundings.ts';
import type { Instance, Series } from './instance.ts';
import { nameAt } from './instances.ts';
import { awaitsStart } from './lifecycle.ts';
import { configRefusal } from './start-config.ts';
import { networkRefusal } from './start-network.ts';

const PARAMETERS: ParameterRules = {
  RegionId: { type: 'string', required: true },
  InstanceId: { type: 'string', required: true },
  VpcId: { type: 'string', required: true },
  VSwitchId: { type: 'string' },
  VSwitchIds: { type: 'list' },
  ZoneId: { type: 'string' },
  DeployModule: { type: 'string' },
  IsEipInner: { type: 'boolean' },
  IsSetUserAndPassword: { type: 'boolean' },
  Username: { type: 'string' },
  Password: { type: 'string' },
  Name: { type: 'string' },
  SecurityGroup: { type: 'string' },
  ServiceVersion: { type: 'string' },
  Config: { type: 'string' },
  KMSKeyId: { type: 'string' },
  CrossZone: { type: 'boolean' },
  SelectedZones: { type: 'string' },
  IsForceSelectedZones: { type: 'boolean' },
  Notifier: { type: 'string' },
  UserPhoneNum: { type: 'string' },
};

const VERSIONS: Record<Series, readonly string[]> = {
  v2: ['2.2.0', '2.6.2'],
  v3: ['3.3.1'],
  confluent: ['7.4.0'],
};

/** Deploys a bought instance. Succeeds at once; the deployment then takes its time. */
export const startInstance: Operation = {
  ramAction: 'alikafka:StartInstance',
  postOnly: true,
  parameters: PARAMETERS,
  run: (scene) => {
    const instance = scene.instances.find(scene.parameters.InstanceId ?? '');
    if (instance === undefined || instance.regionId !== scene.parameters.RegionId) {
      return refused(refusal('BIZ_INSTANCE_NOT_FOUND', 'The instance does not exist.'));
    }
    const against = firstRefusal(CHECKS, { ...scene, instance });
    if (against !== undefined) return refused(against);
    instance.startedAt = scene.now;
    instance.startedWith = { ...scene.parameters };
    return { ok: true, fields: {} };
  },
};

interface Start extends Scene {
  readonly instance: Instance;
}

const CHECKS: readonly ((start: Start) => Refusal | undefined)[] = [
  wrongOwner,
  notWaiting,
  wrongDeployModule,
  wrongLogin,
  wrongName,
  wrongVersion,
  wrongConfig,
  networkRefusal,
  wrongKey,
];

function wrongOwner({ instance, accountId }: Start): Refusal | undefined {
  if (instance.accountId === accountId) return undefined;
  return refusal('BIZ_INSTANCE_OWNER_ERROR', 'The instance belongs to another owner.');
}

function notWaiting({ instance, now, unguarded }: Start): Refusal | undefined {
  if (unguarded || awaitsStart(instance, now)) return undefined;
  return refusal('INSTANCE_STATUS_NOT_WAIT_DEPLOY', 'The instance is not in the pending deployment state.');
}

/** The vendor's Terraform provider sends no DeployModule to any instance that it gives no EipMax, and is served. */
function wrongDeployModule({ instance, parameters }: Start): Refusal | undefined {
  const module = valueIn(parameters, 'DeployModule');
  const eip = instance.deployType === 4;
  if (module !== undefined && module !== (eip ? 'eip' : 'vpc')) {
    return refusal('INVALID_PARAMETER', 'DeployModule does not match the type of the instance.');
  }
  if ((booleanIn(parameters, 'IsEipInner') ?? eip) !== eip) {
    return refusal('INVALID_PARAMETER', 'IsEipInner does not match the type of the instance.');
  }
  return undefined;
}

function wrongLogin(start: Start): Refusal | undefined {
  return start.instance.series === 'confluent' ? wrongConfluentLogin(start) : wrongEipLogin(start);
}

function wrongEipLogin({ instance, parameters }: Start): Refusal | undefined {
  const sets = booleanIn(parameters, 'IsSetUserAndPassword') === true;
  const given = ['Username', 'Password'].find((name) => valueIn(parameters, name) !== undefined);
  if (instance.deployType !== 4 && (sets || given !== undefined)) {
    const name = given ?? 'IsSetUserAndPassword';
    return refusal('INVALID_PARAMETER_NOT_SUPPORT', `${name} is not supported for VPC instances.`);
  }
  if (sets && valueIn(parameters, 'Password') === undefined) {
    return refusal('MISSING_PARAMETER', 'Password is mandatory with IsSetUserAndPassword.');
  }
  return undefined;
}

function wrongConfluentLogin({ parameters }: Start): Refusal | undefined {
  const password = valueIn(parameters, 'Password');
  if (password === undefined) return refusal('MISSING_PARAMETER', 'Password is mandatory for this instance.');
  if (!['root', undefined].includes(valueIn(parameters, 'Username'))) {
    return refusal('INVALID_PARAMETER', 'Username must be root or empty.');
  }
  const kinds = [/[A-Z]/, /[a-z]/, /[0-9]/, /[!@#$%^&*()_+\-=]/].filter((kind) => kind.test(password));
  if (!/^[A-Za-z0-9!@#$%^&*()_+\-=]{8,32}$/.test(password) || kinds.length < 3) {
    return refusal('INVALID_PARAMETER_FORMAT', 'Password is 8 to 32 characters of at least three kinds.');
  }
  return undefined;
}

function wrongName({ instance, instances, parameters, now }: Start): Refusal | undefined {
  const name = valueIn(parameters, 'Name');
  if (name === undefined) return undefined;
  if (instance.series !== 'v2') {
    return refusal('INVALID_PARAMETER_NOT_SUPPORT', 'Name is not supported for this instance.');
  }
  if (name.length < 3 || name.length > 64) {
    return refusal('INVALID_PARAMETER_SIZE', 'Name is 3 to 64 characters long.');
  }
  if (!/^[A-Za-z0-9_-]+$/.test(name)) {
    return refusal('INVALID_PARAMETER_FORMAT', 'Name is made of letters, digits, underscores and hyphens.');
  }
  const taken = instances
    .of(instance.accountId, instance.regionId)
    .some((other) => other !== instance && nameAt(other, now) === name);
  return taken ? refusal('INVALID_PARAMETER_DATA_ALREADY_EXIST', 'The name exists already.') : undefined;
}

function wrongVersion({ instance, parameters }: Start): Refusal | undefined {
  const version = valueIn(parameters, 'ServiceVersion');
  if (version === undefined || VERSIONS[instance.series].includes(version)) return undefined;
  return refusal('InvalidParameter.VersionNotSupport', 'The version is not supported for this instance.');
}

function wrongConfig({ instance, parameters, newer }: Start): Refusal | undefined {
  const text = valueIn(parameters, 'Config');
  return text === undefined ? undefined : configRefusal(text, instance, newer.configKeys ?? []);
}

/** The code is a guess: which of its deployment codes the service uses for a key is not published. */
function wrongKey({ instance, parameters, surroundings, accountId }: Start): Refusal | undefined {
  const reference = valueIn(parameters, 'KMSKeyId');
  if (reference === undefined) return undefined;
  if (instance.series === 'v3') {
    return refusal('INVALID_PARAMETER_NOT_SUPPORT', 'KMSKeyId is not supported for serverless instances.');
  }
  if (surroundings.keys === undefined) return undefined;
  const key = keyNamed(surroundings.keys, reference, { callerId: accountId, regionId: instance.regionId });
  if (key !== undefined && canEncrypt(key)) return undefined;
  return refusal('DeployPreCheckError', 'The KMS key is not in this region, or cannot encrypt.');
}

function refused(against: Refusal): Result {
  return { ok: false, refusal: against };
}
