/**
 * PlaNet's planner (Hafner et al. 2019, arXiv:1811.04551, algorithm 2): no action model; the cross-entropy method searches
 * action sequences in what a world model imagines, and only the first action of the best is carried out. All candidates
 * of all states are one batch.
 */
import type { Rank, Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { actionScale, type ActionScale } from '../../models/actionScale.ts';
import type { LatentState, WorldModel } from '../../models/worldModel.ts';
import { rowsAt } from '../../numerics/linear.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { randomNormal } from '../../numerics/tensorRandom.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../numerics/tidy.ts';
import { TracedFunction } from '../../numerics/tracedFunction.ts';
import type { BoxSpace } from '../../../shared/spaces.ts';

export interface CemOptions {
  /** Steps of a plan: 12 in the paper. */
  readonly horizon: number;
  /** Sequences tried an iteration: 1,000. */
  readonly candidates: number;
  /** Of them, those the next iteration is fitted to: 100. */
  readonly elites: number;
  /** 10 */
  readonly iterations: number;
}

export const PLANET_OPTIONS: CemOptions = { horizon: 12, candidates: 1000, elites: 100, iterations: 10 };

/** Of sequences side by side: [B, 1, horizon * A]. */
interface Fitted {
  readonly mean: Tensor3D;
  readonly deviation: Tensor3D;
}

/** What a planner asks of a world model. */
export type Dynamics<S extends LatentState> = Pick<
  WorldModel<S>,
  'imagine' | 'predict' | 'heads' | 'weights'
>;

export class CemPlanner<S extends LatentState> {
  readonly #model: Dynamics<S>;
  readonly #options: CemOptions;
  readonly #scale: ActionScale;
  readonly #search: TracedFunction<[S, RandomStream], Tensor3D>;

  /** The model stays the caller's. @throws where it has no reward head, or the options make no sense. */
  constructor(model: Dynamics<S>, actions: BoxSpace, options: CemOptions = PLANET_OPTIONS) {
    if (!model.heads.reward) throw new Error('a planner needs a model that predicts rewards');
    if (options.elites > options.candidates || Object.values(options).some((value) => value < 1)) {
      throw new Error(`${options.elites} of ${options.candidates} candidates cannot be the best`);
    }
    this.#model = model;
    this.#options = options;
    this.#scale = actionScale(actions);
    this.#search = new TracedFunction(
      () => [...model.weights().values()],
      (state, random) => this.#searched(state, random),
    );
  }

  /** The first action of each state's plan: [B, A] in the environment's bounds. The state stays the caller's. */
  act(state: S, random: RandomStream): Tensor2D {
    return tidy(() => {
      const plan = this.plan(state, random);
      const first = plan.slice([0, 0, 0], [plan.shape[0], 1, plan.shape[2]]);
      return this.#scale.toEnvironment(first.squeeze<Tensor2D>([1]));
    });
  }

  /** [B, horizon, A] in [-1, 1]: the mean of the last iteration's best. */
  plan(state: S, random: RandomStream): Tensor3D {
    return this.#search.run(state, random);
  }

  dispose(): void {
    this.#search.dispose();
  }

  #searched(state: S, random: RandomStream): Tensor3D {
    const { horizon, candidates, iterations } = this.#options;
    const batch = Object.values(state)[0]?.shape[0] ?? 0;
    const width = horizon * this.#scale.size;
    const starts = repeated(state, candidates);
    let mean: Tensor3D = tf.zeros<Rank.R3>([batch, 1, width]);
    let deviation: Tensor3D = tf.ones<Rank.R3>([batch, 1, width]);
    for (let iteration = 0; iteration < iterations; iteration++) {
      const before = { mean, deviation };
      const fitted: Fitted = tidy(() => {
        const noise = randomNormal([batch, candidates, width], random);
        const drawn = before.mean.add<Tensor3D>(before.deviation.mul(noise));
        const sequences = tf.clipByValue(drawn, -1, 1);
        return this.#fit(sequences, this.#returns(starts, sequences, random));
      });
      disposeAll(before);
      ({ mean, deviation } = fitted);
    }
    return mean.reshape([batch, horizon, this.#scale.size]);
  }

  /** [B, candidates]: the sum of the rewards that each sequence is imagined to bring. */
  #returns(starts: S, sequences: Tensor3D, random: RandomStream): Tensor2D {
    const { horizon } = this.#options;
    const [batch, candidates] = sequences.shape;
    const size = this.#scale.size;
    const actions = tf.split<Tensor2D>(
      sequences.reshape<Tensor2D>([batch * candidates, horizon * size]),
      horizon,
      1,
    );
    let state = starts;
    let total: Tensor1D = tf.zeros([batch * candidates]);
    for (const action of actions) {
      const before = { state, total };
      const step = tidy(() => {
        const next = this.#model.imagine(before.state, this.#scale.toEnvironment(action), random, {
          mode: 'sample',
        });
        const { reward } = this.#model.predict(next);
        if (reward === undefined) throw new Error('the model predicted no reward');
        return { state: next, total: before.total.add<Tensor1D>(reward) };
      });
      if (before.state !== starts) disposeAll(before.state);
      before.total.dispose();
      ({ state, total } = step);
    }
    return total.reshape([batch, candidates]);
  }

  /** Of the best sequences. */
  #fit(sequences: Tensor3D, returns: Tensor2D): Fitted {
    const { elites } = this.#options;
    const [batch, candidates, width] = sequences.shape;
    const { indices } = tf.topk(returns, elites, false);
    const offsets: Tensor = tf
      .range(0, batch, 1, 'int32')
      .mul(tf.scalar(candidates, 'int32'))
      .reshape([batch, 1]);
    const rows = indices.add<Tensor2D>(offsets).reshape<Tensor1D>([batch * elites]);
    const all = sequences.reshape<Tensor2D>([batch * candidates, width]);
    const best = rowsAt(all, rows).reshape<Tensor3D>([batch, elites, width]);
    const mean = best.mean<Tensor3D>(1, true);
    return { mean, deviation: best.sub(mean).square().mean<Tensor3D>(1, true).sqrt() };
  }
}

/** Every row `count` times, its copies side by side. */
function repeated<S extends LatentState>(state: S, count: number): S {
  const copies = Object.entries(state).map(([name, tensor]) => {
    const [batch = 0, ...rest] = tensor.shape;
    const ones = rest.map(() => 1);
    return [
      name,
      tensor
        .expandDims(1)
        .tile([1, count, ...ones])
        .reshape([batch * count, ...rest]),
    ];
  });
  // Names are the state's own.
  return Object.fromEntries(copies) as S;
}
