/** What each field takes and refuses, as users see it: the table of the manifest's contract, with examples. */

/** A value as it is written, and as it is sent; `undefined` where the parameter is not sent. Then its warnings. */
export type Good = readonly [
  written: string,
  sent: string | readonly string[] | undefined,
  ...warnings: readonly string[],
];

/** A value as it is written, and its error. In a manifest, the error is at the mark », or where the value starts. */
export type Bad = readonly [written: string, error: string];

export interface Field {
  readonly input: string;
  /** The parameter that is sent; of `extraParameters`, the one in the examples here. */
  readonly parameter: string;
  /** Lines of the manifest without which the field has no meaning. */
  readonly beside?: readonly string[];
  /** The error when the field is not given; undefined for what may be left out. */
  readonly required?: string;
  readonly good?: readonly Good[];
  readonly goodInManifest?: readonly Good[];
  readonly goodInInput?: readonly Good[];
  readonly bad?: readonly Bad[];
  /** Values that are bad only because of other values. */
  readonly badBesideOthers?: readonly Bad[];
  readonly badInManifest?: readonly Bad[];
  readonly badInInput?: readonly Bad[];
}

const set = (input: string) => `set it in the manifest or by the input ${input}`;

/** What stands where a text belongs; an input is always a text. */
function noText(name: string): Bad[] {
  return [
    ['12', `${name} must be a text, but is the number 12; put it in quotes`],
    ['1.10', `${name} must be a text, but is the number 1.10; put it in quotes`],
    ['true', `${name} must be a text, but is true; put it in quotes`],
    ['[a]', `${name} must be a text, but is a list`],
    ['{a: b}', `${name} must be a text, but is a map`],
  ];
}

/** The same for a private field, whose value is not repeated. */
function noPrivateText(name: string): Bad[] {
  return [
    ['1234567', `${name} must be a text; put it in quotes`],
    ['true', `${name} must be a text; put it in quotes`],
    ['[a]', `${name} must be a text`],
    ['{a: b}', `${name} must be a text`],
    ['""', `${name} must not be empty`],
    ['" "', `${name} must not be empty`],
    ['"a\\nb"', `${name} must be one line without control characters`],
    ['"a\\u0085b"', `${name} must be one line without control characters`],
  ];
}

function flag(name: string): Pick<Field, 'good' | 'bad' | 'badInManifest'> {
  return {
    good: [
      ['true', 'true'],
      ['True', 'true'],
      ['TRUE', 'true'],
      ['false', 'false'],
      ['False', 'false'],
      ['FALSE', 'false'],
    ],
    bad: [
      ['yes', `${name} must be true or false, but is "yes"`],
      ['tRUE', `${name} must be true or false, but is "tRUE"`],
    ],
    badInManifest: [
      ['1', `${name} must be true or false, but is the number 1`],
      ['[true]', `${name} must be true or false, but is a list`],
      ['{true: true}', `${name} must be true or false, but is a map`],
      ['""', `${name} must be true or false, but is an empty string`],
    ],
  };
}

const EXAMPLES: Readonly<Record<string, string>> = {
  instance: 'a Kafka instance, such as alikafka_post-cn-v0h1fgs2a001',
  vpc: 'a VPC, such as vpc-bp1r4eg3yrxmygv0abcd',
  vSwitch: 'a vSwitch, such as vsw-bp1j3sg5979fstnpl0abc',
  securityGroup: 'a security group, such as sg-bp13wfx7kz9pkow0abcd',
  key: 'a KMS key, such as 0d24a1b2-da7b-4786-b981-9a164d0c1e2f',
};

/** An id is refused when it is a placeholder, or when its beginning is that of another kind. */
function id(name: string, kind: keyof typeof EXAMPLES, foreign: Readonly<Record<string, string>>) {
  const error = (value: string, but = '') =>
    `${name} must be the id of ${EXAMPLES[kind]}${but}, but is ${value}`;
  const bad: Bad[] = [
    ['a b', error('"a b"')],
    ['-a', error('"-a"')],
    ['a.b/c?', error('"a.b/c?"')],
    [
      'vpc-bp1****',
      `${name} must be the real id of ${EXAMPLES[kind]}, not a placeholder from documentation, but is "vpc-bp1****"`,
    ],
    ...Object.entries(foreign).map(
      ([value, what]) => [value, error(`"${value}"`, `, not of ${what}`)] as const,
    ),
  ];
  const empty: Bad = [
    '""',
    `${name} must not be empty; give the id of ${EXAMPLES[kind]}, but is an empty string`,
  ];
  return { bad, badInManifest: [...noText(name), empty] };
}

