import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FIELDS, VARIABLES } from '../manifest/fields-table.ts';
import { flat, load } from '../manifest/support.ts';
import { offeredAt, problemsIn, saidAt } from './language-server.ts';

const ROOT = new URL('../../', import.meta.url);
const MISTAKES = new URL('test/fixtures/mistakes/', ROOT);
const EXPRESSION = /\^[([]|\\|\(\?|\[A-Z|[\])][*+{]|pattern|matches|Invalid input/i;

const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');

/** The lines of the manifest that the action complains about. */
async function linesOfAction(text: string): Promise<number[]> {
  const { diagnostics } = await load(text, { variables: { ...VARIABLES, REGION: 'cn-hangzhou' } });
  return diagnostics.flatMap((told) => {
    const [, line] = /^\w+ kafka\.yml:([0-9]+):/.exec(told) ?? [];
    return line === undefined ? [] : [Number(line)];
  });
}

/** The ordinary mistakes in a manifest that an editor does not show, or at another line than the action. */
const NOT_SHOWN: Readonly<Record<string, string>> = {
  '20-comment-only': 'a document without a value is not checked',
  '21-two-documents': 'the documents of a file are checked one by one',
  '40-parameter-twice': 'no schema compares a key with the length of a list',
};
const SHOWN_ONE_LINE_ABOVE = ['01-indentation-deeper', '02-indentation-of-a-field'];

describe('an ordinary mistake is shown at the lines that the action names', () => {
  const files = readdirSync(MISTAKES).toSorted();
  const counted = { inText: 0, shown: 0, atItsLine: 0 };

  it.each(files)('%s', async (file) => {
    const name = file.replace('.yml', '');
    const text = readFileSync(new URL(file, MISTAKES), 'utf8');
    const expected = await linesOfAction(text);
    const shown = await problemsIn(text);
    for (const { message } of shown) expect(message).not.toMatch(EXPRESSION);
    if (expected.length === 0) return; // it is in an input or in the environment
    counted.inText += 1;
    const isAbove = SHOWN_ONE_LINE_ABOVE.includes(name);
    const wanted = expected.map((line) => (isAbove ? line - 1 : line));
    const isShown = wanted.every((line) => shown.some((problem) => problem.line === line));
    expect(isShown, JSON.stringify({ wanted, shown })).toBe(!(name in NOT_SHOWN));
    if (!isShown) return;
    counted.shown += 1;
    if (!isAbove) counted.atItsLine += 1;
  });

  it('which are 35 of the 38 that are in the text', () => {
    expect(counted).toEqual({ inText: 38, shown: 35, atItsLine: 33 });
  });
});

describe('nothing is shown in', () => {
  it.each(['kafka.yml', 'environments.yml', 'fleet/kafka.yml'])('examples/%s', async (path) => {
    expect(await problemsIn(read(`examples/${path}`), new URL(`examples/${path}`, ROOT))).toEqual([]);
  });

  const good = Object.entries(FIELDS).flatMap(([name, field]) =>
    [...(field.good ?? []), ...(field.goodInManifest ?? [])].map(
      ([written]) => [name, written, field.beside ?? []] as const,
    ),
  );
  it.each(good)('%s: %s', async (name, written, beside) => {
    const text = flat(`${name}: ${written}`, ...beside);
    const warned = new Set(await linesOfAction(text));
    const shown = await problemsIn(text);
    expect(shown.filter(({ line }) => !warned.has(line))).toEqual([]);
  });
});

describe('a bad value is shown in words', () => {
  const bad = Object.entries(FIELDS).flatMap(([name, field]) =>
    [...(field.bad ?? []), ...(field.badInManifest ?? [])].map(
      ([written]) => [name, written.replace('»', ''), field.beside ?? []] as const,
    ),
  );
  it.each(bad)('%s: %s', async (name, written, beside) => {
    const shown = await problemsIn(flat(`${name}: ${written}`, ...beside));
    expect(shown.map(({ line }) => line)).toContain(1);
    for (const { message } of shown) expect(message).not.toMatch(EXPRESSION);
  });
});

describe('an editor offers', () => {
  const fields = ['regionId', 'series', 'deployModule', 'topics', 'consumerGroups', 'allowedIps'];
  it.each([
    ['fields and sections', '|', [...fields, 'defaults', 'instances', 'environments']],
    ['fields of an instance', 'instances:\n  orders:\n    |', fields],
    ['fields of the defaults', 'defaults:\n  |', fields],
    ['fields of an environment', 'environments:\n  production:\n    |', fields],
    ['sections of an environment', 'instances:\n  a:\nenvironments:\n  b:\n    |', ['defaults', 'instances']],
    ['listeners', 'allowedIps:\n  |', ['vpc', 'internet', 'sasl', 'vpcSasl']],
    ['settings of a topic', 'topics:\n  orders:\n    |', ['remark', 'partitions', 'localTopic', 'config']],
    ['keys of a topic', 'topics:\n  a:\n    config:\n      |', ['retention.ms', 'max.message.bytes']],
    ['settings of a group', 'consumerGroups:\n  billing:\n    |', ['remark']],
    ['keys of the configuration', 'config:\n  |', ['enable.acl', 'kafka.log.retention.hours']],
    ['regions', 'regionId: |', ['cn-hangzhou', 'ap-southeast-1']],
    ['series', 'series: |', ['provisioned', 'serverless', 'confluent']],
    ['network types', 'deployModule: |', ['vpc', 'eip']],
    ['true and false', 'crossZone: |', ['true', 'false']],
  ])('%s', async (_, marked, words) => {
    const offered = await offeredAt(marked);
    expect(offered).toEqual(expect.arrayContaining(words));
    expect(offered).toHaveLength(new Set(offered).size);
  });

  it.each([
    ['', ['2.2.0', '2.6.2', 'null']],
    ['series: serverless\n', ['3.3.1', 'null']],
    ['series: confluent\n', ['7.4.0', 'null']],
  ])('the versions of its series: %j', async (series, versions) => {
    expect(await offeredAt(`${series}serviceVersion: |`)).toEqual(versions);
  });
});

describe('an editor explains', () => {
  it.each([
    ['a field', '|crossZone: true', /^Whether to deploy across zones\.[^*]*$/],
    ['a field of an instance', 'instances: {a: {|name: abc}}', /^Name of the instance/],
    ['the values of a field', 'deployModule: |vpc', /bought with.*\* `vpc`\n\* `eip`\n$/s],
    ['a section', '|topics: {}', /^Topics to have/],
    ['a part of a section', 'topics: {orders: {|partitions: 3}}', /^1 to 360; [^*]*$/],
    ['a listener', 'allowedIps: {|vpc: [10.0.0.0/8]}', /^Port 9092/],
    ['environments', '|environments: {}', /^What differs by environment/],
  ])('%s', async (_, marked, said) => {
    expect(await saidAt(marked)).toMatch(said);
  });
});

describe('docs/editor.md', () => {
  const page = read('docs/editor.md');
  const address = 'https://raw.githubusercontent.com/OWNER/deploy-alikafka/v1/schema/manifest.schema.json';

  it('names the schema where it is, as the README does', () => {
    const named = page.match(/https:[^\s"`]*\.json/g) ?? [];
    expect(named.length).toBeGreaterThan(1);
    expect(new Set(named)).toEqual(new Set([address]));
    expect(read('README.md')).toContain(`# yaml-language-server: $schema=${address}`);
    expect(read(address.split('/v1/')[1] ?? '')).toContain('$defs');
  });

  it('has a manifest in which nothing is shown, and settings that an editor can read', async () => {
    const [, manifest = ''] = /```yaml manifest\n(.*?)```/s.exec(page) ?? [];
    const [modeline = '', ...lines] = manifest.split('\n');
    expect(modeline).toBe(`# yaml-language-server: $schema=${address}`);
    expect(await problemsIn(lines.join('\n'))).toEqual([]);
    const [, settings = ''] = /```json settings\n(.*?)```/s.exec(page) ?? [];
    expect(JSON.parse(settings)).toEqual({ 'yaml.schemas': { [address]: expect.any(Array) } });
  });
});
