import { count } from './report.ts';
import { cutRows } from './table.ts';

/**
 * Joins sections up to a limit in bytes. The first that does not fit is cut between the rows of its table;
 * what is left out is counted, never hidden.
 */
export function cutToLimit(sections: readonly string[], limit: number, what = 'the summary'): string {
  const kept: string[] = [];
  let size = 0;
  for (const [index, section] of sections.entries()) {
    const bytes = Buffer.byteLength(section) + 2;
    if (size + bytes > limit) {
      const left = `_${count(sections.length - index, 'section')} left out or cut: ${what} is at its limit. The log has everything._`;
      const part = cutRows(section, limit - size - Buffer.byteLength(left) - 8);
      return [...kept, ...(part === '' ? [] : [part]), left, ''].join('\n\n');
    }
    size += bytes;
    kept.push(section);
  }
  return `${kept.join('\n\n')}\n`;
}
