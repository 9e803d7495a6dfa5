import { describe, expect, it } from 'vitest';
import { DEFAULTS, flat, fleet, load, problemsOf } from './support.ts';

async function keysOf(...[manifest, given]: Parameters<typeof load>): Promise<string[]> {
  const { diagnostics, sent } = await load(manifest, given);
  expect(diagnostics).toEqual([]);
  return [...sent.keys()];
}

const KEY_RULE = 'must be up to 64 letters, digits, dots, hyphens or underscores';

describe('a flat manifest', () => {
  it('describes one instance, whose key is its id', async () => {
    expect(await keysOf(flat('instanceId: alikafka_post-cn-9'))).toEqual(['alikafka_post-cn-9']);
  });

  it('refuses the input instances', async () => {
    expect(await problemsOf(flat(), { instances: ['orders'] })).toEqual([
      'error input instances The manifest describes one instance, which has no key; remove the input instances',
    ]);
  });

  it('has no defaults', async () => {
    expect(await problemsOf(flat('defaults: {name: abc}'))).toEqual([
      'error kafka.yml:1:1 Unknown key "defaults"; it goes with "instances", which this manifest does not have',
    ]);
  });

  it.each(['defaults', 'instances'])('has environments of plain fields, without %s', async (key) => {
    expect(await problemsOf(flat('environments:', `  production: {${key}: {}}`))).toEqual([
      `error kafka.yml:2:16 Unknown key "${key}"; this manifest describes one instance, so its fields stand here directly`,
    ]);
  });

  it('may be empty when the inputs give everything', async () => {
    const inputs = {
      'region-id': 'cn-hangzhou',
      'instance-id': 'alikafka_7',
      'deploy-module': 'vpc',
      'vpc-id': 'vpc-1',
      'vswitch-id': 'vsw-1',
      'zone-id': 'zonea',
    };
    expect(await keysOf('{}', { inputs })).toEqual(['alikafka_7']);
    expect(await keysOf(undefined, { inputs })).toEqual(['alikafka_7']);
  });
});

describe('without a manifest', () => {
  it('nothing can be chosen from it', async () => {
    expect(await problemsOf(undefined, { environment: 'production', instances: ['orders'] })).toEqual([
      'error input environment The input environment chooses from a manifest; give the input manifest',
      'error input instances The input instances chooses from a manifest; give the input manifest',
    ]);
  });

  it('a missing field is told without a place', async () => {
    const diagnostics = await problemsOf(undefined, { inputs: { 'region-id': 'cn-hangzhou' } });
    expect(diagnostics).toContain(
      'error instanceId is required; set it in the manifest or by the input instance-id',
    );
    expect(diagnostics).toHaveLength(5);
  });
});

