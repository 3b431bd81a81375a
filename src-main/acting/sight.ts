/** What an agent without a model reads of an environment: its numbers side by side, or the last few grey frames in one. */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import type { EnvironmentSpec } from '../environments/environment.ts';
import type { ObservationBatch } from '../models/worldModel.ts';
import { pushFrames } from './frameStack.ts';
import { FRAME_SIZE, greyFrames } from './greyFrames.ts';
import {
  observationLayout,
  observedNumbers,
  observedSize,
  type ObservationLayout,
} from './observationLayout.ts';

export interface Sight {
  readonly observes: 'pixels' | 'numbers';
  /** How one moment is kept. */
  readonly layout: ObservationLayout;
  /** Of what is read at one moment: [size], or [side, side, channels]. */
  readonly shape: readonly number[];
  /**
   * What is read now: [B, ...shape], the caller's.
   * @param before what was read a moment ago, stays the caller's; null at an episode's first
   * @param seen as the layout or a theatre has it
   */
  perceive(before: Tensor | null, seen: ObservationBatch): Tensor;
}

export function sightOfNumbers(spec: EnvironmentSpec): Sight {
  return {
    observes: 'numbers',
    layout: observationLayout(spec.observations),
    shape: [observedSize(spec)],
    perceive: (_before, seen) => observedNumbers(seen),
  };
}

export interface FrameSight extends Sight {
  /** Of one frame. */
  readonly channels: number;
}

/** @throws StudioError `config.invalid` where the environment gives no pictures of the size that is read */
export function sightOfFrames(
  spec: EnvironmentSpec,
  { edges, stack }: { readonly edges: boolean; readonly stack: number },
): FrameSight {
  const layout = greyFrames(spec, { edges });
  const { channels } = layout;
  return {
    observes: 'pixels',
    layout,
    shape: [FRAME_SIZE, FRAME_SIZE, stack * channels],
    channels,
    perceive(before, { frames, image }) {
      const own = frames ?? layout.ofImages(image as Tensor4D);
      const stacked = pushFrames(before as Tensor4D | null, own as Tensor4D, stack);
      if (frames === undefined) own.dispose();
      return stacked;
    },
  };
}
