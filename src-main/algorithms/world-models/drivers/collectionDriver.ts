/** Which policy gathers a round's data. */
import type { RandomStream } from '../../../numerics/random.ts';
import type { EnvironmentGroup } from '../../../acting/environmentGroups.ts';
import type { GroupDriver } from '../../../acting/rollouts.ts';
import type { Workspace } from '../workspace.ts';
import { RandomNetworksDriver } from './randomNetworksDriver.ts';
import { UniformDriver } from './uniformDriver.ts';
import { VisionMemoryDriver } from './visionMemoryDriver.ts';

/**
 * @param randomOf the stream of one episode: everything random in it comes from there.
 * @param which `initial`: as in the first round, whatever the round.
 */
export function createCollectionDriver(
  workspace: Workspace,
  group: EnvironmentGroup,
  randomOf: (episode: number) => RandomStream,
  which: 'initial' | 'current' = 'current',
): GroupDriver {
  const { config, layout, controller } = workspace;
  if (which === 'current' && workspace.round > 0 && controller !== null) {
    return new VisionMemoryDriver({ ...workspace.player, group, parametersOf: () => controller, randomOf });
  }
  switch (config.collect.policy) {
    case 'random-networks':
      return new RandomNetworksDriver({
        group,
        shape: workspace.controllerShape,
        actions: layout.modelActions,
        latentSize: config.vision.latentSize,
        hiddenSize: config.memory.hiddenSize,
        randomOf,
      });
    case 'sticky-uniform':
      return new UniformDriver(group, layout.actions, 10, randomOf);
    case 'uniform':
      return new UniformDriver(group, layout.actions, 1, randomOf);
  }
}
