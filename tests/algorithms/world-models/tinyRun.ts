/** A World Models run small enough for tests: every phase, seconds in all. */
import { createHash } from 'node:crypto';
import type { Checkpoint } from '../../../shared/checkpoint.ts';
import { resolveConfig } from '../../../shared/config.ts';
import { mergeConfigs } from '../../../shared/configFields.ts';
import type { DeepPartialConfig } from '../../../shared/configFields.ts';
import type { TrainingUpdate } from '../../../shared/run.ts';
import type { Trainer, TrainerContext } from '../../../src-main/training/trainer.ts';

export const TINY_WORLD_MODELS: DeepPartialConfig = {
  seed: 7,
  environment: { actionRepeat: 8 },
  collect: { episodes: 3, maxSteps: 14 },
  vision: { latentSize: 8, epochs: 2, batchSize: 6, learningRate: 0.001 },
  memory: { hiddenSize: 12, mixtures: 2, steps: 6, batchSize: 3, sequenceLength: 8 },
  controller: {
    populationSize: 4,
    rollouts: 2,
    generations: 3,
    maxSteps: 10,
    evaluateEvery: 2,
    evaluateRollouts: 3,
  },
  evaluate: { episodes: 2 },
  checkpoint: { everySeconds: 5 },
  compute: { threads: 1 },
};

/** The same for Take Cover, C in the dream. */
const TINY_DREAM: DeepPartialConfig = mergeConfigs(TINY_WORLD_MODELS, {
  environment: { actionRepeat: 4 },
  collect: { minSteps: 20, maxSteps: 40 },
  memory: { sequenceLength: 30, batchSize: 2, steps: 8 },
  controller: { maxSteps: 30, generations: 3, evaluateRollouts: 6, evaluateEpisodes: 2 },
});

export function tinyConfig(overrides: DeepPartialConfig = {}): Record<string, unknown> {
  return resolveConfig('world-models', 'car-racing', 'paper', mergeConfigs(TINY_WORLD_MODELS, overrides));
}

export function tinyDreamConfig(overrides: DeepPartialConfig = {}): Record<string, unknown> {
  return resolveConfig('world-models', 'take-cover', 'paper', mergeConfigs(TINY_DREAM, overrides));
}

/** A clock that moves with every look at it, so that work is cut into many small pieces, the same ones each time. */
export function tickingClock(secondsALook: number): () => number {
  let now = 0;
  return () => (now += secondsALook);
}

export function tinyContext(
  folder: string,
  config = tinyConfig(),
  environment = 'car-racing',
): TrainerContext {
  return {
    environment,
    config,
    folder,
    wallSecondsBefore: 0,
    clock: tickingClock(0.2),
    workers: 0,
  };
}

/** Lossy updates and wall time left out: what two equal runs must have in common. */
export function recordsOf(updates: readonly TrainingUpdate[]): unknown[] {
  return updates
    .filter(({ kind }) => ['metrics', 'episode', 'log', 'result'].includes(kind))
    .map((update) =>
      JSON.parse(JSON.stringify(update, (key, value: unknown) => (key === 'wallSeconds' ? 0 : value))),
    );
}

export async function pullAll(trainer: Trainer): Promise<TrainingUpdate[]> {
  const updates: TrainingUpdate[] = [];
  for await (const update of trainer.train()) updates.push(update);
  return updates;
}

/** Everything but wall time; arrays by their hash, since V alone has four million numbers. */
export function comparable(checkpoint: Checkpoint): unknown {
  const header: unknown = JSON.parse(
    JSON.stringify(checkpoint.header, (key, value: unknown) => (key === 'wallSeconds' ? 0 : value)),
  );
  const arrays = Object.entries(checkpoint.arrays).map(([name, { shape, data }]) => {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return [name, shape.join('x'), data.constructor.name, createHash('sha256').update(bytes).digest('hex')];
  });
  return { header, arrays: arrays.sort() };
}
