/** What an address asks the theatre to show, and where to begin. */
import { momentControl } from '../../../shared/momentAddress.ts';
import type { TheatreControl } from '../../../shared/theatre.ts';
import type { Source } from './theatreSession.svelte.ts';

type Query = Readonly<Record<string, string>>;

/** Null: nothing was chosen yet. */
export function sourceOf(query: Query): Source | null {
  const { run, checkpoint, environment, episode, seed, play, lens, lensCheckpoint } = query;
  if (run === undefined && environment === undefined && episode === undefined) return null;
  const number = seed === undefined ? Number.NaN : Number(seed);
  return {
    ...(run === undefined ? {} : { runId: run }),
    ...(checkpoint === undefined ? {} : { checkpointId: checkpoint }),
    ...(environment === undefined ? {} : { environment }),
    ...(run !== undefined && play === 'dream' ? { dream: true } : {}),
    ...(episode === undefined ? {} : { episodeId: episode }),
    ...(lens === undefined
      ? {}
      : { lens: { runId: lens, ...(lensCheckpoint === undefined ? {} : { checkpointId: lensCheckpoint }) } }),
    ...(Number.isInteger(number) && number >= 0 ? { seed: number } : {}),
  };
}

/** A given step is gone to and looked at; without one it plays. A dream to be played is the keyboard's from the start. */
export function startControls(query: Query): readonly TheatreControl[] {
  const moment = momentControl(query);
  if (moment !== null) return [moment];
  if (query['play'] === 'dream') {
    // No dream within the dream.
    // A guest in another run's dream was let in to act there.
    const driver = query['lens'] === undefined ? 'keyboard' : 'agent';
    const settings = { driver, warmUp: null, horizon: null } as const;
    return [{ kind: 'settings', settings }, { kind: 'play' }];
  }
  const step = Number(query['step'] ?? Number.NaN);
  if (Number.isInteger(step) && step >= 0) return [{ kind: 'seek', step }];
  return [{ kind: 'play' }];
}
