import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSummary } from './markdown.ts';
import {
  consolePage,
  eip,
  errorAt,
  flat,
  INSTANCE,
  inputError,
  outputsOf,
  type Run,
  run,
  type Scenario,
} from './support.ts';

/** One error: where it is shown, and what it says. */
type Expected = readonly [place: [line: number, column: number] | string | undefined, message: string];

/** Outputs that name no instance, because the errors leave open which it is. */
const NOBODY = { 'instance-id': '', 'console-url': '' };

/** Checks that a run stopped at exactly these errors, in all places where a user looks, and called nobody. */
function expectStopped(done: Run, expected: readonly Expected[], instance = NOBODY): void {
  const asShown = expected.map(([place, message]): [string, string, string] => {
    if (place === undefined) return [`::error title=Kafka::${message}`, '', message];
    if (typeof place === 'string') return [inputError(place, message), `input ${place}`, message];
    return [errorAt(...place, message), `kafka.yml:${place[0]}:${place[1]}`, message];
  });
  expect(done.errors).toEqual(asShown.slice(0, 10).map(([annotation]) => annotation));
  expect(done.lines.filter((line) => line.startsWith('error '))).toEqual(
    asShown.map(([, place, message]) => `error ${place && `${place} `}${message}`),
  );
  expect(done).toMatchObject({ exitCode: 1, stderr: '', warnings: [] });
  expect(done.outputs).toEqual(outputsOf({ ...instance, message: asShown[0]?.[2] }));
  const summary = readSummary(done.summary);
  const count = expected.length === 1 ? '1 error' : `${expected.length} errors`;
  expect(summary.headings).toEqual([`❌ Kafka: ${count}, nothing was started`, 'Errors']);
  expect(summary.rows('Place', 'What')).toEqual(asShown.map(([, place, message]) => [place, message]));
  expect(done.journal).toEqual([]);
}

type Case = readonly [name: string, scenario: Scenario, ...errors: Expected[]];

function itStopsAt(cases: readonly Case[], instance = NOBODY): void {
  for (const [name, scenario, ...errors] of cases) {
    it(name, async () => expectStopped(await run(scenario), errors, instance));
  }
}

const MIB = 1024 * 1024;

describe.concurrent('a manifest that is not a file of the workspace', () => {
  const refused = (path: string, what: string): Expected => ['manifest', `Manifest "${path}" ${what}`];
  const from = (path: string, prepare: (workspace: string) => void = () => {}): Scenario => ({
    inputs: { manifest: path },
    prepare,
  });
  const outside = 'is outside the workspace; give a path inside the repository';
  const bySymlink = 'is outside the workspace, by a symlink; give a file of the repository';

  itStopsAt([
    [
      'is missing',
      from('deploy/kafka.yml'),
      refused(
        'deploy/kafka.yml',
        'does not exist in the workspace; is the path right, and did actions/checkout run before?',
      ),
    ],
    [
      'is a directory',
      from('deploy', (workspace) => mkdirSync(join(workspace, 'deploy'))),
      refused('deploy', 'is a directory; give the path of the manifest file in it'),
    ],
    ['lies above the workspace', from('../kafka.yml'), refused('../kafka.yml', outside)],
    ['lies above it by a detour', from('deploy/../../kafka.yml'), refused('deploy/../../kafka.yml', outside)],
    ['has an absolute path elsewhere', from(import.meta.filename), refused(import.meta.filename, outside)],
    [
      'is a symlink to elsewhere',
      from('kafka.yml', (workspace) => symlinkSync(import.meta.filename, join(workspace, 'kafka.yml'))),
      refused('kafka.yml', bySymlink),
    ],
    [
      'lies behind a symlink to elsewhere',
      from('deploy/e2e/support.ts', (workspace) => {
        symlinkSync(dirname(import.meta.dirname), join(workspace, 'deploy'));
      }),
      refused('deploy/e2e/support.ts', bySymlink),
    ],
    [
      'is a symlink to itself',
      from('kafka.yml', (workspace) => symlinkSync('kafka.yml', join(workspace, 'kafka.yml'))),
      refused('kafka.yml', 'is a symlink that leads in a circle'),
    ],
  ]);
});

