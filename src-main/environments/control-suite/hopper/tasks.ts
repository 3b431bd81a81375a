/** Hopper: stand upright, or hop forward. */
import type { Physics } from '../physics.ts';
import { smallControl, tolerance } from '../rewards.ts';
import { drawJoints } from '../startStates.ts';
import { SUITE_MAX_STEPS, copyNumbers, type ControlTask, type TaskDefinition } from '../task.ts';
import { hopperModel } from './model.ts';

/** Of the torso over the foot. */
const STAND_HEIGHT = 0.6;
const HOP_SPEED = 2;

function hopper(physics: Physics, hopping: boolean): ControlTask {
  const { views } = physics;
  const torso = physics.id('body', 'torso');
  const foot = physics.id('body', 'foot');
  const velocity = physics.sensor('torso_subtreelinvel').address;
  const touches = [physics.sensor('touch_toe').address, physics.sensor('touch_heel').address];
  const height = () => (views.xipos[3 * torso + 2] ?? NaN) - (views.xipos[3 * foot + 2] ?? NaN);
  const speed = () => views.sensordata[velocity] ?? NaN;
  return {
    drawStart: (random) => drawJoints(physics, random),
    observe(out) {
      const { touch } = out;
      copyNumbers(out['position'], 0, views.qpos, 1, 6);
      copyNumbers(out['velocity'], 0, views.qvel, 0, 7);
      touches.forEach((at, i) => {
        if (touch !== undefined) touch[i] = Math.log1p(views.sensordata[at] ?? NaN);
      });
    },
    reward() {
      const standing = tolerance(height(), { lower: STAND_HEIGHT, upper: 2 });
      if (!hopping) return (standing * (smallControl(views.ctrl) + 4)) / 5;
      return (
        standing *
        tolerance(speed(), {
          lower: HOP_SPEED,
          upper: Infinity,
          margin: HOP_SPEED / 2,
          valueAtMargin: 0.5,
          sigmoid: 'linear',
        })
      );
    },
  };
}

function definition(id: string, hopping: boolean): TaskDefinition {
  return {
    id,
    domain: 'hopper',
    model: hopperModel,
    controlSeconds: 0.02,
    maxSteps: SUITE_MAX_STEPS,
    observations: { position: [6], velocity: [7], touch: [2] },
    camera: 0,
    create: (physics) => hopper(physics, hopping),
  };
}

export const hopperTasks: readonly TaskDefinition[] = [
  definition('hopper-hop', true),
  definition('hopper-stand', false),
];
