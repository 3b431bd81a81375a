/** The algorithms that can be run, each a line; whoever has a run comes here with its algorithm's name and its config. */
import {
  algorithmDefinition,
  algorithmId,
  type AlgorithmId,
  type ConfigOf,
} from '../../shared/algorithms/registry.ts';
import type { Checkpoint } from '../../shared/checkpoint.ts';
import { parsedConfig } from '../../shared/config.ts';
import { StudioError } from '../../shared/errors.ts';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { EvaluationListener } from '../../shared/evaluation.ts';
import type { EvaluationRequest, EvaluationSummary } from '../acting/evaluationRequest.ts';
import type { Environment, EnvironmentSpec } from '../environments/environment.ts';
import type { WorldModel } from '../models/worldModel.ts';
import { checkpointFault } from '../training/checkpointFault.ts';
import { demandAlgorithm } from '../training/checkpointHeader.ts';
import type { Trainer, TrainerContext } from '../training/trainer.ts';
import type { Algorithm, Loaded, LoadedDream } from './algorithm.ts';
import { a3c } from './a3c/index.ts';
import { d4pg } from './d4pg/index.ts';
import { dqn } from './dqn/index.ts';
import { dreamer } from './dreamer/index.ts';
import { worldModels } from './world-models/index.ts';

const ALGORITHMS: { readonly [Id in AlgorithmId]: Algorithm<ConfigOf<Id>> } = {
  'world-models': worldModels,
  dreamer,
  d4pg,
  dqn,
  a3c,
};

export interface TrainedRun {
  readonly algorithm: string;
  /** The run's whole config. */
  readonly config: Readonly<Record<string, unknown>>;
}

export interface TrainedCheckpoint extends TrainedRun {
  readonly checkpoint: Checkpoint;
}

type Erased = Algorithm<Readonly<Record<string, unknown>>>;

/** @throws StudioError `config.unknownAlgorithm` */
function algorithmOf({ algorithm }: Pick<TrainedRun, 'algorithm'>): Erased {
  return ALGORITHMS[algorithmId(algorithm)] as Erased;
}

/** The one place where a run's config is parsed. @throws StudioError `config.unknownAlgorithm`, `config.invalid` */
function parsed<Run extends TrainedRun>(run: Run): Run {
  return { ...run, config: parsedConfig(algorithmDefinition(run.algorithm).schema, run.config) };
}

/** @throws StudioError `config.unknownAlgorithm`, `config.invalid` */
export async function createTrainer(algorithm: string, context: TrainerContext): Promise<Trainer> {
  const { config } = parsed({ algorithm, config: context.config });
  return algorithmOf({ algorithm }).train({ ...context, config });
}

/** @throws StudioError as `Algorithm.evaluate`, and `config.unknownAlgorithm` */
export async function evaluateCheckpoint(
  request: EvaluationRequest,
  listener: EvaluationListener = {},
): Promise<EvaluationSummary> {
  const { algorithm } = request.checkpoint;
  const { config } = parsed({ algorithm, config: request.config });
  return algorithmOf({ algorithm }).evaluate({ ...request, config }, listener);
}

/** @throws StudioError `config.unknownAlgorithm`, `checkpoint.mismatch` */
export function loadTrained(from: TrainedCheckpoint, environment: EnvironmentSpec): Loaded {
  demandAlgorithm(from.checkpoint, from.algorithm);
  const run = parsed(from);
  try {
    return algorithmOf(from).load(run, environment);
  } catch (error) {
    throw checkpointFault(error);
  }
}

/** Whether an array of a checkpoint is needed to play it. @throws StudioError `config.unknownAlgorithm` */
export function isPlayed(run: Pick<TrainedRun, 'algorithm'>): (name: string) => boolean {
  const { played } = algorithmOf(run);
  return (name) => played.some((prefix) => name.startsWith(prefix));
}

/** As `Algorithm.dream`; what goes wrong closes the real environment. */
export function loadDream(
  from: TrainedCheckpoint,
  real: Environment,
  config: EnvironmentConfig,
): LoadedDream {
  try {
    demandAlgorithm(from.checkpoint, from.algorithm);
    const dream = algorithmOf(from).dream;
    if (dream === undefined) throw new StudioError('dream.noModel', { algorithm: from.algorithm });
    return dream(parsed(from), real, config);
  } catch (error) {
    real.close();
    throw checkpointFault(error);
  }
}

/** The environment's config as the run trains in it. @throws StudioError `config.unknownAlgorithm` */
export function trainedEnvironment(environment: string, run: TrainedRun): EnvironmentConfig {
  return algorithmOf(run).environment(environment, parsed(run).config);
}

/** @throws StudioError as `Algorithm.requireFit`, and `config.unknownAlgorithm` */
export function requireFit(run: TrainedRun, environment: EnvironmentSpec): void {
  algorithmOf(run).requireFit?.(parsed(run).config, environment);
}

/** See `Algorithm.warmUp`. The caller disposes them. */
export function warmUpModels(): readonly WorldModel[] {
  return Object.values(ALGORITHMS).flatMap((algorithm) => algorithm.warmUp?.() ?? []);
}
