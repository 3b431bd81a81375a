/**
 * Ready-made studies: those of the papers, at a size of one's choice, and their algorithms beside those that they name as rivals. A template is offered where the studio has its
 * algorithm, environment and settings. Titles and questions are in the catalogue: `studyTemplate.<id>.*`.
 */
import { knownAlgorithm } from './algorithms/registry.ts';
import { configFields } from './config.ts';
import type { StudyInput } from './study.ts';
import { STUDY_SCHEMA, studyRows } from './study.ts';

const WORLD_MODELS = 'Ha & Schmidhuber 2018, arXiv:1803.10122';

/** The paper's own three rows. */
const CAR_RACING: NonNullable<StudyInput['published']> = [
  {
    settings: { 'controller.inputs': 'z', 'controller.hiddenUnits': 0 },
    mean: 632,
    deviation: 251,
    source: WORLD_MODELS,
  },
  {
    settings: { 'controller.inputs': 'z', 'controller.hiddenUnits': 40 },
    mean: 788,
    deviation: 141,
    source: WORLD_MODELS,
  },
  { settings: { 'controller.inputs': 'zh' }, mean: 906, deviation: 21, source: WORLD_MODELS },
];

/** Published scores from numbers after as many steps; the seeds' means. */
const AT_105_000_STEPS: Readonly<Record<string, { readonly dreamerV3: number; readonly d4pg: number }>> = {
  'dmc/walker-walk': { dreamerV3: 537, d4pg: 400 },
  'dmc/cheetah-run': { dreamerV3: 306, d4pg: 170 },
  'dmc/cartpole-swingup': { dreamerV3: 517, d4pg: 693 },
  'dmc/reacher-easy': { dreamerV3: 781, d4pg: 615 },
};

/** What a template leaves to the catalogue: `say('row.visionOnly')`. */
type Say = (part: string) => string;

export interface StudyTemplate {
  readonly id: string;
  /** The first that the algorithm has is chosen to begin with. */
  readonly presets: readonly string[];
  readonly make: (say: Say) => Omit<StudyInput, 'name' | 'question' | 'preset'>;
}

