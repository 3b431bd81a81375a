/** Plays by the values of a network: the best choice, or now and then any. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { ChoiceTable } from '../../acting/choiceTable.ts';
import type { Driver } from '../../acting/driver.ts';
import type { RecordedSight } from '../../acting/recordedSight.ts';
import type { ParameterSet } from '../../numerics/parameters.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { disposeAll } from '../../numerics/tidy.ts';
import { TracedFunction } from '../../numerics/tracedFunction.ts';
import { qForward, type QShape } from './qNetwork.ts';

/** Who plays, and how often at random. */
export interface Exploration {
  /** Environments side by side. */
  readonly count: number;
  readonly random: RandomStream;
  /** Share of random decisions at the driver's n-th. */
  readonly epsilonAt: (decision: number) => number;
}

export class QActor {
  readonly #observation: RecordedSight;
  readonly #table: ChoiceTable;
  readonly #values: TracedFunction<[Tensor], Tensor2D>;

  /** The parameters stay the caller's. */
  constructor(parameters: ParameterSet, shape: QShape, observation: RecordedSight, table: ChoiceTable) {
    this.#observation = observation;
    this.#table = table;
    this.#values = new TracedFunction(
      () => parameters.values(),
      (observed) => qForward(parameters, shape, observed).values,
    );
  }

  /** Begins at its environments' first moment, and never outlives their episodes. */
  driver({ count, random, epsilonAt }: Exploration): Driver {
    let observed: Tensor | null = null;
    let decisions = 0;
    const forget = () => {
      observed?.dispose();
      observed = null;
    };
    return {
      act: (seen) => {
        const now = this.#observation.perceive(observed, seen);
        forget();
        disposeAll(seen);
        observed = now;
        const epsilon = epsilonAt(decisions++);
        const chosen = Array.from({ length: count }, () =>
          random.uniform() < epsilon ? random.integer(this.#table.count) : null,
        );
        const best = chosen.includes(null) ? this.#best(now) : [];
        return this.#table.actions(chosen.map((choice, row) => choice ?? best[row] ?? 0));
      },
      dispose: forget,
    };
  }

  dispose(): void {
    this.#values.dispose();
  }

  /** [B, choices], the caller's. */
  values(observed: Tensor): Tensor2D {
    return this.#values.run(observed);
  }

  #best(observed: Tensor): readonly number[] {
    const values = this.values(observed);
    const flat = values.dataSync<'float32'>();
    values.dispose();
    const { count } = this.#table;
    return Array.from({ length: flat.length / count }, (_, row) =>
      indexOfLargest(flat.subarray(row * count, (row + 1) * count)),
    );
  }
}

/** The first of several as large. */
export function indexOfLargest(values: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < values.length; index++)
    if ((values[index] ?? -Infinity) > (values[best] ?? -Infinity)) best = index;
  return best;
}
