/**
 * What an environment may offer beyond being played. Each is absent where the environment cannot do it; whoever needs one asks
 * `required` for it, and a person is told what this environment lacks.
 */
import type { EnvironmentLock } from '../../shared/environmentLock.ts';
import { StudioError, type ErrorCode } from '../../shared/errors.ts';
import type { EnvironmentState, Force, Grip, Perturbation, Recipe } from '../../shared/recipe.ts';
import type { ContactPoint, Scene } from '../../shared/scene.ts';
import type { Environment, StepResult } from './environment.ts';

/** Its whole state has a hash, which proves that an episode was computed again; else what it gave is hashed (episodeHash.ts). */
export interface Recompute {
  /** A 64-bit hash, 16 hex digits, of everything that decides the future. */
  stateHash(): string;
}

/** It describes itself as a scene, which the rasterizer draws for the agent and three.js for people. */
export interface Appearance {
  /** Changes when `scene()` would return something else (a new track). */
  readonly sceneVersion: number;
  scene(): Scene;
  /** Writes transforms, visibility, cameras and overlay values of this instant; layout: `poseLayout(scene())`. */
  poses(out: Float64Array): void;
  /** Draws RGB, row-major from the top, into `out` (width x height x 3). */
  render(camera: string, width: number, height: number, out: Uint8Array): void;
}

/** It has no scene, but draws itself for people where the agent observes numbers. */
export interface Drawing {
  /** RGB, row-major from the top; owned by the environment and overwritten by the next call. Null where it cannot after all. */
  draw(): { readonly width: number; readonly height: number; readonly pixels: Uint8Array } | null;
}

/** A moment can be kept and gone back to without computing what led to it. */
export interface Saving {
  /** The start of this or a continuation from this moment. */
  saveState(): EnvironmentState;
  /**
   * As `Environment.reset`, but begins at a moment that was saved.
   * @throws StudioError `environment.badState` where `start` does not fit.
   */
  reset(seed: number, start: EnvironmentState): StepResult;
}

/** Its episodes were recorded, and nothing else can happen in them: what was done is followed. */
export interface Recording {
  /** Seeds from 0 on, one an episode; later ones begin again. */
  readonly episodes: number;
  /** Of the episode that a seed begins. */
  recipe(seed: number): Recipe;
}

/** A person's hand reaches its bodies. */
export interface Touch {
  /**
   * Applied at the next step, recorded in the recipe by whoever drives.
   * @throws StudioError `environment.unknownBody` where there is no such body or it cannot move
   */
  perturb(force: Force): void;
  /**
   * The points where bodies touch at this moment, with the forces that the last step's action and pull bring about.
   * Absent where nothing can touch or the physics does not tell. Changes nothing.
   */
  readonly contacts?: () => readonly ContactPoint[];
  /**
   * What a hand would pull with at the next step, for `perturb`. Changes nothing.
   * @throws StudioError `environment.unknownBody` where no such body can be held
   */
  pullOf(grip: Grip): Force;
}

/** Of a dream that can be made wilder or tamer: how widely it samples. */
export interface DreamTemperature {
  readonly temperature: number;
  /** From the next step on. */
  setTemperature(temperature: number): void;
}

/**
 * A step can be sent on its way and fetched later: several environments of one thread that were all begun before the first is
 * finished are carried out together. Each has one under way at a time.
 */
export interface Overlap {
  beginReset(seed: number): void;
  beginStep(action: Float64Array): void;
  /** Blocks. @throws what `reset` or `step` would have thrown */
  finish(): StepResult;
}

export interface Capabilities {
  readonly recompute?: Recompute;
  readonly appearance?: Appearance;
  readonly drawing?: Drawing;
  readonly saving?: Saving | undefined;
  readonly recording?: Recording;
  readonly touch?: Touch;
  readonly dreaming?: DreamTemperature;
  readonly overlap?: Overlap;
  /** Of code that is not the studio's: what its episodes depend on here. May take some fifty steps when it is first asked for. */
  readonly lock?: EnvironmentLock;
}

/** Those that something a person asks for cannot do without. */
const LACKING = {
  saving: 'environment.noSavedStates',
  touch: 'environment.noHand',
  dreaming: 'environment.noTemperature',
} as const satisfies Partial<Record<keyof Capabilities, ErrorCode>>;

/** @throws StudioError what this environment lacks */
export function required<Name extends keyof typeof LACKING>(
  environment: Environment,
  name: Name,
): NonNullable<Capabilities[Name]> {
  const found = environment[name];
  if (found === undefined) throw new StudioError(LACKING[name], { environment: environment.spec.id });
  return found;
}

/**
 * Starts an episode, from a saved state where one is given.
 * @throws StudioError `environment.noSavedStates` where this environment starts from none, `environment.badState` where it does not fit
 */
export function startEpisode(environment: Environment, seed: number, start?: EnvironmentState): StepResult {
  return start === undefined ? environment.reset(seed) : required(environment, 'saving').reset(seed, start);
}

/**
 * What a recipe calls an intervention: a hand's pull, or another temperature of a dream.
 * @throws StudioError where this environment knows no such thing
 */
export function intervene(environment: Environment, perturbation: Perturbation): void {
  if ('temperature' in perturbation) {
    required(environment, 'dreaming').setTemperature(perturbation.temperature);
  } else {
    required(environment, 'touch').perturb(perturbation);
  }
}
