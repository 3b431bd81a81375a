/** A run as tests make them. */
import type { NewRun } from '../../src-main/store/runTable.ts';

export function newRun(changes: Partial<NewRun> = {}): NewRun {
  return {
    name: 'a run',
    algorithm: 'world-models',
    environment: 'car-racing',
    preset: 'smoke',
    config: { seed: 1 },
    tags: [],
    scoreMetric: 'evaluation/return',
    codeVersion: 'test',
    ...changes,
  };
}
