import { readFileSync } from 'node:fs';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { getLanguageService } from 'yaml-language-server';

const SCHEMA = new URL('../../schema/manifest.schema.json', import.meta.url);

/** Whether that is what is asked for: the language server decodes paths, and writes the letter of a drive small. */
const isSchema = (uri: string) => uri.toLowerCase() === decodeURI(SCHEMA.href).toLowerCase();

/** What an editor shows. */
export interface Problem {
  readonly line: number;
  readonly message: string;
}

const service = getLanguageService({
  schemaRequestService: async (uri: string) => {
    if (isSchema(uri)) return readFileSync(SCHEMA, 'utf8');
    throw new Error(`Only the schema may be read, but ${uri} was asked for`);
  },
  workspaceContext: { resolveRelativePath: (path: string, from: string) => new URL(path, from).href },
} as unknown as Parameters<typeof getLanguageService>[0]); // the rest belongs to a connection, which there is none

service.configure({
  validate: true,
  hover: true,
  completion: true,
  hoverSchemaSource: false,
  schemas: [{ uri: 'schema://manifest', fileMatch: ['*'], schema: JSON.parse(readFileSync(SCHEMA, 'utf8')) }],
});

/**
 * Lines count from 1, as in the messages of the action.
 *
 * @param at where the text stands, for the path in its first line
 */
export async function problemsIn(text: string, at?: URL): Promise<readonly Problem[]> {
  const found = await service.doValidation(documentOf(text, at), false);
  return found.map(({ range, message }) => ({
    line: range.start.line + 1,
    message: typeof message === 'string' ? message : message.value,
  }));
}

/** The words offered where a text has the mark `|`. */
export async function offeredAt(marked: string): Promise<readonly string[]> {
  const { document, position } = atMark(marked);
  const { items } = await service.doComplete(document, position, false);
  return items.map(({ label }) => label);
}

/** What is said of the word after the mark `|`. */
export async function saidAt(marked: string): Promise<string> {
  const { document, position } = atMark(marked);
  const hover = await service.doHover(document, position);
  return hover ? (hover.contents as { value: string }).value : '';
}

let documents = 0;

function documentOf(text: string, at?: URL): TextDocument {
  documents += 1; // the language server remembers what it knows of a name and version
  return TextDocument.create(at?.href ?? 'file:///kafka.yml', 'yaml', documents, text);
}

function atMark(marked: string) {
  const document = documentOf(marked.replace('|', ''));
  return { document, position: document.positionAt(marked.indexOf('|')) };
}