describe('several instances', () => {
  it('come in the order of the manifest, whatever the order of the environment and the input', async () => {
    const text = fleet(['c', 'a', 'b'], 'environments: {x: {instances: {b: {}, a: {}, c: {}}}}');
    expect(await keysOf(text)).toEqual(['c', 'a', 'b']);
    expect(await keysOf(text, { environment: 'x', instances: ['b', 'a', 'c'] })).toEqual(['c', 'a', 'b']);
  });

  it('may be chosen by key, each once', async () => {
    expect(await keysOf(fleet(['a', 'b', 'c']), { instances: ['c', 'a', 'c'] })).toEqual(['a', 'c']);
  });

  it('must have different ids', async () => {
    const text = [DEFAULTS, 'instances:', '  a: {instanceId: alikafka_1}', '  b: {instanceId: alikafka_1}'];
    expect(await problemsOf(text.join('\n'))).toEqual([
      'error kafka.yml:4:19 instanceId "alikafka_1" is used by both "a" and "b"',
    ]);
    expect(await problemsOf(text.join('\n'), { instances: ['b'] })).toEqual([]);
  });

  it.each([
    ['instance-id', 'alikafka_9'],
    ['name', 'orders'],
    ['username', 'app'],
    ['password', 'Sesame-0pen'],
  ])('refuse the input %s, which is for one', async (input, text) => {
    const manifest = fleet(['a', 'b', 'c']).replace('deployModule: vpc', 'deployModule: eip');
    const inputs = { password: 'Sesame-0pen', [input]: text };
    const diagnostics = await problemsOf(manifest, { inputs, instances: ['a', 'c'] });
    expect(diagnostics).toContain(
      `error input ${input} The input "${input}" is for one instance, but 2 are selected; choose one with the input instances, or set it in the manifest`,
    );
    const one = await load(manifest, { inputs, instances: ['b'] });
    expect(one.diagnostics).toEqual([]);
    expect(one.sent.size).toBe(1);
  });

  it('take other inputs, each of them', async () => {
    const { sent } = await load(fleet(['a', 'b']), { inputs: { 'security-group': 'sg-1' } });
    expect([...sent.values()].map(({ SecurityGroup }) => SecurityGroup?.value)).toEqual(['sg-1', 'sg-1']);
  });

  it('are named in errors that have no value to point at', async () => {
    expect(await problemsOf('instances:\n  a: {series: serverless, vpcId: vpc-1}\n')).toEqual([
      'error kafka.yml:2:3 Instance "a": regionId is required; set it in the manifest or by the input region-id',
      'error kafka.yml:2:3 Instance "a": instanceId is required; set it in the manifest or by the input instance-id',
      'error kafka.yml:2:3 Instance "a": vSwitchId is required unless vSwitchIds is given; set it in the manifest or by the input vswitch-id',
    ]);
  });

  it('tell a mistake in the defaults once', async () => {
    expect(await problemsOf(fleet(['a', 'b']).replace('deployModule: vpc', 'deployModule: vcp'))).toEqual([
      'error kafka.yml:1:49 deployModule must be "vpc" or "eip", but is "vcp"; did you mean "vpc"?',
    ]);
  });

  it('are all checked, also those that are not chosen', async () => {
    expect(await problemsOf(fleet(['a'], '  b: {name: x}'), { instances: ['a'] })).toEqual([
      'error kafka.yml:4:13 name must be 3 to 64 letters, digits, hyphens or underscores, but is "x"',
    ]);
  });

  it('are checked but for what needs a variable, also when they are not chosen', async () => {
    const config = 'config: {kafka.log.retention.hours: "${HOURS}", enable.acl: perhaps}';
    expect(await problemsOf(fleet(['a'], `  b: {${config}}`), { instances: ['a'] })).toEqual([
      'error kafka.yml:4:67 config["enable.acl"] must be true or false, but is "perhaps"',
    ]);
  });

  it.each(['instances:', 'instances: {}', 'instances: null'])('must be at least one: %s', async (line) => {
    expect(await problemsOf(`${line}\n`)).toEqual([
      expect.stringMatching(/^error kafka\.yml:1:\d+ The manifest has no instance$/),
    ]);
  });
});

describe('an instance of some environments only', () => {
  const text = fleet(
    ['orders'],
    '  audit: null',
    'environments:',
    '  x: {instances: {orders: null, audit: {instanceId: alikafka_9}}}',
    '  y: {instances: {orders: null}}',
    '  z: null',
  );

  it('is listed as null, and is there where an environment describes it', async () => {
    expect(await keysOf(text)).toEqual(['orders']);
    expect(await keysOf(text, { environment: 'x' })).toEqual(['audit']);
    expect(await keysOf(text, { environment: 'z' })).toEqual(['orders']);
  });

  it('is null in the others, where it cannot be chosen', async () => {
    expect(await problemsOf(text, { environment: 'x', instances: ['orders'] })).toEqual([
      'error input instances There is no instance "orders" in environment "x"; the instances are audit',
    ]);
    expect(await problemsOf(text, { environment: 'y' })).toEqual([
      'error kafka.yml:3:3 The manifest has no instance in environment "y"',
    ]);
  });

  it('has to be listed among the instances', async () => {
    const manifest = (key: string) => fleet(['orders'], 'environments:', `  x: {instances: {${key}: {}}}`);
    expect(await problemsOf(manifest('order'))).toEqual([
      'error kafka.yml:5:19 Environment "x" names an unknown instance "order"; did you mean "orders"?',
    ]);
    expect(await problemsOf(manifest('audit'))).toEqual([
      'error kafka.yml:5:19 Environment "x" names an unknown instance "audit"; an instance of this environment alone is listed in "instances" as audit: null',
    ]);
  });
});

