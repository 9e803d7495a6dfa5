import { type Automaton, START } from './automaton.ts';
import { type EscapedReading, type Readings, readingsOf } from './readings.ts';

/** Told the place of each pattern that is found. */
export type Found = (start: number, end: number) => void;

/** Finds patterns in a text, as they are and however their characters are escaped. */
export function search(automaton: Automaton, text: string, found: Found): void {
  const readings = readingsOf(text);
  if (readings.size === 0) searchPlain(automaton, text, found);
  else searchEscaped(automaton, text, readings, found);
}

function searchPlain(automaton: Automaton, text: string, found: Found): void {
  let state = START;
  for (let at = 0; at < text.length; at += 1) {
    state = automaton.after(state, text.charCodeAt(at));
    const length = automaton.longestAt(state);
    if (length > 0) found(at + 1 - length, at + 1);
  }
}

const ESCAPING = new Set([...'%\\&'].map((letter) => letter.charCodeAt(0)));

/** One way in which a text was read so far. Another may be in another state at the same place. */
interface Path {
  state: number;
  /** How many units were read, escapes undone. */
  read: number;
  escapes: Escape | undefined;
}

/** An escape on a path: it is longer than what it stands for, so what was found began that much earlier. */
interface Escape {
  readonly read: number;
  readonly surplus: number;
  readonly before: Escape | undefined;
}

/**
 * Every reading of an escape is a path of its own; where paths meet in the same state, one goes on. So the work
 * grows with the text alone, unless many patterns are escapes of each other.
 */
function searchEscaped(automaton: Automaton, text: string, readings: Readings, found: Found): void {
  const later = new Map<number, Path[]>();
  let here: Path[] = [{ state: START, read: 0, escapes: undefined }];
  const tell = (path: Path, end: number): void => {
    const length = automaton.longestAt(path.state);
    if (length > 0) found(end - length - surplusOf(path, length), end);
  };
  for (let at = 0; at < text.length; at += 1) {
    if (here.length !== 1 || later.size > 0) {
      here = met(here, later.get(at), automaton);
      later.delete(at);
    }
    const unit = text.charCodeAt(at);
    const escaped = ESCAPING.has(unit) ? readings.get(at) : undefined;
    for (const path of here) {
      if (!escaped) {
        advance(path, unit, automaton);
        tell(path, at + 1);
      }
      for (const reading of escaped ?? []) {
        if (reading.byte !== undefined) continue;
        const other = onward(path, reading, at, automaton);
        tell(other, reading.end);
        const arrivals = later.get(reading.end);
        if (arrivals) arrivals.push(other);
        else later.set(reading.end, [other]);
      }
    }
    if (escaped) here = []; // the first reading is the text as it stands
  }
}

function advance(path: Path, unit: number, automaton: Automaton): void {
  path.state = automaton.after(path.state, unit);
  path.read += 1;
  const forgotten = path.read - automaton.depthOf(path.state);
  if (path.escapes && path.escapes.read <= forgotten) path.escapes = undefined;
}

function onward(path: Path, { text, end }: EscapedReading, at: number, automaton: Automaton): Path {
  const other = { ...path };
  for (let index = 0; index < text.length; index += 1) advance(other, text.charCodeAt(index), automaton);
  const surplus = end - at - text.length;
  if (other.state !== START && surplus > 0)
    other.escapes = { read: other.read, surplus, before: other.escapes };
  return other;
}

/** How much longer the last `length` units of a path are in the text. */
function surplusOf({ read, escapes }: Path, length: number): number {
  let surplus = 0;
  for (let one = escapes; one && one.read > read - length; one = one.before) {
    surplus += one.surplus;
  }
  return surplus;
}

/** The paths at one place, one for each state: of several the one whose pattern began first. */
function met(here: Path[], arrivals: Path[] | undefined, automaton: Automaton): Path[] {
  if (!arrivals && here.length < 2) return here;
  if (arrivals?.length === 1 && here.length === 0) return arrivals;
  const byState = new Map<number, Path>();
  const begin = (path: Path) => surplusOf(path, automaton.depthOf(path.state));
  for (const path of arrivals ? [...here, ...arrivals] : here) {
    const other = byState.get(path.state);
    if (!other || begin(other) < begin(path)) byState.set(path.state, path);
  }
  return [...byState.values()];
}
