/**
 * Ready-made studies: those of the papers, at a size of one's choice. A template is offered where the studio has its
 * algorithm, environment and settings. Titles and questions are in the catalogue: `studyTemplate.<id>.*`.
 */
import { knownAlgorithm } from './algorithms/registry.ts';
import { configFields } from './config.ts';
import type { StudyInput } from './study.ts';
import { variedPaths, STUDY_SCHEMA } from './study.ts';

const WORLD_MODELS = 'Ha & Schmidhuber 2018, arXiv:1803.10122';

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
      published: [
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
      ],
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
  const algorithm = knownAlgorithm(made.algorithm);
  if (algorithm === undefined) return null;
  if (made.environments.some((environment) => !algorithm.environments.includes(environment))) return null;
  const preset = template.presets.find((name) => {
    const changes = algorithm.presets[name];
    return changes !== undefined && made.environments.every((id) => id in changes || '*' in changes);
  });
  if (preset === undefined) return null;
  const study = { ...made, name: say('name'), question: say('question'), preset };
  const definition = STUDY_SCHEMA.parse(study);
  const known = new Set(configFields(made.algorithm).map(({ path }) => path));
  const paths = [...Object.keys(definition.settings), ...variedPaths(definition)];
  return paths.every((path) => known.has(path)) ? study : null;
}
