import type { BrokerCheck } from '../deployment/brokers.ts';
import type { Outcome } from '../deployment/outcome.ts';
import { type Connection, checkText, connectionsOf } from './clients.ts';
import { escapeMarkdown, fenced } from './text.ts';

/** How clients connect to the instances that have addresses; of several, each is folded. */
export function connectSections(outcomes: readonly Outcome[]): string[] {
  const connected = outcomes.filter(({ endpoints }) => connectionsOf(endpoints).length > 0);
  if (connected.length === 0) return [];
  const [only, second] = connected;
  if (only && !second) return ['### How to connect', ...instanceParts(only, true)];
  return ['### How to connect', ...connected.map(foldedInstance)];
}

function foldedInstance(outcome: Outcome): string {
  return folded(escapeMarkdown(outcome.key), instanceParts(outcome, false));
}

/** The listener that fits, then the others. @param whole whether these come with their properties too */
function instanceParts(outcome: Outcome, whole: boolean): string[] {
  const [fitting, ...others] = connectionsOf(outcome.endpoints);
  if (!fitting) return [];
  return [
    ...titledParts(fitting, outcome),
    ...usageParts(fitting),
    ...others.flatMap((connection) => {
      return whole
        ? [folded(connection.title, [...listenerParts(connection, outcome), ...usageParts(connection)])]
        : titledParts(connection, outcome);
    }),
  ];
}

function titledParts(connection: Connection, outcome: Outcome): string[] {
  return [`**${connection.title}**`, ...listenerParts(connection, outcome)];
}

function listenerParts({ kind, servers }: Connection, { brokers }: Outcome): string[] {
  const check = brokers?.listeners.find((each) => each.kind === kind);
  return [fenced('', servers), ...(check ? [checkPart(check)] : [])];
}

const SIGNS: Readonly<Record<BrokerCheck['result'], string>> = {
  answered: '✅',
  failed: '⚠️',
  'not-checked': '➖',
};

function checkPart(check: BrokerCheck): string {
  return `${SIGNS[check.result]} ${escapeMarkdown(checkText(check))}`;
}

/** A `client.properties`, and one line that tries it. */
function usageParts({ properties, command }: Connection): string[] {
  return [
    '<code>client.properties</code>:',
    fenced('properties', properties),
    ...(command === undefined ? [] : ['Try it:', fenced('shell', [command])]),
  ];
}

function folded(title: string, parts: readonly string[]): string {
  return `<details><summary>${title}</summary>\n\n${parts.join('\n\n')}\n\n</details>`;
}
