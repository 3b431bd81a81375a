/** A sample in pieces that are tested one after the other and kept, so that a run can be stopped and taken up again. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { MutantResult, PartialStrykerOptions, Position } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { faultKey, faultOf, type Fault } from './sample.ts';
import { SAMPLE_FILE } from './sampleChecker.ts';

/** What became of a fault. `static` faults act while a module loads and are not judged. */
export type Fate = 'killed' | 'survived' | 'uncovered' | 'static' | 'broken';

export interface Judged {
  readonly fault: Fault;
  readonly fate: Fate;
}

export interface PieceOptions {
  readonly root: string;
  /** Where results are kept. */
  readonly folder: string;
  readonly concurrency: number;
}

/** Files below one folder: their tests overlap, and Stryker runs the tests of a piece once before it begins. */
export function piecesOf(faults: readonly Fault[]): ReadonlyMap<string, readonly Fault[]> {
  const pieces = new Map<string, Fault[]>();
  for (const fault of faults) {
    const [top = '', second = ''] = fault.file.split('/');
    const name = top === 'shared' ? top : second;
    pieces.set(name, [...(pieces.get(name) ?? []), fault]);
  }
  return new Map([...pieces].sort(([a], [b]) => a.localeCompare(b)));
}

/** In this process and those that Vitest forks: faults in child processes and workers of the code itself stay asleep. */
export function judgeInVitest(name: string, faults: readonly Fault[], options: PieceOptions) {
  return judge(name, faults, options, {
    testRunner: 'vitest',
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    vitest: { configFile: 'tests/mutants/vitest.config.ts', pool: 'forks', related: true },
  } as PartialStrykerOptions);
}

/** By a command whose children inherit the fault. */
export function judgeByCommand(
  name: string,
  faults: readonly Fault[],
  testFiles: readonly string[],
  options: PieceOptions,
) {
  const command = `vitest run --bail=1 --maxWorkers=1 --config tests/mutants/vitest.config.ts ${testFiles.join(' ')}`;
  return judge(name, faults, options, {
    testRunner: 'command',
    commandRunner: { command },
    coverageAnalysis: 'off',
  });
}

async function judge(
  name: string,
  faults: readonly Fault[],
  { root, folder, concurrency }: PieceOptions,
  runner: PartialStrykerOptions,
): Promise<readonly Judged[]> {
  const kept = path.join(folder, `${name}.json`);
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as readonly Judged[];
  mkdirSync(folder, { recursive: true });
  const sample = path.join(folder, `${name}.sample.json`);
  writeFileSync(sample, JSON.stringify(faults.map(faultKey)));
  process.env[SAMPLE_FILE] = sample;
  const stryker = new Stryker({
    ...runner,
    // Whole lines; what else stands on them is left out by the checker.
    mutate: faults.map(({ file, location }) => `${file}:${location.start.line + 1}-${location.end.line + 1}`),
    plugins: ['@stryker-mutator/vitest-runner', path.join(import.meta.dirname, 'sampleChecker.ts')],
    checkers: ['sample'],
    reporters: ['progress-append-only'],
    concurrency,
    dryRunTimeoutMinutes: 60,
    timeoutMS: 60_000,
    timeoutFactor: 4,
    tempDirName: path.join(folder, 'sandbox'),
    cleanTempDir: 'always',
    ignorePatterns: ['out', 'release', 'docs', '.mutants', 'test-results'],
    allowConsoleColors: false,
    allowEmpty: true,
  });
  const results = await stryker.runMutationTest();
  const fates = new Map(results.map((result) => [faultKey(reportedFault(root, result)), fateOf(result)]));
  const judged = faults.map((fault) => ({ fault, fate: fates.get(faultKey(fault)) ?? 'broken' }));
  writeFileSync(`${kept}.tmp`, JSON.stringify(judged, null, 1));
  renameSync(`${kept}.tmp`, kept);
  return judged;
}

/** A report's lines and columns begin at 1, those of the instrumenter at 0. */
function reportedFault(root: string, result: MutantResult): Fault {
  const before = ({ line, column }: Position): Position => ({ line: line - 1, column: column - 1 });
  const { start, end } = result.location;
  return faultOf(root, { ...result, location: { start: before(start), end: before(end) } });
}

function fateOf({ status }: MutantResult): Fate {
  switch (status) {
    case 'Killed':
    case 'Timeout':
      return 'killed';
    case 'Survived':
      return 'survived';
    case 'NoCoverage':
      return 'uncovered';
    case 'Ignored':
      return 'static';
    case 'CompileError':
    case 'RuntimeError':
    case 'Pending':
      return 'broken';
  }
}
