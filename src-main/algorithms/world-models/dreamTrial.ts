/**
 * Dreams that score controllers (Ha & Schmidhuber 2018, arXiv:1803.10122): all candidates' rollouts advance as one
 * batched tensor program over V's and M's latents. No frame and no real environment takes part.
 */
import type { RandomStream } from '../../numerics/random.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { tidy } from '../../numerics/tidy.ts';
import { PopulationController } from './linearController.ts';
import { drawDreamStarts } from './dreamStarts.ts';
import { DreamRollout, dreamStart } from '../../models/dreamRollout.ts';
import type { DreamRolloutResult } from '../../models/dreamRollout.ts';
import type { VisionMemoryState } from './visionMemory.ts';
import type { Trial } from './trial.ts';
import { meanOf } from '../../acting/scores.ts';
import type { Workspace } from './workspace.ts';

/** Steps between two looks at which dreams have ended. A fixed number: the dreams depend on it. */
const STEPS_AT_ONCE = 8;

export interface DreamTrialPlan {
  readonly candidates: readonly Float64Array[];
  /** Dreams of each candidate. */
  readonly rollouts: number;
  readonly maxSteps: number;
  /** Every start and all noise comes from here. */
  readonly random: RandomStream;
}

export class DreamTrial implements Trial {
  readonly environmentSteps = 0;
  readonly #plan: DreamTrialPlan;
  readonly #policy: PopulationController;
  readonly #rollout: DreamRollout<VisionMemoryState>;
  readonly #pointsAStep: number;
  #result: DreamRolloutResult | null = null;

  /** Every candidate dreams from the same first moments. */
  constructor(workspace: Workspace, plan: DreamTrialPlan) {
    const { parts, config, controllerShape, dreamStarts, pointsAStepSurvived } = workspace;
    if (dreamStarts === null) throw new Error('there is no recorded first moment to dream from');
    const { world } = parts;
    const { latentSize } = world.vision;
    const { candidates, rollouts, random } = plan;
    this.#plan = plan;
    this.#pointsAStep = pointsAStepSurvived;
    this.#policy = new PopulationController(controllerShape, candidates);
    const first = drawDreamStarts(dreamStarts, latentSize, rollouts, random);
    const start = tidy(() =>
      dreamStart(world, tf.tensor2d(first, [rollouts, latentSize]).tile([candidates.length, 1])),
    );
    this.#rollout = new DreamRollout(world, this.#policy, start, random, {
      maxSteps: plan.maxSteps,
      temperature: config.controller.temperature,
    });
  }

  get share(): number {
    const { candidates, rollouts, maxSteps } = this.#plan;
    const ended = 1 - this.#rollout.rows / (candidates.length * rollouts);
    return Math.max(ended, this.#rollout.steps / maxSteps);
  }

  async run(until: () => boolean): Promise<boolean> {
    while (this.#result === null) {
      if (!this.#rollout.advance(STEPS_AT_ONCE)) this.#result = this.#rollout.result();
      else if (until()) return false;
    }
    return true;
  }

  /** Predicted rewards where M has a head for them, else a point for every frame survived. */
  scores(): readonly number[] {
    const { returns, lengths } = this.#finished();
    return returns === null ? Array.from(lengths, (steps) => steps * this.#pointsAStep) : Array.from(returns);
  }

  meanLength(): number {
    return meanOf(Array.from(this.#finished().lengths));
  }

  async dispose(): Promise<void> {
    this.#rollout.dispose();
    this.#policy.dispose();
  }

  #finished(): DreamRolloutResult {
    if (this.#result === null) throw new Error('the dreams still go on');
    return this.#result;
  }
}
