/**
 * A3C's config, Mnih et al. 2016 (arXiv:1602.01783). Defaults are the paper's for Atari; its settings for continuous actions
 * (supplement 9) are what the presets take where actions are numbers. Only the order of the workers differs: here they repeat bit
 * for bit unless asked not to. Labels and help are in the catalogue, under the algorithm's id.
 */
import { z } from 'zod';
import { CHOICE_KINDS } from '../../actionChoices.ts';
import { choice, count, group, real, toggle } from '../../configFields.ts';
import { environmentIds } from '../../environmentFacts.ts';
import { DREAM_GROUP } from '../../dreamSettings.ts';
import { environmentFields } from '../../environmentSettings.ts';
import { CHECKPOINT_GROUP, evaluatedFields, scoredEpisodes, SEED_FIELD } from '../../runSettings.ts';

/** Where an agent without a model sees pictures: the others give it numbers. */
const pictures = { only: environmentIds(({ numbers }) => !numbers) };

export const A3C_SCHEMA = z.strictObject({
  seed: SEED_FIELD,
  environment: group(environmentFields(4)),
  dream: DREAM_GROUP,
  schedule: group({
    /** Of the whole run, of all workers together. The learning rate falls towards it: it stays once a run has begun. */
    environmentSteps: count(100_000_000, 100, 1_000_000_000, { unit: 'frames', paper: null }),
    ...evaluatedFields(1_000_000, 4, { paper: null }),
  }),
  frames: group({
    stack: count(4, 1, 16, { ...pictures, unit: 'frames' }),
    edges: toggle(false, pictures),
  }),
  actions: group({
    kind: choice(['choices', 'continuous'], 'choices'),
    choices: choice(CHOICE_KINDS, 'own', { paper: null }),
    variance: choice(['spherical', 'each'], 'spherical'),
    bounded: toggle(false),
  }),
  workers: group({
    count: count(16, 1, 64, { unit: 'threads' }),
    order: choice(['synchronous', 'asynchronous'], 'synchronous', { paper: 'asynchronous' }),
    /** Of a roll-out at most; t_max of the paper. */
    steps: count(5, 1, 1000, { unit: 'steps' }),
    /** Decisions without a reward above 0 after which a training episode ends; 0: never. */
    patience: count(0, 0, 100_000, { unit: 'steps', paper: null, zero: 'never' }),
  }),
  network: group({
    separate: toggle(false),
    firstFilters: count(16, 1, 256, { ...pictures, advanced: true }),
    secondFilters: count(32, 1, 256, { ...pictures, advanced: true }),
    layers: count(1, 0, 8, { advanced: true }),
    units: count(256, 1, 4096),
    lstmUnits: count(0, 0, 2048, { zero: 'none' }),
  }),
  learning: group({
    optimiser: choice(['rmsprop', 'adam'], 'rmsprop'),
    /** The paper draws it from [1e-4, 1e-2]: this is the middle on a logarithmic scale. */
    learningRate: real(1e-3, 1e-7, 1e-1, { paper: null }),
    annealed: toggle(true),
    rmspropDecay: real(0.99, 0, 0.99999, { advanced: true }),
    /** Within the root. */
    rmspropEpsilon: real(0.1, 1e-10, 10, { advanced: true, paper: null }),
    gamma: real(0.99, 0.5, 1),
    entropyWeight: real(0.01, 0, 10),
    valueWeight: real(1, 0, 100),
    gradientClip: real(40, 0, 100_000, { advanced: true, paper: null, zero: 'noLimit' }),
    rewardScale: real(1, 1e-6, 1e6, { advanced: true }),
    /** 0: as they are. */
    rewardLimit: real(1, 0, 1e6, { advanced: true, zero: 'noLimit' }),
  }),
  evaluate: group({
    episodes: scoredEpisodes(10),
    actions: choice(['likeliest', 'drawn'], 'likeliest', { later: true, paper: null }),
  }),
  checkpoint: CHECKPOINT_GROUP,
  /** Each worker is a thread of its own: more within an operation than one gain nothing. */
  compute: group({ threads: count(1, 1, 256, { unit: 'threads' }) }),
});
export type A3cConfig = z.infer<typeof A3C_SCHEMA>;
