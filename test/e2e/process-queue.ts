/** As many processes of the action at once, for each worker of vitest, as small machines can bear. */
const MOST_AT_ONCE = 3;
let running = 0;
const queue: (() => void)[] = [];

/** Does work that starts a process when it is its turn. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < MOST_AT_ONCE) running += 1;
  else await new Promise<void>((resolve) => queue.push(resolve));
  try {
    return await work();
  } finally {
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  }
}
