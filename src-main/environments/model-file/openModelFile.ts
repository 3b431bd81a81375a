/**
 * A person's own MJCF as an environment: its actuators are the actions, its reward an expression over its named sensors.
 * The model's text is part of the config, so a recipe holds all that is needed to compute an episode again.
 */
import { OWN_MODEL } from '../../../shared/exampleModel.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { ControlEnvironment } from '../control-suite/controlEnvironment.ts';
import { loadMujoco, modelError, type ModelText } from '../control-suite/mujoco.ts';
import { Physics } from '../control-suite/physics.ts';
import { actuatorSpace, controlSpec, type ActuatorRange } from '../control-suite/spec.ts';
import { copyNumbers, type ControlTask, type ObservationShapes } from '../control-suite/task.ts';
import { UNBOUNDED } from '../unbounded.ts';
import type { ModelFacts } from './modelFacts.ts';
import { refuseLargeModel, refuseLargePictures, TextLimits } from './modelLimits.ts';
import type { Observed } from '../../../shared/environmentSettings.ts';
import { readModel, type ModelReference, type ModelSource } from './modelReferences.ts';
import { findKeyframe } from './keyframes.ts';
import { parseReward, type RewardFunction, type SensorSizes } from './rewardExpression.ts';
import { modelSource } from './modelSource.ts';

/** 2: pictures as MuJoCo draws them, and spread starts within the joints' limits. */
export const MODEL_FILE_VERSION = 2;
/** Of physics, while a model is looked at. */
const TRIED_STEPS = 3;

export interface ModelFileOptions {
  readonly observation: Observed;
  readonly actionRepeat: number;
  /** Physics steps of one action. */
  readonly physicsSteps: number;
  /** Actions (each repeat counts) in an episode. */
  readonly maxSteps: number;
  /** Index of the agent's camera; MuJoCo's free camera where the model has none. */
  readonly camera: number;
  /** Hinges and slides start within so many radians or metres of the model's own pose, and within their limits. */
  readonly startSpread: number;
  /** Name or number of the keyframe that is started from; empty: the model's own pose. */
  readonly keyframe?: string;
}

/**
 * A model that comes from elsewhere was opened in a process of its own before (host/modelChecks.ts): only that bounds the time it
 * takes.
 * @throws StudioError `environment.badModel` with MuJoCo's own message and line, `environment.modelTooLarge`,
 * `environment.modelMemory`, `environment.unknownKeyframe`, `environment.badExpression` with the place of what is wrong in the reward.
 */
export async function openModelFile(
  xml: string,
  rewardExpression: string,
  options: ModelFileOptions,
): Promise<ControlEnvironment> {
  const physics = await openPhysics(xml);
  try {
    const reward = parseReward(rewardExpression, sensorSizes(physics));
    const observations = modelObservations(physics);
    const spec = controlSpec({
      id: OWN_MODEL,
      version: MODEL_FILE_VERSION,
      actuators: readActuators(physics),
      observations,
      controlSeconds: physics.timestep * options.physicsSteps,
      maxSteps: options.maxSteps,
      rewardRange: [-UNBOUNDED, UNBOUNDED],
      observation: options.observation,
      actionRepeat: options.actionRepeat,
    });
    const keyframe = findKeyframe(keyframeNames(physics), options.keyframe ?? '');
    return new ControlEnvironment(physics, modelTask(physics, reward, options.startSpread, keyframe), {
      spec,
      observations,
      physicsSteps: options.physicsSteps,
      maxSteps: options.maxSteps,
      camera: options.camera,
      look: 'mujoco',
    });
  } catch (error) {
    physics.dispose();
    throw error;
  }
}

async function openPhysics(xml: string): Promise<Physics> {
  const source = modelSource(xml);
  const references = readModel(source, new TextLimits());
  refuseLargePictures(references, source.files);
  return Physics.open(await loadMujoco(), compiledFrom(source, references), refuseLargeModel);
}

