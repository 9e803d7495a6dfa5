import * as z from 'zod';
import { type FieldName, fieldNames, fieldOf } from '../src/manifest/fields.ts';
import { KNOWN_REGIONS } from '../src/manifest/regions.ts';
import { both, either, not, properties, warnUnless, when } from './json-schema/conditions.ts';
import { rulesOfOne } from './json-schema/rules.ts';
import { forEditors, messageOf, onlyReference, reference, withTypesMerged } from './json-schema/values.ts';
import { FIELD_TEXTS } from './texts/fields.ts';

/*
 * The manifest as a JSON Schema, for editors. The rules of single values hold everywhere. The rules between
 * fields, and which fields there must be, hold where no other layer can change the answer: in a manifest of one
 * instance without environments, and in `instances` without defaults and environments. What an input gives
 * instead can stand there as `null`. Every value may be null, or a text with ${NAME}.
 */

function layeredField(name: FieldName): z.ZodType {
  const { schema, privacy, merged = 0 } = fieldOf(name);
  const value = privacy === 'secret' ? onlyReference : layered(schema(), merged);
  return z.union([value, z.null()]).meta({ id: name, description: FIELD_TEXTS[name].en }).optional();
}

/** The schema of a value in one layer, where `null` may also stand for a key of the maps that layers merge. */
function layered(schema: z.ZodType, levels: number): z.ZodType {
  if (levels === 0) return schema;
  if (schema instanceof z.ZodRecord) {
    const value = layered(schema.valueType as z.ZodType, levels - 1);
    return z.record(schema.keyType, z.union([value, z.null()]), { error: () => messageOf(schema) });
  }
  if (!(schema instanceof z.ZodObject)) return schema;
  const keys = Object.entries<z.ZodOptional<z.ZodType>>(schema.shape).map(([key, value]) => {
    const nullable = layered(value.unwrap(), levels - 1).nullish();
    return [key, value.description === undefined ? nullable : nullable.describe(value.description)];
  });
  return z.strictObject(Object.fromEntries(keys));
}

const INSTANCE_KEY = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, {
  error: 'must be up to 64 letters, digits, dots, hyphens or underscores',
});

const SECTIONS = {
  defaults: 'Fields that every instance shares.',
  instances: 'The instances, each under a name of your own.',
  environments: 'What differs by environment, which the input `environment` chooses.',
} as const;

/** The two forms of a manifest, and the fields of a layer, as definitions. */
function definitions(): Record<string, unknown> {
  const fields = Object.fromEntries(fieldNames.map((name) => [name, layeredField(name)]));
  const layer = z.strictObject(fields).nullable().meta({ id: 'fields' });
  const named = z.record(INSTANCE_KEY, layer, { error: 'must be a map, with a name for each instance' });
  const environmentsOf = (value: z.ZodType) =>
    z
      .record(z.string(), value, { error: 'must be a map of environments' })
      .nullish()
      .describe(SECTIONS.environments);
  const flat = z.strictObject({ ...fields, environments: environmentsOf(layer) }).meta({ id: 'flat' });
  const overlay = z.strictObject({ defaults: layer.nullish(), instances: named.nullish() }).nullable();
  const fleet = z
    .strictObject({
      defaults: layer.optional().describe(SECTIONS.defaults),
      instances: named.describe(SECTIONS.instances),
      environments: environmentsOf(overlay),
    })
    .meta({ id: 'fleet' });
  const { $defs } = z.toJSONSchema(z.union([flat, fleet]), {
    io: 'input',
    target: 'draft-2020-12',
    override: forEditors,
  });
  return withTypesMerged($defs) as Record<string, unknown>;
}

/** The JSON Schema (draft 2020-12) of a manifest in either form. */
export function manifestJsonSchema(): Record<string, unknown> {
  const { regionId, ...others } = definitions();
  const one = { $ref: '#/$defs/rulesOfOne' };
  const has = (name: string) => ({ required: [name] });
  const withLayers = either(has('defaults'), has('environments'));
  const { defaults, instances } = SECTIONS;
  const offeredBeside = {
    properties: { defaults: { description: defaults }, instances: { description: instances } },
  };
  const rulesOfEach = properties({ instances: { additionalProperties: one } });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    description: 'Manifest of deploy-alikafka.',
    type: 'object',
    errorMessage: 'A manifest is a map of fields, or of instances',
    ...when(
      either(has('instances'), has('defaults')),
      both({ $ref: '#/$defs/fleet' }, when(not(withLayers), rulesOfEach)),
      both({ $ref: '#/$defs/flat' }, offeredBeside, when(not(has('environments')), one)),
    ),
    $defs: { ...others, regionId: offering(regionId, KNOWN_REGIONS), reference, rulesOfOne: rulesOfOne() },
  };
}

/** Lets an editor offer some words, and warn of all others, which are allowed as well. */
function offering(schema: unknown, words: readonly string[]): object {
  const { description, ...rest } = schema as { description: string; errorMessage: string };
  const anyOf = [rest, { enum: words, errorMessage: rest.errorMessage }];
  return {
    description,
    anyOf,
    ...warnUnless(words, 'is not known to this release; it is called as it is', rest),
  };
}
