/** DQN (Mnih et al. 2015, Nature 518:529-533) from nothing to an evaluated behaviour, in dopamine's settings. */
import type { DqnConfig } from '../../../shared/algorithms/dqn/config.ts';
import { dqn } from '../../../shared/algorithms/dqn/index.ts';
import { EpisodicTrainer } from '../../acting/episodicTrainer.ts';
import { EpisodicWorkspace } from '../../acting/episodicWorkspace.ts';
import type { TrainerContext } from '../../training/trainer.ts';
import { Learner } from './learner.ts';
import { dqnObservation } from './observation.ts';
import { dqnEnvironment, dqnParts } from './player.ts';

/** @throws StudioError `config.invalid` and the like where config and environment do not fit. */
export async function trainDqn(context: TrainerContext<DqnConfig>): Promise<EpisodicTrainer> {
  const { environment, config } = context;
  const workspace = await EpisodicWorkspace.open(
    context,
    dqnEnvironment(environment, config),
    (spec) => {
      dqnParts(config, spec);
    },
    (spec) => dqnObservation(config, spec).layout,
  );
  return new EpisodicTrainer(dqn.id, workspace, new Learner(workspace, config));
}
