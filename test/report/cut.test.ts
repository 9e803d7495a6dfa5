import { describe, expect, it } from 'vitest';
import { cutToLimit } from '../../src/report/cut.ts';
import { cutRows, htmlTable, table } from '../../src/report/table.ts';

const leftOut = (sections: string, what = 'the summary') =>
  `_${sections} left out or cut: ${what} is at its limit. The log has everything._`;

describe('sections up to a limit', () => {
  it('are all there at exactly the limit, counted in bytes, and one byte below the last is left out', () => {
    expect(cutToLimit(['éé', 'bb'], 10)).toBe('éé\n\nbb\n');
    expect(cutToLimit(['éé', 'bb'], 9)).toBe(`éé\n\n${leftOut('1 section')}\n\n`);
    expect(cutToLimit(['aa', 'bb', 'cc'], 7, 'this comment')).toBe(
      `aa\n\n${leftOut('2 sections', 'this comment')}\n\n`,
    );
  });

  it('are cut between the rows of a table, so that what says so fits too', () => {
    const section = table(
      ['a'],
      Array.from({ length: 100 }, () => ['1']),
    );
    const note = leftOut('1 section');
    const most = 4 + 'aa'.length - 2 + note.length + 8;
    expect(cutToLimit(['aa', section], most + 20)).toBe(`aa\n\n| a |\n| :-- |\n| 1 |\n\n${note}\n\n`);
    expect(cutToLimit(['aa', section], most + 19)).toBe(`aa\n\n${note}\n\n`);
    for (let limit = most; limit < most + 40; limit += 1) {
      expect(cutToLimit(['aa', section], limit).length).toBeLessThanOrEqual(limit);
    }
  });
});

describe('rows up to a limit', () => {
  const markdown = table(['é'], [['1'], ['2']]);
  const html = htmlTable(['a', 'b'], [['1', '2']], new Set(['b']));

  it('of a table in Markdown keep its titles, and are none without a row', () => {
    expect(markdown).toBe('| é |\n| :-- |\n| 1 |\n| 2 |');
    expect(cutRows(markdown, 27)).toBe(markdown);
    expect(cutRows(markdown, 21)).toBe('| é |\n| :-- |\n| 1 |');
    expect(cutRows(markdown, 20)).toBe('');
  });

  it('of a table in HTML keep its end', () => {
    const [head = '', row = '', end = ''] = html.split('\n');
    expect(head).toBe('<table><thead><tr><th align="left">a</th><th align="left">b</th></tr></thead><tbody>');
    expect([row, end]).toEqual(['<tr><td>1</td><td nowrap>2</td></tr>', '</tbody></table>']);
    expect(cutRows(html, html.length + 1)).toBe(html);
    expect(cutRows(html, html.length)).toBe('');
    expect(cutRows(html, 10_000)).toBe(html);
  });

  it('of what is no table are none', () => {
    expect(cutRows('a | b\nc | d', 1000)).toBe('');
    expect(cutRows('see <table>\na\nb\nc', 1000)).toBe('');
  });
});
