import { describe, expect, it } from 'vitest';
import { flat, problemsOf } from './support.ts';

const INDENT = 'indent the keys of one map alike';
const FULL_WIDTH = 'this is a full-width colon; write ":" and a space instead';
const NO_SPACE = 'a space is missing after the colon';

async function told(text: string): Promise<readonly string[]> {
  return (await problemsOf(text)).map((problem) =>
    problem.replace(/^error kafka\.yml:/, '').replace('YAML syntax error: ', ''),
  );
}

describe('a line that is indented unlike its neighbours', () => {
  it.each([
    ['deeper', 'x:\n  a: 1\n   b: 2\n', `3:4 this line is indented by 3, the lines above by 2; ${INDENT}`],
    [
      'less deep',
      'x:\n    a: 1\n  b: 2\n',
      `3:3 this line is indented by 2, the lines above by 4 and 0; ${INDENT}`,
    ],
    [
      'below a section',
      'e:\n  p:\n    d: 1\n   q:\n    d: 2\n',
      `4:4 this line is indented by 3, the lines above by 4 and 2; ${INDENT}`,
    ],
    [
      'after a first line that is indented',
      '  a: 1\nb: 2\nc: 3\n',
      `2:1 this line is indented by 0, the lines above by 2; ${INDENT}`,
    ],
    [
      'after a text in quotes',
      'a: "x"\n b: 2\n',
      `2:2 this line is indented by 1, the lines above by 0; ${INDENT}`,
    ],
    [
      'after comments and blank lines',
      'a: 1\n\n    # text\n b: 2\n',
      `4:2 this line is indented by 1, the lines above by 0; ${INDENT}`,
    ],
    [
      'with the line ends of Windows',
      'x:\r\n  a: 1\r\n   b: 2\r\n',
      `3:4 this line is indented by 3, the lines above by 2; ${INDENT}`,
    ],
  ])('is told once, at that line: %s', async (_, text, expected) => {
    expect(await told(text)).toEqual([expected]);
  });

  it('is told beside a value above it that holds a colon, which is told by itself', async () => {
    expect(await told('x:\n    a: b: c\n  d: 1\n')).toEqual([
      '2:8 this line holds ": " twice; put a value that holds ": " in quotes',
      `3:3 this line is indented by 2, the lines above by 4 and 0; ${INDENT}`,
    ]);
  });

  it('is told at each such line', async () => {
    expect(await told('x:\n  a: 1\n   b: 2\ny:\n  a: 1\n    b: 2\n')).toEqual([
      expect.stringMatching(/^3:4 this line is indented by 3/),
      expect.stringMatching(/^6:5 this line is indented by 4/),
    ]);
  });
});

describe('a character that a Chinese keyboard writes', () => {
  it.each([
    ['a: 1\nvpcId:　vpc-1\n', '2:7 this is a full-width blank; write an ordinary one instead'],
    ['x:\n  a: 1\n  vpcId:　vpc-1\n', '3:9 this is a full-width blank; write an ordinary one instead'],
    ['a: 1\n"vpcId":　vpc-1\n', '2:9 this is a full-width blank; write an ordinary one instead'],
    ['vSwitchIds: ["vsw-1" ，"vsw-2"]', '1:22 this is a full-width comma; write "," instead'],
    ['vSwitchIds: ["vsw-1"，"vsw-2"]', '1:21 this is a full-width comma; write "," instead'],
  ])('is told where YAML stumbles over it: %s', async (text, expected) => {
    expect(await told(text)).toEqual([expected]);
  });
});

describe('a colon that does not end a key', () => {
  it.each([
    ['first', 'vpcId：vpc-1\na: 1\n', [`1:6 ${FULL_WIDTH}`]],
    ['last', 'a: 1\n  \nvpcId ：vpc-1\n', [`3:7 ${FULL_WIDTH}`]],
    ['of a key in quotes', '"vpcId"：vpc-1\na: 1\n', [`1:8 ${FULL_WIDTH}`]],
    ['in a map', 'config:\n  enable.acl： true\n  b: 1\n', [`2:13 ${FULL_WIDTH}`]],
    [
      'on every line',
      'regionId：a\nvpcId：b\nzoneId:c\n',
      [`1:9 ${FULL_WIDTH}`, `2:6 ${FULL_WIDTH}`, `3:7 ${NO_SPACE} of zoneId`],
    ],
    [
      'without a space',
      'a: 1\nvpcId:vpc-1\nname:x\n',
      [`2:6 ${NO_SPACE} of vpcId`, `3:5 ${NO_SPACE} of name`],
    ],
    ['of a key that may be a secret', 'a: 1\nCANARY:x\n', [`2:7 ${NO_SPACE}`]],
  ])('is told where it stands: %s', async (_, text, expected) => {
    expect(await told(text)).toEqual(expected);
  });

  it('is none within a value', async () => {
    expect(await problemsOf(flat('notifier: "Zhang：San"'))).toEqual([]);
    expect(await problemsOf(flat('notifier: Zhang:San'))).toEqual([]);
  });
});

describe('a line without a key', () => {
  it.each([
    ['between others', 'a: 1\nCANARY\nb: 2\n', '2:1'],
    ['at the end', 'x:\n  a: 1\n  CANARY\n', '3:3'],
    ['with such a colon, or comma, within', 'a: 1\nCANARY (b：c)，d:e\nf: 2\n', '2:1'],
  ])('is told so: %s', async (_, text, place) => {
    expect(await told(text)).toEqual([`${place} this line has no key; write it as "key: value"`]);
  });
});

describe('a quote that is not closed', () => {
  it.each([
    ['a: 1\nb: "CANARY\nc: "d"\n', '2:4'],
    ["b: 'it''s CANARY'\nx:\n  - 'CANARY\n", '3:5'],
  ])('is told where it opens: %j', async (text, place) => {
    const [first] = await told(text);
    expect(first).toBe(`${place} the quote that opens here is not closed`);
  });
});

describe('what stands where YAML has something else', () => {
  it.each([
    ['a: @CANARY\n', '1:4 Plain value cannot start with reserved character @; put the value in quotes'],
    ['%YAML 1.2 CANARY\n---\na: 1\n', '1:1 This YAML directive is not understood; remove it'],
    ['a: 1\n"b": x: CANARY\n', '2:6 this line holds ": " twice; put a value that holds ": " in quotes'],
  ])('is told: %j', async (text, expected) => {
    expect(await told(text)).toEqual([expected]);
  });
});