/** Only what the model asks for: what nobody asks for is not looked at either. */
function compiledFrom({ main, text, files }: ModelSource, references: readonly ModelReference[]): ModelText {
  if (main === '') return text;
  const given = new Map<string, Uint8Array>();
  for (const { asked, path } of [{ asked: main, path: main }, ...references]) {
    const bytes = files.get(path);
    if (bytes === undefined) continue;
    given.set(path, bytes);
    given.set(asked, bytes);
  }
  return { main, files: given };
}

/**
 * What a reward may read, and what the model's actuators are. Moves the model for a few physics steps as well: what breaks off in
 * the first steps is not fit to be opened.
 * @throws StudioError as `openModelFile`
 */
export async function modelFacts(xml: string): Promise<ModelFacts> {
  const physics = await openPhysics(xml);
  try {
    const facts = {
      sensors: Object.entries(sensorSizes(physics)).map(([name, size]) => ({ name, size })),
      actions: actuatorSpace(readActuators(physics)),
      keyframes: keyframeNames(physics),
    };
    physics.reset();
    physics.forwardWithoutActuation();
    physics.step(TRIED_STEPS);
    return facts;
  } catch (error) {
    throw modelError(physics.mujoco, error);
  } finally {
    physics.dispose();
  }
}

/** Each keyframe's name, or its number. */
function keyframeNames(physics: Physics): readonly string[] {
  return Array.from({ length: physics.model.nkey }, (_, id) => physics.nameOf('key', id) || String(id));
}

function sensorSizes(physics: Physics): SensorSizes {
  return Object.fromEntries(
    physics.sensorNames.filter((name) => name !== '').map((name) => [name, physics.sensor(name).size]),
  );
}

/** Only what has any numbers. */
function modelObservations(physics: Physics): ObservationShapes {
  const { model } = physics;
  const shapes: Record<string, readonly number[]> = { position: [model.nq], velocity: [model.nv] };
  if (model.na > 0) shapes['activation'] = [model.na];
  if (model.nsensordata > 0) shapes['sensors'] = [model.nsensordata];
  return shapes;
}

/** Actuators whose control is not limited take any number. */
function readActuators(physics: Physics): ActuatorRange[] {
  const { model, flags } = physics;
  return Array.from({ length: model.nu }, (_, id) => {
    const limited = flags.actuatorControlLimited[id] === 1;
    return {
      name: physics.nameOf('actuator', id) || `actuator ${id}`,
      low: limited ? model.actuator_ctrlrange[2 * id] : -UNBOUNDED,
      high: limited ? model.actuator_ctrlrange[2 * id + 1] : UNBOUNDED,
    };
  });
}

/** mjtJoint: those with one position each. */
const SLIDE = 2;
const HINGE = 3;

function modelTask(
  physics: Physics,
  reward: RewardFunction,
  startSpread: number,
  keyframe: number | null,
): ControlTask {
  const { model, views, flags } = physics;
  const inputs = {
    sensor: (name: string, index: number) => views.sensordata[physics.sensor(name).address + index] ?? NaN,
    time: () => physics.time,
  };
  return {
    drawStart(random: RandomStream) {
      if (keyframe !== null) physics.resetTo(keyframe);
      if (startSpread === 0) return;
      for (let joint = 0; joint < model.njnt; joint++) {
        const type: number = model.jnt_type[joint];
        if (type !== SLIDE && type !== HINGE) continue;
        const address: number = model.jnt_qposadr[joint];
        const drawn = (views.qpos[address] ?? 0) + random.uniform(-startSpread, startSpread);
        const [low, high] = [model.jnt_range[2 * joint], model.jnt_range[2 * joint + 1]];
        const isLimited = flags.jointLimited[joint] === 1;
        views.qpos[address] = isLimited ? Math.min(Math.max(drawn, low), high) : drawn;
      }
    },
    observe(out) {
      copyNumbers(out['position'], 0, views.qpos, 0, model.nq);
      copyNumbers(out['velocity'], 0, views.qvel, 0, model.nv);
      copyNumbers(out['activation'], 0, views.act, 0, model.na);
      copyNumbers(out['sensors'], 0, views.sensordata, 0, model.nsensordata);
    },
    /** A quotient by 0 or the logarithm of nothing is worth nothing. */
    reward() {
      const value = reward(inputs);
      return Number.isFinite(value) ? value : 0;
    },
  };
}
