/** Which word of the field a setting is about, by the last part of its path, where it is one that the course explains. */
import type { TermId } from '../../../shared/terms.ts';

export const FIELD_TERMS: Readonly<Record<string, TermId>> = {
  environmentSteps: 'environmentStep',
  trainSteps: 'gradientStep',
  latentSize: 'z',
  klTolerance: 'kl',
  beta: 'kl',
  klBalance: 'kl',
  freeNats: 'nats',
  mixtures: 'mixture',
  hiddenSize: 'h',
  stochasticSize: 'rssm',
  deterministicSize: 'rssm',
  predictsDone: 'continuation',
  predictsDiscount: 'continuation',
  trainIn: 'dream',
  temperature: 'temperature',
  populationSize: 'generation',
  generations: 'generation',
  initialSigma: 'cmaEs',
  horizon: 'horizon',
  gamma: 'discount',
  lambda: 'lambdaReturn',
  entropyScale: 'entropy',
  actorUnits: 'actor',
  criticUnits: 'critic',
  explorationNoise: 'exploration',
  cacheBytes: 'replay',
};

export const fieldTerm = (path: string): TermId | undefined => FIELD_TERMS[path.split('.').at(-1) ?? ''];
