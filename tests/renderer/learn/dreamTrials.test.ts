import { describe, expect, it } from 'vitest';
import { lostInReality, trialRows } from '../../../src-renderer/learn/dreamTrials.ts';
import { TEMPERATURE_STUDY } from '../../../src-renderer/learn/temperatureStudy.ts';

describe('tries in a dream and in reality', () => {
  it('are gathered by policy and temperature, the last tried first', () => {
    const rows = trialRows([
      { policy: 'still', temperature: 0.1, dreamt: 2100, real: 140 },
      { policy: 'agent', temperature: 1.3, dreamt: 900, real: 800 },
      { policy: 'still', temperature: 1.3, dreamt: 400, real: 150 },
      { policy: 'still', temperature: 0.1, dreamt: 1900, real: 180 },
    ]);
    expect(rows.map(({ policy, temperature, tries }) => [policy, temperature, tries])).toEqual([
      ['still', 0.1, 2],
      ['still', 1.3, 1],
      ['agent', 1.3, 1],
    ]);
    expect(rows[0]).toMatchObject({ dreamt: 2000, real: 160 });
    expect(rows[0]?.dreamtDeviation).toBeCloseTo(Math.sqrt(20_000), 10);
    expect(rows[1]?.realDeviation).toBeNull();
  });

  it('lose in reality the share that it does not pay', () => {
    expect(lostInReality(2000, 500)).toBeCloseTo(0.75, 12);
    expect(lostInReality(100, 150)).toBeCloseTo(-0.5, 12);
    expect(lostInReality(0, 10)).toBeNaN();
  });

  it('lose less the hotter the dream was, in the paper and here, up to its best temperature', () => {
    for (const source of ['paper', 'here'] as const) {
      const lost = TEMPERATURE_STUDY.map((row) =>
        lostInReality(row[source].dreamt.mean, row[source].real.mean),
      );
      expect(lost[0]).toBeGreaterThan(lost[2] ?? NaN);
      expect(lost[2]).toBeGreaterThan(lost[3] ?? NaN);
    }
    expect(lostInReality(2086, 193)).toBeCloseTo(0.9075, 4);
  });
});
