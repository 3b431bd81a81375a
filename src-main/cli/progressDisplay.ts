/** Shows the progress of trainings: one living line in a terminal, plain lines now and then elsewhere. */
import type { CheckpointSummary, LogEntry, PhaseProgress } from '../../shared/run.ts';
import { algorithmKey, hasMessage } from '../../shared/messages/index.ts';
import { plainText, terminalSafe, VALUE_CHARACTERS } from './plainText.ts';
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

/** One training's progress, and what it was lately. */
interface Track {
  progress: PhaseProgress;
  samples: { readonly at: number; readonly done: number }[];
}

const fractionOf = ({ done, total }: PhaseProgress) => (total > 0 ? done / total : 0);
const percent = (fraction: number) => `${Math.floor(fraction * 100)}%`;
const phaseText = (algorithm: string, { phase, index, phases }: PhaseProgress) =>
  `[${index + 1}/${phases.length}] ${word(algorithmKey(algorithm, `phase.${phase}`), phase)}`;

function rateOf(samples: Track['samples']): string | null {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.at - first.at < 0.5) return null;
  const rate = (last.done - first.done) / (last.at - first.at);
  return rate >= 100 ? rate.toFixed(0) : rate.toPrecision(2);
}

/** One of several in a line. */
function briefly(name: string, algorithm: string, { progress }: Track): string {
  const { runSecondsLeft } = progress;
  const left =
    runSecondsLeft === null ? [] : [say('cli.train.phaseLeft', { time: clockTime(runSecondsLeft) })];
  return [`${name}:`, phaseText(algorithm, progress), percent(fractionOf(progress)), ...left].join(' ');
}

export class ProgressDisplay {
  /** Whose phases are shown. */
  algorithm = '';
  readonly #terminal: Terminal;
  readonly #now: () => number;
  #shown = '';
  #drawnAt = -Infinity;
  /** By the training's name, in the order in which they began. */
  readonly #tracks = new Map<string, Track>();
  #score: string | null = null;

  constructor(terminal: Terminal, now: () => number = () => performance.now() / 1000) {
    this.#terminal = terminal;
    this.#now = now;
  }

  /** @param name where several train at once: which of them */
  progress(progress: PhaseProgress, name = ''): void {
    const now = this.#now();
    const before = this.#tracks.get(name);
    const isNew = progress.phase !== before?.progress.phase;
    const samples = [...(isNew ? [] : before.samples), { at: now, done: progress.done }];
    while (samples.length > 2 && now - (samples[0]?.at ?? now) > RATE_WINDOW_SECONDS) samples.shift();
    this.#tracks.set(name, { progress, samples });
    const interval = this.#terminal.isTTY === true ? REDRAW_INTERVAL_SECONDS : PLAIN_INTERVAL_SECONDS;
    const ended = progress.done >= progress.total;
    if (!isNew && !ended && now - this.#drawnAt < interval) return;
    this.#drawnAt = now;
    const text = plainText(this.#describe(), VALUE_CHARACTERS);
    if (this.#terminal.isTTY === true) this.#redraw(text);
    else this.#terminal.write(`${text}\n`);
  }

  /** That one trains no longer. */
  forget(name: string): void {
    this.#tracks.delete(name);
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
    this.#terminal.write(`${terminalSafe(text)}\n`);
    if (this.#shown !== '') this.#terminal.write(this.#shown);
  }

  /** Leaves the last state standing. */
  close(): void {
    if (this.#shown !== '') this.#terminal.write('\n');
    this.#shown = '';
  }

  #describe(): string {
    const tracks = [...this.#tracks];
    const [first] = tracks;
    if (first !== undefined && tracks.length === 1) return this.#describeOne(first[1]);
    return tracks.map(([name, track]) => briefly(name, this.algorithm, track)).join('   ');
  }

  #describeOne({ progress, samples }: Track): string {
    const { done, total, unit, phaseSecondsLeft, runSecondsLeft } = progress;
    const fraction = fractionOf(progress);
    const rate = rateOf(samples);
    const parts = [
      phaseText(this.algorithm, progress),
      `${progressBar(fraction, BAR_WIDTH)} ${percent(fraction).padStart(4)}`,
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
