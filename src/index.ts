import { action } from './action.ts';
import { isGitHubActions } from './inputs/env.ts';
import { nodeRefusal } from './node-version.ts';

process.stdout.on('error', () => undefined); // whoever reads the log may go; the deployment is seen to its end
const refusal = nodeRefusal(process.versions.node);
if (refusal === undefined) {
  const { exitCode, atOnce } = await action(process.env, process);
  process.exitCode = exitCode;
  if (atOnce) {
    await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
    process.exit();
  }
} else {
  const command = isGitHubActions(process.env) ? '::error title=Kafka::' : 'error ';
  process.stdout.write(`${command}${refusal}\n`);
  process.exitCode = 1;
}
