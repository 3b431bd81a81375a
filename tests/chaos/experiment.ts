/** Carries out one experiment of the plan and judges what is left by what an undisturbed run leaves. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { MIGRATIONS } from '../../src-main/store/migrations/index.ts';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { Command } from './command.ts';
import { describeBlow, type Experiment, type Work } from './plan.ts';
import { befallServed } from './served.ts';
import { announcedOf, beginning, leftOf, STUDY, type Left } from './works.ts';

/** What an undisturbed run of a work leaves, and how long it takes. */
export interface Baseline {
  readonly seconds: number;
  readonly left: readonly Left[];
}

export interface Verdict {
  readonly index: number;
  readonly work: Work;
  readonly blow: string;
  /** Nothing is wrong where there is none. */
  readonly faults: readonly string[];
  readonly announced: number;
  readonly missing: number;
  /** Resumes that followed, and the first exit code of each. */
  readonly resumes: readonly (number | null)[];
  /** Whether a blow inside a named point has fallen; null for other blows. */
  readonly struck: boolean | null;
  readonly seconds: number;
}

const LIMIT_MILLISECONDS = 120_000;

export async function baselineOf(work: Work): Promise<Baseline> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'chaos-base-'));
  try {
    prepare(work, scratch);
    const began = performance.now();
    const command = new Command(beginning(work, scratch), { dataFolder: path.join(scratch, 'data') });
    const code = await within(command);
    if (code !== 0) throw new Error(`the undisturbed ${work} ended with ${code}:\n${command.errors}`);
    return { seconds: (performance.now() - began) / 1000, left: await leftOf(path.join(scratch, 'data')) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

export async function carryOut(experiment: Experiment, baseline: Baseline): Promise<Verdict> {
  const began = performance.now();
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'chaos-'));
  const disk = experiment.blow.kind === 'fullDisk' ? mountDisk(scratch) : null;
  try {
    const { index, work, blow } = experiment;
    prepare(work, scratch);
    const trial = new Trial(experiment, baseline, scratch);
    const outcome = work === 'served' ? await befallServed(experiment, baseline, scratch) : await trial.run();
    return { index, work, blow: describeBlow(blow), ...outcome, seconds: (performance.now() - began) / 1000 };
  } finally {
    if (disk !== null) execFileSync('umount', ['-l', disk]);
    rmSync(scratch, { recursive: true, force: true });
  }
}

export type Outcome = Pick<Verdict, 'faults' | 'announced' | 'missing' | 'resumes' | 'struck'>;

class Trial {
  readonly #experiment: Experiment;
  readonly #baseline: Baseline;
  readonly #scratch: string;
  readonly #data: string;
  readonly #faults: string[] = [];
  readonly #resumes: (number | null)[] = [];
  readonly #lines: string[] = [];

  constructor(experiment: Experiment, baseline: Baseline, scratch: string) {
    this.#experiment = experiment;
    this.#baseline = baseline;
    this.#scratch = scratch;
    this.#data = path.join(scratch, 'data');
  }

