/** What the toy acts by: one number, times what it observes. */
import type { Tensor2D } from '@tensorflow/tfjs';
import { StudioError } from '../../../shared/errors.ts';
import type { Checkpoint } from '../../../shared/checkpoint.ts';
import type { Agent } from '../../acting/agent.ts';
import type { Driver } from '../../acting/driver.ts';
import type { ObservationBatch } from '../../models/worldModel.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { disposeAll, tidy } from '../../numerics/tidy.ts';

export const GAIN_PATH = 'agent/gain';

/** @throws StudioError `checkpoint.mismatch` */
export function readGain(arrays: Checkpoint['arrays']): number {
  const value = arrays[GAIN_PATH]?.data[0];
  if (value !== undefined) return value;
  throw new StudioError('checkpoint.mismatch', { array: GAIN_PATH, expected: '[1]', found: 'nothing' });
}

/** The first number that is observed, [B, 1]: the caller's. */
function observed(seen: ObservationBatch): Tensor2D {
  const [first] = Object.values(seen);
  if (first === undefined) throw new Error('nothing was observed');
  return tidy(() => first.slice([0, 0], [-1, 1]).as2D(first.shape[0], 1));
}

/** @param deviation of the noise on each action; 0: none is drawn */
export function gainDriver(gain: () => number, random: RandomStream, deviation: number): Driver {
  return {
    act: (seen) => {
      const position = observed(seen);
      const actions = Float64Array.from(position.dataSync<'float32'>(), (at) => {
        const noise = deviation === 0 ? 0 : deviation * random.normal();
        return Math.fround(Math.max(-1, Math.min(1, gain() * at + noise)));
      });
      disposeAll(seen);
      position.dispose();
      return actions;
    },
    dispose: () => undefined,
  };
}

export function gainAgent(gain: number): Agent {
  return {
    observes: 'numbers',
    perceive: (_before, seen) => ({ observed: observed(seen) }),
    act: ({ observed: at }) => {
      if (at === undefined) throw new Error('nothing was observed');
      return tidy(() => at.mul(gain).clipByValue(-1, 1).as2D(at.shape[0], 1));
    },
    dispose: () => undefined,
  };
}
