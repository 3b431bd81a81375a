/**
 * `npm run test:chaos -- [--seed N] [--count N] [--only INDEX...]`: kills, stops and starves real trainings at seeded moments,
 * and judges what is left by what undisturbed ones leave, to the last bit. Results are kept a line each, so that a run that
 * was stopped goes on where it was (`--fresh` begins anew).
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { baselineOf, carryOut, type Baseline, type Verdict } from './experiment.ts';
import { planOf, type Work } from './plan.ts';

const command = new Command('chaos')
  .option('--seed <n>', 'draws another plan', '1')
  .option('--count <n>', 'experiments', '200')
  .option('--only <index...>', 'only these of the plan')
  .option('--fresh', 'forget what was found before')
  .parse();
const asked = command.opts<{
  readonly seed: string;
  readonly count: string;
  readonly only?: readonly string[];
  readonly fresh?: true;
}>();
const seed = Number(asked.seed);
const folder = path.join(import.meta.dirname, '..', '..', '.chaos');
const file = path.join(folder, `seed-${seed}.jsonl`);
mkdirSync(folder, { recursive: true });
if (asked.fresh === true) rmSync(file, { force: true });

const known = new Map<number, Verdict>(
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Verdict)
        .map((verdict) => [verdict.index, verdict])
    : [],
);
const only = asked.only?.map(Number);
const plan = planOf(seed, Number(asked.count)).filter(({ index }) => only?.includes(index) ?? true);
const baselines = new Map<Work, Baseline>();
const verdicts: Verdict[] = [];
for (const experiment of plan) {
  const before = only === undefined ? known.get(experiment.index) : undefined;
  if (before !== undefined) {
    verdicts.push(before);
    continue;
  }
  let baseline = baselines.get(experiment.work);
  if (baseline === undefined) baselines.set(experiment.work, (baseline = await baselineOf(experiment.work)));
  const verdict = await carryOut(experiment, baseline);
  verdicts.push(verdict);
  appendFileSync(file, `${JSON.stringify(verdict)}\n`);
  const { index, work, blow, faults, seconds } = verdict;
  process.stdout.write(
    `${faults.length === 0 ? 'passed' : 'FAILED'}  ${index} ${work}: ${blow} (${seconds.toFixed(0)} s)\n${faults.map((fault) => `        ${fault}\n`).join('')}`,
  );
}
const resumes = verdicts.flatMap((verdict) => verdict.resumes);
const points = verdicts.filter(({ struck }) => struck === true).length;
const sum = (of: (verdict: Verdict) => number) => verdicts.reduce((total, verdict) => total + of(verdict), 0);
process.stdout.write(
  [
    `seed ${seed}: ${verdicts.length} experiments, ${points} of them struck inside save, sync, rename, record or restore, ${(sum(({ seconds }) => seconds) / 60).toFixed(0)} minutes`,
    `${sum(({ missing }) => missing)} of ${sum(({ announced }) => announced)} announced records missing`,
    `${resumes.filter((code) => code === 0).length} of ${resumes.length} resumes ended well at the first try`,
    `${verdicts.filter(({ faults }) => faults.length === 0).length} passed, ${verdicts.filter(({ faults }) => faults.length > 0).length} failed`,
    '',
  ].join('\n'),
);
process.exitCode = verdicts.some(({ faults }) => faults.length > 0) ? 1 : 0;