  async run(): Promise<Outcome> {
    const { work, blow } = this.#experiment;
    const marker = path.join(this.#scratch, 'struck');
    const clock = path.join(this.#scratch, 'clock');
    const options = {
      dataFolder: this.#data,
      ...(blow.kind === 'point' ? { strike: { point: blow.point, nth: blow.nth, marker } } : {}),
      ...(blow.kind === 'clock' ? { clock } : {}),
    };
    // A checkpoint is read only where there is one to go on from: that blow falls in a resume.
    const inRestore = blow.kind === 'point' && blow.point === 'restore';
    const first = new Command(
      beginning(work, this.#scratch),
      inRestore ? { dataFolder: this.#data } : options,
    );
    if (inRestore) {
      await this.#wait(0.6);
      first.killGroup();
    } else await this.#befall(first, clock);
    let code = await within(first);
    this.#lines.push(...first.lines);
    if (inRestore) code = await this.#resume(options);
    // Whatever was begun must end well; each resume at its first try, unless it was struck itself.
    for (let turn = 0; code !== 0 && turn < 4; turn++)
      code = await this.#resume(options, inRestore && turn === 0);
    if (code !== 0) this.#faults.push(`it never ended: ${code}`);
    const { announced, missing } = await this.#judge();
    return {
      faults: this.#faults,
      announced,
      missing,
      resumes: this.#resumes,
      struck: blow.kind === 'point' ? existsSync(marker) : null,
    };
  }

  async #wait(share: number): Promise<void> {
    await delay(share * this.#baseline.seconds * 1000);
  }

  async #befall(command: Command, clock: string): Promise<void> {
    const { blow } = this.#experiment;
    if (blow.kind === 'point') return;
    await this.#wait(blow.share);
    switch (blow.kind) {
      case 'kill':
        if (blow.victim === 'group') command.killGroup();
        else if (blow.victim === 'host') command.kill(command.processId);
        else for (const trainer of command.engines('trainer')) command.kill(trainer);
        return;
      case 'signal':
        command.killGroup(blow.signal);
        return;
      case 'stop': {
        const victims = blow.victim === 'host' ? [command.processId] : command.engines('trainer');
        for (const victim of victims) command.kill(victim, 'SIGSTOP');
        await delay(blow.seconds * 1000);
        for (const victim of victims) command.kill(victim, 'SIGCONT');
        return;
      }
      case 'clock':
        writeFileSync(clock, String(blow.jumpSeconds));
        return;
      case 'fullDisk': {
        const ballast = path.join(this.#data, '..', 'disk', 'ballast');
        fill(ballast);
        await delay(blow.seconds * 1000);
        rmSync(ballast, { force: true });
        return;
      }
      case 'engine':
        throw new Error('a command serves nobody');
    }
  }

  async #resume(
    options: ConstructorParameters<typeof Command>[1],
    struckBefore = false,
  ): Promise<number | null> {
    const { work } = this.#experiment;
    const words = this.#resumeWords();
    const command = new Command(words, options);
    const code = await within(command);
    this.#lines.push(...command.lines);
    const struck =
      options.strike !== undefined && code === null && existsSync(options.strike.marker) && !struckBefore;
    if (!struck) {
      this.#resumes.push(code);
      if (code !== 0)
        this.#faults.push(`${words.slice(0, 3).join(' ')} ended with ${code}: ${command.errors.slice(-400)}`);
    }
    if (/\n\s+at |Unsettled|\{\w+\}/.test(command.errors))
      this.#faults.push(`${work}: ${command.errors.slice(-400)}`);
    return code;
  }

  /** The same again, or what goes on with what was begun. */
  #resumeWords(): readonly string[] {
    const { work } = this.#experiment;
    if (work === 'import' || work === 'migration') return beginning(work, this.#scratch);
    const store = existsSync(path.join(this.#data, 'studio.sqlite')) ? openQuietly(this.#data) : null;
    try {
      if (work === 'study') {
        const [study] = store?.studies.list() ?? [];
        return study === undefined
          ? beginning(work, this.#scratch)
          : ['study', '--resume', study.id, '--json'];
      }
      const [run] = store?.runs() ?? [];
      return run === undefined ? beginning(work, this.#scratch) : ['train', '--resume', run.id, '--json'];
    } finally {
      store?.close();
    }
  }

  async #judge(): Promise<{ announced: number; missing: number }> {
    const { work } = this.#experiment;
    const left = await leftOf(this.#data);
    if (left.length !== this.#baseline.left.length) {
      this.#faults.push(`${left.length} runs are left, ${this.#baseline.left.length} were expected`);
    }
    left.forEach((run, index) => {
      const expected = this.#baseline.left[index];
      for (const part of ['status', 'score', 'metrics', 'episodes', 'weights'] as const) {
        if (JSON.stringify(run[part]) !== JSON.stringify(expected?.[part]))
          this.#faults.push(`run ${index}: ${part} differ`);
      }
    });
    if (work === 'study') return { announced: 0, missing: 0 };
    const told = announcedOf(this.#lines);
    const metrics = new Set(left[0]?.metrics ?? []);
    const episodes = new Set(left[0]?.episodes ?? []);
    const missing = [
      ...told.metrics.filter((line) => !metrics.has(line)),
      ...told.episodes.filter((line) => !episodes.has(line)),
    ];
    if (missing.length > 0) this.#faults.push(`announced and not there: ${missing.slice(0, 3).join('; ')}`);
    return { announced: told.metrics.length + told.episodes.length, missing: missing.length };
  }
}

function openQuietly(folder: string): ExperimentStore | null {
  return ExperimentStore.openReadOnly(folder);
}

/** Its exit status; one that hangs is ended, and counts as failed. */
export async function within(command: Command): Promise<number | null> {
  const timer = setTimeout(() => {
    command.killGroup();
  }, LIMIT_MILLISECONDS);
  const code = await command.ended;
  clearTimeout(timer);
  return code;
}

const ARCHIVES = path.join(import.meta.dirname, '..', '..', 'assets', 'experiments');

function prepare(work: Work, scratch: string): void {
  if (work === 'study') writeFileSync(path.join(scratch, 'study.json'), JSON.stringify(STUDY));
  if (work === 'import')
    execFileSync('cp', [path.join(ARCHIVES, 'walker-walk.wmsx'), path.join(scratch, 'run.wmsx')]);
  if (work !== 'migration') return;
  // A folder of the first studio, with a run in it.
  const data = path.join(scratch, 'data');
  mkdirSync(path.join(data, 'runs'), { recursive: true });
  const store = ExperimentStore.open(data);
  store.createRun({
    id: 'old-run',
    name: 'old',
    algorithm: 'dreamer',
    environment: 'dmc/walker-walk',
    preset: 'paper',
    config: {},
    tags: [],
    scoreMetric: 'evaluation/return',
    codeVersion: 'old',
  });
  const row = store.connection.prepare('SELECT * FROM runs').get() as Record<string, unknown>;
  store.close();
  for (const ending of ['', '-wal', '-shm'])
    rmSync(path.join(data, `studio.sqlite${ending}`), { force: true });
  const old = new Database(path.join(data, 'studio.sqlite'));
  const application = 0x574d5374;
  old.pragma(`application_id = ${application}`);
  old.exec(MIGRATIONS[0] ?? '');
  old.pragma('user_version = 1');
  const columns = (old.pragma('table_info(runs)') as { name: string }[]).map(({ name }) => name);
  const names = columns.filter((name) => name in row);
  old
    .prepare(`INSERT INTO runs (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
    .run(...names.map((name) => row[name]));
  old.close();
}

/** A small disk for the data folder. */
function mountDisk(scratch: string): string {
  const disk = path.join(scratch, 'disk');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256m', 'tmpfs', disk]);
  mkdirSync(path.join(disk, 'data'));
  execFileSync('ln', ['-s', path.join(disk, 'data'), path.join(scratch, 'data')]);
  return disk;
}

function fill(file: string): void {
  const { bavail, bsize } = statfsSync(path.dirname(file));
  try {
    writeFileSync(file, new Uint8Array(bavail * bsize));
  } catch {
    // Something else was written meanwhile: it is full all the same.
  }
}
