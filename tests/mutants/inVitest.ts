/**
 * Faults judged by Stryker's Vitest runner: in the tests' own processes, each by the tests that reach it. All tests run once
 * before, which takes longest, so that all faults are judged behind one such run.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PartialStrykerOptions } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { Journal } from './fate.ts';
import { faultKey, type Fault } from './sample.ts';
import { JOURNAL_FILE, SAMPLE_FILE } from './strykerPlugins.ts';

export interface VitestOptions {
  /** Where the journal and Stryker's copy of the sources lie. */
  readonly folder: string;
  /** Faults at a time. */
  readonly concurrency: number;
}

/** Judges what has no verdict yet. Faults in child processes and workers of the code itself stay asleep here. */
export async function judgeInVitest(
  faults: readonly Fault[],
  { folder, concurrency }: VitestOptions,
): Promise<Journal> {
  const file = path.join(folder, 'vitest.jsonl');
  const before = new Journal(file);
  const left = faults.filter((fault) => before.fateOf(fault) === undefined);
  if (left.length === 0) return before;
  const sample = path.join(folder, 'sample.json');
  writeFileSync(sample, JSON.stringify(left.map(faultKey)));
  process.env[SAMPLE_FILE] = sample;
  process.env[JOURNAL_FILE] = file;
  const stryker = new Stryker({
    testRunner: 'vitest',
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    vitest: { configFile: 'tests/mutants/vitest.config.ts', pool: 'forks', related: true },
    // Whole lines; what else stands on them is left out by the checker.
    mutate: left.map(
      ({ file: name, location }) => `${name}:${location.start.line + 1}-${location.end.line + 1}`,
    ),
    plugins: ['@stryker-mutator/vitest-runner', path.join(import.meta.dirname, 'strykerPlugins.ts')],
    checkers: ['sample'],
    reporters: ['progress-append-only', 'journal'],
    concurrency,
    dryRunTimeoutMinutes: 120,
    timeoutMS: 60_000,
    timeoutFactor: 4,
    tempDirName: path.join(folder, 'sandbox'),
    cleanTempDir: 'always',
    ignorePatterns: ['out', 'release', 'docs', '.mutants', 'test-results'],
    allowConsoleColors: false,
    allowEmpty: true,
  } as PartialStrykerOptions);
  await stryker.runMutationTest();
  return new Journal(file);
}
