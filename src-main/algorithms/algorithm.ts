/**
 * How the studio runs an algorithm: trains it, scores it, and brings a checkpoint back to what acts and what dreams. What can be
 * said of one without running it is in shared/algorithms. Each is one folder beside this file and one line in registry.ts.
 */
import type { Checkpoint } from '../../shared/checkpoint.ts';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { Agent } from '../acting/agent.ts';
import type { EvaluationListener } from '../../shared/evaluation.ts';
import type { EvaluationRequest, EvaluationSummary } from '../acting/evaluationRequest.ts';
import type { Environment, EnvironmentSpec } from '../environments/environment.ts';
import type { DreamVector } from '../models/dreamVector.ts';
import type { Policy, WorldModel } from '../models/worldModel.ts';
import type { Trainer, TrainerContext } from '../training/trainer.ts';

/** A checkpoint's weights and the run's config, read by its algorithm's schema. */
export interface Trained<Config> {
  readonly config: Config;
  readonly checkpoint: Checkpoint;
}

/** A world model, and a policy over what it makes of what is seen. The caller disposes both. */
export interface LoadedModel {
  readonly kind: 'model';
  readonly model: WorldModel;
  /** Null where the run has not come to training one. */
  readonly policy: Policy | null;
}

/** What acts without a world model. The caller disposes it. */
export interface LoadedAgent {
  readonly kind: 'agent';
  readonly agent: Agent;
}

export type Loaded = LoadedModel | LoadedAgent;

/** What a dream is played with. Closing the environment frees the model and closes the real one; the policy is the caller's. */
export interface LoadedDream extends LoadedModel {
  readonly environment: Environment & {
    /** Several dreams of the model at once; to be closed before the environment is. */
    together(count: number): DreamVector;
  };
  /** One more dream of the same model, for who plays several side by side: it ends with `environment` at the latest. */
  another(): Environment;
}

/**
 * The backend must have been initialised for all but `environment`. Trainer and evaluation load their code when they are asked
 * for: the theatre opens without them.
 * @typeParam Config what the schema in shared/algorithms makes of a run's config
 */
export interface Algorithm<Config> {
  /** What the names of the arrays begin with that `load` and `dream` read. */
  readonly played: readonly string[];
  /** What an environment is made with when a run trains in it. */
  environment(id: string, config: Config): EnvironmentConfig;
  /**
   * Asked before a run is made of code of a person's own, whose spaces nobody knows before; absent: it asks nothing of them.
   * @throws StudioError `config.invalid` where it cannot train on what such an environment gives and takes
   */
  requireFit?(config: Config, environment: EnvironmentSpec): void;
  /** @throws StudioError `checkpoint.mismatch` where the checkpoint does not fit the config. */
  load(from: Trained<Config>, environment: EnvironmentSpec): Loaded;
  /**
   * The run's dream, with the model of a checkpoint, and who lives in it.
   * @param real what the run was trained in: taken over, and asked how episodes begin where the checkpoint does not say
   * @param config as a recorded dream's recipe asks for it
   * Absent where there is no world model to dream with.
   * @throws StudioError `checkpoint.mismatch`, `dream.noPictures`; `real` is then the caller's again
   */
  dream?(from: Trained<Config>, real: Environment, config: EnvironmentConfig): LoadedDream;
  /** @throws StudioError `config.invalid` where config and environment do not fit. */
  train(context: TrainerContext<Config>): Promise<Trainer>;
  /**
   * Scores what a checkpoint holds on whole episodes: what `studio evaluate` and the window's Evaluate do. With the run's own
   * number of episodes and no other seed these begin as those of its last phase, and the score is the one it showed.
   * @throws StudioError `checkpoint.mismatch`, `checkpoint.cannotAct` where it has come to no behaviour yet
   */
  evaluate(request: EvaluationRequest<Config>, listener: EvaluationListener): Promise<EvaluationSummary>;
  /** The smallest model there is, to look and dream with once before a theatre's first moment; absent: nothing is slow. */
  warmUp?(): WorldModel;
}
