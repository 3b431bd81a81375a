/** The background as a table of colours over the sine of the elevation. */
import type { Scene } from '../../../shared/scene.ts';
import { skyShare } from '../../../shared/scene.ts';
import { CubeTexture } from './cubeTexture.ts';
import type { View } from './lineOfSight.ts';

const STEPS = 256;

export class Sky {
  /** r, g, b a step, from straight down to straight up. */
  readonly #table = new Float64Array(3 * (STEPS + 1));

  readonly #cube: CubeTexture | null;
  readonly #colour = new Float64Array(3);

  constructor({ background, textures }: Pick<Scene, 'background' | 'textures'>) {
    const cube = 'horizon' in background ? textures[background.cube ?? -1] : undefined;
    this.#cube = cube === undefined ? null : new CubeTexture(cube);
    for (let step = 0; step <= STEPS; step++) {
      const sine = (2 * step) / STEPS - 1;
      for (let channel = 0; channel < 3; channel++) {
        this.#table[3 * step + channel] = channelAt(background, sine, channel);
      }
    }
  }

  /**
   * Paints every pixel whose ray met nothing.
   * @param met the part that each pixel's ray met, row-major from the top @param colours RGB doubles a pixel
   * @param only where given, pixels that are not marked there are left as they are
   */
  paint(
    view: View,
    met: Int32Array,
    nothing: number,
    width: number,
    height: number,
    colours: Float64Array,
    only: Uint8Array | null = null,
  ): void {
    const table = this.#table;
    const { rightX, rightY, rightZ } = view;
    for (let row = 0, pixel = 0; row < height; row++) {
      const v = 1 - (2 * row + 1) / height;
      const startX = view.upX * v - view.backX;
      const startY = view.upY * v - view.backY;
      const startZ = view.upZ * v - view.backZ;
      for (let column = 0; column < width; column++, pixel++) {
        if (met[pixel] !== nothing || (only !== null && only[pixel] === 0)) continue;
        const u = (2 * column + 1) / width - 1;
        const dx = startX + rightX * u;
        const dy = startY + rightY * u;
        const dz = startZ + rightZ * u;
        if (this.#cube !== null) {
          // The sky's own up is the world's y. A pixel is as wide as the picture's middle one.
          const footprint = (2 * Math.hypot(rightX, rightY, rightZ)) / width;
          this.#cube.look(dx, dz, -dy, footprint, this.#colour);
          colours.set(this.#colour, 3 * pixel);
          continue;
        }
        const sine = dz / Math.sqrt(dx * dx + dy * dy + dz * dz);
        const from = 3 * Math.round(((sine + 1) / 2) * STEPS);
        const to = 3 * pixel;
        colours[to] = table[from] ?? 0;
        colours[to + 1] = table[from + 1] ?? 0;
        colours[to + 2] = table[from + 2] ?? 0;
      }
    }
  }
}

function channelAt(background: Scene['background'], sine: number, channel: number): number {
  if (!('horizon' in background)) return background[channel] ?? 0;
  const horizon = background.horizon[channel] ?? 0;
  const end = (sine > 0 ? background.zenith : (background.nadir ?? background.horizon))[channel] ?? 0;
  return horizon + (end - horizon) * skyShare(Math.abs(sine));
}
