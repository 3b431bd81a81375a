/** One experiment with work on the command line: it is begun, something befalls it, and whatever is left must go on. */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { Command, kill, type CommandOptions } from './command.ts';
import { fillDisk, denyWriting, type Scratch } from './scratch.ts';
import {
  announcedCount,
  announcedOf,
  leftOf,
  litterOf,
  missingIn,
  SAME_TO_THE_BIT,
  type Left,
} from './left.ts';
import type { Blow, Experiment, Moment, Work } from './plan.ts';
import { beginning, hurryOf } from './works.ts';

/** What an undisturbed work leaves, and what the moments of a blow are shares of. */
export interface Baseline {
  readonly seconds: number;
  /** Until the first record is announced. */
  readonly startSeconds: number;
  readonly steps: number;
  readonly left: readonly Left[];
  /** The data folder, where another work is to find it as it is; absent where nobody does. */
  readonly folder?: string;
}

export interface Outcome {
  /** Nothing is wrong where there is none. */
  readonly faults: readonly string[];
  readonly announced: number;
  readonly missing: number;
  /** Exit codes of what went on with it, each at its first try. */
  readonly resumes: readonly (number | null)[];
  /** Whether the blow fell before the work was over. */
  readonly landed: boolean;
}

/** Share of a training's announcements before which the share is one of the time that it takes to start. */
const START_SHARE = 0.12;

/** Until the moment has come, or the work is over. */
export async function momentOf(
  command: { readonly running: boolean; readonly steps: number },
  baseline: Pick<Baseline, 'seconds' | 'startSeconds' | 'steps'>,
  { share, laterSeconds }: Moment,
): Promise<void> {
  const { seconds, startSeconds, steps } = baseline;
  // A study and an import announce next to nothing.
  if (steps < 5) await delay(share * seconds * 1000);
  else if (share < START_SHARE) await delay((share / START_SHARE) * startSeconds * 1000);
  else {
    const wanted = Math.floor(((share - START_SHARE) / (1 - START_SHARE)) * steps);
    while (command.running && command.steps < wanted) await delay(5);
    await delay(laterSeconds * 1000);
  }
}

export class Trial {
  readonly #work: Work;
  readonly #blow: Blow;
  readonly #baseline: Baseline;
  readonly #scratch: Scratch;
  readonly #faults: string[] = [];
  readonly #resumes: (number | null)[] = [];
  readonly #lines: string[] = [];
  readonly #marker: string;
  readonly #clock: string;
  #landed = false;

  constructor({ work, blow }: Experiment, baseline: Baseline, scratch: Scratch) {
    this.#work = work;
    this.#blow = blow;
    this.#baseline = baseline;
    this.#scratch = scratch;
    this.#marker = path.join(scratch.folder, 'struck');
    this.#clock = path.join(scratch.folder, 'clock');
  }

