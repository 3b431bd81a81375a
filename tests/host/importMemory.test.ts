/** What an import takes of memory and of the host's time, and that it can be stopped. At the limits: tests/slow/importMemory.test.ts. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HOSTILE, writeLargeArchive } from '../support/largeArchives.ts';
import { importInProcess } from '../support/importInProcess.ts';

const MOST_MEGABYTES = 600;
/** Making such files takes longer than reading them, on a busy machine above all. */
const LONG = 300_000;

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-memory-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

describe('an import', () => {
  it(
    'of an episode of 100,000 actions of 21 numbers, and much else, stays below 600 MB',
    () => {
      const { came, peak, steps } = importInProcess(temporaryFolder(), (file) => {
        writeLargeArchive(file, {
          checkpointMegabytes: 64,
          logEntries: 20_000,
          points: 5000,
          episodes: 1000,
          actions: 100_000,
        });
      });
      expect(came).toBe('large');
      expect(steps).toBeGreaterThan(100);
      expect(peak).toBeLessThan(MOST_MEGABYTES);
    },
    LONG,
  );

  it(
    'of 500,000 entries tells how far it is, and leaves nothing where it is stopped',
    () => {
      const folder = temporaryFolder();
      const { came, steps } = importInProcess(
        folder,
        (file) => {
          writeLargeArchive(file, {
            checkpointMegabytes: 1,
            logEntries: 500_000,
            points: 1,
            episodes: 1,
            actions: 0,
          });
        },
        2 * 1024 * 1024,
      );
      expect(came).toBe('import.stopped');
      expect(steps).toBeGreaterThan(10);
      const runs = path.join(folder, 'data', 'runs');
      expect(existsSync(runs) ? readdirSync(runs) : []).toEqual([]);
    },
    LONG,
  );

  it.each(Object.entries(HOSTILE))(
    'of %s is refused below 600 MB',
    (_, { code, write }) => {
      const { came, peak } = importInProcess(temporaryFolder(), write);
      expect(came).toBe(code);
      expect(peak).toBeLessThan(MOST_MEGABYTES);
    },
    LONG,
  );
});
