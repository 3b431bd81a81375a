/** Real trainings of a few seconds, and what an undisturbed one leaves. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { mergeConfigs, type DeepPartialConfig } from '../../shared/configFields.ts';
import { readCheckpoint } from '../../src-main/store/checkpoints.ts';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { TINY_DREAMER, TINY_TASK } from '../algorithms/dreamer/tinyDreamer.ts';
import { TINY_WORLD_MODELS } from '../algorithms/world-models/tinyRun.ts';
import type { Work } from './plan.ts';

/** By dotted path. */
function flat(config: DeepPartialConfig, before = ''): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(config).flatMap(([name, value]) =>
      typeof value === 'object'
        ? Object.entries(flat(value as DeepPartialConfig, `${before}${name}.`))
        : [[before + name, value as string | number | boolean]],
    ),
  );
}

const settings = (config: DeepPartialConfig) =>
  Object.entries(flat(config)).map(([name, value]) => `${name}=${String(value)}`);

/** Longer than the unit tests' ones, and as often as it goes: a trainer's clock runs fast here (strike.ts). */
const OFTEN: DeepPartialConfig = { checkpoint: { everySeconds: 5, keep: 100 } };
const LONGER = mergeConfigs(TINY_DREAMER, { schedule: { environmentSteps: 12_000, trainSteps: 12 } });
const DREAMER_SETTINGS = settings({ ...LONGER, ...OFTEN });

/** The words after `studio` that begin the work. */
export function beginning(work: Work, scratch: string): readonly string[] {
  const train = (algorithm: string, environment: string, set: readonly string[]) => [
    'train',
    algorithm,
    '--env',
    environment,
    '--preset',
    'paper',
    '--json',
    '--set',
    ...set,
  ];
  switch (work) {
    case 'dreamerPixels':
      return train('dreamer', TINY_TASK, [...DREAMER_SETTINGS, 'environment.observation=pixels']);
    case 'worldModels':
      return train('world-models', 'car-racing', settings({ ...TINY_WORLD_MODELS, ...OFTEN }));
    case 'study':
      return ['study', path.join(scratch, 'study.json'), '--json'];
    case 'import':
      return ['import', path.join(scratch, 'run.wmsx'), '--json'];
    case 'migration':
      return ['runs', '--json'];
    case 'dreamerNumbers':
    case 'served':
      return train('dreamer', TINY_TASK, DREAMER_SETTINGS);
  }
}

export const STUDY = {
  name: 'two seeds',
  algorithm: 'dreamer',
  environments: [TINY_TASK],
  preset: 'paper',
  settings: flat({ ...LONGER, ...OFTEN }),
  vary: { kind: 'grid', fields: [] },
  seeds: [1, 2],
  concurrent: 1,
};

/** Everything of a run that must not depend on what befell it: wall time, names and ids left out. */
export interface Left {
  readonly status: string;
  readonly score: number | null;
  readonly metrics: readonly string[];
  readonly episodes: readonly string[];
  /** Hashes of the final checkpoint's arrays. */
  readonly weights: readonly string[];
}

/** Rates and times of day are the machine's. */
const TIMED = /seconds|perSecond|rate$/i;

export async function leftOf(dataFolder: string): Promise<readonly Left[]> {
  const store = ExperimentStore.openReadOnly(dataFolder);
  if (store === null) return [];
  try {
    const runs = [...store.runs()].sort((a, b) => (a.studyCell?.seed ?? 0) - (b.studyCell?.seed ?? 0));
    const left: Left[] = [];
    for (const { id, status, score } of runs) {
      const metrics = Array.from(store.metricRows(id))
        .filter(({ name }) => !TIMED.test(name))
        .map(({ name, axis, value }) => metricLine(name, axis.gradientSteps, value));
      const episodes = store
        .episodes(id, { limit: 10_000 })
        .map(({ purpose, episodeReturn, length, axis }) =>
          episodeLine(purpose, axis.gradientSteps, length, episodeReturn),
        );
      const final = store.checkpoints(id).find(({ reason }) => reason === 'final');
      const weights =
        final === undefined
          ? []
          : Object.entries(
              (await readCheckpoint(store.folder.checkpoint(id, final.fileName))).checkpoint.arrays,
            ).map(
              ([name, { data }]) =>
                `${name} ${createHash('sha256')
                  .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
                  .digest('hex')}`,
            );
      left.push({
        status,
        score,
        metrics: metrics.sort(),
        episodes: episodes.sort(),
        weights: weights.sort(),
      });
    }
    return left;
  } finally {
    store.close();
  }
}

export const metricLine = (name: string, step: number | null, value: number | null) =>
  `${name} ${step} ${value}`;
export const episodeLine = (purpose: string, step: number, length: number, episodeReturn: number | null) =>
  `${purpose} ${step} ${length} ${episodeReturn}`;

/** What `train --json` announced, as the lines that `leftOf` has. */
export function announcedOf(lines: readonly string[]): { metrics: string[]; episodes: string[] } {
  const metrics: string[] = [];
  const episodes: string[] = [];
  for (const line of lines) {
    let event: {
      kind?: string;
      axis?: { gradientSteps: number };
      values?: Record<string, number>;
      episode?: { purpose: string; episodeReturn: number; length: number; axis: { gradientSteps: number } };
    };
    try {
      event = JSON.parse(line) as typeof event;
    } catch {
      // The last line may have been cut by the kill.
      continue;
    }
    if (event.kind === 'metrics' && event.axis !== undefined) {
      for (const [name, value] of Object.entries(event.values ?? {})) {
        if (!TIMED.test(name)) metrics.push(metricLine(name, event.axis.gradientSteps, value));
      }
    }
    if (event.kind === 'episode' && event.episode !== undefined) {
      const { purpose, episodeReturn, length, axis } = event.episode;
      episodes.push(episodeLine(purpose, axis.gradientSteps, length, episodeReturn));
    }
  }
  return { metrics, episodes };
}
