/**
 * A log as files of bounded size and number in a folder `logs`: `host.log` is written to, `host.log.1` is the one before. Only
 * its owner reads it. A log never stands in the way of what it tells of: where it cannot be written, lines are counted and
 * left out, and the last of them are kept in memory.
 */
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { ownUser, PRIVATE_FILE, PRIVATE_FOLDER } from './privateFiles.ts';
import { pathInside } from './safePath.ts';

export const LOGS_FOLDER = 'logs';

export interface LogLimits {
  /** Of one file. */
  readonly bytes: number;
  /** The one that is written to among them. */
  readonly files: number;
}

/** How long a log that cannot be written is left alone. */
const RETRY_MILLISECONDS = 10_000;
/** Kept in memory. */
const RECENT_LINES = 300;

export class LogFile {
  readonly #root: string;
  readonly #name: string;
  readonly #limits: LogLimits;
  readonly #now: () => number;
  #descriptor: number | null = null;
  #size = 0;
  #notBefore = -Infinity;
  #unwritten = 0;
  #recent: string[] = [];

  /**
   * @param root holds the folder `logs`, which is made with the first line
   * @param name a plain file name without its ending
   * @param now milliseconds
   */
  constructor(root: string, name: string, limits: LogLimits, now: () => number = () => performance.now()) {
    this.#root = root;
    this.#name = name;
    this.#limits = limits;
    this.#now = now;
  }

  /** The last lines of this process, written or not. */
  get recent(): readonly string[] {
    return this.#recent;
  }

  /** One line or several, without the end of the last. Never throws. */
  write(lines: string): void {
    this.#recent = [...this.#recent, ...lines.split('\n')].slice(-RECENT_LINES);
    if (this.#now() < this.#notBefore) {
      this.#unwritten += 1;
      return;
    }
    try {
      const lost = this.#unwritten === 0 ? '' : `(${this.#unwritten} entries could not be written)\n`;
      this.#append(Buffer.from(`${lost}${lines}\n`));
      this.#unwritten = 0;
    } catch {
      // A full disk, a medium that cannot be written, a link where the file should be: the studio goes on without.
      this.#unwritten += 1;
      this.#notBefore = this.#now() + RETRY_MILLISECONDS;
      this.close();
    }
  }

  close(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = null;
    if (descriptor !== null) closeSync(descriptor);
  }

  #append(bytes: Buffer): void {
    this.#descriptor ??= this.#open();
    if (this.#size > 0 && this.#size + bytes.length > this.#limits.bytes) {
      this.close();
      this.#turn();
      this.#descriptor = this.#open();
    }
    // What is longer than a file may be is cut: its beginning says what happened.
    this.#size += writeSync(this.#descriptor, bytes.subarray(0, this.#limits.bytes));
  }

  #place(age: number): string {
    return pathInside(this.#root, LOGS_FOLDER, age === 0 ? `${this.#name}.log` : `${this.#name}.log.${age}`);
  }

  #open(): number {
    mkdirSync(path.dirname(this.#place(0)), { recursive: true, mode: PRIVATE_FOLDER });
    const { O_APPEND, O_CREAT, O_WRONLY } = constants;
    // Windows has no such flag; there links take a right of their own to make.
    const noLinks = (constants as Partial<Record<string, number>>)['O_NOFOLLOW'] ?? 0;
    const descriptor = openSync(this.#place(0), O_APPEND | O_CREAT | O_WRONLY | noLinks, PRIVATE_FILE);
    const { size, uid, mode } = fstatSync(descriptor);
    const user = ownUser();
    if (user !== undefined && uid !== user) {
      closeSync(descriptor);
      throw new Error('the log is another user’s');
    }
    if (user !== undefined && (mode & 0o077) !== 0) fchmodSync(descriptor, PRIVATE_FILE);
    this.#size = size;
    return descriptor;
  }

  /** Each becomes one older; the oldest goes. */
  #turn(): void {
    const { files } = this.#limits;
    rmSync(this.#place(files - 1), { force: true });
    for (let age = files - 2; age >= 0; age--) {
      try {
        renameSync(this.#place(age), this.#place(age + 1));
      } catch (error) {
        // Not so many yet.
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      }
    }
  }
}
