/** A theatre on a Dreamer of fresh weights. */
import type { DeepPartialConfig } from '../../../shared/configFields.ts';
import { DREAMER_SCHEMA } from '../../../shared/algorithms/dreamer/config.ts';
import { DreamerNetworks } from '../../../src-main/algorithms/dreamer/networks.ts';
import { dreamerEnvironment } from '../../../src-main/algorithms/dreamer/player.ts';
import { createEnvironment } from '../../../src-main/environments/registry.ts';
import { loadSessionModel } from '../../../src-main/inspection/createSession.ts';
import type { SessionModel } from '../../../src-main/inspection/sessionModel.ts';
import { TINY_TASK, tinyDreamer } from '../../algorithms/dreamer/tinyDreamer.ts';
import { openBench, type Bench } from './theatreBench.ts';

/** A theatre, and what it looks through. */
export async function dreamerBench(
  overrides: DeepPartialConfig,
): Promise<Bench & { readonly model: SessionModel }> {
  const config = DREAMER_SCHEMA.parse(tinyDreamer(overrides));
  const environmentConfig = dreamerEnvironment(TINY_TASK, config);
  const environment = await createEnvironment(TINY_TASK, environmentConfig);
  const networks = new DreamerNetworks(config, environment.spec);
  const { arrays } = networks.save();
  const model = await loadSessionModel(
    {
      checkpoint: { format: 1, algorithm: 'dreamer', header: {}, arrays },
      checkpointId: 'fresh',
      checkpointScore: null,
      algorithm: 'dreamer',
      config,
    },
    environment.spec,
  );
  networks.dispose();
  environment.close();
  return { ...(await openBench({ environment: TINY_TASK, config: environmentConfig, model })), model };
}
