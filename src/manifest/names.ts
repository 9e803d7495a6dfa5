import type { Diagnostics } from './diagnostics.ts';
import { type FieldName, fieldNames, fieldOf, isFieldName } from './fields.ts';
import { type MapNode, quote } from './node.ts';
import { closest, didYouMean } from './suggest.ts';

const BY_API_NAME: ReadonlyMap<string | undefined, FieldName> = new Map(
  fieldNames.map((name) => [fieldOf(name).api, name]),
);

const USERS_AND_ACLS =
  '; this action makes no SASL users and no ACLs: create them in the console, or with Terraform (alicloud_alikafka_sasl_user, alicloud_alikafka_sasl_acl)';

/** Keys that a layer has nowhere: what they ask for is done by other means. */
const NOT_MADE_HERE: Readonly<Record<string, string>> = {
  saslUsers: USERS_AND_ACLS,
  users: USERS_AND_ACLS,
  acls: USERS_AND_ACLS,
  acl: USERS_AND_ACLS,
};

/** Reports keys of a layer that are no fields. `elsewhere` explains keys that belong to another place. */
export function checkNames(
  layer: MapNode,
  diagnostics: Diagnostics,
  elsewhere: Readonly<Record<string, string>> = {},
): void {
  const explained = { ...NOT_MADE_HERE, ...elsewhere };
  const unknown = [...layer.entries].filter(([key]) => !isFieldName(key));
  const fromApi = unknown.filter(([key]) => BY_API_NAME.has(key));
  const [first] = fromApi;
  if (first && fromApi.length > 1) {
    const pairs = fromApi.map(([key]) => `${key} is ${BY_API_NAME.get(key)}`).join(', ');
    diagnostics.error(first[1].origin, `Keys are in camelCase here, unlike in the API: ${pairs}`);
  }
  for (const [key, { origin }] of unknown) {
    if (fromApi.length > 1 && BY_API_NAME.has(key)) continue;
    const hint = Object.hasOwn(explained, key) ? explained[key] : didYouMean(key, fieldNames);
    diagnostics.error(
      origin,
      `Unknown key ${quote(key)}${hint || '; see the list of fields in docs/manifest.md'}`,
    );
  }
}

/** The field that a key is, or was probably meant to be: one that is misspelled is not missing as well. */
export function fieldMeantBy(key: string): FieldName | undefined {
  return isFieldName(key) ? key : closest(key, fieldNames);
}
