/** Which trainer runs an algorithm. */
import { algorithmDefinition } from '../../shared/algorithms/registry.ts';
import { StudioError } from '../../shared/errors.ts';
import { DREAMER, DreamerTrainer } from './dreamerTrainer.ts';
import type { Trainer, TrainerContext } from './trainer.ts';
import { WORLD_MODELS, WorldModelsTrainer } from './worldModelsTrainer.ts';

const TRAINERS: Readonly<Record<string, (context: TrainerContext) => Promise<Trainer>>> = {
  [WORLD_MODELS]: (context) => WorldModelsTrainer.create(context),
  [DREAMER]: (context) => DreamerTrainer.create(context),
};

/** @throws StudioError `config.unknownAlgorithm`. */
export async function createTrainer(algorithm: string, context: TrainerContext): Promise<Trainer> {
  const { id } = algorithmDefinition(algorithm);
  const create = TRAINERS[id];
  if (create === undefined) {
    throw new StudioError('config.unknownAlgorithm', { algorithm, known: Object.keys(TRAINERS).join(', ') });
  }
  return create(context);
}
