/** A tiny world model that nobody trained, as another run would borrow it. */
import { DREAMER_SCHEMA } from '../../shared/algorithms/dreamer/config.ts';
import { DreamerNetworks } from '../../src-main/algorithms/dreamer/networks.ts';
import { dreamerEnvironment } from '../../src-main/algorithms/dreamer/player.ts';
import { openBorrowedDream } from '../../src-main/algorithms/borrowedDream.ts';
import { createEnvironment } from '../../src-main/environments/registry.ts';
import type { BorrowedModel, DreamGround } from '../../src-main/training/trainer.ts';
import { tinyDreamer } from './dreamer/tinyDreamer.ts';

/** Dreamer's, from pixels. The backend must have been initialised. */
export async function borrowedModel(task: string, actionRepeat: number): Promise<BorrowedModel> {
  const settings = { environment: { observation: 'pixels', actionRepeat }, seed: 5 } as const;
  const config = DREAMER_SCHEMA.parse(tinyDreamer(settings, task));
  const environment = await createEnvironment(task, dreamerEnvironment(task, config));
  const networks = new DreamerNetworks(config, environment.spec);
  const { arrays } = networks.save();
  const checkpoint = structuredClone({ format: 1, algorithm: 'dreamer', header: {}, arrays } as const);
  networks.dispose();
  environment.close();
  return { algorithm: 'dreamer', environment: task, config: { ...config }, checkpoint, temperature: 1 };
}

export function groundOf(model: BorrowedModel): DreamGround {
  return { model, open: () => openBorrowedDream(model) };
}