describe('a choice that is not in the manifest', () => {
  const text = fleet(['orders', 'audit'], 'environments: {production: {}, staging: {}}');
  const selected = (given: { environment?: string; instances?: string[] }) => problemsOf(text, given);

  it.each([
    ['prodution', '; did you mean "production"?'],
    ['Production', '; did you mean "production"?'],
    ['qa', '; the environments are production, staging'],
    ['__proto__', '; the environments are production, staging'],
    ['constructor', '; the environments are production, staging'],
    ['', '; the environments are production, staging'],
  ])('is an error: environment %j', async (environment, hint) => {
    expect(await selected({ environment })).toEqual([
      `error input environment There is no environment "${environment}"${hint}`,
    ]);
  });

  it('is compared with the instances that there are twenty times at most', async () => {
    const keys = Array.from({ length: 21 }, (_, index) => `orders${index}`);
    const hints = (await selected({ instances: keys })).map((line) => line.replace(/^.*"; /, ''));
    const meant = Array.from({ length: 20 }, () => 'did you mean "orders"?');
    expect(hints).toEqual([...meant, 'the instances are orders, audit']);
  });

  it.each([
    ['order', '; did you mean "orders"?'],
    ['ORDERS', '; did you mean "orders"?'],
    ['billing', '; the instances are orders, audit'],
    ['toString', '; the instances are orders, audit'],
  ])('is an error: instance %j', async (key, hint) => {
    expect(await selected({ instances: ['audit', key] })).toEqual([
      `error input instances There is no instance "${key}"${hint}`,
    ]);
    expect(await selected({ environment: 'staging', instances: [key] })).toEqual([
      `error input instances There is no instance "${key}" in environment "staging"${hint}`,
    ]);
  });

  it('is an error when the manifest has no environments at all', async () => {
    const error = 'error input environment There is no environment "x"; the manifest has no "environments"';
    expect(await problemsOf(flat(), { environment: 'x' })).toEqual([error]);
    expect(await problemsOf(fleet(['a']), { environment: 'x' })).toEqual([error]);
    expect(await problemsOf(flat('environments: null'), { environment: 'x' })).toEqual([
      'error input environment There is no environment "x"; there is none',
    ]);
  });
});

describe('a mistake in the choice is told alone, before other mistakes of the manifest', () => {
  const IN_ENVIRONMENTS = 'environments: {staging: {vpcId: vpc-2}, production: {vpcId: vpc-3}}';

  it('in a flat manifest', async () => {
    const text = flat('foo: 1', 'vpcId: null', IN_ENVIRONMENTS);
    const unknown = 'error kafka.yml:1:1 Unknown key "foo"; see the list of fields in docs/manifest.md';
    expect(await problemsOf(text, { environment: 'live' })).toEqual([
      'error input environment There is no environment "live"; the environments are staging, production',
      unknown,
    ]);
    expect(await problemsOf(text, { instances: ['orders'] })).toEqual([
      'error input instances The manifest describes one instance, which has no key; remove the input instances',
      unknown,
    ]);
    expect(await problemsOf(text)).toEqual([
      'error input environment Some required fields are set only in environments; choose one with the input environment: staging or production',
      unknown,
    ]);
  });

  it.each([
    ['by another field that does as well', 'vSwitchId: null', '{vSwitchIds: [vsw-1]}'],
    ['by the series', 'zoneId: null', '{series: serverless}'],
  ])('where an environment gives what is required: %s', async (_, line, environment) => {
    expect(await problemsOf(flat(line, `environments: {x: ${environment}}`))).toEqual([
      'error input environment Some required fields are set only in environments; choose one with the input environment: x',
    ]);
  });

  it('but not where no environment gives what is missing, or an input does', async () => {
    const text = flat('vpcId: null', 'environments: {x: {name: orders, series: provisioned}}');
    expect(await problemsOf(text)).toEqual([
      expect.stringMatching(/^error kafka\.yml:1:1 vpcId is required/),
    ]);
    expect(await problemsOf(flat('vpcId: null', IN_ENVIRONMENTS), { inputs: { 'vpc-id': 'vpc-1' } })).toEqual(
      [],
    );
  });

  it('where instances are only in environments', async () => {
    const only = `${DEFAULTS}\ninstances: {a: null}\nenvironments: {x: {instances: {a: {instanceId: alikafka_1}}}, y: {}}`;
    expect(await problemsOf(only)).toEqual([
      'error input environment The manifest has instances only in environments; choose one with the input environment: x',
    ]);
    const text = only.replace('a: null', 'a: null, b: {instanceId: alikafka_2}');
    expect(await problemsOf(text, { instances: ['a'] })).toEqual([
      'error input instances The instance "a" is only in environments; choose one with the input environment: x',
    ]);
  });
});

describe('the key of an instance', () => {
  it.each(['orders', 'A', '9', 'eu.orders-2_x', 'a'.repeat(64), 'constructor', 'toString', 'true', '1.0'])(
    'may be %s',
    async (key) => {
      expect(await keysOf(fleet([key]))).toEqual([key]);
      expect(await keysOf(fleet([key, 'another']), { instances: [key] })).toEqual([key]);
    },
  );

  it.each(['a b', 'a/b', '-a', '.a', '_a', '__proto__', 'größe', 'a'.repeat(65), 'a,b', ''])(
    'must not be %j',
    async (key) => {
      const shown = key.length > 64 ? key : JSON.stringify(key).slice(1, -1);
      expect(await problemsOf(fleet([JSON.stringify(key)]))).toContain(
        `error kafka.yml:3:3 Instance key "${shown}" ${KEY_RULE}`,
      );
    },
  );
});

describe('a part that must be a map', () => {
  it.each([
    ['environments: [a]', '1:15', 'environments must be a map'],
    ['environments: {x: [a]}', '1:19', 'Environment "x" must be a map'],
  ])('in a flat manifest: %s', async (line, place, error) => {
    expect(await problemsOf(flat(line))).toEqual([`error kafka.yml:${place} ${error}`]);
  });

  it.each([
    ['defaults: production', '1:11', 'defaults must be a map'],
    [
      'instances: [a]',
      '1:12',
      'instances must be a map, not a list; give each instance a name: "orders: {instanceId: …}" instead of "- instanceId: …"',
    ],
    ['instances: {a: true}', '1:16', 'Instance "a" must be a map'],
    ['environments: x', '1:15', 'environments must be a map'],
    ['environments: {x: 1}', '1:19', 'Environment "x" must be a map'],
    ['environments: {x: {defaults: []}}', '1:30', 'defaults must be a map'],
    ['environments: {x: {instances: a}}', '1:31', 'instances must be a map'],
    ['environments: {x: {instances: {a: []}}}', '1:35', 'Instance "a" must be a map'],
  ])('in a manifest of several instances: %s', async (line, place, error) => {
    const rest = line.startsWith('instances') ? '' : '\ninstances: {a: null}';
    expect(await problemsOf(`${line}${rest}\n`)).toContain(`error kafka.yml:${place} ${error}`);
  });
});
