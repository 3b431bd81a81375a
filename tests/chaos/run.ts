/**
 * `npm run test:chaos -- [--seed N] [--count N] [--only INDEX...] [--at-once N]`: kills, stops and starves real trainings at
 * seeded moments, and judges what is left by what undisturbed ones leave, to the last bit. Results are kept a line each in
 * `.chaos`, so that a run that was stopped goes on where it was, with what failed again (`--fresh` begins anew). Exits with 1
 * on any fault. Linux, as root: disks are mounted; Electron needs Xvfb.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { findElectron } from '../../scripts/launch/electronBinary.mjs';
import { buildIfStale } from '../../scripts/launch/build.mjs';
import { ensureTestElectron } from '../../scripts/testElectron.mjs';
import { killAll } from './command.ts';
import { closeScreen } from './desktop.ts';
import { Baselines, carryOut, type Verdict } from './experiment.ts';
import { describeBlow, EXPERIMENTS, planOf, type Experiment } from './plan.ts';
import { removeScratches } from './scratch.ts';
import { howToRepeat, summary, table } from './table.ts';

const command = new Command('chaos')
  .option('--seed <n>', 'draws another plan', '1')
  .option('--count <n>', 'experiments', String(EXPERIMENTS))
  .option('--only <index...>', 'only these of the plan')
  .option('--work <name...>', 'only those with this work')
  .option('--at-once <n>', 'how many at a time', '1')
  .option('--fresh', 'forget what was found before')
  .option('--print', 'show the plan')
  .option('--report <file>', 'a JSON file for what counts results')
  .parse();
const asked = command.opts<{
  readonly seed: string;
  readonly count: string;
  readonly only?: readonly string[];
  readonly work?: readonly string[];
  readonly atOnce: string;
  readonly fresh?: true;
  readonly print?: true;
  readonly report?: string;
}>();
const seed = Number(asked.seed);
const folder = path.join(import.meta.dirname, '..', '..', '.chaos');
const file = path.join(folder, `seed-${seed}.jsonl`);
const tell = (line: string) => process.stdout.write(`${line}\n`);

const only = asked.only?.map(Number);
const count = only === undefined ? Number(asked.count) : Math.max(...only) + 1;
const plan = planOf(seed, count).filter(
  ({ index, work }) => (only?.includes(index) ?? true) && (asked.work?.includes(work) ?? true),
);
if (asked.print === true) {
  for (const { index, work, blow } of plan) tell(`${index} ${work}: ${describeBlow(blow)}`);
  process.exit(0);
}

mkdirSync(folder, { recursive: true });
if (asked.fresh === true) rmSync(file, { force: true });
/** The last word on each. */
const known = new Map<number, Verdict>(
  (existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [])
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Verdict)
    .map((verdict) => [verdict.index, verdict]),
);
const isKnown = ({ index, work }: Experiment) => {
  const before = known.get(index);
  return only === undefined && before?.work === work && before.faults.length === 0;
};

const waiting = plan.filter((experiment) => !isKnown(experiment));
if (waiting.some(({ work }) => work === 'desktop' || work === 'served')) {
  const built = await buildIfStale({ node: process.execPath, flags: [], environment: {} });
  if (built !== 0) process.exit(built);
}
if (waiting.some(({ work }) => work === 'desktop')) {
  const installed = findElectron();
  process.env['STUDIO_TEST_ELECTRON'] ??=
    installed === undefined ? await ensureTestElectron() : path.dirname(installed);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    tell(`ended by ${signal}; the same command goes on where it was`);
    killAll();
    closeScreen();
    removeScratches();
    process.exit(1);
  });
}

const baselines = new Baselines();
const verdicts = new Map(
  plan.filter(isKnown).flatMap(({ index }) => {
    const verdict = known.get(index);
    return verdict === undefined ? [] : [[index, verdict] as const];
  }),
);
async function work(): Promise<void> {
  for (;;) {
    const experiment = waiting.shift();
    if (experiment === undefined) return;
    const verdict = await carryOut(experiment, baselines);
    verdicts.set(experiment.index, verdict);
    appendFileSync(file, `${JSON.stringify(verdict)}\n`);
    const { faults, seconds, index, blow } = verdict;
    tell(
      [
        `${faults.length === 0 ? 'passed' : 'FAILED'}  ${index} ${verdict.work}: ${blow} (${seconds.toFixed(0)} s)`,
        ...faults.map((fault) => `        ${fault}`),
      ].join('\n'),
    );
  }
}
try {
  await Promise.all(Array.from({ length: Number(asked.atOnce) }, work));
} finally {
  baselines.close();
  closeScreen();
}

const all = [...verdicts.values()].sort((a, b) => a.index - b.index);
const failed = all.filter(({ faults }) => faults.length > 0);
for (const line of [
  '',
  ...table(all),
  '',
  ...failed.map((verdict) => howToRepeat(seed, verdict)),
  ...summary(all),
])
  tell(line);
if (asked.report !== undefined) {
  const failures = failed.map(({ index, work: of, blow }) => `${index} ${of}: ${blow}`);
  writeFileSync(asked.report, JSON.stringify({ passed: all.length - failed.length, failures }));
}
process.exitCode = failed.length === 0 ? 0 : 1;
