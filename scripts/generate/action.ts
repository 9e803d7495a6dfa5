import { stringify } from 'yaml';
import { RUN_INPUTS, type RunInputName } from '../../src/inputs/table.ts';
import { fieldNames, fieldOf } from '../../src/manifest/fields.ts';
import { FIELD_TEXTS } from '../texts/fields.ts';
import { INPUT_TEXTS } from '../texts/inputs.ts';
import { OUTPUT_TEXTS } from '../texts/outputs.ts';
import type { Language } from '../texts/text.ts';
import { code, table } from './markdown.ts';
import { entries } from './rules.ts';

/** The text of action.yml. */
export function actionText(): string {
  const runInputs = entries(RUN_INPUTS).map(
    ([name, input]) => [name, { description: INPUT_TEXTS[name].en, required: false, ...input }] as const,
  );
  const fieldInputs = fieldNames.map(
    (name) => [fieldOf(name).input, { description: FIELD_TEXTS[name].en, required: false }] as const,
  );
  const outputs = entries(OUTPUT_TEXTS).map(([name, { en }]) => [name, { description: en }] as const);
  const action = {
    name: 'Deploy ApsaraMQ for Kafka',
    description:
      'Deploys ApsaraMQ for Kafka instances on Alibaba Cloud: exactly once, from a manifest you review',
    author: 'The deploy-alikafka authors',
    branding: { icon: 'upload-cloud', color: 'orange' },
    inputs: Object.fromEntries([...runInputs, ...fieldInputs]),
    outputs: Object.fromEntries(outputs),
    runs: { using: 'node24', main: 'dist/index.js' },
  };
  return `# Made by "npm run generate" from src/ and scripts/texts/; edit the texts there.\n${stringify(action, { lineWidth: 0 })}`;
}

const HEADS = {
  inputs: { en: ['Input', 'Default', 'Meaning'], zh: ['输入', '默认值', '说明'] },
  outputs: { en: ['Output', 'Meaning'], zh: ['输出', '说明'] },
};

/** The tables of a README. */
export function readmeParts(language: Language): Record<string, string> {
  return {
    inputs: table(
      HEADS.inputs[language],
      entries<RunInputName, { default?: string }>(RUN_INPUTS).map(([name, input]) => [
        code(name),
        code(input.default),
        INPUT_TEXTS[name][language],
      ]),
    ),
    outputs: table(
      HEADS.outputs[language],
      entries(OUTPUT_TEXTS).map(([name, text]) => [code(name), text[language]]),
    ),
  };
}
