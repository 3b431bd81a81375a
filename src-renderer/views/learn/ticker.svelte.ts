/** Runs something many times a second while it is told to: the clock of the course's figures. */

/** At most so many steps in one drawn frame, so that a tab that was away does not catch up for seconds. */
const MOST_A_FRAME = 200;

export class Ticker {
  #running = $state(false);
  #request = 0;
  #last = 0;
  #owed = 0;
  readonly #tick: () => void;
  readonly #perSecond: () => number;

  /** Belongs to the component that makes it, in its script: it stops with it. */
  constructor(tick: () => void, perSecond: () => number) {
    this.#tick = tick;
    this.#perSecond = perSecond;
    $effect(() => () => {
      cancelAnimationFrame(this.#request);
    });
  }

  get running(): boolean {
    return this.#running;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#owed = 1;
    this.#last = performance.now();
    this.#request = requestAnimationFrame(this.#frame);
  }

  stop(): void {
    this.#running = false;
    cancelAnimationFrame(this.#request);
  }

  toggle(): void {
    if (this.#running) this.stop();
    else this.start();
  }

  readonly #frame = (now: number): void => {
    this.#owed = Math.min(MOST_A_FRAME, this.#owed + ((now - this.#last) / 1000) * this.#perSecond());
    this.#last = now;
    while (this.#running && this.#owed >= 1) {
      this.#owed -= 1;
      this.#tick();
    }
    if (this.#running) this.#request = requestAnimationFrame(this.#frame);
  };
}
