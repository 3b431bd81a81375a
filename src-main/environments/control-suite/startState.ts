/** An episode's state as named numbers, and back: what a start given by hand and a saved moment have in common. */
import { StudioError } from '../../../shared/errors.ts';
import type { EnvironmentState } from '../../../shared/recipe.ts';
import type { Physics } from './physics.ts';
import type { ControlTask } from './task.ts';

/** Everything that decides what comes next, and the sensors as they were last read (some depend on the past step). */
export function saveControlState(physics: Physics, task: ControlTask, steps: number): EnvironmentState {
  const { views } = physics;
  return {
    qpos: [...views.qpos],
    qvel: [...views.qvel],
    act: [...views.act],
    time: physics.time,
    qaccWarmstart: [...views.qacc_warmstart],
    ...(task.target === undefined ? {} : { target: [...task.target.get()] }),
    sensordata: [...views.sensordata],
    steps,
  };
}

/**
 * Puts `physics` into the state. `qpos` and `qvel` are needed, the rest is taken as in a fresh world where absent.
 * @returns the number of steps that the episode is old.
 * @throws StudioError `environment.badState` for a missing, misshapen or infinite entry; nothing was changed then.
 */
export function restoreControlState(physics: Physics, task: ControlTask, state: EnvironmentState): number {
  const { views } = physics;
  const vector = (name: string, size: number): readonly number[] | undefined => {
    const value = state[name];
    if (value === undefined) return undefined;
    if (!Array.isArray(value) || value.length !== size || !value.every(Number.isFinite)) {
      const shown = Array.isArray(value) ? `${value.length} numbers` : typeof value;
      throw new StudioError('environment.badState', { field: name, expected: size, found: shown });
    }
    return value;
  };
  const needed = (name: string, size: number) => {
    const value = vector(name, size);
    if (value !== undefined) return value;
    throw new StudioError('environment.badState', { field: name, expected: size, found: 'nothing' });
  };
  const scalar = (name: string): number => {
    const value = state[name] ?? 0;
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
    throw new StudioError('environment.badState', { field: name, expected: 1, found: String(value) });
  };
  const qpos = needed('qpos', views.qpos.length);
  const qvel = needed('qvel', views.qvel.length);
  const act = vector('act', views.act.length);
  const warmStart = vector('qaccWarmstart', views.qacc_warmstart.length);
  const sensors = vector('sensordata', views.sensordata.length);
  const target = task.target === undefined ? undefined : vector('target', 3);
  const time = scalar('time');
  const steps = Math.floor(scalar('steps'));

  physics.reset();
  if (target !== undefined) task.target?.set(target);
  views.qpos.set(qpos);
  views.qvel.set(qvel);
  if (act !== undefined) views.act.set(act);
  physics.data.time = time;
  if (warmStart !== undefined) views.qacc_warmstart.set(warmStart);
  physics.forwardWithoutActuation();
  if (warmStart !== undefined) views.qacc_warmstart.set(warmStart);
  if (sensors !== undefined) views.sensordata.set(sensors);
  return steps;
}
