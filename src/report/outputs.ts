import { apiCode } from '../deployment/failure.ts';
import type { Outcome } from '../deployment/outcome.ts';
import type { PlanItem } from '../deployment/plan.ts';
import type { Diagnostic } from '../manifest/diagnostics.ts';
import { additionTexts, changeTexts } from './changes.ts';
import { driftTexts } from './drift.ts';
import { consoleUrl } from './links.ts';
import {
  errorsOf,
  hasDrift,
  NEVER_REDACTED,
  needsWork,
  type Report,
  shownValue,
  succeeded,
  wouldChange,
} from './report.ts';

/** The outputs of the action, with what they say until more is known: nothing was done. */
export const SAFE_OUTPUTS = {
  success: 'false',
  'request-id': '',
  code: '',
  message: '',
  changed: 'false',
  'instance-id': '',
  status: '',
  'bootstrap-servers': '',
  'ssl-bootstrap-servers': '',
  'sasl-bootstrap-servers': '',
  'vpc-sasl-bootstrap-servers': '',
  'console-url': '',
  results: '[]',
  plan: '[]',
  'has-changes': 'false',
  'has-drift': 'false',
  matrix: '{"include":[]}',
} as const satisfies Record<string, string>;

export type OutputName = keyof typeof SAFE_OUTPUTS;

export type Outputs = Readonly<Record<OutputName, string>>;

/** The outputs that are written while the run goes on: the small ones. */
export const EARLY_OUTPUTS: readonly OutputName[] = [
  ...(['request-id', 'code', 'message', 'changed', 'instance-id'] as const),
  ...(['console-url', 'has-changes', 'has-drift', 'matrix'] as const),
];

/** GitHub runs at most so many jobs of a matrix (docs.github.com, actions limits); more fail the whole run. */
const MATRIX_LIMIT = 256;

/**
 * The outputs of a run. What they mean is told by the report as it is; every text in them is concealed, in
 * JSON before it is written, but the identifiers that the user gave.
 *
 * @param conceal removes secrets from texts
 */
export function outputsOf(
  report: Report,
  conceal: <T>(value: T, neverRedacted?: ReadonlySet<string>) => T,
): Outputs {
  const shown = <T>(value: T): T => conceal(value, NEVER_REDACTED);

  const { outcomes, requests, plan } = report;
  return {
    success: String(succeeded(report)),
    ...conceal(answerOutputs(report)),
    changed: changedBy(outcomes),
    'instance-id': requests.map(({ instanceId }) => instanceId).join(','),
    status: outcomes.map(({ status }) => status).join(','),
    ...shown(singleOutputs(report)),
    results: JSON.stringify(
      outcomes.map((outcome) => ({ ...shown(resultOf(outcome, report)), ...whole(outcome) })),
    ),
    plan: JSON.stringify(plan.map((item) => ({ ...shown(planEntry(item)), ...whole(item.request) }))),
    'has-changes': String(wouldChange(plan)),
    'has-drift': String(hasDrift(plan)),
    matrix: JSON.stringify({
      include: plan
        .filter(({ action }) => needsWork(action))
        .slice(0, MATRIX_LIMIT)
        .map(matrixEntry),
    }),
  };
}

/** They come from the request, and nothing that is concealed is a part of one. */
function whole({ key, instanceId, regionId }: Pick<Outcome, 'key' | 'instanceId' | 'regionId'>) {
  return { key, instanceId, regionId };
}

function changedBy(outcomes: readonly Outcome[]): string {
  if (outcomes.some(({ changed }) => changed === true)) return 'true';
  return outcomes.some(({ changed }) => changed === 'unknown') ? 'unknown' : 'false';
}

function answerOutputs(report: Report): Pick<Outputs, 'request-id' | 'code' | 'message'> {
  const { outcomes } = report;
  const sent = outcomes.filter(({ action }) => action === 'start');
  const decisive = outcomes.find(({ success }) => !success) ?? sent.at(-1) ?? outcomes.at(-1);
  return {
    'request-id': decisive?.requestId ?? '',
    code: apiCode(decisive?.code ?? ''),
    message:
      (decisive && isUntoldBy(decisive) && decisive.failure?.message) ||
      decisive?.message ||
      decisive?.failure?.message ||
      report.stop?.message ||
      errorsOf(report)[0]?.message ||
      '',
  };
}

/** Whether the last answer was a good one, and says nothing of what is wrong with the instance. */
function isUntoldBy({ code, action, failure }: Outcome): boolean {
  return code === '200' && (action === 'blocked' || failure?.isTold === true);
}

type SingleOutput = 'console-url' | `${'' | 'ssl-' | 'sasl-' | 'vpc-sasl-'}bootstrap-servers`;

/** The outputs that only make sense for one instance. */
function singleOutputs({ site, requests, outcomes }: Report): Pick<Outputs, SingleOutput> {
  const [only, second] = requests;
  const endpoints = second ? undefined : outcomes[0]?.endpoints;
  return {
    'bootstrap-servers': endpoints?.plain ?? '',
    'ssl-bootstrap-servers': endpoints?.ssl ?? '',
    'sasl-bootstrap-servers': endpoints?.sasl ?? '',
    'vpc-sasl-bootstrap-servers': endpoints?.vpcSasl ?? '',
    'console-url': only && !second ? consoleUrl(site, only) : '',
  };
}

function resultOf(outcome: Outcome, { mode, site, plan }: Report): Record<string, unknown> {
  const planned = mode === 'apply' ? plan.find(({ request }) => request.key === outcome.key) : undefined;
  const { key, instanceId, regionId, action, changed, success, status } = outcome;
  const { requestId, message, endpoints, durationSeconds, failure } = outcome;
  return {
    ...{ key, instanceId, regionId, action, changed, success, status },
    ...{ requestId, code: apiCode(outcome.code), message, endpoints },
    consoleUrl: consoleUrl(site, outcome),
    durationSeconds,
    changes: additionTexts(outcome, planned),
    brokers: outcome.brokers?.result ?? 'not-checked',
    error: failure ? { message: failure.message, remedy: failure.remedy } : null,
  };
}

function planEntry({ request, action, reason, drift, changes }: PlanItem): Record<string, unknown> {
  const { key, instanceId, regionId, parameters } = request;
  return {
    ...{ key, instanceId, regionId, action, reason },
    drift: drift.map(driftTexts),
    changes: changes.flatMap(changeTexts),
    parameters: Object.fromEntries(parameters.map((parameter) => [parameter.name, shownValue(parameter)])),
  };
}

/** Warns of what the output `matrix` of a plan leaves out. */
export function matrixWarnings(plan: readonly PlanItem[]): Diagnostic[] {
  const needed = plan.filter(({ action }) => needsWork(action)).length;
  if (needed <= MATRIX_LIMIT) return [];
  const message =
    `${needed} instances need work, but GitHub runs at most ${MATRIX_LIMIT} jobs of a matrix: the output matrix ` +
    `holds the first ${MATRIX_LIMIT}. Run the workflow again after these, or choose the others with the input instances.`;
  return [{ severity: 'warning', origin: undefined, message }];
}

function matrixEntry({ request }: PlanItem): Record<string, string> {
  return { key: request.key, 'instance-id': request.instanceId, 'region-id': request.regionId };
}
