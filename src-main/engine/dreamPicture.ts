/** One picture of what a checkpoint dreams, for a list: some steps into a dream, with hands off. */
import type { Picture } from '../../shared/run.ts';
import { neutralAction } from '../../shared/spaces.ts';
import { toPicture } from '../inspection/realVersusDream.ts';
import { pictureOf } from '../inspection/pictureOf.ts';
import { openDream, type TrainedFile } from './servedDreams.ts';

const SEED = 1;
/** Far enough that it is the model's own, near enough that it has not drifted off. */
const STEPS = 8;

/** @throws StudioError as `openDream` */
export async function dreamPicture(file: TrainedFile): Promise<Picture> {
  const { environment } = await openDream(file);
  try {
    let last = environment.reset(SEED);
    for (let step = 0; step < STEPS && !last.terminated; step++) {
      last = environment.step(neutralAction(environment.spec.actions));
    }
    const picture = pictureOf(environment, last);
    if (picture === null) throw new Error('a dream that is no picture');
    const turnsBack = environment.spec.invertedPixels === true;
    const pixels = picture.pixels.map((value) => (turnsBack ? 255 - value : value));
    return toPicture({ ...picture, pixels }, 'dreamt');
  } finally {
    environment.close();
  }
}
