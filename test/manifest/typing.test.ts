import { describe, expect, it } from 'vitest';
import { KNOWN_REGIONS, regionNamed, zoneNamed } from '../../src/manifest/regions.ts';
import { typingHint } from '../../src/manifest/typing.ts';

describe('the region that a console calls so', () => {
  it.each([
    ['华东1（杭州）', 'cn-hangzhou'],
    ['华东 2（上海）', 'cn-shanghai'],
    ['华北2', 'cn-beijing'],
    ['新加坡', 'ap-southeast-1'],
    ['China (Zhangjiakou)', 'cn-zhangjiakou'],
    ['US (Silicon Valley)', 'us-west-1'],
    ['华东1 金融云', undefined],
    ['火星', undefined],
    ['', undefined],
  ])('%s is %s', (name, id) => {
    expect(regionNamed(name)).toBe(id);
    if (id !== undefined) expect(KNOWN_REGIONS).toContain(id);
  });
});

describe('the zone that a console calls so', () => {
  it.each([
    ['可用区K', 'zonek'],
    ['杭州 可用区 K', 'zonek'],
    ['Zone B', 'zoneb'],
    ['Hangzhou Zone B', 'zoneb'],
    ['zonea,zoneb', undefined],
    ['K', undefined],
  ])('%s is %s', (name, id) => expect(zoneNamed(name)).toBe(id));
});

describe('what a keyboard did to a value', () => {
  it.each([
    ['vsw-1 ', '; remove the blank at its end'],
    ['vsw-1\u3000', '; remove the blank at its end'],
    ['vsw-1\n', '; remove the line break at its end'],
    ['\u00a0vsw-1', '; remove the blank at its beginning'],
    ['“vsw-1”', '; remove the curly quotes, or write straight ones around the value'],
    ['vsw-1，vsw-2', '; it holds full-width characters, write ordinary ones instead'],
    ['７２', '; it holds full-width characters, write ordinary ones instead'],
    ['vsw-1', ''],
    [' ', ''],
  ])('%j%s', (text, hint) => expect(typingHint(text)).toBe(hint));
});
