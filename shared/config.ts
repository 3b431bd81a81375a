/**
 * Each algorithm's config is one schema. The form, its validation, the command line's flags, the stored run and its
 * diff are all drawn from it. Labels and help are in the catalogue: `config.<path>.label` and `.help`.
 */
import { z } from 'zod';
import {
  choice,
  count,
  group,
  real,
  toggle,
  type DeepPartialConfig,
  type FieldMeta,
  mergeConfigs,
} from './configFields.ts';
import { configConflicts } from './configRules.ts';
import { DREAMER_ENVIRONMENTS, DREAMER_PRESETS, DREAMER_SCHEMA } from './dreamerConfig.ts';
import { StudioError } from './errors.ts';
import { LARGEST_SEED } from './seed.ts';

export type { DeepPartialConfig, FieldMeta };
export { DREAMER_SCHEMA, type DreamerConfig } from './dreamerConfig.ts';

/**
 * World Models, Ha & Schmidhuber 2018. Defaults are the paper's for CarRacing (`facts` in docs/results.md); its Take
 * Cover is the preset `paper` there.
 */
export const WORLD_MODELS_SCHEMA = z.strictObject({
  seed: count(0, 0, LARGEST_SEED),
  environment: group({
    actionRepeat: count(1, 1, 8, { unit: 'frames' }),
    /** CarRacing: v3 completes a lap at 95% of the tiles; v0, as the paper, at every tile. */
    lapRule: choice(['v0', 'v3'], 'v0', { only: ['car-racing'] }),
  }),
  collect: group({
    episodes: count(10_000, 1, 100_000, { unit: 'episodes' }),
    maxSteps: count(1000, 10, 10_000, { unit: 'steps' }),
    policy: choice(['random-networks', 'sticky-uniform', 'uniform'], 'random-networks'),
    /** Take Cover: shorter episodes are dropped, as the authors' code does. */
    minSteps: count(1, 1, 1000, { unit: 'steps', advanced: true }),
    /** Frames kept on disk at most; collection ends early where they would not fit. */
    cacheBytes: count(150_000_000_000, 1_000_000, 100_000_000_000_000, { unit: 'bytes', advanced: true }),
  }),
  vision: group({
    latentSize: count(32, 1, 512),
    epochs: count(10, 1, 1000, { unit: 'epochs' }),
    batchSize: count(100, 1, 1000, { unit: 'frames' }),
    learningRate: real(1e-4, 1e-7, 1e-1),
    /** KL is floored at this times the latent size. */
    klTolerance: real(0.5, 0, 10, { advanced: true }),
    /** 0: all collected frames each epoch. Otherwise as many batches in all. */
    maxBatches: count(0, 0, 10_000_000, { unit: 'batches' }),
  }),
  memory: group({
    hiddenSize: count(256, 1, 2048),
    mixtures: count(5, 1, 50),
    steps: count(4000, 1, 1_000_000, { unit: 'batches' }),
    batchSize: count(100, 1, 1000),
    sequenceLength: count(999, 2, 4000, { unit: 'steps' }),
    learningRate: real(1e-3, 1e-7, 1e-1),
    learningRateDecay: real(1, 0.9, 1, { advanced: true }),
    learningRateMinimum: real(1e-5, 0, 1e-1, { advanced: true }),
    gradientClip: real(1, 0, 1000, { advanced: true }),
    predictsReward: toggle(false),
    predictsDone: toggle(false),
    doneWeight: real(10, 0, 1000, { advanced: true }),
  }),
  controller: group({
    inputs: choice(['z', 'zh', 'zhc'], 'zh'),
    /**
     * What of V's Gaussian C and M are given of a real frame. The authors draw a sample; the latents that V does not use
     * are then noise of variance 1 at every step, which reaches the wheel through every weight that is not yet 0.
     */
    latents: choice(['sample', 'mean'], 'sample', { advanced: true }),
    /** 0 is the paper's linear controller; 40 tanh units in its ablation. */
    hiddenUnits: count(0, 0, 1024),
    bias: toggle(true, { advanced: true }),
    trainIn: choice(['environment', 'dream'], 'environment'),
    temperature: real(1, 0.01, 5),
    populationSize: count(64, 4, 1024),
    rollouts: count(16, 1, 1024, { unit: 'episodes' }),
    initialSigma: real(0.1, 1e-4, 10),
    /** The step size's own adaptation takes about as many generations as C has parameters: a short search ends wide. */
    sigmaDecay: real(1, 0.5, 1, { advanced: true }),
    generations: count(1800, 1, 100_000, { unit: 'generations', later: true }),
    maxSteps: count(1000, 10, 10_000, { unit: 'steps' }),
    /** A rollout ends early after so many steps without reward; 0: never (the paper). Saves time on hopeless candidates. */
    patience: count(0, 0, 10_000, { unit: 'steps', advanced: true }),
    evaluateEvery: count(25, 1, 10_000, { unit: 'generations' }),
    evaluateRollouts: count(1024, 1, 10_000, { unit: 'episodes' }),
    /** C trained in the dream: real episodes beside the dreamt ones. */
    evaluateEpisodes: count(100, 1, 10_000, { unit: 'episodes' }),
  }),
  evaluate: group({
    episodes: count(100, 1, 10_000, { unit: 'episodes', later: true }),
    /** Of V's and M's weights in the final checkpoint and in the evaluation; `half` halves the file. */
    precision: choice(['single', 'half'], 'single', { advanced: true, later: true }),
  }),
  /** Rounds of collecting with the current controller and training everything again. */
  rounds: count(1, 1, 100),
  checkpoint: group({
    everySeconds: count(300, 5, 86_400, { unit: 'seconds', later: true }),
    keep: count(5, 1, 1000, { later: true }),
  }),
  compute: group({ threads: count(2, 1, 256, { unit: 'threads' }) }),
});
export type WorldModelsConfig = z.infer<typeof WORLD_MODELS_SCHEMA>;

