/** The algorithms that exist, each a line. */
import { StudioError } from '../errors.ts';
import type { AlgorithmDefinition, AnyAlgorithm } from './algorithm.ts';
import { a3c } from './a3c/index.ts';
import { d4pg } from './d4pg/index.ts';
import { dqn } from './dqn/index.ts';
import { dreamer } from './dreamer/index.ts';
import { worldModels } from './world-models/index.ts';

export const ALGORITHMS = {
  'world-models': worldModels,
  dreamer,
  d4pg,
  dqn,
  a3c,
} as const;

/** Tables over algorithms are records of these, so that one without its entry does not compile. */
export type AlgorithmId = keyof typeof ALGORITHMS;
export type ConfigOf<Id extends AlgorithmId> =
  (typeof ALGORITHMS)[Id] extends AlgorithmDefinition<infer Config> ? Config : never;

export const ALGORITHM_IDS = Object.keys(ALGORITHMS) as readonly AlgorithmId[];

/** What a first launch offers to train. */
export const FIRST_EXPERIMENT = {
  algorithm: 'world-models',
  environment: 'car-racing',
  preset: 'smoke',
} as const satisfies {
  readonly algorithm: AlgorithmId;
  readonly environment: string;
  readonly preset: string;
};

/** Those that can train on an environment. */
export function algorithmsFor(environment: string): readonly AlgorithmId[] {
  return ALGORITHM_IDS.filter((id) => ALGORITHMS[id].environments.includes(environment));
}

export function isAlgorithm(id: string): id is AlgorithmId {
  return Object.hasOwn(ALGORITHMS, id);
}

/** Undefined for one that this studio does not have: a run may come from a newer one. */
export function knownAlgorithm(id: string): AnyAlgorithm | undefined {
  return isAlgorithm(id) ? (ALGORITHMS[id] as AnyAlgorithm) : undefined;
}

/** A run's algorithm, and its config as that knows it; undefined where this studio does not know either. */
export function readRun(run: {
  readonly algorithm: string;
  readonly config: Readonly<Record<string, unknown>>;
}): { readonly algorithm: AnyAlgorithm; readonly config: Readonly<Record<string, unknown>> } | undefined {
  const algorithm = knownAlgorithm(run.algorithm);
  const parsed = algorithm?.schema.safeParse(run.config);
  return algorithm !== undefined && parsed?.success === true ? { algorithm, config: parsed.data } : undefined;
}

/** Whether a run that is done again does the same, to the last bit, as far as its own settings go. */
export function repeats(run: Parameters<typeof readRun>[0]): boolean {
  const read = readRun(run);
  return read?.algorithm.repeats?.(read.config) ?? true;
}

/** @throws StudioError `config.unknownAlgorithm` */
export function algorithmId(id: string): AlgorithmId {
  if (isAlgorithm(id)) return id;
  throw new StudioError('config.unknownAlgorithm', { algorithm: id, known: ALGORITHM_IDS.join(', ') });
}

/** @throws StudioError `config.unknownAlgorithm` */
export function algorithmDefinition(id: string): AnyAlgorithm {
  return ALGORITHMS[algorithmId(id)] as AnyAlgorithm;
}
