import type { JsonObject } from '../../json.ts';
import type { Operation, Scene } from '../service/operation.ts';
import { numberedPage } from '../service/paging.ts';
import { valueIn } from '../service/parameters.ts';
import { refusal } from '../service/refusal.ts';
import { regionOfVSwitch } from '../surroundings.ts';
import { undeclaredVSwitch, vSwitchView } from './vswitch-view.ts';

const LARGEST_PAGE = 50;

/** Lists the vSwitches of a region or a VPC. One that is not there is left out. */
export const describeVSwitches: Operation = {
  ramAction: 'vpc:DescribeVSwitches',
  parameters: {
    RegionId: { type: 'string' },
    VpcId: { type: 'string' },
    VSwitchId: { type: 'string' },
    ZoneId: { type: 'string' },
    PageNumber: { type: 'string' },
    PageSize: { type: 'string' },
  },
  run: (scene) => {
    if (!valueIn(scene.parameters, 'RegionId') && !valueIn(scene.parameters, 'VpcId')) {
      return { ok: false, refusal: refusal('MissingParameter', 'RegionId or VpcId is mandatory.') };
    }
    const page = numberedPage(listed(scene), scene.parameters, LARGEST_PAGE);
    if (!page.ok) return page;
    return { ok: true, fields: { VSwitches: { VSwitch: page.items }, ...page.fields } };
  },
};

function listed({ parameters, surroundings, accountId }: Scene): readonly JsonObject[] {
  const asked = valueIn(parameters, 'VSwitchId');
  if (surroundings.vSwitches === undefined) return asked === undefined ? [] : [undeclaredVSwitch(asked)];
  const isWanted = (name: string, value: string) => [undefined, value].includes(valueIn(parameters, name));
  return surroundings.vSwitches
    .filter(
      (each) =>
        isWanted('RegionId', regionOfVSwitch(each)) &&
        isWanted('VpcId', each.vpcId) &&
        isWanted('VSwitchId', each.vSwitchId) &&
        isWanted('ZoneId', each.zoneId),
    )
    .map((each) => vSwitchView(each, accountId));
}
