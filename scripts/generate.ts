// Writes what follows from the code: action.yml, the JSON Schema of the manifest, the tables in both READMEs.
// With --check, writes nothing and fails when a file is not what it would write.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { RUN_INPUTS } from '../src/inputs/table.ts';
import { fieldNames, fieldOf } from '../src/manifest/fields.ts';
import { OUTPUTS } from '../src/report/outputs.ts';
import { manifestJsonSchema } from './json-schema.ts';

const root = join(import.meta.dirname, '..');

interface ActionInput {
  description: string;
  required: false;
  default?: string;
}

const inputs: Record<string, ActionInput> = {};
for (const [name, input] of Object.entries(RUN_INPUTS)) {
  inputs[name] = {
    description: input.description,
    required: false,
    ...('default' in input && { default: input.default }),
  };
}
for (const name of fieldNames) {
  const { input, description } = fieldOf(name);
  inputs[input] = { description, required: false };
}

const action = {
  name: 'Deploy ApsaraMQ for Kafka',
  description:
    'Deploys ApsaraMQ for Kafka instances on Alibaba Cloud: exactly once, from a manifest you review',
  author: 'The deploy-alikafka authors',
  branding: { icon: 'upload-cloud', color: 'orange' },
  inputs,
  outputs: Object.fromEntries(Object.entries(OUTPUTS).map(([name, description]) => [name, { description }])),
  runs: { using: 'node24', main: 'dist/index.js' },
};

const actionText = `# Made by "npm run generate" from src/; edit the descriptions there.\n${stringify(action, { lineWidth: 0 })}`;

/** Replaces the part of a text between a table's two markers. */
function withTable(text: string, name: string, table: string): string {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`There is no place for the table "${name}"`);
  return `${text.slice(0, from + begin.length)}\n${table}\n${text.slice(to)}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

const runTable = [
  '| Input | Default | Meaning |',
  '|:--|:--|:--|',
  ...Object.keys(RUN_INPUTS).map((name) => {
    const { description, default: value } = inputs[name] ?? { description: '' };
    return `| \`${name}\` | ${value === undefined ? '' : `\`${value}\``} | ${cell(description)} |`;
  }),
].join('\n');

const fieldTable = [
  '| Manifest | Input | API | Meaning |',
  '|:--|:--|:--|:--|',
  ...fieldNames.map((name) => {
    const { input, api, description } = fieldOf(name);
    return `| \`${name}\` | \`${input}\` | ${api === undefined ? '' : `\`${api}\``} | ${cell(description)} |`;
  }),
].join('\n');

const outputTable = [
  '| Output | Meaning |',
  '|:--|:--|',
  ...Object.entries(OUTPUTS).map(([name, description]) => `| \`${name}\` | ${cell(description)} |`),
].join('\n');

/** A README with its tables brought up to date. They are in English in both. */
function withTables(path: string): string {
  let readme = readFileSync(join(root, path), 'utf8');
  readme = withTable(readme, 'inputs', runTable);
  readme = withTable(readme, 'fields', fieldTable);
  return withTable(readme, 'outputs', outputTable);
}

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const files: Record<string, string> = {
  'action.yml': actionText,
  'README.md': withTables('README.md'),
  'README.zh-CN.md': withTables('README.zh-CN.md'),
  'src/version.ts': `/** The release, as in package.json ("npm run generate" writes it); the user-agent of every call names it. */\nexport const VERSION = '${version}';\n`,
  'schema/manifest.schema.json': `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`,
};

const check = process.argv.includes('--check');
for (const [name, text] of Object.entries(files)) {
  const path = join(root, name);
  if (!check) {
    writeFileSync(path, text);
  } else if (readFileSync(path, 'utf8') !== text) {
    console.error(`${name} is not up to date: run "npm run generate" and commit the result.`);
    process.exitCode = 1;
  }
}
