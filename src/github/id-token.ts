import { CredentialsError } from '../alibaba/credentials.ts';
import type { IdToken } from '../alibaba/login.ts';
import { unlessAborted } from '../deployment/clock.ts';
import type { ProcessEnvironment } from '../inputs/environment.ts';
import { claimsOf } from './claims.ts';

const PATIENCE_MS = 30_000;

/**
 * Fetches an OIDC token of this job from GitHub. `mask` is told it before anyone else.
 *
 * @throws CredentialsError
 */
export async function fetchIdToken(
  audience: string,
  environment: ProcessEnvironment,
  mask: (secrets: readonly string[]) => void,
): Promise<IdToken> {
  if (!environment.ACTIONS_ID_TOKEN_REQUEST_URL || !environment.ACTIONS_ID_TOKEN_REQUEST_TOKEN) {
    throw new CredentialsError(
      'GitHub gives this job no OIDC token',
      'Add "id-token: write" to the permissions of the job. Runs for pull requests from forks never get one.',
    );
  }
  const { getIDToken } = await import('@actions/core'); // brings its HTTP client with it
  const asked = getIDToken(audience);
  asked.catch(() => undefined); // it goes on trying behind our back when we have given up
  const token = await unlessAborted(asked, AbortSignal.timeout(PATIENCE_MS)).catch((error: unknown) => {
    const status = /Error Code\s*:\s*([0-9]{3})/.exec(error instanceof Error ? error.message : '')?.[1];
    const why = status === undefined ? '' : ` (HTTP ${status})`;
    const remedy = 'Run the job again; look at githubstatus.com if this repeats.';
    throw new CredentialsError(`GitHub did not give this job an OIDC token${why}`, remedy);
  });
  mask([token]);
  return { token, claims: claimsOf(token) };
}
