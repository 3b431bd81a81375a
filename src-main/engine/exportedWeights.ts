/** What plays of a checkpoint, as one safetensors file: names and shapes are the checkpoint's own (docs/formats.md). */
import { isPlayed } from '../algorithms/registry.ts';
import { encodeSafetensors } from '../formats/safetensors.ts';
import { readCheckpoint } from '../store/checkpoints.ts';
import type { TrainedFile } from './servedDreams.ts';

export interface NamedTrainedFile extends TrainedFile {
  /** The run's. */
  readonly name: string;
  readonly checkpointId: string;
}

/** Optimizers, random streams and replays stay out. @throws StudioError `checkpoint.unknown`, `checkpoint.damaged` */
export async function exportedWeights(from: NamedTrainedFile): Promise<Uint8Array> {
  const { name, algorithm, environment, config, checkpointFile, checkpointId } = from;
  const { checkpoint } = await readCheckpoint(checkpointFile, isPlayed({ algorithm }));
  return encodeSafetensors(checkpoint.arrays, {
    format: 'world-model-studio',
    name,
    algorithm,
    environment,
    checkpoint: checkpointId,
    config: JSON.stringify(config),
  });
}
