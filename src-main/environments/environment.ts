/** What every environment is: Gymnasium's semantics, in doubles. All else that one may offer is a capability. */
import type { ActionSpace, ObservationSpace } from '../../shared/spaces.ts';
import type { Capabilities } from './capabilities.ts';

/** An id's constant part; what config changes (spaces, action repeat) is as this instance has it. */
export interface EnvironmentSpec {
  /** A short name; of one task of many, its suite's name before it: `suite/task`. */
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
  /** A box whose keys choose by index, as where its actions are discrete: the action of each. */
  readonly keyChoices?: readonly (readonly number[])[];
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

export interface Environment extends Capabilities {
  readonly spec: EnvironmentSpec;
  /** Starts an episode. The same seed gives the same episode in every process. */
  reset(seed: number): StepResult;
  /**
   * @param action box: its elements in doubles, clipped to the bounds; discrete: one element, the index.
   * @throws Error when the length is wrong or reset was not called.
   */
  step(action: Float64Array): StepResult;
  close(): void;
}
