/** Who drives environments side by side. */
import { actionArgumentSize, boundOf, type ActionSpace } from '../../shared/spaces.ts';
import type { ObservationBatch } from '../models/worldModel.ts';
import { RandomStream } from '../numerics/random.ts';
import { disposeAll } from '../numerics/tidy.ts';

export interface Driver {
  /**
   * @param seen of all environments; the driver disposes it. @returns actions [B, argument size] as environments take
   * them, each exact in float32: that is how the model reads them again.
   */
  act(seen: ObservationBatch): Float64Array;
  dispose(): void;
}

/** Makes one for each group of episodes. @param group its number */
export type DriverOfGroup = (count: number, group: number) => Driver;

/** Any action is as likely as any other, as in the authors' seed episodes. */
export function randomDriver(space: ActionSpace, count: number, random: RandomStream): Driver {
  const size = actionArgumentSize(space);
  return {
    act(seen) {
      disposeAll(seen);
      return Float64Array.from({ length: count * size }, (_, at) => {
        if (space.kind === 'discrete') return random.integer(space.count);
        return Math.fround(random.uniform(boundOf(space.low, at % size), boundOf(space.high, at % size)));
      });
    },
    dispose: () => undefined,
  };
}

/** Somebody who knows nothing, to compare with. */
export function anyDriver(actions: ActionSpace, seed: number, name: string): DriverOfGroup {
  return (count, group) => randomDriver(actions, count, RandomStream.named(seed, `${name}/random/${group}`));
}
