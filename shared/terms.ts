/**
 * The field's words that the interface uses, and where the course explains each. What a word means and where it comes from stands in the
 * catalogue: `term.<id>.name`, `.text` and `.source`.
 */
import type { ChapterId } from './course.ts';

export const TERM_CHAPTERS = {
  action: 'loop',
  observation: 'loop',
  reward: 'loop',
  episode: 'loop',
  policy: 'loop',
  return: 'loop',
  discount: 'loop',
  score: 'loop',
  environmentStep: 'loop',
  value: 'value',
  actionValue: 'value',
  exploration: 'modelFree',
  modelFree: 'modelFree',
  modelBased: 'withModel',
  replay: 'withModel',
  creditAssignment: 'credit',
  lambdaReturn: 'credit',
  worldModel: 'vision',
  v: 'vision',
  z: 'vision',
  reconstruction: 'vision',
  gradientStep: 'vision',
  nats: 'vision',
  m: 'memory',
  h: 'memory',
  mixture: 'memory',
  surprise: 'memory',
  temperature: 'memory',
  c: 'control',
  cmaEs: 'control',
  generation: 'control',
  dream: 'dreams',
  blind: 'dreams',
  continuation: 'dreams',
  rssm: 'rssm',
  prior: 'rssm',
  posterior: 'rssm',
  kl: 'rssm',
  warmUp: 'rssm',
  openLoop: 'rssm',
  pixelError: 'rssm',
  imagination: 'imagination',
  actor: 'imagination',
  critic: 'imagination',
  entropy: 'imagination',
  horizon: 'horizon',
  // The studio's own word: no chapter is about it.
  checkpoint: null,
} as const satisfies Readonly<Record<string, ChapterId | null>>;

export type TermId = keyof typeof TERM_CHAPTERS;

export const TERM_IDS = Object.keys(TERM_CHAPTERS) as readonly TermId[];
