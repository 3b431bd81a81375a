/** What DQN reads: the last few grey frames, or the environment's numbers; while it plays, in a theatre, and out of the replay. */
import type { DqnConfig } from '../../../shared/algorithms/dqn/config.ts';
import { writeStack } from '../../acting/frameStack.ts';
import { FRAME_SIZE } from '../../acting/greyFrames.ts';
import { sightOfFrames, sightOfNumbers, type Sight } from '../../acting/sight.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';

export interface DqnObservation extends Sight {
  /** Moments that are read at once. */
  readonly depth: number;
  /**
   * What is read, out of the replay.
   * @param moments in a row, as the layout has them; where fewer than `depth` - 1 lie before the one that is read, they begin at
   * the episode's first
   */
  write(moments: Uint8Array, moment: number, out: Float32Array, offset: number): void;
}

/** @throws StudioError `config.invalid` where the environment does not give what the config asks for */
export function dqnObservation(config: DqnConfig, spec: EnvironmentSpec): DqnObservation {
  return config.environment.observation === 'pixels'
    ? stackedFrames(config.network.stackedFrames, spec)
    : numbers(spec);
}

function stackedFrames(depth: number, spec: EnvironmentSpec): DqnObservation {
  const { channels, ...sight } = sightOfFrames(spec, { edges: false, stack: depth });
  return {
    ...sight,
    depth,
    write(moments, moment, out, offset) {
      const pixels = FRAME_SIZE * FRAME_SIZE;
      writeStack({ moments, pixels, channels, depth }, moment, out, offset);
    },
  };
}

function numbers(spec: EnvironmentSpec): DqnObservation {
  const sight = sightOfNumbers(spec);
  const [size = 0] = sight.shape;
  return {
    ...sight,
    depth: 1,
    write(moments, moment, out, offset) {
      out.set(new Float32Array(moments.buffer, moments.byteOffset + 4 * size * moment, size), offset);
    },
  };
}
