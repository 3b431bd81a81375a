/**
 * One simulated world: a MuJoCo model and its data behind named measurements. It owns WASM memory: call `dispose`.
 *
 * MuJoCo's arrays are views of WASM memory, which are lost when that memory grows (another world was made). `refresh`
 * takes them anew; whoever enters from outside (reset, step, poses) calls it first.
 */
import { readFlags, type ModelFlags } from './flags.ts';
import {
  compileModel,
  isBroken,
  modelError,
  type MainModule,
  type MjData,
  type MjModel,
  type ModelText,
} from './mujoco.ts';

/** Kinds of named things, numbered as MuJoCo's mjtObj. */
const OBJECT_KIND = {
  body: 1,
  joint: 3,
  geom: 5,
  site: 6,
  camera: 7,
  actuator: 19,
  sensor: 20,
  key: 24,
} as const;
export type ObjectKind = keyof typeof OBJECT_KIND;

/** Bits of MuJoCo's mjtDisableBit. */
const DISABLE_ACTUATION = 1 << 11;
const DISABLE_SENSORS = 1 << 13;
/** mjtIntegrator: the fourth-order Runge-Kutta method. */
const INTEGRATOR_RK4 = 1;

const STATE_VIEWS = [
  'qpos',
  'qvel',
  'act',
  'ctrl',
  'qacc_warmstart',
  'xfrc_applied',
  'sensordata',
  'xpos',
  'xquat',
  'xmat',
  'xipos',
  'subtree_com',
  'geom_xpos',
  'geom_xmat',
  'site_xpos',
  'cam_xpos',
  'cam_xmat',
] as const;
type StateView = (typeof STATE_VIEWS)[number];

export class Physics {
  readonly mujoco: MainModule;
  readonly model: MjModel;
  readonly data: MjData;
  readonly flags: ModelFlags;
  /** Seconds of one physics step. */
  readonly timestep: number;
  /** Live views of MuJoCo's data. Read them through this object each time, never keep them. */
  readonly views: Readonly<Record<StateView, Float64Array>>;
  readonly #views: Record<StateView, Float64Array>;
  readonly #option: MjModel['opt'];
  readonly #rungeKutta: boolean;
  readonly #flags: number;
  readonly #startsAnew: boolean;
  readonly #sensors = new Map<string, { readonly address: number; readonly size: number }>();

  readonly #kept: { delete(): void }[] = [];

