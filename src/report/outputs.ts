import type { Outcome } from '../deployment/outcome.ts';
import { consoleUrl } from './links.ts';
import { errorsOf, type Report, succeeded } from './report.ts';

/** The outputs of the action, with the texts that action.yml and the README show. */
export const OUTPUTS = {
  success:
    '`true` only if every selected instance is as wanted (in mode `validate`: if everything is valid). Set on failure too.',
  'request-id':
    'RequestId of the StartInstance answer; with several instances of the first failure, else the last.',
  code: 'Code of that answer.',
  message: 'Message of that answer, or what stopped the run before it.',
  changed: '`true` if this run started at least one instance.',
  'instance-id': 'Id of the instance, or the ids joined by commas in manifest order.',
  'console-url': 'Page of the instance in the console, for `environment.url`.',
  results:
    'JSON array, one object an instance: key, instanceId, regionId, action, changed, success, status, requestId, code, message, consoleUrl, durationSeconds, error.',
} as const satisfies Record<string, string>;

export type OutputName = keyof typeof OUTPUTS;

export type Outputs = Readonly<Record<OutputName, string>>;

/** What the outputs say until more is known: nothing was done. */
export const SAFE_OUTPUTS: Outputs = {
  success: 'false',
  'request-id': '',
  code: '',
  message: '',
  changed: 'false',
  'instance-id': '',
  'console-url': '',
  results: '[]',
};

/** The outputs of a run. `report` must be free of secrets. */
export function outputsOf(report: Report): Outputs {
  const { outcomes, requests } = report;
  const decisive = outcomes.find(({ success }) => !success) ?? outcomes.at(-1);
  const [only, second] = requests;
  return {
    success: String(succeeded(report)),
    'request-id': decisive?.requestId ?? '',
    code: decisive?.code ?? '',
    message: decisive?.message ?? report.stop?.message ?? errorsOf(report)[0]?.message ?? '',
    changed: String(outcomes.some(({ changed }) => changed === true)),
    'instance-id': requests.map(({ instanceId }) => instanceId).join(','),
    'console-url': only && !second ? consoleUrl(only.regionId, only.instanceId) : '',
    results: JSON.stringify(outcomes.map(resultOf)),
  };
}

function resultOf({ failure, ...outcome }: Outcome): Record<string, unknown> {
  const { durationSeconds, ...facts } = outcome;
  const url = consoleUrl(outcome.regionId, outcome.instanceId);
  const error = failure ? { message: failure.message, remedy: failure.remedy } : null;
  return { ...facts, consoleUrl: url, durationSeconds, error };
}
