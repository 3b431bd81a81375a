/** A theatre's settings: what it opens with, and what a change of them means. */
import { DEFAULT_THEATRE_SETTINGS, type Driver, type TheatreSettings } from '../../shared/theatre.ts';

/** What cannot change without dreams being dreamt anew. */
const DREAM_SETTINGS = [
  'warmUp',
  'horizon',
  'temperature',
  'samples',
  'dreamMode',
  'dreamDriver',
  'dreamPaths',
] as const satisfies readonly (keyof TheatreSettings)[];

/** What there is to drive an episode. */
export interface Opening {
  readonly hasRecording: boolean;
  readonly hasAgent: boolean;
  /** Of a dream that is played; it begins as it was made. */
  readonly temperature: number | undefined;
}

export function openingSettings({ hasRecording, hasAgent, temperature }: Opening): TheatreSettings {
  const driver: Driver = hasRecording ? 'recording' : hasAgent ? 'agent' : 'keyboard';
  return {
    ...DEFAULT_THEATRE_SETTINGS,
    driver,
    ...(temperature === undefined ? {} : { temperature }),
  };
}

/** @param changes absent and undefined ones stay as they are */
export function changedSettings(
  before: TheatreSettings,
  changes: Readonly<Record<string, unknown>>,
): TheatreSettings {
  const after = { ...before };
  for (const [name, value] of Object.entries(changes)) {
    if (value !== undefined) Object.assign(after, { [name]: value });
  }
  return after;
}

export function dreamsAnew(before: TheatreSettings, after: TheatreSettings): boolean {
  return DREAM_SETTINGS.some((name) => after[name] !== before[name]);
}
