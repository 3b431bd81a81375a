/** One open theatre as the window sees it: what the inspector last sent, and the controls it takes. */
import type { StudioClient } from '../../client/studioClient.ts';
import { reportError, type ErrorReport } from '../../../shared/errors.ts';
import type { TopicEvents } from '../../../shared/protocol.ts';
import type { EnvironmentConfig, Grip } from '../../../shared/recipe.ts';
import type { Scene } from '../../../shared/scene.ts';
import type {
  TheatreControl,
  TheatreFrame,
  TheatreInfo,
  TheatreSettings,
  TheatreState,
} from '../../../shared/theatre.ts';
import { driftStepsOf } from '../../../shared/trust.ts';
import { AskedSettings } from './askedSettings.ts';
import { TimelineStore } from './timelineStore.ts';

/** What `theatre.open` takes. */
export interface Source {
  readonly runId?: string;
  readonly checkpointId?: string;
  readonly environment?: string;
  readonly environmentConfig?: EnvironmentConfig;
  readonly dream?: boolean;
  readonly episodeId?: string;
  readonly seed?: number;
  readonly lens?: { readonly runId: string; readonly checkpointId?: string };
}

export class TheatreSession {
  readonly client: StudioClient;
  readonly timeline = new TimelineStore();
  readonly #asked = new AskedSettings();
  /** What was asked for. */
  readonly source: Source;
  /** Known before it is open: a dream is to be played, which has no shapes to be drawn. */
  readonly playsDream: boolean;
  #info = $state.raw<TheatreInfo | null>(null);
  #state = $state.raw<TheatreState | null>(null);
  #scene = $state.raw<Scene | null>(null);
  #frame = $state.raw<TheatreFrame | null>(null);
  #error = $state.raw<ErrorReport | null>(null);
  #driftSteps = $state<number | null>(null);
  #timelineVersion = $state(0);
  #ghost = $state<number | null>(null);
  #framesReceived = 0;
  readonly #runId: string | undefined;
  /** Whose drift was asked for last. */
  #driftOf: string | null = null;
  #stopListening: (() => void) | null = null;
  #disposed = false;
  #peekRequested = 0;
  #holding = false;

  constructor(client: StudioClient, source: Source, after: readonly TheatreControl[] = []) {
    this.client = client;
    this.source = source;
    this.playsDream = source.dream === true;
    this.#runId = source.runId;
    void this.#open(source, after);
  }

  /** Null until it is open. */
  get info(): TheatreInfo | null {
    return this.#info;
  }
  get state(): TheatreState | null {
    return this.#state;
  }
  get scene(): Scene | null {
    return this.#scene;
  }
  /** The instant that is shown: the clock's, or the one under the pointer. */
  get frame(): TheatreFrame | null {
    return this.#frame;
  }
  /** What went wrong; the session may live on (a control failed) or not (it never opened, its process died). */
  get error(): ErrorReport | null {
    return this.#error;
  }
  /** Steps until dreams of the checkpoint that is open drift; null where nobody measured, or where they never did. */
  get driftSteps(): number | null {
    return this.#driftSteps;
  }
  /** Changes whenever `timeline` does. */
  get timelineVersion(): number {
    return this.#timelineVersion;
  }
  /** A step under the pointer. */
  get ghost(): number | null {
    return this.#ghost;
  }
  get framesReceived(): number {
    return this.#framesReceived;
  }