export interface AlgorithmDefinition {
  readonly id: string;
  readonly schema: z.ZodType<Record<string, unknown>>;
  /** Environment ids it can train on. */
  readonly environments: readonly string[];
  /** One round's, in order: what a run that has not begun will do. */
  readonly phases: readonly string[];
  /** Which metric is the score shown in tables. */
  readonly scoreMetric: string;
  /** Preset name to what it changes, environment by environment; `*` for all. Later wins. */
  readonly presets: Readonly<Record<string, Readonly<Record<string, DeepPartialConfig>>>>;
  /** What one run can take over from another, so that a study need not train it again. */
  readonly sharing?: PhaseSharing;
}

/** Runs whose configs differ in `laterGroups` only can begin from a checkpoint of one another. */
export interface PhaseSharing {
  /** The last phase that is shared. */
  readonly after: string;
  /** Phases whose checkpoints hold what is shared. */
  readonly laterPhases: readonly string[];
  /** First parts of config paths that matter only later. */
  readonly laterGroups: readonly string[];
  /** Values without which later phases come back to what is shared. */
  readonly needs: Readonly<Record<string, number | string | boolean>>;
}

/** Hours on two CPU cores; measured figures in docs/results.md. */
const LAPTOP_CAR_RACING: DeepPartialConfig = {
  environment: { actionRepeat: 4 },
  collect: { episodes: 150, maxSteps: 250 },
  vision: { epochs: 5, maxBatches: 900, learningRate: 5e-4 },
  memory: { steps: 400, batchSize: 32, sequenceLength: 100 },
  controller: {
    latents: 'mean',
    populationSize: 32,
    rollouts: 4,
    generations: 120,
    maxSteps: 250,
    patience: 40,
    evaluateEvery: 10,
    evaluateRollouts: 16,
  },
  evaluate: { precision: 'half' },
};

