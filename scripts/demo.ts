// Runs the action's main job, as GitHub's runner would, against the emulator: npm run demo.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_ACCOUNT, type Emulator, startEmulator, timingsOf } from '../emulator/index.ts';
import { runAction, type StepResult } from './action-process.ts';
import { renderPage } from './render-summary.ts';

const HELP = `npm run demo -- [option]
  (none)      deploys the instance of examples/kafka.yml and fills it, then runs again
  --broken    a manifest with mistakes: what the action says about each
  --refused   a start that the service refuses, with preflight: off
  --help      this text`;

const { values } = parseArgs({
  options: { broken: { type: 'boolean' }, refused: { type: 'boolean' }, help: { type: 'boolean' } },
});

const ROOT = join(import.meta.dirname, '..');
const INSTANCE = 'alikafka_post-cn-v0h1fgs2a001';

if (values.help) console.log(HELP);
else await demo();

async function demo(): Promise<void> {
  const emulator = await startEmulator({
    instances: [{ instanceId: INSTANCE, regionId: 'cn-hangzhou', deployType: 5, brokers: true }],
    surroundings: values.refused ? { vSwitches: [] } : {},
    timings: timingsOf(3_000),
  });
  const manifest = values.broken ? 'examples/kafka-broken.yml' : 'examples/kafka.yml';
  console.log(`The action runs on ${manifest}, against an emulator at ${emulator.url}. Its log:\n`);
  try {
    const first = await runOn(manifest, emulator);
    console.log(first.stdout + first.stderr);
    console.log(`It ended with exit code ${first.exitCode}. Its outputs:\n`);
    printOutputs(first, Object.keys(first.outputs));
    await keepSummary(first.summary);
    if (values.broken || values.refused) return;
    printContents(emulator);
    const again = await runOn(manifest, emulator);
    console.log('\nThe same run again, as when the next commit is merged. Its log in short:\n');
    console.log(withoutCommands(again.stdout + again.stderr));
    console.log(`It ended with exit code ${again.exitCode}. Some of its outputs:\n`);
    printOutputs(again, ['success', 'changed', 'has-changes', 'has-drift', 'status']);
    printContents(emulator);
  } finally {
    await emulator.close();
  }
}

function runOn(manifest: string, emulator: Emulator): Promise<StepResult> {
  const [key] = DEFAULT_ACCOUNT.keys;
  return runAction({
    workspace: ROOT,
    inputs: {
      manifest,
      endpoint: emulator.url,
      'poll-interval': '1s',
      preflight: values.refused ? 'off' : 'auto',
      'access-key-id': key.accessKeyId,
      'access-key-secret': key.accessKeySecret,
    },
  });
}

function printOutputs({ outputs }: StepResult, names: readonly string[]): void {
  for (const name of names) console.log(`  ${name.padEnd(26)} ${outputs[name]}`);
}

/** What the emulator itself holds, whatever the action says of it. */
function printContents(emulator: Emulator): void {
  const contents = emulator.cloud.contentsOf(INSTANCE);
  if (!contents) return;
  const topics = Object.entries(contents.topics).map(
    ([name, partitions]) => `${name} (${partitions} partitions)`,
  );
  console.log(`\nThe instance holds the topics ${topics.join(', ')}`);
  console.log(`and the consumer groups ${contents.consumerGroups.join(', ')}.`);
}

/** A log without the runner's commands, and without the group of parameters, which GitHub shows folded. */
function withoutCommands(log: string): string {
  return log.replaceAll(/^::group::.*\n[\s\S]*?^::endgroup::\n/gm, '').replaceAll(/^::.*\n/gm, '');
}

async function keepSummary(summary: string): Promise<void> {
  const folder = join(ROOT, '.demo');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'summary.md'), summary);
  writeFileSync(join(folder, 'summary.html'), await renderPage(summary, 'Job summary'));
  console.log('\nIts job summary is in .demo/summary.md; open .demo/summary.html to see it as on GitHub.');
}
