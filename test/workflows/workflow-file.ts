import { parseDocument } from 'yaml';
import * as z from 'zod';

const WORKFLOW = z.object({
  jobs: z.record(
    z.string(),
    z.object({
      environment: z.union([z.string(), z.object({ url: z.string().optional() })]).optional(),
      steps: z.array(z.object({ uses: z.string().optional() })).default([]),
    }),
  ),
});

/** This action by any owner in any version, or as a step of its own repository names it. */
const THIS_ACTION = /^[^/]+\/deploy-alikafka@|^\.\/$/;

/** As much of a workflow as tests ask for; undefined where the text is no workflow. */
export function readWorkflow(text: string): z.infer<typeof WORKFLOW> | undefined {
  return WORKFLOW.safeParse(parseDocument(text).toJS()).data;
}

/** Every `uses` of a workflow, or of one job of it, once each. */
export function usesOf(text: string, only?: string): string[] {
  const jobs = Object.entries(readWorkflow(text)?.jobs ?? {});
  const steps = jobs.filter(([id]) => id === (only ?? id)).flatMap(([, job]) => job.steps);
  return [...new Set(steps.map(({ uses }) => uses).filter((uses) => uses !== undefined))];
}

export function isThisAction(uses: string): boolean {
  return THIS_ACTION.test(uses);
}

/** The workflow with more inputs in each step that uses the action. */
export function withInputs(text: string, inputs: Readonly<Record<string, string>>): string {
  const document = parseDocument(text);
  for (const [job, { steps }] of Object.entries(readWorkflow(text)?.jobs ?? {})) {
    for (const [index, { uses = '' }] of steps.entries()) {
      if (!isThisAction(uses)) continue;
      for (const [name, value] of Object.entries(inputs)) {
        document.setIn(['jobs', job, 'steps', index, 'with', name], value);
      }
    }
  }
  return document.toString({ lineWidth: 0 });
}

/** The workflow with one more step at the end of a job. */
export function withStep(text: string, job: string, step: object): string {
  const document = parseDocument(text);
  document.addIn(['jobs', job, 'steps'], document.createNode(step));
  return document.toString({ lineWidth: 0 });
}