describe.concurrent('a manifest that is not readable', () => {
  const refused = (what: string): Expected => ['manifest', `Manifest "kafka.yml" ${what}`];
  const atMost = flat().padEnd(MIB, '#');

  itStopsAt([
    ['is over 1 MiB', { manifest: `${atMost}#` }, refused('is larger than 1 MiB; split it')],
    [
      'is in Latin-1',
      { manifest: Buffer.from(eip('username: Ren\u00e9'), 'latin1') },
      refused('is not UTF-8; save it in that encoding'),
    ],
    [
      'is in UTF-16',
      { manifest: Buffer.from(`\ufeff${flat()}`, 'utf16le') },
      refused('is not UTF-8; save it in that encoding'),
    ],
  ]);

  it('is neither one of exactly 1 MiB nor one with a byte order mark', async () => {
    for (const manifest of [atMost, `\ufeff${flat()}`]) {
      const done = await run({ manifest, inputs: { mode: 'validate' } });
      expect(done).toMatchObject({ exitCode: 0, errors: [] });
    }
  });
});

/** Nine levels, each nine times the one before: 387 million values when it is written out. */
const ALIAS_BOMB = [
  'a: &a [lol]',
  ...[...'bcdefghij'].map((name, index) => {
    const alias = `*${'abcdefghi'[index]}`;
    return `${name}: &${name} [${Array(9).fill(alias).join(', ')}]`;
  }),
].join('\n');

describe.concurrent('a manifest that is not one map in plain YAML', () => {
  const tagged = 'This YAML tag is not understood; custom tags are not allowed: remove it';
  const twice = 'This key is given twice in the same map; remove one of them';
  const second = 'A manifest is one YAML document; a second one starts here: remove it';
  const empty = 'The manifest is empty; it must describe at least one instance';
  const top = 'The manifest must be a map of fields at the top, but it is';

  itStopsAt([
    [
      'has a value with a colon',
      { manifest: flat({ vpcId: 'vpcId: vpc: 1' }) },
      [[4, 8], 'YAML syntax error: this line holds ": " twice; put a value that holds ": " in quotes'],
    ],
    [
      'is indented with a tab',
      { manifest: flat({ vpcId: '\tvpcId: vpc-1' }) },
      [[4, 1], 'YAML syntax error: Tabs are not allowed as indentation; indent with spaces'],
    ],
    [
      'has an open bracket',
      { manifest: flat({ vpcId: 'vSwitchIds: [vsw-1' }) },
      [
        [5, 1],
        'YAML syntax error: Flow sequence in block collection must be sufficiently indented and end with a ]',
      ],
    ],
    ['is several documents', { manifest: flat({}, '---', 'regionId: cn-beijing') }, [[8, 1], second]],
    ['has a key twice', { manifest: flat({}, 'zoneId: zoneb') }, [[7, 1], twice]],
    [
      'has a key twice in a map',
      { manifest: flat({}, 'config:', '  enable.acl: true', '  "enable.acl": false') },
      [[9, 3], twice],
    ],
    [
      'is an alias bomb, which is one mistake',
      { manifest: ALIAS_BOMB },
      [[3, 8], 'The manifest uses more than 100 aliases; write the values out'],
    ],
    ['has a custom tag', { manifest: flat({ zoneId: 'zoneId: !env ZONE' }) }, [[6, 9], tagged]],
    [
      'has a tag that would run code',
      { manifest: flat({ zoneId: 'zoneId: !!js/function "function () {}"' }) },
      [[6, 9], tagged],
    ],
    ['is a list', { manifest: '- regionId: cn-hangzhou\n' }, [[1, 1], `${top} a list`]],
    ['is a single value', { manifest: 'cn-hangzhou\n' }, [[1, 1], `${top} a single value`]],
    ['is empty', { manifest: '' }, [[1, 1], empty]],
    ['has only comments', { manifest: '# To be written\n' }, [[1, 1], empty]],
  ]);
});

const FLEET = `defaults: { regionId: cn-hangzhou, deployModule: vpc, vpcId: vpc-1, vSwitchId: vsw-1, zoneId: zonea }
instances:
  orders: { instanceId: alikafka_post-cn-orders }
  audit: { instanceId: alikafka_post-cn-audit }
environments:
  production: { defaults: { name: production } }
  staging: { instances: { audit: null } }
`;

