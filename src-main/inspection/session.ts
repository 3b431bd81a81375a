/**
 * The theatre's session: owns the clock, steps reality at its own pace, lets the model see or dream beside it, and
 * sends what a person watches. Everything it shows can be gone back to; see shared/theatre.ts for what controls mean.
 *
 * Work is done in small portions between timers, so that controls are answered while it replays or falls behind.
 */
import { reportError } from '../../shared/errors.ts';
import type { TopicEvents } from '../../shared/protocol.ts';
import {
  STATE_HASH_INTERVAL,
  type EnvironmentConfig,
  type Grip,
  type Perturbation,
  type Recipe,
} from '../../shared/recipe.ts';
import {
  DEFAULT_THEATRE_SETTINGS,
  type Driver,
  type TheatreControl,
  type TheatreInfo,
  type TheatreSettings,
  type TheatreState,
} from '../../shared/theatre.ts';
import type { Environment, EnvironmentSpec } from '../environments/environment.ts';
import { toEnvironmentAction } from './actionForms.ts';
import { keyboardAction, randomAction, whoActs } from './drivers.ts';
import { EpisodeReplayer } from './episodeReplayer.ts';
import type { Mind } from './mind.ts';
import { SessionClock, SYSTEM_TIMING, type Timing } from './sessionClock.ts';
import { WatchedEpisode } from './watchedEpisode.ts';

export interface SessionModel {
  readonly mind: Mind;
  readonly checkpointId: string;
  readonly checkpointScore: number | null;
}

export interface SessionParts {
  readonly sessionId: string;
  readonly environment: Environment;
  readonly environmentConfig: EnvironmentConfig;
  readonly model: SessionModel | null;
  /** A recorded episode: its seed, start and actions; the `recording` driver follows it. */
  readonly recipe: Recipe | null;
  readonly seed: number;
  readonly emit: (event: TopicEvents['theatre']) => void;
  readonly timing?: Timing;
}

/** Seconds of replaying or catching up between two looks at the controls. */
const PORTION_SECONDS = 0.03;
const DREAM_SETTINGS = [
  'warmUp',
  'horizon',
  'temperature',
  'samples',
  'dreamMode',
  'dreamDriver',
] as const satisfies readonly (keyof TheatreSettings)[];

