/** Acrobot swingup: bring the tip of the lower arm to the target above. */
import type { Physics } from '../physics.ts';
import { tolerance } from '../rewards.ts';
import { SUITE_MAX_STEPS, type ControlTask, type TaskDefinition, copyNumbers } from '../task.ts';
import { acrobotModel } from './model.ts';

function swingup(physics: Physics): ControlTask {
  const arms = [physics.id('body', 'upper_arm'), physics.id('body', 'lower_arm')] as const;
  const target = physics.id('site', 'target');
  const tip = physics.id('site', 'tip');
  const targetRadius: number = physics.model.site_size[3 * target];
  const tipToTarget = () => {
    const { site_xpos } = physics.views;
    let sum = 0;
    for (let i = 0; i < 3; i++) {
      const difference = (site_xpos[3 * target + i] ?? NaN) - (site_xpos[3 * tip + i] ?? NaN);
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  };
  return {
    drawStart(random) {
      physics.views.qpos[0] = random.uniform(-Math.PI, Math.PI);
      physics.views.qpos[1] = random.uniform(-Math.PI, Math.PI);
    },
    observe({ orientations, velocity }) {
      arms.forEach((arm, i) => {
        if (orientations === undefined) return;
        orientations[i] = physics.rotation(arm, 2);
        orientations[2 + i] = physics.rotation(arm, 8);
      });
      copyNumbers(velocity, 0, physics.views.qvel, 0, 2);
    },
    reward: () => tolerance(tipToTarget(), { upper: targetRadius, margin: 1 }),
  };
}

export const acrobotTasks: readonly TaskDefinition[] = [
  {
    id: 'acrobot-swingup',
    domain: 'acrobot',
    model: acrobotModel,
    controlSeconds: 0.01,
    maxSteps: SUITE_MAX_STEPS,
    observations: { orientations: [4], velocity: [2] },
    camera: 0,
    create: swingup,
  },
];
