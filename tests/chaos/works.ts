/** Real work of a few seconds: what begins it, in words after `studio` or over the protocol. */
import path from 'node:path';
import { mergeConfigs, type DeepPartialConfig } from '../../shared/configFields.ts';
import { TINY_A3C } from '../algorithms/a3c/tinyA3c.ts';
import { TINY_D4PG, TINY_PIXELS } from '../algorithms/d4pg/tinyD4pg.ts';
import { TINY_DQN } from '../algorithms/dqn/tinyDqn.ts';
import { TINY_DREAMER, TINY_TASK } from '../algorithms/dreamer/tinyDreamer.ts';
import { TINY_WORLD_MODELS } from '../algorithms/world-models/tinyRun.ts';
import type { Work } from './plan.ts';

type Settings = Record<string, string | number | boolean>;

/** By dotted path. */
export function flat(config: DeepPartialConfig, before = ''): Settings {
  return Object.fromEntries(
    Object.entries(config).flatMap(([name, value]) =>
      typeof value === 'object'
        ? Object.entries(flat(value as DeepPartialConfig, `${before}${name}.`))
        : [[before + name, value as string | number | boolean]],
    ),
  );
}

const settings = (config: Settings) =>
  Object.entries(config).map(([name, value]) => `${name}=${String(value)}`);

/** As often as it goes, and all kept: every one that is announced must be there at the end. */
const OFTEN: DeepPartialConfig = { checkpoint: { everySeconds: 5, keep: 100 } };
const DREAMER = flat(
  mergeConfigs(TINY_DREAMER, { schedule: { environmentSteps: 6000, trainSteps: 12 }, ...OFTEN }),
);
const PIXELS: Settings = {
  ...DREAMER,
  'environment.observation': 'pixels',
  'schedule.environmentSteps': 4500,
  'evaluate.episodes': 2,
};
/** An episode is as long as four of the trainers' tests: time to be killed amid one. */
const LONGER: DeepPartialConfig = { environment: { actionRepeat: 4 } };
const rival = (...changes: readonly DeepPartialConfig[]) =>
  flat([...changes, LONGER, OFTEN].reduce(mergeConfigs, {}));
const WORLD_MODELS = flat(
  mergeConfigs(TINY_WORLD_MODELS, {
    collect: { episodes: 2, maxSteps: 10 },
    memory: { steps: 4 },
    controller: { generations: 2, rollouts: 1, evaluateRollouts: 2, evaluateEvery: 2 },
    evaluate: { episodes: 1 },
    ...OFTEN,
  }),
);

/** A checkpoint of Dreamer's is small; one of World Models has 17 MB, and takes as long as a tenth of its training. */
export const hurryOf = (work: Work) => (work === 'worldModels' ? 4 : 12);

/** What `runs.create` is given where a studio with a window is to train. */
export const DESKTOP_RUN = {
  algorithm: 'dreamer',
  environment: TINY_TASK,
  preset: 'paper',
  overrides: DREAMER,
  start: false,
};

/** The same, of the other algorithm. */
export const WORLD_MODELS_RUN = {
  algorithm: 'world-models',
  environment: 'car-racing',
  preset: 'paper',
  overrides: WORLD_MODELS,
  start: false,
};

/** The words after `studio` that begin the work. */
export function beginning(work: Work, scratch: string): readonly string[] {
  const train = (algorithm: string, environment: string, set: Settings) => [
    'train',
    algorithm,
    '--env',
    environment,
    '--preset',
    'paper',
    '--json',
    '--set',
    ...settings(set),
  ];
  switch (work) {
    case 'dreamerPixels':
      return train('dreamer', TINY_TASK, PIXELS);
    case 'worldModels':
      return train('world-models', 'car-racing', WORLD_MODELS);
    case 'study':
      return ['study', path.join(scratch, 'study.json'), '--json'];
    case 'import':
      return ['import', path.join(scratch, 'run.wmsx'), '--json'];
    case 'migration':
      return ['runs', '--json'];
    case 'dqn':
      return train('dqn', TINY_TASK, rival(TINY_DQN));
    case 'a3c':
      return train('a3c', TINY_TASK, rival(TINY_A3C));
    case 'd4pg':
      return train('d4pg', TINY_TASK, rival(TINY_D4PG));
    case 'd4pgPixels':
      return train('d4pg', TINY_TASK, rival(TINY_D4PG, TINY_PIXELS));
    case 'dreamerNumbers':
    case 'served':
    case 'desktop':
      return train('dreamer', TINY_TASK, DREAMER);
  }
}

/** The seed is each run's own. */
const { seed: _, ...STUDY_SETTINGS } = DREAMER;

export const STUDY = {
  name: 'two seeds',
  algorithm: 'dreamer',
  environments: [TINY_TASK],
  preset: 'paper',
  settings: { ...STUDY_SETTINGS, 'schedule.environmentSteps': 4000 },
  vary: { kind: 'grid', fields: [] },
  seeds: [1, 2],
  concurrent: 1,
};
