/** Real stores in temporary folders. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { MIGRATIONS } from '../../src-main/store/migrations/index.ts';

export { newRun } from './newRun.ts';

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

/** Takes all steps of what a store does in steps. */
export function exhaust(steps: Iterable<void>): void {
  for (const _ of steps);
}

/** A folder as the studio left it when it knew so many migrations, with the completed run `r1`. */
export function olderFolder(version: number): string {
  const folder = temporaryFolder();
  openStore(folder).close();
  const database = new Database(path.join(folder, 'studio.sqlite'));
  database.pragma('foreign_keys = OFF');
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all() as string[];
  for (const table of tables) database.exec(`DROP TABLE IF EXISTS ${table}`);
  for (const migration of MIGRATIONS.slice(0, version)) database.exec(migration);
  database.pragma(`user_version = ${version}`);
  database
    .prepare(
      `INSERT INTO runs (id, name, algorithm, environment, preset, status, config, code_version, score_metric, created_at)
       VALUES ('r1', 'before', 'world-models', 'car-racing', 'smoke', 'completed', '{}', 'test', 'score', '2026-01-01')`,
    )
    .run();
  database.close();
  return folder;
}