export class InspectionSession {
  readonly #parts: SessionParts;
  readonly #timing: Timing;
  readonly #clock: SessionClock;
  readonly #episode: WatchedEpisode;
  #model: SessionModel | null;
  #settings: TheatreSettings;
  #step = 0;
  #playing = false;
  #acting: Driver;
  /** A step to be reached by computing. */
  #goal: number | null = null;
  #keys: readonly number[] | null = null;
  #perturbation: Perturbation | null = null;
  /** A person's hand holds a body. */
  #grip: Grip | null = null;
  /** The next step is another one than was recorded. */
  #takesOver = false;
  /** Every action so far came from the recording. */
  #faithful: boolean;
  #recordingEnded = false;
  #probe: Float32Array | null = null;
  /** The latent number that is shown going through its range while the clock stands. */
  #traversed: number | null = null;
  /** Another known instant that is shown instead, while the clock stands. */
  #peek: number | null = null;
  #sentSceneVersion: number | null = null;
  #frameInFlight = false;
  #frameWaits = false;
  #cancelTimer: (() => void) | null = null;
  #closed = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#timing = parts.timing ?? SYSTEM_TIMING;
    this.#clock = new SessionClock(this.#timing);
    this.#model = parts.model;
    const driver: Driver =
      parts.recipe !== null
        ? 'recording'
        : (parts.model?.mind.policy ?? null) !== null
          ? 'agent'
          : 'keyboard';
    const { temperature } = parts.environment;
    this.#settings = {
      ...DEFAULT_THEATRE_SETTINGS,
      driver,
      // A dream begins as it was made.
      ...(temperature === undefined ? {} : { temperature }),
    };
    this.#acting = driver;
    this.#faithful = parts.recipe !== null;
    const real = new EpisodeReplayer(parts.environment, parts.environmentConfig, parts.recipe?.state);
    this.#episode = new WatchedEpisode(real, parts.model?.mind ?? null);
    this.#episode.reset(parts.recipe?.seed ?? parts.seed, this.#settings);
    this.#checkHash();
  }

  /** Of the environment that runs here. */
  get spec(): EnvironmentSpec {
    return this.#parts.environment.spec;
  }

  get info(): TheatreInfo {
    const { spec } = this.#parts.environment;
    const { eye } = this.#episode.real.at(0);
    return {
      sessionId: this.#parts.sessionId,
      environment: spec.id,
      stepSeconds: spec.stepSeconds,
      maxEpisodeSteps: spec.maxEpisodeSteps,
      actions: spec.actions,
      eye: { width: eye.width, height: eye.height },
      inverted: spec.invertedPixels === true,
      hasContacts: this.#parts.environment.contacts !== undefined,
      canGrip: this.#parts.environment.pullOf !== undefined,
      recordedSteps: this.#parts.recipe?.actions.length ?? null,
      model: this.#modelInfo(),
    };
  }

  get state(): TheatreState {
    const { real } = this.#episode;
    const last = real.at(real.lastStep);
    return {
      playing: this.#playing,
      step: this.#step,
      lastStep: real.lastStep,
      seed: real.seed,
      settings: this.#settings,
      acting: this.#acting,
      eyesClosedAt: this.#episode.closedAt(this.#step),
      episodeOver: last.over ?? (this.#recordingEnded ? 'recordingEnded' : null),
      replayMatches: real.matches,
      branches: this.#episode.branches.map(({ id, fromStep, temperature }) => ({
        id,
        fromStep,
        temperature,
      })),
      rate: this.#playing ? this.#clock.rate() : 0,
      busy: this.#goal !== null || this.#episode.computed < this.#step ? 'replaying' : null,
    };
  }

  /** What happened so far, enough to compute it again. */
  recipe(): Recipe {
    return this.#episode.real.recipe();
  }

  /** Everything from the beginning, for a reader that has just come. */
  greet(): void {
    this.#sentSceneVersion = null;
    this.#frameInFlight = false;
    this.#episode.timeline.resendAll();
    this.#parts.emit({ kind: 'info', info: this.info });
    this.#publish();
  }

  /** The last frame was drawn: the next may come. */
  frameAcknowledged(): void {
    this.#frameInFlight = false;
    if (this.#frameWaits) this.#publish();
  }

  /** Another checkpoint: what is real stays, what was seen and dreamt is computed again up to the present step. */
  replaceModel(model: SessionModel): void {
    this.#model?.mind.dispose();
    this.#model = model;
    this.#probe = null;
    this.#episode.replaceMind(model.mind);
    this.#parts.emit({ kind: 'info', info: this.info });
    this.#publish();
    this.#wake();
  }

  /** Checkpoints are the host's to find: it answers `checkpoint` by `replaceModel`. */
  control(control: TheatreControl): void {
    if (this.#closed) return;
    this.#apply(control);
    this.#publish(true);
    this.#wake();
  }

  close(): void {
    this.#closed = true;
    this.#cancelTimer?.();
    this.#model?.mind.dispose();
    this.#parts.environment.close();
  }

  #apply(control: TheatreControl): void {
    switch (control.kind) {
      case 'play':
        if (this.#atEnd()) this.#moveTo(0);
        this.#playing = true;
        this.#clock.start(this.#pace());
        return;
      case 'pause':
        this.#playing = false;
        return;
      case 'step':
        this.#playing = false;
        // Going on acts (keys, another driver, slid latents take effect); seeking only looks.
        if (control.count > 0) this.#goal = this.#step + control.count;
        else this.#seek(this.#step + control.count);
        return;
      case 'seek':
        this.#seek(control.step);
        return;
      case 'peek':
        this.#peek = control.step;
        return;
      case 'reset':
        this.#reset(control.seed ?? this.#episode.real.seed);
        return;
      case 'settings':
        this.#change(control.settings);
        return;
      case 'closeEyes':
        this.#closeEyes();
        return;
      case 'openEyes':
        this.#episode.openEyes(this.#step);
        return;
      case 'keys':
        this.#keys = control.action;
        return;
      case 'perturb':
        this.#perturbation = control.perturbation;
        return;
      case 'grip':
        // Refused at once where there is no such body.
        if (control.grip !== null) this.#episode.real.pullOf(control.grip);
        this.#grip = control.grip;
        return;
      case 'latent':
        this.#setProbe(control.latent);
        return;
      case 'traverse':
        this.#traversed = control.index;
        return;
      case 'branch':
        this.#episode.branch(this.#step, this.#settings);
        return;
      case 'dropBranch':
        this.#episode.dropBranch(control.branch);
        return;
      case 'checkpoint':
        return;
    }
  }

  #reset(seed: number): void {
    this.#goal = null;
    this.#takesOver = false;
    this.#recordingEnded = false;
    this.#faithful = this.#settings.driver === 'recording' && seed === this.#parts.recipe?.seed;
    this.#episode.reset(seed, this.#settings);
    this.#moveTo(0);
    this.#checkHash();
  }

  #change(changes: Readonly<Record<string, unknown>>): void {
    const before = this.#settings;
    const after = { ...before };
    for (const [name, value] of Object.entries(changes)) {
      if (value !== undefined) Object.assign(after, { [name]: value });
    }
    this.#settings = after;
    // Taking the keyboard forgets the recorded rest only once a key is pressed.
    if (after.driver !== before.driver) {
      this.#takesOver = after.driver !== 'keyboard';
      this.#recordingEnded = false;
    }
    // So does another temperature in the past of a dream.
    const dreams = this.#parts.environment.temperature !== undefined && after.driver !== 'recording';
    if (dreams && after.temperature !== before.temperature) this.#takesOver = true;
    if (after.speed !== before.speed) this.#clock.start(this.#pace());
    if (DREAM_SETTINGS.some((name) => after[name] !== before[name])) {
      this.#episode.redream(this.#step, after);
    }
  }

  #closeEyes(): void {
    const probe = this.#probe;
    const { mind } = this.#episode;
    const state = this.#episode.shownState(this.#step);
    const altered = probe === null || mind === null || state === null ? null : mind.withLatent(state, probe);
    this.#episode.closeEyes(this.#step, this.#settings, altered ?? undefined);
  }

  #setProbe(numbers: readonly number[] | null): void {
    const size = this.#episode.mind?.latentSize ?? 0;
    this.#probe = numbers === null || numbers.length !== size ? null : Float32Array.from(numbers);
  }

  #seek(target: number): void {
    const step = Math.max(0, target);
    this.#goal = null;
    this.#moveTo(Math.min(step, this.#episode.computed));
    if (step > this.#step) this.#goal = step;
  }

  #moveTo(step: number): void {
    this.#step = step;
    this.#probe = null;
  }

  #pace(): number {
    return this.#parts.environment.spec.stepSeconds / this.#settings.speed;
  }

  #atEnd(): boolean {
    const { real } = this.#episode;
    if (this.#step < real.lastStep) return false;
    return real.at(real.lastStep).over !== null || this.#recordingEnded;
  }

  #wake(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (this.#closed) return;
    const behind = this.#goal !== null || this.#episode.computed < this.#step;
    if (!behind && !this.#playing) return;
    this.#cancelTimer = this.#timing.after(behind ? 0 : this.#clock.wait(), () => this.#work());
  }

  #work(): void {
    this.#cancelTimer = null;
    try {
      if (this.#goal !== null || this.#episode.computed < this.#step) this.#catchUp();
      else if (this.#playing) this.#playOn();
      this.#publish();
    } catch (error) {
      this.#playing = false;
      this.#goal = null;
      this.#parts.emit({ kind: 'failed', error: reportError(error) });
      return;
    }
    this.#wake();
  }

  #catchUp(): void {
    const until = this.#timing.now() + PORTION_SECONDS;
    do {
      if (this.#episode.computed < this.#step) this.#episode.compute(this.#settings);
      else if (this.#goal === null || this.#step >= this.#goal || !this.#forward()) this.#goal = null;
    } while ((this.#goal !== null || this.#episode.computed < this.#step) && this.#timing.now() < until);
    if (this.#playing) this.#clock.start(this.#pace());
  }

  #playOn(): void {
    if (this.#forward()) this.#clock.stepped(this.#pace());
    else if (this.#settings.loop && this.#step > 0) this.#moveTo(0);
    else this.#playing = false;
  }

  /** @returns false where there is nothing further: the episode or the recording is over */
  #forward(): boolean {
    const episode = this.#episode;
    const pressed = this.#settings.driver === 'keyboard' && this.#keys !== null;
    const touched = this.#perturbation !== null || this.#grip !== null;
    if (this.#takesOver || pressed || touched) episode.fork(this.#step);
    this.#takesOver = false;
    if (this.#probe !== null) episode.alterDream(this.#step, this.#probe);
    const next = this.#step + 1;
    if (next > episode.lastStep && !this.#live(next)) return false;
    if (next > episode.computed) episode.compute(this.#settings);
    this.#moveTo(next);
    return true;
  }

  #live(next: number): boolean {
    const { real } = this.#episode;
    if (real.at(real.lastStep).over !== null) return false;
    const { recipe } = this.#parts;
    const recorded = recipe?.actions[next - 1] ?? null;
    const acting = whoActs({
      driver: this.#settings.driver,
      keys: this.#keys,
      hasAgent: (this.#episode.mind?.policy ?? null) !== null,
      recorded,
    });
    if (acting === null) {
      this.#recordingEnded = true;
      return false;
    }
    this.#acting = acting;
    const intervention =
      acting === 'recording'
        ? (recipe?.interventions?.find(({ step }) => step === next - 1)?.perturbation ?? null)
        : null;
    const hand = this.#perturbation ?? (this.#grip === null ? null : real.pullOf(this.#grip));
    this.#faithful &&= acting === 'recording' && hand === null;
    const perturbation = hand ?? intervention ?? this.#temperatureChange(acting);
    this.#episode.live(this.#actionOf(acting, next, recorded), perturbation);
    this.#checkHash();
    return true;
  }

  /** A dream that is played follows the temperature; one that is replayed keeps its own. */
  #temperatureChange(acting: Driver): Perturbation | null {
    const before = this.#episode.real.temperature;
    const { temperature } = this.#settings;
    return before === undefined || before === temperature || acting === 'recording' ? null : { temperature };
  }

  #actionOf(acting: Driver, next: number, recorded: readonly number[] | null): Float64Array {
    const { actions } = this.#parts.environment.spec;
    switch (acting) {
      case 'agent': {
        const decided = this.#episode.agentAction(next - 1, this.#settings.dreamDriver === 'blind');
        return decided === null ? keyboardAction(actions, null) : toEnvironmentAction(actions, decided);
      }
      case 'random':
        return randomAction(actions, this.#episode.real.seed, next);
      case 'recording':
        return Float64Array.from(recorded ?? []);
      case 'keyboard':
        return keyboardAction(actions, this.#keys);
    }
  }

  /** Compares with the recording's hash, where it has one for this step. */
  #checkHash(): void {
    const { recipe } = this.#parts;
    const { real } = this.#episode;
    if (!this.#faithful || recipe?.stateHashes === undefined) return;
    const computed = real.hashAt(real.lastStep);
    const recorded = recipe.stateHashes[real.lastStep / STATE_HASH_INTERVAL];
    if (computed !== null && recorded !== undefined && recorded !== computed) real.markMismatch();
  }

  /**
   * Sends what changed, once the last frame was drawn: a reader that is slow must not find a heap of old news. Whoever
   * just gave a control is told the new state at once.
   */
  #publish(controlled = false): void {
    const { emit, environment } = this.#parts;
    if (this.#frameInFlight && !controlled) {
      this.#frameWaits = true;
      return;
    }
    if (this.#sentSceneVersion !== environment.sceneVersion) {
      this.#sentSceneVersion = environment.sceneVersion;
      emit({ kind: 'scene', scene: environment.scene() });
    }
    emit({ kind: 'state', state: this.state });
    if (this.#frameInFlight) {
      this.#frameWaits = true;
      return;
    }
    this.#frameWaits = false;
    this.#frameInFlight = true;
    const timeline = this.#episode.timeline.unsent();
    if (timeline !== null) emit({ kind: 'timeline', timeline });
    const shown = this.#shownStep();
    const probe = shown === this.#step ? this.#probe : null;
    const traversed = shown === this.#step && !this.#playing && this.#goal === null ? this.#traversed : null;
    const { contacts } = this.#settings;
    const frame = this.#episode.frame(shown, environment.sceneVersion, { probe, traversed, contacts });
    emit({ kind: 'frame', frame });
  }

  #shownStep(): number {
    if (this.#peek === null || this.#playing || this.#goal !== null) return this.#step;
    return Math.min(this.#peek, Math.max(this.#step, this.#episode.computed));
  }

  #modelInfo(): TheatreInfo['model'] {
    if (this.#model === null) return null;
    const { mind, checkpointId, checkpointScore } = this.#model;
    return {
      kind: mind.model.kind,
      checkpointId,
      checkpointScore,
      hasTemperature: mind.model.hasTemperature,
      hasRewardHead: mind.model.heads.reward,
      hasContinuationHead: mind.model.heads.continuation,
      hasCritic: mind.policy?.value !== undefined,
      observes: mind.model.observes,
      hasPolicy: mind.policy !== null,
      latentSize: mind.latentSize,
    };
  }
}
