/** The background as a table of colours over the sine of the elevation. */
import type { Scene } from '../../../shared/scene.ts';
import { skyShare } from '../../../shared/scene.ts';

const STEPS = 256;

export class Sky {
  /** r, g, b a step, from straight down to straight up. */
  readonly #table = new Float64Array(3 * (STEPS + 1));

  constructor(background: Scene['background']) {
    for (let step = 0; step <= STEPS; step++) {
      const sine = (2 * step) / STEPS - 1;
      for (let channel = 0; channel < 3; channel++) {
        this.#table[3 * step + channel] = channelAt(background, sine, channel);
      }
    }
  }

  /** The colour in a direction of any length. */
  look(dx: number, dy: number, dz: number, out: Float64Array): void {
    const sine = dz / Math.sqrt(dx * dx + dy * dy + dz * dz);
    const at = 3 * Math.round(((sine + 1) / 2) * STEPS);
    out[0] = this.#table[at] ?? 0;
    out[1] = this.#table[at + 1] ?? 0;
    out[2] = this.#table[at + 2] ?? 0;
  }
}

function channelAt(background: Scene['background'], sine: number, channel: number): number {
  if (!('horizon' in background)) return background[channel] ?? 0;
  const horizon = background.horizon[channel] ?? 0;
  const end = (sine > 0 ? background.zenith : (background.nadir ?? background.horizon))[channel] ?? 0;
  return horizon + (end - horizon) * skyShare(Math.abs(sine));
}
