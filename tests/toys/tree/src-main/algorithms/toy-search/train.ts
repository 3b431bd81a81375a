/** The toy in the hands of the episodic trainer. */
import type { ToyConfig } from '../../../shared/algorithms/toy-search/config.ts';
import { EpisodicTrainer } from '../../acting/episodicTrainer.ts';
import { EpisodicWorkspace } from '../../acting/episodicWorkspace.ts';
import type { TrainerContext } from '../../training/trainer.ts';
import { toyEnvironment } from './index.ts';
import { ToyLearner } from './learner.ts';

export async function trainToy(context: TrainerContext<ToyConfig>): Promise<EpisodicTrainer> {
  const { environment, config } = context;
  const workspace = await EpisodicWorkspace.open(
    context,
    toyEnvironment(environment, config),
    () => undefined,
  );
  return new EpisodicTrainer('toy-search', workspace, new ToyLearner(workspace, config));
}
