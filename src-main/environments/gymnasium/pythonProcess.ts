/**
 * One Python of a thread, playing several environments of one config: started, asked by frames over two named pipes, ended with
 * everything that it started. Reads block the thread, as `Environment.step` does; starting does not.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ENVIRONMENT_LOCK_SCHEMA, type EnvironmentLock } from '../../../shared/environmentLock.ts';
import { StudioError } from '../../../shared/errors.ts';
import { setSessionPriority } from '../sessionPriority.ts';
import type { GymnasiumConfig } from './config.ts';
import { pythonUse, requireConsent, type PythonUse } from './consent.ts';
import { REQUEST, writeAll } from '../framing.ts';
import { AnswerReader, PYTHON_REQUEST, requestFrame, type Answer } from './frames.ts';
import { MADE_SCHEMA, READY_SCHEMA, wrongWith, type Made } from './pythonReports.ts';
import { pythonVariables } from './pythonVariables.ts';

const SERVER = path.join('assets', 'python', 'studio_gymnasium.py');
/** Folders above this file in which the server may lie: the repository's, the bundle's, the installed app's resources. */
const MOST_LEVELS = 6;
/** For importing and making the first environment. */
const START_SECONDS = 120;
/** For one request; below what a blocked vector environment waits. */
const REQUEST_SECONDS = 50;
/** A pipe holds 64 KB: with fewer bytes of requests unread, writing never blocks, so neither side waits for the other for ever. */
const MOST_UNREAD_BYTES = 32 * 1024;
/** Of what it printed last. */
const LOG_CHARACTERS = 2000;
/** After its pipes were closed it ends by itself; after this it is ended. */
const END_MILLISECONDS = 8000;

export class PythonProcess {
  readonly made: Made;
  readonly #use: PythonUse;
  readonly #folder: string;
  readonly #child: ChildProcess;
  /** That one request may take. */
  readonly #seconds: number;
  readonly #requests: number;
  readonly #answersFile: number;
  readonly #answers: AnswerReader;
  /** Not yet sent. */
  #queued: Uint8Array[] = [];
  /** Bytes of each request that was sent or queued and not answered, in order. */
  readonly #unread: number[] = [];
  #unreadBytes = 0;
  /** Answers that came before they were asked for, copied. */
  readonly #early = new Map<number, Answer>();
  #slots = 1;
  #lock: EnvironmentLock | null = null;
  #gone: StudioError | null = null;
  #closed = false;

  private constructor(use: PythonUse, { folder, child, seconds }: Running, made: Made, files: Files) {
    this.#use = use;
    this.#folder = folder;
    this.#child = child;
    this.#seconds = seconds;
    this.made = made;
    this.#requests = files.requests;
    this.#answersFile = files.answers;
    this.#answers = new AnswerReader(files.answers);
  }

