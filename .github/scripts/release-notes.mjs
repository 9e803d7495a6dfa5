// Prints the changelog's entry for a tag: node .github/scripts/release-notes.mjs v1.2.3
// Fails where the tag is not the version of package.json, or the changelog has no entry with a date for it.
import { readFileSync } from 'node:fs';

const [tag = ''] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** The lines below `## [1.2.3] - 2026-01-31`, down to the next heading of that kind or the links at the end. */
function entryOf(changelog) {
  const lines = changelog.split(/\r?\n/);
  const heading = new RegExp(`^## \\[${RegExp.escape(version)}\\] - \\d{4}-\\d{2}-\\d{2}$`);
  const from = lines.findIndex((line) => heading.test(line));
  if (from < 0) return '';
  const rest = lines.slice(from + 1);
  const to = rest.findIndex((line) => /^## |^\[[^\]]+\]: /.test(line));
  return rest
    .slice(0, to < 0 ? undefined : to)
    .join('\n')
    .trim();
}

const entry = entryOf(readFileSync('CHANGELOG.md', 'utf8'));
if (tag !== `v${version}`) {
  console.error(`The tag ${tag} is not the version of package.json, ${version}.`);
  process.exitCode = 1;
} else if (entry === '') {
  console.error(`CHANGELOG.md has no entry "## [${version}] - YYYY-MM-DD" with a text.`);
  process.exitCode = 1;
} else {
  console.log(entry);
}
