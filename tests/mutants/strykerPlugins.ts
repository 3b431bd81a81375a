/**
 * Stryker's plugins: a checker that lets only the faults of the sample through, since others stand on the same lines, and a
 * reporter that keeps each verdict as soon as it is known.
 */
import { readFileSync } from 'node:fs';
import { CheckStatus, type Checker, type CheckResult } from '@stryker-mutator/api/check';
import type { Mutant, MutantResult, Position } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import type { Reporter } from '@stryker-mutator/api/report';
import { Journal, type Fate } from './fate.ts';
import { faultKey, faultOf, type Fault } from './sample.ts';

/** Environment variable with the path of a JSON list of keys. */
export const SAMPLE_FILE = 'STUDIO_MUTANTS_SAMPLE';
/** Environment variable with the path of the journal. */
export const JOURNAL_FILE = 'STUDIO_MUTANTS_JOURNAL';

function sampleKeys(): ReadonlySet<string> {
  return new Set(JSON.parse(readFileSync(process.env[SAMPLE_FILE] ?? '', 'utf8')) as readonly string[]);
}

class SampleChecker implements Checker {
  #keys: ReadonlySet<string> = new Set();

  init(): Promise<void> {
    this.#keys = sampleKeys();
    return Promise.resolve();
  }

  check(mutants: Mutant[]): Promise<Record<string, CheckResult>> {
    const results = mutants.map((mutant): [string, CheckResult] => [
      mutant.id,
      this.#keys.has(faultKey(faultOf(process.cwd(), mutant)))
        ? { status: CheckStatus.Passed }
        : { status: CheckStatus.CompileError, reason: 'not in the sample' },
    ]);
    return Promise.resolve(Object.fromEntries(results));
  }

  group(mutants: Mutant[]): Promise<string[][]> {
    return Promise.resolve([mutants.map(({ id }) => id)]);
  }
}

class JournalReporter implements Reporter {
  readonly #journal = new Journal(process.env[JOURNAL_FILE] ?? '');
  readonly #keys = sampleKeys();

  onMutantTested(result: Readonly<MutantResult>): void {
    const fault = reportedFault(process.cwd(), result);
    if (this.#keys.has(faultKey(fault))) this.#journal.note(fault, fateOf(result));
  }
}

/** A report's lines and columns begin at 1, those of the instrumenter at 0. */
function reportedFault(root: string, result: Readonly<MutantResult>): Fault {
  const before = ({ line, column }: Position): Position => ({ line: line - 1, column: column - 1 });
  const { start, end } = result.location;
  return faultOf(root, { ...result, location: { start: before(start), end: before(end) } });
}

function fateOf({ status }: Readonly<MutantResult>): Fate {
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

export const strykerPlugins = [
  declareClassPlugin(PluginKind.Checker, 'sample', SampleChecker),
  declareClassPlugin(PluginKind.Reporter, 'journal', JournalReporter),
];
