import * as z from 'zod';
import { lazily } from './lazily.ts';

/*
 * The kinds of values that fields take. Every message starts with "must" and never repeats the value: whoever
 * reports it knows whether the value may be shown.
 */

/** A text that is not empty. */
const text = () => z.string({ error: 'must be a text' }).regex(/\S/, { error: 'must not be empty' });

/** A text the service is given as it is, with no control characters in it. */
export const line = lazily(() =>
  text().regex(/^\P{Cc}*$/u, { error: 'must be one line without control characters' }),
);

/** `true` or `false`, as YAML writes them or as a text. */
export const flag = lazily(() =>
  z
    .union([z.boolean(), z.enum(['true', 'True', 'TRUE', 'false', 'False', 'FALSE'])], {
      error: 'must be true or false',
    })
    .transform((value) => value === true || (typeof value === 'string' && value.toLowerCase() === 'true')),
);

/** A text, number or boolean, as a text. */
export const scalar = lazily(() =>
  z
    .union([z.string(), z.number(), z.boolean()], { error: 'must be a text, a number, true or false' })
    .transform(String),
);

/** A text, number or boolean, or a list of them: what `extraParameters` sends as it is. */
export const scalars = lazily(() => {
  const rule = { error: 'must be a text, a number, true or false, or a list of them' };
  const list = z.array(scalar(), rule).min(1, { error: 'must have at least one value' });
  return z.union([scalar(), list], rule);
});

/** A whole number, as YAML writes it or as a text; bounds are inclusive. */
export function integer(min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
  const bounded = min > Number.MIN_SAFE_INTEGER;
  const error = bounded ? `must be a whole number from ${min} to ${max}` : 'must be a whole number';
  const number = z.int({ error }).min(min, { error }).max(max, { error });
  const digits = z.string().regex(/^(0|-?[1-9][0-9]*)$/, { error });
  return z.union([number, digits], { error }).transform(Number).pipe(number);
}

/** One of a few words, two at least. */
export function oneOf<const T extends readonly [string, string, ...string[]]>(...words: T) {
  return lazily(() => z.enum(words, { error: `must be ${orList(words)}` }));
}

function orList(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`);
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

/** The ids whose beginning tells their kind, to catch one put in another's place. */
const ID_KINDS: Readonly<Record<string, string>> = {
  'vpc-': 'a VPC',
  'vsw-': 'a vSwitch',
  'sg-': 'a security group',
  alikafka_: 'a Kafka instance',
};

/** The id of a cloud resource. Only another kind's prefix is refused: services add prefixes of their own. */
export function resourceId(prefix: keyof typeof ID_KINDS, example: string) {
  return lazily(() => {
    const foreign = Object.keys(ID_KINDS).filter((other) => other !== prefix);
    const pattern = new RegExp(`^(?!${foreign.join('|')})[A-Za-z0-9][A-Za-z0-9_-]*$`);
    return z.string({ error: 'must be a text' }).regex(pattern, {
      error: ({ input }) => idMessage(String(input), `${ID_KINDS[prefix]}, such as ${example}`, prefix),
    });
  });
}

/** The id of a key in KMS: a plain id, an alias or a resource name. */
export const keyId = lazily(() =>
  z.string({ error: 'must be a text' }).regex(/^[A-Za-z0-9][A-Za-z0-9:/._-]*$/, {
    error: ({ input }) => idMessage(String(input), 'a KMS key, such as 0d24a1b2-da7b-4786-b981-9a164d0c1e2f'),
  }),
);

function idMessage(input: string, what: string, own?: string): string {
  if (input === '') return `must not be empty; give the id of ${what}`;
  if (input.includes('*')) return `must be the real id of ${what}, not a placeholder from documentation`;
  const kind = Object.entries(ID_KINDS).find(([prefix]) => prefix !== own && input.startsWith(prefix))?.[1];
  return `must be the id of ${what}${kind ? `, not of ${kind}` : ''}`;
}

/** The id of a region; those of OSS are others. */
export const region = lazily(() =>
  z.string({ error: 'must be a text' }).regex(/^(?!oss-)(?=.{1,63}$)[a-z]+(-[a-z0-9]+)+$/, {
    error: 'must be a region id such as cn-hangzhou',
  }),
);

/** Zones of regions that end in a number are written without a second hyphen: `ap-southeast-1a`. */
const ZONE = /^(zone[a-z]|[a-z]+(-[a-z0-9]+)+-[a-z]|[a-z]+(-[a-z0-9]+)*-[0-9]+[a-z])$/;

/** A zone as the service takes it: `zonea`, `cn-hangzhou-a` or `ap-southeast-1a`. */
export const zone = lazily(() =>
  z
    .string({ error: 'must be a text' })
    .regex(ZONE, { error: 'must be a zone such as zonea or cn-hangzhou-a' }),
);

/** The region of a zone's long form; undefined for the short form, which stands in any region. */
export function regionOfZone(zoneId: string): string | undefined {
  return zoneId.startsWith('zone') ? undefined : zoneId.replace(/-?[a-z]$/, '');
}
