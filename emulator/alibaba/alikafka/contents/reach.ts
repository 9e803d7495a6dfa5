import type { Result, Scene } from '../../service/operation.ts';
import { valueIn } from '../../service/parameters.ts';
import { refusal } from '../../service/refusal.ts';
import type { Instance } from '../instance.ts';
import { isInService, takesChanges } from '../lifecycle.ts';

/** Reads the contents of the instance that a call names. The service spells the code for a wrong status in two ways. */
export function reading(scene: Scene, read: (instance: Instance) => Result): Result {
  const instance = named(scene);
  if (instance === undefined) return NOT_FOUND;
  return isInService(instance, scene.now) ? read(instance) : refused('BIZ.INSTANCE.STATUS.ERROR', STATUS);
}

/** Changes the contents of the instance that a call names. */
export function changing(scene: Scene, change: (instance: Instance) => Result): Result {
  const instance = named(scene);
  if (instance === undefined) return NOT_FOUND;
  return takesChanges(instance, scene.now) ? change(instance) : refused('BIZ_INSTANCE_STATUS_ERROR', STATUS);
}

/** A call that was not carried out, with HTTP status 400. */
export function refused(code: string, message: string): Result {
  return { ok: false, refusal: refusal(code, message) };
}

const STATUS = 'The status of the instance does not allow this operation.';

const NOT_FOUND = refused('BIZ_INSTANCE_NOT_FOUND', 'The instance does not exist.');

/** Another account's instance is as good as none. */
function named({ instances, accountId, parameters }: Scene): Instance | undefined {
  const instance = instances.find(parameters.InstanceId ?? '');
  const regionId = valueIn(parameters, 'RegionId');
  if (instance?.accountId !== accountId) return undefined;
  return [undefined, instance.regionId].includes(regionId) ? instance : undefined;
}
