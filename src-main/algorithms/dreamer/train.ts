/**
 * Dreamer (Hafner et al. 2020, arXiv:1912.01603, algorithm 1) from nothing to an evaluated behaviour. With `behaviour.kind` its
 * ablation without a value model, and PlaNet (Hafner et al. 2019, arXiv:1811.04551).
 */
import type { DreamerConfig } from '../../../shared/algorithms/dreamer/config.ts';
import { dreamer } from '../../../shared/algorithms/dreamer/index.ts';
import { EpisodicTrainer } from '../../acting/episodicTrainer.ts';
import type { TrainerContext } from '../../training/trainer.ts';
import { Learner, openWorkspace } from './learner.ts';

/** @throws StudioError `config.invalid` where config and environment do not fit. */
export async function trainDreamer(context: TrainerContext<DreamerConfig>): Promise<EpisodicTrainer> {
  const workspace = await openWorkspace(context);
  try {
    return new EpisodicTrainer(dreamer.id, workspace, new Learner(workspace, context.config));
  } catch (error) {
    workspace.dispose();
    throw error;
  }
}
