import { expect, it } from 'vitest';
import { readSummary } from './markdown.ts';
import { onStage, pullRequest } from './on-github.ts';

/** What the service refuses: the code, its Message, and the text of the manifest at which that is told. */
const REFUSED: Readonly<Record<string, readonly [code: string, message: string, at: string]>> = {
  zone: ['VPC_VSW_ZONE_MAPPING_ERROR', 'No.', 'zoneb'],
  vswitch: ['VpcVSwitch.NotFound', 'No.', 'vsw-2'],
  group: ['SG_ERROR', 'Nothing for alikafka_post-cn-group, the InstanceId.', 'sg-1'],
  key: ['Kms.KeyNotFound', 'No.', 'key-1'],
  name: ['INVALID_PARAMETER_DATA_ALREADY_EXIST', 'It is taken.', 'orders'],
  config: ['BIZ_CAN_NOT_ENABLE_ACL', 'The instance has no enable.acl.', 'true'],
  login: ['INVALID_PARAMETER', 'The Password of the Username is too weak.', '${SESAME}'],
};

const id = (key: string) => `alikafka_post-cn-${key}`;

const MANIFEST = `defaults: { regionId: cn-hangzhou, deployModule: vpc, vpcId: vpc-1, vSwitchId: vsw-1, zoneId: zonea }
instances:
  zone: { instanceId: ${id('zone')}, zoneId: zoneb }
  vswitch: { instanceId: ${id('vswitch')}, vSwitchId: vsw-2 }
  group: { instanceId: ${id('group')}, securityGroup: sg-1 }
  key: { instanceId: ${id('key')}, kmsKeyId: key-1 }
  name: { instanceId: ${id('name')}, name: orders }
  config: { instanceId: ${id('config')}, config: { kafka.log.retention.hours: 72, enable.acl: true } }
  login: { instanceId: ${id('login')}, deployModule: eip, password: "\${SESAME}" }
  version: { instanceId: ${id('version')} }
  other: { instanceId: ${id('other')} }
`;

/** The line and the column, counted from 1, at which a text stands that the line of this key has once. */
function placeIn(key: string, text: string): { line: number; column: number } {
  const lines = MANIFEST.split('\n');
  const index = lines.findIndex((line) => line.startsWith(`  ${key}:`));
  const line = lines[index] ?? '';
  return { line: index + 1, column: line.lastIndexOf(text.startsWith('$') ? `"${text}` : text) + 1 };
}

it('a refusal is told at the value it is about, in annotations, log, summary and comment', async () => {
  const keys = [...Object.keys(REFUSED), 'version', 'other'];
  const faultOf = (key: string) => {
    const [code, message] = REFUSED[key] ?? [
      key === 'version' ? 'InvalidParameter.VersionNotSupport' : 'Something.New',
      'No.',
    ];
    const effect = { kind: 'refuse', code, message } as const;
    return { action: 'StartInstance', instanceId: id(key), effect };
  };
  const cloud = {
    instances: keys.map((key) => ({ instanceId: id(key), deployType: key === 'login' ? 4 : 5 }) as const),
    faults: keys.map(faultOf),
  };
  await onStage(
    {},
    async ({ step, github }) => {
      const done = await step({
        manifest: MANIFEST,
        payload: pullRequest(7),
        env: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF_NAME: '7/merge', SESAME: 'Sesame-0pen' },
        inputs: { comment: 'always', 'service-version': '2.6.2' },
      });
      expect(done).toMatchObject({
        exitCode: 1,
        stderr: '',
        outputs: { success: 'false', changed: 'false' },
      });

      const places = Object.entries(REFUSED).map(([key, [code, , text]]) => {
        const { line, column } = placeIn(key, text);
        return { key, code, line, column };
      });
      const heads = done.errors.map((error) => error.split(' was refused with ')[0]);
      expect(heads).toEqual([
        ...places.map(({ key, line, column }) => {
          return `::error title=Kafka manifest,file=kafka.yml,line=${line},col=${column}::${key}: StartInstance`;
        }),
        '::error title=Kafka%3A input service-version::version: StartInstance',
        '::error title=Kafka::other: StartInstance',
      ]);
      expect(done.errors.map((error) => / was refused with (\S+)/.exec(error)?.[1])).toEqual([
        ...places.map(({ code }) => code),
        'InvalidParameter.VersionNotSupport',
        'Something.New',
      ]);

      const told = [
        ...places.map(({ line, column }) => `kafka.yml:${line}:${column}`),
        'input service-version',
      ];
      expect(done.lines.filter((line) => line.startsWith('  At ')).sort()).toEqual(
        told.map((place) => `  At ${place}`).sort(),
      );
      for (const markdown of [done.summary, github.comments[0]?.body ?? '']) {
        const { text, headings } = readSummary(markdown);
        expect(text.match(/(?<= at )(kafka\.yml:\d+:\d+|input service-version)/g)).toEqual(told);
        expect(headings).toContain('❌ zone: VPC_VSW_ZONE_MAPPING_ERROR');
      }
    },
    cloud,
  );
});
