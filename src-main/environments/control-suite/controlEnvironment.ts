/**
 * A task of the control suite as an Environment: dm_control's episodes on MuJoCo's WASM build, observed as state vectors
 * or as pixels drawn by the software rasterizer.
 */
import { StudioError } from '../../../shared/errors.ts';
import type { EnvironmentState, Force, Grip } from '../../../shared/recipe.ts';
import type { ContactPoint, Scene } from '../../../shared/scene.ts';
import { elementCount } from '../../../shared/spaces.ts';
import { RandomStream } from '../../numerics/random.ts';
import type { Appearance, Recompute, Saving, Touch } from '../capabilities.ts';
import type { Environment, EnvironmentSpec, Observation, StepResult } from '../environment.ts';
import { createRasterizer, type Rasterizer } from '../rasterizer.ts';
import { hashDoubles } from '../stateHash.ts';
import { canTouch, readContacts } from './contacts.ts';
import { isBroken, physicsError } from './mujoco.ts';
import { MujocoScene, type SceneLook } from './mujocoScene.ts';
import type { Physics } from './physics.ts';
import { applyForce, movableBody, pullOn } from './pull.ts';
import { restoreControlState, saveControlState } from './startState.ts';
import type { ControlTask, ObservationShapes } from './task.ts';

export interface ControlEnvironmentOptions {
  readonly spec: EnvironmentSpec;
  /** What the task's state vector is made of, also where pixels are observed. */
  readonly observations: ObservationShapes;
  /** Physics steps in one action. */
  readonly physicsSteps: number;
  /** Actions (each repeat counts) in an episode. */
  readonly maxSteps: number;
  /** Index of the agent's camera. */
  readonly camera: number;
  /** Absent: `suite`. */
  readonly look?: SceneLook;
}

export class ControlEnvironment implements Environment, Recompute, Appearance, Saving, Touch {
  readonly spec: EnvironmentSpec;
  readonly recompute = this;
  readonly appearance = this;
  readonly saving = this;
  readonly touch = this;
  /** Absent where nothing in the model can touch. */
  readonly contacts?: () => readonly ContactPoint[];
  readonly #physics: Physics;
  readonly #task: ControlTask;
  readonly #options: ControlEnvironmentOptions;
  #madeScene: MujocoScene | undefined;
  readonly #state: Readonly<Record<string, Float64Array>>;
  readonly #low: readonly number[];
  readonly #high: readonly number[];
  /** 0 where states are observed. */
  readonly #imageSize: number;
  readonly #givesNumbers: boolean;
  #image: Uint8Array | undefined;
  #poses: Float64Array | undefined;
  #rasterizer: Rasterizer | undefined;
  /** For the next step. */
  #perturbations: Force[] = [];
  /** Forces of the last step are left in the physics, so that contacts are told as they were under them. */
  #forcesLeft = false;
  /** Of the suite (repeats counted); -1 before the first reset. */
  #steps = -1;
  /** Of the episode, for messages. */
  #seed = 0;
  #closed = false;

