import type { JsonWebKey } from 'node:crypto';
import { arnFrom } from './arn.ts';

/** Who may become whom without a key: the identity providers and the roles that RAM knows. */
export interface IdentityOptions {
  readonly providers: readonly OidcProvider[];
  readonly roles: readonly RoleSeed[];
}

/** An identity provider, registered in an account. */
export interface OidcProvider {
  /** `acs:ram::<account>:oidc-provider/<name>` */
  readonly arn: string;
  /** The `iss` of its tokens. */
  readonly issuer: string;
  /** Its client ids: the `aud` of a token has to be one of them. */
  readonly audiences: readonly string[];
  /** The issuer's public keys, each with its `kid`. */
  readonly keys: readonly JsonWebKey[];
  /** The issuer's certificate is none of those whose fingerprints are registered. Default false. */
  readonly fingerprintMismatch?: boolean;
}

/** A role as it was created. */
export interface RoleSeed {
  /** `acs:ram::<account>:role/<name>` */
  readonly arn: string;
  readonly trust: Trust;
  /** The longest session: 3600 (the default) to 43200. */
  readonly maxSessionSeconds?: number;
  /** What its RAM policies do not allow: operations or RAM actions. */
  readonly denied?: readonly string[];
}

/**
 * Which tokens of the account's providers may take on a role. `*` stands for any characters, `?` for one; what
 * is left out is not looked at.
 */
export interface Trust {
  /** `oidc:iss` */
  readonly issuer?: string;
  /** `oidc:aud` */
  readonly audience?: string;
  /** `oidc:sub` */
  readonly subject?: string;
}

/** A role inside the cloud. */
export interface Role {
  readonly arn: string;
  readonly accountId: string;
  readonly name: string;
  readonly trust: Trust;
  readonly maxSessionSeconds: number;
  readonly denied: readonly string[];
}

/** Providers and roles by their names. Throws where one is malformed or named twice. */
export class Identity {
  readonly #providers: ReadonlyMap<string, OidcProvider>;
  readonly #roles: ReadonlyMap<string, Role>;

  constructor({ providers, roles }: IdentityOptions = { providers: [], roles: [] }) {
    for (const { arn } of providers) partsOf(arn, 'oidc-provider');
    this.#providers = byArn(providers);
    this.#roles = byArn(roles.map(roleFrom));
  }

  provider(arn: string): OidcProvider | undefined {
    return this.#providers.get(arn);
  }

  role(arn: string): Role | undefined {
    return this.#roles.get(arn);
  }
}

function roleFrom({ arn, trust, maxSessionSeconds = 3_600, denied = [] }: RoleSeed): Role {
  if (maxSessionSeconds < 3_600 || maxSessionSeconds > 43_200) {
    throw new Error(`the longest session of ${arn} is not 3600 to 43200 seconds`);
  }
  return { arn, ...partsOf(arn, 'role'), trust, maxSessionSeconds, denied };
}

function partsOf(arn: string, kind: 'role' | 'oidc-provider') {
  const parts = arnFrom(arn, kind);
  if (parts === undefined) throw new Error(`${arn} does not name a ${kind}`);
  return parts;
}

function byArn<T extends { readonly arn: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  const map = new Map(items.map((item) => [item.arn, item]));
  if (map.size < items.length) throw new Error('two providers or two roles have the same name');
  return map;
}
