/*
 * What GitHub's runner makes of what a step writes. Its rules, not those of the action: any line that it would
 * take for a command counts, whoever meant it.
 */

/** A command in a line of output. */
export interface Command {
  /** `error`; in the older form `##[error]`. */
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** The command in a line: `::name key=value::message` after blanks, or `##[name key=value]message` anywhere. */
export function commandIn(line: string): Command | undefined {
  const [, newer, newerMessage] = /^\s*::(.*?)::(.*)$/su.exec(line) ?? [];
  const [, older, olderMessage] = /##\[(.*?)\](.*)$/su.exec(line) ?? [];
  const [head, message] = newer === undefined ? [older, olderMessage] : [newer, newerMessage];
  if (head === undefined) return undefined;
  const [, name = '', pairs = ''] = /^(\S*) ?(.*)$/su.exec(head) ?? [];
  const properties = pairs.split(',').filter((pair) => pair.includes('='));
  return {
    name: newer === undefined ? `##[${name}]` : name,
    properties: Object.fromEntries(
      properties.map((pair) => {
        const at = pair.indexOf('=');
        return [pair.slice(0, at).trim(), unescaped(pair.slice(at + 1))];
      }),
    ),
    message: unescaped(message ?? ''),
  };
}

function unescaped(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}

/** The names in a file of outputs, in their order; throws where the runner would refuse the file. */
export function outputNamesIn(text: string): string[] {
  const names: string[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (heredoc < 0 && equals < 0) throw new Error(`Invalid format '${line.slice(0, 100)}'`);
    if (heredoc < 0 || (equals >= 0 && equals < heredoc)) {
      names.push(line.slice(0, equals));
      continue;
    }
    names.push(line.slice(0, heredoc));
    const end = lines.indexOf(line.slice(heredoc + 2), at + 1);
    if (end < 0) throw new Error(`Matching delimiter not found '${line.slice(heredoc + 2)}'`);
    at = end;
  }
  return names;
}
