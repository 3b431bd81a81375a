/** Episodes in the dream with everything needed to dream them again: one at a time, as the theatre replays them. */
import type { Recipe } from '../../../shared/recipe.ts';
import type { Tensor2D } from '@tensorflow/tfjs';
import { createLinearController } from './linearController.ts';
import type { PopulationController } from './linearController.ts';
import { meanStarts } from './dreamStarts.ts';
import { createRunDream, runDreamConfig } from './runDream.ts';
import { EpisodeRecorder } from '../../environments/recipe.ts';
import type { DreamEnvironment } from '../../models/dreamEnvironment.ts';
import type { VisionMemoryState } from './visionMemory.ts';
import { tidy } from '../../numerics/tidy.ts';
import type { Workspace } from './workspace.ts';

export interface DreamtEpisode {
  readonly recipe: Recipe;
  readonly episodeReturn: number;
  readonly length: number;
  readonly terminated: boolean;
}

interface UnderWay {
  readonly recorder: EpisodeRecorder;
  episodeReturn: number;
  over: { readonly terminated: boolean } | null;
}

export class DreamEpisodes {
  readonly #workspace: Workspace;
  readonly #seeds: readonly number[];
  readonly #dream: DreamEnvironment<VisionMemoryState>;
  readonly #policy: PopulationController;
  readonly #episodes: DreamtEpisode[] = [];
  #underWay: UnderWay | null = null;

  /** One dream a seed. */
  constructor(workspace: Workspace, parameters: Float64Array, seeds: readonly number[]) {
    const { parts, dreamStarts, config, controllerShape, realSpec } = workspace;
    if (dreamStarts === null) throw new Error('there is no recorded first moment to dream from');
    this.#workspace = workspace;
    this.#seeds = seeds;
    this.#policy = createLinearController(controllerShape, parameters);
    this.#dream = createRunDream(parts.world, {
      real: realSpec,
      starts: meanStarts(dreamStarts, parts.world.vision.latentSize),
      temperature: config.controller.temperature,
      decodes: false,
    });
  }

  /** Works until all are dreamt or `until()` says to pause. @returns whether all are. */
  run(until: () => boolean): boolean {
    for (;;) {
      const seed = this.#seeds[this.#episodes.length];
      if (seed === undefined) return true;
      this.#underWay ??= this.#begin(seed);
      this.#step(this.#underWay);
      if (this.#underWay.over !== null) this.#end(this.#underWay);
      if (until()) return this.#episodes.length === this.#seeds.length;
    }
  }

  get episodes(): readonly DreamtEpisode[] {
    return this.#episodes;
  }

  dispose(): void {
    this.#dream.close();
    this.#policy.dispose();
  }

  #begin(seed: number): UnderWay {
    const config = runDreamConfig(this.#workspace.config.controller.temperature);
    return { recorder: new EpisodeRecorder(this.#dream, config, seed), episodeReturn: 0, over: null };
  }

  #step(underWay: UnderWay): void {
    const decided = tidy(() =>
      this.#policy
        .act(this.#workspace.parts.world.feature(this.#dream.state) as Tensor2D)
        .dataSync<'float32'>(),
    );
    const { reward, terminated, truncated } = underWay.recorder.step(
      environmentAction(this.#workspace, decided),
    );
    underWay.episodeReturn += reward;
    if (terminated || truncated) underWay.over = { terminated };
  }

  #end({ recorder, episodeReturn, over }: UnderWay): void {
    this.#episodes.push({
      recipe: recorder.recipe(),
      episodeReturn,
      length: recorder.steps,
      terminated: over?.terminated === true,
    });
    this.#underWay = null;
  }
}

/** A box's own numbers, or the index of the largest where actions are one-hot. */
function environmentAction({ layout }: Workspace, decided: Float32Array): Float64Array {
  if (layout.actions.kind === 'box') return Float64Array.from(decided);
  return Float64Array.of(decided.indexOf(Math.max(...decided)));
}
