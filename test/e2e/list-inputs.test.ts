import { describe, expect, it } from 'vitest';
import { flat, fleetOf, INSTANCE, inputError, run } from './support.ts';

const FLEET = fleetOf({ orders: INSTANCE });
const WITHOUT_VSWITCH = flat({ vSwitchId: '' });

describe.concurrent('a list input that is given and holds nothing', () => {
  it.each([
    ['allowed-account-ids', flat()],
    ['instances', FLEET],
    ['vswitch-ids', flat()],
    ['vswitch-ids', WITHOUT_VSWITCH],
  ])('stops the run before any call: %s', async (name, manifest) => {
    const done = await run({ manifest, inputs: { [name]: ' , ' } });
    const message = `The input ${name} is given but names nothing; name at least one, or leave the input out`;
    expect(done).toMatchObject({ exitCode: 1, journal: [], errors: [inputError(name, message)] });
    expect(done.outputs).toMatchObject({ success: 'false', message });
  });
});
