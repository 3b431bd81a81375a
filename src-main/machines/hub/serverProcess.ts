/** The NATS server as a child: started again whenever it dies, until it is stopped. */
import { spawn, type ChildProcess } from 'node:child_process';
import { NO_LOG, type Log } from '../../store/log.ts';
import { exitReason } from '../../host/processLauncher.ts';

const FIRST_PAUSE_MILLISECONDS = 100;
const LONGEST_PAUSE_MILLISECONDS = 10_000;
/** One that ran for so long had started well. */
const STARTED_MILLISECONDS = 5000;
const STOP_MILLISECONDS = 10_000;
const SAID_LETTERS = 8000;
/** It met a full disk. From then on it stores nothing until it is started anew, whatever room there is. */
const STUCK = /critical write error|no space left on device/i;

export interface ServerProcessOptions {
  /** Checked right before each start, since it is a program. */
  readonly file: () => Promise<string>;
  readonly config: string;
  readonly log?: Log;
  /** It stores nothing any more, though it runs; once until it is started again. */
  readonly onStuck?: (said: string) => void;
  /** How often it died without having started well, in a row, and the end of what it said. */
  readonly onDeath?: (inARow: number, said: string) => void;
}

export class ServerProcess {
  readonly #options: ServerProcessOptions;
  readonly #log: Log;
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #deaths = 0;
  #isStuck = false;

  constructor(options: ServerProcessOptions) {
    this.#options = options;
    this.#log = options.log ?? NO_LOG;
  }

  get processId(): number | undefined {
    return this.#child?.pid;
  }

  /** @throws StudioError as `natsServerFile` */
  async start(): Promise<void> {
    const file = await this.#options.file();
    if (this.#stopped) return;
    const began = Date.now();
    let said = '';
    this.#isStuck = false;
    const child = spawn(file, ['-c', this.#options.config], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child = child;
    child.stderr.on('data', (piece) => {
      said = (said + String(piece)).slice(-SAID_LETTERS);
      if (STUCK.test(said) && !this.#isStuck) {
        this.#isStuck = true;
        this.#options.onStuck?.(said);
      }
    });
    let over = false;
    const end = (reason: string) => {
      if (over) return;
      over = true;
      this.#child = undefined;
      if (!this.#stopped) this.#restart(Date.now() - began, said, reason);
    };
    child.on('error', (error) => {
      end(error.message);
    });
    child.on('close', (code, signal) => {
      end(exitReason({ code, signal, errorOutput: said }));
    });
  }

  #restart(livedMilliseconds: number, said: string, reason: string): void {
    this.#deaths = livedMilliseconds > STARTED_MILLISECONDS ? 1 : this.#deaths + 1;
    this.#log.write('error', 'hub.serverEnded', { reason, inARow: this.#deaths }, said);
    this.#options.onDeath?.(this.#deaths, said === '' ? reason : said);
    const pause = Math.min(FIRST_PAUSE_MILLISECONDS * 2 ** (this.#deaths - 1), LONGEST_PAUSE_MILLISECONDS);
    this.#timer = setTimeout(() => {
      this.start().catch((error: unknown) => {
        this.#restart(0, error instanceof Error ? error.message : String(error), 'not started');
      });
    }, pause);
  }

  /** It writes down what it has, and begins anew. */
  again(): void {
    this.#child?.kill('SIGTERM');
  }

  /** It writes down what it has, and ends. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (child === undefined) return;
    const gone = new Promise<void>((resolve) =>
      child.once('close', () => {
        resolve();
      }),
    );
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_MILLISECONDS);
    await gone;
    clearTimeout(force);
  }
}
