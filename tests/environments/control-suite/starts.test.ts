import { describe, expect, it } from 'vitest';
import { readGolden } from './goldenTrajectories.ts';
import { createControl } from '../../support/controlEnvironments.ts';

interface StartMoments {
  readonly starts: number;
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** Of qpos, qvel and target over dm_control's own resets. */
const golden = readGolden<Readonly<Record<string, StartMoments>>>('starts.json');
const STARTS = 150;

async function drawStarts(id: string, count: number): Promise<number[][]> {
  const environment = await createControl(id, { observation: 'state' });
  const rows = Array.from({ length: count }, (_, seed) => {
    environment.reset(seed);
    const { qpos, qvel, target } = environment.saveState();
    return [qpos, qvel, target].flatMap((values) => (Array.isArray(values) ? values : []));
  });
  environment.close();
  return rows;
}

describe('starts are drawn as dm_control draws them', () => {
  it.each(Object.keys(golden))('%s: means and spreads agree', async (task) => {
    const expected = golden[task];
    if (expected === undefined) throw new Error(`no moments of ${task}`);
    const rows = await drawStarts(`dmc/${task}`, STARTS);
    const size = expected.mean.length;
    expect(rows[0]).toHaveLength(size);
    for (let i = 0; i < size; i++) {
      const values = rows.map((row) => row[i] ?? NaN);
      const mean = values.reduce((sum, value) => sum + value, 0) / STARTS;
      const deviation = Math.sqrt(
        values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / STARTS,
      );
      const spread = expected.deviation[i] ?? NaN;
      // Five standard errors of the difference of two means, and half the spread, which heavy tails may need.
      const standardError = spread * Math.sqrt(1 / STARTS + 1 / expected.starts);
      expect(Math.abs(mean - (expected.mean[i] ?? NaN)), `mean of ${i}`).toBeLessThanOrEqual(
        5 * standardError + 1e-6,
      );
      expect(Math.abs(deviation - spread), `spread of ${i}`).toBeLessThanOrEqual(0.5 * spread + 1e-6);
    }
  });

  it('draws the same start for the same seed and another for another', async () => {
    const environment = await createControl('dmc/reacher-easy', { observation: 'state' });
    const start = (seed: number) => {
      environment.reset(seed);
      return environment.saveState();
    };
    const first = start(3);
    expect(start(4)).not.toEqual(first);
    expect(start(3)).toEqual(first);
    environment.close();
  });

  it('begins without contacts where the suite does', async () => {
    for (const task of ['ball_in_cup-catch', 'finger-spin', 'quadruped-walk', 'humanoid-stand']) {
      const environment = await createControl(`dmc/${task}`, { observation: 'state' });
      for (let seed = 0; seed < 5; seed++) {
        environment.reset(seed);
        expect(environment.contacts?.()).toEqual([]);
      }
      environment.close();
    }
  });
});