const INSTANCE = { 'alikafka_pre-cn-1': 'a Kafka instance' };
const VPC = { 'vpc-1': 'a VPC' };
const VSWITCH = { 'vsw-1': 'a vSwitch' };
const GROUP = { 'sg-1': 'a security group' };

const REGION = 'regionId must be a region id such as cn-hangzhou, but is';
const ZONE = 'must be a zone such as zonea or cn-hangzhou-a, but is';
const NAME = 'name must be 3 to 64 letters, digits, hyphens or underscores, but is';
const VERSION = 'serviceVersion must be a version of three numbers, such as 2.6.2, but is';
const KNOWN = '(provisioned instances are known to offer 2.2.0 and 2.6.2)';
const UNKNOWN = 'is not known to this release; it is sent as it is';
const ZONES = 'selectedZones must be two lists of zones, such as [[zonea, zoneb], [zonec]], but is';
const FOREVER = 'kmsKeyId turns on disk encryption, which cannot be turned off again';
const PASSWORD =
  'The password must not be written in a manifest; write password: ${KAFKA_PASSWORD} and give that variable to the step from a secret. Whoever can read the repository can read this one, now and in its history: rotate it';

const LISTENERS =
  'allowedIps must be a map of vpc, internet, sasl or vpcSasl to lists of IPv4 addresses and blocks';
const IN_VPC = 'allowedIps.vpc';
const NETWORK = 'must be an IPv4 address such as 192.0.2.1, or a block such as 10.0.0.0/8';
const TOPICS = 'topics must be a map of topic names to their settings, such as orders: {partitions: 12}';
const ORDERS = 'topics["orders"]';
const LONG_NAME = 'must be named with up to 249 letters, digits, dots, hyphens or underscores';
const GROUPS = 'consumerGroups must be a map of group names to their settings, such as billing: {}';

