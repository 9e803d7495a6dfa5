import type { Operation, Result, Scene } from '../service/operation.ts';
import { valueIn } from '../service/parameters.ts';
import { notFound } from '../service/refusal.ts';
import { regionOfVSwitch } from '../surroundings.ts';
import { undeclaredVSwitch, vSwitchView } from './vswitch-view.ts';

/** Tells everything of one vSwitch. */
export const describeVSwitchAttributes: Operation = {
  ramAction: 'vpc:DescribeVSwitchAttributes',
  parameters: {
    VSwitchId: { type: 'string', required: true },
    RegionId: { type: 'string' },
  },
  run: (scene) => {
    const { VSwitchId = '' } = scene.parameters;
    const declared = scene.surroundings.vSwitches;
    if (declared === undefined) return { ok: true, fields: undeclaredVSwitch(VSwitchId) };
    const region = valueIn(scene.parameters, 'RegionId');
    const found = declared.find(
      (each) => each.vSwitchId === VSwitchId && [undefined, regionOfVSwitch(each)].includes(region),
    );
    return found ? { ok: true, fields: vSwitchView(found, scene.accountId) } : missing(scene);
  },
};

function missing({ surroundings, accountId }: Scene): Result {
  switch (surroundings.missingVSwitch ?? 'error') {
    case 'error':
      return {
        ok: false,
        refusal: notFound('InvalidVswitchID.NotFound', 'Specified virtual switch does not exist.'),
      };
    case 'empty':
      return { ok: true, fields: { VSwitchId: '', VpcId: '', ZoneId: '', Status: '', CidrBlock: '' } };
    case 'other':
      return { ok: true, fields: vSwitchView(OTHER, accountId) };
  }
}

const OTHER = { vSwitchId: 'vsw-nobody-asked', vpcId: 'vpc-nobody-asked', zoneId: 'cn-hangzhou-a' };