describe.concurrent('the run stops before any call at a value that cannot be right:', () => {
  const literal =
    'The password must not be written in a manifest; write password: ${KAFKA_PASSWORD} and give that variable ' +
    'to the step from a secret. Whoever can read the repository can read this one, now and in its history: rotate it';
  const unset = (name: string): string =>
    `Environment variable "${name}" is not set; give it to the step in "env:", for instance from a secret`;

  itStopsAt([
    [
      'isEipInner: "maybe"',
      { manifest: eip('isEipInner: "maybe"') },
      [[7, 13], 'isEipInner must be true or false, but is "maybe"'],
    ],
    [
      'a number where a text belongs',
      { manifest: flat({}, 'serviceVersion: 2.2') },
      [[7, 17], 'serviceVersion must be a text, but is the number 2.2; put it in quotes'],
    ],
    [
      'a list where a text belongs',
      { manifest: flat({ vpcId: 'vpcId: [vpc-1]' }) },
      [[4, 8], 'vpcId must be a text, but is a list'],
    ],
    [
      'an unset ${NAME}',
      { manifest: flat({ zoneId: 'zoneId: ${KAFKA_ZONE}' }) },
      [[6, 9], unset('KAFKA_ZONE')],
    ],
    [
      'a password from an unset ${NAME}',
      { manifest: eip('password: ${KAFKA_PASSWORD}') },
      [[7, 11], unset('KAFKA_PASSWORD')],
    ],
    [
      'a name that is the job’s own credential',
      { manifest: flat({}, 'notifier: ${GITHUB_TOKEN}'), env: { GITHUB_TOKEN: 'ghs_of-the-job' } },
      [[7, 11], '${GITHUB_TOKEN} must not be used in a manifest, because it may hold credentials of the job'],
    ],
    ['a literal password', { manifest: eip('password: Sesame-0pen') }, [[7, 11], literal]],
    [
      'a password that is literal in part',
      { manifest: eip('password: Sesame-${REST}'), env: { REST: '0pen' } },
      [[7, 11], literal],
    ],
    [
      'the placeholder id of the documentation',
      { manifest: flat({ instanceId: 'instanceId: alikafka_post-cn-v0h1fgs2****' }) },
      [
        [2, 13],
        'instanceId must be the real id of a Kafka instance, such as alikafka_post-cn-v0h1fgs2a001, not a ' +
          'placeholder from documentation, but is "alikafka_post-cn-v0h1fgs2****"',
      ],
    ],
    [
      'an unknown key with a near name',
      { manifest: flat({}, 'securitygroup: sg-1') },
      [[7, 1], 'Unknown key "securitygroup"; did you mean "securityGroup"?'],
    ],
    [
      'an unknown key with no near name',
      { manifest: flat({}, 'replicas: 3') },
      [[7, 1], 'Unknown key "replicas"; see the list of fields in docs/manifest.md'],
    ],
    [
      'an unknown key of config',
      { manifest: flat({}, 'config:', '  enable.alc: true') },
      [[8, 3], 'Unknown key "enable.alc" in config; did you mean "enable.acl"?'],
    ],
    [
      'an unknown environment with a near name',
      { manifest: FLEET, inputs: { environment: 'prodution' } },
      ['environment', 'There is no environment "prodution"; did you mean "production"?'],
    ],
    [
      'an unknown environment with no near name',
      { manifest: FLEET, inputs: { environment: 'qa' } },
      ['environment', 'There is no environment "qa"; the environments are production, staging'],
    ],
    [
      'an environment that must be chosen, before the manifest’s own mistakes',
      { manifest: FLEET.replace('vpcId: vpc-1, ', 'foo: 1, ').replace('name: production', 'vpcId: vpc-1') },
      [
        'environment',
        'Some required fields are set only in environments; choose one with the input environment: production or staging',
      ],
      [[1, 55], 'Unknown key "foo"; see the list of fields in docs/manifest.md'],
    ],
    [
      'an unknown instance',
      { manifest: FLEET, inputs: { instances: 'orders, order' } },
      ['instances', 'There is no instance "order"; did you mean "orders"?'],
    ],
    [
      'an instance that is not in the environment',
      { manifest: FLEET, inputs: { environment: 'staging', instances: 'audit' } },
      ['instances', 'There is no instance "audit" in environment "staging"; the instances are orders'],
    ],
    [
      'an input that names one instance, for several',
      { manifest: FLEET, inputs: { name: 'orders-1' } },
      [
        'name',
        'The input "name" is for one instance, but 2 are selected; choose one with the input instances, or ' +
          'set it in the manifest',
      ],
    ],
    [
      'an input of the wrong form',
      { manifest: flat(), inputs: { config: '{"kafka.log.retention.hours": 12}', 'zone-id': 'a' } },
      ['zone-id', 'zoneId must be a zone such as zonea or cn-hangzhou-a, but is "a"'],
      [
        'config',
        'config["kafka.log.retention.hours"] must be a whole number from 24 to 480, but is the number 12',
      ],
    ],
  ]);
});

