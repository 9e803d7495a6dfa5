import { describe, expect, it } from 'vitest';
import { KNOWN_REGIONS, regionNamed, zoneNamed } from '../../src/manifest/regions.ts';
import { typingHint } from '../../src/manifest/typing.ts';

describe('the region that a console calls so', () => {
  it.each([
    ['华东1（杭州）', 'China (Hangzhou)', 'cn-hangzhou'],
    ['华东 2（上海）', 'China (Shanghai)', 'cn-shanghai'],
    ['华北 1（青岛）', 'China (Qingdao)', 'cn-qingdao'],
    ['华北2', 'China (Beijing)', 'cn-beijing'],
    ['华北 3', 'China (Zhangjiakou)', 'cn-zhangjiakou'],
    ['华北  5', 'China (Hohhot)', 'cn-huhehaote'],
    ['华北6（乌兰察布）', 'China (Ulanqab)', 'cn-wulanchabu'],
    ['华南1', 'China (Shenzhen)', 'cn-shenzhen'],
    ['华南 2', 'China (Heyuan)', 'cn-heyuan'],
    ['华南 3', 'China (Guangzhou)', 'cn-guangzhou'],
    ['西南 1', 'China (Chengdu)', 'cn-chengdu'],
    ['华东 6', 'China (Fuzhou - Local Region)', 'cn-fuzhou'],
    ['中国香港', 'China (Hong Kong)', 'cn-hongkong'],
    ['新加坡', 'Singapore', 'ap-southeast-1'],
    ['日本（东京）', 'Japan (Tokyo)', 'ap-northeast-1'],
    ['韩国（首尔）', 'South Korea (Seoul)', 'ap-northeast-2'],
    ['马来西亚（吉隆坡）', 'Malaysia (Kuala Lumpur)', 'ap-southeast-3'],
    ['印度尼西亚（雅加达）', 'Indonesia (Jakarta)', 'ap-southeast-5'],
    ['菲律宾（马尼拉）', 'Philippines (Manila)', 'ap-southeast-6'],
    ['泰国（曼谷）', 'Thailand (Bangkok)', 'ap-southeast-7'],
    ['德国（法兰克福）', 'Germany (Frankfurt)', 'eu-central-1'],
    ['英国（伦敦）', 'UK (London)', 'eu-west-1'],
    ['沙特（利雅得）', 'SAU (Riyadh)', 'me-central-1'],
    ['阿联酋（迪拜）', 'UAE (Dubai)', 'me-east-1'],
    ['美国（弗吉尼亚）', 'US (Virginia)', 'us-east-1'],
    ['美国（硅谷）', 'US (Silicon Valley)', 'us-west-1'],
  ])('%s, %s: %s', (chinese, english, id) => {
    expect([regionNamed(chinese), regionNamed(english)]).toEqual([id, id]);
    expect(KNOWN_REGIONS).toContain(id);
  });

  it.each(['华东1 金融云', '火星', ''])('%s: none', (name) => expect(regionNamed(name)).toBeUndefined());
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
