/** Where recorded episodes lie among all steps. */

/** Where an episode lies among all steps; steps of one episode are contiguous. */
export interface EpisodeSpan {
  readonly seed: number;
  readonly first: number;
  /** Frames, actions and rewards: one each a step, the frame being what was seen before the action. */
  readonly length: number;
  readonly terminated: boolean;
  readonly episodeReturn: number;
}

/** Goes into a checkpoint: how far the files count, and where each episode lies. */
export interface ReplayWatermark {
  readonly episodes: readonly EpisodeSpan[];
}
