/** What M expects, as pictures: an episode's frames, V's view of them, M's next frame each step, and M left alone. */
import type { Tensor2D } from '@tensorflow/tfjs';
import type { TrainingUpdate } from '../../../../shared/run.ts';
import { mixtureMean, sampleMixture } from '../../../numerics/mixture.ts';
import { RandomStream } from '../../../numerics/random.ts';
import { tf } from '../../../numerics/tensorflow.ts';
import { writeModelAction } from '../../../acting/modelActions.ts';
import { pictureOf, picturesOf } from '../../../training/pictures.ts';
import type { Workspace } from '../workspace.ts';

/** Steps that M sees before the pictures begin, and steps from picture to picture. */
const WARM_UP = 20;
const STRIDE = 3;
const PICTURES = 8;

export function memoryPictures(workspace: Workspace): TrainingUpdate {
  const { replay, latents, parts, layout, config } = workspace;
  const longest = workspace.heldOutEpisodes.reduce((best, episode) =>
    episode.length > best.length ? episode : best,
  );
  const length = Math.min(longest.length, WARM_UP + STRIDE * PICTURES + 1);
  const warmUp = Math.min(WARM_UP, Math.max(1, length - 1 - PICTURES));
  const stride = Math.max(1, Math.floor((length - 1 - warmUp) / PICTURES));
  const shown = Array.from({ length: PICTURES }, (_, k) => warmUp + k * stride).filter((t) => t + 1 < length);
  const moments = new Float32Array(length * 2 * latents.latentSize);
  latents.read(longest.first, length, moments);
  const { actions } = replay.readSteps(longest.first, length);
  const random = RandomStream.named(config.seed, 'memory/pictures');

  const { oneStep, openLoop, seen } = tf.tidy(() => {
    const means = tf
      .tensor2d(moments, [length, 2 * latents.latentSize])
      .slice([0, 0], [length, latents.latentSize]) as Tensor2D;
    const latentAt = (t: number) => means.slice([t, 0], [1, latents.latentSize]) as Tensor2D;
    const actionAt = (t: number) => {
      const action = new Float32Array(layout.actionSize);
      writeModelAction(layout.modelActions, actions, t * layout.actionArguments, action, 0);
      return tf.tensor2d(action, [1, layout.actionSize]);
    };
    const flag = (t: number) => tf.tensor2d([Number(t === 0)], [1, 1]);
    let open = parts.memory.initial(1);
    let alone = open;
    let dreamt = latentAt(0);
    const expected: Tensor2D[] = [];
    const imagined: Tensor2D[] = [];
    for (let t = 0; t + 1 < length; t++) {
      open = parts.memory.step(open, latentAt(t), actionAt(t), flag(t));
      if (t < warmUp) {
        alone = open;
        dreamt = latentAt(t + 1);
      } else {
        alone = parts.memory.step(alone, dreamt, actionAt(t), flag(t));
        dreamt = sampleMixture(parts.memory.predict(alone.hidden).mixture, random);
      }
      if (!shown.includes(t)) continue;
      expected.push(mixtureMean(parts.memory.predict(open.hidden).mixture));
      imagined.push(dreamt);
    }
    const decode = (rows: Tensor2D[]) => parts.vision.decode(tf.concat2d(rows, 0)).dataSync<'float32'>();
    return {
      oneStep: decode(expected),
      openLoop: decode(imagined),
      seen: decode(shown.map((t) => latentAt(t + 1))),
    };
  });
  const frames = new Uint8Array(shown.length * replay.frameBytes);
  replay.gatherFrames(
    shown.map((t) => longest.first + t + 1),
    frames,
  );
  const size = replay.frameBytes;
  const count = shown.length;
  return workspace.panel('memory', 'panel.prediction', [
    {
      label: 'panel.row.original',
      pictures: shown.map((_, k) => pictureOf(frames.subarray(k * size, (k + 1) * size), 'real')),
    },
    { label: 'panel.row.reconstruction', pictures: picturesOf(seen, count, 'seen') },
    { label: 'panel.row.oneStep', pictures: picturesOf(oneStep, count, 'dreamt') },
    { label: 'panel.row.openLoop', pictures: picturesOf(openLoop, count, 'dreamt') },
  ]);
}
