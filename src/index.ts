import { randomUUID } from 'node:crypto';
import { openDefaultChain } from './alibaba/default-chain.ts';
import { deploy } from './deploy.ts';
import { realClock, Stopped } from './deployment/clock.ts';
import { openGitHub } from './github/api.ts';
import { contextOf } from './github/context.ts';
import { readEvent } from './github/event.ts';
import { fetchIdToken } from './github/id-token.ts';
import { commentOnPull, recordRun, type Visit } from './github/record.ts';
import { connectRunner, type Runner } from './github/runner.ts';
import { openTransport, traced } from './http/transport.ts';
import { secretsOf } from './inputs/credentials.ts';
import { isGitHubActions } from './inputs/environment.ts';
import { readInputs } from './inputs/read.ts';
import { Problems } from './manifest/problems.ts';
import { annotate } from './report/annotations.ts';
import { narrator } from './report/narrator.ts';
import { EARLY_OUTPUTS, type Outputs, outputsOf, SAFE_OUTPUTS } from './report/outputs.ts';
import { OWN_WORDS, type Report, succeeded } from './report/report.ts';
import { summaryOf } from './report/summary.ts';
import { VERSION } from './version.ts';

const CALL_TIMEOUT_MS = 30_000;
const ANSWER_LIMIT_BYTES = 64 * 1024 * 1024; // a region of thousands of instances, at about 3 KB each

/** By the shell's convention: 128 and the signal's number. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 };

async function main(): Promise<void> {
  process.stdout.on('error', () => undefined); // whoever reads the log may go; the deployment is seen to its end
  const runner = connectRunner(process.env);
  runner.mask(secretsOf(process.env));
  const problems = new Problems();
  const unwritable = tryTo(() => runner.outputs(SAFE_OUTPUTS));
  if (unwritable) {
    problems.error(undefined, `The outputs cannot be written, so nothing is started: ${unwritable}`);
  }
  const inputs = readInputs(process.env, problems);
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED; // reported as a problem; nothing may be sent under it
  const event = readEvent(process.env);
  const cancel = new AbortController();
  const context = contextOf(process.env);
  let github: ReturnType<typeof openGitHub> | undefined;
  const visit: Visit = {
    github: () => {
      github ??= openGitHub({
        ...{ token: inputs.githubToken ?? '', repository: context.repository, send: transport.send },
        ...{ apiUrl: process.env.GITHUB_API_URL, cancel: cancel.signal },
      });
      return github;
    },
    ...{ inputs, event, context, cancel: cancel.signal, say: runner.info },
    warn: (message) => runner.annotate({ severity: 'warning', title: 'Kafka', message }),
  };
  const transport = openTransport({
    userAgent: `deploy-alikafka/${VERSION}`,
    timeoutMs: CALL_TIMEOUT_MS,
    limitBytes: ANSWER_LIMIT_BYTES,
    variables: process.env,
  });
  let exitCode: number | undefined;
  let ended = false;
  const cancelled = (signal: NodeJS.Signals): void => {
    exitCode ??= signal === 'SIGINT' ? EXIT_CODES.SIGINT : EXIT_CODES.SIGTERM;
    if (!cancel.signal.aborted) runner.info(`${signal}: stopping, nothing more is started`);
    cancel.abort(new Stopped('cancelled'));
  };
  process.on('SIGINT', cancelled).on('SIGTERM', cancelled);
  runner.info(`Deploy ApsaraMQ for Kafka ${VERSION}, mode ${inputs.mode}`);
  try {
    const world = {
      client: {
        send: traced(transport.send, runner.debug, realClock.now),
        wallTime: Date.now,
        nonce: randomUUID,
        conceal: runner.redact,
      },
      clock: realClock,
      random: Math.random,
      cancel: cancel.signal,
      event,
      identity: {
        idToken: (audience: string) =>
          fetchIdToken(audience, {
            ...{ variables: process.env, send: transport.send, mask: runner.mask },
            sleep: realClock.sleep,
          }),
        openDefaultChain,
      },
      narrator: narrator(runner, realClock.now),
      known: (report: Report) => {
        if (!ended) runner.outputs(early(outputsOf(report, runner.redact)));
      },
      mask: runner.mask,
      conceal: runner.conceal,
    };
    const report = await deploy(inputs, problems.all(), world).catch((error: unknown) => {
      runner.debug(error instanceof Error ? String(error.stack) : String(error));
      return crash(inputs.mode, error);
    });
    ended = true; // what is written from here on is final
    await publish(runner, report, visit, unwritable !== undefined);
  } finally {
    transport.close();
    if (exitCode !== undefined) {
      tryTo(() => runner.outputs({ success: 'false' })); // the step is red, however far the run had come
      // What still waits for an answer somewhere must not hold a job that was cancelled.
      await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
      process.exit(exitCode);
    }
  }
}

/** Outputs first, at once; then what GitHub has to be asked for, unless the user wants the run to end. */
async function publish(runner: Runner, report: Report, visit: Visit, told: boolean): Promise<void> {
  process.exitCode = succeeded(report) ? 0 : 1;
  // Last of all that it went well: a disk may fill up before. A crash knows nothing of what was started.
  const { success, changed, ...rest } = outputsOf(report, runner.redact);
  const known = report.crashed ? rest : { changed, ...rest };
  const lost = tryTo(() => runner.outputs({ ...known, success }));
  const { annotations, lines, untold } = annotate(report);
  for (const line of lines) runner.info(line);
  for (const annotation of runner.showsAnnotations ? annotations : untold) runner.annotate(annotation);
  if (lost && !told) {
    tell(runner, 'error', `The outputs could not be written: ${lost}`);
    process.exitCode = 1;
    tryTo(() => runner.outputs({ success: 'false' }));
  }
  const recorded = { ...report, run: await recordRun(report, visit) };
  const shown = runner.redact(recorded, OWN_WORDS);
  if (visit.inputs.summary) {
    // A deployment that went well must not become a failed step for this.
    const unwritten = tryTo(() => runner.summary(summaryOf(shown)));
    if (unwritten) tell(runner, 'warning', `The job summary could not be written: ${unwritten}`);
  }
  await commentOnPull(shown, visit);
}

function early(outputs: Outputs): Partial<Outputs> {
  return Object.fromEntries(EARLY_OUTPUTS.map((name) => [name, outputs[name]]));
}

/** What went wrong, in words; undefined where nothing did. */
function tryTo(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function tell(runner: Runner, severity: 'error' | 'warning', message: string): void {
  runner.annotate({ severity, title: 'Kafka', message });
}

function crash(mode: Report['mode'], error: unknown): Report {
  const message = `Something went wrong inside the action: ${error instanceof Error ? error.message : String(error)}`;
  const remedy =
    'This is a bug: report it with the log of a run with debug logging. The log above tells what was started before.';
  const stop = { headline: 'the run broke off', message, remedy };
  return { mode, problems: [], requests: [], plan: [], outcomes: [], stop, crashed: true };
}

try {
  await main();
} catch {
  // Nothing of the error is shown: whatever would conceal a secret in it may be what has failed.
  const command = isGitHubActions(process.env) ? '::error title=Kafka::' : 'error ';
  process.stdout.write(`${command}The action broke off; look at the instances in the console\n`);
  process.exitCode = 1;
  tryTo(() => connectRunner(process.env).outputs({ success: 'false' }));
}
