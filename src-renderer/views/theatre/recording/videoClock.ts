/**
 * A video's own time: each step shown lasts as long as it does in the game at the chosen speed, however long the machine
 * took to draw it. Steps that were passed over while it was busy keep their time; pauses take none.
 */

export interface VideoMoment {
  readonly timestampSeconds: number;
  readonly durationSeconds: number;
}

/** Steps further ahead than this were sought, not played. */
const LONGEST_GAP_SECONDS = 2;

export class VideoClock {
  #timestamp = 0;
  #duration = 0;
  #lastStep: number | null = null;
  #lastShown = Number.NEGATIVE_INFINITY;
  readonly #leastSeconds: number;

  /** @param leastSeconds between two pictures: more than a screen shows would only cost */
  constructor(leastSeconds = 1 / 60) {
    this.#leastSeconds = leastSeconds;
  }

  /** Length so far, the last step's own time included. */
  get seconds(): number {
    return this.#timestamp + this.#duration;
  }

  /**
   * A step is shown.
   * @param stepSeconds at the speed it is played
   * @returns its place in the video; null where it is there already, or follows too soon to be seen
   */
  take(step: number, stepSeconds: number): VideoMoment | null {
    if (step === this.#lastStep) return null;
    if (this.#lastStep !== null) {
      const ahead = step - this.#lastStep;
      const played = ahead > 0 && ahead * stepSeconds <= LONGEST_GAP_SECONDS;
      this.#timestamp += (played ? ahead : 1) * stepSeconds;
    }
    this.#lastStep = step;
    this.#duration = stepSeconds;
    // Steps of exactly this length must not be lost to rounding.
    if (this.#timestamp - this.#lastShown < this.#leastSeconds * 0.999) return null;
    this.#lastShown = this.#timestamp;
    return { timestampSeconds: this.#timestamp, durationSeconds: Math.max(stepSeconds, this.#leastSeconds) };
  }
}
