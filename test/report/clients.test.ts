import { describe, expect, it } from 'vitest';
import type { BrokerCheck } from '../../src/deployment/brokers.ts';
import type { Outcome } from '../../src/deployment/outcome.ts';
import { checkLines, connectionsOf, silenceNotes } from '../../src/report/clients.ts';
import { connectSections } from '../../src/report/connect.ts';
import { readSummary } from '../e2e/markdown.ts';

const NONE = { plain: '', ssl: '', sasl: '', vpcSasl: '' };
const VPC = { ...NONE, plain: 'a.test:9092,b.test:9092' };
const EIP = { ...VPC, ssl: 'a.test:9093' };
const ACL = { ...EIP, sasl: 'a.test:9094', vpcSasl: 'a.test:9095' };

function outcome(said: Partial<Outcome>): Outcome {
  return {
    ...{
      key: 'orders',
      instanceId: 'alikafka-1',
      regionId: 'cn-hangzhou',
      action: 'none',
      status: 'running',
    },
    ...{ changed: false, success: true, requestId: '', code: '', message: '', durationSeconds: 0 },
    ...{ endpoints: VPC, failure: undefined },
    ...said,
  };
}

describe('how clients connect', () => {
  it.each([
    [NONE, []],
    [VPC, ['VPC, PLAINTEXT']],
    [EIP, ['Internet, SASL_SSL', 'VPC, PLAINTEXT']],
    [ACL, ['Internet, SASL_SSL', 'VPC, PLAINTEXT', 'VPC, SASL_SSL', 'VPC, SASL_PLAINTEXT']],
  ])('begins with the listener that fits: %j', (endpoints, titles) => {
    expect(connectionsOf(endpoints).map(({ title }) => title)).toEqual(titles);
  });

  it('comes with client.properties for each protocol, without a secret', () => {
    const properties = Object.fromEntries(connectionsOf(ACL).map((each) => [each.kind, each.properties]));
    expect(properties.plain).toEqual(['security.protocol=PLAINTEXT']);
    expect(properties.sasl).toEqual([
      'security.protocol=SASL_PLAINTEXT',
      'sasl.mechanism=PLAIN',
      'sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="USERNAME" password="PASSWORD";',
    ]);
    expect(properties.ssl).toEqual(
      expect.arrayContaining([
        'security.protocol=SASL_SSL',
        'ssl.truststore.type=PEM',
        'ssl.endpoint.identification.algorithm=',
      ]),
    );
    expect(properties.vpcSasl).toEqual(properties.ssl);
  });

  it('gives a shell no address that could be more than one', () => {
    const endpoints = { ...NONE, plain: '$(id).test:9092,b.test:9092' };
    expect(connectionsOf(endpoints)[0]?.command).toBe(
      'kafka-topics.sh --bootstrap-server b.test:9092 --command-config client.properties --list',
    );
    for (const plain of ['`id`:9092', 'a.test:9092;id', 'a.test:9092 b', '-x a.test:9092', 'a.test', ':9092'])
      expect(connectionsOf({ ...NONE, plain })[0]).not.toHaveProperty('command');
  });

  it('folds each of several instances, and of one only the other listeners', () => {
    const [, ...alone] = connectSections([outcome({ endpoints: EIP })]);
    expect(alone.filter((part) => part.startsWith('<details>'))).toHaveLength(1);
    expect(alone[1]).toBe('```\na.test:9093\n```');
    const [, ...several] = connectSections([outcome({}), outcome({ key: 'audit' })]);
    expect(several.map((part) => part.split('\n')[0])).toEqual([
      '<details><summary>orders</summary>',
      '<details><summary>audit</summary>',
    ]);
    expect(connectSections([outcome({ endpoints: NONE })])).toEqual([]);
  });
});

