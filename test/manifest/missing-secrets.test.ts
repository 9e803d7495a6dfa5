import { describe, expect, it } from 'vitest';
import { type Given, load, flat as manifest, problemsOf } from './support.ts';

const PLANNED = { needsPrivateValues: false } satisfies Given;
const EMPTY = { KAFKA_PASSWORD: '', WHO: '', PHONE: '' };

const PASSWORD = 'password: ${KAFKA_PASSWORD}';
const eip = (...lines: string[]) => manifest(...lines, 'deployModule: eip');
const confluent = (...lines: string[]) => manifest(...lines, 'series: confluent', 'deployModule: null');

const IS_NOT_SET = 'is not set; give it to the step in "env:", for instance from a secret';
const IS_EMPTY =
  'is empty, as is every secret that the job may not read; check the name of the secret and the environment of the job';

const note = (name: string, what: string) =>
  `Environment variable "${name}" ${what}. Only mode apply needs it`;

describe('a variable that a plan lacks', () => {
  it.each([
    [PASSWORD, 'KAFKA_PASSWORD', '1:11'],
    ['notifier: Dear ${WHO}', 'WHO', '1:11'],
    ['userPhoneNum: ${PHONE}', 'PHONE', '1:15'],
  ])('is only a note in a private field, be it unset or empty: %s', async (line, name, place) => {
    const unset = await load(eip(line), PLANNED);
    expect(unset.diagnostics).toEqual([`notice kafka.yml:${place} ${note(name, IS_NOT_SET)}`]);
    const empty = await load(eip(line), { ...PLANNED, variables: EMPTY });
    expect(empty.diagnostics).toEqual([`notice kafka.yml:${place} ${note(name, IS_EMPTY)}`]);
    for (const { sent, privateValues } of [unset, empty]) {
      expect([...sent.values()]).toEqual([expect.objectContaining({ InstanceId: expect.anything() })]);
      expect(privateValues).not.toContain('');
    }
  });

  it('leaves a password that counts as given, and whose value no rule asks for', async () => {
    for (const text of [
      confluent(PASSWORD),
      eip(PASSWORD, 'isSetUserAndPassword: true', 'username: me'),
      eip(PASSWORD, 'username: me'),
    ]) {
      const { diagnostics, sent } = await load(text, { ...PLANNED, variables: EMPTY });
      expect(diagnostics).toEqual([`notice kafka.yml:1:11 ${note('KAFKA_PASSWORD', IS_EMPTY)}`]);
      expect(sent.values().next().value).toHaveProperty('Password');
    }
    const { sent } = await load(eip(PASSWORD), PLANNED);
    expect(sent.values().next().value).toHaveProperty('IsSetUserAndPassword');
  });

  it('does not hide what is wrong whatever the value is', async () => {
    expect(await problemsOf(manifest(PASSWORD), PLANNED)).toEqual([
      `notice kafka.yml:1:11 ${note('KAFKA_PASSWORD', IS_NOT_SET)}`,
      'error kafka.yml:1:11 password is only for instances with deployModule "eip"; remove it',
    ]);
  });

  it.each(['name: ${NAME}', 'extraParameters: {Newer: "${NAME}"}'])(
    'is an error in a field that is not private: %s',
    async (line) => {
      expect(await problemsOf(manifest(line), PLANNED)).toEqual([
        expect.stringMatching(/^error kafka\.yml:1:\d+ Environment variable "NAME" is not set; /),
      ]);
    },
  );
});

describe('a password that a plan has not been given at all', () => {
  const later = (message: string) => `notice ${message}. Only mode apply needs it`;

  it('is a note: its input is empty where the secret is missing', async () => {
    expect(await problemsOf(confluent(), { ...PLANNED, inputs: { password: '' } })).toEqual([
      later(
        'kafka.yml:1:1 password is required for Confluent instances; set it in the manifest or by the input password',
      ),
    ]);
    expect(await problemsOf(eip('isSetUserAndPassword: true'), PLANNED)).toEqual([
      later('kafka.yml:1:23 isSetUserAndPassword is true, so a password is required'),
    ]);
    expect(await problemsOf(eip('username: me'), PLANNED)).toEqual([
      later('kafka.yml:1:11 username is set together with a password, so a password is required'),
    ]);
  });
});

describe('a variable that a start lacks', () => {
  it.each([
    ['unset', {}, IS_NOT_SET],
    ['empty', EMPTY, IS_EMPTY],
  ])('is an error in a private field: %s', async (_, variables, what) => {
    const text = eip(PASSWORD, 'notifier: Dear ${WHO}', 'userPhoneNum: ${PHONE}', 'username: me');
    expect(await problemsOf(text, { variables })).toEqual([
      `error kafka.yml:1:11 Environment variable "KAFKA_PASSWORD" ${what}`,
      `error kafka.yml:2:11 Environment variable "WHO" ${what}`,
      `error kafka.yml:3:15 Environment variable "PHONE" ${what}`,
    ]);
  });
});