  /** Takes ownership of `physics`. */
  constructor(physics: Physics, task: ControlTask, options: ControlEnvironmentOptions) {
    this.#physics = physics;
    this.#task = task;
    this.#options = options;
    this.spec = options.spec;
    this.#low = bounds(this.spec, 'low');
    this.#high = bounds(this.spec, 'high');
    this.#imageSize = this.spec.observations['image']?.shape[0] ?? 0;
    this.#givesNumbers = Object.keys(this.spec.observations).some((name) => name !== 'image');
    this.#state = Object.fromEntries(
      Object.entries(options.observations).map(([name, shape]) => [
        name,
        new Float64Array(elementCount(shape)),
      ]),
    );
    if (canTouch(physics)) {
      this.contacts = () => this.#inside(() => readContacts(this.#physics, this.#scene));
    }
  }

  reset(seed: number, start?: EnvironmentState): StepResult {
    return this.#inside(() => {
      const physics = this.#physics;
      this.#seed = seed;
      this.#perturbations = [];
      this.#forcesLeft = false;
      if (start === undefined) {
        physics.reset();
        physics.forwardWithoutActuation();
        this.#task.drawStart(RandomStream.named(seed, `${this.spec.id}/start`));
        physics.forwardWithoutActuation();
        this.#steps = 0;
      } else {
        this.#steps = restoreControlState(physics, this.#task, start);
      }
      return this.#result(0, false);
    });
  }

  step(action: Float64Array): StepResult {
    return this.#inside(() => {
      if (this.#steps < 0) throw new Error('step was called before reset');
      const physics = this.#physics;
      this.#setControls(action);
      this.#applyPerturbations();
      let reward = 0;
      let diverged = false;
      for (let repeat = 0; repeat < this.spec.actionRepeat; repeat++) {
        diverged = physics.step(this.#options.physicsSteps);
        this.#steps++;
        if (diverged) break;
        reward += this.#task.reward();
        if (this.#steps >= this.#options.maxSteps) break;
      }
      return this.#result(reward, diverged);
    });
  }

  saveState(): EnvironmentState {
    return this.#inside(() => {
      return saveControlState(this.#physics, this.#task, Math.max(this.#steps, 0));
    });
  }

  /** @throws StudioError `environment.unknownBody` where the model has no such body or it cannot move. */
  perturb(force: Force): void {
    movableBody(this.#scene, force.body);
    this.#perturbations.push(force);
  }

  /** @throws StudioError `environment.unknownBody` where the model has no such body or it cannot move. */
  pullOf(grip: Grip): Force {
    return this.#inside(() => {
      return pullOn(this.#physics, movableBody(this.#scene, grip.body), grip, this.spec.stepSeconds);
    });
  }

  stateHash(): string {
    return this.#inside(() => {
      const { views } = this.#physics;
      return hashDoubles([
        ...views.qpos,
        ...views.qvel,
        ...views.act,
        ...views.qacc_warmstart,
        ...(this.#task.target?.get() ?? []),
        this.#physics.time,
        this.#steps,
      ]);
    });
  }

  /** All that the model's sensors read, by name. */
  sensors(): Readonly<Record<string, readonly number[]>> {
    return this.#inside(() => {
      const { sensordata } = this.#physics.views;
      return Object.fromEntries(
        this.#physics.sensorNames.map((name) => {
          const { address, size } = this.#physics.sensor(name);
          return [name, [...sensordata.subarray(address, address + size)]];
        }),
      );
    });
  }

  /** Made when first asked for: those who observe states never need it. */
  get #scene(): MujocoScene {
    this.#madeScene ??= new MujocoScene(
      this.#physics,
      this.#task.movedParts ?? [],
      this.#options.look ?? 'suite',
    );
    return this.#madeScene;
  }

  get sceneVersion(): number {
    return 1;
  }

  scene(): Scene {
    return this.#inside(() => {
      return this.#scene.scene;
    });
  }

  poses(out: Float64Array): void {
    return this.#inside(() => {
      this.#scene.writePoses(out);
    });
  }

  render(camera: string, width: number, height: number, out: Uint8Array): void {
    return this.#inside(() => {
      this.#poses ??= new Float64Array(this.#scene.layout.length);
      this.#rasterizer ??= createRasterizer(this.#scene.scene);
      this.#scene.writePoses(this.#poses);
      this.#rasterizer.render(this.#poses, camera, width, height, out);
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#physics.dispose();
  }

  /** Whatever calls MuJoCo. @throws StudioError `environment.physicsAborted` where that gives up or has given up */
  #inside<T>(work: () => T): T {
    if (this.#closed) throw new Error(`${this.spec.id} was closed`);
    const { mujoco } = this.#physics;
    if (isBroken(mujoco)) throw physicsError(mujoco, new Error('MuJoCo gave up before'));
    try {
      this.#physics.refresh();
      return work();
    } catch (error) {
      throw physicsError(mujoco, error);
    }
  }

  #setControls(action: Float64Array): void {
    const { ctrl } = this.#physics.views;
    if (action.length !== ctrl.length) {
      throw new Error(`action has length ${action.length}, ${this.spec.id} expects ${ctrl.length}`);
    }
    for (let i = 0; i < ctrl.length; i++) {
      const value = action[i] ?? NaN;
      if (!Number.isFinite(value)) {
        throw new StudioError('environment.badAction', { index: i, value: String(value) });
      }
      ctrl[i] = Math.min(Math.max(value, this.#low[i] ?? -Infinity), this.#high[i] ?? Infinity);
    }
  }

  #applyPerturbations(): void {
    if (this.#forcesLeft) this.#physics.views.xfrc_applied.fill(0);
    for (const force of this.#perturbations) {
      applyForce(this.#physics, this.#scene.bodyIds.get(force.body) ?? 0, force);
    }
    this.#forcesLeft = this.#perturbations.length > 0;
    this.#perturbations = [];
  }

  #result(reward: number, diverged: boolean): StepResult {
    const time = this.#physics.time;
    if (!Number.isFinite(reward)) throw this.#notFinite('reward', reward);
    return {
      observation: this.#observe(),
      reward,
      terminated: diverged,
      truncated: !diverged && this.#steps >= this.#options.maxSteps,
      info: diverged ? { time, diverged } : { time },
    };
  }

  #notFinite(name: string, value: number): StudioError {
    return new StudioError('environment.notFinite', {
      name,
      value: String(value),
      step: this.#steps,
      seed: this.#seed,
    });
  }

  #observe(): Observation {
    if (this.#givesNumbers) {
      this.#task.observe(this.#state);
      for (const [name, numbers] of Object.entries(this.#state)) {
        for (const value of numbers) if (!Number.isFinite(value)) throw this.#notFinite(name, value);
      }
    }
    const size = this.#imageSize;
    if (size === 0) return this.#state;
    this.#image ??= new Uint8Array(size * size * 3);
    this.render(this.#scene.cameraName(this.#options.camera), size, size, this.#image);
    return this.#givesNumbers ? { image: this.#image, ...this.#state } : { image: this.#image };
  }
}

function bounds(spec: EnvironmentSpec, side: 'low' | 'high'): readonly number[] {
  const { actions } = spec;
  if (actions.kind !== 'box') throw new Error(`${spec.id} takes no box of actions`);
  const values = actions[side];
  return typeof values === 'number' ? Array<number>(elementCount(actions.shape)).fill(values) : values;
}
