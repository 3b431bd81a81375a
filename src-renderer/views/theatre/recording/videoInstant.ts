/** What of one instant a video shows: pictures by their meaning, the step and the score under them. */
import { dreamtEnvironment } from '../../../../shared/recipe.ts';
import { hasScore, isPlayedDream, type TheatreFrame } from '../../../../shared/theatre.ts';
import { shownPicture } from '../../../components/pictureColours.ts';
import { formatNumber, formatScore } from '../../../state/format.ts';
import { t } from '../../../state/language.ts';
import { joined, temperatureText } from '../temperatureText.ts';
import type { TheatreSession } from '../theatreSession.svelte.ts';
import type { ViewOptions } from '../viewOptions.svelte.ts';
import type { VideoInstant } from './videoPainter.ts';

/** The 3D panel, as far as others need it. */
export interface RealView {
  readonly chooseCamera: (index: number) => void;
  /** Width by height; null while nothing is drawn in 3D. */
  aspect(): number | null;
  /** Draws an instant; the canvas holds it until the present task ends. Null while nothing is drawn in 3D. */
  draw(frame: TheatreFrame): HTMLCanvasElement | null;
}

export interface WatchedTheatre {
  readonly session: TheatreSession;
  readonly options: ViewOptions;
  /** The experiment's name, or the environment's. */
  readonly name: string;
  /** Null where nothing is drawn in 3D. */
  readonly real: RealView | null;
}

export function videoInstant(
  { session, options, name, real }: WatchedTheatre,
  frame: TheatreFrame,
): VideoInstant {
  const { info, state } = session;
  const turnBack = info?.inverted === true && options.natural;
  const drawn = real?.draw(frame) ?? null;
  // In a recorded dream what happens is itself dreamt.
  const inDream = dreamtEnvironment(info?.environment ?? '') !== null;
  const played = info !== null && isPlayedDream(info);
  const tau = temperatureText(info, state?.settings.temperature);
  const closedAt = state?.eyesClosedAt ?? null;
  const note = frame.eyesClosed
    ? {
        text: joined(
          t('theatre.eyesClosedFor', { steps: Math.max(0, frame.step - (closedAt ?? frame.step)) }),
          tau,
        ),
        meaning: 'dreamt' as const,
      }
    : played
      ? { text: tau, meaning: 'dreamt' as const }
      : info?.model === null
        ? { text: '', meaning: 'plain' as const }
        : { text: t('theatre.eyesOpen'), meaning: 'seen' as const };
  return {
    tiles: {
      ...(drawn === null
        ? {}
        : { real: { label: t('theatre.real'), meaning: 'real' as const, pictures: [], drawn } }),
      eye: {
        label: played ? t('theatre.dream') : inDream ? t('theatre.recordedDream') : t('theatre.eye'),
        meaning: inDream ? 'dreamt' : 'real',
        pictures: [shownPicture(frame.eye, turnBack)],
      },
      seen: {
        label: t('theatre.seen'),
        meaning: 'seen',
        pictures: frame.seen === null ? [] : [shownPicture(frame.seen, turnBack)],
      },
      dreamt: {
        label: frame.eyesClosed ? t('theatre.dreamt') : t('theatre.predicted'),
        meaning: 'dreamt',
        pictures: frame.dreamt.map((picture) => shownPicture(picture, turnBack)),
      },
    },
    facts: [
      t('theatre.recording.step', { step: frame.step }),
      t('theatre.seconds', { seconds: formatNumber(frame.timeSeconds, 2) }),
      info === null || hasScore(info)
        ? t('theatre.recording.score', { score: formatScore(session.timeline.returnAt(frame.step)) })
        : t('theatre.recording.noScore'),
    ],
    note,
    title: name,
  };
}