const SMOKE_CAR_RACING: DeepPartialConfig = {
  environment: { actionRepeat: 4 },
  collect: { episodes: 24, maxSteps: 100 },
  vision: { epochs: 4, maxBatches: 220, batchSize: 32, learningRate: 1e-3 },
  memory: { steps: 60, batchSize: 16, sequenceLength: 50 },
  controller: {
    latents: 'mean',
    populationSize: 16,
    rollouts: 2,
    generations: 15,
    maxSteps: 150,
    patience: 20,
    evaluateEvery: 5,
    evaluateRollouts: 8,
  },
  evaluate: { episodes: 20, precision: 'half' },
  checkpoint: { everySeconds: 20 },
};

const PAPER_TAKE_COVER: DeepPartialConfig = {
  // Episodes of 100 frames or fewer are dropped.
  collect: { policy: 'sticky-uniform', maxSteps: 2100, minSteps: 101 },
  vision: { latentSize: 64 },
  memory: { hiddenSize: 512, sequenceLength: 500, learningRateDecay: 0.99999, predictsDone: true },
  controller: { inputs: 'zhc', bias: false, trainIn: 'dream', temperature: 1.15, maxSteps: 2100 },
};

/** One decision every 4 tics: a dream of the whole game takes 525 steps instead of 2,100. Scores still count tics. */
const QUARTER_STEPS: DeepPartialConfig = mergeConfigs(PAPER_TAKE_COVER, {
  environment: { actionRepeat: 4 },
  collect: { maxSteps: 525, minSteps: 26 },
  controller: { maxSteps: 525 },
});

const LAPTOP_TAKE_COVER: DeepPartialConfig = mergeConfigs(QUARTER_STEPS, {
  collect: { episodes: 800 },
  // Small batches, since it takes thousands of steps until fireballs and monsters are seen, which are a few pixels wide;
  // and twice the free nats, since each costs some.
  vision: { epochs: 3, maxBatches: 6000, batchSize: 32, learningRate: 5e-4, klTolerance: 1 },
  memory: { steps: 1200, batchSize: 32, sequenceLength: 128, learningRateDecay: 0.998 },
  controller: {
    // The best of the five temperatures measured at these sizes (docs/results.md); the paper's own best is 1.15.
    temperature: 1.3,
    rollouts: 8,
    generations: 100,
    evaluateEvery: 20,
    evaluateRollouts: 256,
    evaluateEpisodes: 50,
  },
  evaluate: { precision: 'half' },
});

const SMOKE_TAKE_COVER: DeepPartialConfig = mergeConfigs(QUARTER_STEPS, {
  collect: { episodes: 40 },
  // Until about batch 200 V only learns the mean frame; then it begins to see the player's place and the monsters.
  vision: { epochs: 10, maxBatches: 600, batchSize: 32, learningRate: 1e-3 },
  memory: { hiddenSize: 128, steps: 150, batchSize: 16, sequenceLength: 50, learningRateDecay: 0.99 },
  controller: {
    populationSize: 16,
    rollouts: 4,
    generations: 15,
    maxSteps: 250,
    evaluateEvery: 5,
    evaluateRollouts: 32,
    evaluateEpisodes: 8,
  },
  evaluate: { episodes: 20, precision: 'half' },
  checkpoint: { everySeconds: 20 },
});

