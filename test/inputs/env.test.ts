import { describe, expect, it } from 'vitest';
import { checkInputNames, inputOf } from '../../src/inputs/env.ts';
import { Diagnostics } from '../../src/manifest/diagnostics.ts';
import type { ProcessEnv } from '../../src/manifest/references.ts';

const GITHUB = { GITHUB_ACTIONS: 'true' };

describe('an input', () => {
  it.each<[string, ProcessEnv, string | undefined]>([
    ['is a variable in capitals', { 'INPUT_WAIT-TIMEOUT': '45m' }, '45m'],
    ['has no blanks around it', { 'INPUT_WAIT-TIMEOUT': ' 45m\n' }, '45m'],
    ['that is empty is not given', { 'INPUT_WAIT-TIMEOUT': '' }, undefined],
    ['of blanks is not given', { 'INPUT_WAIT-TIMEOUT': ' \n' }, undefined],
    ['that is missing is not given', {}, undefined],
    ['may be written with _ where there is no runner', { INPUT_WAIT_TIMEOUT: ' 45m ' }, '45m'],
    [
      'is taken with - where both are given',
      { 'INPUT_WAIT-TIMEOUT': '45m', INPUT_WAIT_TIMEOUT: '1h' },
      '45m',
    ],
    [
      'is taken with _ where that with - is empty',
      { 'INPUT_WAIT-TIMEOUT': ' ', INPUT_WAIT_TIMEOUT: '1h' },
      '1h',
    ],
    [
      'with _ is none on GitHub, where any step may set it',
      { ...GITHUB, INPUT_WAIT_TIMEOUT: '1h' },
      undefined,
    ],
    ['with - is one on GitHub', { ...GITHUB, 'INPUT_WAIT-TIMEOUT': '45m' }, '45m'],
  ])('%s', (_, env, value) => {
    expect(inputOf(env, 'wait-timeout')).toBe(value);
  });
});

describe('the names of inputs', () => {
  const NAMES = ['mode', 'wait-timeout', 'access-key-id'];
  const problems = (env: ProcessEnv) => {
    const diagnostics = new Diagnostics();
    checkInputNames(env, NAMES, diagnostics);
    return diagnostics.all();
  };
  const errorOf = (origin: unknown, message: string) => [{ severity: 'error', origin, message }];

  it.each<[string, ProcessEnv]>([
    [
      'all known, in both spellings',
      { INPUT_MODE: 'plan', 'INPUT_WAIT-TIMEOUT': '1h', INPUT_ACCESS_KEY_ID: 'a' },
    ],
    ['no inputs', { PATH: '/bin', MY_INPUT_MODE: 'x', INPUT: 'x' }],
    ['given twice, and the same', { 'INPUT_WAIT-TIMEOUT': '1h', INPUT_WAIT_TIMEOUT: '1h' }],
    ['given twice, once empty', { 'INPUT_WAIT-TIMEOUT': '', INPUT_WAIT_TIMEOUT: '1h' }],
    ['given twice, the other time empty', { 'INPUT_WAIT-TIMEOUT': '1h', INPUT_WAIT_TIMEOUT: '' }],
    ['wrong, but on GitHub: the runner says so', { ...GITHUB, INPUT_MODUS: 'plan' }],
    [
      'given twice, but on GitHub: one of them is none',
      { ...GITHUB, 'INPUT_WAIT-TIMEOUT': '1h', INPUT_WAIT_TIMEOUT: '2h' },
    ],
  ])('are good: %s', (_, env) => {
    expect(problems(env)).toEqual([]);
  });

  it.each([
    [
      'INPUT_WAIT_TIMOUT',
      'The variable "INPUT_WAIT_TIMOUT" is no input of the action; did you mean "INPUT_WAIT_TIMEOUT"?',
    ],
    ['input_mode', 'The variable "input_mode" is no input of the action; did you mean "INPUT_MODE"?'],
    ['INPUT_SOMETHING_ELSE', 'The variable "INPUT_SOMETHING_ELSE" is no input of the action; remove it'],
  ])('that the action does not have are told where there is no runner: %s', (variable, message) => {
    expect(problems({ [variable]: 'x' })).toEqual(errorOf(undefined, message));
  });

  it('may not be given twice, and differently', () => {
    expect(problems({ 'INPUT_WAIT-TIMEOUT': '1h', INPUT_WAIT_TIMEOUT: '2h' })).toEqual(
      errorOf(
        { kind: 'input', name: 'wait-timeout' },
        'The input wait-timeout is given as INPUT_WAIT-TIMEOUT and as INPUT_WAIT_TIMEOUT; remove one',
      ),
    );
  });
});
