/** Stryker's plugin that lets only the faults of the sample through: others stand on the same lines. */
import { readFileSync } from 'node:fs';
import { CheckStatus, type Checker, type CheckResult } from '@stryker-mutator/api/check';
import type { Mutant } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { faultKey, faultOf } from './sample.ts';

/** Environment variable with the path of a JSON list of keys. */
export const SAMPLE_FILE = 'STUDIO_MUTANTS_SAMPLE';

class SampleChecker implements Checker {
  readonly #keys = new Set<string>();

  init(): Promise<void> {
    const keys = JSON.parse(readFileSync(process.env[SAMPLE_FILE] ?? '', 'utf8')) as readonly string[];
    for (const key of keys) this.#keys.add(key);
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

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'sample', SampleChecker)];
