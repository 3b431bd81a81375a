/**
 * Settings that were just changed here, laid over what the inspector still tells of before: a state that was on its way
 * when a switch was turned must not turn it back for a moment.
 */
import type { TheatreSettings } from '../../../shared/theatre.ts';

/** By then the inspector has answered, or did not take it: what it says counts. */
const PATIENCE_MILLISECONDS = 2000;

export class AskedSettings {
  #asked: Partial<TheatreSettings> = {};
  #until = 0;

  ask(settings: Partial<TheatreSettings>, now: number): void {
    this.#asked = { ...this.#asked, ...settings };
    this.#until = now + PATIENCE_MILLISECONDS;
  }

  /** @param told what the inspector says @returns what is shown */
  over(told: TheatreSettings, now: number): TheatreSettings {
    const waiting = Object.entries(this.#asked).filter(
      ([name, value]) => told[name as keyof TheatreSettings] !== value,
    );
    this.#asked = now < this.#until ? Object.fromEntries(waiting) : {};
    return { ...told, ...this.#asked };
  }
}
