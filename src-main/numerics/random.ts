/** The random streams of `shared/random.ts`, under the name that the engine knows them by. */
import type { RandomStream } from '../../shared/random.ts';
export { RandomStream, type RandomState } from '../../shared/random.ts';

/** Fisher and Yates. */
export function shuffled(values: Uint32Array, random: RandomStream): Uint32Array {
  const order = values.slice();
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const swapped = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = swapped;
  }
  return order;
}
