/**
 * Dreamer (Hafner et al. 2020, arXiv:1912.01603, algorithm 1) from nothing to an evaluated behaviour. With `behaviour.kind` its
 * ablation without a value model, and PlaNet (Hafner et al. 2019, arXiv:1811.04551); or the world model alone, from recorded data.
 */
import type { DreamerConfig } from '../../../shared/algorithms/dreamer/config.ts';
import { dreamer } from '../../../shared/algorithms/dreamer/index.ts';
import { EpisodicTrainer } from '../../acting/episodicTrainer.ts';
import { OfflineTrainer } from '../../acting/offlineTrainer.ts';
import type { Trainer, TrainerContext } from '../../training/trainer.ts';
import { Learner, openOffline, openWorkspace } from './learner.ts';

/** @throws StudioError `config.invalid` where config and environment do not fit. */
export async function trainDreamer(context: TrainerContext<DreamerConfig>): Promise<Trainer> {
  return context.config.behaviour.kind === 'none' ? trainAlone(context) : trainWithBehaviour(context);
}

async function trainWithBehaviour(context: TrainerContext<DreamerConfig>): Promise<EpisodicTrainer> {
  const workspace = await openWorkspace(context);
  try {
    return new EpisodicTrainer(dreamer.id, workspace, new Learner(workspace, context.config));
  } catch (error) {
    workspace.dispose();
    throw error;
  }
}

/** The world model alone, on what was recorded. */
async function trainAlone(context: TrainerContext<DreamerConfig>): Promise<OfflineTrainer> {
  const workspace = await openOffline(context);
  try {
    return new OfflineTrainer(dreamer.id, workspace, new Learner(workspace, context.config));
  } catch (error) {
    workspace.dispose();
    throw error;
  }
}
