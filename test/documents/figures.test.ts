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
  const [year = '', month = '', day = ''] =
    read(FIGURES)
      .match(/(?<=; )\d{4}-\d\d-\d\d/)?.[0]
      .split('-') ?? [];
  const [ratio] = measured('CPU of the action by that of the script');
  const [action] = measured('One deployment, CPU');
  const [script] = measured('The same by a script on the SDK, CPU');
  const [memory, ofScript] = measured('One deployment, peak memory');
  const [, ideal] = measured('1000 topics on 10 instances at 100 a second').filter((each) =>
    each.includes('.'),
  );
  const paragraphs = all(readme, 'paragraph').map(textOf);
  const quoted = paragraphs.find((text) => text.includes('npm run bench'))?.match(/[\d.,]*\d/g) ?? [];
  const date = readme === 'README.md' ? [day, year] : [year, month, day];
  const figures = [ratio, action, script, memory, ofScript, '2,000', '1,000', '100', ideal];
  expect(quoted.sort()).toEqual([...figures, ...date.map((each) => each.replace(/^0/, ''))].sort());
});
