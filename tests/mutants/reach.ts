/**
 * Which test files run which code in child processes and workers. V8 counts what a process ran and Node writes it down where a
 * process ends in order; offsets hold for the sources, since types are only blanked out of them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { faultKey, offsetOf, type Fault } from './sample.ts';

/** Environment variable with the folder for what is noted. */
export const REACH_FOLDER = 'STUDIO_MUTANTS_REACH';

/** A test file's name as that of a folder. */
export const reachName = (file: string): string => file.split(path.sep).join('__');

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

interface ProcessCoverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly Range[] }[];
  }[];
}

/** A test file whose tests passed, how long they took, and the keys of the faults that its children come by. */
export interface Reaching {
  readonly file: string;
  readonly milliseconds: number;
  readonly faults: readonly string[];
}

/** Folders with tests whose code runs in child processes and workers. */
const TESTS = ['acting', 'algorithms', 'app', 'cli', 'engine', 'host', 'inspection', 'store', 'training'];

/** Runs the tests of a tree once, or reads what an earlier call noted in `folder`. */
export function reachOf(faults: readonly Fault[], tree: string, folder: string): readonly Reaching[] {
  const kept = path.join(folder, 'reach.json');
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as readonly Reaching[];
  const raw = path.join(folder, 'reach');
  rmSync(raw, { recursive: true, force: true });
  mkdirSync(raw, { recursive: true });
  const report = path.join(raw, 'report.json');
  const ended = spawnSync(
    'vitest',
    [
      'run',
      ...['--config', 'tests/mutants/vitest.config.ts', '--reporter=json', `--outputFile=${report}`],
      ...TESTS.map((name) => `tests/${name}/`),
    ],
    { cwd: tree, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, [REACH_FOLDER]: raw } },
  );
  if (!existsSync(report))
    throw new Error(`no report of the tests (${ended.error?.message ?? ended.status})`);
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    readonly testResults: readonly {
      readonly name: string;
      readonly status: string;
      readonly startTime: number;
      readonly endTime: number;
    }[];
  };
  const places = placesOf(faults, tree);
  const reaching = testResults
    .filter(({ status }) => status === 'passed')
    .map(({ name, startTime, endTime }): Reaching => {
      const file = path.relative(tree, name);
      const reached = faultsIn(path.join(raw, reachName(file)), tree, places);
      return { file, milliseconds: endTime - startTime, faults: [...reached] };
    });
  writeFileSync(kept, JSON.stringify(reaching));
  rmSync(raw, { recursive: true, force: true });
  return reaching;
}

interface Place {
  readonly key: string;
  readonly offset: number;
}

/** Where the faults of each source file begin, counted in characters as V8 does. */
function placesOf(faults: readonly Fault[], tree: string): ReadonlyMap<string, readonly Place[]> {
  const places = new Map<string, Place[]>();
  for (const fault of faults) {
    const offset = offsetOf(readFileSync(path.join(tree, fault.file), 'utf8'), fault.location.start);
    places.set(fault.file, [...(places.get(fault.file) ?? []), { key: faultKey(fault), offset }]);
  }
  return places;
}

/** Keys of the faults that a process came by, of all that wrote into a folder. */
function faultsIn(
  folder: string,
  tree: string,
  places: ReadonlyMap<string, readonly Place[]>,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of names.filter((each) => each.startsWith('coverage-'))) {
    const { result } = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as ProcessCoverage;
    for (const { url, functions } of result) {
      if (!url.startsWith('file:')) continue;
      const file = path.relative(tree, fileURLToPath(url)).split(path.sep).join('/');
      const ranges = functions.flatMap((each) => each.ranges);
      for (const { key, offset } of places.get(file) ?? []) if (ran(ranges, offset)) reached.add(key);
    }
  }
  return reached;
}

/** Of nested ranges the innermost tells: the module around a function that was never called did run. */
function ran(ranges: readonly Range[], offset: number): boolean {
  const around = ranges
    .filter(({ startOffset, endOffset }) => startOffset <= offset && offset < endOffset)
    .sort((a, b) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset));
  return (around[0]?.count ?? 0) > 0;
}
