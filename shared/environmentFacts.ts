/**
 * What can be said of each environment without making one: an algorithm's form and its checks go by these facts. A test holds
 * them against the environments themselves.
 */
import { OWN_MODEL } from './exampleModel.ts';

export interface EnvironmentFacts {
  /** Whether it gives numbers to observe beside its picture. */
  readonly numbers: boolean;
  readonly actions: 'box' | 'discrete';
  /** Its reward is so many points for every frame survived: what a dream earns there needs no reward head. */
  readonly pointsAFrameSurvived?: number;
}

const CONTROL: EnvironmentFacts = { numbers: true, actions: 'box' };

export const ENVIRONMENT_FACTS: Readonly<Record<string, EnvironmentFacts>> = {
  'dmc/acrobot-swingup': CONTROL,
  'dmc/ball_in_cup-catch': CONTROL,
  'dmc/cartpole-balance': CONTROL,
  'dmc/cartpole-balance_sparse': CONTROL,
  'dmc/cartpole-swingup': CONTROL,
  'dmc/cartpole-swingup_sparse': CONTROL,
  'dmc/cheetah-run': CONTROL,
  'dmc/finger-spin': CONTROL,
  'dmc/finger-turn_easy': CONTROL,
  'dmc/finger-turn_hard': CONTROL,
  'dmc/hopper-hop': CONTROL,
  'dmc/hopper-stand': CONTROL,
  'dmc/pendulum-swingup': CONTROL,
  'dmc/quadruped-run': CONTROL,
  'dmc/quadruped-walk': CONTROL,
  'dmc/reacher-easy': CONTROL,
  'dmc/reacher-hard': CONTROL,
  'dmc/walker-run': CONTROL,
  'dmc/walker-stand': CONTROL,
  'dmc/walker-walk': CONTROL,
  'dmc/humanoid-run': CONTROL,
  'dmc/humanoid-stand': CONTROL,
  'dmc/humanoid-walk': CONTROL,
  'door-open': CONTROL,
  [OWN_MODEL]: CONTROL,
  'car-racing': { numbers: false, actions: 'box' },
  'take-cover': { numbers: false, actions: 'discrete', pointsAFrameSurvived: 1 },
};

/** Undefined for an environment that this studio does not have. */
export function environmentFacts(id: string): EnvironmentFacts | undefined {
  return Object.hasOwn(ENVIRONMENT_FACTS, id) ? ENVIRONMENT_FACTS[id] : undefined;
}

export function environmentIds(which: (facts: EnvironmentFacts) => boolean): readonly string[] {
  return Object.entries(ENVIRONMENT_FACTS).flatMap(([id, facts]) => (which(facts) ? [id] : []));
}