  /** Takes ownership of `model`. */
  constructor(mujoco: MainModule, model: MjModel) {
    this.mujoco = mujoco;
    this.model = model;
    this.data = new mujoco.MjData(model);
    this.flags = readFlags(model);
    this.#option = model.opt;
    this.timestep = this.#option.timestep;
    this.#rungeKutta = this.#option.integrator === INTEGRATOR_RK4;
    this.#flags = this.#option.disableflags;
    this.#startsAnew = (this.#flags & mujoco.mjtDisableBit.mjDSBL_AUTORESET.value) === 0;
    this.#views = readViews(this.data);
    this.views = this.#views;
    for (let id = 0; id < model.nsensor; id++) {
      this.#sensors.set(this.nameOf('sensor', id), {
        address: model.sensor_adr[id],
        size: model.sensor_dim[id],
      });
    }
  }

  /**
   * A world of a model. @param check throws where the compiled model is not to be opened
   * @throws StudioError as `compileModel`
   */
  static open(
    mujoco: MainModule,
    xml: ModelText,
    check: (model: MjModel) => void = () => undefined,
  ): Physics {
    const model = compileModel(mujoco, xml);
    try {
      check(model);
      return new Physics(mujoco, model);
    } catch (error) {
      if (!isBroken(mujoco)) model.delete();
      throw modelError(mujoco, error);
    }
  }

  /** Takes the views anew where growing memory has detached them. */
  refresh(): void {
    if (this.#views.qpos.buffer.byteLength === 0) Object.assign(this.#views, readViews(this.data));
  }

  /** @throws Error where the model has no such thing. */
  id(kind: ObjectKind, name: string): number {
    const id = this.mujoco.mj_name2id(this.model, OBJECT_KIND[kind], name);
    if (id < 0) throw new Error(`the model has no ${kind} named ${name}`);
    return id;
  }

  /** Empty where it has none. */
  nameOf(kind: ObjectKind, id: number): string {
    const name = this.mujoco.mj_id2name(this.model, OBJECT_KIND[kind], id) ?? '';
    // For what has no name the bindings read what lies at address 0.
    return this.mujoco.mj_name2id(this.model, OBJECT_KIND[kind], name) === id ? name : '';
  }

  /** Where a joint's position begins in `qpos`. */
  positionAddress(joint: string): number {
    return this.model.jnt_qposadr[this.id('joint', joint)];
  }

  /** Where a sensor's numbers begin in `sensordata`, and how many it has. */
  sensor(name: string): { readonly address: number; readonly size: number } {
    const sensor = this.#sensors.get(name);
    if (sensor === undefined) throw new Error(`the model has no sensor named ${name}`);
    return sensor;
  }

  get sensorNames(): readonly string[] {
    return [...this.#sensors.keys()];
  }

  /** Component `index` (row-major, 0 to 8) of a body's rotation matrix. */
  rotation(body: number, index: number): number {
    return this.views.xmat[body * 9 + index] ?? NaN;
  }

  get time(): number {
    return this.data.time;
  }

  get contactCount(): number {
    return this.data.ncon;
  }

  /** Puts everything back to the model's default, at rest, without computing what follows from it. */
  reset(): void {
    this.mujoco.mj_resetData(this.model, this.data);
  }

  /** Puts everything as a keyframe has it, at the beginning of an episode's clock. */
  resetTo(keyframe: number): void {
    this.mujoco.mj_resetDataKeyframe(this.model, this.data, keyframe);
    this.data.time = 0;
  }

  /** Computes everything that follows from position and velocity; actuators off, for their controls mean nothing yet. */
  forwardWithoutActuation(): void {
    this.#option.disableflags = this.#flags | DISABLE_ACTUATION;
    this.mujoco.mj_forward(this.model, this.data);
    this.#option.disableflags = this.#flags;
  }

  /** Computes where everything is and what touches, and nothing else. */
  findContacts(): void {
    this.mujoco.mj_kinematics(this.model, this.data);
    this.mujoco.mj_comPos(this.model, this.data);
    this.mujoco.mj_collision(this.model, this.data);
  }

  /**
   * Advances by `count` physics steps and leaves what depends on position and velocity up to date, in dm_control's order
   * (Tunyasuvunakool et al. 2020, arXiv:2006.12983, page 6): the first half of the first step was done by the last call.
   * Sensors are left out where the next physics step would overwrite them.
   * @returns whether numbers got out of hand (MuJoCo's warnings on bad positions, velocities and accelerations). What is
   * read from then on is of the model's default pose.
   */
  step(count: number): boolean {
    const { mujoco, model, data } = this;
    const before = data.time;
    const due = before + (count - 0.5) * this.timestep;
    const option = this.#option;
    if (this.#rungeKutta) {
      for (let i = 0; i < count; i++) mujoco.mj_step(model, data);
    } else if (count === 1) {
      mujoco.mj_step2(model, data);
    } else {
      option.disableflags = this.#flags | DISABLE_SENSORS;
      mujoco.mj_step2(model, data);
      for (let i = 2; i < count; i++) mujoco.mj_step(model, data);
      option.disableflags = this.#flags;
      mujoco.mj_step(model, data);
    }
    mujoco.mj_step1(model, data);
    // MuJoCo answers by starting the world anew, clock and all, unless the model forbids that.
    if (this.#startsAnew) {
      // In an episode's very first step the clock shows nothing; later on to ask for warnings would only take time.
      return data.time < due || (before < this.timestep / 2 && this.#warned());
    }
    if (!this.#warned()) return false;
    this.reset();
    this.forwardWithoutActuation();
    return true;
  }

  #warned(): boolean {
    const { mjtWarning } = this.mujoco;
    return [mjtWarning.mjWARN_BADQPOS, mjtWarning.mjWARN_BADQVEL, mjtWarning.mjWARN_BADQACC].some(
      ({ value }) => {
        // The list is MuJoCo's own, its entries are copies.
        const warning = this.data.warning.get(value);
        const count = warning?.number ?? 0;
        warning?.delete();
        return count > 0;
      },
    );
  }

  /** Takes ownership of something of MuJoCo's that is to go with this world. */
  keep<T extends { delete(): void }>(thing: T): T {
    this.#kept.push(thing);
    return thing;
  }

  dispose(): void {
    // Its memory goes with its module, which takes no more calls.
    if (isBroken(this.mujoco)) return;
    for (const thing of this.#kept) thing.delete();
    this.#option.delete();
    this.data.delete();
    this.model.delete();
  }
}

function readViews(data: MjData): Record<StateView, Float64Array> {
  const views: Partial<Record<StateView, Float64Array>> = {};
  for (const name of STATE_VIEWS) views[name] = data[name];
  return views as Record<StateView, Float64Array>;
}