  async run(): Promise<Outcome> {
    let code = await this.#first();
    await this.#judgeAtOnce();
    // Whatever was begun must end well, and every resume at its first try.
    for (let turn = 0; code !== 0 && turn < 3; turn++) code = await this.#goOn(this.#options());
    if (code !== 0) this.#faults.push(`it never ended: ${code}`);
    const { announced, missing } = await this.#judge();
    return { faults: this.#faults, announced, missing, resumes: this.#resumes, landed: this.#landed };
  }

  #options(more: Partial<CommandOptions> = {}): CommandOptions {
    return {
      dataFolder: this.#scratch.data,
      hurry: hurryOf(this.#work),
      // A clock that has jumped stays where it is.
      ...(this.#blow.kind === 'clock' ? { clock: this.#clock } : {}),
      ...more,
    };
  }

  /** Up to the end of what the blow has befallen. @returns its exit code */
  async #first(): Promise<number | null> {
    const blow = this.#blow;
    const options = this.#options({ withoutOverride: blow.kind === 'readOnly' });
    if (blow.kind !== 'point') {
      const command = new Command(this.#beginning, options);
      await this.#befall(command, blow);
      return this.#endOf(command);
    }
    const { point, nth, within } = blow;
    const struck = { ...options, strike: { point, nth, within, marker: this.#marker } };
    // A checkpoint is read only where there is one to go on from: that blow falls in a resume.
    if (point === 'restore') {
      const before = new Command(this.#beginning, options);
      await momentOf(before, this.#baseline, { share: 0.3 + within / 80, laterSeconds: 0 });
      before.killGroup();
      await this.#endOf(before);
    }
    const words = point === 'restore' ? this.#wordsToGoOn() : this.#beginning;
    // It was over before it could be killed.
    if (words === null) return 0;
    const command = new Command(words, struck);
    const code = await this.#endOf(command);
    this.#landed = existsSync(this.#marker);
    return code;
  }

  get #beginning(): readonly string[] {
    return beginning(this.#work, this.#scratch.folder);
  }

  async #endOf(command: Command): Promise<number | null> {
    const code = await command.ended;
    this.#lines.push(...command.lines);
    this.#demandPlainWords(command);
    return code;
  }

  async #befall(command: Command, blow: Exclude<Blow, { kind: 'point' }>): Promise<void> {
    await momentOf(command, this.#baseline, blow);
    switch (blow.kind) {
      case 'kill':
        if (blow.victim === 'group') command.killGroup();
        else if (blow.victim === 'host') kill(command.processId);
        else for (const trainer of await this.#trainersOf(command)) kill(trainer);
        // What was over already is not killed.
        this.#landed = (await command.ended) !== 0;
        return;
      case 'signal':
        this.#landed = command.running;
        command.killGroup(blow.signal);
        return;
      case 'stop': {
        const { victim } = blow;
        const stop = async (signal: NodeJS.Signals) => {
          if (victim === 'group') command.killGroup(signal);
          else if (victim === 'host') kill(command.processId, signal);
          else for (const trainer of await this.#trainersOf(command)) kill(trainer, signal);
        };
        await stop('SIGSTOP');
        await delay(blow.seconds * 1000);
        this.#landed = command.running;
        if (blow.killed) command.killGroup();
        else {
          await stop('SIGCONT');
          await this.#demandEnd(command);
        }
        return;
      }
      case 'clock':
        this.#landed = command.running;
        writeFileSync(this.#clock, String(blow.jumpSeconds));
        if (blow.killed) {
          await delay(500);
          this.#landed = command.running;
          command.killGroup();
        } else await this.#demandEnd(command);
        return;
      case 'fullDisk': {
        this.#landed = command.running;
        const free = fillDisk(this.#scratch.folder);
        await delay(blow.seconds * 1000);
        if (blow.killed) command.killGroup();
        if (blow.killed) await command.ended;
        free();
        // It waits there, and goes on by itself.
        if (!blow.killed) await this.#demandEnd(command);
        return;
      }
      case 'readOnly': {
        this.#landed = command.running;
        const allow = denyWriting(this.#scratch.data);
        await delay(blow.seconds * 1000);
        if (blow.killed) {
          command.killGroup();
          await command.ended;
          await this.#demandReading();
        }
        allow();
      }
    }
  }

  /** It may have none yet. */
  async #trainersOf(command: Command): Promise<readonly number[]> {
    for (;;) {
      const trainers = command.engines('trainer');
      if (trainers.length > 0 || !command.running) return trainers;
      await delay(5);
    }
  }

  async #demandEnd(command: Command): Promise<void> {
    const code = await command.ended;
    if (code !== 0) this.#faults.push(`it ended with ${code}: ${command.errors.slice(-400)}`);
  }

  /** What only reads works where nothing may be written. */
  async #demandReading(): Promise<void> {
    const command = new Command(['runs', '--json'], this.#options({ withoutOverride: true }));
    const code = await command.ended;
    const runs = JSON.parse(command.lines[0] ?? '[]') as readonly unknown[];
    if (code !== 0 || runs.length === 0)
      this.#faults.push(
        `runs ended with ${code} where nothing may be written: ${command.errors.slice(-400)}`,
      );
  }

  /** @returns its exit code; 0 where everything is at its end already */
  async #goOn(options: CommandOptions): Promise<number | null> {
    const words = this.#wordsToGoOn();
    if (words === null) return 0;
    const command = new Command(words, options);
    const code = await this.#endOf(command);
    this.#resumes.push(code);
    if (code !== 0)
      this.#faults.push(`${words.slice(0, 3).join(' ')} ended with ${code}: ${command.errors.slice(-400)}`);
    return code;
  }

  /** No stack, no warning of Node's, no placeholder that nobody filled in. */
  #demandPlainWords({ errors }: Command): void {
    if (/\n\s+at |Unsettled|unsettled|\{\w+\}/.test(errors))
      this.#faults.push(`it said: ${errors.slice(-600)}`);
  }

  /** The same again, or what goes on with what was begun; null where that is at its end. */
  #wordsToGoOn(): readonly string[] | null {
    if (this.#work === 'migration') return this.#beginning;
    const store = existsSync(path.join(this.#scratch.data, 'studio.sqlite'))
      ? ExperimentStore.openReadOnly(this.#scratch.data)
      : null;
    try {
      const [run] = store?.runs() ?? [];
      const [study] = store?.studies.list() ?? [];
      const ended = store?.runs().every(({ status }) => status === 'completed') === true;
      if (this.#work === 'import') return run === undefined ? this.#beginning : null;
      if (this.#work === 'study') {
        if (study === undefined) return this.#beginning;
        return ended ? null : ['study', '--resume', study.id, '--json'];
      }
      if (run === undefined) return this.#beginning;
      return ended ? null : ['train', '--resume', run.id, '--json'];
    } finally {
      store?.close();
    }
  }

  /** Before anything goes on: what goes on computes again what was lost. */
  async #judgeAtOnce(): Promise<void> {
    if (this.#work === 'study' || this.#work === 'import' || this.#work === 'migration') return;
    if (!existsSync(path.join(this.#scratch.data, 'studio.sqlite'))) return;
    const [left] = await leftOf(this.#scratch.data);
    const missing = missingIn(announcedOf(this.#lines), left);
    if (missing.length > 0) this.#faults.push(`announced and lost: ${missing.slice(0, 3).join('; ')}`);
  }

  async #judge(): Promise<{ announced: number; missing: number }> {
    const left = await leftOf(this.#scratch.data);
    this.#faults.push(...differences(left, this.#baseline.left), ...(await litterOf(this.#scratch.data)));
    if (this.#work === 'study') return { announced: 0, missing: 0 };
    const told = announcedOf(this.#lines);
    const missing = missingIn(told, left[0]);
    if (missing.length > 0) this.#faults.push(`announced and not there: ${missing.slice(0, 3).join('; ')}`);
    return { announced: announcedCount(told), missing: missing.length };
  }
}

/** Between what runs left and what they should have. */
export function differences(left: readonly Left[], expected: readonly Left[]): readonly string[] {
  if (left.length !== expected.length)
    return [`${left.length} runs are left, ${expected.length} were expected`];
  return left.flatMap((run, index) =>
    SAME_TO_THE_BIT.flatMap((part) => {
      const [is, should] = [run[part], expected[index]?.[part]];
      if (JSON.stringify(is) === JSON.stringify(should)) return [];
      return [`run ${index}: ${part} differ: ${firstDifference(is, should)}`];
    }),
  );
}

function firstDifference(is: unknown, should: unknown): string {
  if (!Array.isArray(is) || !Array.isArray(should)) return `${String(is)}, not ${String(should)}`;
  const at = is.findIndex((line, index) => line !== should[index]);
  return `${is.length} of ${should.length}, ${String(is[at])}, not ${String(should[at])}`;
}
