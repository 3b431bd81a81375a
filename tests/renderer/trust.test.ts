/** The page of trust: bars on one scale, temperatures as they are typed, drift over training. */
import { describe, expect, it } from 'vitest';
import type { CalibratedPolicy, TrustRow } from '../../shared/trust.ts';
import { driftStepsOf } from '../../shared/trust.ts';
import { driftOverTraining } from '../../src-renderer/views/experiment/trust/driftOverTraining.ts';
import { readTemperatures } from '../../src-renderer/views/experiment/trust/readTemperatures.ts';
import { barScale } from '../../src-renderer/views/experiment/trust/trustBars.ts';

const around = (mean: number, half: number) => ({ mean, low: mean - half, high: mean + half });
const policy = (real: number, dream: number): CalibratedPolicy => ({
  policy: { kind: 'still', action: '' },
  real: around(real, 10),
  dream: around(dream, 20),
  gap: around(dream - real, 30),
  ratio: null,
});

describe('bars', () => {
  it('of all policies share one scale from zero to the highest end of an interval', () => {
    const scale = barScale([policy(50, 180), policy(20, 100)]);
    expect(scale.zero).toBe(0);
    expect(scale.barOf(around(50, 10))).toEqual({ from: 0, width: 0.25, low: 0.2, high: 0.3 });
  });

  it('of what was lost go to the left of zero', () => {
    const scale = barScale([policy(-90, 80)]);
    expect(scale.zero).toBe(0.5);
    expect(scale.barOf(around(-90, 10))).toEqual({
      from: expect.closeTo(0.05, 9),
      width: 0.45,
      low: 0,
      high: expect.closeTo(0.1, 9),
    });
  });
});

describe('temperatures', () => {
  it('are typed with commas; nothing typed is the usual one', () => {
    expect(readTemperatures('0.5, 1,1.3', [1])).toEqual([0.5, 1, 1.3]);
    expect(readTemperatures(' ', [1])).toEqual([1]);
  });

  it('that are none, too cold or too many are refused', () => {
    for (const typed of ['warm', '1,,2', '0', '11', '-1', '1,1,1,1,1,1,1,1,1']) {
      expect([typed, readTemperatures(typed, [1])]).toEqual([typed, null]);
    }
  });
});

describe('drift over training', () => {
  const drift = (
    id: string,
    checkpointId: string,
    gradientSteps: number,
    steps: number | null,
  ): TrustRow => ({
    id,
    runId: 'r',
    checkpointId,
    environmentSteps: 0,
    gradientSteps,
    seed: 0,
    episodes: 4,
    result: {
      instrument: 'drift',
      windows: 4,
      spaces: [{ space: 'pixels', error: [0, 0, 0], mean: [], still: [], steps, low: 1, high: null }],
    },
    createdAt: '2026-01-01T00:00:00Z',
  });

  it('has a point a checkpoint, its newest, in the order of training', () => {
    const rows = [drift('a', 'late', 20, 1), drift('b', 'early', 10, 2), drift('c', 'late', 20, null)];
    expect(driftOverTraining(rows)).toEqual([
      { gradientSteps: 10, steps: 2, low: 1, high: 3 },
      { gradientSteps: 20, steps: 3, low: 1, high: 3 },
    ]);
    expect(driftStepsOf(rows, 'early')).toBe(2);
    // The newest says that it never drifts: there is no zone.
    expect(driftStepsOf(rows, 'late')).toBeNull();
    expect(driftStepsOf(rows, 'other')).toBeNull();
  });
});