export const ALGORITHMS: Readonly<Record<string, AlgorithmDefinition>> = {
  'world-models': {
    id: 'world-models',
    schema: WORLD_MODELS_SCHEMA as unknown as z.ZodType<Record<string, unknown>>,
    environments: ['car-racing', 'take-cover'],
    phases: ['collect', 'vision', 'encode', 'memory', 'controller', 'evaluate'],
    scoreMetric: 'evaluation/return',
    presets: {
      paper: { 'car-racing': {}, 'take-cover': PAPER_TAKE_COVER },
      laptop: { 'car-racing': LAPTOP_CAR_RACING, 'take-cover': LAPTOP_TAKE_COVER },
      smoke: { 'car-racing': SMOKE_CAR_RACING, 'take-cover': SMOKE_TAKE_COVER },
    },
    sharing: {
      after: 'memory',
      laterPhases: ['controller', 'evaluate'],
      laterGroups: ['controller', 'evaluate', 'checkpoint'],
      needs: { rounds: 1 },
    },
  },
  dreamer: {
    id: 'dreamer',
    schema: DREAMER_SCHEMA as unknown as z.ZodType<Record<string, unknown>>,
    environments: DREAMER_ENVIRONMENTS,
    phases: ['seed', 'train', 'evaluate'],
    scoreMetric: 'evaluation/return',
    presets: DREAMER_PRESETS,
  },
};

export function algorithmDefinition(id: string): AlgorithmDefinition {
  const definition = Object.hasOwn(ALGORITHMS, id) ? ALGORITHMS[id] : undefined;
  if (definition === undefined) {
    throw new StudioError('config.unknownAlgorithm', {
      algorithm: id,
      known: Object.keys(ALGORITHMS).join(', '),
    });
  }
  return definition;
}

/**
 * The whole config of a preset, with overrides, validated.
 * @throws StudioError `config.unknownAlgorithm`, `config.unknownPreset`, `environment.unknown`, `config.invalid` (field
 * and reason), or what `configConflicts` finds.
 */
export function resolveConfig(
  algorithm: string,
  environment: string,
  preset: string,
  overrides: DeepPartialConfig = {},
): Record<string, unknown> {
  const definition = algorithmDefinition(algorithm);
  if (!definition.environments.includes(environment)) {
    throw new StudioError('environment.unknown', { environment, known: definition.environments.join(', ') });
  }
  const applies = (changes: Readonly<Record<string, DeepPartialConfig>> | undefined) =>
    changes !== undefined && (Object.hasOwn(changes, '*') || Object.hasOwn(changes, environment));
  const changes = Object.hasOwn(definition.presets, preset) ? definition.presets[preset] : undefined;
  if (changes === undefined || !applies(changes)) {
    const known = Object.keys(definition.presets).filter((name) => applies(definition.presets[name]));
    throw new StudioError('config.unknownPreset', { preset, known: known.join(', ') });
  }
  const merged = mergeConfigs(mergeConfigs(changes['*'] ?? {}, changes[environment] ?? {}), overrides);
  return withoutConflict(algorithm, environment, parsedConfig(definition.schema, merged));
}

function withoutConflict(
  algorithm: string,
  environment: string,
  config: Record<string, unknown>,
): Record<string, unknown> {
  const [conflict] = configConflicts(algorithm, environment, config);
  if (conflict !== undefined) throw new StudioError(conflict.code, conflict.values);
  return config;
}

/**
 * A run's config, which may come from a file of anybody's.
 * @throws StudioError `config.invalid` with field and reason
 */
export function parsedConfig<Schema extends z.ZodType>(schema: Schema, config: unknown): z.output<Schema> {
  const parsed = schema.safeParse(config);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StudioError('config.invalid', {
    field: issue?.path.join('.') ?? '',
    reason: issue?.message ?? '',
  });
}

/**
 * A run's config with changes, validated. Fields that came after the run was made take their defaults.
 * @throws StudioError `config.unknownAlgorithm`, `config.invalid`, or what `configConflicts` finds.
 */
export function changedConfig(
  algorithm: string,
  environment: string,
  config: Readonly<Record<string, unknown>>,
  changes: Readonly<Record<string, number | string | boolean>>,
): Record<string, unknown> {
  const { schema } = algorithmDefinition(algorithm);
  return withoutConflict(
    algorithm,
    environment,
    parsedConfig(schema, mergeConfigs(config as DeepPartialConfig, nestConfig(changes))),
  );
}

