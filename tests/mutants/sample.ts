/** All small faults that Stryker can put into the studio's logic, and a seeded sample of them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Location, Mutant, Position } from '@stryker-mutator/api/core';
import { commonTokens, type BaseContext } from '@stryker-mutator/api/plugin';
import { createInstrumenter } from '@stryker-mutator/instrumenter';
import { createInjector, type Injector } from 'typed-inject';
import { RandomStream } from '../../src-main/numerics/random.ts';

/** What is mutated; texts are left out. */
const FOLDERS = [
  'shared',
  ...['acting', 'agents', 'algorithms', 'engine', 'host', 'inspection', 'models', 'store', 'training'].map(
    (name) => `src-main/${name}`,
  ),
];
const LEFT_OUT = /^shared\/messages\//;

/** One fault: what stands where, and what it is replaced by. Lines and columns begin at 0. */
export interface Fault {
  readonly file: string;
  readonly mutator: string;
  readonly location: Location;
  readonly replacement: string;
}

/** Tells the same fault in another list of them. */
export function faultKey({ file, mutator, location: { start, end }, replacement }: Fault): string {
  return [file, start.line, start.column, end.line, end.column, mutator, replacement].join('|');
}

/** Characters before a place in a text. */
export function offsetOf(text: string, { line, column }: Position): number {
  const before = text.split('\n').slice(0, line);
  return before.reduce((sum, each) => sum + each.length + 1, 0) + column;
}

export function faultOf(root: string, mutant: Mutant): Fault {
  const { fileName, mutatorName, location, replacement } = mutant;
  const file = path.relative(root, path.resolve(root, fileName)).split(path.sep).join('/');
  return { file, mutator: mutatorName, location, replacement };
}

const silent = () => undefined;
const LOG = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  fatal: silent,
};

/** Every fault of every file, in the files' order. */
export async function allFaults(root: string): Promise<readonly Fault[]> {
  const names = FOLDERS.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      [folder, ...file.split(path.sep)].join('/'),
    ),
  )
    .filter((file) => file.endsWith('.ts') && !LEFT_OUT.test(file))
    .sort();
  const injector = createInjector()
    .provideValue(commonTokens.logger, LOG)
    .provideValue(commonTokens.getLogger, () => LOG) as unknown as Injector<BaseContext>;
  const instrumenter = injector.injectFunction(createInstrumenter);
  const files = names.map((name) => ({
    name,
    mutate: true,
    content: readFileSync(path.join(root, name), 'utf8'),
  }));
  const { mutants } = await instrumenter.instrument(files, {
    plugins: null,
    excludedMutations: [],
    ignorers: [],
    noHeader: true,
  });
  return mutants.map((mutant) => faultOf(root, mutant as unknown as Mutant));
}

/** So many of them in an order that the seed alone decides. */
export function sampleOf(faults: readonly Fault[], seed: number, count: number): readonly Fault[] {
  const random = RandomStream.named(seed, 'mutants');
  const left = [...faults];
  const drawn: Fault[] = [];
  while (drawn.length < count && left.length > 0) {
    drawn.push(...left.splice(random.integer(left.length), 1));
  }
  return drawn;
}
