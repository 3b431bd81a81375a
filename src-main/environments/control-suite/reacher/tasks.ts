/** Reacher: hold the finger inside a target; 1 inside it, else 0. */
import type { Physics } from '../physics.ts';
import { tolerance } from '../rewards.ts';
import { drawJoints } from '../startStates.ts';
import { SUITE_MAX_STEPS, copyNumbers, type ControlTask, type TaskDefinition } from '../task.ts';
import { reacherModel } from './model.ts';

const BIG_TARGET = 0.05;
const SMALL_TARGET = 0.015;

function reach(physics: Physics): ControlTask {
  const { views, model } = physics;
  const target = physics.id('geom', 'target');
  const finger = physics.id('geom', 'finger');
  const touchingDistance: number = model.geom_size[3 * target] + model.geom_size[3 * finger];
  const fingerToTarget = (axis: 0 | 1) =>
    (views.geom_xpos[3 * target + axis] ?? NaN) - (views.geom_xpos[3 * finger + axis] ?? NaN);
  return {
    drawStart(random) {
      drawJoints(physics, random);
      const angle = random.uniform(0, 2 * Math.PI);
      const radius = random.uniform(0.05, 0.2);
      model.geom_pos[3 * target] = radius * Math.sin(angle);
      model.geom_pos[3 * target + 1] = radius * Math.cos(angle);
    },
    observe({ position, to_target: toTarget, velocity }) {
      copyNumbers(position, 0, views.qpos, 0, 2);
      copyNumbers(velocity, 0, views.qvel, 0, 2);
      if (toTarget === undefined) return;
      toTarget[0] = fingerToTarget(0);
      toTarget[1] = fingerToTarget(1);
    },
    reward() {
      const [x, y] = [fingerToTarget(0), fingerToTarget(1)];
      return tolerance(Math.sqrt(x * x + y * y), { upper: touchingDistance });
    },
    movedParts: [{ kind: 'geom', id: target }],
    target: {
      get: () => Array.from<number>(model.geom_pos.subarray(3 * target, 3 * target + 3)),
      set: (position) => model.geom_pos.set(position, 3 * target),
    },
  };
}

function definition(id: string, targetRadius: number): TaskDefinition {
  return {
    id,
    domain: 'reacher',
    model: () => reacherModel(targetRadius),
    controlSeconds: 0.02,
    maxSteps: SUITE_MAX_STEPS,
    observations: { position: [2], to_target: [2], velocity: [2] },
    camera: 0,
    create: reach,
  };
}

export const reacherTasks: readonly TaskDefinition[] = [
  definition('reacher-easy', BIG_TARGET),
  definition('reacher-hard', SMALL_TARGET),
];
