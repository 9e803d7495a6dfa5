import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { InstanceSeed } from './alikafka/instance.ts';
import { timingsOf } from './alikafka/timings.ts';
import { DEFAULT_ACCOUNT } from './gateway/accounts.ts';
import type { JournalEntry } from './journal.ts';
import { seedFrom } from './seed-file.ts';
import { startEmulator } from './server.ts';
import { tlsFrom } from './tls-files.ts';

const HELP = `A stand-in for Alibaba Cloud's ApsaraMQ for Kafka (alikafka, 2019-09-16) on 127.0.0.1, and for what it
needs of STS, VPC, ECS and KMS. What is not declared of those three is there whenever it is asked for.

  --port N                 port to listen on (default: any that is free)
  --instances FILE.json    the instances that were bought, a JSON array of objects like
                           {"instanceId":"alikafka_post-cn-demo","regionId":"cn-hangzhou","deployType":5}
                           (default: that one), or an object that tells of more than instances:
                           {"instances":[…],"denied":["vpc:DescribeVSwitchAttributes"],"surroundings":{
                           "vSwitches":[{"vSwitchId":"vsw-1","vpcId":"vpc-1","zoneId":"cn-hangzhou-h"}],
                           "securityGroups":[{"securityGroupId":"sg-1","vpcId":"vpc-1"}],
                           "keys":[{"keyId":"key-1","state":"Disabled"}]}}
                           An instance may hold something: "allowedIps":{"9092/9092":["10.0.0.0/8"]},
                           "topics":[{"name":"orders","partitions":6}],"consumerGroups":[{"name":"billing"}],
                           "quota":{"topics":10,"partitions":1010,"groups":20}; and with "brokers":true
                           its endpoints are ports of 127.0.0.1 that answer a Kafka client's first request
  --speed MS               how long a deployment takes, in milliseconds (default: 10000)
  --requests-per-second N  quota of each user and operation (default: 2); CreateTopic always has 20, and what
                           else reads or changes allow lists, topics and groups 100
  --tls-cert FILE.pem      speak HTTPS, with this certificate
  --tls-key FILE.pem       and its private key (default: plain HTTP)
  --help                   this text`;

const DEMO: InstanceSeed = { instanceId: 'alikafka_post-cn-demo' };

const OPTIONS = {
  port: { type: 'string', default: '0' },
  instances: { type: 'string' },
  speed: { type: 'string', default: '10000' },
  'requests-per-second': { type: 'string', default: '2' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const tls = await tlsFrom(values['tls-cert'], values['tls-key']);
  const emulator = await startEmulator({
    port: amount('port', values.port),
    ...(values.instances ? seedFrom(await readFile(values.instances, 'utf8')) : { instances: [DEMO] }),
    timings: timingsOf(amount('speed', values.speed)),
    requestsPerSecond: amount('requests-per-second', values['requests-per-second']),
    ...(tls && { tls }),
    onCall: (entry) => console.log(lineOf(entry)),
  });
  const [key] = DEFAULT_ACCOUNT.keys;
  console.log(`${emulator.url} access-key-id=${key.accessKeyId} access-key-secret=${key.accessKeySecret}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => emulator.close());
}

/** Names and codes only: parameters may hold a password. */
function lineOf(entry: JournalEntry): string {
  const { time, action, instanceId, httpStatus, code, outcome, requestId } = entry;
  const parts = [new Date(time).toISOString(), action, instanceId, outcome, httpStatus, code, requestId];
  return parts.map((part) => JSON.stringify(part ?? '-').replaceAll('"', '')).join(' ');
}

function amount(flag: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new Error(`--${flag} takes a number, not ${text}`);
  }
  return value;
}
