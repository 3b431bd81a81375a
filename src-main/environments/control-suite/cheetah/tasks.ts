/** Cheetah, run: the reward grows with forward speed up to 10 m/s. */
import type { Physics } from '../physics.ts';
import { tolerance } from '../rewards.ts';
import { SUITE_MAX_STEPS, copyNumbers, type ControlTask, type TaskDefinition } from '../task.ts';
import { cheetahModel } from './model.ts';

const RUN_SPEED = 10;
/** Physics steps in which a freshly drawn cheetah drops to the floor and comes to rest. */
const SETTLING_STEPS = 200;

function run(physics: Physics): ControlTask {
  const { model, views } = physics;
  const velocity = physics.sensor('torso_subtreelinvel').address;
  return {
    drawStart(random) {
      for (let joint = 0; joint < model.njnt; joint++) {
        if (physics.flags.jointLimited[joint] === 0) continue;
        views.qpos[joint] = random.uniform(model.jnt_range[2 * joint], model.jnt_range[2 * joint + 1]);
      }
      physics.step(SETTLING_STEPS);
      physics.data.time = 0;
    },
    observe(out) {
      // The place along the track is left out, so that it does not matter.
      copyNumbers(out['position'], 0, views.qpos, 1, 8);
      copyNumbers(out['velocity'], 0, views.qvel, 0, 9);
    },
    reward: () =>
      tolerance(views.sensordata[velocity] ?? NaN, {
        lower: RUN_SPEED,
        upper: Infinity,
        margin: RUN_SPEED,
        valueAtMargin: 0,
        sigmoid: 'linear',
      }),
  };
}

export const cheetahTasks: readonly TaskDefinition[] = [
  {
    id: 'cheetah-run',
    domain: 'cheetah',
    model: cheetahModel,
    controlSeconds: 0.01,
    maxSteps: SUITE_MAX_STEPS,
    observations: { position: [8], velocity: [9] },
    camera: 0,
    create: run,
  },
];
