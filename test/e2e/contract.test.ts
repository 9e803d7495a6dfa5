import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { FIELD_TEXTS } from '../../scripts/texts/fields.ts';
import { INPUT_TEXTS } from '../../scripts/texts/inputs.ts';
import { OUTPUT_TEXTS } from '../../scripts/texts/outputs.ts';
import { COMPARED_FIELDS } from '../../src/deployment/drift.ts';
import { RUN_INPUTS, type RunInputName } from '../../src/inputs/table.ts';
import { fieldNames, fieldOf } from '../../src/manifest/fields.ts';
import { SECTIONS } from '../../src/manifest/rules/contents.ts';
import { CHECKED_FIELDS } from '../../src/preflight/findings.ts';
import { type OutputName, SAFE_OUTPUTS } from '../../src/report/outputs.ts';
import { VERSION } from '../../src/version.ts';
import { FLAT, flat } from './support.ts';

const root = join(import.meta.dirname, '..', '..');

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function filesIn(folder: string): Map<string, string> {
  return new Map(readdirSync(join(root, folder)).map((name) => [name, read(join(folder, name))]));
}

const input = z.strictObject({
  description: z.string(),
  required: z.literal(false),
  default: z.string().optional(),
});

/** What GitHub reads of action.yml, and nothing else. */
const action = z
  .strictObject({
    name: z.string().min(1),
    description: z.string().min(1),
    author: z.string().min(1),
    branding: z.strictObject({ icon: z.string(), color: z.string() }),
    inputs: z.record(z.string(), input),
    outputs: z.record(z.string(), z.strictObject({ description: z.string() })),
    runs: z.strictObject({ using: z.string(), main: z.string() }),
  })
  .parse(parse(read('action.yml')));

const versions = z.record(z.string(), z.string());

const packageJson = z
  .looseObject({
    version: z.string(),
    type: z.string(),
    engines: z.record(z.string(), z.string()),
    dependencies: versions,
    devDependencies: versions,
    optionalDependencies: versions,
  })
  .parse(JSON.parse(read('package.json')));

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string(), license: z.string().optional(), dev: z.boolean().optional() }),
  ),
});

const fieldInputs = fieldNames.map((name) => fieldOf(name).input);

