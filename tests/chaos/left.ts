/** What a work has left in its data folder, and what it had announced: the two sides of every claim. */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { readCheckpoint, verifyCheckpoint } from '../../src-main/store/checkpoints.ts';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';

/** Of one run: what must not depend on what befell it, and what must be there because it was announced. */
export interface Left {
  readonly id: string;
  readonly status: string;
  readonly score: number | null;
  readonly metrics: readonly string[];
  readonly episodes: readonly string[];
  /** Hashes of the final checkpoint's arrays, and of its header without times and messages. */
  readonly weights: readonly string[];
  readonly logs: readonly string[];
  readonly checkpoints: readonly string[];
}

/** Wall time, rates, names and ids are the machine's; everything else must be equal to the last bit. */
export const SAME_TO_THE_BIT = ['status', 'score', 'metrics', 'episodes', 'weights'] as const;

const TIMED = /seconds|perSecond|rate$/i;

const metricLine = (name: string, step: number | null, value: number | null) => `${name} ${step} ${value}`;
const episodeLine = (purpose: string, step: number, length: number, episodeReturn: number | null) =>
  `${purpose} ${step} ${length} ${episodeReturn}`;
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

/** Runs in the order of their seeds. */
export async function leftOf(dataFolder: string): Promise<readonly Left[]> {
  const store = ExperimentStore.openReadOnly(dataFolder);
  if (store === null) return [];
  try {
    const runs = [...store.runs()].sort(
      (a, b) => (a.studyCell?.seed ?? 0) - (b.studyCell?.seed ?? 0) || (a.id < b.id ? -1 : 1),
    );
    return await Promise.all(runs.map(({ id, status, score }) => ofRun(store, id, { status, score })));
  } finally {
    store.close();
  }
}

async function ofRun(
  store: ExperimentStore,
  id: string,
  { status, score }: Pick<Left, 'status' | 'score'>,
): Promise<Left> {
  const metrics = Array.from(store.metricRows(id))
    .filter(({ name }) => !TIMED.test(name))
    .map(({ name, axis, value }) => metricLine(name, axis.gradientSteps, value));
  const episodes = Array.from(
    store.episodeRows(id),
    ({ summary: { purpose, episodeReturn, length, axis }, recipe }) =>
      `${episodeLine(purpose, axis.gradientSteps, length, episodeReturn)}${recipe === null ? '' : ` ${sha256(JSON.stringify(recipe))}`}`,
  );
  const checkpoints = store.checkpoints(id);
  const final = checkpoints.find(({ reason }) => reason === 'final');
  return {
    id,
    status,
    score,
    metrics: metrics.sort(),
    episodes: episodes.sort(),
    weights: final === undefined ? [] : await weightsOf(store.folder.checkpoint(id, final.fileName)),
    logs: store.log(id, 10_000).map(({ at, key }) => `${at} ${key}`),
    checkpoints: checkpoints.map((checkpoint) => checkpoint.id),
  };
}

async function weightsOf(file: string): Promise<readonly string[]> {
  const { checkpoint } = await readCheckpoint(file);
  const arrays = Object.entries(checkpoint.arrays).map(
    ([name, { data }]) => `${name} ${sha256(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))}`,
  );
  // What is on its way to the host when it is saved is the moment's.
  const header = JSON.stringify(checkpoint.header, (key, value: unknown) =>
    key === 'outbox' || TIMED.test(key) ? 0 : value,
  );
  return [...arrays.sort(), `header ${sha256(header)}`];
}

/** What is wrong with the folder itself, whatever the runs hold: damaged checkpoints, and what nobody will ever clear away. */
export async function litterOf(dataFolder: string): Promise<readonly string[]> {
  const faults: string[] = [];
  const store = ExperimentStore.openReadOnly(dataFolder);
  if (store === null) return ['there is no store'];
  try {
    if (store.connection.pragma('integrity_check', { simple: true }) !== 'ok')
      faults.push('the database is damaged');
    for (const { id } of store.runs())
      for (const { fileName } of store.checkpoints(id)) {
        await verifyCheckpoint(store.folder.checkpoint(id, fileName)).catch((error: unknown) =>
          faults.push(`${fileName}: ${String(error)}`),
        );
      }
  } finally {
    store.close();
  }
  for (const entry of readdirSync(dataFolder, { withFileTypes: true, recursive: true }))
    if (/\.tmp$|\.tmp-journal$|unrecorded\.bin|lock\./.test(entry.name))
      faults.push(`left behind: ${path.relative(dataFolder, path.join(entry.parentPath, entry.name))}`);
  return faults;
}

export interface Announced {
  readonly metrics: readonly string[];
  readonly episodes: readonly string[];
  readonly logs: readonly string[];
  readonly checkpoints: readonly string[];
}

interface RunEvent {
  readonly kind?: string;
  readonly axis?: { readonly gradientSteps: number };
  readonly values?: Readonly<Record<string, number>>;
  readonly episode?: {
    readonly purpose: string;
    readonly episodeReturn: number;
    readonly length: number;
    readonly axis: { readonly gradientSteps: number };
  };
  readonly entry?: { readonly at: string; readonly key: string };
  readonly checkpoint?: { readonly id: string };
}

function eventOf(line: string): RunEvent {
  try {
    return JSON.parse(line) as RunEvent;
  } catch {
    // The last line may have been cut by the kill.
    return {};
  }
}

/** Whether the line announces something that does not depend on the machine's pace. */
export const isStep = (line: string) => ['metrics', 'episode'].includes(eventOf(line).kind ?? '');

/** What lines of `train --json` (or events of a run, one a line) announced, as `leftOf` has it. */
export function announcedOf(lines: readonly string[]): Announced {
  const events = lines.map(eventOf);
  return {
    metrics: events.flatMap(({ kind, axis, values }) =>
      kind !== 'metrics' || axis === undefined
        ? []
        : Object.entries(values ?? {})
            .filter(([name]) => !TIMED.test(name))
            .map(([name, value]) => metricLine(name, axis.gradientSteps, value)),
    ),
    episodes: events.flatMap(({ episode }) =>
      episode === undefined
        ? []
        : [episodeLine(episode.purpose, episode.axis.gradientSteps, episode.length, episode.episodeReturn)],
    ),
    logs: events.flatMap(({ kind, entry }) =>
      kind === 'log' && entry !== undefined ? [`${entry.at} ${entry.key}`] : [],
    ),
    checkpoints: events.flatMap(({ kind, checkpoint }) =>
      kind === 'checkpoint' && checkpoint !== undefined ? [checkpoint.id] : [],
    ),
  };
}

export const announcedCount = ({ metrics, episodes, logs, checkpoints }: Announced) =>
  metrics.length + episodes.length + logs.length + checkpoints.length;

/** What was announced of a run and is not in it. */
export function missingIn(announced: Announced, left: Left | undefined): readonly string[] {
  const episodes = new Set(left?.episodes.map((line) => line.split(' ').slice(0, 4).join(' ')));
  const absent = (lines: readonly string[], there: ReadonlySet<string>) =>
    lines.filter((line) => !there.has(line));
  return [
    ...absent(announced.metrics, new Set(left?.metrics)),
    ...absent(announced.episodes, episodes),
    ...absent(announced.logs, new Set(left?.logs)),
    ...absent(announced.checkpoints, new Set(left?.checkpoints)),
  ];
}
