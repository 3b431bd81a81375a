/** Published scores to compare one's own with. Means and standard deviations as their sources give them. */
import type { EnvironmentSummary } from '../../shared/protocol.ts';

type KnownScores = EnvironmentSummary['knownScores'];

const WORLD_MODELS = 'Ha & Schmidhuber 2018, arXiv:1803.10122';

/** From pixels: Dreamer at the end of its training (5 million steps), DreamerV3 at 1 million. */
const CONTROL_SUITE: Readonly<Record<string, readonly [dreamer: number, dreamerV3: number]>> = {
  'acrobot-swingup': [480, 230],
  'cartpole-balance': [684, 994],
  'cartpole-balance-sparse': [744, 970],
  'cartpole-swingup': [861, 860],
  'cartpole-swingup-sparse': [773, 758],
  'cheetah-run': [876, 836],
  'ball-in-cup-catch': [966, 972],
  'finger-spin': [374, 589],
  'finger-turn-easy': [944, 883],
  'finger-turn-hard': [871, 905],
  'hopper-hop': [483, 227],
  'hopper-stand': [929, 902],
  'pendulum-swingup': [793, 738],
  'quadruped-run': [892, 612],
  'quadruped-walk': [918, 809],
  'reacher-easy': [956, 953],
  'reacher-hard': [859, 855],
  'walker-run': [822, 685],
  'walker-stand': [966, 975],
  'walker-walk': [957, 960],
};

const SCORES: Readonly<Record<string, KnownScores>> = {
  'car-racing': [
    { label: 'World Models', score: 906, deviation: 21, source: WORLD_MODELS },
    { label: 'World Models, V only', score: 632, deviation: 251, source: WORLD_MODELS },
    { label: 'A3C', score: 652, deviation: 10, source: WORLD_MODELS },
    { label: 'DQN', score: 343, deviation: 18, source: WORLD_MODELS },
  ],
  'take-cover': [
    { label: 'World Models (tau 1.15)', score: 1092, deviation: 556, source: WORLD_MODELS },
    { label: 'Gym leader', score: 820, deviation: 58, source: WORLD_MODELS },
    { label: 'Random', score: 210, deviation: 108, source: WORLD_MODELS },
  ],
};

export function knownScores(environment: string): KnownScores {
  const control = environment.startsWith('dmc/') ? CONTROL_SUITE[environment.slice(4)] : undefined;
  if (control === undefined) return SCORES[environment] ?? [];
  const [dreamer, dreamerV3] = control;
  return [
    { label: 'Dreamer (5M)', score: dreamer, source: 'Hafner et al. 2020, arXiv:1912.01603' },
    { label: 'DreamerV3 (1M)', score: dreamerV3, source: 'Hafner et al. 2023, arXiv:2301.04104' },
  ];
}
