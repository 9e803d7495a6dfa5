import type { Site } from './deployment/options.ts';
import type { RunEvent } from './github/event.ts';
import type { IdToken } from './github/id-token.ts';
import type { Runner } from './github/runner.ts';
import { traced } from './http/trace.ts';
import type { Send } from './http/transport.ts';
import { CredentialsError } from './identity/credentials.ts';
import type { IdentityProviders } from './identity/identify.ts';
import { isGitHubActions } from './inputs/env.ts';
import type { ProcessEnv } from './manifest/references.ts';
import type { RecordEarly } from './report/early-record.ts';
import { runLogger } from './report/run-logger.ts';
import type { RunDependencies } from './run-dependencies.ts';
import { realClock } from './time/clock.ts';

/** What the process and its runner give to a run. */
interface Surroundings {
  readonly env: ProcessEnv;
  readonly site: Site;
  readonly runner: Runner;
  readonly send: Send;
  readonly cancel: AbortSignal;
  readonly event: RunEvent | undefined;
  readonly recordEarly: RecordEarly;
}

/** Connects a run with the real clock, randomness, network and runner. */
export function dependenciesOf({ env, site, runner, send, ...given }: Surroundings): RunDependencies {
  return {
    client: {
      send: traced(send, runner.debug, realClock.now),
      wallTime: Date.now,
      nonce: () => crypto.randomUUID(),
      conceal: runner.redact,
    },
    clock: realClock,
    random: Math.random,
    ...given,
    identity: identityProviders(env, runner, send),
    logger: runLogger(runner, realClock.now, site),
    mask: runner.mask,
    conceal: runner.conceal,
  };
}

function identityProviders(env: ProcessEnv, { mask }: Runner, send: Send): IdentityProviders {
  const idToken = async (audience: string): Promise<IdToken> => {
    const { fetchIdToken, IdTokenError } = await import('./github/id-token.ts');
    try {
      return await fetchIdToken(audience, { variables: env, send, mask, sleep: realClock.sleep });
    } catch (error) {
      if (!(error instanceof IdTokenError)) throw error;
      throw new CredentialsError(error.message, error.remedy, error);
    }
  };
  return {
    idToken: isGitHubActions(env) ? idToken : undefined,
    openDefaultChain: async () => (await import('./identity/default-chain.ts')).openDefaultChain(),
  };
}
