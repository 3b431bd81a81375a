/** What a model that observes pictures sees with closed eyes: one open-loop dream of a recorded episode, under its actions. */
import { imageBytes } from '../numerics/images.ts';
import { RandomStream } from '../numerics/random.ts';
import { tf } from '../numerics/tensorflow.ts';
import { disposeAll, tidy } from '../numerics/tidy.ts';
import { look, type HeldOutEpisode, type Window } from './heldOut.ts';
import type { Subject } from './subject.ts';

/**
 * One drawn dream, as the theatre draws them: it samples, at temperature 1.
 * @returns RGB bytes of each dreamt step, the first of them one step after eyes close
 */
export async function dreamtPictures(
  subject: Pick<Subject, 'model' | 'layout' | 'seed'>,
  episode: HeldOutEpisode,
  window: Window,
): Promise<readonly Uint8Array[]> {
  const { model, seed } = subject;
  const { starts } = await look(subject, [episode], [window], () => Promise.resolve());
  const random = RandomStream.named(seed, 'film/dream');
  const width = model.actionSize;
  const pictures: Uint8Array[] = [];
  let state = starts;
  try {
    for (let step = 1; step <= window.steps; step++) {
      const at = window.from + step;
      const led = episode.actions.slice(at * width, (at + 1) * width);
      const before = state;
      state = tidy(() => model.imagine(before, tf.tensor2d(led, [1, width]), random, { mode: 'sample' }));
      disposeAll(before);
      const now = state;
      const image = tidy(() => model.decode(now));
      pictures.push(imageBytes(image));
      image.dispose();
    }
    return pictures;
  } finally {
    disposeAll(state);
  }
}
