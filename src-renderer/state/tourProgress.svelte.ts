/** Where a person is on the tour: they may leave it and take it up again, there or from the beginning. Kept like the other preferences. */
import { keep, readKept } from './preferences.svelte.ts';

/** The stops in their order; what they say stands in the catalogue under `tour.<id>.`. */
export const TOUR_STOPS = ['experiments', 'theatre', 'dream', 'curves', 'environment', 'learn'] as const;
export type TourStop = (typeof TOUR_STOPS)[number];

const isStop = (value: unknown): value is TourStop => TOUR_STOPS.some((stop) => stop === value);

class TourProgress {
  #left = $state.raw<TourStop>(readKept('tour.left', 'experiments', isStop));
  #at = $state.raw<TourStop | null>(null);

  /** The stop that is shown; null: nobody is on the tour. */
  get at(): TourStop | null {
    return this.#at;
  }
  /** It was left on the way. */
  get begun(): boolean {
    return this.#left !== TOUR_STOPS[0];
  }
  get number(): number {
    return this.#at === null ? 0 : TOUR_STOPS.indexOf(this.#at) + 1;
  }

  /** Where it was left, or at the first stop. */
  take(): void {
    this.#go(this.#left);
  }

  /** @param by 1 or -1. Beyond the last stop the tour is over, and begins anew the next time. */
  move(by: 1 | -1): void {
    const next = TOUR_STOPS[this.number - 1 + by];
    if (next !== undefined) {
      this.#go(next);
      return;
    }
    if (by === 1) {
      this.#remember(TOUR_STOPS[0]);
      this.leave();
    }
  }

  leave(): void {
    this.#at = null;
  }

  #go(stop: TourStop): void {
    this.#at = stop;
    this.#remember(stop);
  }

  #remember(stop: TourStop): void {
    this.#left = stop;
    keep('tour.left', stop);
  }
}

export const tourProgress = new TourProgress();