  /**
   * Starts a Python with the first environment made, if the person of this machine has allowed that.
   * @param seconds that one request may take
   * @throws StudioError `python.*`: what is missing, wrong or not allowed
   */
  static async start(config: GymnasiumConfig, seconds = REQUEST_SECONDS): Promise<PythonProcess> {
    if (process.platform === 'win32') throw new StudioError('python.noWindows');
    const use = pythonUse(config);
    requireConsent(use);
    const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-python-'));
    try {
      return await launch(use, { ...config, timeoutSeconds: seconds }, folder, (child, made, files) => {
        return new PythonProcess(use, { folder, child, seconds }, made, files);
      });
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Makes another environment like the first. @returns its slot @throws StudioError what broke */
  open(): number {
    const slot = this.#slots++;
    this.ask(REQUEST.open, slot, new Float64Array());
    this.answer(slot);
    return slot;
  }

  /**
   * What episodes depend on here. The first who asks has it tried, which takes some fifty of its steps.
   * @param slot with no request under way; its episode goes on undisturbed
   * @throws StudioError what broke
   */
  lock(slot: number): EnvironmentLock {
    if (this.#lock !== null) return this.#lock;
    this.ask(PYTHON_REQUEST.probe, slot, new Float64Array());
    const answer = new TextDecoder().decode(this.answer(slot));
    this.#lock = ENVIRONMENT_LOCK_SCHEMA.parse(JSON.parse(answer));
    return this.#lock;
  }

  /** Sends a request on its way; `answer` waits. A slot has one at a time. */
  ask(kind: number, slot: number, payload: Float64Array): void {
    if (this.#gone !== null) throw this.#gone;
    const frame = requestFrame(kind, slot, payload);
    if (this.#unreadBytes + frame.length > MOST_UNREAD_BYTES) {
      this.#send();
      while (this.#unread.length > 0) this.#keepEarly(this.#read());
    }
    this.#queued.push(frame);
    this.#unread.push(frame.length);
    this.#unreadBytes += frame.length;
  }

  /** Sends whatever waits and blocks until this slot's answer is there. @returns valid until the next call @throws StudioError what broke */
  answer(slot: number): Uint8Array {
    this.#send();
    let found = this.#early.get(slot);
    this.#early.delete(slot);
    while (found === undefined) {
      const next = this.#read();
      if (next.slot === slot) found = next;
      else this.#keepEarly(next);
    }
    if (!found.ok) throw wrongWith(this.#use, JSON.parse(new TextDecoder().decode(found.payload)));
    return found.payload;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#requests);
    closeSync(this.#answersFile);
    const { pid } = this.#child;
    if (this.#gone !== null) {
      endGroup(pid);
      rmSync(this.#folder, { recursive: true, force: true });
      return;
    }
    // It sees its requests end, closes its environments, and removes the folder.
    setTimeout(() => {
      if (this.#child.exitCode === null && this.#child.signalCode === null) endGroup(pid);
    }, END_MILLISECONDS).unref();
  }

  #send(): void {
    if (this.#queued.length === 0) return;
    const frames = this.#queued;
    this.#queued = [];
    writeAll(this.#requests, frames.length === 1 ? (frames[0] ?? new Uint8Array()) : Buffer.concat(frames));
  }

  #read(): Answer {
    if (this.#gone !== null) throw this.#gone;
    const next = this.#answers.next();
    if (next === null) {
      this.#gone = this.#death();
      throw this.#gone;
    }
    this.#unreadBytes -= this.#unread.shift() ?? 0;
    return next;
  }

  #keepEarly(answer: Answer): void {
    this.#early.set(answer.slot, { ...answer, payload: answer.payload.slice() });
  }

  #death(): StudioError {
    const printed = lastPrinted(this.#folder);
    const { id, python } = this.#use;
    // The second is what C's own timer prints, where nothing of Python's could run any more.
    return existsSync(path.join(this.#folder, 'hung')) || /^Timeout \(/m.test(printed)
      ? new StudioError('python.hung', { id, seconds: this.#seconds }, { detail: printed })
      : new StudioError('python.died', { id, python, reason: lastLine(printed) }, { detail: printed });
  }
}

interface Running {
  /** Pipes, config, and what was printed. */
  readonly folder: string;
  readonly child: ChildProcess;
  readonly seconds: number;
}

interface Files {
  readonly requests: number;
  readonly answers: number;
}

async function launch<T>(
  use: PythonUse,
  config: GymnasiumConfig & { readonly timeoutSeconds: number },
  folder: string,
  finish: (child: ChildProcess, made: Made, files: Files) => T,
): Promise<T> {
  const place = (name: string) => path.join(folder, name);
  execFileSync('mkfifo', ['-m', '600', place('requests'), place('answers')]);
  const { observation, pixelsFrom, actionRepeat, id, kwargs, wrappers, timeoutSeconds } = config;
  const asked = { observation, pixelsFrom, actionRepeat, id, kwargs, wrappers, timeoutSeconds };
  writeFileSync(place('config.json'), JSON.stringify(asked), { mode: 0o600 });
  // Appending, so that what is printed goes on at the end once the file was cut.
  const log = openSync(place('log'), 'a', 0o600);
  const child = spawn(use.python, ['-u', serverFile(), folder], {
    cwd: folder,
    env: pythonVariables(process.env),
    stdio: ['ignore', log, log, 'pipe'],
    // A process group of its own: what it starts ends with it.
    detached: true,
  });
  closeSync(log);
  // As low as that of whoever steps it, beside other programs too.
  if (child.pid !== undefined) setSessionPriority(child.pid, os.getPriority());
  const files: number[] = [];
  const opened = (name: string, flags: number) => {
    const file = openSync(place(name), flags);
    files.push(file);
    return file;
  };
  try {
    const lines = reports(child, folder, use);
    const made = MADE_SCHEMA.parse(await lines.next());
    // Opening for both ways never blocks; what was opened for both ways would never end, though.
    const requests = opened('requests', constants.O_RDWR);
    const holder = opened('answers', constants.O_RDWR);
    READY_SCHEMA.parse(await lines.next());
    const answers = opened('answers', constants.O_RDONLY);
    closeSync(holder);
    files.splice(files.indexOf(holder), 1);
    lines.close();
    child.unref();
    return finish(child, made, { requests, answers });
  } catch (error) {
    for (const file of files) closeSync(file);
    endGroup(child.pid);
    throw error;
  }
}

/** What it reports before it plays. */
function reports(child: ChildProcess, folder: string, use: PythonUse) {
  const stream = child.stdio[3] as Readable;
  const lines = createInterface({ input: stream })[Symbol.asyncIterator]();
  const broken = new Promise<never>((_, reject) => {
    child.once('error', (error) => {
      reject(new StudioError('python.notFound', { python: use.python }, { cause: error }));
    });
  });
  broken.catch(() => undefined);
  return {
    /** @throws StudioError what is wrong, that it died or took too long */
    async next(): Promise<unknown> {
      const late = new AbortController();
      const tooLate = new Promise<never>((_, reject) => {
        const timer = setTimeout(() => {
          reject(
            new StudioError(
              'python.hung',
              { id: use.id, seconds: START_SECONDS },
              { detail: lastPrinted(folder) },
            ),
          );
        }, START_SECONDS * 1000);
        late.signal.addEventListener('abort', () => clearTimeout(timer));
      });
      try {
        const line = await Promise.race([lines.next(), broken, tooLate]);
        const printed = lastPrinted(folder);
        if (line.done === true) {
          const { id, python } = use;
          throw new StudioError(
            'python.died',
            { id, python, reason: lastLine(printed) },
            { detail: printed },
          );
        }
        const report: unknown = JSON.parse(line.value);
        if (typeof report === 'object' && report !== null && 'wrong' in report)
          throw wrongWith(use, report.wrong);
        return report;
      } finally {
        late.abort();
      }
    },
    close() {
      stream.destroy();
    },
  };
}

function serverFile(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  for (let level = 0; level < MOST_LEVELS; level++) {
    const file = path.join(folder, SERVER);
    if (existsSync(file)) return file;
    folder = path.dirname(folder);
  }
  throw new Error(`no ${SERVER} above ${path.dirname(fileURLToPath(import.meta.url))}`);
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

function lastPrinted(folder: string): string {
  try {
    return readFileSync(path.join(folder, 'log'), 'utf8').slice(-LOG_CHARACTERS);
  } catch {
    return '';
  }
}

/** A dash where it printed nothing. */
const lastLine = (printed: string) => printed.trim().split('\n').at(-1)?.slice(0, 300) || '–';
