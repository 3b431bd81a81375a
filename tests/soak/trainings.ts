/** Four trainings, tiny and without an end, of both algorithms, on pixels and on numbers, in the world and in the dream. */
import { mergeConfigs, type DeepPartialConfig } from '../../shared/configFields.ts';
import { flat } from '../chaos/works.ts';
import { TINY_DREAMER, TINY_TASK } from '../algorithms/dreamer/tinyDreamer.ts';
import { TINY_WORLD_MODELS } from '../algorithms/world-models/tinyRun.ts';

const ENDLESS_DREAMER: DeepPartialConfig = mergeConfigs(TINY_DREAMER, {
  schedule: { environmentSteps: 1_000_000_000, evaluateEvery: 100_000 },
  // The oldest episodes give way, as they do in a training of days.
  replay: { cacheBytes: 1_000_000 },
  checkpoint: { everySeconds: 30, keep: 2 },
});
const ENDLESS_WORLD_MODELS: DeepPartialConfig = mergeConfigs(TINY_WORLD_MODELS, {
  controller: { generations: 100_000, evaluateEvery: 200 },
  checkpoint: { everySeconds: 60, keep: 2 },
});

const run = (algorithm: string, environment: string, config: DeepPartialConfig) => ({
  algorithm,
  environment,
  preset: 'paper',
  overrides: flat(config),
  start: false,
});

export const TRAININGS = [
  run('dreamer', TINY_TASK, ENDLESS_DREAMER),
  run('dreamer', TINY_TASK, mergeConfigs(ENDLESS_DREAMER, { environment: { observation: 'pixels' } })),
  run('world-models', 'car-racing', ENDLESS_WORLD_MODELS),
  run(
    'world-models',
    'take-cover',
    mergeConfigs(ENDLESS_WORLD_MODELS, {
      environment: { actionRepeat: 4 },
      collect: { minSteps: 20, maxSteps: 40 },
      memory: { sequenceLength: 30, batchSize: 2 },
      controller: { maxSteps: 30, evaluateRollouts: 6, evaluateEpisodes: 2 },
    }),
  ),
] as const;
