import * as z from 'zod';
import { type HttpAnswer, type HttpRequest, type Send, TransportError } from '../http/transport.ts';
import type { ProcessEnv } from '../manifest/references.ts';
import { withRetry } from '../time/retry.ts';
import { claimsOf, type TrustClaims } from './claims.ts';

/** What fetching a token needs. */
export interface TokenSource {
  readonly variables: ProcessEnv;
  readonly send: Send;
  readonly sleep: (ms: number) => Promise<void>;
  /** Told the token before anyone else. */
  readonly mask: (secrets: readonly string[]) => void;
}

/** An OIDC token of this very job, and what of it may be shown. */
export interface IdToken {
  readonly token: string;
  readonly claims: TrustClaims;
}

/** GitHub gave no token. The message is fit to be shown. */
export class IdTokenError extends Error {
  override readonly name = 'IdTokenError';
  readonly remedy: string;

  constructor(message: string, remedy: string, cause?: unknown) {
    super(message, { cause });
    this.remedy = remedy;
  }
}

const TRIES = 3;

/** Those of GitHub have one to three thousand characters. A longer one is none, and would take minutes to conceal. */
const LONGEST_TOKEN = 32_768;

const answer = z.object({ value: z.string().min(1).max(LONGEST_TOKEN) });

/**
 * Fetches an OIDC token of this job from GitHub's token service. Redirects are not followed: the request holds
 * the job's right to tokens, and only the runner says where that may go.
 *
 * @throws IdTokenError
 */
export async function fetchIdToken(audience: string, source: TokenSource): Promise<IdToken> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: address, ACTIONS_ID_TOKEN_REQUEST_TOKEN: right } = source.variables;
  if (!address || !right) {
    throw new IdTokenError(
      'GitHub gives this job no OIDC token',
      'Add "id-token: write" to the permissions of the job. Runs for pull requests from forks usually get none.',
    );
  }
  const url = URL.parse(address);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw refused(' (its address is no URL)');
  url.searchParams.append('audience', audience);
  const headers = { host: url.host, accept: 'application/json', authorization: `Bearer ${right}` };
  const once = () => ask({ method: 'GET', url, headers, body: '' }, source.send);
  const { body, broken } = await withRetry(once, {
    ...{ tries: TRIES, sleep: source.sleep, mayPass: (error: unknown) => error instanceof NotNow },
  });
  const token = broken ? undefined : answer.safeParse(parsed(body)).data?.value;
  if (token === undefined) throw refused(' (its answer holds none)');
  source.mask([token]);
  return { token, claims: claimsOf(token) };
}

/** GitHub gives no token now, and may give one in a moment: no connection, a limit, a server that fails. */
class NotNow extends IdTokenError {}

async function ask(request: HttpRequest, send: Send): Promise<HttpAnswer> {
  const outcome = await send(request).catch((error: unknown) => {
    if (!(error instanceof TransportError)) throw error;
    throw refused(`: ${error.message}`, NotNow, error);
  });
  const { status } = outcome;
  if (status !== 200)
    throw refused(` (HTTP ${status})`, status === 429 || status >= 500 ? NotNow : undefined);
  return outcome;
}

function refused(why: string, Kind = IdTokenError, cause?: unknown): IdTokenError {
  const remedy = 'Run the job again; look at githubstatus.com if this repeats.';
  return new Kind(`GitHub did not give this job an OIDC token${why}`, remedy, cause);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
