/**
 * `npm run test:mutants -- [--seed N] [--count N]`: puts a seeded sample of small faults into the studio's logic, each by
 * itself, and runs the tests that reach it. Faults that the tests' own processes do not notice are tried again where child
 * processes and workers have the fault too. Every verdict is kept: stopped, it goes on where it was.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { wholeNumber } from '../../src-main/cli/terminal.ts';
import { type Fate } from './fate.ts';
import { judgeInChildren } from './inChildren.ts';
import { judgeInVitest } from './inVitest.ts';
import { allFaults, faultKey, sampleOf, type Fault } from './sample.ts';

/** Some turn out to be static and are not judged: so many more are drawn, and the first of the rest count. */
const OVERSAMPLING = 1.5;

const command = new Command('mutants')
  .option('--seed <n>', 'draws another sample', '1')
  .option('--count <n>', 'faults that are judged', '300')
  .option('--concurrency <n>', 'faults at a time', '2')
  .option('--only <folder>', 'faults of one folder, such as src-main/store')
  .option('--list', 'the sample, without judging it')
  .parse();
const asked = command.opts<{
  readonly seed: string;
  readonly count: string;
  readonly concurrency: string;
  readonly only?: string;
  readonly list?: true;
}>();
const seed = wholeNumber('--seed', asked.seed, 0, 1_000_000);
const count = wholeNumber('--count', asked.count, 1, 100_000);
const concurrency = wholeNumber('--concurrency', asked.concurrency, 1, 64);

const root = path.join(import.meta.dirname, '..', '..');
const faults = (await allFaults(root)).filter(({ file }) => file.startsWith(asked.only ?? ''));
const drawn = sampleOf(faults, seed, Math.ceil(count * OVERSAMPLING));
// What was judged holds for this very sample: other sources have other faults.
const digest = createHash('sha256').update(drawn.map(faultKey).join('\n')).digest('hex').slice(0, 12);
const folder = path.join(root, '.mutants', `seed-${seed}-${digest}`);
const told = ({ file, location, mutator, replacement }: Fault) =>
  `${file}:${location.start.line + 1}:${location.start.column + 1}  ${mutator}  ${replacement.replace(/\s+/g, ' ').slice(0, 90)}`;

if (asked.list === true) {
  for (const fault of drawn) process.stdout.write(`${told(fault)}\n`);
  process.exit(0);
}
mkdirSync(folder, { recursive: true });
const tell = (line: string) => process.stdout.write(`${line}\n`);
const inVitest = await judgeInVitest(drawn, { folder, concurrency });
const asleep = drawn.filter((fault) => {
  const fate = inVitest.fateOf(fault);
  return fate === 'survived' || fate === 'uncovered';
});
const inChildren = await judgeInChildren(asleep, { root, folder, concurrency, tell });

function fateOf(fault: Fault): Fate {
  const own = inVitest.fateOf(fault) ?? 'broken';
  return inChildren.fateOf(fault) === 'killed' ? 'killed' : own;
}
const judged = drawn
  .map((fault) => ({ fault, fate: fateOf(fault) }))
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
