/** What an environment looks like at this moment: what the agent sees, or how it is drawn where the agent sees numbers. */
import type { Environment, StepResult } from '../environments/environment.ts';
import type { Image } from './mind.ts';

/** The side of the square picture that is drawn of a scene. */
const DRAWN_SIZE = 64;

/**
 * The environment's memory or new: copy what you keep. Null where there is nothing to see.
 * @param last what the last reset or step gave
 */
export function pictureOf(environment: Environment, last: StepResult): Image | null {
  const shape = environment.spec.observations['image']?.shape;
  const image = last.observation['image'];
  if (shape !== undefined && image instanceof Uint8Array) {
    const [height = 0, width = 0] = shape;
    return { width, height, pixels: image };
  }
  const { appearance, drawing } = environment;
  const camera = appearance?.scene().cameras[0]?.name;
  if (appearance === undefined || camera === undefined) return drawing?.draw() ?? null;
  const pixels = new Uint8Array(DRAWN_SIZE * DRAWN_SIZE * 3);
  appearance.render(camera, DRAWN_SIZE, DRAWN_SIZE, pixels);
  return { width: DRAWN_SIZE, height: DRAWN_SIZE, pixels };
}

/** A black one, for where nothing can be seen. */
export function blackPicture(): Image {
  return { width: DRAWN_SIZE, height: DRAWN_SIZE, pixels: new Uint8Array(DRAWN_SIZE * DRAWN_SIZE * 3) };
}
