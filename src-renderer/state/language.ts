/** Text in the language now chosen; whatever calls these inside a component follows a change without a reload. */
import type { ErrorReport } from '../../shared/errors.ts';
import {
  algorithmKey,
  describeError,
  hasMessage,
  translate,
  type MessageKey,
  type MessageValues,
} from '../../shared/messages/index.ts';
import { preferences } from './preferences.svelte.ts';

/** Text of a key that is known when the program is written. */
export function t(key: MessageKey, values?: MessageValues): string {
  return translate(preferences.language, key, values);
}

/** Text of a key that is put together at run time, or `fallback` where the catalogue has none. */
export function textOf(key: string, fallback: string = key, values?: MessageValues): string {
  return hasMessage(key) ? translate(preferences.language, key, values) : fallback;
}

/** What an algorithm calls something, such as a phase or a setting; see `algorithmKey`. */
export function textFor(algorithm: string, key: string, fallback: string, values?: MessageValues): string {
  return textOf(algorithmKey(algorithm, key), fallback, values);
}

export function errorText(error: ErrorReport): { what: string; why: string; next: string } {
  return describeError(preferences.language, error);
}
