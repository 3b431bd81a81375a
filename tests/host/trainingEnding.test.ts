import { describe, expect, it } from 'vitest';
import type { TrainingOutcome } from '../../src-main/host/runPlace.ts';
import { endingOf } from '../../src-main/host/trainingEnding.ts';

const error = (code: 'trainer.crashed' | 'store.full' | 'internal') => ({ code, values: {} });
const running = { wanted: 'run', begun: true, wallSeconds: 7 } as const;

describe('a training that ended', () => {
  it.each([
    [{ kind: 'completed' }, running, 'completed', 'log.completed'],
    [{ kind: 'paused' }, running, 'paused', 'log.paused'],
    [{ kind: 'stopped' }, running, 'stopped', 'log.stopped'],
    [{ kind: 'failed', error: error('internal') }, running, 'failed', 'error.internal.what'],
    // What may pass is no fault of the run.
    [{ kind: 'failed', error: error('store.full') }, running, 'interrupted', 'error.store.full.what'],
    [{ kind: 'died', error: error('trainer.crashed') }, running, 'interrupted', 'error.trainer.crashed.what'],
  ] as const)('by %j is written so', (outcome: TrainingOutcome, ended, status, key) => {
    const { changes, lines } = endingOf(outcome, ended);
    expect(changes).toMatchObject({ status, wallSeconds: 7, processId: null, processBorn: null });
    expect(lines.map((line) => line.key)).toEqual([key]);
    expect(changes.lastError === null).toBe(key.startsWith('log.'));
    expect('progress' in changes).toBe(status === 'completed');
  });

  it.each([
    ['pause', false, 'paused'],
    ['stop', false, 'stopped'],
    ['pause', true, 'interrupted'],
    ['run', false, 'interrupted'],
  ] as const)('by its process’s death, asked to %s, begun: %s, is %s', (wanted, begun, status) => {
    const died = { kind: 'died', error: error('trainer.crashed') } as const;
    expect(endingOf(died, { wanted, begun, wallSeconds: 7 }).changes.status).toBe(status);
  });
});
