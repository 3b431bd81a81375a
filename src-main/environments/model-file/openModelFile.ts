/**
 * A person's own MJCF as an environment: its actuators are the actions, its reward an expression over its named sensors.
 * The model's text is part of the config, so a recipe holds all that is needed to compute an episode again.
 */
import { reportError, StudioError } from '../../../shared/errors.ts';
import { OWN_MODEL } from '../../../shared/exampleModel.ts';
import type { ModelInspection } from '../../../shared/protocol.ts';
import type { RandomStream } from '../../numerics/random.ts';
import type { Environment } from '../environment.ts';
import { ControlEnvironment } from '../control-suite/controlEnvironment.ts';
import { compileModel, loadMujoco } from '../control-suite/mujoco.ts';
import { Physics } from '../control-suite/physics.ts';
import { actuatorSpace, controlSpec, UNBOUNDED, type ActuatorRange } from '../control-suite/spec.ts';
import { copyNumbers, type ControlTask, type ObservationShapes } from '../control-suite/task.ts';
import {
  checkReward,
  parseReward,
  REWARD_FUNCTIONS,
  type RewardFunction,
  type SensorSizes,
} from './rewardExpression.ts';
import { trainingProblem } from './trainable.ts';

const VERSION = 1;

export interface ModelFileOptions {
  readonly observation: 'state' | 'pixels';
  readonly actionRepeat: number;
  /** Physics steps of one action. */
  readonly physicsSteps: number;
  /** Actions (each repeat counts) in an episode. */
  readonly maxSteps: number;
  /** Index of the agent's camera; MuJoCo's free camera where the model has none. */
  readonly camera: number;
  /** Hinges and slides start within so many radians or metres of the model's own pose. */
  readonly startSpread: number;
}

/**
 * @throws StudioError `environment.badModel` with MuJoCo's own message and line, `environment.badExpression` with the
 * place of what is wrong in the reward.
 */
export async function openModelFile(
  xml: string,
  rewardExpression: string,
  options: ModelFileOptions,
): Promise<Environment> {
  const mujoco = await loadMujoco();
  const physics = new Physics(mujoco, compileModel(mujoco, xml));
  try {
    const reward = parseReward(rewardExpression, sensorSizes(physics));
    const observations = modelObservations(physics);
    const spec = controlSpec({
      id: OWN_MODEL,
      version: VERSION,
      actuators: readActuators(physics),
      observations,
      controlSeconds: physics.timestep * options.physicsSteps,
      maxSteps: options.maxSteps,
      rewardRange: [-UNBOUNDED, UNBOUNDED],
      observation: options.observation,
      actionRepeat: options.actionRepeat,
    });
    return new ControlEnvironment(physics, modelTask(physics, reward, options.startSpread), {
      spec,
      observations,
      physicsSteps: options.physicsSteps,
      maxSteps: options.maxSteps,
      camera: options.camera,
    });
  } catch (error) {
    physics.dispose();
    throw error;
  }
}

/** What a reward may read and call, and what is wrong with model or reward, without making an environment of them. */
export async function inspectModel(xml: string, reward: string): Promise<ModelInspection> {
  const mujoco = await loadMujoco();
  const functions = ['length(sensor)', ...Object.entries(REWARD_FUNCTIONS).map(signature)];
  let physics: Physics;
  try {
    physics = new Physics(mujoco, compileModel(mujoco, xml));
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    return {
      sensors: [],
      actuators: [],
      functions,
      modelError: reportError(error),
      rewardError: null,
      trainingError: null,
    };
  }
  try {
    const sizes = sensorSizes(physics);
    const wrong = checkReward(reward, sizes);
    const actuators = readActuators(physics);
    const untrainable = trainingProblem(actuatorSpace(actuators));
    return {
      sensors: Object.entries(sizes).map(([name, size]) => ({ name, size })),
      actuators: actuators.map(({ name }) => name),
      functions,
      modelError: null,
      rewardError: wrong === null ? null : reportError(wrong),
      trainingError: untrainable === null ? null : reportError(untrainable),
    };
  } finally {
    physics.dispose();
  }
}

function signature([name, { parameters }]: [string, { readonly parameters: readonly string[] }]): string {
  return `${name}(${parameters.join(', ')})`;
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

function modelTask(physics: Physics, reward: RewardFunction, startSpread: number): ControlTask {
  const { model, views } = physics;
  const inputs = {
    sensor: (name: string, index: number) => views.sensordata[physics.sensor(name).address + index] ?? NaN,
    time: () => physics.time,
  };
  return {
    drawStart(random: RandomStream) {
      if (startSpread === 0) return;
      for (let joint = 0; joint < model.njnt; joint++) {
        const type: number = model.jnt_type[joint];
        if (type !== SLIDE && type !== HINGE) continue;
        const address: number = model.jnt_qposadr[joint];
        views.qpos[address] = (views.qpos[address] ?? 0) + random.uniform(-startSpread, startSpread);
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
