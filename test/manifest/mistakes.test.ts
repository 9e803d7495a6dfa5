import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Given, load } from './support.ts';

const FOLDER = new URL('../fixtures/mistakes/', import.meta.url);

/** What a run with the manifest of this name says: all of it, because how little it is matters. */
const MISTAKES: Readonly<Record<string, { given?: Given; told: readonly string[] }>> = {
  '01-indentation-deeper': {
    told: [
      'error kafka.yml:9:4 YAML syntax error: this line is indented by 3, the lines above by 2; indent the keys of one map alike',
    ],
  },
  '02-indentation-of-a-field': {
    told: [
      'error kafka.yml:4:3 YAML syntax error: this line is indented by 2, the lines above by 0; indent the keys of one map alike',
    ],
  },
  '03-indentation-less': {
    told: [
      'error kafka.yml:7:4 YAML syntax error: this line is indented by 3, the lines above by 4 and 2; indent the keys of one map alike',
    ],
  },
  '04-tab': {
    told: ['error kafka.yml:2:1 YAML syntax error: Tabs are not allowed as indentation; indent with spaces'],
  },
  '05-no-space-after-colon': {
    told: ['error kafka.yml:4:6 YAML syntax error: a space is missing after the colon of vpcId'],
  },
  '06-no-quotes-around-colon': {
    told: [
      'error kafka.yml:7:11 YAML syntax error: this line holds ": " twice; put a value that holds ": " in quotes',
    ],
  },
  '07-quote-not-closed': {
    told: ['error kafka.yml:4:8 YAML syntax error: the quote that opens here is not closed'],
  },
  '08-typo-in-key': {
    told: [
      'error kafka.yml:2:1 Unknown key "instancId"; did you mean "instanceId"?',
      'error kafka.yml:5:1 Unknown key "vswitchId"; did you mean "vSwitchId"?',
    ],
  },
  '09-typo-in-value': {
    told: ['error kafka.yml:3:15 deployModule must be "vpc" or "eip", but is "vcp"; did you mean "vpc"?'],
  },
  '10-typo-in-section': {
    given: { environment: 'production' },
    told: ['error kafka.yml:4:1 Unknown key "instanses"; did you mean "instances"?'],
  },
  '11-keys-of-the-api': {
    told: [
      'error kafka.yml:1:1 Keys are in camelCase here, unlike in the API: RegionId is regionId, InstanceId is instanceId, DeployModule is deployModule, VpcId is vpcId, VSwitchId is vSwitchId, ZoneId is zoneId, KMSKeyId is kmsKeyId',
    ],
  },
  '12-wrong-type': {
    told: ['error kafka.yml:7:17 serviceVersion must be a text, but is the number 2.2; put it in quotes'],
  },
  '13-list-for-map': {
    told: [
      'error kafka.yml:8:3 instances must be a map, not a list; give each instance a name: "orders: {instanceId: …}" instead of "- instanceId: …"',
    ],
  },
  '14-environment-missing': {
    told: [
      'error input environment Some required fields are set only in environments; choose one with the input environment: staging or production',
    ],
  },
  '15-environment-wrong': {
    given: { environment: 'produktion' },
    told: ['error input environment There is no environment "produktion"; did you mean "production"?'],
  },
  '16-instance-wrong': {
    given: { environment: 'production', instances: ['order'] },
    told: [
      'error input instances There is no instance "order" in environment "production"; did you mean "orders"?',
    ],
  },
  '17-password-written-out': {
    told: [
      'error kafka.yml:7:11 The password must not be written in a manifest; write password: ${KAFKA_PASSWORD} and give that variable to the step from a secret. Whoever can read the repository can read this one, now and in its history: rotate it',
    ],
  },
  '18-expression-of-workflows': {
    told: [
      'error kafka.yml:7:11 Expressions ${{ … }} work only in workflow files; write ${NAME} here, and give NAME to the step in "env:" of the workflow',
    ],
  },
  '19-empty': {
    told: ['error kafka.yml:1:1 The manifest is empty; it must describe at least one instance'],
  },
  '20-comment-only': {
    told: ['error kafka.yml:1:1 The manifest is empty; it must describe at least one instance'],
  },
  '21-two-documents': {
    told: ['error kafka.yml:8:1 A manifest is one YAML document; a second one starts here: remove it'],
  },
  '22-key-twice': {
    told: ['error kafka.yml:7:1 This key is given twice in the same map; remove one of them'],
  },
  '23-alias-without-anchor': {
    told: ['error kafka.yml:4:8 This alias has no anchor before it in the manifest'],
  },
  '24-blank-at-the-end': {
    told: [
      'error kafka.yml:2:13 instanceId must be the id of a Kafka instance, such as alikafka_post-cn-v0h1fgs2a001, but is "alikafka_post-cn-v0h1fgs2a001 "; remove the blank at its end',
    ],
  },
  '25-id-of-another-kind': {
    told: [
      'error kafka.yml:5:12 vSwitchId must be the id of a vSwitch, such as vsw-bp1j3sg5979fstnpl0abc, not of a VPC, but is "vpc-bp1r4eg3yrxmygv0abcd"',
    ],
  },
  '26-zone-of-another-region': {
    told: ['error kafka.yml:6:9 zoneId "cn-shanghai-b" is not a zone of region cn-hangzhou'],
  },
  '27-user-without-eip': {
    given: { variables: { KAFKA_PASSWORD: 'Sesame-0pen' } },
    told: [
      'error kafka.yml:7:11 username is only for instances with deployModule "eip"; remove it',
      'error kafka.yml:8:11 password is only for instances with deployModule "eip"; remove it',
    ],
  },
  '28-serverless-without-series': {
    told: [
      'error kafka.yml:2:13 instanceId "alikafka_serverless-cn-v0h1fgs2a001" is that of a serverless instance; add series: serverless',
    ],
  },
  '29-serverless-with-name': {
    told: ['error kafka.yml:6:7 name is not for serverless instances; remove it'],
  },
  '30-typo-in-config': {
    told: ['error kafka.yml:8:3 Unknown key "enable.alc" in config; did you mean "enable.acl"?'],
  },
  '31-config-out-of-range': {
    told: [
      'error kafka.yml:8:30 config["kafka.log.retention.hours"] must be a whole number from 24 to 480, but is the number 12',
    ],
  },
  '32-version-unknown': {
    told: [
      'warning kafka.yml:7:17 serviceVersion 3.0.0 is not known to this release; it is sent as it is (provisioned instances are known to offer 2.2.0 and 2.6.2)',
    ],
  },
  '33-full-width-colon': {
    told: [
      'error kafka.yml:1:9 YAML syntax error: this is a full-width colon; write ":" and a space instead',
    ],
  },
  '34-curly-quotes': {
    told: [
      'error kafka.yml:1:11 regionId must be a region id such as cn-hangzhou, but is "“cn-hangzhou”"; remove the curly quotes, or write straight ones around the value',
    ],
  },
  '35-chinese-region': {
    told: [
      'error kafka.yml:1:11 regionId must be a region id such as cn-hangzhou, but is "华东1（杭州）"; did you mean "cn-hangzhou"?',
      'error kafka.yml:6:9 zoneId must be a zone such as zonea or cn-hangzhou-a, but is "可用区K"; did you mean "zonek"?',
    ],
  },
  '36-full-width-blank': {
    told: [
      'error kafka.yml:5:12 vSwitchId must be the id of a vSwitch, such as vsw-bp1j3sg5979fstnpl0abc, but is "vsw-bp1j3sg5979fstnpl0abc\u3000"; remove the blank at its end',
    ],
  },
  '37-variable-not-set': {
    told: [
      'error kafka.yml:1:11 Environment variable "REGION" is not set; give it to the step in "env:", for instance from a secret',
    ],
  },
  '38-variable-of-unknown-region': {
    given: { variables: { REGION: 'cn-hangzou' } },
    told: ['error kafka.yml:1:11 regionId "${REGION}" must be filled with a region that this release knows'],
  },
  '39-placeholder': {
    told: [
      'error kafka.yml:4:8 vpcId must be the real id of a VPC, such as vpc-bp1r4eg3yrxmygv0abcd, not a placeholder from documentation, but is "vpc-bp1r4eg3yrxmygv0****"',
    ],
  },
  '40-parameter-twice': {
    told: [
      'warning kafka.yml:8:8 extraParameters "Tag" is sent as it is, unchecked',
      'error kafka.yml:9:10 extraParameters "Tag.1" is sent by the list "Tag" too; remove one of them',
    ],
  },
  '41-topic-with-nothing-after-it': {
    told: [
      'error kafka.yml:8:3 topics["orders"] has no value, and no lower layer sets one that this could remove; for a topic with the service\'s defaults write orders: {}',
    ],
  },
  '42-topics-as-list': {
    told: [
      'error kafka.yml:8:3 topics must be a map of topic names to their settings, such as orders: {partitions: 12}, but is a list',
      'error kafka.yml:10:17 consumerGroups must be a map of group names to their settings, such as billing: {}, but is a list',
    ],
  },
  '43-contents-misspelled': {
    told: [
      'error kafka.yml:8:8 allowedIps.vpc must be a list of IPv4 addresses and blocks, but is "10.1.2.3/8, 192.168.0.0/16"',
      'error kafka.yml:11:12 Unknown key "partition" in topics["orders"]; did you mean "partitions"?',
      'error kafka.yml:11:27 Unknown key "retention.ms" in topics["orders"]; it stands under config',
    ],
  },
};

describe('an ordinary mistake is told once, with what to do', () => {
  it.each(readdirSync(FOLDER).toSorted())('%s', async (file) => {
    const mistake = MISTAKES[file.replace(/\.yml$/, '')];
    const { diagnostics } = await load(readFileSync(new URL(file, FOLDER), 'utf8'), mistake?.given);
    expect(diagnostics).toEqual(mistake?.told);
  });
});
