/** Which chapters of the course this person has read, and where they were last. Kept like the other preferences. */
import { CHAPTER_IDS, type ChapterId } from '../../shared/course.ts';
import { keep, readKept } from './preferences.svelte.ts';

const isText = (value: unknown): value is string => typeof value === 'string';
const areTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);

class LearnProgress {
  #read = $state.raw<readonly string[]>(readKept('learn.read', [], areTexts));
  #last = $state.raw<string>(readKept('learn.last', '', isText));

  isRead(chapter: ChapterId): boolean {
    return this.#read.includes(chapter);
  }

  get readCount(): number {
    return CHAPTER_IDS.filter((id) => this.isRead(id)).length;
  }

  /** Where to go on: the chapter that was open last, or after it where that was read; null once all are. */
  get next(): ChapterId | null {
    const at = CHAPTER_IDS.findIndex((id) => id === this.#last);
    const order = [...CHAPTER_IDS.slice(Math.max(0, at)), ...CHAPTER_IDS.slice(0, Math.max(0, at))];
    return order.find((id) => !this.isRead(id)) ?? null;
  }

  /** A chapter was ever opened. */
  get begun(): boolean {
    return this.#last !== '';
  }

  open(chapter: ChapterId): void {
    this.#last = chapter;
    keep('learn.last', chapter);
  }

  mark(chapter: ChapterId, read: boolean): void {
    const others = this.#read.filter((id) => id !== chapter);
    this.#read = read ? [...others, chapter] : others;
    keep('learn.read', this.#read);
  }
}

export const learnProgress = new LearnProgress();
