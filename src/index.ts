import { action } from './action.ts';

process.stdout.on('error', () => undefined); // whoever reads the log may go; the deployment is seen to its end
const { exitCode, atOnce } = await action(process.env, process);
process.exitCode = exitCode;
if (atOnce) {
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  process.exit();
}
