/** Paces the theatre: when the next step is due, and how many steps a second are really managed. */

/** What time is and how to wait, so that tests need neither. */
export interface Timing {
  /** Monotonic seconds. */
  now(): number;
  /** @returns cancels */
  after(seconds: number, callback: () => void): () => void;
}

export const SYSTEM_TIMING: Timing = {
  now: () => performance.now() / 1000,
  after: (seconds, callback) => {
    const timer = setTimeout(callback, Math.max(0, seconds * 1000));
    return () => clearTimeout(timer);
  },
};

/** Seconds over which the rate is averaged. */
const RATE_WINDOW_SECONDS = 2;

export class SessionClock {
  readonly #timing: Timing;
  #due = 0;
  #recent: number[] = [];

  constructor(timing: Timing) {
    this.#timing = timing;
  }

  /** Playing begins: the first step is due one pace from now. */
  start(paceSeconds: number): void {
    this.#due = this.#timing.now() + paceSeconds;
    this.#recent = [];
  }

  /** Seconds until the next step; 0 when it is due. */
  wait(): number {
    return Math.max(0, this.#due - this.#timing.now());
  }

  /** A step was made. One that came late does not make the next ones hurry. */
  stepped(paceSeconds: number): void {
    const now = this.#timing.now();
    this.#due = Math.max(this.#due + paceSeconds, now);
    this.#recent.push(now);
    while ((this.#recent[0] ?? now) < now - RATE_WINDOW_SECONDS) this.#recent.shift();
  }

  /** Steps a second, lately; 0 until two were made. */
  rate(): number {
    const first = this.#recent[0];
    const last = this.#recent.at(-1);
    if (first === undefined || last === undefined || last <= first) return 0;
    return (this.#recent.length - 1) / (last - first);
  }
}
