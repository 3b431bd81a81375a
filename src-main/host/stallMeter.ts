/** How long the host's loop was away at a time: while it is, no click is answered and no picture goes through. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MILLISECONDS = 5;
const SECOND = 1000;
/** Long enough that a person who noticed a stall can still ask. */
const SECONDS_KEPT = 60;

export class StallMeter {
  readonly #delays = monitorEventLoopDelay({ resolution: RESOLUTION_MILLISECONDS });
  readonly #timer: NodeJS.Timeout;
  /** Of each of the last seconds, milliseconds. */
  #longest: number[] = [];

  constructor() {
    this.#delays.enable();
    this.#timer = setInterval(() => {
      this.#longest = [...this.#longest, this.#current()].slice(-SECONDS_KEPT);
      this.#delays.reset();
    }, SECOND);
    this.#timer.unref();
  }

  /** Milliseconds, of the last minute. */
  get longest(): number {
    return Math.max(this.#current(), ...this.#longest);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#delays.disable();
  }

  /** What is measured is the time from one look to the next, of which the interval itself is no stall. */
  #current(): number {
    if (this.#delays.count === 0) return 0;
    return Math.max(0, this.#delays.max / 1e6 - RESOLUTION_MILLISECONDS);
  }
}
