/** D4PG (Barth-Maron et al. 2018, arXiv:1804.08617) from nothing to an evaluated behaviour, in acme's settings. */
import type { D4pgConfig } from '../../../shared/algorithms/d4pg/config.ts';
import { d4pg } from '../../../shared/algorithms/d4pg/index.ts';
import { EpisodicTrainer } from '../../acting/episodicTrainer.ts';
import { EpisodicWorkspace } from '../../acting/episodicWorkspace.ts';
import type { TrainerContext } from '../../training/trainer.ts';
import { Learner } from './learner.ts';
import { d4pgSight } from './observation.ts';
import { d4pgEnvironment } from './player.ts';
import { d4pgParts } from './shape.ts';

/** @throws StudioError `config.invalid` where config and environment do not fit. */
export async function trainD4pg(context: TrainerContext<D4pgConfig>): Promise<EpisodicTrainer> {
  const { environment, config } = context;
  const workspace = await EpisodicWorkspace.open(
    context,
    d4pgEnvironment(environment, config),
    (spec) => {
      d4pgParts(config, spec);
    },
    (spec) => d4pgSight(config, spec).layout,
  );
  return new EpisodicTrainer(d4pg.id, workspace, new Learner(workspace, config));
}
