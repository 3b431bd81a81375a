/**
 * Records what a theatre shows to a video file or a GIF (`filmWriter`): one picture a step on the theatre's own clock
 * (`VideoClock`). Ends by itself when another episode begins, at a length that memory bears, and with the theatre.
 */
import { isPlayedDream } from '../../../../shared/theatre.ts';
import { saveFile } from '../../../state/clipboard.ts';
import { t } from '../../../state/language.ts';
import { toasts } from '../../../state/toasts.svelte.ts';
import type { TheatreSession } from '../theatreSession.svelte.ts';
import { filmWriter, type FilmWriter } from './filmWriter.ts';
import { VideoClock } from './videoClock.ts';
import { FILM_LIMITS, videoFileName, type FilmKind } from './videoFile.ts';
import { videoInstant, type WatchedTheatre } from './videoInstant.ts';
import { videoLayout } from './videoLayout.ts';
import { VideoPainter } from './videoPainter.ts';

/** Pictures that wait to be encoded; beyond it the machine is too slow, and pictures are left out. */
const MOST_WAITING = 8;

export interface RecordedTheatre extends WatchedTheatre {
  /** Whose style the video takes. */
  readonly element: HTMLElement;
}

/** One file under way. */
interface Take {
  readonly theatre: RecordedTheatre;
  /** Which episode it is of. */
  readonly episode: string;
  readonly painter: VideoPainter;
  readonly clock: VideoClock;
  readonly longestSeconds: number;
  readonly writer: FilmWriter;
  firstStep: number;
  lastStep: number;
  waiting: number;
}

export class TheatreRecorder {
  #phase = $state<'idle' | 'starting' | 'recording' | 'saving'>('idle');
  #seconds = $state(0);
  #take: Take | null = null;
  #disposed = false;

  get phase(): 'idle' | 'starting' | 'recording' | 'saving' {
    return this.#phase;
  }
  /** Length of the video so far. */
  get seconds(): number {
    return this.#seconds;
  }

  async start(theatre: RecordedTheatre, kind: FilmKind): Promise<void> {
    if (this.#phase !== 'idle' || theatre.session.frame === null) return;
    this.#phase = 'starting';
    this.#seconds = 0;
    try {
      const take = await beginTake(theatre, kind);
      if (this.#disposed) {
        await take.writer.cancel();
        return;
      }
      this.#take = take;
      this.#phase = 'recording';
      this.follow();
    } catch (error) {
      this.#phase = 'idle';
      toasts.fail(error);
    }
  }

  /** The theatre shows another instant, or another episode. */
  follow(): void {
    const take = this.#take;
    if (take === null) return;
    const { session } = take.theatre;
    const { frame, state, info } = session;
    if (frame === null || state === null || info === null) return;
    if (episodeOf(session) !== take.episode) {
      void this.stop();
      return;
    }
    // What the pointer looks up elsewhere on the clock is no part of what happens.
    if (session.ghost !== null && !state.playing) return;
    const moment = take.clock.take(frame.step, info.stepSeconds / state.settings.speed);
    this.#seconds = take.clock.seconds;
    if (moment !== null && take.waiting < MOST_WAITING) {
      take.painter.paint(videoInstant(take.theatre, frame));
      if (take.firstStep < 0) take.firstStep = frame.step;
      take.lastStep = frame.step;
      take.waiting += 1;
      take.writer.add(moment).then(
        () => (take.waiting -= 1),
        (error: unknown) => {
          void this.#give(take, error);
        },
      );
    }
    if (this.#seconds >= take.longestSeconds) void this.stop();
  }

  /** Saves what was recorded. */
  async stop(): Promise<void> {
    const take = this.#take;
    if (take === null) return;
    this.#take = null;
    this.#phase = 'saving';
    try {
      const bytes = await take.writer.finish();
      const name = videoFileName({
        name: take.theatre.name,
        firstStep: take.firstStep,
        lastStep: take.lastStep,
        container: take.writer.container,
      });
      saveFile(name, bytes);
      toasts.say(t('theatre.recording.saved', { file: name }));
    } catch (error) {
      toasts.fail(error);
    }
    this.#phase = 'idle';
  }

  /** The theatre closes: what was recorded is saved. */
  dispose(): void {
    this.#disposed = true;
    void this.stop();
  }

  /** Encoding failed: there is nothing to save. */
  async #give(take: Take, error: unknown): Promise<void> {
    if (this.#take !== take) return;
    this.#take = null;
    this.#phase = 'idle';
    toasts.fail(error);
    await take.writer.cancel();
  }
}

function episodeOf({ info, state }: TheatreSession): string {
  return `${info?.sessionId ?? ''} ${state?.seed ?? 0}`;
}

/** @throws StudioError `recording.noEncoder` */
async function beginTake(theatre: RecordedTheatre, kind: FilmKind): Promise<Take> {
  const { session, options, real, element } = theatre;
  const { info } = session;
  const { longestSeconds, leastSeconds, scale } = FILM_LIMITS[kind];
  const contents = {
    realAspect: real?.aspect() ?? null,
    dreams: info !== null && info.model !== null && info.model.observes !== 'numbers' && !isPlayedDream(info),
  };
  const painter = new VideoPainter(videoLayout(contents, scale), element, options.smooth);
  return {
    theatre,
    episode: episodeOf(session),
    painter,
    clock: new VideoClock(leastSeconds),
    longestSeconds,
    writer: await filmWriter(kind, painter.canvas),
    firstStep: -1,
    lastStep: -1,
    waiting: 0,
  };
}
