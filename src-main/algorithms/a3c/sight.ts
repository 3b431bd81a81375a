/** What A3C's networks read of an environment: its numbers side by side, or the last few grey frames in one. */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import type { A3cConfig } from '../../../shared/algorithms/a3c/config.ts';
import { pushFrames } from '../../acting/frameStack.ts';
import { FRAME_SIZE, greyFrames } from '../../acting/greyFrames.ts';
import {
  observationLayout,
  observedNumbers,
  observedSize,
  type ObservationLayout,
} from '../../acting/observationLayout.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';
import type { ObservationBatch } from '../../models/worldModel.ts';
import type { Trunk } from './trunk.ts';

export interface Sight {
  readonly observes: 'pixels' | 'numbers';
  readonly input: Trunk['input'];
  readonly layout: ObservationLayout;
  /**
   * @param before what this gave a moment ago, the caller's; null at an episode's first
   * @param seen [B, ...] as `layout` batches it, or as a theatre does @returns [B, ...], the caller's
   */
  look(before: Tensor | null, seen: ObservationBatch): Tensor;
}

/** @throws StudioError `config.invalid` where the environment gives neither numbers nor pictures of the size that is read. */
export function sightOf({ frames }: Pick<A3cConfig, 'frames'>, environment: EnvironmentSpec): Sight {
  if (Object.keys(environment.observations).some((name) => name !== 'image')) {
    return {
      observes: 'numbers',
      input: { kind: 'numbers', size: observedSize(environment) },
      layout: observationLayout(environment.observations),
      look: (_before, seen) => observedNumbers(seen),
    };
  }
  const layout = greyFrames(environment, frames);
  return {
    observes: 'pixels',
    input: { kind: 'frames', side: FRAME_SIZE, channels: frames.stack * layout.channels },
    layout,
    look: (before, { frames: batch, image }) => {
      const now = (batch ?? layout.ofImages(image as Tensor4D)) as Tensor4D;
      const stacked = pushFrames(before as Tensor4D | null, now, frames.stack);
      if (batch === undefined) now.dispose();
      return stacked;
    },
  };
}
