/**
 * What a process tells of itself, for whoever looks for a fault: one line an event, with its values as JSON, and the error's
 * whole text below it. No secrets (redaction.ts), no experiment's data, no names that a person gave.
 *
 *     2026-01-02T03:04:05.678Z error 4242 client.failed {"reference":"1a2b3c4d","code":"internal"}
 *         | TypeError: ...
 */
import { LogFile, type LogLimits } from './logFile.ts';
import { withoutSecrets } from './redaction.ts';

export type LogLevel = 'info' | 'warning' | 'error';
export type LogValues = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
  /**
   * Never throws.
   * @param event what it is, in the log's own words; it names the same thing for good
   * @param detail a stack, the end of what a process wrote: any number of lines
   */
  write(level: LogLevel, event: string, values?: LogValues, detail?: string): void;
}

/** Of the host, the server and the shell: 5 MB each. */
export const LOG_LIMITS: LogLimits = { bytes: 1024 * 1024, files: 5 };
/** Of each run's trainers: half a megabyte, of so many runs. */
export const TRAINER_LOG_LIMITS: LogLimits = { bytes: 256 * 1024, files: 2 };

const MOST_VALUE_LETTERS = 2000;
const MOST_DETAIL_LETTERS = 16_384;
/** Of one event: what goes wrong a thousand times a second is told often enough, and leaves room for the rest. */
const MOST_A_MINUTE = 60;
const MINUTE = 60_000;

interface Told {
  since: number;
  count: number;
}

export class ProcessLog implements Log {
  readonly #file: LogFile;
  readonly #clock: () => Date;
  readonly #told = new Map<string, Told>();

  /** @param root holds the folder `logs` */
  constructor(
    root: string,
    name: string,
    limits: LogLimits = LOG_LIMITS,
    clock: () => Date = () => new Date(),
  ) {
    this.#file = new LogFile(root, name, limits, () => clock().getTime());
    this.#clock = clock;
  }

  /** The last lines of this process, written or not. */
  get recent(): readonly string[] {
    return this.#file.recent;
  }

  write(level: LogLevel, event: string, values: LogValues = {}, detail = ''): void {
    const now = this.#clock();
    const unsaid = this.#admit(event, now.getTime());
    if (unsaid === null) return;
    const told = unsaid === 0 ? values : { ...values, unsaid };
    const shown = Object.fromEntries(
      Object.entries(told).map(([key, value]) => [
        key,
        typeof value === 'string' ? shortened(value, MOST_VALUE_LETTERS) : value,
      ]),
    );
    const json = JSON.stringify(shown);
    const line = `${now.toISOString()} ${level} ${process.pid} ${event}${json === '{}' ? '' : ` ${json}`}`;
    // Lines of a detail cannot be taken for lines of the log.
    const below = shortened(detail, MOST_DETAIL_LETTERS).trimEnd();
    const lines = below === '' ? [] : below.split(/\r\n|[\n\r\u2028\u2029]/).map((text) => `    | ${text}`);
    this.#file.write(withoutSecrets([line, ...lines].join('\n')));
  }

  close(): void {
    this.#file.close();
  }

  /** @returns how many of its kind were left out before; null: this one is, too */
  #admit(event: string, now: number): number | null {
    const told = this.#told.get(event);
    if (told === undefined || now - told.since >= MINUTE) {
      this.#told.set(event, { since: now, count: 1 });
      return told === undefined ? 0 : Math.max(0, told.count - MOST_A_MINUTE);
    }
    told.count += 1;
    return told.count > MOST_A_MINUTE ? null : 0;
  }
}

/** Whoever writes no log. */
export const NO_LOG: Log = { write: () => undefined };

/** Secrets go first: half of one is not known for what it is. */
function shortened(text: string, mostLetters: number): string {
  return text.length <= mostLetters
    ? text
    : withoutSecrets(text.slice(0, 4 * mostLetters)).slice(0, mostLetters);
}

let faults: Log | null = null;

/** What ends this process without its doing, and what Node warns of, is told there from now on. */
export function logFaults(log: Log): void {
  const first = faults === null;
  faults = log;
  if (first) watchFaults();
}

function watchFaults(): void {
  const log: Log = {
    write: (...entry) => {
      faults?.write(...entry);
    },
  };
  process.on('uncaughtExceptionMonitor', (error, origin) => {
    log.write('error', 'process.uncaught', { origin }, wholeError(error));
  });
  process.on('warning', ({ name, message }) => {
    log.write('warning', 'process.warning', { name, message });
  });
}

/** The stack, and those of its causes. */
export function wholeError(error: unknown): string {
  const parts: string[] = [];
  for (let next = error; next !== undefined && next !== null && parts.length < 5;) {
    parts.push(next instanceof Error ? (next.stack ?? next.message) : String(next));
    next = next instanceof Error ? next.cause : undefined;
  }
  return parts.join('\ncaused by ');
}
