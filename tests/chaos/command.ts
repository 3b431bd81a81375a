/** One `studio` command as a process group of its own, with what it announced. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { processLives } from '../../src-main/store/lock.ts';
import { CLOCK, PRELOAD, STRIKE, type Strike } from './strike.ts';

const STUDIO = path.join(import.meta.dirname, '..', '..', 'src-main', 'cli', 'studio.ts');

export interface CommandOptions {
  readonly dataFolder: string;
  readonly strike?: Strike;
  /** Path of the file that moves its clock. */
  readonly clock?: string;
}

export class Command {
  readonly processId: number;
  readonly #lines: string[] = [];
  #errors = '';
  #rest = '';
  #code: number | null = null;
  /** The exit status, 128 + the signal as shells count; null where it is not told. */
  readonly ended: Promise<number | null>;

  constructor(words: readonly string[], { dataFolder, strike, clock }: CommandOptions) {
    const child = spawn(process.execPath, [STUDIO, ...words, '--data-dir', dataFolder], {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      env: {
        ...process.env,
        STUDIO_LANGUAGE: 'en',
        NODE_OPTIONS: PRELOAD,
        ...(strike === undefined ? {} : { [STRIKE]: JSON.stringify(strike) }),
        ...(clock === undefined ? {} : { [CLOCK]: clock }),
      },
    });
    this.processId = child.pid ?? 0;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const pieces = (this.#rest + text).split('\n');
      this.#rest = pieces.pop() ?? '';
      this.#lines.push(...pieces);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
    this.ended = new Promise((resolve) => {
      child.once('close', (code) => {
        this.#code = code;
        resolve(code);
      });
    });
  }

  get running(): boolean {
    return this.#code === null && processLives(this.processId, null);
  }

  /** Whole lines of stdout so far. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  get errors(): string {
    return this.#errors;
  }

  /** Processes of its group that run an engine's entry. */
  engines(kind: 'trainer' | 'inspector' | 'evaluator'): readonly number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter(
        (processId) =>
          groupOf(processId) === this.processId && commandOf(processId).includes(`engine/${kind}.ts`),
      );
  }

  kill(victim: number, signal: NodeJS.Signals = 'SIGKILL'): void {
    try {
      process.kill(victim, signal);
    } catch {
      // It has just ended by itself.
    }
  }

  /** Everything that it started, and itself. */
  killGroup(signal: NodeJS.Signals = 'SIGKILL'): void {
    this.kill(-this.processId, signal);
  }
}

function statOf(processId: number): readonly string[] {
  try {
    const line = readFileSync(`/proc/${processId}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

const groupOf = (processId: number) => Number(statOf(processId)[2] ?? -1);

function commandOf(processId: number): string {
  try {
    return readFileSync(`/proc/${processId}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
