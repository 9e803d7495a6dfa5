import type { Client, Credentials } from '../alibaba/client.ts';
import { isLoopback, stsEndpoint } from '../alibaba/endpoints.ts';
import { CallError } from '../alibaba/errors.ts';
import { mayPass } from '../alibaba/read.ts';
import { callerIdentity, type Identity } from '../alibaba/sts.ts';
import type { IdToken } from '../github/id-token.ts';
import type { Inputs } from '../inputs/read.ts';
import type { Clock } from '../time/clock.ts';
import { withRetry } from '../time/retry.ts';
import { CredentialsError } from './credentials.ts';
import { type Login, logIn, STS_TRIES } from './login.ts';

/** Where credentials come from that are not among the inputs. */
export interface IdentityProviders {
  /** An OIDC token of this job; undefined outside of GitHub Actions. @throws CredentialsError */
  readonly idToken: ((audience: string) => Promise<IdToken>) | undefined;
  /** The vendor's default chain, for machines of the user's own. */
  readonly openDefaultChain: () => Promise<() => Promise<Credentials>>;
}

/** Hears where the credentials come from, and whose they are. */
interface IdentityLogger {
  readonly credentials: (source: string) => void;
  readonly identity: (identity: Identity) => void;
  readonly remark: (line: string) => void;
}

/** What logging in needs from outside. */
export interface IdentityDependencies {
  readonly client: Omit<Client, 'credentials'>;
  readonly clock: Clock;
  readonly identity: IdentityProviders;
  readonly logger: IdentityLogger;
  readonly mask: (secrets: readonly string[]) => void;
}

/**
 * Logs in, tells as whom, and refuses any account that is not allowed.
 *
 * @throws CallError, of which CredentialsError is one
 */
export async function identify(
  inputs: Inputs,
  regionId: string,
  dependencies: IdentityDependencies,
): Promise<Login> {
  const { client } = dependencies;
  const endpoint = inputs.stsEndpoint ?? stsEndpoint(regionId, inputs.network);
  const login = await logIn(inputs.sources, {
    client,
    stsEndpoint: endpoint,
    idToken: dependencies.identity.idToken,
    defaultChain: inputs.defaultChain ? lazily(dependencies.identity.openDefaultChain) : undefined,
    mask: dependencies.mask,
    note: dependencies.logger.remark,
    now: dependencies.clock.now,
    sleep: dependencies.clock.sleep,
  });
  dependencies.logger.credentials(login.source);
  const identity = await ask(inputs, { ...client, credentials: login.credentials }, endpoint, dependencies);
  if (identity) dependencies.logger.identity(identity);
  refuseOthers(inputs.allowedAccounts, identity);
  return login;
}

/** The chain's library is large, and most runs have credentials without it. */
function lazily(open: IdentityProviders['openDefaultChain']): () => Promise<Credentials> {
  let opened: ReturnType<typeof open> | undefined;
  return async () => {
    opened ??= open();
    return (await opened)();
  };
}

/** An emulator on this machine has accounts of its own; the real STS would know nothing of its keys. */
function isEmulated({ endpoint, stsEndpoint: given, allowedAccounts }: Inputs): boolean {
  return (
    given === undefined && endpoint !== undefined && isLoopback(endpoint) && allowedAccounts.length === 0
  );
}

async function ask(
  inputs: Inputs,
  client: Client,
  endpoint: URL,
  { logger, clock }: IdentityDependencies,
): Promise<Identity | undefined> {
  if (isEmulated(inputs)) return undefined;
  const required = inputs.allowedAccounts.length > 0;
  const once = () => callerIdentity(client, endpoint);
  try {
    return await (required ? withRetry(once, { tries: STS_TRIES, mayPass, sleep: clock.sleep }) : once());
  } catch (error) {
    if (!(error instanceof CallError) || required) throw error;
    logger.remark(`Whose credentials these are could not be read: ${error.message}`);
    return undefined;
  }
}

function refuseOthers(allowed: readonly string[], identity: Identity | undefined): void {
  if (allowed.length === 0 || (identity && allowed.includes(identity.accountId))) return;
  throw new CredentialsError(
    `The credentials belong to account ${identity?.accountId}, which allowed-account-ids does not name`,
    'Give credentials of the right account, or add this one to allowed-account-ids. Nothing was read or started.',
  );
}