/** One field of a schema, flattened: what the form and `--set` know. */
export interface ConfigField {
  /** Dotted, such as `vision.epochs`. */
  readonly path: string;
  readonly type: 'integer' | 'number' | 'choice' | 'toggle' | 'text';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly choices?: readonly string[];
  readonly fallback: number | string | boolean;
  readonly meta: FieldMeta;
}

interface JsonSchemaNode {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchemaNode>>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly default?: number | string | boolean;
  readonly unit?: FieldMeta['unit'];
  readonly paper?: FieldMeta['paper'];
  readonly advanced?: boolean;
  readonly later?: boolean;
  readonly only?: readonly string[];
  readonly long?: boolean;
}

/**
 * Every field in the schema's order.
 * @param environment whose paper values are meant, and which leaves out what only others know; where it is left out or has
 * no preset `paper`, the schema's own.
 */
export function configFields(algorithm: string, environment?: string): readonly ConfigField[] {
  const published = paperConfig(algorithm, environment);
  const root = z.toJSONSchema(algorithmDefinition(algorithm).schema, { io: 'input' }) as JsonSchemaNode;
  const fields: ConfigField[] = [];
  const visit = (node: JsonSchemaNode, path: string) => {
    if (node.properties !== undefined) {
      for (const [name, child] of Object.entries(node.properties))
        visit(child, path === '' ? name : `${path}.${name}`);
      return;
    }
    if (environment !== undefined && node.only?.includes(environment) === false) return;
    const type =
      node.enum !== undefined
        ? 'choice'
        : node.type === 'boolean'
          ? 'toggle'
          : node.type === 'string'
            ? 'text'
            : node.type === 'integer'
              ? 'integer'
              : 'number';
    fields.push({
      path,
      type,
      ...(node.minimum === undefined ? {} : { minimum: node.minimum }),
      ...(node.maximum === undefined ? {} : { maximum: node.maximum }),
      ...(node.enum === undefined ? {} : { choices: node.enum }),
      fallback: node.default ?? 0,
      meta: {
        ...(node.unit === undefined ? {} : { unit: node.unit }),
        ...(node.paper === undefined || node.paper === null ? {} : { paper: published(path) ?? node.paper }),
        ...(node.advanced === undefined ? {} : { advanced: node.advanced }),
        ...(node.later === undefined ? {} : { later: node.later }),
        ...(node.only === undefined ? {} : { only: node.only }),
        ...(node.long === undefined ? {} : { long: node.long }),
      },
    });
  };
  visit(root, '');
  return fields;
}

/** What the preset `paper` says for an environment, by path. */
function paperConfig(
  algorithm: string,
  environment: string | undefined,
): (path: string) => FieldMeta['paper'] | undefined {
  const presets = algorithmDefinition(algorithm).presets['paper'] ?? {};
  if (environment === undefined || !(environment in presets || '*' in presets)) return () => undefined;
  const config = resolveConfig(algorithm, environment, 'paper');
  return (path) => {
    const value = configValue(config, path);
    return typeof value === 'object' ? undefined : (value as FieldMeta['paper']);
  };
}

/** The value at a dotted path of a config, or undefined. */
export function configValue(config: Readonly<Record<string, unknown>>, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (node, key) =>
        typeof node === 'object' && node !== null && Object.hasOwn(node, key)
          ? (node as Record<string, unknown>)[key]
          : undefined,
      config,
    );
}

/** `{'vision.epochs': 3}` to `{vision: {epochs: 3}}`. */
export function nestConfig(flat: Readonly<Record<string, number | string | boolean>>): DeepPartialConfig {
  let nested: DeepPartialConfig = {};
  for (const [path, value] of Object.entries(flat)) {
    const branch = path
      .split('.')
      .reduceRight<DeepPartialConfig | number | string | boolean>((inner, key) => ({ [key]: inner }), value);
    nested = mergeConfigs(nested, branch as DeepPartialConfig);
  }
  return nested;
}
