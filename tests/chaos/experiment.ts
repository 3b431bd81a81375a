/** Carries out one experiment of the plan, and what its work leaves where nothing befalls it. */
import { Command } from './command.ts';
import { befallDesktop, desktopBaseline } from './desktop.ts';
import { leftOf, litterOf } from './left.ts';
import { describeBlow, isKill, kindOf, sooner, type Experiment, type Work } from './plan.ts';
import { scratchFor, type Scratch } from './scratch.ts';
import { befallServed } from './served.ts';
import { Trial, type Baseline, type Outcome } from './trial.ts';
import { beginning, hurryOf } from './works.ts';

export interface Verdict extends Outcome {
  readonly index: number;
  readonly work: Work;
  readonly kind: string;
  readonly blow: string;
  readonly killed: boolean;
  readonly seconds: number;
}

/** Blows that came too late are tried again, sooner. */
const ATTEMPTS = 4;

/** Of each work once; whoever has them closes them. */
export class Baselines {
  readonly #known = new Map<Work, Promise<Baseline>>();
  readonly #scratches: Scratch[] = [];

  of(work: Work): Promise<Baseline> {
    // What is served is judged by the same training on the command line.
    const measured = work === 'served' ? 'dreamerNumbers' : work;
    let baseline = this.#known.get(measured);
    if (baseline === undefined) this.#known.set(measured, (baseline = this.#measure(measured)));
    return baseline;
  }

  close(): void {
    for (const scratch of this.#scratches) scratch.remove();
  }

  async #measure(work: Work): Promise<Baseline> {
    const scratch = scratchFor(work);
    this.#scratches.push(scratch);
    const { folder, data } = scratch;
    const baseline =
      work === 'desktop' ? await desktopBaseline(scratch) : await commandBaseline(work, folder, data);
    const litter = await litterOf(data);
    if (litter.length > 0) throw new Error(`the undisturbed ${work} left: ${litter.join('; ')}`);
    return { ...baseline, folder: data };
  }
}

async function commandBaseline(work: Work, folder: string, data: string): Promise<Baseline> {
  const began = performance.now();
  const command = new Command(beginning(work, folder), { dataFolder: data, hurry: hurryOf(work) });
  const since = () => (performance.now() - began) / 1000;
  let startSeconds = 0;
  const watch = setInterval(() => {
    if (startSeconds === 0 && command.steps > 0) startSeconds = since();
  }, 20);
  const code = await command.ended;
  const seconds = since();
  clearInterval(watch);
  if (code !== 0) throw new Error(`the undisturbed ${work} ended with ${code}:\n${command.errors}`);
  return { seconds, startSeconds, steps: command.steps, left: await leftOf(data) };
}

export async function carryOut(experiment: Experiment, baselines: Baselines): Promise<Verdict> {
  const { index, work } = experiment;
  const began = performance.now();
  let attempted = experiment;
  let outcome: Outcome;
  try {
    const baseline = await baselines.of(work);
    outcome = await attempt(attempted, baseline);
    for (let turn = 1; turn < ATTEMPTS && !outcome.landed && outcome.faults.length === 0; turn++) {
      attempted = { ...attempted, blow: sooner(attempted.blow) };
      outcome = await attempt(attempted, baseline);
    }
    if (!outcome.landed) outcome = { ...outcome, faults: [...outcome.faults, 'the blow never fell'] };
  } catch (error) {
    const fault = `it could not be carried out: ${error instanceof Error ? error.message : String(error)}`;
    outcome = { faults: [fault], announced: 0, missing: 0, resumes: [], landed: false };
  }
  const { blow } = attempted;
  const seconds = (performance.now() - began) / 1000;
  const killed = isKill(experiment);
  return { index, work, kind: kindOf(blow), blow: describeBlow(blow), killed, ...outcome, seconds };
}

async function attempt(experiment: Experiment, baseline: Baseline): Promise<Outcome> {
  const { work, blow } = experiment;
  const scratch = scratchFor(work, {
    smallDisk: blow.kind === 'fullDisk',
    ...(baseline.folder === undefined ? {} : { finished: baseline.folder }),
  });
  try {
    if (work === 'served') return await befallServed(experiment, baseline, scratch);
    if (work === 'desktop') return await befallDesktop(experiment, baseline, scratch);
    return await new Trial(experiment, baseline, scratch).run();
  } finally {
    scratch.remove();
  }
}
