import { randomUUID } from 'node:crypto';
import { openTransport, traced } from './alibaba/transport.ts';
import { deploy } from './deploy.ts';
import { realClock, Stopped } from './deployment/clock.ts';
import { connectRunner, type Runner } from './github/runner.ts';
import { readInputs, secretsOf } from './inputs.ts';
import { Problems } from './manifest/problems.ts';
import { annotate } from './report/annotations.ts';
import { narrator } from './report/narrator.ts';
import { outputsOf, SAFE_OUTPUTS } from './report/outputs.ts';
import { type Report, succeeded } from './report/report.ts';
import { summaryOf } from './report/summary.ts';
import { VERSION } from './version.ts';

const CALL_TIMEOUT_MS = 30_000;
const ANSWER_LIMIT_BYTES = 64 * 1024 * 1024; // a region of thousands of instances, at about 3 KB each

/** By the shell's convention: 128 and the signal's number. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 };

async function main(): Promise<void> {
  const runner = connectRunner(process.env);
  runner.mask(secretsOf(process.env));
  runner.outputs(SAFE_OUTPUTS);
  const problems = new Problems();
  const inputs = readInputs(process.env, problems);
  const transport = openTransport({
    userAgent: `deploy-alikafka/${VERSION}`,
    timeoutMs: CALL_TIMEOUT_MS,
    limitBytes: ANSWER_LIMIT_BYTES,
  });
  const cancel = new AbortController();
  let exitCode: number | undefined;
  const cancelled = (signal: NodeJS.Signals): void => {
    exitCode ??= signal === 'SIGINT' ? EXIT_CODES.SIGINT : EXIT_CODES.SIGTERM;
    if (!cancel.signal.aborted) runner.info(`${signal}: stopping, nothing more is started`);
    cancel.abort(new Stopped('cancelled'));
  };
  process.on('SIGINT', cancelled).on('SIGTERM', cancelled);
  runner.info(`Deploy ApsaraMQ for Kafka ${VERSION}, mode ${inputs.mode}`);
  try {
    const send = traced(transport.send, runner.debug, Date.now);
    const world = {
      client: { send, nonce: randomUUID, conceal: runner.redact },
      clock: realClock,
      random: Math.random,
      cancel: cancel.signal,
      narrator: narrator(runner, realClock.now),
      mask: runner.mask,
    };
    const report = await deploy(inputs, problems.all(), world);
    publish(runner, report, inputs.summary);
  } catch (error) {
    publish(runner, crash(inputs.mode, error), inputs.summary);
    runner.debug(error instanceof Error ? String(error.stack) : String(error));
  } finally {
    transport.close();
    if (exitCode !== undefined) process.exitCode = exitCode;
  }
}

function publish(runner: Runner, report: Report, summary: boolean): void {
  const safe = runner.redact(report);
  process.exitCode = succeeded(safe) ? 0 : 1;
  runner.outputs(outputsOf(safe));
  if (summary) writeSummary(runner, safe);
  const { annotations, lines } = annotate(safe);
  for (const line of lines) runner.info(line);
  for (const annotation of annotations) runner.annotate(annotation);
}

/** A summary that cannot be written must not turn a deployment that went well into a failed step. */
function writeSummary(runner: Runner, report: Report): void {
  try {
    runner.summary(summaryOf(report));
  } catch (error) {
    const message = `The job summary could not be written: ${error instanceof Error ? error.message : error}`;
    runner.annotate({ severity: 'warning', title: 'Kafka', message });
  }
}

function crash(mode: Report['mode'], error: unknown): Report {
  const message = `Something went wrong inside the action: ${error instanceof Error ? error.message : String(error)}`;
  const remedy = 'This is a bug. Run again with debug logging, and report it with the log.';
  return { mode, problems: [], requests: [], plan: [], outcomes: [], stop: { message, remedy } };
}

await main();
