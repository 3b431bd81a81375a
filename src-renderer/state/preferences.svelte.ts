/** What a person set for this window and machine: language, theme, motion, table columns. Kept in local storage. */
import { LANGUAGES, type Language } from '../../shared/messages/index.ts';

export const THEMES = ['system', 'dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];
export const MOTIONS = ['system', 'reduced'] as const;
export type Motion = (typeof MOTIONS)[number];

const PREFIX = 'studio.';

/** The kept value, or the fallback where there is none or it is of another type. */
export function readKept<T>(key: string, fallback: T, isValid: (value: unknown) => value is T): T {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PREFIX + key) ?? 'null');
    return isValid(kept) ? kept : fallback;
  } catch {
    // Unreadable or no storage (a private window): the fallback serves.
    return fallback;
  }
}

export function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Storage full or barred: the setting lasts as long as the window.
  }
}

const oneOf =
  <T extends string>(values: readonly T[]) =>
  (value: unknown): value is T =>
    values.some((known) => known === value);

const systemLanguage = (): Language => (navigator.language.toLowerCase().startsWith('ko') ? 'ko' : 'en');

class Preferences {
  #language = $state<Language>(readKept('language', systemLanguage(), oneOf(LANGUAGES)));
  #theme = $state<Theme>(readKept('theme', 'system', oneOf(THEMES)));
  #motion = $state<Motion>(readKept('motion', 'system', oneOf(MOTIONS)));
  readonly #systemDark = matchMedia('(prefers-color-scheme: dark)');
  readonly #systemReduced = matchMedia('(prefers-reduced-motion: reduce)');
  #dark = $state(this.#systemDark.matches);
  #reduced = $state(this.#systemReduced.matches);

  constructor() {
    this.#systemDark.addEventListener('change', ({ matches }) => {
      this.#dark = matches;
      this.#apply();
    });
    this.#systemReduced.addEventListener('change', ({ matches }) => {
      this.#reduced = matches;
      this.#apply();
    });
    this.#apply();
  }

  get language(): Language {
    return this.#language;
  }
  set language(language: Language) {
    this.#language = language;
    keep('language', language);
    this.#apply();
  }
  get theme(): Theme {
    return this.#theme;
  }
  set theme(theme: Theme) {
    this.#theme = theme;
    keep('theme', theme);
    this.#apply();
  }
  get motion(): Motion {
    return this.#motion;
  }
  set motion(motion: Motion) {
    this.#motion = motion;
    keep('motion', motion);
    this.#apply();
  }
  /** What is shown now. */
  get appearance(): 'dark' | 'light' {
    if (this.#theme !== 'system') return this.#theme;
    return this.#dark ? 'dark' : 'light';
  }
  get reducedMotion(): boolean {
    return this.#motion === 'reduced' || this.#reduced;
  }

  #apply(): void {
    const root = document.documentElement;
    root.dataset['theme'] = this.appearance;
    root.dataset['motion'] = this.reducedMotion ? 'reduced' : 'full';
    root.lang = this.#language;
  }
}

export const preferences = new Preferences();
