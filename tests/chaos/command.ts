/** One `studio` command as a process group of its own, with what it announced. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MEMORY_FLAGS } from '../../src-main/engine/memoryFlags.ts';
import { processLives } from '../../src-main/store/lock.ts';
import { isStep } from './left.ts';
import { CLOCK, HURRY, PRELOAD, STRIKE, type Strike } from './strike.ts';

const STUDIO = path.join(import.meta.dirname, '..', '..', 'src-main', 'cli', 'studio.ts');
/** Of one that hangs, unless told otherwise. Twenty times what the longest takes on an idle machine. */
const LIMIT_MILLISECONDS = 300_000;

export interface CommandOptions {
  readonly dataFolder: string;
  readonly hurry?: number;
  readonly strike?: Strike;
  /** Path of the file that moves its clock. */
  readonly clock?: string;
  /** Without root's right to write where nobody may. */
  readonly withoutOverride?: boolean;
  /** More variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** After which it counts as hanging and is killed. */
  readonly limitMilliseconds?: number;
}

/** Root may write everywhere; these words take that from what comes after them. */
const WITHOUT_OVERRIDE = [
  'setpriv',
  '--bounding-set=-dac_override,-dac_read_search',
  '--inh-caps=-dac_override,-dac_read_search',
];

const alive = new Set<Command>();

/** Groups of their own do not end with whoever began them. */
export function killAll(): void {
  for (const command of alive) command.killGroup();
}

export class Command {
  readonly processId: number;
  readonly #lines: string[] = [];
  #steps = 0;
  #errors = '';
  #rest = '';
  #isOver = false;
  /** Its exit code; null where a signal ended it. One that hangs is killed, and says so among its errors. */
  readonly ended: Promise<number | null>;

  constructor(words: readonly string[], options: CommandOptions) {
    const { dataFolder, strike, clock, hurry = 1 } = options;
    const all = [
      ...(options.withoutOverride === true ? WITHOUT_OVERRIDE : []),
      ...[process.execPath, ...MEMORY_FLAGS, STUDIO, ...words, '--data-dir', dataFolder],
    ];
    const child = spawn(all[0] ?? '', all.slice(1), {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      env: {
        ...process.env,
        STUDIO_LANGUAGE: 'en',
        STUDIO_CONFIG_DIR: path.join(dataFolder, '..', 'config'),
        NODE_OPTIONS: PRELOAD,
        [HURRY]: String(hurry),
        ...options.environment,
        ...(strike === undefined ? {} : { [STRIKE]: JSON.stringify(strike) }),
        ...(clock === undefined ? {} : { [CLOCK]: clock }),
      },
    });
    this.processId = child.pid ?? 0;
    alive.add(this);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const pieces = (this.#rest + text).split('\n');
      this.#rest = pieces.pop() ?? '';
      this.#lines.push(...pieces);
      this.#steps += pieces.filter(isStep).length;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
    const limit = setTimeout(() => {
      this.#errors += '\nit hung and was killed';
      this.killGroup();
    }, options.limitMilliseconds ?? LIMIT_MILLISECONDS);
    this.ended = new Promise((resolve) => {
      child.once('close', (code) => {
        clearTimeout(limit);
        this.#isOver = true;
        alive.delete(this);
        resolve(code);
      });
    });
  }

  get running(): boolean {
    return !this.#isOver && processLives(this.processId, null);
  }

  /** Whole lines of stdout so far. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** How many lines announced something that does not depend on the machine's pace. */
  get steps(): number {
    return this.#steps;
  }

  get errors(): string {
    return this.#errors;
  }

  /** Processes of its group that run an engine's entry. */
  engines(kind: 'trainer' | 'inspector' | 'evaluator'): readonly number[] {
    return processes().filter(
      (processId) =>
        groupOf(processId) === this.processId && commandOf(processId).includes(`engine/${kind}.ts`),
    );
  }

  /** Everything that it started, and itself. */
  killGroup(signal: NodeJS.Signals = 'SIGKILL'): void {
    kill(-this.processId, signal);
  }
}

export function kill(victim: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(victim, signal);
  } catch {
    // It has just ended by itself.
  }
}

export const processes = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

function statOf(processId: number): readonly string[] {
  try {
    const line = readFileSync(`/proc/${processId}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

const groupOf = (processId: number) => Number(statOf(processId)[2] ?? -1);
export const parentOf = (processId: number) => Number(statOf(processId)[1] ?? -1);

export function commandOf(processId: number): string {
  try {
    return readFileSync(`/proc/${processId}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
