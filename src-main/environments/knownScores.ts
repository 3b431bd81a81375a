/** Published scores to compare one's own with. Means and standard deviations as their sources give them. */
import type { EnvironmentSummary } from '../../shared/protocol.ts';

type KnownScores = EnvironmentSummary['knownScores'];

const DREAMER_V3 = 'Hafner et al. 2023, arXiv:2301.04104';
const WORLD_MODELS = 'Ha & Schmidhuber 2018, arXiv:1803.10122';

/**
 * From pixels: Dreamer at the end of its training (5 million steps), DreamerV3 at 1 million. From numbers: acme's D4PG after 500,000
 * steps, mean of ten seeds, where DreamerV3's authors ran it.
 */
const CONTROL_SUITE: Readonly<Record<string, readonly [dreamer: number, dreamerV3: number, d4pg?: number]>> =
  {
    'acrobot-swingup': [480, 230, 129],
    'cartpole-balance': [684, 994, 999],
    'cartpole-balance-sparse': [744, 970, 969],
    'cartpole-swingup': [861, 860, 875],
    'cartpole-swingup-sparse': [773, 758, 750],
    'cheetah-run': [876, 836, 629],
    'ball-in-cup-catch': [966, 972, 968],
    'finger-spin': [374, 589, 823],
    'finger-turn-easy': [944, 883, 592],
    'finger-turn-hard': [871, 905, 416],
    'hopper-hop': [483, 227, 80],
    'hopper-stand': [929, 902, 760],
    'pendulum-swingup': [793, 738, 760],
    'quadruped-run': [892, 612],
    'quadruped-walk': [918, 809],
    'reacher-easy': [956, 953, 961],
    'reacher-hard': [859, 855, 941],
    'walker-run': [822, 685, 615],
    'walker-stand': [966, 975, 947],
    'walker-walk': [957, 960, 968],
  };

const SCORES: Readonly<Record<string, KnownScores>> = {
  'car-racing': [
    { label: 'World Models', score: 906, deviation: 21, source: WORLD_MODELS },
    { label: 'World Models, V only', score: 632, deviation: 251, source: WORLD_MODELS },
    { label: 'A3C, choices', score: 652, deviation: 10, source: WORLD_MODELS },
    { label: 'A3C, continuous', score: 591, deviation: 45, source: WORLD_MODELS },
    { label: 'DQN', score: 343, deviation: 18, source: WORLD_MODELS },
  ],
  'take-cover': [
    { label: 'World Models (tau 1.15)', score: 1092, deviation: 556, source: WORLD_MODELS },
    { label: 'Gym leader', score: 820, deviation: 58, source: WORLD_MODELS },
    { label: 'Random', score: 210, deviation: 108, source: WORLD_MODELS },
  ],
};

export function knownScores(environment: string): KnownScores {
  // Tasks are called with underscores (`ball_in_cup-catch`), here with hyphens alone.
  const control = environment.startsWith('dmc/')
    ? CONTROL_SUITE[environment.slice(4).replaceAll('_', '-')]
    : undefined;
  if (control === undefined) return SCORES[environment] ?? [];
  const [dreamer, dreamerV3, d4pg] = control;
  return [
    { label: 'Dreamer (5M)', score: dreamer, source: 'Hafner et al. 2020, arXiv:1912.01603' },
    { label: 'DreamerV3 (1M)', score: dreamerV3, source: DREAMER_V3 },
    ...(d4pg === undefined ? [] : [{ label: 'D4PG (numbers, 500K)', score: d4pg, source: DREAMER_V3 }]),
  ];
}
