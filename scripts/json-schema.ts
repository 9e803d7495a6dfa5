import * as z from 'zod';
import { type FieldName, fieldNames, fieldOf } from '../src/manifest/fields.ts';
import { FIELD_TEXTS } from './texts/fields.ts';

/*
 * The manifest as a JSON Schema, for editors. It has the rules of single values; those between fields, and
 * which of the two forms needs what, are only in the action. Every value may be null, or a text with ${NAME}.
 */

const REFERENCE = { type: 'string', pattern: '\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}' } as const;
const onlyReference = z.string().regex(new RegExp(`^${REFERENCE.pattern}$`));

function layeredField(name: FieldName): z.ZodType {
  const { schema, privacy, merged = 0 } = fieldOf(name);
  const value = privacy === 'secret' ? onlyReference : layered(schema, merged);
  return z.union([value, z.null()]).optional().describe(FIELD_TEXTS[name].en);
}

/** The schema of a value in one layer, where `null` may also stand for a key of the maps that layers merge. */
function layered(schema: z.ZodType, levels: number): z.ZodType {
  if (levels === 0) return schema;
  if (schema instanceof z.ZodRecord) {
    const value = layered(schema.valueType as z.ZodType, levels - 1);
    return z.record(schema.keyType, z.union([value, z.null()]));
  }
  if (!(schema instanceof z.ZodObject)) return schema;
  const keys = Object.entries<z.ZodOptional<z.ZodType>>(schema.shape).map(([key, value]) => {
    const nullable = layered(value.unwrap(), levels - 1).nullish();
    return [key, value.description === undefined ? nullable : nullable.describe(value.description)];
  });
  return z.strictObject(Object.fromEntries(keys));
}

/** Lets a text be a reference wherever a rule restricts it; keys of maps are never references. */
function allowReference({
  jsonSchema,
  path,
}: {
  jsonSchema: z.core.JSONSchema.BaseSchema;
  path: (string | number)[];
}) {
  const restricted = jsonSchema.type === 'string' && ('pattern' in jsonSchema || 'enum' in jsonSchema);
  if (!restricted || String(jsonSchema.pattern).includes(REFERENCE.pattern) || path.includes('propertyNames'))
    return;
  const { type, pattern, enum: words, ...rest } = jsonSchema;
  for (const key of ['type', 'pattern', 'enum'] as const) delete jsonSchema[key];
  const own = {
    type,
    ...(pattern !== undefined && { pattern }),
    ...(words !== undefined && { enum: words }),
  };
  Object.assign(jsonSchema, rest, { anyOf: [own, REFERENCE] });
}

/** The JSON Schema (draft 2020-12) of a manifest in either form. */
export function manifestJsonSchema(): Record<string, unknown> {
  const fields = Object.fromEntries(fieldNames.map((name) => [name, layeredField(name)]));
  const layer = z.strictObject(fields).meta({ id: 'fields' });
  const named = z.record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/), z.union([layer, z.null()]));
  const flat = z.strictObject({
    ...fields,
    environments: z.record(z.string(), z.union([layer, z.null()])).nullish(),
  });
  const overlay = z.strictObject({ defaults: layer.nullish(), instances: named.nullish() });
  const fleet = z.strictObject({
    defaults: layer.nullish().describe('Fields that every instance shares.'),
    instances: named.describe('The instances, each under a name of your own.'),
    environments: z.record(z.string(), z.union([overlay, z.null()])).nullish(),
  });
  const schema = z.toJSONSchema(z.union([flat, fleet]), {
    io: 'input',
    target: 'draft-2020-12',
    override: allowReference,
  });
  return { title: 'Manifest of deploy-alikafka', ...schema };
}
