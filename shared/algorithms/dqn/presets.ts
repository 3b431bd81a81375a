/** Which environments DQN trains on, and its sizes for each. */
import { choiceProblem, type ChoiceKind } from '../../actionChoices.ts';
import { mergeConfigs, type DeepPartialConfig } from '../../configFields.ts';
import { environmentFacts, environmentIds } from '../../environmentFacts.ts';
import type { Presets } from '../algorithm.ts';

/** The environment's own choices where it has any, else the finer grid that is not too large; none: it cannot train there. */
function choicesOf(environment: string): ChoiceKind | undefined {
  return (['own', 'three', 'two'] as const).find((kind) => choiceProblem(environment, kind) === null);
}

export const DQN_ENVIRONMENTS = environmentIds(() => true).filter((id) => choicesOf(id) !== undefined);

/**
 * The stand-in for two cores. Rewards are made smaller instead of cut, so that driving on and losing time keep their ratio; a
 * replay of a tenth, and exploration that ends in time.
 */
const LAPTOP: DeepPartialConfig = {
  schedule: { environmentSteps: 1_000_000, evaluateEvery: 40_000 },
  replay: { transitions: 100_000, cacheBytes: 1_000_000_000 },
  reward: { scale: 0.1, clip: 0 },
  learning: { startsAfter: 5000, optimizer: 'adam', learningRate: 1e-4, targetEvery: 1000 },
  exploration: { finalEpsilon: 0.05, decisions: 50_000 },
};

/**
 * Numbers tell the state at once: a small network that trains at every decision, renews its target often and looks a second or so
 * ahead. Cartpole balance came to 956 and 977 of 1,000 in 32,000 frames by it (two seeds, some 25 seconds on one core).
 */
const LAPTOP_STATE: DeepPartialConfig = mergeConfigs(LAPTOP, {
  environment: { observation: 'state' },
  schedule: { environmentSteps: 105_000, evaluateEvery: 5000 },
  reward: { scale: 0.25 },
  network: { units: 64 },
  learning: { startsAfter: 250, decisionsPerStep: 1, learningRate: 1e-3, targetEvery: 100, gamma: 0.95 },
  exploration: { decisions: 4000 },
});

/** From nothing to an evaluated behaviour in a minute: shows that all works, learns little. */
const SMOKE: DeepPartialConfig = {
  schedule: { environmentSteps: 8000, evaluateEvery: 4000, evaluateEpisodes: 2 },
  replay: { transitions: 2000, cacheBytes: 100_000_000 },
  reward: { scale: 0.1, clip: 0 },
  network: { units: 64 },
  learning: { startsAfter: 200, optimizer: 'adam', learningRate: 5e-4, targetEvery: 100 },
  exploration: { finalEpsilon: 0.05, decisions: 1000 },
  evaluate: { episodes: 3 },
  checkpoint: { everySeconds: 20 },
};
const SMOKE_STATE: DeepPartialConfig = mergeConfigs(SMOKE, { environment: { observation: 'state' } });

/** Those with a box for actions get their grid; those that give numbers are learnt from these where `state` says how. */
function forEach(pictures: DeepPartialConfig, state: DeepPartialConfig = {}): Presets[string] {
  const changes = DQN_ENVIRONMENTS.map((id) => {
    const sizes = environmentFacts(id)?.numbers === true ? state : {};
    return [id, mergeConfigs(sizes, { actions: { choices: choicesOf(id) ?? 'own' } })] as const;
  });
  return { '*': pictures, ...Object.fromEntries(changes) };
}

/** From the quickest to the paper's own. */
export const DQN_PRESETS: Presets = {
  smoke: forEach(SMOKE, SMOKE_STATE),
  'laptop-state': Object.fromEntries(
    Object.entries(forEach({}, LAPTOP_STATE)).filter(([id]) => environmentFacts(id)?.numbers === true),
  ),
  laptop: forEach(LAPTOP),
  paper: forEach({}),
};
