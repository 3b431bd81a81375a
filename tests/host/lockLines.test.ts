import { describe, expect, it } from 'vitest';
import type { EnvironmentLock } from '../../shared/environmentLock.ts';
import type { ComputeFingerprint } from '../../shared/run.ts';
import { lockLines } from '../../src-main/host/lockLines.ts';

const machine: ComputeFingerprint = {
  backend: 'wasm',
  gpu: null,
  threads: 1,
  oneDnn: false,
  tensorflowVersion: '4.22.0',
  cpu: 'some',
};
const lock: EnvironmentLock = {
  python: '3.12.1',
  implementation: 'CPython',
  packages: { numpy: '2.1.0', gymnasium: '1.4.0' },
  firstSteps: '0123456789abcdef',
  repeats: true,
  copies: true,
};
const withLock = (changes: Partial<EnvironmentLock> = {}) => ({
  ...machine,
  environment: { ...lock, ...changes },
});

describe('what a run’s log says of the Python side', () => {
  it('is nothing where the studio plays the environment', () => {
    expect(lockLines(machine, machine)).toEqual({ lines: [], same: true });
  });

  it('is what plays it, when it begins and when an older studio had not recorded it', () => {
    const values = { lock: 'CPython 3.12.1, gymnasium 1.4.0, numpy 2.1.0' };
    const expected = { lines: [{ level: 'info', key: 'log.lock', values }], same: true };
    expect(lockLines(null, withLock())).toEqual(expected);
    expect(lockLines(machine, withLock())).toEqual(expected);
  });

  it('is nothing where it goes on with the same, and the difference where it does not', () => {
    expect(lockLines(withLock(), withLock())).toEqual({ lines: [], same: true });
    const newer = withLock({
      python: '3.13.0',
      firstSteps: 'fedcba9876543210',
      packages: { gymnasium: '1.4.0' },
    });
    const values = { before: 'CPython 3.12.1, numpy 2.1.0', now: 'CPython 3.13.0, numpy –' };
    expect(lockLines(withLock(), newer)).toEqual({
      lines: [{ level: 'warning', key: 'log.lockDiffers', values }],
      same: false,
    });
  });

  it('warns where it does not repeat, or no longer', () => {
    const wild = withLock({ repeats: false, firstSteps: null });
    expect(lockLines(null, wild).lines.at(-1)).toEqual({ level: 'warning', key: 'log.lockNoRepeat' });
    expect(lockLines(wild, wild).same).toBe(true);
    expect(lockLines(withLock(), wild)).toMatchObject({ lines: [{ key: 'log.lockSteps' }, {}], same: false });
  });
});
