/** All tasks of the suite, and how one becomes an environment. */
import { acrobotTasks } from './acrobot/tasks.ts';
import { ballInCupTasks } from './ball-in-cup/tasks.ts';
import { cartpoleTasks } from './cartpole/tasks.ts';
import { cheetahTasks } from './cheetah/tasks.ts';
import { ControlEnvironment } from './controlEnvironment.ts';
import { doorTasks } from './door/tasks.ts';
import { fingerTasks } from './finger/tasks.ts';
import { hopperTasks } from './hopper/tasks.ts';
import { humanoidTasks } from './humanoid/tasks.ts';
import { toXml } from './mjcf.ts';
import { loadMujoco } from './mujoco.ts';
import { pendulumTasks } from './pendulum/tasks.ts';
import { Physics } from './physics.ts';
import { quadrupedTasks } from './quadruped/tasks.ts';
import { reacherTasks } from './reacher/tasks.ts';
import { taskSpec, type ControlSuiteConfig } from './spec.ts';
import type { TaskDefinition } from './task.ts';
import { walkerTasks } from './walker/tasks.ts';

/** The 20 on which Dreamer is judged. Hafner et al. 2020, arXiv:1912.01603. */
export const VISUAL_TASKS: readonly TaskDefinition[] = [
  ...acrobotTasks,
  ...ballInCupTasks,
  ...cartpoleTasks,
  ...cheetahTasks,
  ...fingerTasks,
  ...hopperTasks,
  ...pendulumTasks,
  ...quadrupedTasks,
  ...reacherTasks,
  ...walkerTasks,
];

export const CONTROL_TASKS: readonly TaskDefinition[] = [...VISUAL_TASKS, ...humanoidTasks, ...doorTasks];

/** Loads MuJoCo on first use. */
export async function createControlEnvironment(
  definition: TaskDefinition,
  config: ControlSuiteConfig,
): Promise<ControlEnvironment> {
  const mujoco = await loadMujoco();
  const physics = Physics.open(mujoco, toXml(definition.model()));
  return new ControlEnvironment(physics, definition.create(physics), {
    spec: taskSpec(definition, config),
    observations: definition.observations,
    physicsSteps: Math.round(definition.controlSeconds / physics.timestep),
    maxSteps: definition.maxSteps,
    camera: definition.camera,
  });
}
