/** What DQN reads: the last few grey frames, or the environment's numbers; while it plays, in a theatre, and out of the replay. */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import type { DqnConfig } from '../../../shared/algorithms/dqn/config.ts';
import { pushFrames, writeStack } from '../../acting/frameStack.ts';
import { FRAME_SIZE, greyFrames } from '../../acting/greyFrames.ts';
import {
  observationLayout,
  observedNumbers,
  observedSize,
  type ObservationLayout,
} from '../../acting/observationLayout.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';
import type { ObservationBatch } from '../../models/worldModel.ts';

export interface DqnObservation {
  readonly observes: 'pixels' | 'numbers';
  /** How the replay keeps one moment. */
  readonly layout: ObservationLayout;
  /** Of what the network reads at one moment. */
  readonly shape: readonly number[];
  /** Moments that are read at once. */
  readonly depth: number;
  /**
   * What is read now: [B, ...shape], the caller's.
   * @param before what was read a moment ago, stays the caller's; null at an episode's first
   * @param seen as the layout or a theatre has it
   */
  perceive(before: Tensor | null, seen: ObservationBatch): Tensor;
  /**
   * The same out of the replay.
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
  const layout = greyFrames(spec, { edges: false });
  const { channels } = layout;
  return {
    observes: 'pixels',
    layout,
    shape: [FRAME_SIZE, FRAME_SIZE, depth * channels],
    depth,
    perceive(before, { frames, image }) {
      const own = frames ?? layout.ofImages(image as Tensor4D);
      const stack = pushFrames(before as Tensor4D | null, own as Tensor4D, depth);
      if (frames === undefined) own.dispose();
      return stack;
    },
    write(moments, moment, out, offset) {
      const pixels = FRAME_SIZE * FRAME_SIZE;
      writeStack({ moments, pixels, channels, depth }, moment, out, offset);
    },
  };
}

function numbers(spec: EnvironmentSpec): DqnObservation {
  const size = observedSize(spec);
  return {
    observes: 'numbers',
    layout: observationLayout(spec.observations),
    shape: [size],
    depth: 1,
    perceive: (_before, seen) => observedNumbers(seen),
    write(moments, moment, out, offset) {
      out.set(new Float32Array(moments.buffer, moments.byteOffset + 4 * size * moment, size), offset);
    },
  };
}
