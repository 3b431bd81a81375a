/**
 * `npm run test:mutants -- [--seed N] [--count N]`: puts a seeded sample of small faults into the studio's logic, each by
 * itself, and runs the tests that reach it. Faults that the tests' own processes do not notice are tried again by a command
 * whose child processes and workers have the fault too. Piece by piece: stopped, it goes on where it was.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { wholeNumber } from '../../src-main/cli/terminal.ts';
import { judgeByCommand, judgeInVitest, piecesOf, type Judged, type PieceOptions } from './pieces.ts';
import { allFaults, faultKey, sampleOf, type Fault } from './sample.ts';

/** Some turn out to be static and are not judged: so many more are drawn, and the first of the rest count. */
const OVERSAMPLING = 1.5;

/** Tests whose child processes and workers run the code of a folder. */
const CHILDREN_TESTS: Readonly<Record<string, readonly string[]>> = {
  acting: ['tests/algorithms', 'tests/host/evaluationOfRuns.test.ts'],
  algorithms: ['tests/algorithms', 'tests/host/evaluationOfRuns.test.ts', 'tests/host/theatre.test.ts'],
  engine: ['tests/host', 'tests/engine', 'tests/app'],
  host: ['tests/host', 'tests/cli', 'tests/app'],
  inspection: ['tests/host/theatre.test.ts', 'tests/inspection'],
  models: ['tests/algorithms', 'tests/host/theatre.test.ts'],
  shared: ['tests/host', 'tests/cli'],
  store: ['tests/host', 'tests/store', 'tests/cli'],
  training: ['tests/algorithms', 'tests/training', 'tests/host/evaluationOfRuns.test.ts'],
};

const command = new Command('mutants')
  .option('--seed <n>', 'draws another sample', '1')
  .option('--count <n>', 'faults that are judged', '300')
  .option('--concurrency <n>', 'faults at a time', '2')
  .option('--piece <name>', 'only one piece, such as store')
  .option('--list', 'the sample, without judging it')
  .parse();
const asked = command.opts<{
  readonly seed: string;
  readonly count: string;
  readonly concurrency: string;
  readonly piece?: string;
  readonly list?: true;
}>();
const seed = wholeNumber('--seed', asked.seed, 0, 1_000_000);
const count = wholeNumber('--count', asked.count, 1, 100_000);
const concurrency = wholeNumber('--concurrency', asked.concurrency, 1, 64);

const root = path.join(import.meta.dirname, '..', '..');
const folder = path.join(root, '.mutants', `seed-${seed}`);
const faults = await allFaults(root);
const drawn = sampleOf(faults, seed, Math.ceil(count * OVERSAMPLING));
const told = ({ file, location, mutator, replacement }: Fault) =>
  `${file}:${location.start.line + 1}:${location.start.column + 1}  ${mutator}  ${replacement.replace(/\s+/g, ' ').slice(0, 90)}`;

if (asked.list === true) {
  for (const fault of drawn) process.stdout.write(`${told(fault)}\n`);
  process.exit(0);
}
mkdirSync(folder, { recursive: true });
const fates = new Map<string, Judged>();
for (const [name, piece] of piecesOf(drawn)) {
  if (asked.piece !== undefined && asked.piece !== name) continue;
  const options: PieceOptions = { root, folder, concurrency };
  for (const judged of await judgeInVitest(name, piece, options)) fates.set(faultKey(judged.fault), judged);
  const alive = piece.filter((fault) => {
    const fate = fates.get(faultKey(fault))?.fate;
    return fate === 'survived' || fate === 'uncovered';
  });
  const tests = CHILDREN_TESTS[name];
  if (tests === undefined || alive.length === 0) continue;
  const again = await judgeByCommand(`${name}-children`, alive, tests, options);
  for (const judged of again) if (judged.fate === 'killed') fates.set(faultKey(judged.fault), judged);
}

const judged = drawn
  .flatMap((fault) => fates.get(faultKey(fault)) ?? [])
  .filter(({ fate }) => fate !== 'static' && fate !== 'broken')
  .slice(0, count);
const killed = judged.filter(({ fate }) => fate === 'killed').length;
const survivors = judged.filter(({ fate }) => fate !== 'killed');
writeFileSync(path.join(folder, 'survivors.txt'), survivors.map(({ fault }) => `${told(fault)}\n`).join(''));
for (const { fault, fate } of survivors) process.stdout.write(`${fate}  ${told(fault)}\n`);
process.stdout.write(
  `seed ${seed}: ${killed} of ${judged.length} faults noticed (${((100 * killed) / judged.length).toFixed(1)}%), ` +
    `drawn from ${faults.length}\n`,
);
