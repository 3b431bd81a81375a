/** Quadruped: walk or run forward with an upright torso. */
import type { Physics } from '../physics.ts';
import { tolerance } from '../rewards.ts';
import { unit } from '../startStates.ts';
import { SUITE_MAX_STEPS, copyNumbers, type ControlTask, type TaskDefinition } from '../task.ts';
import { quadrupedModel } from './model.ts';

const WALK_SPEED = 0.5;
const RUN_SPEED = 5;
/** The floor reaches as far as one can come in an episode at the wanted speed. */
const EPISODE_SECONDS = 20;

/** Hinges come right after the free joint: 16 of them, at 7 in qpos and 6 in qvel. */
const HINGES = 16;
const ACTIVATIONS = 12;
/** Four toes' forces, then their torques. */
const FORCE_TORQUE_SIZE = 24;

/** Lifts the torso from the floor's height by centimetres until nothing touches. */
function liftUntilFree(physics: Physics, orientation: readonly number[]): void {
  const { qpos } = physics.views;
  qpos[0] = 0;
  qpos[1] = 0;
  qpos.set(orientation, 3);
  // Summed up, as the suite does: a product would have other last digits.
  for (let height = 0; height < 100; height += 0.01) {
    qpos[2] = height;
    physics.findContacts();
    if (physics.contactCount === 0) return;
  }
  throw new Error('found no height without contacts');
}

function move(physics: Physics, desiredSpeed: number): ControlTask {
  const { views } = physics;
  const torso = physics.id('body', 'torso');
  const velocimeter = physics.sensor('velocimeter').address;
  // Accelerometer and gyro are neighbours, and so are the toes' forces and torques.
  const imu = physics.sensor('imu_accel').address;
  const forceTorque = physics.sensor('force_toe_front_left').address;
  const upright = () => physics.rotation(torso, 8);
  return {
    drawStart(random) {
      liftUntilFree(physics, unit([0, 0, 0, 0].map(() => random.normal())));
    },
    observe(out) {
      const egocentric = out['egocentric_state'];
      copyNumbers(egocentric, 0, views.qpos, 7, HINGES);
      copyNumbers(egocentric, HINGES, views.qvel, 6, HINGES);
      copyNumbers(egocentric, 2 * HINGES, views.act, 0, ACTIVATIONS);
      copyNumbers(out['torso_velocity'], 0, views.sensordata, velocimeter, 3);
      copyNumbers(out['imu'], 0, views.sensordata, imu, 6);
      const { torso_upright: uprightOut, force_torque: forces } = out;
      if (uprightOut === undefined || forces === undefined) return;
      uprightOut[0] = upright();
      for (let i = 0; i < FORCE_TORQUE_SIZE; i++) {
        forces[i] = Math.asinh(views.sensordata[forceTorque + i] ?? NaN);
      }
    },
    reward() {
      const moving = tolerance(views.sensordata[velocimeter] ?? NaN, {
        lower: desiredSpeed,
        upper: Infinity,
        margin: desiredSpeed,
        valueAtMargin: 0.5,
        sigmoid: 'linear',
      });
      const standing = tolerance(upright(), {
        lower: 1,
        upper: Infinity,
        margin: 2,
        valueAtMargin: 0,
        sigmoid: 'linear',
      });
      return standing * moving;
    },
  };
}

function definition(id: string, speed: number): TaskDefinition {
  return {
    id,
    domain: 'quadruped',
    model: () => quadrupedModel(EPISODE_SECONDS * speed),
    controlSeconds: 0.02,
    maxSteps: SUITE_MAX_STEPS,
    observations: {
      egocentric_state: [2 * HINGES + ACTIVATIONS],
      torso_velocity: [3],
      torso_upright: [],
      imu: [6],
      force_torque: [FORCE_TORQUE_SIZE],
    },
    camera: 2,
    create: (physics) => move(physics, speed),
  };
}

export const quadrupedTasks: readonly TaskDefinition[] = [
  definition('quadruped-run', RUN_SPEED),
  definition('quadruped-walk', WALK_SPEED),
];
