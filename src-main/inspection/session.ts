/**
 * The theatre's session: puts clock (`Playhead`), reality (`RealityDriver`), what the model sees and dreams beside it
 * (`WatchedEpisode`) and what is sent (`SessionPublisher`) together, and answers controls. Everything it shows can be
 * gone back to; see shared/theatre.ts for what controls mean.
 */
import { lockDifference, type EnvironmentLock } from '../../shared/environmentLock.ts';
import type { BranchesAnswer, BranchesRequest } from '../../shared/branches.ts';
import { reportError } from '../../shared/errors.ts';
import type { TopicEvents } from '../../shared/protocol.ts';
import type { EnvironmentConfig, Recipe } from '../../shared/recipe.ts';
import type {
  ImagineRequest,
  TheatreControl,
  TheatreFrame,
  TheatreInfo,
  TheatreSettings,
  TheatreState,
} from '../../shared/theatre.ts';
import type { Environment, EnvironmentSpec } from '../environments/environment.ts';
import { computeBranches } from './branches.ts';
import type { BranchGuests } from './branchGuests.ts';
import type { TrainedIn } from './lens.ts';
import { RealEpisode } from './realEpisode.ts';
import { Playhead, type Track } from './playhead.ts';
import { RealityDriver } from './realityDriver.ts';
import { SYSTEM_TIMING, type Timing } from './sessionClock.ts';
import { agentInfo, disposeModel, hasAgent, modelInfo, type SessionModel } from './sessionModel.ts';
import { SessionPublisher, type Shown } from './sessionPublisher.ts';
import { changedSettings, dreamsAnew, openingSettings } from './sessionSettings.ts';
import { WatchedEpisode } from './watchedEpisode.ts';

export interface SessionParts {
  readonly sessionId: string;
  readonly environment: Environment;
  readonly environmentConfig: EnvironmentConfig;
  readonly model: SessionModel | null;
  /** A recorded episode: its seed, start and actions; the `recording` driver follows it. */
  readonly recipe: Recipe | null;
  /** What was recorded of the Python side; a difference is told. */
  readonly lock?: EnvironmentLock | null;
  readonly seed: number;
  readonly emit: (event: TopicEvents['theatre']) => void;
  readonly timing?: Timing;
}

