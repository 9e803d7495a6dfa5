import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { loadManifest } from '../../src/manifest/load.ts';
import { read, root } from './markdown.ts';

const action = parse(read('action.yml'));

/** Those for GitHub; the ones for other systems have a test that runs them. */
export const examples = globSync('examples/**/*.{yml,json}', { cwd: root })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => !path.startsWith('examples/other-ci/'))
  .sort();

export const isWorkflow = (path: string) => path.endsWith('.yml') && 'jobs' in parse(read(path));

/** An example without the comment at its top, as a README shows it. */
export const shown = (path: string) => read(path).replace(/^(#.*\n)*/, '');

/** Loads a manifest in each of its environments; one without any as it is. */
export async function expectValid(manifest: string): Promise<void> {
  const workspace = mkdtempSync(join(tmpdir(), 'deploy-alikafka-'));
  try {
    writeFileSync(join(workspace, 'kafka.yml'), manifest);
    for (const environment of Object.keys(parse(manifest).environments ?? { '': null })) {
      const selection = { environment: environment || undefined, instances: [] };
      const secrets = { AUDIT_PASSWORD: 'Sesame-0pen' };
      const given = { manifest: 'kafka.yml', workspace, selection, fieldInputs: {}, env: secrets };
      const manifestSource = { ...given, needsPrivateValues: true };
      expect((await loadManifest(manifestSource)).diagnostics).toEqual([]);
    }
  } finally {
    rmSync(workspace, { recursive: true });
  }
}

export const step = z.union([
  z.object({
    uses: z.string(),
    id: z.string().optional(),
    with: z.record(z.string(), z.unknown()).optional(),
  }),
  z.object({ run: z.string() }),
]);
const workflow = z.object({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.union([
      z.object({
        name: z.string(),
        permissions: z.record(z.string(), z.string()).optional(),
        steps: z.array(step),
      }),
      z.object({ name: z.string(), uses: z.string(), with: z.record(z.string(), z.unknown()) }),
    ]),
  ),
});

/** How the documents name this action. */
export const THIS_ACTION = 'OWNER/deploy-alikafka@v1';
const STEP_OUTPUT = /steps\.kafka\.outputs\.([a-z-]+)/g;

/** Steps of which those that use this action name inputs, and the others outputs, that exist. */
export function expectSteps(steps: z.infer<typeof step>[], text: string): void {
  expect(steps.some((each) => 'uses' in each && each.uses === THIS_ACTION)).toBe(true);
  for (const each of steps) {
    if (!('uses' in each) || each.uses !== THIS_ACTION) continue;
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(each.with ?? {})));
  }
  for (const [, name = ''] of text.matchAll(STEP_OUTPUT)) expect(Object.keys(action.outputs)).toContain(name);
}

/** A job whose steps are right, and which may read approvals if it deploys: else each of its runs would warn. */
export function expectJob(
  { permissions, steps }: { permissions: Readonly<Record<string, string>>; steps: z.infer<typeof step>[] },
  text: string,
): void {
  expectSteps(steps, text);
  const deploys = steps.some(
    (each) =>
      'uses' in each &&
      each.uses === THIS_ACTION &&
      !/plan|validate/.test(String(each.with?.mode ?? 'apply')),
  );
  if (deploys) expect(permissions).toMatchObject({ actions: 'read' });
}

/** A workflow whose jobs name inputs and outputs that exist. */
export function expectWorkflow(text: string): void {
  const { permissions, jobs } = workflow.parse(parse(text));
  for (const job of Object.values(jobs)) {
    if ('steps' in job) expectJob({ ...job, permissions: job.permissions ?? permissions }, text);
    else expectCall(job.with);
  }
}

/** Inputs that the reusable workflow of the examples takes, with all that it demands. */
function expectCall(given: Readonly<Record<string, unknown>>): void {
  const inputs = z
    .record(z.string(), z.object({ required: z.boolean().optional() }))
    .parse(parse(read('examples/reusable/workflow.yml')).on.workflow_call.inputs);
  const required = Object.keys(inputs).filter((name) => inputs[name]?.required);
  expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
  expect(Object.keys(given)).toEqual(expect.arrayContaining(required));
}

const oneOrMore = z.union([z.string(), z.array(z.string()).min(1)]);

/** What the checks before a start, and the contents of an instance, need to be permitted. */
const PERMISSIONS = [
  ...[
    'vpc:DescribeVSwitchAttributes',
    'vpc:DescribeVSwitches',
    'ecs:DescribeSecurityGroups',
    'kms:DescribeKey',
  ],
  ...['alikafka:ListInstance', 'alikafka:UpdateInstance', 'alikafka:ListTopic', 'alikafka:CreateTopic'],
  ...['alikafka:UpdateTopic', 'alikafka:ListGroup', 'alikafka:CreateGroup'],
] as const;

/** A policy of RAM: one of permissions, or one of trust in an OIDC provider. */
export const policy = z.strictObject({
  Version: z.literal('1'),
  Statement: z
    .array(
      z.union([
        z.strictObject({
          Effect: z.literal('Allow'),
          Action: z.enum(['alikafka:StartInstance', 'alikafka:ListInstance']),
          Resource: z.string().regex(/^(\*|acs:alikafka:\*:\*:alikafka_[a-z]+-[a-z]+-[a-z0-9]+)$/),
        }),
        z.strictObject({
          Effect: z.literal('Allow'),
          Action: z.array(z.enum(PERMISSIONS)).min(1),
          Resource: z.string().regex(/^(\*|acs:alikafka:\*:\*:alikafka_[a-z]+-[a-z]+-[a-z0-9]+)$/),
        }),
        z.strictObject({
          Effect: z.literal('Allow'),
          Action: z.literal('sts:AssumeRole'),
          Principal: z.strictObject({
            Federated: z.array(z.string().regex(/^acs:ram::\d{16}:oidc-provider\/[\w.-]+$/)),
          }),
          Condition: z.strictObject({
            StringEquals: z.strictObject({
              'oidc:iss': oneOrMore,
              'oidc:aud': oneOrMore,
              'oidc:sub': oneOrMore,
            }),
          }),
        }),
      ]),
    )
    .min(1),
});
