/** Walker: stand, walk or run. */
import type { Physics } from '../physics.ts';
import { tolerance } from '../rewards.ts';
import { drawJoints } from '../startStates.ts';
import { SUITE_MAX_STEPS, copyNumbers, type ControlTask, type TaskDefinition } from '../task.ts';
import { walkerModel } from './model.ts';

const STAND_HEIGHT = 1.2;
const WALK_SPEED = 1;
const RUN_SPEED = 8;
const BODIES = 7;

function walker(physics: Physics, moveSpeed: number): ControlTask {
  const { views } = physics;
  const torso = physics.id('body', 'torso');
  const velocity = physics.sensor('torso_subtreelinvel').address;
  const height = () => views.xpos[3 * torso + 2] ?? NaN;
  return {
    drawStart: (random) => drawJoints(physics, random),
    observe(out) {
      const { orientations, height: heightOut } = out;
      if (orientations === undefined || heightOut === undefined) return;
      for (let body = 0; body < BODIES; body++) {
        orientations[2 * body] = physics.rotation(body + 1, 0);
        orientations[2 * body + 1] = physics.rotation(body + 1, 2);
      }
      heightOut[0] = height();
      copyNumbers(out['velocity'], 0, views.qvel, 0, 9);
    },
    reward() {
      const tall = tolerance(height(), { lower: STAND_HEIGHT, upper: Infinity, margin: STAND_HEIGHT / 2 });
      const upright = (1 + physics.rotation(torso, 8)) / 2;
      const standing = (3 * tall + upright) / 4;
      if (moveSpeed === 0) return standing;
      const moving = tolerance(views.sensordata[velocity] ?? NaN, {
        lower: moveSpeed,
        upper: Infinity,
        margin: moveSpeed / 2,
        valueAtMargin: 0.5,
        sigmoid: 'linear',
      });
      return (standing * (5 * moving + 1)) / 6;
    },
  };
}

function definition(id: string, moveSpeed: number): TaskDefinition {
  return {
    id,
    domain: 'walker',
    model: walkerModel,
    controlSeconds: 0.025,
    maxSteps: SUITE_MAX_STEPS,
    observations: { orientations: [2 * BODIES], height: [], velocity: [9] },
    camera: 0,
    create: (physics) => walker(physics, moveSpeed),
  };
}

export const walkerTasks: readonly TaskDefinition[] = [
  definition('walker-run', RUN_SPEED),
  definition('walker-stand', 0),
  definition('walker-walk', WALK_SPEED),
];
