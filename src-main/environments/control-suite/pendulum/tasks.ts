/** Pendulum swingup: the reward is 1 within 8 degrees of upright, else 0. */
import type { Physics } from '../physics.ts';
import { tolerance } from '../rewards.ts';
import { SUITE_MAX_STEPS, type ControlTask, type TaskDefinition } from '../task.ts';
import { pendulumModel } from './model.ts';

const UPRIGHT_COSINE = Math.cos((8 * Math.PI) / 180);

function swingup(physics: Physics): ControlTask {
  const pole = physics.id('body', 'pole');
  const { views } = physics;
  return {
    drawStart(random) {
      views.qpos[0] = random.uniform(-Math.PI, Math.PI);
    },
    observe({ orientation, velocity }) {
      if (orientation === undefined || velocity === undefined) return;
      orientation[0] = physics.rotation(pole, 8);
      orientation[1] = physics.rotation(pole, 2);
      velocity[0] = views.qvel[0] ?? NaN;
    },
    reward: () => tolerance(physics.rotation(pole, 8), { lower: UPRIGHT_COSINE, upper: 1 }),
  };
}

export const pendulumTasks: readonly TaskDefinition[] = [
  {
    id: 'pendulum-swingup',
    domain: 'pendulum',
    model: pendulumModel,
    controlSeconds: 0.02,
    maxSteps: SUITE_MAX_STEPS,
    observations: { orientation: [2], velocity: [1] },
    camera: 0,
    create: swingup,
  },
];
