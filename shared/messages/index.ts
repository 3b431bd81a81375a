/** The one catalogue of all text that a person reads, in English and Korean. */
import type { ErrorReport } from '../errors.ts';
import { en } from './en/index.ts';
import { ko } from './ko/index.ts';

export const LANGUAGES = ['en', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];
export type MessageKey = keyof typeof en;
export type MessageValues = Readonly<Record<string, string | number>>;

const CATALOGUES: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en, ko };

export function hasMessage(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}

/** An algorithm's own text of a key, where it has one: what several share stands in the catalogue without a name. */
export function algorithmKey(algorithm: string, key: string): string {
  const own = `algorithm.${algorithm}.${key}`;
  return hasMessage(own) ? own : key;
}

/** What ends an episode early in an environment, in its own words where it has any. */
export function dangerKey(environment: string): MessageKey {
  const own = `environment.${environment.replaceAll('/', '.')}.danger`;
  return hasMessage(own) ? own : 'trust.danger';
}

/**
 * The text of a key, its `{placeholders}` filled; one without a value leaves a dash. A missing key shows itself, so that it
 * is noticed.
 */
export function translate(language: Language, key: string, values: MessageValues = {}): string {
  const template = CATALOGUES[language][key] ?? CATALOGUES.en[key] ?? key;
  return template.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : '–',
  );
}

/** What happened, why, what to do next. */
export function describeError(
  language: Language,
  error: ErrorReport,
): { what: string; why: string; next: string } {
  return {
    what: translate(language, `error.${error.code}.what`, error.values),
    why: translate(language, `error.${error.code}.why`, error.values),
    next: translate(language, `error.${error.code}.next`, error.values),
  };
}
