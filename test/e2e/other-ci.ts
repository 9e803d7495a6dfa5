import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';

type Keys = Readonly<{ 'access-key-id': string; 'access-key-secret': string }>;
type Env = Readonly<Record<string, string>>;

/** The script of a job, and what its system runs it with. */
export interface Job {
  readonly script: string;
  readonly shell: readonly string[];
  readonly envIn: (workspace: string) => Env;
}

/** A system whose example in examples/other-ci has one job that plans and one that deploys. */
export interface System {
  readonly name: string;
  readonly job: (kind: 'plan' | 'deploy', keys: Keys) => Job;
}

const example = (name: string) =>
  readFileSync(join(import.meta.dirname, '..', '..', 'examples', 'other-ci', name), 'utf8');

const variablesOf = (keys: Keys): Env => ({
  ALIBABA_CLOUD_ACCESS_KEY_ID: keys['access-key-id'],
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: keys['access-key-secret'],
});

/** @see https://docs.gitlab.com/ci/variables/predefined_variables/ */
export const gitlab: System = {
  name: 'GitLab CI',
  job: (kind, keys) => {
    const Job = z.object({ variables: z.record(z.string(), z.string()) });
    const file = z
      .object({
        '.kafka': Job.extend({ script: z.array(z.string()) }),
        'kafka-plan': Job,
        'kafka-deploy': Job,
      })
      .parse(parse(example('gitlab-ci.yml')));
    const own = file[`kafka-${kind}`];
    return {
      script: file['.kafka'].script.join('\n'),
      shell: ['bash', '-eo', 'pipefail'],
      envIn: (workspace) => ({
        ...{ CI: 'true', GITLAB_CI: 'true', CI_SERVER: 'yes', CI_PIPELINE_ID: '12', CI_JOB_ID: '34' },
        ...{ CI_PROJECT_DIR: workspace, CI_BUILDS_DIR: '/builds', CI_COMMIT_BRANCH: 'main' },
        ...{ CI_COMMIT_SHA: '8f2b', CI_JOB_TOKEN: 'glcbt-1', GITLAB_USER_LOGIN: 'zhang' },
        ...{ CI_PROJECT_PATH: 'octo-org/infrastructure', CI_PIPELINE_SOURCE: 'push' },
        ...{ ...file['.kafka'].variables, ...own.variables, ...variablesOf(keys) },
      }),
    };
  },
};

/** @see https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#using-environment-variables */
export const jenkins: System = {
  name: 'Jenkins',
  job: (kind, keys) => {
    const [shared = '', ...stages] = example('Jenkinsfile').split(/^ {4}stage\('/m);
    const stage = stages.find((text) => text.toLowerCase().startsWith(kind)) ?? '';
    const [, script = ''] = /sh '''\n(.*?)'''/s.exec(stage) ?? [];
    // Groovy would take a backslash for an escape.
    if (script === '' || script.includes('\\')) throw new Error(`no plain script in the stage ${kind}`);
    const given = [...`${shared}${stage}`.matchAll(/\b([A-Z_]+) = '([^']*)'/g)];
    const bound = ['username', 'password'].map(
      (part) => new RegExp(`${part}Variable: '(\\w+)'`).exec(stage)?.[1] ?? '',
    );
    const [id = '', secret = ''] = bound;
    return {
      script,
      shell: ['sh', '-xe'],
      envIn: (workspace) => ({
        ...{ JENKINS_URL: 'https://jenkins.test/', BUILD_NUMBER: '7', BUILD_ID: '7', JOB_NAME: 'kafka/main' },
        ...{ BUILD_TAG: 'jenkins-kafka-main-7', EXECUTOR_NUMBER: '0', NODE_NAME: 'agent-1' },
        ...{ WORKSPACE: workspace, BRANCH_NAME: 'main', GIT_COMMIT: '8f2b', CI: 'true' },
        ...Object.fromEntries(given.map(([, name = '', value = '']) => [name, value])),
        ...{ [id]: keys['access-key-id'], [secret]: keys['access-key-secret'] },
      }),
    };
  },
};

/** @see https://help.aliyun.com/zh/yunxiao/user-guide/environment-variables */
export const flow: System = {
  name: '云效 Flow',
  job: (kind, keys) => {
    const Step = z.object({ with: z.object({ run: z.string().optional() }) });
    const Jobs = z.record(z.string(), z.object({ steps: z.record(z.string(), Step).optional() }));
    const stages = z.record(z.string(), z.object({ jobs: Jobs })).parse(parse(example('flow.yml')).stages);
    const script = stages[`${kind}_stage`]?.jobs[`${kind}_job`]?.steps?.[`${kind}_step`]?.with.run;
    if (script === undefined) throw new Error(`no script in the job ${kind}_job`);
    const prefix = `${kind.toUpperCase()}_`;
    return {
      script,
      shell: ['bash'],
      envIn: (workspace) => ({
        ...{ PIPELINE_ID: '12', BUILD_NUMBER: '7', PIPELINE_NAME: 'Kafka', BUILD_EXECUTOR: '张三' },
        ...{ BUILD_MESSAGE: '张三·页面手动触发', PROJECT_DIR: workspace, TIMESTAMP: '1581581273232' },
        ...{ CI_SOURCE_NAME: '清单', CI_COMMIT_REF_NAME: 'main', CI_COMMIT_SHA: '8f2b' },
        [`${prefix}ACCESS_KEY_ID`]: keys['access-key-id'],
        [`${prefix}ACCESS_KEY_SECRET`]: keys['access-key-secret'],
      }),
    };
  },
};
