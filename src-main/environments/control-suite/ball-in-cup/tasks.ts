/** Ball in cup, catch: swing the ball on its string into the cup. */
import type { Physics } from '../physics.ts';
import { drawUntilFree } from '../startStates.ts';
import { SUITE_MAX_STEPS, copyNumbers, type ControlTask, type TaskDefinition } from '../task.ts';
import { ballInCupModel } from './model.ts';

function ballInCup(physics: Physics): ControlTask {
  const ball = physics.id('body', 'ball');
  const target = physics.id('site', 'target');
  const ballX = physics.positionAddress('ball_x');
  const ballZ = physics.positionAddress('ball_z');
  const ballRadius: number = physics.model.geom_size[3 * physics.id('geom', 'ball')];
  const targetSize = (axis: number): number => physics.model.site_size[3 * target + axis];
  const slack = [targetSize(0) - ballRadius, 0, targetSize(2) - ballRadius];
  const inTarget = (axis: 0 | 2) => {
    const { site_xpos, xpos } = physics.views;
    const distance = Math.abs((site_xpos[3 * target + axis] ?? NaN) - (xpos[3 * ball + axis] ?? NaN));
    return distance < (slack[axis] ?? 0);
  };
  return {
    drawStart(random) {
      drawUntilFree(physics, () => {
        physics.views.qpos[ballX] = random.uniform(-0.2, 0.2);
        physics.views.qpos[ballZ] = random.uniform(0.2, 0.5);
      });
    },
    observe({ position, velocity }) {
      copyNumbers(position, 0, physics.views.qpos, 0, 4);
      copyNumbers(velocity, 0, physics.views.qvel, 0, 4);
    },
    reward: () => (inTarget(0) && inTarget(2) ? 1 : 0),
  };
}

export const ballInCupTasks: readonly TaskDefinition[] = [
  {
    id: 'ball_in_cup-catch',
    domain: 'ball_in_cup',
    model: ballInCupModel,
    controlSeconds: 0.02,
    maxSteps: SUITE_MAX_STEPS,
    observations: { position: [4], velocity: [4] },
    camera: 0,
    create: ballInCup,
  },
];
