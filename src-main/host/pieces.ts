/** Work on thousands of runs in pieces of a few milliseconds, so that the host goes on answering meanwhile. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { ExperimentStore } from '../store/experimentStore.ts';

/** A piece's share of the 50 ms that nobody may wait; storing and announcing it come on top. */
const PIECE_MILLISECONDS = 8;

/**
 * Does `work` to each item; a piece is one transaction. A failure takes its own piece back, and those before stay done.
 * @param done told of each piece as soon as it is stored
 */
export async function inPieces<Item>(
  store: ExperimentStore,
  items: readonly Item[],
  work: (item: Item) => void,
  done: (piece: readonly Item[]) => void = () => undefined,
): Promise<void> {
  let from = 0;
  while (from < items.length) {
    const until = performance.now() + PIECE_MILLISECONDS;
    const piece = store.transaction(() => {
      let next = from;
      for (; next < items.length && (next === from || performance.now() < until); next++) {
        const item = items[next];
        if (item !== undefined) work(item);
      }
      return items.slice(from, next);
    });
    from += piece.length;
    done(piece);
    await breathe();
  }
}

/** Runs steps that a store gives one by one, with turns for others between them. @returns what they lead to */
export async function stepByStep<Result>(steps: Iterator<void, Result>): Promise<Result> {
  const pause = pauses();
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await pause();
  }
}

/** For a loop of many small things: awaited between them, it lets others have their turn wherever a piece's time is over. */
export function pauses(): () => Promise<void> {
  let until = performance.now() + PIECE_MILLISECONDS;
  return async () => {
    if (performance.now() < until) return;
    await breathe();
    until = performance.now() + PIECE_MILLISECONDS;
  };
}
