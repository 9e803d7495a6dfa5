import { describe, expect, it } from 'vitest';
import { OUTPUT_TEXTS } from '../../scripts/texts/outputs.ts';
import type { Outcome } from '../../src/deployment/outcome.ts';
import { EARLY_OUTPUTS, outputsOf, SAFE_OUTPUTS } from '../../src/report/outputs.ts';
import { Redactor } from '../../src/report/redact.ts';
import type { Report } from '../../src/report/report.ts';
import { bought, fleetManifest, instanceIdOf, reportOf } from '../github/reports.ts';

const same = <T>(value: T): T => value;

/** The outputs of an apply of one instance, or of several, that ended so. */
async function outputsWith(ended: readonly Partial<Outcome>[], said: Partial<Report> = {}) {
  const report = await applied(ended.length);
  const outcomes = report.outcomes.map((outcome, index) => ({ ...outcome, ...ended[index] }));
  return outputsOf({ ...report, outcomes, ...said }, same);
}

const applied = (count: number) => {
  return reportOf({ manifest: fleetManifest(count), cloud: { instances: bought(count) } });
};

const failure = { message: 'It failed', remedy: 'Mend it.', details: {} };

describe('the outputs', () => {
  it('say before a run that nothing was done, of each that there is', () => {
    const nothing = { success: 'false', changed: 'false', 'has-changes': 'false', 'has-drift': 'false' };
    const lists = { results: '[]', plan: '[]', matrix: '{"include":[]}' };
    const empty = Object.fromEntries(Object.keys(OUTPUT_TEXTS).map((name) => [name, '']));
    expect(SAFE_OUTPUTS).toEqual({ ...empty, ...nothing, ...lists });
    const small = ['request-id', 'code', 'message', 'changed', 'instance-id', 'console-url'];
    expect(EARLY_OUTPUTS).toEqual([...small, 'has-changes', 'has-drift', 'matrix']);
  });

  it.each<[Partial<Outcome>[], object]>([
    [
      [{ requestId: 'R-1' }, { requestId: 'R-2', code: '200', message: 'OK' }],
      { 'request-id': 'R-2', code: '200', message: 'OK' },
    ],
    [
      [
        { requestId: 'R-1', message: 'one' },
        { requestId: 'R-2', action: 'none', message: 'two' },
      ],
      { 'request-id': 'R-1', message: 'one' },
    ],
    [
      [
        { requestId: 'R-1', action: 'none' },
        { requestId: 'R-2', action: 'none' },
      ],
      { 'request-id': 'R-2' },
    ],
    [
      [{ requestId: 'R-1', success: false, failure, code: 'No', message: 'one' }, { requestId: 'R-2' }],
      { 'request-id': 'R-1', code: 'No', message: 'one' },
    ],
    [[{ requestId: 'R-1', action: 'none' }], { 'request-id': 'R-1' }],
    [[{ message: '', failure: undefined }], { message: '' }],
    [[{ success: false, failure, code: '', message: '' }], { code: '', message: 'It failed' }],
    [[{ success: false, failure, code: '200', message: 'OK' }], { code: '200', message: 'OK' }],
    [[{ success: false, failure, code: '200', message: 'OK', action: 'blocked' }], { message: 'It failed' }],
    [[{ success: false, failure, code: 'No', message: 'OK', action: 'blocked' }], { message: 'OK' }],
    [
      [{ success: false, failure: { ...failure, isTold: true }, code: '200', message: 'OK' }],
      { message: 'It failed' },
    ],
    [
      [{ success: false, code: '200', message: 'OK', action: 'blocked', failure: undefined }],
      { message: 'OK' },
    ],
  ])('are those of the decisive answer: %j', async (ended, expected) => {
    expect(await outputsWith(ended)).toMatchObject(expected);
  });

  it('say what stopped a run, or its first error, where nobody answered', async () => {
    const stop = { message: 'No credentials', remedy: 'Give some.', code: 'Credentials' };
    const error = { severity: 'error', origin: undefined, message: 'An error' } as const;
    const nobody = { outcomes: [], plan: [] };
    const stopped = await outputsWith([{}], { ...nobody, stop, diagnostics: [error] });
    expect(stopped).toMatchObject({ message: 'No credentials', code: '' });
    expect((await outputsWith([{}], { ...nobody, diagnostics: [error] })).message).toBe('An error');
    expect(await outputsWith([{}], nobody)).toMatchObject({ message: '', 'request-id': '', code: '' });
  });

  it.each<[Outcome['changed'][], string]>([
    [[false, false], 'false'],
    [[false, 'unknown'], 'unknown'],
    [['unknown', true], 'true'],
  ])('say whether anything was changed: %j', async (changed, text) => {
    expect((await outputsWith(changed.map((each) => ({ changed: each })))).changed).toBe(text);
  });

  it('name addresses and the page of one instance, and of several none', async () => {
    const endpoints = { plain: 'a:9092', ssl: 'a:9093', sasl: 'a:9094', vpcSasl: 'a:9095' };
    expect(await outputsWith([{ endpoints }])).toMatchObject({
      ...{ 'bootstrap-servers': 'a:9092', 'ssl-bootstrap-servers': 'a:9093' },
      ...{ 'sasl-bootstrap-servers': 'a:9094', 'vpc-sasl-bootstrap-servers': 'a:9095' },
      'console-url': `https://kafka.console.aliyun.com/region/cn-hangzhou/instance/${instanceIdOf(1)}/detail`,
    });
    expect(await outputsWith([{ endpoints }, { endpoints }])).toMatchObject({
      ...{ 'bootstrap-servers': '', 'ssl-bootstrap-servers': '', 'sasl-bootstrap-servers': '' },
      ...{ 'vpc-sasl-bootstrap-servers': '', 'console-url': '', status: 'running,running' },
      'instance-id': `${instanceIdOf(1)},${instanceIdOf(2)}`,
    });
    expect(await outputsWith([{}], { requests: [] })).toMatchObject({ 'console-url': '', 'instance-id': '' });
  });

  it('tell each instance whole, with its error and its brokers, and no more of it', async () => {
    const listeners = [{ kind: 'plain', result: 'not-checked', why: 'off' }] as const;
    const outputs = await outputsWith([
      {
        ...{ success: false, failure, code: 'Lost', durationSeconds: 7, requestId: 'R' },
        message: 'm',
        brokers: undefined,
      },
      { brokers: { result: 'failed', listeners } },
    ]);
    const [one, two] = JSON.parse(outputs.results);
    const { endpoints } = (await applied(1)).outcomes[0] ?? {};
    expect(one).toEqual({
      ...{ key: 'orders-1', instanceId: instanceIdOf(1), regionId: 'cn-hangzhou', action: 'start' },
      ...{ changed: true, success: false, status: 'running', requestId: 'R', code: 'Lost', message: 'm' },
      ...{ endpoints, durationSeconds: 7, changes: [], brokers: 'not-checked' },
      consoleUrl: `https://kafka.console.aliyun.com/region/cn-hangzhou/instance/${instanceIdOf(1)}/detail`,
      error: { message: 'It failed', remedy: 'Mend it.' },
    });
    expect(two).toMatchObject({ brokers: 'failed', error: null });
  });

  it('conceal every text, but the identifiers that the user gave', async () => {
    const report = await applied(1);
    const redactor = new Redactor();
    for (const secret of ['orders-1', instanceIdOf(1), 'zonea', 'Sesame']) redactor.add(secret);
    const outcomes = report.outcomes.map((outcome) => ({ ...outcome, message: 'Open Sesame' }));
    const outputs = outputsOf({ ...report, outcomes }, redactor.redact);
    expect(outputs).toMatchObject({ message: 'Open ***', 'instance-id': instanceIdOf(1) });
    const [result] = JSON.parse(outputs.results);
    expect(result).toMatchObject({ key: 'orders-1', instanceId: instanceIdOf(1), message: 'Open ***' });
    const [planned] = JSON.parse(outputs.plan);
    expect(planned).toMatchObject({ key: 'orders-1', action: 'start', parameters: { ZoneId: '***' } });
    expect(JSON.parse(outputs.matrix).include).toEqual([
      { key: 'orders-1', 'instance-id': instanceIdOf(1), 'region-id': 'cn-hangzhou' },
    ]);
  });
});
