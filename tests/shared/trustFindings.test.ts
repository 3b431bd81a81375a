/** What the doctor says of a dream that was measured. */
import { describe, expect, it } from 'vitest';
import type { CalibratedPolicy, Calibration, TrustRecord, TrustResult } from '../../shared/trust.ts';
import { findingsOf, newestTrust, trustFindings } from '../../shared/trustFindings.ts';

const exactly = (mean: number) => ({ mean, low: mean, high: mean });
const run = { imaginedSteps: 15, temperature: 1.3 };
const noMetrics = { last: () => undefined, values: () => undefined, names: [] };

function policy(real: number, dream: number, kind: 'still' | 'agent' | 'random' = 'still'): CalibratedPolicy {
  return {
    policy: { kind, action: '' },
    real: exactly(real),
    dream: exactly(dream),
    gap: exactly(dream - real),
    ratio: exactly(dream / real),
  };
}

function calibration(
  policies: readonly CalibratedPolicy[],
  order = { pairs: 4, alike: 4 },
  survival = true,
): Calibration {
  const temperatures = [{ temperature: 1, policies, order }];
  return { instrument: 'calibration', survival, ends: true, temperatures };
}

const curve = [0.5];
const drift = (steps: number | null): TrustResult => ({
  instrument: 'drift',
  windows: 4,
  spaces: [
    { space: 'latents', error: curve, mean: curve, still: curve, steps: 1, low: 1, high: 1 },
    { space: 'pixels', error: curve, mean: curve, still: curve, steps, low: steps, high: steps },
  ],
});
const obedience = (low: number, part: number): TrustResult => ({
  instrument: 'obedience',
  windows: 4,
  spaces: [
    {
      space: 'numbers',
      error: curve,
      shuffled: [
        { action: null, error: curve, obedience: { mean: low + 0.1, low, high: low + 0.2 } },
        { action: 'gas', error: curve, obedience: { mean: part, low: part, high: part } },
      ],
    },
  ],
});

const idsOf = (result: TrustResult) => findingsOf(result, run).map(({ id }) => id);

describe('the doctor', () => {
  it('names the policy that the dream is safest for, and how many times', () => {
    const [finding] = findingsOf(calibration([policy(150, 450), policy(100, 160, 'random')]), run);
    expect(finding).toMatchObject({
      id: 'dreamTooSafe',
      level: 'bad',
      policy: { kind: 'still' },
      values: { times: 3, actual: 150, virtual: 450, temperature: 1 },
    });
    expect(idsOf(calibration([policy(150, 450)], undefined, false))).toEqual(['dreamTooKind']);
  });

  it('lets a factor below 1.5 pass, one that chance explains, and one of next to nothing', () => {
    expect(idsOf(calibration([policy(100, 149), policy(100, 68)]))).toEqual(['dreamCalibrated']);
    const unsure = { ...policy(100, 300), gap: { mean: 200, low: -10, high: 410 } };
    expect(idsOf(calibration([unsure]))).toEqual(['dreamCalibrated']);
    // Three times as much, but 20 where the agent earns 800.
    const [small] = findingsOf(calibration([policy(10, 30), policy(810, 850, 'agent')]), run);
    expect(small).toMatchObject({ id: 'dreamCalibrated', values: { percent: 5 } });
  });

  it('names what pays in the dream and costs in reality, where nothing can be divided', () => {
    const lost = { ...policy(-90, 130), ratio: null };
    const [finding] = findingsOf(calibration([lost, policy(570, 490, 'agent')]), run);
    expect(finding).toMatchObject({ id: 'dreamTooSafe', values: { actual: -90, virtual: 130 } });
    const slight = { ...policy(-90, -60), ratio: null };
    expect(idsOf(calibration([slight, policy(570, 490, 'agent')]))).toEqual(['dreamCalibrated']);
  });

  it('judges the dream at the temperature nearest to the run’s own', () => {
    const [at1 = { temperature: 1, policies: [], order: { pairs: 0, alike: 0 } }] = calibration([
      policy(300, 290),
    ]).temperatures;
    const cold = { ...at1, temperature: 0.1, policies: [policy(150, 2100)] };
    const both = { ...calibration([]), temperatures: [cold, at1] };
    expect(idsOf(both)).toEqual(['dreamCalibrated']);
    expect(findingsOf(both, { ...run, temperature: 0.2 }).map(({ id }) => id)).toEqual(['dreamTooSafe']);
  });

  it('tells of a harsh dream and of a wrong order', () => {
    expect(idsOf(calibration([policy(300, 100)], { pairs: 4, alike: 2 }))).toEqual([
      'dreamTooHarsh',
      'dreamOrdersWrongly',
    ]);
    expect(idsOf(calibration([policy(300, 290)], { pairs: 4, alike: 3 }))).toEqual(['dreamCalibrated']);
    expect(idsOf(calibration([policy(300, 290)], { pairs: 2, alike: 0 }))).toEqual(['dreamCalibrated']);
  });

  it('tells a deaf dream, a deaf part and one that obeys', () => {
    expect(idsOf(obedience(-0.06, 0.5))).toEqual(['dreamDeaf']);
    expect(idsOf(obedience(-0.01, 0.5))).toEqual(['dreamObedienceUnsure']);
    expect(idsOf(obedience(0.3, -0.1))).toEqual(['dreamObeys', 'dreamDeafToPart']);
    expect(idsOf(obedience(0.3, 0.1))).toEqual(['dreamObeys']);
  });

  it('judges drift by what is observed, and by how long behaviour dreams', () => {
    expect(idsOf(drift(2))).toEqual(['dreamDriftsAtOnce']);
    expect(idsOf(drift(14))).toEqual(['dreamDriftsInTraining']);
    expect(idsOf(drift(15))).toEqual(['dreamDrifts']);
    expect(idsOf(drift(null))).toEqual(['dreamHolds']);
    expect(findingsOf(drift(14), { ...run, imaginedSteps: null }).map(({ id }) => id)).toEqual([
      'dreamDrifts',
    ]);
  });
});

function row(id: string, gradientSteps: number, result: TrustResult): TrustRecord {
  return {
    id,
    checkpointId: 'c',
    environmentSteps: 0,
    gradientSteps,
    seed: 0,
    episodes: 4,
    result,
    createdAt: '2026-01-01T00:00:00.000Z',
  };
}

it('of several measurements the one counts whose checkpoint had trained longest, then the newest', () => {
  const rows = [row('late', 20, drift(3)), row('early', 10, drift(50)), row('again', 20, drift(60))];
  expect(newestTrust(rows).drift?.id).toBe('again');
  expect(trustFindings(rows, run, noMetrics).map(({ id }) => id)).toEqual(['dreamDrifts']);
});

it('what training measured of itself counts where nobody measured', () => {
  const series: Readonly<Record<string, Float64Array>> = {
    'evaluation/driftSteps': Float64Array.of(90, 2, 2, 2),
    'evaluation/obedience': Float64Array.of(0.5, 0.01, 0.01, 0.01),
  };
  const metrics = { ...noMetrics, values: (name: string) => series[name] };
  const ids = (rows: readonly TrustRecord[]) => trustFindings(rows, run, metrics).map(({ id }) => id);
  expect(ids([])).toEqual(['dreamDeaf', 'dreamDriftsAtOnce']);
  expect(ids([row('a', 1, drift(50)), row('b', 1, obedience(0.3, 0.1))])).toEqual([
    'dreamDrifts',
    'dreamObeys',
  ]);
});
