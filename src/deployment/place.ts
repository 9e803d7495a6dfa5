import type { ApiError } from '../alibaba/errors.ts';
import { isFieldName } from '../manifest/fields.ts';
import type { Origin } from '../manifest/origin.ts';
import type { StartParameter, StartRequest } from './start-request.ts';

/** They stand in most messages, whatever these are about. */
const IDENTIFIERS: readonly string[] = ['RegionId', 'InstanceId'];

/**
 * Where the value stands that the API refuses: what its Message names first, a key of `config` or a parameter;
 * else the likeliest field that its Code is about and that the user has set. Undefined where neither tells.
 */
export function placeOf({ verdict, fields, answer }: ApiError, request: StartRequest): Origin | undefined {
  const likely = fields.filter(isFieldName).map((name) => request.settings[name]?.origin);
  if (verdict !== 'refused') return likely.find(isKnown);
  const named = namedIn(answer.message, request);
  const isIdentifier = ({ name }: StartParameter) => IDENTIFIERS.includes(name);
  const places = [
    ...configKeysIn(answer.message, request),
    ...named
      .filter((parameter) => !isIdentifier(parameter))
      .map((parameter) => writtenAt(parameter, request)),
    ...likely,
    ...named.filter(isIdentifier).map(({ origin }) => origin),
  ];
  return places.find(isKnown);
}

const isKnown = (origin: Origin | undefined) => origin !== undefined;

function configKeysIn(text: string, { settings: { config, extraConfig } }: StartRequest): Origin[] {
  const keys = [...(config?.keys ?? []), ...(extraConfig?.keys ?? [])];
  const words = text.split(/[^\w.-]+|\.(?=\s|$)/);
  return keys.filter(([key]) => words.includes(key)).map(([, origin]) => origin);
}

/** The parameters that a text names as whole words, in its order. */
function namedIn(text: string, { parameters }: StartRequest): StartParameter[] {
  const words = text.toLowerCase().split(/[^a-z0-9_]+/);
  return parameters
    .filter(({ name }) => words.includes(name.toLowerCase()))
    .toSorted((a, b) => words.indexOf(a.name.toLowerCase()) - words.indexOf(b.name.toLowerCase()));
}

/** Where the user has written a parameter, or the field that it is derived from. */
function writtenAt({ origin }: StartParameter, { settings }: StartRequest): Origin | undefined {
  if (origin.kind !== 'derived') return origin;
  return isFieldName(origin.from) ? settings[origin.from]?.origin : undefined;
}
