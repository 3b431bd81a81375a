import { readFileSync } from 'node:fs';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import type { EnvironmentState } from '../../../shared/recipe.ts';
import { readGolden } from './goldenTrajectories.ts';
import { createControl } from '../../support/controlEnvironments.ts';

/** Frames that dm_control drew (64x64, EGL) and the states that they show. */
const states = readGolden<Readonly<Record<string, EnvironmentState>>>('frames/states.json');

function goldenFrame(task: string): Uint8Array {
  const file = new URL(`../../golden/dmc/frames/${task.replace('-', '_')}.png`, import.meta.url);
  return Uint8Array.from(decode(readFileSync(file)).data);
}

async function draw(task: string, state: EnvironmentState): Promise<Uint8Array> {
  const environment = await createControl(`dmc/${task}`);
  const image = Uint8Array.from(environment.reset(0, state).observation['image'] ?? []);
  environment.close();
  return image;
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) / a.length;
}

/** Of 255 levels. MuJoCo lights a floor at its corners only, which shows on the reacher's, and its sky has stars. */
const ALLOWED = 7;
const ALLOWED_REACHER = 16;

describe("the agent's picture", () => {
  it.each(Object.keys(states))('%s looks as dm_control draws it', async (task) => {
    const ours = await draw(task, states[task] ?? {});
    const allowed = task.startsWith('reacher') ? ALLOWED_REACHER : ALLOWED;
    expect(meanDifference(ours, goldenFrame(task))).toBeLessThan(allowed);
  });

  it('is not met by the picture of another moment', async () => {
    const state = states['walker-walk'] ?? {};
    const fallen = { ...state, qpos: [-1, ...[0, 1.5, 0, 0, 0, 0, 0, 0]] };
    const right = meanDifference(await draw('walker-walk', state), goldenFrame('walker-walk'));
    expect(meanDifference(await draw('walker-walk', fallen), goldenFrame('walker-walk'))).toBeGreaterThan(
      1.5 * right,
    );
  });
});
