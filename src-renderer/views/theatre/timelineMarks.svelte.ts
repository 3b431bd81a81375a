/** What a person marked on a timeline: bookmarks, which are kept for that episode, and a section that is played again and again. */
import { keep, readKept } from '../../state/preferences.svelte.ts';

const isSteps = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((step) => Number.isInteger(step));
const MOST_BOOKMARKS = 50;

export class TimelineMarks {
  #key = '';
  #bookmarks = $state.raw<readonly number[]>([]);
  #loop = $state.raw<readonly [number, number] | null>(null);

  /** @param key names what is watched: its source and seed */
  follow(key: string): void {
    if (key === this.#key) return;
    this.#key = key;
    this.#bookmarks = readKept(this.#place, [], isSteps);
    this.#loop = null;
  }

  /** In the order of the steps. */
  get bookmarks(): readonly number[] {
    return this.#bookmarks;
  }
  get loop(): readonly [number, number] | null {
    return this.#loop;
  }
  set loop(section: readonly [number, number] | null) {
    this.#loop = section === null || section[1] - section[0] < 1 ? null : section;
  }

  /** Sets one at a step, or takes it away. */
  toggle(step: number): void {
    const others = this.#bookmarks.filter((marked) => marked !== step);
    const wanted = others.length < this.#bookmarks.length ? others : [...others, step].slice(-MOST_BOOKMARKS);
    this.#bookmarks = [...wanted].sort((a, b) => a - b);
    keep(this.#place, this.#bookmarks);
  }

  /** The nearest beyond a step, in a direction. */
  beyond(step: number, direction: 1 | -1): number | undefined {
    return direction === 1
      ? this.#bookmarks.find((marked) => marked > step)
      : this.#bookmarks.findLast((marked) => marked < step);
  }

  get #place(): string {
    return `theatre.bookmarks.${this.#key}`;
  }
}