/** Every field of the manifest. */
export const FIELDS: Readonly<Record<string, Field>> = {
  regionId: {
    input: 'region-id',
    parameter: 'RegionId',
    required: `regionId is required; ${set('region-id')}`,
    good: [
      ['cn-hangzhou', 'cn-hangzhou'],
      ['us-southeast-1', 'us-southeast-1'],
      ['cn-shenzhen-finance-1', 'cn-shenzhen-finance-1'],
      [
        'cn-hangzou',
        'cn-hangzou',
        'regionId "cn-hangzou" is not known to this release; did you mean "cn-hangzhou"?',
      ],
      [
        'xx-nowhere-77',
        'xx-nowhere-77',
        'regionId "xx-nowhere-77" is not known to this release; it is called as it is',
      ],
    ],
    bad: [
      ['CN-HANGZHOU', `${REGION} "CN-HANGZHOU"; did you mean "cn-hangzhou"?`],
      ['hangzhou', `${REGION} "hangzhou"; did you mean "cn-hangzhou"?`],
      ['cn_hangzhou', `${REGION} "cn_hangzhou"; did you mean "cn-hangzhou"?`],
      ['cn-hangzhou-', `${REGION} "cn-hangzhou-"; did you mean "cn-hangzhou"?`],
      ['cn-hangzhou.evil', `${REGION} "cn-hangzhou.evil"; did you mean "cn-hangzhou"?`],
    ],
    badInManifest: [...noText('regionId'), ['""', `${REGION} an empty string`]],
  },
  instanceId: {
    input: 'instance-id',
    parameter: 'InstanceId',
    required: `instanceId is required; ${set('instance-id')}`,
    good: [
      ['alikafka_post-cn-v0h1fgs2a001', 'alikafka_post-cn-v0h1fgs2a001'],
      ['alikafka_serverless-cn-1', 'alikafka_serverless-cn-1'],
      ['another_kind-1', 'another_kind-1'],
    ],
    ...id('instanceId', 'instance', { ...VPC, ...VSWITCH, ...GROUP }),
  },
  series: {
    input: 'series',
    parameter: 'Series',
    beside: ['password: ${KAFKA_PASSWORD}', 'deployModule: eip'],
    good: [
      ['provisioned', undefined],
      ['serverless', undefined],
      ['confluent', undefined],
    ],
    bad: [
      [
        'serverles',
        'series must be "provisioned", "serverless" or "confluent", but is "serverles"; did you mean "serverless"?',
      ],
      ['v2', 'series must be "provisioned", "serverless" or "confluent", but is "v2"'],
    ],
    badInManifest: [
      ['2', 'series must be "provisioned", "serverless" or "confluent", but is the number 2'],
      ['[serverless]', 'series must be "provisioned", "serverless" or "confluent", but is a list'],
    ],
  },
  deployModule: {
    input: 'deploy-module',
    parameter: 'DeployModule',
    required: `deployModule is required for provisioned instances; ${set('deploy-module')}`,
    good: [
      ['vpc', 'vpc'],
      ['eip', 'eip'],
    ],
    bad: [
      ['vcp', 'deployModule must be "vpc" or "eip", but is "vcp"; did you mean "vpc"?'],
      ['EIP', 'deployModule must be "vpc" or "eip", but is "EIP"; did you mean "eip"?'],
      ['internet', 'deployModule must be "vpc" or "eip", but is "internet"'],
    ],
    badInManifest: [
      ['4', 'deployModule must be "vpc" or "eip", but is the number 4'],
      ['{vpc: true}', 'deployModule must be "vpc" or "eip", but is a map'],
      ['""', 'deployModule must be "vpc" or "eip", but is an empty string'],
    ],
  },
  vpcId: {
    input: 'vpc-id',
    parameter: 'VpcId',
    required: `vpcId is required; ${set('vpc-id')}`,
    good: [['vpc-bp1r4eg3yrxmygv0abcd', 'vpc-bp1r4eg3yrxmygv0abcd']],
    ...id('vpcId', 'vpc', { ...VSWITCH, ...GROUP, ...INSTANCE }),
  },
  vSwitchId: {
    input: 'vswitch-id',
    parameter: 'VSwitchId',
    required: `vSwitchId is required unless vSwitchIds is given; ${set('vswitch-id')}`,
    good: [['vsw-bp1j3sg5979fstnpl0abc', 'vsw-bp1j3sg5979fstnpl0abc']],
    ...id('vSwitchId', 'vSwitch', { ...VPC, ...GROUP, ...INSTANCE }),
  },
  vSwitchIds: {
    input: 'vswitch-ids',
    parameter: 'VSwitchIds',
    beside: ['vSwitchId: null'],
    goodInManifest: [
      ['[vsw-1]', ['vsw-1']],
      ['[vsw-2, "vsw-1"]', ['vsw-2', 'vsw-1']],
    ],
    goodInInput: [
      ['vsw-1', ['vsw-1']],
      ['vsw-2,vsw-1', ['vsw-2', 'vsw-1']],
      ['vsw-2\nvsw-1\n', ['vsw-2', 'vsw-1']],
      [' vsw-2 ,\r\n , vsw-1', ['vsw-2', 'vsw-1']],
    ],
    badInManifest: [
      ['vsw-1', 'vSwitchIds must be a list of vSwitch ids, but is "vsw-1"'],
      ['{vsw-1: true}', 'vSwitchIds must be a list of vSwitch ids, but is a map'],
      ['[]', 'vSwitchIds must name at least one vSwitch, but is a list'],
      ['[vsw-1, »12]', 'vSwitchIds[1] must be a text, but is the number 12; put it in quotes'],
      ['[»null]', 'vSwitchIds[0] must be a text, but is null'],
      ['[vsw-1, »[vsw-2]]', 'vSwitchIds[1] must be a text, but is a list'],
      [
        '[vsw-1, »vpc-1]',
        `vSwitchIds[1] must be the id of ${EXAMPLES.vSwitch}, not of a VPC, but is "vpc-1"`,
      ],
    ],
    badInInput: [
      [',', 'The input vswitch-ids is given but names nothing; name at least one, or leave the input out'],
      ['vsw-1, vpc-1', `vSwitchIds[1] must be the id of ${EXAMPLES.vSwitch}, not of a VPC, but is "vpc-1"`],
    ],
  },
  zoneId: {
    input: 'zone-id',
    parameter: 'ZoneId',
    required: `zoneId is required for provisioned instances unless vSwitchIds or selectedZones is given; ${set('zone-id')}`,
    good: [
      ['zonea', 'zonea'],
      ['zonez', 'zonez'],
      ['cn-hangzhou-k', 'cn-hangzhou-k'],
    ],
    bad: [
      ['k', `zoneId ${ZONE} "k"`],
      ['zoneA', `zoneId ${ZONE} "zoneA"; did you mean "zonea"?`],
      ['zone1', `zoneId ${ZONE} "zone1"`],
      ['zoneab', `zoneId ${ZONE} "zoneab"`],
      ['cn-hangzhou', `zoneId ${ZONE} "cn-hangzhou"`],
    ],
    badBesideOthers: [
      ['cn-shanghai-b', 'zoneId "cn-shanghai-b" is not a zone of region cn-hangzhou'],
      ['cn-hangzhou-finance-a', 'zoneId "cn-hangzhou-finance-a" is not a zone of region cn-hangzhou'],
    ],
    badInManifest: [...noText('zoneId'), ['""', `zoneId ${ZONE} an empty string`]],
  },
  crossZone: {
    input: 'cross-zone',
    parameter: 'CrossZone',
    ...flag('crossZone'),
  },
  selectedZones: {
    input: 'selected-zones',
    parameter: 'SelectedZones',
    good: [
      ['[[zonea, zoneb], [zonec]]', '[["zonea","zoneb"],["zonec"]]'],
      ['[["cn-hangzhou-h"], ["cn-hangzhou-k"]]', '[["cn-hangzhou-h"],["cn-hangzhou-k"]]'],
    ],
    bad: [
      ['zonea', `${ZONES} "zonea"`],
      ['[]', `${ZONES} a list`],
      ['[[zonea]]', `${ZONES} a list`],
      ['[[zonea], [zoneb], [zonec]]', `${ZONES} a list`],
      ['{primary: [zonea]}', `${ZONES} a map`],
      ['[[zonea], »zoneb]', 'selectedZones[1] must be a list of zones, but is "zoneb"'],
      ['[»null, [zoneb]]', 'selectedZones[0] must be a list of zones, but is null'],
      ['[[zonea, »1], [zoneb]]', 'selectedZones[0][1] must be a text, but is the number 1; put it in quotes'],
      ['[[zonea], [»b]]', `selectedZones[1][0] ${ZONE} "b"`],
    ],
    badBesideOthers: [
      ['[[zonea], [cn-shanghai-b]]', 'selectedZones: "cn-shanghai-b" is not a zone of region cn-hangzhou'],
    ],
    badInInput: [['zonea,zoneb', `${ZONES} "zonea,zoneb"`]],
  },
  isForceSelectedZones: {
    input: 'is-force-selected-zones',
    parameter: 'IsForceSelectedZones',
    beside: ['selectedZones: [[zonea], [zoneb]]'],
    ...flag('isForceSelectedZones'),
  },
  isEipInner: {
    input: 'is-eip-inner',
    parameter: 'IsEipInner',
    ...flag('isEipInner'),
    good: [
      ['false', 'false'],
      ['FALSE', 'false'],
    ],
  },
  isSetUserAndPassword: {
    input: 'is-set-user-and-password',
    parameter: 'IsSetUserAndPassword',
    beside: ['deployModule: eip'],
    ...flag('isSetUserAndPassword'),
    good: [
      ['false', 'false'],
      ['FALSE', 'false'],
    ],
  },
  username: {
    input: 'username',
    parameter: 'Username',
    beside: ['deployModule: eip', 'password: ${KAFKA_PASSWORD}'],
    good: [
      ['app', 'app'],
      ['app user', 'app user'],
    ],
    badInManifest: [
      ...noText('username'),
      ['""', 'username must not be empty, but is an empty string'],
      ['"a\\tb"', 'username must be one line without control characters, but is "a\\tb"'],
    ],
  },
  password: {
    input: 'password',
    parameter: 'Password',
    beside: ['deployModule: eip'],
    goodInManifest: [
      ['${KAFKA_PASSWORD}', 'Sesame-0pen'],
      [
        '${WEAK_PASSWORD}',
        'sesame',
        'password may be refused by the service, which documents 8 to 40 characters with upper case, lower case and digits',
      ],
    ],
    goodInInput: [
      ['Sesame-0pen', 'Sesame-0pen'],
      ['${KAFKA_PASSWORD}1a', '${KAFKA_PASSWORD}1a'],
    ],
    badInManifest: [['Sesame-0pen', PASSWORD]],
    badInInput: [['Sesame\n0pen', 'password must be one line without control characters']],
  },
  name: {
    input: 'name',
    parameter: 'Name',
    good: [
      ['abc', 'abc'],
      ['Orders_in-2026', 'Orders_in-2026'],
      ['a'.repeat(64), 'a'.repeat(64)],
    ],
    bad: [
      ['ab', `${NAME} "ab"`],
      ['a'.repeat(65), `${NAME} "${'a'.repeat(65)}"`],
      ['a'.repeat(200), `${NAME} "… (200 characters)"`],
      ['a.b', `${NAME} "a.b"`],
      ['größe', `${NAME} "größe"`],
    ],
    badInManifest: [
      ...noText('name'),
      ['""', `${NAME} an empty string`],
      ['"abc\\n"', `${NAME} "abc\\n"; remove the line break at its end`],
    ],
  },
  securityGroup: {
    input: 'security-group',
    parameter: 'SecurityGroup',
    good: [['sg-bp13wfx7kz9pkow0abcd', 'sg-bp13wfx7kz9pkow0abcd']],
    ...id('securityGroup', 'securityGroup', { ...VPC, ...VSWITCH, ...INSTANCE }),
  },
  serviceVersion: {
    input: 'service-version',
    parameter: 'ServiceVersion',
    good: [
      ['2.2.0', '2.2.0'],
      ['2.6.2', '2.6.2'],
      ['0.10.2', '0.10.2', `serviceVersion 0.10.2 is retired; the service may refuse it ${KNOWN}`],
      ['3.3.1', '3.3.1', `serviceVersion 3.3.1 ${UNKNOWN} ${KNOWN}`],
      ['2.10.0', '2.10.0', `serviceVersion 2.10.0 ${UNKNOWN} ${KNOWN}`],
    ],
    bad: [
      ['v2.6.2', `${VERSION} "v2.6.2"`],
      ['2.6.2.1', `${VERSION} "2.6.2.1"`],
      ['2.6.x', `${VERSION} "2.6.x"`],
    ],
    badInManifest: [
      ['2.2', 'serviceVersion must be a text, but is the number 2.2; put it in quotes'],
      ['[2.2.0]', 'serviceVersion must be a text, but is a list'],
    ],
    badInInput: [['2.2', `${VERSION} "2.2"`]],
  },
  config: {
    input: 'config',
    parameter: 'Config',
    good: [
      ['{kafka.log.retention.hours: 72}', '{"kafka.log.retention.hours":"72"}'],
      ['{"enable.acl": true}', '{"enable.acl":"true"}'],
      ['{}', undefined],
    ],
    goodInInput: [
      [
        'enable.acl: true\nkafka.log.retention.hours: 24\n',
        '{"enable.acl":"true","kafka.log.retention.hours":"24"}',
      ],
      ['# nothing', undefined],
    ],
    bad: [
      ['enable.acl', 'config must be a map of configuration keys to values, but is "enable.acl"'],
      ['[enable.acl]', 'config must be a map of configuration keys to values, but is a list'],
      ['{»enable.alc: true}', 'Unknown key "enable.alc" in config; did you mean "enable.acl"?'],
      [
        '{»compression.type: lz4}',
        'Unknown key "compression.type" in config; a key newer than this release goes into extraConfig',
      ],
    ],
    badInInput: [['{"enable.acl": true', 'YAML syntax error: Flow map must end with a }']],
  },
  extraConfig: {
    input: 'extra-config',
    parameter: 'Config',
    good: [
      ['{new.key: value}', '{"new.key":"value"}', 'extraConfig "new.key" is sent as it is, unchecked'],
      ['{}', undefined],
    ],
    bad: [
      [
        'new.key',
        'extraConfig must be a map of configuration keys to texts, numbers, true or false, but is "new.key"',
      ],
      [
        '[new.key]',
        'extraConfig must be a map of configuration keys to texts, numbers, true or false, but is a list',
      ],
      ['{new.key: »[a]}', 'extraConfig["new.key"] must be a text, a number, true or false, but is a list'],
      ['{»"": a}', 'extraConfig[""] must not be an empty key'],
    ],
  },
  kmsKeyId: {
    input: 'kms-key-id',
    parameter: 'KMSKeyId',
    good: [
      ['0d24a1b2-da7b-4786-b981-9a164d0c1e2f', '0d24a1b2-da7b-4786-b981-9a164d0c1e2f', FOREVER],
      ['alias/kafka', 'alias/kafka', FOREVER],
      ['acs:kms:cn-hangzhou:1:key/a.b_c', 'acs:kms:cn-hangzhou:1:key/a.b_c', FOREVER],
    ],
    bad: [
      ['a key', `kmsKeyId must be the id of ${EXAMPLES.key}, but is "a key"`],
      [
        '0d24a1b2-****',
        `kmsKeyId must be the real id of ${EXAMPLES.key}, not a placeholder from documentation, but is "0d24a1b2-****"`,
      ],
    ],
    badInManifest: [
      ...noText('kmsKeyId'),
      ['""', `kmsKeyId must not be empty; give the id of ${EXAMPLES.key}, but is an empty string`],
    ],
  },
  notifier: {
    input: 'notifier',
    parameter: 'Notifier',
    good: [
      ['Zhang San', 'Zhang San'],
      ['张三', '张三'],
    ],
    badInManifest: noPrivateText('notifier'),
    badInInput: [['Zhang\nSan', 'notifier must be one line without control characters']],
  },
  userPhoneNum: {
    input: 'user-phone-num',
    parameter: 'UserPhoneNum',
    good: [['+86 571 1234', '+86 571 1234']],
    goodInManifest: [['"0571123456"', '0571123456']],
    goodInInput: [['0571123456', '0571123456']],
    badInManifest: noPrivateText('userPhoneNum'),
    badInInput: [['0571\n123456', 'userPhoneNum must be one line without control characters']],
  },
  extraParameters: {
    input: 'extra-parameters',
    parameter: 'NewOne',
    good: [
      ['{NewOne: value}', 'value', 'extraParameters "NewOne" is sent as it is, unchecked'],
      ['{NewOne: [b, a]}', ['b', 'a'], 'extraParameters "NewOne" is sent as it is, unchecked'],
      ['{}', undefined],
    ],
    bad: [
      ['NewOne', 'extraParameters must be a map of API parameters to values, but is "NewOne"'],
      ['[NewOne]', 'extraParameters must be a map of API parameters to values, but is a list'],
      ['{»New-One: a}', 'extraParameters["New-One"] must be the name of an API parameter'],
      ['{»1NewOne: a}', 'extraParameters["1NewOne"] must be the name of an API parameter'],
      [
        '{NewOne: »{a: b}}',
        'extraParameters["NewOne"] must be a text, a number, true or false, or a list of them, but is a map',
      ],
      [
        '{NewOne: »[[a]]}',
        'extraParameters["NewOne"] must be a text, a number, true or false, or a list of them, but is a list',
      ],
    ],
  },
  allowedIps: {
    input: 'allowed-ips',
    parameter: 'AllowedIps',
    beside: ['deployModule: eip', 'config: {enable.acl: true, enable.vpc_sasl_ssl: true}'],
    good: [
      ['{vpc: [10.0.0.0/8, 192.0.2.1]}', undefined],
      ['{internet: [203.0.113.0/24], sasl: [192.168.0.1/32], vpcSasl: []}', undefined],
      ['{vpc: [0.0.0.0/0]}', undefined, 'allowedIps.vpc "0.0.0.0/0" lets every address connect'],
      ['{}', undefined],
    ],
    bad: [
      ['10.0.0.0/8', `${LISTENERS}, but is "10.0.0.0/8"`],
      ['[10.0.0.0/8]', `${LISTENERS}, but is a list`],
      ['{vpc: »10.0.0.0/8}', `${IN_VPC} must be a list of IPv4 addresses and blocks, but is "10.0.0.0/8"`],
      ['{vpc: »{a: b}}', `${IN_VPC} must be a list of IPv4 addresses and blocks, but is a map`],
      ['{vpc: [»10.0]}', `${IN_VPC}[0] must be a text, but is the number 10.0; put it in quotes`],
      ['{vpc: [192.0.2.1, »192.0.2.256]}', `${IN_VPC}[1] ${NETWORK}, but is "192.0.2.256"`],
      ['{vpc: [»010.0.0.1]}', `${IN_VPC}[0] ${NETWORK}, but is "010.0.0.1"`],
      ['{vpc: [»10.0.0.0/33]}', `${IN_VPC}[0] ${NETWORK}, but is "10.0.0.0/33"`],
      ['{vpc: [»10.0.0/8]}', `${IN_VPC}[0] ${NETWORK}, but is "10.0.0/8"`],
      ['{vpc: [»localhost]}', `${IN_VPC}[0] ${NETWORK}, but is "localhost"`],
      ['{vpc: [»"10.0.0.1 "]}', `${IN_VPC}[0] ${NETWORK}, but is "10.0.0.1 "; remove the blank at its end`],
      [
        '{vpc: [»"2001:db8::/32"]}',
        `${IN_VPC}[0] ${NETWORK}: the service takes no IPv6 here, but is "2001:db8::/32"`,
      ],
      ['{»vcp: [10.0.0.1]}', 'Unknown key "vcp" in allowedIps; did you mean "vpc"?'],
      [
        '{»public: [10.0.0.1]}',
        'Unknown key "public" in allowedIps; the keys are vpc, internet, sasl, vpcSasl',
      ],
    ],
    badBesideOthers: [
      [
        '{sasl: [»10.0.0.1/8]}',
        'allowedIps.sasl[0] must have no host bits set, but is "10.0.0.1/8"; write 10.0.0.0/8 or 10.0.0.1',
      ],
    ],
  },
  topics: {
    input: 'topics',
    parameter: 'Topics',
    good: [
      ['{orders: {}}', undefined],
      ['{orders: {partitions: 360, remark: all-orders, localTopic: false, config: {}}}', undefined],
      [
        '{orders.v1_a-B: {localTopic: "True", partitions: "1", compact: true, replicationFactor: 3, minInsyncReplicas: 2}}',
        undefined,
      ],
      [
        '{abc: {localTopic: true, config: {retention.ms: 3600000, max.message.bytes: "10485760", message.timestamp.type: LogAppendTime}}}',
        undefined,
      ],
      [`{${'a'.repeat(64)}: {compact: false}}`, undefined],
      [
        '{orders: {remark: 订单主题}}',
        undefined,
        'topics["orders"].remark may be refused by the service, which documents letters, digits, hyphens and underscores',
      ],
      ['{}', undefined],
    ],
    bad: [
      ['orders', `${TOPICS}, but is "orders"`],
      ['[orders]', `${TOPICS}, but is a list`],
      [
        '{orders: »12}',
        `${ORDERS} must be a map such as {partitions: 12}, or {} for the defaults, but is the number 12`,
      ],
      [
        '{orders: »[]}',
        `${ORDERS} must be a map such as {partitions: 12}, or {} for the defaults, but is a list`,
      ],
      ['{»a b: {}}', `topics["a b"] ${LONG_NAME}`],
      ['{»订单订单: {}}', `topics["订单订单"] ${LONG_NAME}`],
      [`{»${'a'.repeat(250)}: {}}`, `topics["… (250 characters)"] ${LONG_NAME}`],
      [
        '{»__offsets: {}}',
        'topics["__offsets"] must not begin with "__", which is for topics of Kafka itself',
      ],
      ['{orders: {»partition: 3}}', `Unknown key "partition" in ${ORDERS}; did you mean "partitions"?`],
      ['{orders: {»LocalTopic: true}}', `Unknown key "LocalTopic" in ${ORDERS}; did you mean "localTopic"?`],
      [
        '{orders: {»owner: me}}',
        `Unknown key "owner" in ${ORDERS}; the keys are remark, partitions, localTopic, compact, replicationFactor, minInsyncReplicas, config`,
      ],
      ['{orders: {remark: »ab}}', `${ORDERS}.remark must be 3 to 64 characters on one line, but is "ab"`],
      [
        '{orders: {remark: »12345}}',
        `${ORDERS}.remark must be a text, but is the number 12345; put it in quotes`,
      ],
      [
        `{orders: {remark: »${'a'.repeat(65)}}}`,
        `${ORDERS}.remark must be 3 to 64 characters on one line, but is "${'a'.repeat(65)}"`,
      ],
      [
        '{orders: {remark: »"ab\\nc"}}',
        `${ORDERS}.remark must be 3 to 64 characters on one line, but is "ab\\nc"`,
      ],
      ...['0', '361', '1.5', '-3'].map(
        (number): Bad => [
          `{orders: {partitions: »${number}}}`,
          `${ORDERS}.partitions must be a whole number from 1 to 360, but is the number ${number}`,
        ],
      ),
      ['{orders: {localTopic: »yes}}', `${ORDERS}.localTopic must be true or false, but is "yes"`],
      ['{orders: {compact: »1}}', `${ORDERS}.compact must be true or false, but is the number 1`],
      [
        '{orders: {replicationFactor: »4}}',
        `${ORDERS}.replicationFactor must be a whole number from 1 to 3, but is the number 4`,
      ],
      [
        '{orders: {minInsyncReplicas: »0}}',
        `${ORDERS}.minInsyncReplicas must be a whole number from 1 to 3, but is the number 0`,
      ],
      [
        '{orders: {config: »[]}}',
        `${ORDERS}.config must be a map of configuration keys to values, but is a list`,
      ],
      [
        '{orders: {config: {»compression.type: lz4}}}',
        `Unknown key "compression.type" in ${ORDERS}.config; the keys are retention.ms, retention.hours, max.message.bytes, message.timestamp.type`,
      ],
      [
        '{orders: {config: {»retention.m: 1}}}',
        `Unknown key "retention.m" in ${ORDERS}.config; did you mean "retention.ms"?`,
      ],
      ...(
        [
          ['retention.ms', 3_600_000, 31_536_000_000],
          ['retention.hours', 24, 8760],
          ['max.message.bytes', 1_048_576, 10_485_760],
        ] as const
      ).flatMap(([key, least, most]) =>
        [least - 1, most + 1].map(
          (number): Bad => [
            `{orders: {localTopic: true, config: {${key}: »${number}}}}`,
            `${ORDERS}.config["${key}"] must be a whole number from ${least} to ${most}, but is the number ${number}`,
          ],
        ),
      ),
      [
        '{orders: {config: {message.timestamp.type: »createTime}}}',
        `${ORDERS}.config["message.timestamp.type"] must be "CreateTime" or "LogAppendTime", but is "createTime"; did you mean "CreateTime"?`,
      ],
    ],
    badBesideOthers: [
      [
        '{»ab: {}}',
        'topics["ab"] must be named with 3 to 64 letters, digits, dots, hyphens or underscores on provisioned instances',
      ],
      [
        '{orders: {partitions: »1}}',
        `${ORDERS}.partitions must be at least 2 in cloud storage; for a single partition set localTopic: true`,
      ],
    ],
  },
  consumerGroups: {
    input: 'consumer-groups',
    parameter: 'ConsumerGroups',
    good: [
      ['{billing: {}, audit.v1_A-b: {remark: "Who did what, and when"}}', undefined],
      ['{}', undefined],
    ],
    bad: [
      ['billing', `${GROUPS}, but is "billing"`],
      ['[billing]', `${GROUPS}, but is a list`],
      ['{»a b: {}}', 'consumerGroups["a b"] must be named with up to 249 letters, digits or @._*$#^!&-'],
      [
        '{billing: »true}',
        'consumerGroups["billing"] must be a map such as {remark: billing}, or {} for the defaults, but is true',
      ],
      [
        '{billing: {»remarks: x}}',
        'Unknown key "remarks" in consumerGroups["billing"]; did you mean "remark"?',
      ],
      [
        '{billing: {»partitions: 3}}',
        'Unknown key "partitions" in consumerGroups["billing"]; the only key is remark',
      ],
      [
        '{billing: {remark: »"a\\nb"}}',
        'consumerGroups["billing"].remark must be one line without control characters, but is "a\\nb"',
      ],
    ],
    badBesideOthers: [
      [
        '{»a@b: {}}',
        'consumerGroups["a@b"] must be named with 3 to 64 letters, digits, dots, hyphens or underscores on provisioned instances',
      ],
    ],
  },
};

/** The variables that the examples use. */
export const VARIABLES = { KAFKA_PASSWORD: 'Sesame-0pen', WEAK_PASSWORD: 'sesame' };