export const STUDY_TEMPLATES: readonly StudyTemplate[] = [
  {
    // The paper's table of CarRacing: does the memory help the controller?
    id: 'world-models-ablation',
    presets: ['laptop', 'smoke'],
    make: (say) => ({
      algorithm: 'world-models',
      environments: ['car-racing'],
      vary: {
        kind: 'list',
        rows: [
          {
            name: say('row.visionOnly'),
            settings: { 'controller.inputs': 'z', 'controller.hiddenUnits': 0 },
          },
          {
            name: say('row.visionHidden'),
            settings: { 'controller.inputs': 'z', 'controller.hiddenUnits': 40 },
          },
          { name: say('row.full'), settings: { 'controller.inputs': 'zh', 'controller.hiddenUnits': 0 } },
        ],
      },
      share: true,
      published: CAR_RACING,
    }),
  },
  {
    // A control: what C makes of a memory whose weights are as they were drawn. Each run has its own V, of the same bits.
    id: 'untrained-memory',
    presets: ['laptop', 'smoke'],
    make: (say) => ({
      algorithm: 'world-models',
      environments: ['car-racing'],
      vary: {
        kind: 'list',
        rows: [
          { name: say('row.trained'), settings: { 'memory.trained': true } },
          { name: say('row.untrained'), settings: { 'memory.trained': false } },
        ],
      },
    }),
  },
  {
    // The paper's table of Take Cover: cold dreams are cheated, hot ones teach too little.
    id: 'temperature-sweep',
    presets: ['laptop', 'smoke'],
    make: (say) => ({
      algorithm: 'world-models',
      environments: ['take-cover'],
      settings: { 'controller.trainIn': 'dream' },
      vary: {
        kind: 'grid',
        fields: [
          { path: 'controller.temperature', values: TEMPERATURES.map(([temperature]) => temperature) },
        ],
      },
      share: true,
      columns: [
        {
          figure: VIRTUAL.mean,
          deviation: VIRTUAL.deviation,
          title: say('column.virtual'),
        },
      ],
      published: TEMPERATURES.flatMap(([temperature, virtual, actual]) => {
        const settings = { 'controller.temperature': temperature };
        return [
          { settings, mean: actual[0], deviation: actual[1], source: WORLD_MODELS },
          { settings, figure: VIRTUAL.mean, mean: virtual[0], deviation: virtual[1], source: WORLD_MODELS },
        ];
      }),
    }),
  },
  {
    // How far to imagine: with a value model Dreamer should hardly mind.
    id: 'dreamer-horizons',
    presets: ['laptop-state', 'laptop', 'smoke'],
    make: () => ({
      algorithm: 'dreamer',
      environments: ['dmc/walker-walk', 'dmc/cheetah-run', 'door-open'],
      vary: {
        kind: 'grid',
        fields: [
          { path: 'behaviour.kind', values: ['actor-critic', 'actor', 'planner'] },
          { path: 'behaviour.horizon', values: [5, 15, 40] },
        ],
      },
    }),
  },
  {
    // The paper's other table of CarRacing: what learns without a model, beside what has one.
    id: 'car-racing-rivals',
    presets: ['laptop', 'smoke'],
    make: (say) => ({
      algorithm: 'world-models',
      environments: ['car-racing'],
      vary: {
        kind: 'list',
        rows: [
          { name: say('row.dqn'), algorithm: 'dqn', preset: 'laptop', settings: {} },
          {
            name: say('row.a3cContinuous'),
            algorithm: 'a3c',
            preset: 'laptop',
            settings: { 'actions.kind': 'continuous' },
          },
          {
            name: say('row.a3cChoices'),
            algorithm: 'a3c',
            preset: 'laptop',
            settings: { 'actions.kind': 'choices' },
          },
          {
            name: say('row.visionOnly'),
            settings: { 'controller.inputs': 'z', 'controller.hiddenUnits': 0 },
          },
          {
            name: say('row.visionHidden'),
            settings: { 'controller.inputs': 'z', 'controller.hiddenUnits': 40 },
          },
          { name: say('row.full'), settings: { 'controller.inputs': 'zh', 'controller.hiddenUnits': 0 } },
        ],
      },
      published: [
        { algorithm: 'dqn', mean: 343, deviation: 18, source: WORLD_MODELS },
        {
          algorithm: 'a3c',
          settings: { 'actions.kind': 'continuous' },
          mean: 591,
          deviation: 45,
          source: WORLD_MODELS,
        },
        {
          algorithm: 'a3c',
          settings: { 'actions.kind': 'choices' },
          mean: 652,
          deviation: 10,
          source: WORLD_MODELS,
        },
        ...CAR_RACING,
      ],
    }),
  },
  {
    // Equal steps for all: who needs how many.
    id: 'control-suite-rivals',
    presets: ['laptop-state'],
    make: (say) => ({
      algorithm: 'dreamer',
      environments: Object.keys(AT_105_000_STEPS),
      settings: { 'schedule.environmentSteps': 105_000 },
      vary: {
        kind: 'list',
        rows: [
          { name: say('row.dreamer'), settings: { 'behaviour.kind': 'actor-critic' } },
          { name: say('row.noValue'), settings: { 'behaviour.kind': 'actor' } },
          { name: say('row.planet'), settings: { 'behaviour.kind': 'planner' } },
          { name: say('row.d4pg'), algorithm: 'd4pg', preset: 'laptop', settings: {} },
          { name: say('row.a3c'), algorithm: 'a3c', preset: 'laptop', settings: {} },
        ],
      },
      published: Object.entries(AT_105_000_STEPS).flatMap(([environment, { dreamerV3, d4pg }]) => [
        {
          algorithm: 'dreamer',
          settings: { 'behaviour.kind': 'actor-critic' },
          environment,
          mean: dreamerV3,
          source: 'DreamerV3 from numbers at 105,000 steps, 5 seeds: Hafner et al. 2023, arXiv:2301.04104',
        },
        {
          algorithm: 'd4pg',
          environment,
          mean: d4pg,
          source: 'D4PG of acme from numbers at 105,000 steps, 10 seeds, as published with DreamerV3',
        },
      ]),
    }),
  },
];

/** Figures of a run's result that hold its score in the dream. */
const VIRTUAL = {
  mean: 'evaluation.virtual',
  deviation: 'evaluation.virtualDeviation',
} as const;

type Scores = readonly [mean: number, deviation: number];
/** Temperature, score in the dream, score in the game. */
const TEMPERATURES: readonly (readonly [number, virtual: Scores, actual: Scores])[] = [
  [0.1, [2086, 140], [193, 58]],
  [0.5, [2060, 277], [196, 50]],
  [1, [1145, 690], [868, 511]],
  [1.15, [918, 546], [1092, 556]],
  [1.3, [732, 269], [753, 139]],
];

/** The template's study; null where this studio lacks the algorithm, an environment, a setting or the preset. */
export function templateStudy(template: StudyTemplate, words: (key: string) => string): StudyInput | null {
  const say: Say = (part) => words(`studyTemplate.${template.id}.${part}`);
  const made = template.make(say);
  const preset = template.presets.find((name) => hasPreset(made.algorithm, name, made.environments));
  if (preset === undefined) return null;
  const study = { ...made, name: say('name'), question: say('question'), preset };
  const definition = STUDY_SCHEMA.parse(study);
  const common = Object.keys(definition.settings);
  const runs = studyRows(definition).every((row) => {
    if (!hasPreset(row.algorithm, row.preset, [row.environment])) return false;
    const known = new Set(configFields(row.algorithm).map(({ path }) => path));
    return [...common, ...Object.keys(row.settings)].every((path) => known.has(path));
  });
  return runs ? study : null;
}

function hasPreset(id: string, preset: string, environments: readonly string[]): boolean {
  const algorithm = knownAlgorithm(id);
  const changes = algorithm?.presets[preset];
  return (
    changes !== undefined &&
    environments.every(
      (environment) =>
        algorithm?.environments.includes(environment) === true && (environment in changes || '*' in changes),
    )
  );
}
