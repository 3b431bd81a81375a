/**
 * The real side of a theatre: drives an environment, records what happened as a recipe with each step's frame and
 * poses, and puts the environment back to any recorded moment by replaying the recipe (or from a saved state where the
 * physics can be saved). What is recomputed is checked against the recorded hashes.
 */
import { neutralAction } from '../../shared/spaces.ts';
import type { EnvironmentLock } from '../../shared/environmentLock.ts';
import { StudioError } from '../../shared/errors.ts';
import { poseLayout, type ContactPoint } from '../../shared/scene.ts';
import {
  STATE_HASH_INTERVAL,
  type EnvironmentState,
  type Force,
  type Grip,
  type Perturbation,
  type Recipe,
  type EnvironmentConfig,
} from '../../shared/recipe.ts';
import { intervene, startEpisode } from '../environments/capabilities.ts';
import type { Environment, StepResult } from '../environments/environment.ts';
import { episodeHash } from '../environments/episodeHash.ts';
import { WholeRecorder } from '../environments/wholeEpisode.ts';
import type { Image } from './mind.ts';
import { blackPicture, pictureOf } from './pictureOf.ts';

/** One instant of reality. */
export interface RealStep {
  /** The action that led here; neutral at step 0. */
  readonly action: Float64Array;
  readonly reward: number;
  readonly over: 'terminated' | 'truncated' | 'diverged' | null;
  readonly eye: Image;
  /** The numbers that the environment gives, by name; null where it gives none. */
  readonly numbers: Readonly<Record<string, Float64Array>> | null;
  readonly poses: Float64Array;
  readonly perturbation: Perturbation | null;
}

/** A step that is kept; of one long past, what was seen is computed again when it is asked for. */
type Kept = Omit<RealStep, 'eye' | 'numbers'> & {
  seen: Pick<RealStep, 'eye' | 'numbers'> | null;
  /** Where the state has no hash: that of what was observed. */
  readonly observed: string | null;
};

/** A step that is tried beside what happened. */
export interface AsideStep {
  readonly action: Float64Array;
  readonly perturbation: Perturbation | null;
  /** A picture is wanted of it where the environment gives numbers; it gives pictures anyway where it gives those. */
  readonly looked: boolean;
}

/** Steps of which is kept what was seen: some 50 MB of pictures. */
const MOST_SEEN = 4096;

export class RealEpisode {
  readonly environment: Environment;
  readonly #config: EnvironmentConfig;
  #seed = 0;
  readonly #start: EnvironmentState | undefined;
  readonly #givesPicture: boolean;
  readonly #lock: EnvironmentLock | undefined;
  #steps: Kept[] = [];
  /** Those of which is kept what was seen, in the order in which that was computed. */
  readonly #seen = new Set<number>();
  readonly #mostSeen: number;
  /** Hash at step 0 and after every STATE_HASH_INTERVAL steps. */
  #hashes: string[] = [];
  #saved = new Map<number, EnvironmentState>();
  /** Where the environment itself stands now. */
  #position = 0;
  /** It was put there from a saved state: what the last action still does to it (contact forces) was not saved. */
  #restored = false;
  /** By step, of those that somebody asked for. */
  #contacts = new Map<number, readonly ContactPoint[]>();
  #matches = true;

  /**
   * @param start a start other than the seed's own, for every episode of this theatre
   * @param mostSeen steps of which is kept what was seen
   */
  constructor(
    environment: Environment,
    config: EnvironmentConfig,
    start?: EnvironmentState,
    mostSeen = MOST_SEEN,
  ) {
    this.environment = environment;
    this.#mostSeen = mostSeen;
    this.#config = config;
    this.#start = start;
    this.#givesPicture = 'image' in environment.spec.observations;
    // Before the first episode: whoever tries it then needs no second environment for that.
    this.#lock = environment.lock;
  }