describe('action.yml', () => {
  it('has exactly the inputs and outputs of the code, with their texts and defaults', () => {
    expect(Object.keys(action.inputs)).toEqual([...Object.keys(RUN_INPUTS), ...fieldInputs]);
    for (const [name, { en: description }] of Object.entries(INPUT_TEXTS)) {
      const given = RUN_INPUTS[name as RunInputName];
      expect(action.inputs[name]).toEqual({ description, required: false, ...given });
    }
    for (const name of fieldNames) {
      expect(action.inputs[fieldOf(name).input]?.description).toBe(FIELD_TEXTS[name].en);
    }
    expect(Object.keys(action.outputs)).toEqual(Object.keys(SAFE_OUTPUTS));
    for (const [name, { description }] of Object.entries(action.outputs)) {
      expect(description).toBe(OUTPUT_TEXTS[name as OutputName].en);
    }
  });

  it('gives no default to an input that a manifest can set: it would always win', () => {
    expect(fieldInputs.filter((name) => action.inputs[name]?.default !== undefined)).toEqual([]);
  });

  it('names and describes everything as GitHub shows it', () => {
    const all = [...Object.entries(action.inputs), ...Object.entries(action.outputs)];
    for (const [name, { description }] of all) {
      expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      expect(description, name).toMatch(/^\S.{8,}\S$/);
    }
    expect(action.branding.icon).toMatch(/^[a-z]+(-[a-z]+)*$/);
    const colors = ['white', 'yellow', 'blue', 'green', 'orange', 'red', 'purple', 'gray-dark'];
    expect(colors).toContain(action.branding.color);
  });

  it('runs on Node 24 what is in dist', () => {
    expect(action.runs.using).toBe('node24');
    expect(existsSync(join(root, action.runs.main))).toBe(true);
    expect(JSON.parse(read('dist/package.json'))).toEqual({ type: 'module' });
    expect(packageJson.engines).toEqual({ node: '>=24.4.0' });
  });

  // Where CI and a release build it. Whether other systems make the same bytes is not promised.
  it.runIf(process.platform === 'linux')('has in dist what "npm run build" makes of src', () => {
    const [committed, built] = [filesIn('dist'), filesIn('build/tested/dist')];
    const names = new Set([...committed.keys(), ...built.keys()]);
    expect([...names].filter((name) => committed.get(name) !== built.get(name))).toEqual([]);
  });

  it('starts with at most 400 KiB', () => {
    expect(statSync(join(root, 'build/tested/dist/index.js')).size).toBeLessThanOrEqual(400 * 1024);
  });

  it('has the license of every package whose code is in dist', () => {
    const { packages } = lock.parse(JSON.parse(read('package-lock.json')));
    const named = [...read('build/tested/dist/licenses.txt').matchAll(/^(\S+@\d+\.\d+\.\d+)\n(\S+)$/gm)];
    const licenses = new Map(named.map(([, name = '', license]) => [name, license]));
    for (const [name, version] of Object.entries(packageJson.dependencies)) {
      expect([...licenses.keys()]).toContain(`${name}@${version}`);
    }
    const locked = Object.entries(packages).map(([path, { version, ...rest }]) => ({
      ...rest,
      name: `${path.replace(/.*node_modules\//, '')}@${version}`,
    }));
    const wrong = [...licenses].filter(([name, license]) => {
      return !locked.some((one) => one.name === name && one.license === license);
    });
    expect(wrong).toEqual([]);
    const needed = new Set(locked.filter(({ dev }) => !dev).map(({ name }) => name));
    // @alicloud/credentials requires debug without naming it, and debug may do without supports-color: what is
    // found of them was installed for development.
    const found = ['debug@3.2.7', 'has-flag@4.0.0', 'supports-color@7.2.0'];
    expect([...licenses.keys()].filter((name) => !needed.has(name))).toEqual(found);
    expect([...new Set(licenses.values())].sort()).toEqual(['Apache-2.0', 'ISC', 'MIT']);
  });
});

/** The rows of a generated table; `\|` in a cell is `|`. */
function tableOf(path: string, name: string): string[][] {
  const [, text] = read(path).split(new RegExp(`<!-- ${name}: (?:begin|end) -->`));
  const rows = (text ?? '').trim().split('\n');
  return rows.slice(2).map((row) => {
    const cells = row.split(/(?<!\\)\|/).slice(1, -1);
    return cells.map((cell) => cell.trim().replaceAll('\\|', '|'));
  });
}

function code(text: string | undefined): string {
  return text === undefined ? '' : `\`${text}\``;
}

describe('the README', () => {
  it('has the inputs of a run with their defaults', () => {
    expect(tableOf('README.md', 'inputs')).toEqual(
      Object.keys(RUN_INPUTS).map((name) => {
        const { description, default: value } = action.inputs[name] ?? { description: '' };
        return [code(name), code(value), description];
      }),
    );
  });

  it('has every output', () => {
    expect(tableOf('README.md', 'outputs')).toEqual(
      Object.entries(action.outputs).map(([name, { description }]) => [code(name), description]),
    );
  });
});

