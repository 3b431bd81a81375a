/**
 * Many dreams at once, as one tensor program: a policy acts in what a world model imagines, and sees no observation.
 * A dream ends where the model predicts so with more than even odds (Ha & Schmidhuber 2018), or at the length cap.
 */
import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import type { RandomStream } from '../numerics/random.ts';
import { tf } from '../numerics/tensorflow.ts';
import { disposeAll, tidy } from '../numerics/tidy.ts';
import type { LatentState, Policy, WorldModel } from './worldModel.ts';

export interface DreamRolloutOptions {
  /** The paper caps Take Cover's dreams at 2,100. */
  readonly maxSteps: number;
  readonly temperature: number;
  /** A predicted probability of the end above this ends a dream. */
  readonly doneThreshold?: number;
  /** Whether the policy draws its actions or takes their mean. */
  readonly policyMode?: 'sample' | 'mean';
}

export interface DreamRolloutResult {
  /** Steps each dream took, the one that ended it counted. */
  readonly lengths: Float32Array;
  /** Sum of predicted rewards; null where the model has no reward head. */
  readonly returns: Float32Array | null;
  /** Whether the model ended it; false where the length cap did. */
  readonly ended: readonly boolean[];
}

/** What is carried from step to step, [rows] each. */
interface Progress {
  /** 1 while a dream goes on. */
  readonly alive: Tensor1D;
  readonly lengths: Tensor1D;
  readonly returns: Tensor1D | null;
}

/** Rows of ended dreams are worth dropping once they are so large a share of all. */
const WORTH_DROPPING = 0.1;

export class DreamRollout<S extends LatentState> {
  readonly #model: WorldModel<S>;
  readonly #policy: Policy;
  readonly #random: RandomStream;
  readonly #options: Required<DreamRolloutOptions>;
  /** Of dreams whose rows were dropped; the others' are in `#progress`. */
  readonly #result: {
    readonly lengths: Float32Array;
    readonly returns: Float32Array | null;
    readonly ended: boolean[];
  };
  /** Which dream each row is. */
  #dreams: readonly number[];
  #state: S;
  #progress: Progress;
  #steps = 0;
  #rowSteps = 0;

  /** @param start N first moments; taken over. */
  constructor(
    model: WorldModel<S>,
    policy: Policy,
    start: S,
    random: RandomStream,
    options: DreamRolloutOptions,
  ) {
    const count = Object.values(start)[0]?.shape[0] ?? 0;
    if (count === 0) throw new Error('a rollout needs at least one dream');
    this.#model = model;
    this.#policy = policy;
    this.#random = random;
    this.#options = { doneThreshold: 0.5, policyMode: 'mean', ...options };
    this.#state = start;
    this.#progress = {
      alive: tf.ones([count]),
      lengths: tf.zeros([count]),
      returns: model.heads.reward ? tf.zeros([count]) : null,
    };
    this.#dreams = Array.from({ length: count }, (_, index) => index);
    this.#result = {
      lengths: new Float32Array(count),
      returns: model.heads.reward ? new Float32Array(count) : null,
      ended: new Array<boolean>(count).fill(false),
    };
  }

  get steps(): number {
    return this.#steps;
  }

  /** Steps computed, over all dreams: what it cost. */
  get rowSteps(): number {
    return this.#rowSteps;
  }

  /** Dreams that still have a row. */
  get rows(): number {
    return this.#dreams.length;
  }

  /** The present moment of every dream that still has a row; owned by the rollout. */
  get state(): S {
    return this.#state;
  }

  /**
   * Goes on for up to `count` steps. Which dreams still go on is asked once, at the end: reading it waits for all
   * computation. Rows of ended ones are dropped then where the policy can do without them (`keepRows`), and later
   * random numbers fall on other rows: the same calls give the same dreams, other pieces may not.
   * @returns true while some dream goes on and the cap isn't reached.
   */
  advance(count: number): boolean {
    const { maxSteps } = this.#options;
    for (let i = 0; i < count && this.#steps < maxSteps; i++) this.#step();
    if (this.#steps >= maxSteps) return false;
    const alive = this.#progress.alive.dataSync<'float32'>();
    const kept: number[] = [];
    alive.forEach((going, row) => {
      if (going > 0) kept.push(row);
    });
    if (kept.length === 0) return false;
    if (kept.length <= (1 - WORTH_DROPPING) * alive.length) this.#keepRows(kept);
    return true;
  }

  result(): DreamRolloutResult {
    this.#book();
    const { lengths, returns, ended } = this.#result;
    return { lengths: lengths.slice(), returns: returns?.slice() ?? null, ended: [...ended] };
  }

  dispose(): void {
    disposeAll([this.#state, this.#progress]);
  }

  /** Notes how far each dream with a row has come. */
  #book(): void {
    const { alive, lengths, returns } = this.#progress;
    const [going, steps, sums] = [alive, lengths, returns].map((values) => values?.dataSync<'float32'>());
    this.#dreams.forEach((dream, row) => {
      this.#result.ended[dream] = going?.[row] === 0;
      this.#result.lengths[dream] = steps?.[row] ?? 0;
      if (this.#result.returns !== null) this.#result.returns[dream] = sums?.[row] ?? 0;
    });
  }

  #keepRows(kept: readonly number[]): void {
    if (this.#policy.keepRows === undefined) return;
    this.#book();
    const before = { state: this.#state, progress: this.#progress };
    const after = tidy(() => {
      const rows = tf.tensor1d([...kept], 'int32');
      const pick = (values: Readonly<Record<string, Tensor | null>>) =>
        Object.fromEntries(
          Object.entries(values).map(([name, value]) => [
            name,
            value === null ? null : tf.gather(value, rows),
          ]),
        );
      // Names and shapes stay, but for the number of rows.
      return {
        state: pick(before.state) as S,
        progress: pick({ ...before.progress }) as unknown as Progress,
      };
    });
    this.#policy.keepRows(kept, this.#dreams.length);
    this.#state = after.state;
    this.#progress = after.progress;
    this.#dreams = kept.map((row) => this.#dreams[row] ?? 0);
    disposeAll(before);
  }

  #step(): void {
    const { temperature, doneThreshold, policyMode } = this.#options;
    const before = { state: this.#state, progress: this.#progress };
    const after = tidy(() => {
      const { alive, lengths, returns } = before.progress;
      const action = this.#policy.act(this.#model.feature(before.state), this.#random, policyMode);
      const state = this.#model.imagine(before.state, action, this.#random, { temperature, mode: 'sample' });
      const { reward, continuation } = this.#model.predict(state);
      return {
        state,
        progress: {
          alive: continuation === undefined ? alive.clone() : goesOn(alive, continuation, 1 - doneThreshold),
          lengths: lengths.add<Tensor1D>(alive),
          returns: returns === null || reward === undefined ? null : returns.add<Tensor1D>(reward.mul(alive)),
        },
      };
    });
    this.#state = after.state;
    this.#progress = after.progress;
    this.#steps++;
    this.#rowSteps += this.#dreams.length;
    disposeAll([before.state, before.progress]);
  }
}

function goesOn(alive: Tensor1D, continuation: Tensor, threshold: number): Tensor1D {
  return alive.mul(continuation.greaterEqual(threshold).cast('float32'));
}

/** First moments of dreams: the model's initial state with the latents [N, Z] of recorded first frames. */
export function dreamStart<S extends LatentState>(model: WorldModel<S>, latents: Tensor): S {
  const [count = 0] = latents.shape;
  return tidy(() => model.withLatent(model.initial(count), latents.as2D(count, -1)));
}
