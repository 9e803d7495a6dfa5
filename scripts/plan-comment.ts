// Plans the instance of examples/kafka.yml for a pull request, with its vSwitch in another zone than the manifest
// says, against the emulators of the cloud and of GitHub; keeps the comment as a page for picture.ts.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGitHub } from '../emulator/github/github.ts';
import { DEFAULT_ACCOUNT, startEmulator } from '../emulator/index.ts';
import { runAction } from './action-process.ts';
import { renderPage } from './render-summary.ts';

const ROOT = join(import.meta.dirname, '..');
const PULL = 7;
const REPOSITORY = { full_name: 'octo-org/infrastructure', id: 1 };
const SHA = '0123456789abcdef0123456789abcdef01234567';
const EVENT = {
  number: PULL,
  repository: REPOSITORY,
  pull_request: {
    number: PULL,
    head: { ref: 'kafka', sha: SHA, repo: REPOSITORY },
    base: { ref: 'main', repo: REPOSITORY },
  },
};

const github = await startGitHub({ repository: REPOSITORY.full_name });
const cloud = await startEmulator({
  instances: [{ instanceId: 'alikafka_post-cn-v0h1fgs2a001', deployType: 5 }],
  surroundings: {
    vSwitches: [
      {
        vSwitchId: 'vsw-bp1j3sg5979fstnpl0abc',
        vpcId: 'vpc-bp1r4eg3yrxmygv0abcd',
        zoneId: 'cn-hangzhou-h',
      },
      {
        vSwitchId: 'vsw-bp1j3sg5979fstnpl0abd',
        vpcId: 'vpc-bp1r4eg3yrxmygv0abcd',
        zoneId: 'cn-hangzhou-a',
        name: 'kafka-a',
      },
    ],
  },
});
const folder = mkdtempSync(join(tmpdir(), 'deploy-alikafka-comment-'));
try {
  writeFileSync(join(folder, 'event.json'), JSON.stringify(EVENT));
  const [key] = DEFAULT_ACCOUNT.keys;
  const { stdout } = await runAction({
    workspace: ROOT,
    inputs: {
      manifest: 'examples/kafka.yml',
      mode: 'plan',
      endpoint: cloud.url,
      'github-token': github.token,
      'access-key-id': key.accessKeyId,
      'access-key-secret': key.accessKeySecret,
    },
    env: {
      GITHUB_API_URL: github.url,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: REPOSITORY.full_name,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: join(folder, 'event.json'),
      GITHUB_REF: `refs/pull/${PULL}/merge`,
      GITHUB_SHA: SHA,
      GITHUB_REF_NAME: `${PULL}/merge`,
      GITHUB_ACTOR: 'octocat',
      GITHUB_TRIGGERING_ACTOR: 'octocat',
      GITHUB_WORKFLOW: 'Kafka',
      GITHUB_RUN_ID: '4711',
      GITHUB_RUN_ATTEMPT: '1',
    },
  });
  const [comment] = github.comments;
  if (!comment) throw new Error(`The plan became no comment: ${stdout}`);
  mkdirSync(join(ROOT, '.demo'), { recursive: true });
  writeFileSync(join(ROOT, '.demo', 'plan-comment.html'), await renderPage(comment.body, 'Plan'));
} finally {
  rmSync(folder, { recursive: true });
  await Promise.all([cloud.close(), github.close()]);
}