describe.each(['docs/manifest.md', 'docs/zh/manifest.md'])('%s', (path) => {
  it('has every field, as manifest, input and API name it, with what drift and preflight do', () => {
    const rows = tableOf(path, 'fields').map(([name, input, api, , drift, preflight]) => [
      ...[name, input, api, drift !== '', preflight !== ''],
    ]);
    const compared = new Set<string>([...COMPARED_FIELDS, ...SECTIONS]);
    expect(rows).toEqual(
      fieldNames.map((name) => {
        const { input, api } = fieldOf(name);
        const link = `[${code(name)}](#${name.toLowerCase()})`;
        return [link, code(input), code(api), compared.has(name), CHECKED_FIELDS.has(name)];
      }),
    );
    const sections = [...read(path).matchAll(/^### `(\w+)`$/gm)].map(([, name]) => name);
    expect(sections).toEqual(fieldNames);
  });
});

const layer = z.looseObject({
  additionalProperties: z.literal(false),
  properties: z.record(z.string(), z.looseObject({ description: z.string().optional() })),
});

const schema = z
  .looseObject({ $defs: z.looseObject({ flat: layer, fleet: layer, fields: layer }) })
  .parse(JSON.parse(read('schema/manifest.schema.json')));

describe('schema/manifest.schema.json', () => {
  const { flat: flatForm, fleet: fleetForm, fields } = schema.$defs;

  it('has exactly the fields of the code in every layer, with the texts of action.yml', () => {
    expect(Object.keys(flatForm.properties)).toEqual([...fieldNames, 'environments']);
    expect(Object.keys(fleetForm.properties)).toEqual(['defaults', 'instances', 'environments']);
    expect(Object.keys(fields.properties)).toEqual(fieldNames);
    for (const name of fieldNames) {
      const { description } = action.inputs[fieldOf(name).input] ?? {};
      expect(schema.$defs[name]).toMatchObject({ description });
      const same = { $ref: `#/$defs/${name}` };
      expect([flatForm.properties[name], fields.properties[name]]).toEqual([same, same]);
    }
  });

  it('takes good manifests, and none with a mistake that can be seen in one place', () => {
    const isValid = new Ajv2020({ strict: false }).compile(schema);
    const one = Object.values(FLAT).join('\n  ');
    const good = [
      flat(),
      flat({}, 'config: { kafka.log.retention.hours: 72, enable.acl: null }', 'name: ${NAME}'),
      flat({ deployModule: 'deployModule: eip' }, 'username: me', 'password: ${KAFKA_PASSWORD}'),
      flat({}, 'environments: { production: { zoneId: zoneb }, staging: null }'),
      `defaults:\n  ${one}\ninstances: { orders: { name: orders-1 }, audit: null }\n`,
      `instances:\n  orders: null\nenvironments: { a: { defaults: { zoneId: zoneb }, instances: { orders: null } } }\n`,
      read('examples/kafka.yml'),
    ];
    const bad = [
      flat({ vpcId: 'vpcID: vpc-1' }),
      flat({ zoneId: 'zoneId: a' }),
      flat({ deployModule: 'deployModule: vcp' }),
      flat({ instanceId: 'instanceId: alikafka_post-cn-v0h1fgs2****' }),
      flat({}, 'password: Sesame-0pen'),
      flat({}, 'serviceVersion: 2.2'),
      flat({}, 'config: { kafka.log.retention.hours: 12 }'),
      flat({}, 'config: { enable.alc: true }'),
      flat({}, 'instances: { orders: null }'),
      `instances: { orders: { replicas: 3 } }\n`,
      `instances: { "an order": null }\n`,
      read('examples/kafka-broken.yml'),
    ];
    expect(good.map((text) => isValid(parse(text)))).toEqual(good.map(() => true));
    expect(bad.map((text) => isValid(parse(text)))).toEqual(bad.map(() => false));
  });
});

describe('package.json', () => {
  it('has the version that every call names, as has the lock file', () => {
    expect(packageJson.version).toBe(VERSION);
    const lock = JSON.parse(read('package-lock.json'));
    expect([lock.version, lock.packages[''].version]).toEqual([VERSION, VERSION]);
  });

  it('names exact versions only', () => {
    const { dependencies, devDependencies, optionalDependencies } = packageJson;
    const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(all.length).toBeGreaterThan(10);
    const exact = /^(npm:[^@]+@)?[0-9]+\.[0-9]+\.[0-9]+$/;
    expect(all.filter(([, version]) => !exact.test(version))).toEqual([]);
  });
});