  control(control: TheatreControl): void {
    const sessionId = this.#info?.sessionId;
    if (sessionId === undefined || this.#disposed) return;
    this.client.call('theatre.control', { sessionId, control }).catch((error: unknown) => {
      if (!this.#disposed) this.#error = reportError(error);
    });
  }

  change(settings: Partial<TheatreSettings>): void {
    // At once here: a slider must not jump back while the answer is on its way.
    this.#asked.ask(settings, performance.now());
    if (this.#state !== null) this.#state = this.#withAsked(this.#state);
    this.control({ kind: 'settings', settings });
  }

  togglePlay(): void {
    this.control({ kind: this.#state?.playing === true ? 'pause' : 'play' });
  }

  /** A hand holds a body, or let go. Time goes on for it, except where an episode is over: there nothing moves. */
  hold(grip: Grip | null): void {
    const { state } = this;
    if (state === null) return;
    const over = state.episodeOver !== null && state.step >= state.lastStep;
    if (grip !== null && over) return;
    this.control({ kind: 'grip', grip });
    if (grip !== null && !state.playing && !this.#holding) this.control({ kind: 'play' });
    this.#holding = grip !== null;
  }

  toggleEyes(): void {
    this.control({ kind: (this.#state?.eyesClosedAt ?? null) === null ? 'closeEyes' : 'openEyes' });
  }

  /** The pointer is over a step of some curve, or left. All panels show that instant while the clock stands. */
  hover(step: number | null): void {
    if (step === this.#ghost) return;
    this.#ghost = step;
    // One question a frame at most, the newest wins.
    this.#peekRequested ||= requestAnimationFrame(() => {
      this.#peekRequested = 0;
      if (this.#state?.playing !== true) this.control({ kind: 'peek', step: this.#ghost });
    });
  }

  dismissError(): void {
    this.#error = null;
  }

  dispose(): void {
    this.#disposed = true;
    cancelAnimationFrame(this.#peekRequested);
    this.#stopListening?.();
    const sessionId = this.#info?.sessionId;
    if (sessionId === undefined) return;
    // Nobody is left to tell: the host closes sessions of clients that are gone anyway.
    this.client.call('theatre.close', { sessionId }).catch(() => undefined);
  }

  async #open(source: Source, after: readonly TheatreControl[]): Promise<void> {
    try {
      const info = await this.client.call('theatre.open', { source });
      this.#takeInfo(info);
      if (this.#disposed) {
        this.dispose();
        return;
      }
      this.#stopListening = this.client.listen(
        'theatre',
        { sessionId: info.sessionId },
        (event) => {
          this.#take(event);
        },
        {
          onEnded: () => {
            this.#error ??= { code: 'session.unknown', values: { session: info.sessionId } };
          },
        },
      );
      for (const control of after) this.control(control);
    } catch (error) {
      this.#error = reportError(error);
    }
  }

  #takeInfo(info: TheatreInfo): void {
    this.#info = info;
    // Of another run's model, through which one looks, the checkpoint is not told.
    const checkpointId = info.model?.ofRun === null ? (info.agent?.checkpointId ?? null) : null;
    if (this.#runId === undefined || checkpointId === this.#driftOf) return;
    this.#driftOf = checkpointId;
    this.#driftSteps = null;
    if (checkpointId !== null) void this.#askDrift(this.#runId, checkpointId);
  }

  /** A zone on the timeline is a help: where it cannot be had, nothing is said of it. */
  async #askDrift(runId: string, checkpointId: string): Promise<void> {
    try {
      const { rows } = await this.client.call('trust.list', { runId });
      if (this.#driftOf === checkpointId) this.#driftSteps = driftStepsOf(rows, checkpointId);
    } catch {
      this.#driftSteps = null;
    }
  }

  #withAsked(state: TheatreState): TheatreState {
    return { ...state, settings: this.#asked.over(state.settings, performance.now()) };
  }

  #take(event: TopicEvents['theatre']): void {
    switch (event.kind) {
      case 'info':
        this.#takeInfo(event.info);
        return;
      case 'scene':
        this.#scene = event.scene;
        return;
      case 'state':
        this.#state = this.#withAsked(event.state);
        return;
      case 'timeline':
        this.timeline.apply(event.timeline);
        this.#timelineVersion += 1;
        return;
      case 'frame':
        this.#frame = event.frame;
        this.#framesReceived += 1;
        return;
      case 'failed':
        this.#error = event.error;
        return;
    }
  }
}