describe('what stands under "How to connect"', () => {
  const answered = { kind: 'ssl', result: 'answered', server: 'a.test:9093', ms: 7 } as const;
  const announced = { apis: 2, produce: undefined, fetch: undefined };
  const listeners: BrokerCheck[] = [
    { ...answered, announced },
    { kind: 'plain', result: 'not-checked', why: 'only from its VPC' },
  ];
  const ssl = '```\na.test:9093\n```\n\n✅ a.test&#58;9093 answers in 7 ms and announces 2 APIs';
  const plain =
    '```\na.test:9092\nb.test:9092\n```\n\n➖ Not checked whether it answers&#58; only from its VPC';
  const sslProperties = `<code>client.properties</code>:

\`\`\`properties
security.protocol=SASL_SSL
sasl.mechanism=PLAIN
sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="USERNAME" password="PASSWORD";
# only-4096-ca-cert from github.com/AliwareMQ/aliware-kafka-demos
ssl.truststore.type=PEM
ssl.truststore.location=only-4096-ca-cert
ssl.endpoint.identification.algorithm=
\`\`\`

Try it:

\`\`\`shell
kafka-topics.sh --bootstrap-server a.test:9093 --command-config client.properties --list
\`\`\``;
  const plainProperties = `<code>client.properties</code>:

\`\`\`properties
security.protocol=PLAINTEXT
\`\`\`

Try it:

\`\`\`shell
kafka-topics.sh --bootstrap-server a.test:9092 --command-config client.properties --list
\`\`\``;
  const whole = outcome({ endpoints: EIP, brokers: { result: 'answered', listeners } });

  it('of one instance is its listener that fits, and the others folded with their properties', () => {
    expect(connectSections([outcome({ endpoints: NONE }), whole]).join('\n\n')).toBe(
      [
        ...['### How to connect', '**Internet, SASL_SSL**', ssl, sslProperties],
        `<details><summary>VPC, PLAINTEXT</summary>\n\n${plain}\n\n${plainProperties}\n\n</details>`,
      ].join('\n\n'),
    );
  });

  it('of several is each of them folded, with addresses only beside the listener that fits', () => {
    const odd = outcome({ key: 'a_b', endpoints: { ...NONE, plain: '`id`:9092' } });
    expect(connectSections([whole, odd])).toEqual([
      '### How to connect',
      `<details><summary>orders</summary>\n\n${['**Internet, SASL_SSL**', ssl, sslProperties, '**VPC, PLAINTEXT**', plain].join('\n\n')}\n\n</details>`,
      `<details><summary>a&#95;b</summary>\n\n${[
        ...['**VPC, PLAINTEXT**', '```\n`id`:9092\n```', '<code>client.properties</code>:'],
        '```properties\nsecurity.protocol=PLAINTEXT\n```',
      ].join('\n\n')}\n\n</details>`,
    ]);
  });
});

describe('whether brokers answer', () => {
  const answered: BrokerCheck = {
    ...({ kind: 'ssl', result: 'answered', server: 'a.test:9093', ms: 12.4 } as const),
    announced: { apis: 61, produce: [0, 11], fetch: [0, 17] },
  };
  const silent: BrokerCheck = {
    ...({ kind: 'plain', result: 'failed', server: 'a.test:9092' } as const),
    sentence: 'No answer from a.test:9092 in 3 s.',
  };
  const brokers = { result: 'failed', listeners: [silent, answered] } as const;

  it('is told with the versions that they announce', () => {
    expect(checkLines(outcome({ brokers }), 'answered')).toEqual([
      'port 9093 (Internet, SASL_SSL): a.test:9093 answers in 12 ms and announces 61 APIs, Produce 0–11, Fetch 0–17',
    ]);
    const shown = readSummary(connectSections([outcome({ endpoints: EIP, brokers })]).join('\n\n')).text;
    expect(shown).toContain('announces 61 APIs, Produce 0–11, Fetch 0–17');
    expect(shown).toContain('⚠️ No answer from a.test:9092 in 3 s.');
  });

  it('is a note where one is silent, unless its silence has failed the instance', () => {
    const message = 'orders: port 9092 (VPC, PLAINTEXT): No answer from a.test:9092 in 3 s.';
    expect(silenceNotes([outcome({ brokers })])).toEqual([
      { severity: 'notice', origin: undefined, message },
    ]);
    const failure = { message: 'It failed', remedy: 'Mend it.', details: {} };
    const contents = { items: [], changed: false, overgrown: [], findings: [] };
    const of = (said: Partial<Outcome>) =>
      silenceNotes([outcome({ brokers, success: false, ...said })]).length;
    expect(of({ failure })).toBe(0);
    expect(of({ failure: undefined })).toBe(0);
    expect(of({ failure, contents: { ...contents, complete: true } })).toBe(0);
    expect(of({ failure, contents: { ...contents, complete: false } })).toBe(1);
    expect(of({ failure: { ...failure, isTold: true } })).toBe(1);
    expect(of({ success: true, brokers: undefined })).toBe(0);
  });
});
