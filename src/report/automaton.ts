/** The state before anything was read. */
export const START = 0;

const BLANK = 0x20;
const PLUS = 0x2b;

/**
 * Finds any number of patterns in one walk over a text (Aho and Corasick, 1975). A state stands for the longest
 * end of what was read that some pattern begins with. A blank and a plus are the same: forms write one as the other.
 */
export class Automaton {
  // By state; a state's children are a list: its first child, and each child's next sibling.
  readonly #unit = [0];
  readonly #child = [0];
  readonly #sibling = [0];
  readonly #depth = [0];
  /** The state for the same text without its beginning: where to go on when no child fits. */
  readonly #shorter = [START];
  /** The length of the longest pattern that ends in the state. */
  readonly #longest = [0];
  readonly #first = new Int32Array(0x10000); // the start has too many children for a list
  #linked = true;

  add(pattern: string): void {
    let state = START;
    for (let index = 0; index < pattern.length; index += 1) {
      const unit = folded(pattern.charCodeAt(index));
      state = this.#childOf(state, unit) || this.#addChild(state, unit);
    }
    this.#longest[state] = pattern.length;
    this.#linked = false;
  }

  /** The state after one more UTF-16 unit. */
  after(state: number, unit: number): number {
    if (!this.#linked) this.#link();
    const wanted = folded(unit);
    for (let from = state; ; from = at(this.#shorter, from)) {
      const child = this.#childOf(from, wanted);
      if (child > 0 || from === START) return child;
    }
  }

  /** How many units the state stands for. */
  depthOf(state: number): number {
    return at(this.#depth, state);
  }

  /** The length of the longest pattern that ends here; 0 for none. */
  longestAt(state: number): number {
    return at(this.#longest, state);
  }

  #childOf(state: number, unit: number): number {
    if (state === START) return this.#first[unit] ?? 0;
    let child = at(this.#child, state);
    while (child > 0 && this.#unit[child] !== unit) child = at(this.#sibling, child);
    return child;
  }

  #addChild(parent: number, unit: number): number {
    const state = this.#unit.length;
    if (parent === START) this.#first[unit] = state;
    this.#unit.push(unit);
    this.#child.push(0);
    this.#sibling.push(at(this.#child, parent));
    this.#child[parent] = state;
    this.#depth.push(at(this.#depth, parent) + 1);
    this.#shorter.push(START);
    this.#longest.push(0);
    return state;
  }

  /** Finds for each state the one for its text without the beginning; shallow states first. */
  #link(): void {
    this.#linked = true;
    const queue = [START];
    for (const parent of queue) {
      for (let state = at(this.#child, parent); state > 0; state = at(this.#sibling, state)) {
        const shorter =
          parent === START ? START : this.after(at(this.#shorter, parent), at(this.#unit, state));
        this.#shorter[state] = shorter;
        this.#longest[state] = Math.max(at(this.#longest, state), at(this.#longest, shorter));
        queue.push(state);
      }
    }
  }
}

/** The number of a state, which is in the list. */
function at(numbers: readonly number[], state: number): number {
  return numbers[state] ?? 0;
}

function folded(unit: number): number {
  return unit === BLANK ? PLUS : unit;
}
