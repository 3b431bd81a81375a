/** Humanoid: stand, walk or run. Not among Dreamer's twenty tasks. */
import type { Physics } from '../physics.ts';
import { smallControl, tolerance } from '../rewards.ts';
import { drawJoints, drawUntilFree } from '../startStates.ts';
import { SUITE_MAX_STEPS, copyNumbers, type ControlTask, type TaskDefinition } from '../task.ts';
import { humanoidModel } from './model.ts';

/** Of the head. */
const STAND_HEIGHT = 1.4;
const WALK_SPEED = 1;
const RUN_SPEED = 10;
const JOINTS = 21;
const EXTREMITIES = ['left_hand', 'left_foot', 'right_hand', 'right_foot'] as const;

function humanoid(physics: Physics, moveSpeed: number): ControlTask {
  const { views } = physics;
  const torso = physics.id('body', 'torso');
  const head = physics.id('body', 'head');
  const limbs = EXTREMITIES.map((name) => physics.id('body', name));
  const velocity = physics.sensor('torso_subtreelinvel').address;
  const headHeight = () => views.xpos[3 * head + 2] ?? NaN;
  const speedAlong = (axis: number) => views.sensordata[velocity + axis] ?? NaN;
  /** Of a body seen from the torso: component `axis` of its offset in the torso's frame. */
  const seenFromTorso = (body: number, axis: number) => {
    let sum = 0;
    for (let i = 0; i < 3; i++) {
      const offset = (views.xpos[3 * body + i] ?? NaN) - (views.xpos[3 * torso + i] ?? NaN);
      sum += offset * physics.rotation(torso, 3 * i + axis);
    }
    return sum;
  };
  return {
    drawStart: (random) => drawUntilFree(physics, () => drawJoints(physics, random)),
    observe(out) {
      copyNumbers(out['joint_angles'], 0, views.qpos, 7, JOINTS);
      copyNumbers(out['torso_vertical'], 0, views.xmat, 9 * torso + 6, 3);
      copyNumbers(out['com_velocity'], 0, views.sensordata, velocity, 3);
      copyNumbers(out['velocity'], 0, views.qvel, 0, 27);
      const { head_height: height, extremities } = out;
      if (height === undefined || extremities === undefined) return;
      height[0] = headHeight();
      limbs.forEach((limb, i) => {
        for (let axis = 0; axis < 3; axis++) extremities[3 * i + axis] = seenFromTorso(limb, axis);
      });
    },
    reward() {
      const tall = tolerance(headHeight(), {
        lower: STAND_HEIGHT,
        upper: Infinity,
        margin: STAND_HEIGHT / 4,
      });
      const upright = tolerance(physics.rotation(torso, 8), {
        lower: 0.9,
        upper: Infinity,
        margin: 1.9,
        valueAtMargin: 0,
        sigmoid: 'linear',
      });
      const effortless = (4 + smallControl(views.ctrl)) / 5;
      const standing = effortless * tall * upright;
      const [x, y] = [speedAlong(0), speedAlong(1)];
      if (moveSpeed === 0)
        return (standing * (tolerance(x, { margin: 2 }) + tolerance(y, { margin: 2 }))) / 2;
      const moving = tolerance(Math.sqrt(x * x + y * y), {
        lower: moveSpeed,
        upper: Infinity,
        margin: moveSpeed,
        valueAtMargin: 0,
        sigmoid: 'linear',
      });
      return (standing * (5 * moving + 1)) / 6;
    },
  };
}

function definition(id: string, moveSpeed: number): TaskDefinition {
  return {
    id,
    domain: 'humanoid',
    model: humanoidModel,
    controlSeconds: 0.025,
    maxSteps: SUITE_MAX_STEPS,
    observations: {
      joint_angles: [JOINTS],
      head_height: [],
      extremities: [12],
      torso_vertical: [3],
      com_velocity: [3],
      velocity: [27],
    },
    camera: 0,
    create: (physics) => humanoid(physics, moveSpeed),
  };
}

export const humanoidTasks: readonly TaskDefinition[] = [
  definition('humanoid-run', RUN_SPEED),
  definition('humanoid-stand', 0),
  definition('humanoid-walk', WALK_SPEED),
];
