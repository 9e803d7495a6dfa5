import { describe, expect, it } from 'vitest';
import { examples, expectValid, expectWorkflow, isWorkflow, policy } from './examples.ts';
import { all, PAGES, read } from './markdown.ts';

describe('the examples', () => {
  it('are linked by the README or a page, each of them', () => {
    const links = ['README.md', ...PAGES].flatMap((path) =>
      all(path, 'link').map(({ url }) => url.replace(/^(\.\.\/)+/, '')),
    );
    expect(examples.filter((name) => !links.includes(name))).toEqual([]);
  });

  it.each(examples.filter(isWorkflow))(
    '%s is a workflow that uses inputs and outputs which exist',
    (path) => {
      expectWorkflow(read(path));
      expect(read(path)).toMatch(/^# [A-Z]/);
    },
  );

  it.each(examples.filter((path) => path.endsWith('.yml') && !isWorkflow(path) && !path.includes('broken')))(
    '%s is a valid manifest',
    (path) => expectValid(read(path)),
  );

  it.each(examples.filter((path) => path.endsWith('.json')))('%s is a policy of RAM', (path) => {
    policy.parse(JSON.parse(read(path)));
  });
});
