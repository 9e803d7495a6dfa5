import type * as z from 'zod';

/** How an input writes the field: a plain text, comma- or newline-separated texts, or YAML. */
type InputForm = 'text' | 'list' | 'yaml';

/** Why a value is not shown: it opens something (`secret`), or it is about a person (`personal`). */
export type Privacy = 'secret' | 'personal';

/** What every field of the manifest has. */
interface FieldBase {
  /** The name of the input in action.yml. */
  readonly input: string;
  readonly form: InputForm;
  readonly privacy?: Privacy;
  /** In how many levels of maps layers add their keys to those below; every other value is replaced whole. */
  readonly merged?: 1 | 2 | 3;
}

/** A field that is not sent under a name of its own. */
interface UnsentField extends FieldBase {
  readonly api: undefined;
  readonly encoding?: undefined;
  readonly schema: () => z.ZodType;
}

/** A field that is one parameter of StartInstance, and how its value is written there. */
interface SentField<Encoding extends string, Value> extends FieldBase {
  /** The parameter's name in the API. */
  readonly api: string;
  readonly encoding: Encoding;
  readonly schema: () => z.ZodType<Value>;
}

/** One field of the manifest, which is one input of the action. What is neither text nor list is sent as JSON. */
export type Field =
  | UnsentField
  | SentField<'text', string | boolean>
  | SentField<'list', readonly string[]>
  | SentField<'json', object>;
