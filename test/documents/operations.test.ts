import { describe, expect, it } from 'vitest';
import { NEEDS } from '../../src/contents/operations.ts';
import { ACTIONS } from '../../src/preflight/unchecked.ts';
import { all, read, textOf } from './markdown.ts';

describe('docs/operations.md', () => {
  it('has every permission that the action can need, beside the section or check that needs it', () => {
    const rows = all('docs/operations.md', 'tableRow').map((row) => row.children.map(textOf).join(' | '));
    const needed = [
      'alikafka:StartInstance',
      ...Object.values(ACTIONS),
      ...Object.values(NEEDS).map(({ ramAction }) => ramAction),
    ];
    expect(needed.filter((action) => !rows.some((row) => row.includes(action)))).toEqual([]);
    for (const { ramAction, section } of Object.values(NEEDS)) {
      const row = rows.find((text) => text.startsWith(section)) ?? '';
      expect(
        row.includes(ramAction) || rows.some((text) => text.startsWith('Room') && text.includes(ramAction)),
      ).toBe(true);
    }
  });

  it('names hosts as the action calls them', () => {
    const source = read('src/alibaba/endpoints.ts');
    for (const product of ['alikafka', 'vpc', 'ecs', 'kms']) {
      expect(read('docs/operations.md')).toContain(`${product}.REGION.aliyuncs.com`);
      expect(source).toContain(`'${product}'`);
    }
  });
});
