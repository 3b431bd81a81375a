/** Shows a training's progress: one living line in a terminal, plain lines now and then elsewhere. */
import type { CheckpointSummary, LogEntry, PhaseProgress } from '../../shared/run.ts';
import { hasMessage } from '../../shared/messages/index.ts';
import { say } from './terminal.ts';

const PLAIN_INTERVAL_SECONDS = 15;
const REDRAW_INTERVAL_SECONDS = 0.1;
const BAR_WIDTH = 24;
/** Rates are averaged over so long. */
const RATE_WINDOW_SECONDS = 10;

export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** `episode` and `unit.episode` alike. */
const unitWord = (unit: string) => {
  const name = unit.replace(/^unit\./, '');
  return word(`unit.${name}`, name);
};

const word = (key: string, fallback: string) => (hasMessage(key) ? say(key) : fallback);

/** `1:02:03` or `2:03`. */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (number: number) => String(number).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

export function progressBar(fraction: number, width: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, fraction)) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

export class ProgressDisplay {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  #shown = '';
  #drawnAt = -Infinity;
  #phase = '';
  #samples: { readonly at: number; readonly done: number }[] = [];
  #score: string | null = null;

  constructor(terminal: Terminal, now: () => number = () => performance.now() / 1000) {
    this.#terminal = terminal;
    this.#now = now;
  }

  progress(progress: PhaseProgress): void {
    const now = this.#now();
    const isNew = progress.phase !== this.#phase;
    if (isNew) {
      this.#phase = progress.phase;
      this.#samples = [];
    }
    this.#samples.push({ at: now, done: progress.done });
    while (this.#samples.length > 2 && now - (this.#samples[0]?.at ?? now) > RATE_WINDOW_SECONDS) {
      this.#samples.shift();
    }
    const interval = this.#terminal.isTTY === true ? REDRAW_INTERVAL_SECONDS : PLAIN_INTERVAL_SECONDS;
    const ended = progress.done >= progress.total;
    if (!isNew && !ended && now - this.#drawnAt < interval) return;
    this.#drawnAt = now;
    const text = this.#describe(progress);
    if (this.#terminal.isTTY === true) this.#redraw(text);
    else this.#terminal.write(`${text}\n`);
  }

  metrics(values: Readonly<Record<string, number>>): void {
    const score = values['evaluation/return'];
    if (score !== undefined) this.#score = score.toFixed(1);
  }

  log(entry: LogEntry): void {
    this.line(say(entry.key, entry.values));
  }

  checkpoint(checkpoint: CheckpointSummary): void {
    // Terminals of other width see only the living line; in a log each checkpoint is worth a line.
    if (this.#terminal.isTTY === true) return;
    const size = (checkpoint.sizeBytes / 1e6).toFixed(1);
    this.line(say('cli.train.checkpoint', { id: checkpoint.id, size }));
  }

  /** A line that stays. */
  line(text: string): void {
    this.#erase();
    this.#terminal.write(`${text}\n`);
    if (this.#shown !== '') this.#terminal.write(this.#shown);
  }

  /** Leaves the last state standing. */
  close(): void {
    if (this.#shown !== '') this.#terminal.write('\n');
    this.#shown = '';
  }

  #describe({
    phase,
    index,
    phases,
    done,
    total,
    unit,
    phaseSecondsLeft,
    runSecondsLeft,
  }: PhaseProgress): string {
    const fraction = total > 0 ? done / total : 0;
    const rate = this.#rate();
    const parts = [
      `[${index + 1}/${phases.length}] ${word(`phase.${phase}`, phase)}`,
      `${progressBar(fraction, BAR_WIDTH)} ${String(Math.floor(fraction * 100)).padStart(3)}%`,
      `${Math.floor(done)}/${total} ${unitWord(unit)}`,
      ...(rate === null ? [] : [`${rate}/s`]),
      ...(phaseSecondsLeft === null
        ? []
        : [say('cli.train.phaseLeft', { time: clockTime(phaseSecondsLeft) })]),
      ...(runSecondsLeft === null ? [] : [say('cli.train.runLeft', { time: clockTime(runSecondsLeft) })]),
      ...(this.#score === null ? [] : [say('cli.train.score', { score: this.#score })]),
    ];
    return parts.join('  ');
  }

  #rate(): string | null {
    const first = this.#samples[0];
    const last = this.#samples[this.#samples.length - 1];
    if (first === undefined || last === undefined || last.at - first.at < 0.5) return null;
    const rate = (last.done - first.done) / (last.at - first.at);
    return rate >= 100 ? rate.toFixed(0) : rate.toPrecision(2);
  }

  #redraw(text: string): void {
    this.#erase();
    // A line that wraps could not be taken back.
    const room = (this.#terminal.columns ?? 100) - 1;
    this.#shown = text.length > room ? text.slice(0, room) : text;
    this.#terminal.write(this.#shown);
  }

  #erase(): void {
    if (this.#shown !== '') this.#terminal.write('\r\x1b[2K');
  }
}
