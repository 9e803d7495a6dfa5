// Runs the action's main job, as GitHub's runner would, against the emulator: npm run demo.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_ACCOUNT, startEmulator, timingsOf } from '../emulator/index.ts';
import { runAction } from './action-process.ts';
import { renderPage } from './render-summary.ts';

const HELP = `npm run demo -- [option]
  (none)      deploys the instance of examples/kafka.yml
  --broken    a manifest with mistakes: what the action says about each
  --refused   a start that the service refuses
  --help      this text`;

const { values } = parseArgs({
  options: { broken: { type: 'boolean' }, refused: { type: 'boolean' }, help: { type: 'boolean' } },
});

if (values.help) console.log(HELP);
else await demo();

async function demo(): Promise<void> {
  const root = join(import.meta.dirname, '..');
  const emulator = await startEmulator({
    instances: [{ instanceId: 'alikafka_post-cn-v0h1fgs2a001', regionId: 'cn-hangzhou', deployType: 5, brokers: true }],
    surroundings: values.refused ? { vSwitches: [] } : {},
    timings: timingsOf(3_000),
  });
  const [key] = DEFAULT_ACCOUNT.keys;
  const manifest = values.broken ? 'examples/kafka-broken.yml' : 'examples/kafka.yml';
  console.log(`The action runs on ${manifest}, against an emulator at ${emulator.url}. Its log:\n`);
  try {
    const result = await runAction({
      workspace: root,
      inputs: {
        manifest,
        endpoint: emulator.url,
        'poll-interval': '1s',
        ...(values.refused && { preflight: 'off' }),
        'access-key-id': key.accessKeyId,
        'access-key-secret': key.accessKeySecret,
      },
    });
    console.log(result.stdout + result.stderr);
    console.log(`It ended with exit code ${result.exitCode}. Its outputs:\n`);
    for (const [name, value] of Object.entries(result.outputs)) console.log(`  ${name.padEnd(14)} ${value}`);
    mkdirSync(join(root, '.demo'), { recursive: true });
    writeFileSync(join(root, '.demo', 'summary.md'), result.summary);
    writeFileSync(join(root, '.demo', 'summary.html'), await renderPage(result.summary, 'Job summary'));
    console.log('\nIts job summary is in .demo/summary.md; open .demo/summary.html to see it as on GitHub.');
  } finally {
    await emulator.close();
  }
}