describe.concurrent('the run stops before any call at an input that cannot be right:', () => {
  const offers = 'write a URL such as https://alikafka.cn-hangzhou.aliyuncs.com.';
  const manifest = flat();
  /** What was asked for is clear all the same. */
  const KNOWN = { 'instance-id': INSTANCE, 'console-url': consolePage(INSTANCE) };
  const shown = (input: string, value: string, what: string): Expected => [
    input,
    `The input ${input} ${value === '' ? '' : `is "${value}"; `}${what}`,
  ];

  itStopsAt(
    [
      ['mode', { manifest, inputs: { mode: 'aply' } }, shown('mode', 'aply', 'did you mean "apply"?')],
      [
        'mode, with no near name',
        { manifest, inputs: { mode: 'destroy' } },
        shown('mode', 'destroy', 'it is one of apply, plan, validate'),
      ],
      [
        'network',
        { manifest, inputs: { network: 'private' } },
        shown('network', 'private', 'it is one of public, vpc'),
      ],
      [
        'summary',
        { manifest, inputs: { summary: 'yes' } },
        shown('summary', 'yes', 'it is one of true, false'),
      ],
      [
        'endpoint, elsewhere',
        { manifest, inputs: { endpoint: 'https://aliyuncs.com.evil.test' } },
        shown(
          'endpoint',
          '',
          `"https://aliyuncs.com.evil.test" is not on a host below aliyuncs.com or on loopback; ${offers}`,
        ),
      ],
      [
        'endpoint, without TLS',
        { manifest, inputs: { endpoint: 'http://alikafka.cn-hangzhou.aliyuncs.com' } },
        shown(
          'endpoint',
          '',
          '"http://alikafka.cn-hangzhou.aliyuncs.com" uses http, which is allowed on loopback only; start it with https://.',
        ),
      ],
      [
        'endpoint, with a password, which is not repeated',
        { manifest, inputs: { endpoint: 'https://me:Sesame@alikafka.cn-hangzhou.aliyuncs.com' } },
        shown(
          'endpoint',
          '',
          '"***@alikafka.cn-hangzhou.aliyuncs.com" holds a user name or password; remove it, credentials have their own inputs.',
        ),
      ],
      [
        'a variable that turns TLS verification off',
        { manifest, env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } },
        [
          undefined,
          'NODE_TLS_REJECT_UNAUTHORIZED=0 would send credentials to anyone; remove that variable; to trust a CA ' +
            'of yours, name its file in NODE_EXTRA_CA_CERTS',
        ],
      ],
    ],
    KNOWN,
  );

  itStopsAt([
    [
      'environment and instances, without a manifest',
      {
        inputs: {
          environment: 'production',
          instances: 'orders',
          'region-id': 'cn-hangzhou',
          'instance-id': 'alikafka_post-cn-orders',
          'deploy-module': 'vpc',
          'vpc-id': 'vpc-1',
          'vswitch-ids': 'vsw-1',
        },
      },
      shown('environment', '', 'chooses from a manifest; give the input manifest'),
      shown('instances', '', 'chooses from a manifest; give the input manifest'),
    ],
  ]);
});

describe.concurrent('several mistakes', () => {
  it('are all told at once: inputs of the run, then the manifest by line, then inputs that are fields', async () => {
    const done = await run({
      manifest: flat(
        { deployModule: 'deployModule: vcp', vpcId: 'vpcID: vpc-1' },
        'config: { enable.vpc_sasl_ssl: true }',
      ),
      inputs: { network: 'intranet', 'zone-id': 'cn-shanghai-a' },
    });
    expectStopped(done, [
      ['network', 'The input network is "intranet"; it is one of public, vpc'],
      [[3, 15], 'deployModule must be "vpc" or "eip", but is "vcp"; did you mean "vpc"?'],
      [[4, 1], 'Unknown key "vpcID"; did you mean "vpcId"?'],
      [[7, 32], 'config "enable.vpc_sasl_ssl" needs "enable.acl": true beside it'],
      ['zone-id', 'zoneId "cn-shanghai-a" is not a zone of region cn-hangzhou'],
    ]);
  });

  it('become ten annotations at most; the log and the summary have them all, and the log counts the rest', async () => {
    const keys = Array.from({ length: 13 }, (_, index) => `wrong-${'abcdefghijklm'[index]}`);
    const done = await run({ manifest: flat({}, ...keys.map((key) => `${key}: 1`)) });
    expectStopped(
      done,
      keys.map((key, index) => [
        [7 + index, 1],
        `Unknown key "${key}"; see the list of fields in docs/manifest.md`,
      ]),
    );
    expect(done.errors).toHaveLength(10);
    expect(done.lines).toContain('3 problems more than GitHub shows as annotations');
  });
});
