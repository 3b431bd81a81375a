/** The instruments by name, each on what it needs. */
import { StudioError } from '../../shared/errors.ts';
import type { TrustInstrument, TrustResult } from '../../shared/trust.ts';
import { calibrate, type CalibrationOptions } from './calibration.ts';
import { measureDrift } from './drift.ts';
import { CONTEXT, look, playHeldOut, windowsOf, type HeldOutEpisode } from './heldOut.ts';
import { measureObedience } from './obedience.ts';
import { OpenLoop, type ActionOf } from './openLoop.ts';
import type { OnShare, Subject } from './subject.ts';

/** Windows of held-out episodes, and steps that each is dreamt at most. */
const WINDOWS = 32;
const HORIZON = { obedience: 50, drift: 100 } as const;
/** More held-out episodes than windows would be played for nothing. */
const MOST_HELD_OUT = 16;
/** Share of the time that playing and looking take, roughly. */
const BEFORE_DREAMS = 0.6;

/** @throws StudioError as `calibrate`, `trust.noWindows` */
export async function measureTrust(
  subject: Subject,
  instrument: TrustInstrument,
  options: CalibrationOptions,
  onShare: OnShare,
): Promise<TrustResult> {
  if (instrument === 'calibration') return calibrate(subject, options, onShare);
  const { seed, spec } = subject;
  const count = Math.min(MOST_HELD_OUT, options.episodes);
  const episodes = await playHeldOut(subject, count, (share) => onShare((BEFORE_DREAMS / 2) * share));
  const windows = windowsOf(episodes, HORIZON[instrument], WINDOWS);
  // One alone has nobody to exchange actions with.
  if (windows.length < 2) throw new StudioError('trust.noWindows', { context: CONTEXT });
  const beliefs = await look(subject, episodes, windows, (share) =>
    onShare((BEFORE_DREAMS / 2) * (1 + share)),
  );
  const dreams = new OpenLoop(subject.model, windows, beliefs, { layout: subject.layout, episodes });
  const led = trueActions(episodes, windows, subject.model.actionSize);
  const dreaming: OnShare = (share) => onShare(BEFORE_DREAMS + (1 - BEFORE_DREAMS) * share);
  try {
    return instrument === 'drift'
      ? await measureDrift(dreams, windows, led, seed, dreaming)
      : await measureObedience(dreams, windows, led, spec.actions, seed, dreaming);
  } finally {
    dreams.dispose();
  }
}

/** What was really done on the way to each step of each window. */
export function trueActions(
  episodes: readonly HeldOutEpisode[],
  windows: readonly { readonly episode: number; readonly from: number }[],
  width: number,
): ActionOf {
  return (window, step) => {
    const { episode, from } = windows[window] ?? { episode: 0, from: 0 };
    const at = (from + step + 1) * width;
    return episodes[episode]?.actions.subarray(at, at + width) ?? [];
  };
}
