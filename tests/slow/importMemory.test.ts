/** What the largest import that is taken in takes of memory: `npm run test:slow -- importMemory`. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { importInProcess } from '../support/importInProcess.ts';
import { writeLargeArchive } from '../support/largeArchives.ts';

const MOST_MEGABYTES = 600;

describe('an import', () => {
  it('of the largest run that is taken in stays below 600 MB', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-memory-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    const figures = importInProcess(folder, (file) => {
      writeLargeArchive(file, {
        checkpointMegabytes: 960,
        logEntries: 500_000,
        points: 200_000,
        episodes: 200_000,
        actions: 100_000,
      });
    });
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    expect(figures.came).toBe('large');
    expect(figures.steps).toBeGreaterThan(1000);
    expect(figures.peak).toBeLessThan(MOST_MEGABYTES);
  });
});
