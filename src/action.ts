import { deploy } from './deploy.ts';
import type { GitHub } from './github/api.ts';
import { contextOf } from './github/context.ts';
import { readEvent } from './github/event.ts';
import type { GitHubReporting } from './github/reporting.ts';
import { connectRunner } from './github/runner.ts';
import { lazyTransport } from './http/lazy-transport.ts';
import { secretsOf } from './inputs/credentials.ts';
import { isGitHubActions } from './inputs/env.ts';
import { readInputs } from './inputs/read.ts';
import { Diagnostics } from './manifest/diagnostics.ts';
import { publish, tryTo } from './publish.ts';
import { crashReport } from './report/crash.ts';
import { EARLY_OUTPUTS, type Outputs, outputsOf, SAFE_OUTPUTS } from './report/outputs.ts';
import type { Report } from './report/report.ts';
import { listenForSignals, type Signals } from './signals.ts';
import { VERSION } from './version.ts';
import { dependenciesOf } from './wiring.ts';

const CALL_TIMEOUT_MS = 30_000;
/** A region of five thousand instances, at about 3 KB each. What JSON becomes in memory may be fifty times as large. */
const ANSWER_LIMIT_BYTES = 16 * 1024 * 1024;

/** How the process has to end. */
export interface Ending {
  readonly exitCode: number;
  /** What still waits for an answer somewhere must not hold a job that was cancelled. */
  readonly atOnce: boolean;
}

/**
 * One run of the action as a step of a job, told to the runner. It throws nothing: what went wrong is told, too.
 *
 * @param env the variables of the process; NODE_TLS_REJECT_UNAUTHORIZED is removed from them
 */
export async function action(env: NodeJS.ProcessEnv, signals: Signals): Promise<Ending> {
  try {
    return await act(env, signals);
  } catch {
    // Nothing of the error is shown: whatever would conceal a secret in it may be what has failed.
    const command = isGitHubActions(env) ? '::error title=Kafka::' : 'error ';
    process.stdout.write(`${command}The action broke off; look at the instances in the console\n`);
    tryTo(() => connectRunner(env).outputs({ success: 'false' }));
    return { exitCode: 1, atOnce: false };
  }
}

async function act(env: NodeJS.ProcessEnv, signals: Signals): Promise<Ending> {
  const runner = connectRunner(env);
  runner.mask(secretsOf(env));
  const diagnostics = new Diagnostics();
  const unwritable = tryTo(() => runner.outputs(SAFE_OUTPUTS));
  if (unwritable) {
    diagnostics.error(undefined, `The outputs cannot be written, so nothing is started: ${unwritable}`);
  }
  const inputs = readInputs(env, diagnostics);
  delete env.NODE_TLS_REJECT_UNAUTHORIZED; // reported as an error; nothing may be sent under it
  const transport = lazyTransport({
    userAgent: `deploy-alikafka/${VERSION}`,
    timeoutMs: CALL_TIMEOUT_MS,
    limitBytes: ANSWER_LIMIT_BYTES,
    variables: env,
  });
  const cancellation = listenForSignals(signals, (signal) => {
    runner.info(`${signal}: stopping, nothing more is started`);
  });
  const cancel = cancellation.signal;
  const context = contextOf(env);
  const event = readEvent(env);
  const openGitHub = async (): Promise<GitHub> => {
    const { openGitHub: open } = await import('./github/api.ts');
    return open({
      ...{ token: inputs.githubToken ?? '', repository: context.repository, send: transport.send },
      ...{ apiUrl: env.GITHUB_API_URL, cancel },
    });
  };
  let github: Promise<GitHub> | undefined;
  const reporting: GitHubReporting = {
    github: () => {
      github ??= openGitHub();
      return github;
    },
    ...{ inputs, event, context, cancel, say: runner.info },
    warn: (message) => runner.annotate({ severity: 'warning', title: 'Kafka', message }),
  };
  let ended = false;
  const recordEarly = (report: Report): void => {
    if (!ended) runner.outputs(early(outputsOf(report, runner.redact)));
  };
  const badMode = diagnostics.all().some(({ origin }) => origin?.kind === 'input' && origin.name === 'mode');
  runner.info(`Deploy ApsaraMQ for Kafka ${VERSION}${badMode ? '' : `, mode ${inputs.mode}`}`);
  const tell = async (): Promise<number> => {
    const dependencies = dependenciesOf({
      ...{ env, site: inputs.site, runner, send: transport.send, cancel, event, recordEarly },
    });
    const report = await deploy(inputs, diagnostics.all(), dependencies).catch((error: unknown) => {
      runner.debug(error instanceof Error ? String(error.stack) : String(error));
      return crashReport(inputs, error);
    });
    ended = true; // what is written from here on is final
    return publish(runner, report, reporting, unwritable !== undefined);
  };
  const [told] = await Promise.allSettled([tell()]);
  transport.close();
  const cancelledWith = cancellation.exitCode();
  if (cancelledWith !== undefined) {
    tryTo(() => runner.outputs({ success: 'false' })); // the step is red, however far the run had come
    return { exitCode: cancelledWith, atOnce: true };
  }
  if (told.status === 'rejected') throw told.reason;
  return { exitCode: told.value, atOnce: false };
}

function early(outputs: Outputs): Partial<Outputs> {
  return Object.fromEntries(EARLY_OUTPUTS.map((name) => [name, outputs[name]]));
}
