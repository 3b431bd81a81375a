/** Real stores in temporary folders. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import type { NewRun } from '../../src-main/store/runTable.ts';

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-store-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

export function openStore(folder = temporaryFolder()): ExperimentStore {
  const store = ExperimentStore.open(folder);
  onTestFinished(() => {
    store.close();
  });
  return store;
}

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
