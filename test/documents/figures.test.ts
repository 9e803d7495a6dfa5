import { expect, it } from 'vitest';
import { all, READMES, read, textOf } from './markdown.ts';

const FIGURES = 'docs/figures.md';

/** The numbers of what was measured, with those of its goal, in their order. */
function measured(what: string): readonly string[] {
  const rows = all(FIGURES, 'table').flatMap(({ children }) =>
    children.map((row) => row.children.map(textOf)),
  );
  const [, figure, goal] = rows.find(([name]) => name === what) ?? [];
  return `${figure} ${goal}`.match(/\d+(\.\d+)?/g) ?? [];
}

it.each(READMES)('%s quotes what was measured', (readme) => {
  const [, node, cpu = '?', cores, when = ''] =
    /^Node ([\d.]+), .*?; (.+?), (\d+) cores, .*; ([\d-]+), commit /m.exec(read(FIGURES)) ?? [];
  const [year = '', month = '', day = ''] = when.split('-');
  const [ratio] = measured('CPU of the action by that of the script');
  const [action] = measured('One deployment, CPU');
  const [script] = measured('The same by a script on the SDK, CPU');
  const [memory, ofScript] = measured('One deployment, peak memory');
  const [, ideal] = measured('1000 topics on 10 instances at 100 a second').filter((each) =>
    each.includes('.'),
  );
  const paragraphs = all(readme, 'paragraph').map(textOf);
  const text = paragraphs.find((each) => each.includes('npm run bench')) ?? '';
  const quoted: readonly (string | undefined)[] = text.match(/[\d.,]*\d/g) ?? [];
  expect(text).toContain(cpu);
  const date = readme === 'README.md' ? [day, year] : [year, month, day];
  const figures = [ratio, action, script, memory, ofScript, '2,000', '1,000', '100', ideal, cores, node];
  expect(quoted.toSorted()).toEqual([...figures, ...date.map((each) => each.replace(/^0/, ''))].sort());
});

it('no goal is missed', () => {
  expect(read(FIGURES)).not.toContain('missed');
});
