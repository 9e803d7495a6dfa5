import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parse } from 'yaml';
import * as z from 'zod';
import { type Tool, tool } from '../../scripts/tools/tools.ts';
import { type Files, inFolder } from '../folder.ts';
import { isThisAction, usesOf } from './workflow-file.ts';

const root = join(import.meta.dirname, '..', '..');

// The language service imports JSON without saying so, as bundlers take it and Node does not.
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    return resolved.url.endsWith('.json') ? { ...resolved, importAttributes: { type: 'json' } } : resolved;
  },
});
const { validate } = await import('@actions/languageservice');

const ACTIONLINT_FINDINGS = z.array(
  z.object({ filepath: z.string(), line: z.number(), message: z.string(), kind: z.string() }),
);

const ZIZMOR_FINDINGS = z.array(
  z.object({
    ident: z.string(),
    desc: z.string(),
    locations: z.array(
      z.object({
        symbolic: z.object({ key: z.object({ Local: z.object({ verbatim_path: z.string() }) }) }),
        concrete: z.object({ location: z.object({ start_point: z.object({ row: z.number() }) }) }),
      }),
    ),
  }),
);

/**
 * What actionlint finds. It knows the inputs and outputs of an action only where that is in the same repository,
 * so it reads copies that name this action that way.
 */
export function actionlint(files: Files): string[] {
  const workflows = Object.entries(files).filter(([path]) => path !== 'action.yml');
  const local = workflows.map(([path, text]) => {
    const names = usesOf(text).filter(isThisAction);
    return [path, names.reduce((copy, name) => copy.replaceAll(name, './'), text)] as const;
  });
  return inFolder(Object.fromEntries(local), (folder) => {
    for (const name of ['action.yml', 'dist'])
      cpSync(join(root, name), join(folder, name), { recursive: true });
    for (const mark of ['.git', '.github/workflows']) mkdirSync(join(folder, mark), { recursive: true });
    const flags = ['-shellcheck=', '-pyflakes=', '-format', '{{json .}}'];
    const output = run('actionlint', [...flags, ...local.map(([path]) => path)], folder);
    const findings = ACTIONLINT_FINDINGS.parse(JSON.parse(output));
    return findings.map(({ filepath, line, kind, message }) => `${filepath}:${line} ${kind}: ${message}`);
  });
}

/** What zizmor finds when it is at its strictest that needs no network. */
export function zizmor(files: Files): string[] {
  return inFolder(files, (folder) => {
    const config = ['--config', join(import.meta.dirname, 'zizmor.yml')];
    const flags = ['--offline', '--persona', 'pedantic', '--strict-collection', '--no-progress'];
    const output = run('zizmor', [...flags, ...config, '--format', 'json', ...Object.keys(files)], folder);
    return ZIZMOR_FINDINGS.parse(JSON.parse(output)).map(({ ident, desc, locations }) => {
      const places = locations.map(({ symbolic, concrete }) => {
        return `${symbolic.key.Local.verbatim_path}:${concrete.location.start_point.row + 1}`;
      });
      return `${[...new Set(places)].join(' ')} ${ident}: ${desc}`;
    });
  });
}

let documents = 0;

/** What GitHub's own editor support finds. Of other actions it hears that they exist, and no more. */
export async function languageService(files: Files): Promise<string[]> {
  const action = parse(files['action.yml'] ?? '{}');
  const fetchActionMetadata = async ({ name }: { name: string }) =>
    name === 'deploy-alikafka' ? action : { name, description: name };
  const found = Object.entries(files).map(async ([path, text]) => {
    documents += 1; // it remembers what it found at an address
    const uri = `file:///${documents}/${path === 'action.yml' ? path : '.github/workflows/workflow.yml'}`;
    const document = TextDocument.create(uri, 'yaml', 1, text);
    const diagnostics = await validate(document, { actionsMetadataProvider: { fetchActionMetadata } });
    return diagnostics.map(({ range, message }) => `${path}:${range.start.line + 1} ${message}`);
  });
  return (await Promise.all(found)).flat();
}

/** Both exit with a code of their own where they found something, and with no output where they failed. */
function run(name: Tool, args: readonly string[], cwd: string): string {
  const { stdout, stderr, error } = spawnSync(tool(name), args, { cwd, encoding: 'utf8' });
  if (error || stdout.trim() === '') throw error ?? new Error(`${name} failed: ${stderr}`);
  return stdout;
}