export class InspectionSession {
  readonly #parts: SessionParts;
  readonly #episode: WatchedEpisode;
  readonly #reality: RealityDriver;
  readonly #playhead: Playhead;
  readonly #publisher: SessionPublisher;
  #model: SessionModel | null;
  #settings: TheatreSettings;
  /** Other latent numbers than the model's own, until the clock moves. */
  #probe: Float32Array | null = null;
  /** The latent number that is shown going through its range while the clock stands. */
  #traversed: number | null = null;
  /** What the agent is to imagine while the clock stands. */
  #imagine: ImagineRequest | null = null;
  /** Another known instant that is shown instead, while the clock stands. */
  #peek: number | null = null;
  /** A newer checkpoint that is loaded and waits for the next episode. */
  #newer: SessionModel | null = null;
  /** Who decided the first steps of this episode was another checkpoint's agent. */
  #modelReplaced = false;
  #closed = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#model = parts.model;
    this.#settings = openingSettings({
      hasRecording: parts.recipe !== null,
      hasAgent: hasAgent(parts.model),
      temperature: parts.environment.dreaming?.temperature,
    });
    const { driver } = this.#settings;
    const real = new RealEpisode(parts.environment, parts.environmentConfig, parts.recipe?.state);
    this.#episode = new WatchedEpisode(real, parts.model);
    this.#episode.reset(parts.recipe?.seed ?? parts.seed, this.#settings);
    this.#reality = new RealityDriver(this.#episode, parts.recipe, driver);
    this.#reality.begin(driver);
    this.#playhead = new Playhead(this.#track(), parts.timing ?? SYSTEM_TIMING);
    this.#publisher = new SessionPublisher(this.#shown(), parts.emit);
  }

  /** Of the environment that runs here. */
  get spec(): EnvironmentSpec {
    return this.#parts.environment.spec;
  }

  /** What a guest must have been trained in, too. */
  get playedIn(): TrainedIn {
    return { environment: this.spec.id, config: this.#parts.environmentConfig };
  }

  get info(): TheatreInfo {
    const { environment } = this.#parts;
    const { spec } = environment;
    const { eye } = this.#episode.real.at(0);
    return {
      sessionId: this.#parts.sessionId,
      environment: spec.id,
      stepSeconds: spec.stepSeconds,
      maxEpisodeSteps: spec.maxEpisodeSteps,
      actions: spec.actions,
      eye: { width: eye.width, height: eye.height },
      inverted: spec.invertedPixels === true,
      looks: looksOf(environment),
      hasContacts: environment.touch?.contacts !== undefined,
      canGrip: environment.touch !== undefined,
      recordedSteps: this.#reality.recordedSteps,
      lockDifference: lockDifference(this.#parts.lock, environment.lock),
      agent: agentInfo(this.#model, this.#episode.firstJudgement),
      model: modelInfo(this.#model),
    };
  }

  get state(): TheatreState {
    const { real } = this.#episode;
    const { step, playing, rate, behind, replay } = this.#playhead;
    const last = real.at(real.lastStep);
    return {
      playing,
      step,
      lastStep: real.lastStep,
      seed: real.seed,
      settings: this.#settings,
      acting: this.#reality.acting,
      eyesClosedAt: this.#episode.closedAt(step),
      episodeOver: last.over ?? (this.#reality.recordingEnded ? 'recordingEnded' : null),
      replayMatches: real.matches,
      branches: this.#episode.branches.map(({ id, fromStep, temperature }) => ({
        id,
        fromStep,
        temperature,
      })),
      address: {
        driver: this.#reality.acting,
        dream: this.#episode.dreamAt(step),
        // An agent that acts blind follows dreams that came before this one, which are in no address.
        exact:
          this.#reality.actsAlone &&
          !this.#modelReplaced &&
          this.#settings.dreamDriver !== 'blind' &&
          this.#episode.dreamsPlainly(step, this.#settings) &&
          real.matches,
      },
      rate,
      busy: behind ? 'replaying' : null,
      replay,
    };
  }

  /** What happened so far, enough to compute it again. */
  recipe(): Recipe {
    return this.#episode.real.recipe();
  }

  /** Everything from the beginning, for a reader that has just come. */
  greet(): void {
    this.#publisher.restart();
    this.#episode.timeline.resendAll();
    this.#parts.emit({ kind: 'info', info: this.info });
    this.#publisher.publish();
  }

  /** The last frame was drawn: the next may come. */
  frameAcknowledged(): void {
    this.#publisher.frameAcknowledged();
  }

  /**
   * Another checkpoint: what is real stays, what was seen and dreamt is computed again up to the present step. While a run that
   * trains is followed, that would blank what is shown every time: the newer one waits for the next episode.
   */
  replaceModel(model: SessionModel): void {
    if (this.#settings.followLive && this.#playhead.playing) {
      disposeModel(this.#newer);
      this.#newer = model;
      return;
    }
    this.#takeModel(model);
  }

  #swapModel(model: SessionModel): void {
    disposeModel(this.#model);
    this.#model = model;
    this.#probe = null;
    this.#modelReplaced = this.#reality.acting === 'agent' && this.#episode.lastStep > 0;
    this.#episode.replaceModel(model);
  }

  #takeModel(model: SessionModel): void {
    this.#swapModel(model);
    this.#parts.emit({ kind: 'info', info: this.info });
    this.#publisher.publish();
    this.#playhead.wake();
  }

  /** Checkpoints are the host's to find: it answers `checkpoint` by `replaceModel`. */
  control(control: TheatreControl): void {
    if (this.#closed) return;
    this.#apply(control);
    this.#publisher.publish(true);
    this.#playhead.wake();
  }

  /**
   * Other futures of a moment, each a dream beside what reality does under the same actions. The clock stands meanwhile.
   * @param guests whose agents and models the request may name; loaded
   * @throws StudioError what `computeBranches` finds
   */
  branches(request: BranchesRequest, guests: BranchGuests): BranchesAnswer {
    const { real, mind } = this.#episode;
    const branches = computeBranches(
      {
        mind,
        real,
        posterior: (step) => this.#episode.posterior(step),
        recorded: (step) => this.#reality.recorded(step),
        guests,
      },
      request,
    );
    const checkpointId = this.#model?.checkpointId ?? '';
    return { fromStep: request.fromStep, seed: real.seed, checkpointId, branches };
  }

  close(): void {
    this.#closed = true;
    this.#playhead.close();
    disposeModel(this.#newer);
    disposeModel(this.#model);
    this.#parts.environment.close();
  }

  #apply(control: TheatreControl): void {
    switch (control.kind) {
      case 'play':
        this.#playhead.play();
        return;
      case 'pause':
        this.#playhead.pause();
        return;
      case 'step':
        this.#playhead.go(control.count);
        return;
      case 'seek':
        this.#playhead.seek(control.step);
        return;
      case 'peek':
        this.#peek = control.step;
        return;
      case 'reset':
        this.#reset(control.seed ?? this.#episode.real.seed);
        return;
      case 'moment':
        this.#openMoment(control);
        return;
      case 'settings':
        this.#change(control.settings);
        return;
      case 'closeEyes':
        this.#closeEyes(control.context);
        return;
      case 'openEyes':
        this.#episode.openEyes(this.#playhead.step);
        return;
      case 'keys':
        this.#reality.press(control.action);
        return;
      case 'perturb':
        this.#reality.perturb(control.perturbation);
        return;
      case 'grip':
        this.#reality.hold(control.grip);
        return;
      case 'latent':
        this.#setProbe(control.latent);
        return;
      case 'traverse':
        this.#traversed = control.index;
        return;
      case 'imagine':
        this.#imagine = control.request;
        return;
      case 'branch':
        this.#episode.branch(this.#playhead.step, this.#settings);
        return;
      case 'dropBranch':
        this.#episode.dropBranch(control.branch);
        return;
      case 'checkpoint':
        return;
    }
  }

  #openMoment({
    seed,
    step,
    closedAt,
    dream,
    settings,
  }: Extract<TheatreControl, { readonly kind: 'moment' }>): void {
    this.#settings = changedSettings(this.#settings, settings);
    this.#reset(seed ?? this.#episode.real.seed);
    this.#episode.plan(step, closedAt !== null && closedAt <= step ? closedAt : null, dream, this.#settings);
    this.#playhead.seek(step);
  }

  #reset(seed: number): void {
    const newer = this.#newer;
    this.#newer = null;
    if (newer !== null) this.#swapModel(newer);
    this.#modelReplaced = false;
    this.#episode.reset(seed, this.#settings);
    this.#playhead.rewind();
    this.#reality.begin(this.#settings.driver);
    if (newer !== null) this.#parts.emit({ kind: 'info', info: this.info });
  }

  #change(changes: Readonly<Record<string, unknown>>): void {
    const before = this.#settings;
    const after = changedSettings(before, changes);
    this.#settings = after;
    if (!after.followLive && this.#newer !== null) {
      const newer = this.#newer;
      this.#newer = null;
      this.#takeModel(newer);
    }
    this.#reality.settingsChanged(before, after);
    if (after.speed !== before.speed) this.#playhead.paceChanged();
    if (dreamsAnew(before, after)) this.#episode.redream(this.#playhead.step, after);
  }

  #closeEyes(context: number | undefined): void {
    const probe = this.#probe;
    const { mind } = this.#episode;
    const { step } = this.#playhead;
    const state =
      context === undefined ? this.#episode.shownState(step) : this.#episode.justSeen(step, context);
    const altered = probe === null || mind === null || state === null ? null : mind.withLatent(state, probe);
    const start = altered ?? (context === undefined ? null : state);
    this.#episode.closeEyes(step, this.#settings, start ?? undefined);
  }

  #setProbe(numbers: readonly number[] | null): void {
    const size = this.#episode.mind?.latentSize ?? 0;
    this.#probe = numbers === null || numbers.length !== size ? null : Float32Array.from(numbers);
  }

  #track(): Track {
    const { stepSeconds } = this.#parts.environment.spec;
    return {
      paceSeconds: () => stepSeconds / this.#settings.speed,
      computed: () => this.#episode.computed,
      compute: () => this.#episode.compute(this.#settings),
      forward: (step) => this.#forward(step),
      endsAt: (step) => step >= this.#episode.lastStep && this.#reality.over,
      loops: () => this.#settings.loop,
      goesOn: () => this.#settings.followLive,
      next: () => this.#nextEpisode(),
      moved: () => {
        this.#probe = null;
      },
      worked: () => this.#publisher.publish(),
      failed: (error) => this.#parts.emit({ kind: 'failed', error: reportError(error) }),
    };
  }

  /** The next seed's; a recording has no next. */
  #nextEpisode(): boolean {
    if (this.#settings.driver === 'recording') return false;
    this.#reset(this.#episode.real.seed + 1);
    return true;
  }

  /** @returns false where there is nothing further: the episode or the recording is over */
  #forward(step: number): boolean {
    const episode = this.#episode;
    this.#reality.takeControls(step, this.#settings);
    if (this.#probe !== null) episode.alterDream(step, this.#probe);
    if (step >= episode.lastStep && !this.#reality.live(this.#settings)) return false;
    if (step >= episode.computed) episode.compute(this.#settings);
    return true;
  }

  #shown(): Shown {
    const { appearance } = this.#parts.environment;
    return {
      get sceneVersion() {
        return appearance?.sceneVersion ?? null;
      },
      scene: () => appearance?.scene() ?? null,
      state: () => this.state,
      timeline: () => this.#episode.timeline.unsent(),
      frame: () => this.#frame(),
    };
  }

  #frame(): TheatreFrame {
    const shown = this.#shownStep();
    const here = shown === this.#playhead.step;
    return this.#episode.frame(shown, {
      sceneVersion: this.#parts.environment.appearance?.sceneVersion ?? 0,
      probe: here ? this.#probe : null,
      traversed: here && this.#playhead.stands ? this.#traversed : null,
      beliefs: this.#settings.beliefs,
      imagine: this.#playhead.stands ? this.#imagine : null,
      contacts: this.#settings.contacts ? this.#episode.real.contactsAt(shown) : null,
    });
  }

  #shownStep(): number {
    const { step, stands } = this.#playhead;
    if (this.#peek === null || !stands) return step;
    return Math.min(this.#peek, Math.max(step, this.#episode.computed));
  }
}

/** How a person can look at an environment. */
function looksOf({ spec, appearance, drawing }: Environment): TheatreInfo['looks'] {
  if (appearance !== undefined) return 'scene';
  return drawing !== undefined || 'image' in spec.observations ? 'picture' : 'numbers';
}
