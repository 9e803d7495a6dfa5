// Writes what follows from the code and from the texts in scripts/texts: action.yml, the JSON Schema of the
// manifest, the tables of the READMEs and the references in docs/.
// With --check, writes nothing and fails when a file is not what it would write.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionText, readmeParts } from './generate/action.ts';
import { errorParts } from './generate/errors.ts';
import { manifestParts } from './generate/manifest.ts';
import { withParts } from './generate/markdown.ts';
import { manifestJsonSchema } from './json-schema.ts';

const root = join(import.meta.dirname, '..');

const documentWith = (path: string, parts: Readonly<Record<string, string>>): string =>
  withParts(readFileSync(join(root, path), 'utf8'), parts);

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const files: Record<string, string> = {
  'action.yml': actionText(),
  'README.md': documentWith('README.md', readmeParts('en')),
  'README.zh-CN.md': documentWith('README.zh-CN.md', readmeParts('zh')),
  'docs/manifest.md': documentWith('docs/manifest.md', manifestParts('en')),
  'docs/zh/manifest.md': documentWith('docs/zh/manifest.md', manifestParts('zh')),
  'docs/errors.md': documentWith('docs/errors.md', errorParts('en')),
  'docs/zh/errors.md': documentWith('docs/zh/errors.md', errorParts('zh')),
  'src/version.ts': `/** The release, as in package.json ("npm run generate" writes it); the user-agent of every call names it. */\nexport const VERSION = '${version}';\n`,
  'schema/manifest.schema.json': `${JSON.stringify(manifestJsonSchema(), null, 1)}\n`,
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
