/**
 * The course under Learn: its chapters in their order, and where each leads into the studio. What a chapter says stands in
 * the catalogue of texts under `learn.<id>.`, what it shows in `src-renderer/views/learn/chapters.ts`.
 */
import type { AlgorithmId } from './algorithms/registry.ts';

export const CHAPTER_IDS = [
  'loop',
  'value',
  'modelFree',
  'withModel',
  'credit',
  'vision',
  'memory',
  'control',
  'dreams',
  'rssm',
  'imagination',
  'horizon',
] as const;
export type ChapterId = (typeof CHAPTER_IDS)[number];

/** An experiment that comes with the studio. */
export interface ShippedExperiment {
  readonly algorithm: AlgorithmId;
  readonly environment: string;
}

export type StudioLink = {
  /** Its text is `learn.<chapter>.link.<name>`. */
  readonly name: string;
} & (
  | { readonly to: 'environment'; readonly environment: string }
  | {
      readonly to: 'theatre';
      readonly experiment: ShippedExperiment;
      /** Over the address of its best checkpoint. */
      readonly query?: Readonly<Record<string, string | number>>;
    }
  | { readonly to: 'experiment'; readonly experiment: ShippedExperiment; readonly tab: 'overview' | 'curves' }
  | {
      readonly to: 'new';
      readonly algorithm: AlgorithmId;
      readonly environment: string;
      readonly preset: string;
    }
);

export interface ChapterFacts {
  /** Paragraphs of text, `learn.<id>.text.1` and on. */
  readonly paragraphs: number;
  /** `learn.<id>.question.1` and `.answer.1`, and on. */
  readonly questions: number;
  readonly links: readonly StudioLink[];
}

const CAR: ShippedExperiment = { algorithm: 'world-models', environment: 'car-racing' };
const DREAMER_CAR: ShippedExperiment = { algorithm: 'dreamer', environment: 'car-racing' };
const TAKE_COVER: ShippedExperiment = { algorithm: 'world-models', environment: 'take-cover' };
const WALKER: ShippedExperiment = { algorithm: 'dreamer', environment: 'dmc/walker-walk' };

/** The experiments that figures of the course run or draw. */
export const COURSE_RUNS = { loop: CAR, futures: TAKE_COVER, curve: WALKER, episode: DREAMER_CAR } as const;

export const CHAPTERS: Readonly<Record<ChapterId, ChapterFacts>> = {
  loop: {
    paragraphs: 7,
    questions: 3,
    links: [
      { name: 'drive', to: 'environment', environment: 'car-racing' },
      { name: 'watch', to: 'theatre', experiment: CAR },
    ],
  },
  value: {
    paragraphs: 7,
    questions: 3,
    links: [
      { name: 'critic', to: 'theatre', experiment: DREAMER_CAR },
      {
        name: 'new',
        to: 'new',
        algorithm: 'd4pg',
        environment: 'dmc/cartpole-swingup',
        preset: 'smoke',
      },
    ],
  },
  modelFree: {
    paragraphs: 7,
    questions: 3,
    links: [
      {
        name: 'new',
        to: 'new',
        algorithm: 'd4pg',
        environment: 'dmc/walker-walk',
        preset: 'smoke',
      },
      { name: 'play', to: 'environment', environment: 'dmc/walker-walk' },
    ],
  },
  withModel: {
    paragraphs: 7,
    questions: 3,
    links: [
      { name: 'dream', to: 'theatre', experiment: CAR, query: { play: 'dream' } },
      { name: 'curves', to: 'experiment', experiment: WALKER, tab: 'curves' },
      { name: 'new', to: 'new', algorithm: 'dreamer', environment: 'dmc/walker-walk', preset: 'smoke' },
    ],
  },
  credit: {
    paragraphs: 7,
    questions: 3,
    links: [
      { name: 'value', to: 'theatre', experiment: DREAMER_CAR },
      { name: 'new', to: 'new', algorithm: 'dreamer', environment: 'dmc/cartpole-swingup', preset: 'smoke' },
    ],
  },
  vision: {
    paragraphs: 7,
    questions: 3,
    links: [
      { name: 'latents', to: 'theatre', experiment: CAR },
      { name: 'curves', to: 'experiment', experiment: CAR, tab: 'curves' },
      { name: 'new', to: 'new', algorithm: 'world-models', environment: 'car-racing', preset: 'smoke' },
    ],
  },
  memory: {
    paragraphs: 7,
    questions: 3,
    links: [
      { name: 'theatre', to: 'theatre', experiment: TAKE_COVER },
      { name: 'play', to: 'theatre', experiment: TAKE_COVER, query: { play: 'dream' } },
      { name: 'curves', to: 'experiment', experiment: TAKE_COVER, tab: 'curves' },
    ],
  },
  control: {
    paragraphs: 7,
    questions: 3,
    links: [
      { name: 'new', to: 'new', algorithm: 'world-models', environment: 'car-racing', preset: 'smoke' },
      { name: 'run', to: 'experiment', experiment: CAR, tab: 'overview' },
      { name: 'watch', to: 'theatre', experiment: CAR },
    ],
  },
  dreams: {
    paragraphs: 7,
    questions: 3,
    links: [
      { name: 'play', to: 'theatre', experiment: TAKE_COVER, query: { play: 'dream' } },
      { name: 'watch', to: 'theatre', experiment: TAKE_COVER },
      { name: 'run', to: 'experiment', experiment: TAKE_COVER, tab: 'curves' },
    ],
  },
  rssm: {
    paragraphs: 7,
    questions: 3,
    links: [
      { name: 'theatre', to: 'theatre', experiment: DREAMER_CAR },
      { name: 'curves', to: 'experiment', experiment: DREAMER_CAR, tab: 'curves' },
      { name: 'new', to: 'new', algorithm: 'dreamer', environment: 'car-racing', preset: 'laptop' },
    ],
  },
  imagination: {
    paragraphs: 7,
    questions: 3,
    links: [
      { name: 'theatre', to: 'theatre', experiment: DREAMER_CAR },
      { name: 'curves', to: 'experiment', experiment: DREAMER_CAR, tab: 'curves' },
      {
        name: 'new',
        to: 'new',
        algorithm: 'dreamer',
        environment: 'dmc/walker-walk',
        preset: 'laptop-state',
      },
    ],
  },
  horizon: {
    paragraphs: 7,
    questions: 3,
    links: [
      { name: 'new', to: 'new', algorithm: 'dreamer', environment: 'dmc/walker-walk', preset: 'smoke' },
      { name: 'rival', to: 'new', algorithm: 'd4pg', environment: 'dmc/walker-walk', preset: 'smoke' },
      { name: 'walker', to: 'experiment', experiment: WALKER, tab: 'curves' },
    ],
  },
};
