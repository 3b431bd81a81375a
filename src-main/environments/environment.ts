/** What every environment is: Gymnasium's semantics, in doubles, deterministic, able to describe what it looks like. */
import type { ActionSpace, ObservationSpace } from '../../shared/spaces.ts';
import type { ContactPoint, Scene } from '../../shared/scene.ts';
import type { EnvironmentState, Force, Grip, Perturbation } from '../../shared/recipe.ts';

/** An id's constant part; what config changes (spaces, action repeat) is as this instance has it. */
export interface EnvironmentSpec {
  /** For example `car-racing`, `take-cover`, `dmc/walker-walk`. */
  readonly id: string;
  /** Raised when the same recipe would no longer give the same episode. */
  readonly version: number;
  readonly observations: ObservationSpace;
  readonly actions: ActionSpace;
  /** Simulated seconds that one `step` advances, action repeat counted. */
  readonly stepSeconds: number;
  readonly actionRepeat: number;
  /** Steps (of this instance) after which an episode is truncated. */
  readonly maxEpisodeSteps: number;
  readonly rewardRange: readonly [number, number];
  /** `image` holds 255 minus what is drawn (as World Models takes it): turn it back before showing it to people. */
  readonly invertedPixels?: boolean;
}

/** Arrays are owned by the environment and overwritten by the next step: copy what you keep. */
export type Observation = Readonly<Record<string, Uint8Array | Float64Array>>;

export interface StepResult {
  readonly observation: Observation;
  readonly reward: number;
  readonly terminated: boolean;
  readonly truncated: boolean;
  readonly info: Readonly<Record<string, number | string | boolean>>;
}

export interface Environment {
  readonly spec: EnvironmentSpec;
  /**
   * Starts an episode. The same seed and start give the same episode in every process.
   * @throws StudioError `environment.badState` where `start` does not fit.
   */
  reset(seed: number, start?: EnvironmentState): StepResult;
  /**
   * @param action box: its elements in doubles, clipped to the bounds; discrete: one element, the index.
   * @throws Error when the length is wrong or reset was not called.
   */
  step(action: Float64Array): StepResult;
  /** The start of this or a continuation from this moment, where the physics allows it (`canSaveState`). */
  saveState(): EnvironmentState;
  readonly canSaveState: boolean;
  /**
   * A person's hand: applied at the next step, recorded in the recipe by whoever drives.
   * @throws StudioError where it is none that this environment knows
   */
  perturb(perturbation: Perturbation): void;
  /** Of a dream that can be made wilder or tamer: how widely it samples now; `perturb` changes it. */
  readonly temperature?: number | undefined;
  /** A 64-bit hash, 16 hex digits, of everything that decides the future. */
  stateHash(): string;
  /** Changes when `scene()` would return something else (a new track). */
  readonly sceneVersion: number;
  scene(): Scene;
  /** Writes transforms, visibility, cameras and overlay values of this instant; layout: `poseLayout(scene())`. */
  poses(out: Float64Array): void;
  /** Draws RGB, row-major from the top, into `out` (width x height x 3). */
  render(camera: string, width: number, height: number, out: Uint8Array): void;
  /**
   * The points where bodies touch at this moment, with the forces that the last step's action and pull bring about.
   * Absent where nothing can touch or the physics does not tell. Changes nothing.
   */
  readonly contacts?: () => readonly ContactPoint[];
  /**
   * What a hand would pull with at the next step, for `perturb`; absent where no body can be held. Changes nothing.
   * @throws StudioError where no such body can be held
   */
  readonly pullOf?: (grip: Grip) => Force;
  close(): void;
}