  get seed(): number {
    return this.#seed;
  }
  get lastStep(): number {
    return this.#steps.length - 1;
  }
  /** False once a replayed step's hash differed from the recorded one. */
  get matches(): boolean {
    return this.#matches;
  }

  /** Of a dream: how widely it samples at the last step; undefined in reality. */
  get temperature(): number | undefined {
    const { dreaming } = this.environment;
    if (dreaming === undefined) return undefined;
    this.#place(this.lastStep);
    return dreaming.temperature;
  }

  /** Begins a new episode; the last one is forgotten. */
  reset(seed: number): void {
    this.#seed = seed;
    this.#steps = [];
    this.#seen.clear();
    this.#hashes = [];
    this.#saved.clear();
    this.#contacts.clear();
    this.#matches = true;
    const result = startEpisode(this.environment, seed, this.#start);
    this.#position = 0;
    this.#restored = false;
    this.#keep(neutralAction(this.environment.spec.actions), result, null);
  }

  /** @throws Error beyond `lastStep` */
  at(step: number): RealStep {
    const kept = this.#kept(step);
    // Most of those who ask want no picture.
    const seen = () => kept.seen ?? this.#seeAgain(step);
    return {
      action: kept.action,
      reward: kept.reward,
      over: kept.over,
      poses: kept.poses,
      perturbation: kept.perturbation,
      get eye() {
        return seen().eye;
      },
      get numbers() {
        return seen().numbers;
      },
    };
  }

  #kept(step: number): Kept {
    const found = this.#steps[step];
    if (found === undefined) throw new Error(`step ${step} is beyond the last step ${this.lastStep}`);
    return found;
  }

  /** By going there again from the nearest saved moment. */
  #seeAgain(step: number): Pick<RealStep, 'eye' | 'numbers'> {
    const kept = this.#kept(step);
    let result: StepResult;
    if (step === 0) {
      result = startEpisode(this.environment, this.#seed, this.#start);
      this.#position = 0;
    } else {
      this.#place(step - 1);
      result = this.#take(kept);
    }
    this.#restored = false;
    kept.seen = { eye: eyeOf(this.environment, result), numbers: numbersOf(result) };
    this.#noteSeen(step);
    return kept.seen;
  }

  /** Where the environment cannot be put to a moment nothing is forgotten: every look back would begin at the beginning. */
  #noteSeen(step: number): void {
    if (this.environment.saving === undefined) return;
    this.#seen.add(step);
    if (this.#seen.size <= this.#mostSeen) return;
    const [oldest] = this.#seen;
    if (oldest === undefined) return;
    this.#seen.delete(oldest);
    const kept = this.#steps[oldest];
    if (kept !== undefined) kept.seen = null;
  }

  /** One step further than `lastStep`. */
  step(action: Float64Array, perturbation: Perturbation | null): RealStep {
    this.#place(this.lastStep);
    if (perturbation !== null) intervene(this.environment, perturbation);
    const result = this.environment.step(action);
    this.#position++;
    this.#restored = false;
    return this.#keep(action.slice(), result, perturbation);
  }

