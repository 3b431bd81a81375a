/** Where Dreamer's dreams begin: with what it believes of a real first frame. */
import type { Rank } from '@tensorflow/tfjs';
import type { Environment } from '../../environments/environment.ts';
import type { DreamStarts } from '../../models/dreamEnvironment.ts';
import { firstFrames } from '../../models/firstFrames.ts';
import { RandomStream } from '../../numerics/random.ts';
import { tf } from '../../numerics/tensorflow.ts';
import type { DreamerModel } from './dreamerModel.ts';

/** Features [1, F] of what it believes after the first frame. @param real stays the caller's */
export function believedStarts(model: DreamerModel, real: Environment): DreamStarts {
  return firstFrames(real, (image, seed) => {
    const random = RandomStream.named(seed, 'dream/start');
    const nothing = tf.zeros<Rank.R2>([1, model.actionSize]);
    const first = tf.ones([1]);
    return model.feature(model.perceive(model.initial(1), nothing, model.encode({ image }), first, random));
  });
}
