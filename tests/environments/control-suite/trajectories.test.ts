import { describe, expect, it } from 'vitest';
import { VISUAL_TASKS } from '../../../src-main/environments/control-suite/suite.ts';
import { goldenFiles, readGolden, type GoldenTrajectory } from './goldenTrajectories.ts';
import { createControl } from '../../support/controlEnvironments.ts';

/** The issue asks for 1e-6. */
const TOLERANCE = 2e-7;
/** Chaos makes more of MuJoCo's own last digits here: 13 bodies in contact, from the middle of an episode. */
const CHAOTIC_TOLERANCE = 1e-6;

function largestDifference(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return Infinity;
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] ?? NaN))), 0);
}

describe('the control suite follows dm_control', () => {
  it('has a trajectory for each of the 20 visual tasks', () => {
    const tasks = new Set(goldenFiles.map((file) => readGolden<GoldenTrajectory>(file).task));
    for (const { id } of VISUAL_TASKS) expect(tasks).toContain(id);
    expect(VISUAL_TASKS).toHaveLength(20);
  });

  it.each(goldenFiles)('%s: every observation and reward', async (file) => {
    const golden = readGolden<GoldenTrajectory>(file);
    const environment = await createControl(`dmc/${golden.task}`, { observation: 'state' });
    expect(Object.keys(environment.spec.observations)).toEqual(golden.names);
    environment.reset(0, golden.initial);
    const tolerance = file.startsWith('humanoid') ? CHAOTIC_TOLERANCE : TOLERANCE;
    for (const [step, action] of golden.actions.entries()) {
      const { observation, reward, terminated } = environment.step(Float64Array.from(action));
      const observed = golden.names.flatMap((name) => [...(observation[name] ?? [])]);
      expect(largestDifference(observed, golden.observations[step] ?? []), `step ${step}`).toBeLessThan(
        tolerance,
      );
      expect(Math.abs(reward - (golden.rewards[step] ?? NaN)), `reward of step ${step}`).toBeLessThan(1e-9);
      expect(terminated).toBe(false);
    }
    environment.close();
  });

  it('notices one action rounded to single precision', async () => {
    const golden = readGolden<GoldenTrajectory>('walker_walk.json');
    const environment = await createControl('dmc/walker-walk', { observation: 'state' });
    environment.reset(0, golden.initial);
    let largest = 0;
    for (const [step, action] of golden.actions.entries()) {
      const { observation } = environment.step(Float64Array.from(action, Math.fround));
      const observed = golden.names.flatMap((name) => [...(observation[name] ?? [])]);
      largest = Math.max(largest, largestDifference(observed, golden.observations[step] ?? []));
    }
    expect(largest).toBeGreaterThan(1e-6);
    environment.close();
  });
});