  /** Forgets what came after a step. */
  truncate(step: number): void {
    this.#steps.length = Math.min(this.#steps.length, step + 1);
    this.#hashes.length = Math.min(this.#hashes.length, Math.floor(step / STATE_HASH_INTERVAL) + 1);
    for (const known of [this.#saved, this.#contacts, this.#seen]) {
      for (const kept of [...known.keys()]) if (kept > step) known.delete(kept);
    }
  }

  /**
   * What would come of other steps from a moment on, each list of them from that same moment; nothing of it is kept. A list ends
   * early where the episode does.
   * @throws StudioError `branches.notRepeatable` where the environment cannot be put to the same moment again
   */
  aside(step: number, lists: readonly (readonly AsideStep[])[]): RealStep[][] {
    const { environment } = this;
    const { saving } = environment;
    this.#place(step);
    const state = saving?.saveState();
    const moment = environment.recompute?.stateHash();
    try {
      return lists.map((list) => {
        if (saving !== undefined && state !== undefined) saving.reset(this.#seed, state);
        else this.#placeAnew(step, moment);
        return this.#playAside(list);
      });
    } finally {
      // Whoever needs it somewhere puts it there anew.
      this.#position = Number.POSITIVE_INFINITY;
      this.#restored = false;
    }
  }

  /** From the beginning. @param moment the hash of the state there, where states have one; else what is observed is compared */
  #placeAnew(step: number, moment: string | undefined): void {
    let result = startEpisode(this.environment, this.#seed, this.#start);
    for (let at = 1; at <= step; at++) {
      const { action, perturbation } = this.#kept(at);
      if (perturbation !== null) intervene(this.environment, perturbation);
      result = this.environment.step(action);
    }
    const { observed } = this.#kept(step);
    const same =
      moment === undefined
        ? observed === episodeHash(this.environment, result)
        : moment === this.environment.recompute?.stateHash();
    if (!same) {
      throw new StudioError('branches.notRepeatable', { environment: this.environment.spec.id, step });
    }
  }

  #playAside(list: readonly AsideStep[]): RealStep[] {
    const played: RealStep[] = [];
    for (const { action, perturbation, looked } of list) {
      if (perturbation !== null) intervene(this.environment, perturbation);
      const result = this.environment.step(action);
      const over = overOf(result);
      const numbers = numbersOf(result);
      // Where none is given it has to be drawn, which costs more than the step.
      const eye = this.#givesPicture || looked ? eyeOf(this.environment, result) : blackPicture();
      const poses = new Float64Array();
      played.push({ action, reward: result.reward, over, eye, numbers, poses, perturbation });
      if (over !== null) break;
    }
    return played;
  }

  /** Where bodies touched at a step, under the action and the pull that led there. None where nothing can touch. */
  contactsAt(step: number): readonly ContactPoint[] {
    const contacts = this.environment.touch?.contacts;
    if (contacts === undefined) return [];
    const kept = this.#contacts.get(step);
    if (kept !== undefined) return kept;
    if (step > 0 && (this.#position !== step || this.#restored)) this.#place(step - 1);
    this.#place(step);
    const found = contacts();
    this.#contacts.set(step, found);
    return found;
  }

  /** What a hand would pull with after the last step; null where nothing can be held. */
  pullOf(grip: Grip): Force | null {
    const { touch } = this.environment;
    if (touch === undefined) return null;
    this.#place(this.lastStep);
    return touch.pullOf(grip);
  }

  /** Hash recorded at a multiple of STATE_HASH_INTERVAL, for comparison with a recording's. */
  hashAt(step: number): string | null {
    return step % STATE_HASH_INTERVAL === 0 ? (this.#hashes[step / STATE_HASH_INTERVAL] ?? null) : null;
  }

  markMismatch(): void {
    this.#matches = false;
  }

  /** What happened so far, enough to compute it again. */
  recipe(): Recipe {
    const { spec } = this.environment;
    const interventions = this.#steps.flatMap(({ perturbation }, index) =>
      perturbation === null ? [] : [{ step: index - 1, perturbation }],
    );
    const last = this.lastStep % STATE_HASH_INTERVAL === 0 ? [] : [this.#lastHash];
    return {
      environment: spec.id,
      version: spec.version,
      config: this.#config,
      seed: this.#seed,
      ...(this.#start === undefined ? {} : { state: this.#start }),
      actions: this.#steps.slice(1).map(({ action }) => [...action]),
      ...(interventions.length === 0 ? {} : { interventions }),
      stateHashes: [...this.#hashes, ...last],
      ...this.#dependence(),
    };
  }

  /** What a recipe says of an environment whose code is not the studio's. */
  #dependence(): Pick<Recipe, 'lock' | 'whole'> {
    const lock = this.#lock;
    if (lock === undefined) return {};
    if (lock.repeats) return { lock };
    const recorder = new WholeRecorder();
    for (let step = 0; step <= this.lastStep; step++) {
      const { numbers, eye, reward, over } = this.at(step);
      const observation = { ...(this.#givesPicture ? { image: eye.pixels } : {}), ...numbers };
      const ended = { terminated: over === 'terminated', truncated: over === 'truncated' };
      recorder.add({ observation, reward, ...ended, info: {} });
    }
    return { lock, whole: recorder.whole() };
  }

  get #lastHash(): string {
    const { observed } = this.#kept(this.lastStep);
    const { recompute } = this.environment;
    if (observed !== null || recompute === undefined) return observed ?? '';
    this.#place(this.lastStep);
    return recompute.stateHash();
  }

  /** Puts the environment to a recorded step, from the nearest moment that it can be put to directly. */
  #place(step: number): void {
    if (this.#position === step) return;
    if (this.#position > step) {
      const from = this.#nearestSaved(step);
      startEpisode(this.environment, this.#seed, from === 0 ? this.#start : this.#saved.get(from));
      this.#position = from;
      this.#restored = from > 0;
    }
    while (this.#position < step) {
      this.#take(this.#kept(this.#position + 1));
      this.#restored = false;
    }
  }

  /** The last saved moment up to a step; 0 where there is none. */
  #nearestSaved(step: number): number {
    for (let at = step - (step % STATE_HASH_INTERVAL); at > 0; at -= STATE_HASH_INTERVAL) {
      if (this.#saved.has(at)) return at;
    }
    return 0;
  }

  /** One recorded step again, checked against its hash. */
  #take({ action, perturbation }: Kept): StepResult {
    if (perturbation !== null) intervene(this.environment, perturbation);
    const result = this.environment.step(action);
    this.#position++;
    const recorded = this.hashAt(this.#position);
    if (recorded !== null && recorded !== episodeHash(this.environment, result)) this.#matches = false;
    return result;
  }

  #keep(action: Float64Array, result: StepResult, perturbation: Perturbation | null): RealStep {
    const poses = posesOf(this.environment);
    const kept = { action, reward: result.reward, over: overOf(result), poses, perturbation };
    const hash =
      this.environment.recompute === undefined || this.#steps.length % STATE_HASH_INTERVAL === 0
        ? episodeHash(this.environment, result)
        : null;
    const observed = this.environment.recompute === undefined ? hash : null;
    const seen = { eye: eyeOf(this.environment, result), numbers: numbersOf(result) };
    this.#steps.push({ ...kept, seen, observed });
    this.#noteSeen(this.lastStep);
    if (this.lastStep % STATE_HASH_INTERVAL === 0 && hash !== null) {
      this.#hashes.push(hash);
      const { saving } = this.environment;
      if (saving !== undefined && this.lastStep > 0) this.#saved.set(this.lastStep, saving.saveState());
    }
    return { ...kept, ...seen };
  }
}

/** None where it has no shapes. */
function posesOf({ appearance }: Environment): Float64Array {
  if (appearance === undefined) return new Float64Array();
  const poses = new Float64Array(poseLayout(appearance.scene()).length);
  appearance.poses(poses);
  return poses;
}

/** Black where there is nothing to see. */
function eyeOf(environment: Environment, result: StepResult): Image {
  const picture = pictureOf(environment, result);
  return picture === null ? blackPicture() : { ...picture, pixels: picture.pixels.slice() };
}

function numbersOf({ observation }: StepResult): RealStep['numbers'] {
  const fields = Object.entries(observation).flatMap(([name, values]) =>
    values instanceof Float64Array ? [[name, values.slice()] as const] : [],
  );
  return fields.length === 0 ? null : Object.fromEntries(fields);
}

function overOf({ terminated, truncated, info }: StepResult): 'terminated' | 'truncated' | 'diverged' | null {
  if (terminated) return info['diverged'] === true ? 'diverged' : 'terminated';
  return truncated ? 'truncated' : null;
}
