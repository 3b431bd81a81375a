/** Fewer pixels where drawing is slow (a CPU draws), more where there is room: kept near a frame time people accept. */

const SLOW_SECONDS = 1 / 22;
const FAST_SECONDS = 1 / 28;
const LOWEST = 0.5;
/** Frames measured before a decision. */
const WINDOW = 12;

export class AdaptiveResolution {
  readonly #highest: number;
  #scale: number;
  #sum = 0;
  #count = 0;
  /** Going up again after it proved too slow takes this many fast windows. */
  #patience = 2;
  #fastWindows = 0;

  /** @param highest the display's own pixels a CSS pixel */
  constructor(highest: number, start = Math.min(highest, 1)) {
    this.#highest = Math.min(2, highest);
    this.#scale = start;
  }

  /** Device pixels a CSS pixel. */
  get scale(): number {
    return this.#scale;
  }

  /** @param seconds between two frames that followed each other @returns whether the scale changed */
  measure(seconds: number): boolean {
    this.#sum += seconds;
    if (++this.#count < WINDOW) return false;
    const mean = this.#sum / this.#count;
    this.#sum = 0;
    this.#count = 0;
    const before = this.#scale;
    if (mean > SLOW_SECONDS) {
      this.#scale = Math.max(LOWEST, this.#scale * 0.8);
      this.#fastWindows = 0;
      this.#patience = Math.min(32, this.#patience * 2);
    } else if (mean < FAST_SECONDS && ++this.#fastWindows >= this.#patience) {
      this.#scale = Math.min(this.#highest, this.#scale * 1.2);
      this.#fastWindows = 0;
    }
    return this.#scale !== before;
  }
}
