import { actuators } from './actuators.ts';
import { common } from './common.ts';
import { errors } from './errors.ts';
import { experiments } from './experiments.ts';
import { config } from './config.ts';
import { theatre } from './theatre.ts';
import { environments } from './environments.ts';
import { controlSuite } from './controlSuite.ts';
import { system } from './system.ts';
import { cli } from './cli.ts';
import { a3c } from './a3c.ts';
import { d4pg } from './d4pg.ts';
import { dqn } from './dqn.ts';
import { dreamer } from './dreamer.ts';
import { worldModels } from './worldModels.ts';
import { dataSets } from './dataSets.ts';
import { desktop } from './desktop.ts';
import { diagnostics } from './diagnostics.ts';
import { doctor } from './doctor.ts';
import { foreign } from './foreign.ts';
import { hub } from './hub.ts';
import { learn } from './learn/index.ts';
import { log } from './log.ts';
import { machines } from './machines.ts';
import { plots } from './plots.ts';
import { python } from './python.ts';
import { query } from './query.ts';
import { store } from './store.ts';
import { studies } from './studies.ts';
import { studyPage } from './studyPage.ts';
import { terms } from './terms.ts';
import { trust } from './trust.ts';
import { tour } from './tour.ts';

export const en = {
  ...actuators,
  ...common,
  ...errors,
  ...experiments,
  ...config,
  ...theatre,
  ...environments,
  ...controlSuite,
  ...system,
  ...cli,
  ...dataSets,
  ...desktop,
  ...worldModels,
  ...dreamer,
  ...d4pg,
  ...dqn,
  ...a3c,
  ...diagnostics,
  ...doctor,
  ...foreign,
  ...hub,
  ...learn,
  ...log,
  ...machines,
  ...plots,
  ...python,
  ...query,
  ...store,
  ...studies,
  ...studyPage,
  ...terms,
  ...trust,
  ...tour,
} as const;
