import { type JsonWebKey, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JsonObject } from '../json.ts';
import { listenOnLoopback } from '../loopback.ts';
import { sharedTokenKey, type TokenKey } from './token-key.ts';

/** The `iss` of the tokens of GitHub's jobs. */
export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

const LIFETIME_SECONDS = 600;
const OWNER = 'octo-org';
const REPOSITORY = `${OWNER}/octo-repo`;

/** What a token service is made of. Only the clock has no default. */
export interface TokenServiceOptions {
  /** Milliseconds, epoch. */
  readonly now: () => number;
  /** Claims that win over those of the example job. */
  readonly claims?: JsonObject;
  /** Whether there are tokens for an audience, undefined being none named. Default: for every one. */
  readonly audienceCheck?: (audience: string | undefined) => boolean;
  /** What signs the tokens. Default: a key that all services of this process share. */
  readonly key?: TokenKey;
}

/** GitHub's token service, on 127.0.0.1, as one job sees it. */
export interface TokenService {
  /** For ACTIONS_ID_TOKEN_REQUEST_URL: has a query already, so clients append `&audience=`. */
  readonly requestUrl: string;
  /** For ACTIONS_ID_TOKEN_REQUEST_TOKEN. */
  readonly requestToken: string;
  readonly issuer: string;
  /** The public keys of its tokens. */
  readonly jwks: readonly JsonWebKey[];
  /** Every token so far, whether asked for over HTTP or not. */
  readonly issued: readonly IssuedToken[];
  /** Every request so far. */
  readonly requests: readonly TokenRequest[];
  /** Issues a token to the test itself; the claims win over all others. */
  readonly issue: (audience?: string, claims?: JsonObject) => string;
  /** Fails the next requests that would get a token: HTTP status 500, or 200 with an empty token. Default once. */
  readonly fail: (how: 'error' | 'empty', times?: number) => void;
  readonly close: () => Promise<void>;
}

/** A token and what it says. */
export interface IssuedToken {
  readonly value: string;
  readonly claims: JsonObject;
}

/** A request for a token, and how it was answered. */
export interface TokenRequest {
  /** Milliseconds, epoch. */
  readonly time: number;
  readonly audience: string | undefined;
  readonly httpStatus: number;
}

/** Starts a token service. */
export async function startTokenService(options: TokenServiceOptions): Promise<TokenService> {
  const { now, audienceCheck = () => true } = options;
  const key = options.key ?? (await sharedTokenKey());
  const requestToken = randomBytes(32).toString('base64url');
  const issued: IssuedToken[] = [];
  const requests: TokenRequest[] = [];
  const failures: ('error' | 'empty')[] = [];

  const issue = (audience?: string, more: JsonObject = {}): string => {
    const claims = { ...claimsOf(now(), audience), ...options.claims, ...more };
    const value = key.sign(claims);
    issued.push({ value, claims });
    return value;
  };
  const answerTo = (request: IncomingMessage, audience: string | undefined): Answer => {
    const refusal = refusalOf(request, requestToken);
    if (refusal !== undefined) return refusal;
    if (!audienceCheck(audience)) return { httpStatus: 400, body: { message: 'no token for this audience' } };
    const failure = failures.shift();
    if (failure === 'error') return { httpStatus: 500, body: { message: 'the token service failed' } };
    const value = failure === 'empty' ? '' : issue(audience);
    return { httpStatus: 200, body: { count: value.length, value } };
  };
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const audience = urlOf(request).searchParams.get('audience') ?? undefined;
    const { httpStatus, body } = answerTo(request, audience);
    requests.push({ time: now(), audience, httpStatus });
    response.writeHead(httpStatus, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(body));
  };
  const server = await listenOnLoopback(serve, 0);
  return {
    requestUrl: `${server.url}/token?api-version=2.0`,
    requestToken,
    issuer: GITHUB_ISSUER,
    jwks: [key.jwk],
    issued,
    requests,
    issue,
    fail: (how, times = 1) => {
      failures.push(...Array<typeof how>(times).fill(how));
    },
    close: server.close,
  };
}

interface Answer {
  readonly httpStatus: number;
  readonly body: JsonObject;
}

/** Why a request is none for a token of this job, if it is none. */
function refusalOf(request: IncomingMessage, requestToken: string): Answer | undefined {
  const { pathname, searchParams } = urlOf(request);
  const refused = (httpStatus: number, message: string) => ({ httpStatus, body: { message } });
  if (pathname !== '/token') return refused(404, 'there is nothing here');
  if (request.method !== 'GET') return refused(405, 'tokens are got with GET');
  if (searchParams.get('api-version') !== '2.0') return refused(400, 'api-version is 2.0');
  const [scheme, bearer] = request.headers.authorization?.split(' ') ?? [];
  if (scheme?.toLowerCase() !== 'bearer') return refused(401, 'a bearer token is mandatory');
  return bearer === requestToken ? undefined : refused(403, 'the bearer token is not that of the job');
}

/** What GitHub says of a job that runs on a push. Its tokens are valid a while before they are issued. */
function claimsOf(now: number, audience: string = `https://github.com/${OWNER}`): JsonObject {
  const issuedAt = Math.floor(now / 1_000);
  return {
    jti: randomUUID(),
    iss: GITHUB_ISSUER,
    sub: `repo:${REPOSITORY}:ref:refs/heads/main`,
    aud: audience,
    iat: issuedAt,
    nbf: issuedAt - LIFETIME_SECONDS,
    exp: issuedAt + LIFETIME_SECONDS,
    repository: REPOSITORY,
    repository_owner: OWNER,
    ref: 'refs/heads/main',
    ref_type: 'branch',
    event_name: 'push',
    workflow: 'deploy',
    job_workflow_ref: `${REPOSITORY}/.github/workflows/deploy.yml@refs/heads/main`,
    run_id: '1000000001',
    run_attempt: '1',
    runner_environment: 'github-hosted',
  };
}

function urlOf({ url = '/' }: IncomingMessage): URL {
  return new URL(`http://localhost${url}`);
}
