/**
 * The group `dream` of an agent's config: in whose dream it learns. Every algorithm whose agents see pictures has the group, and its
 * defaults mean the real environment. Which run and which of its checkpoints it is, is settled when the run is made (host/borrowedDreams.ts):
 * from then on the run holds a copy of that checkpoint, and `checksum` says which.
 */
import type { z } from 'zod';
import { environmentFacts } from './environmentFacts.ts';
import type { ConfigConflict } from './algorithms/algorithm.ts';
import { group, real, text } from './configFields.ts';

/** No paper has them, and a control of their own chooses them. */
const chosen = { paper: null, chosen: true } as const;

export const DREAM_GROUP = group({
  /** The run whose world model dreams; empty: the agent learns in the real environment. */
  run: text(200, chosen),
  /** One of its checkpoints; empty: the best. */
  checkpoint: text(200, chosen),
  /** How widely the dream samples, where its model samples by a temperature. */
  temperature: real(1, 0.05, 3, chosen),
  /** SHA-256 of the copy that is kept, in hex digits; the studio writes it. */
  checksum: text(64, chosen),
});
export type DreamSettings = z.infer<typeof DREAM_GROUP>;

/** In whose dream a run learns, by its config; null: in the real environment. */
export function dreamOf(config: Readonly<Record<string, unknown>>): DreamSettings | null {
  const parsed = DREAM_GROUP.safeParse(config['dream'] ?? {});
  return parsed.success && parsed.data.run !== '' ? parsed.data : null;
}

/** A dream is pictures: an agent that observes numbers has nothing to look at there. */
export function numbersInDream(
  config: { readonly dream: DreamSettings },
  observes: 'pixels' | 'numbers',
  field = 'dream.run',
): readonly ConfigConflict[] {
  if (config.dream.run === '' || observes === 'pixels') return [];
  return [{ code: 'config.dreamIsPictures', field, values: {} }];
}

/** What an agent observes that takes numbers wherever there are any. */
export function observedAsIs(environment: string): 'pixels' | 'numbers' {
  return environmentFacts(environment)?.numbers === false ? 'pixels' : 'numbers';
}

/** Settings that change how a step is paid or where episodes begin, but nothing that a model's step means. */
const FREE = new Set(['lapRule', 'observation', 'reward', 'maxSteps', 'startSpread']);

/** Of both groups `environment`, the settings that both have and that make one step another, as `name: here / there`. */
export function otherSteps(
  here: Readonly<Record<string, unknown>>,
  there: Readonly<Record<string, unknown>>,
): readonly string[] {
  return Object.keys(here)
    .filter((name) => !FREE.has(name) && Object.hasOwn(there, name))
    .filter((name) => JSON.stringify(here[name]) !== JSON.stringify(there[name]))
    .map((name) => `${name} ${String(here[name]).slice(0, 40)} / ${String(there[name]).slice(0, 40)}`);
}

/** The group `environment` of a run's config; empty where it has none. */
export function environmentGroup(
  config: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const settings = config['environment'];
  return typeof settings === 'object' && settings !== null ? { ...settings } : {};
}
