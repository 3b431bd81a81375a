/**
 * What can be said of each environment without making one: an algorithm's form and its checks go by these facts. A test holds
 * them against the environments themselves.
 */
import type { ActionChoices } from './agentInsight.ts';
import { GYMNASIUM } from './environments/gymnasium.ts';
import { OWN_MODEL } from './exampleModel.ts';

export interface EnvironmentFacts {
  /** Whether it gives numbers to observe beside its picture. */
  readonly numbers: boolean;
  /** `either`: that depends on its config. */
  readonly actions: 'box' | 'discrete' | 'either';
  /** Numbers of a box action; absent where they depend on what is opened. */
  readonly actionNumbers?: number;
  /** Of a box: the few actions that an agent which chooses is usually given there. */
  readonly choices?: ActionChoices;
  /** It can also be given one number in [-1, 1] in place of a choice, which it makes the choice of itself. */
  readonly actionsAsNumber?: true;
  /** Its reward is so many points for every frame survived: what a dream earns there needs no reward head. */
  readonly pointsAFrameSurvived?: number;
  /** It runs code of a person's own, so it is tried before a run is made of it, and only where that person has allowed it. */
  readonly ownCode?: true;
}

const CONTROL: EnvironmentFacts = { numbers: true, actions: 'box' };

function control(actionNumbers: number): EnvironmentFacts {
  return { ...CONTROL, actionNumbers };
}

/**
 * Gymnasium's discrete CarRacing: nothing, steer left, steer right, gas, brake. Full deflection, and a brake of 0.8 that does not
 * block the wheels: the keyboard's of hardmaru's WorldModelsExperiments.
 */
const DRIVING_CHOICES: ActionChoices = [
  [0, 0, 0],
  [-1, 0, 0],
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 0.8],
];

export const ENVIRONMENT_FACTS: Readonly<Record<string, EnvironmentFacts>> = {
  'dmc/acrobot-swingup': control(1),
  'dmc/ball_in_cup-catch': control(2),
  'dmc/cartpole-balance': control(1),
  'dmc/cartpole-balance_sparse': control(1),
  'dmc/cartpole-swingup': control(1),
  'dmc/cartpole-swingup_sparse': control(1),
  'dmc/cheetah-run': control(6),
  'dmc/finger-spin': control(2),
  'dmc/finger-turn_easy': control(2),
  'dmc/finger-turn_hard': control(2),
  'dmc/hopper-hop': control(4),
  'dmc/hopper-stand': control(4),
  'dmc/pendulum-swingup': control(1),
  'dmc/quadruped-run': control(12),
  'dmc/quadruped-walk': control(12),
  'dmc/reacher-easy': control(2),
  'dmc/reacher-hard': control(2),
  'dmc/walker-run': control(6),
  'dmc/walker-stand': control(6),
  'dmc/walker-walk': control(6),
  'dmc/humanoid-run': control(21),
  'dmc/humanoid-stand': control(21),
  'dmc/humanoid-walk': control(21),
  'door-open': control(3),
  [OWN_MODEL]: CONTROL,
  [GYMNASIUM]: { numbers: true, actions: 'either', ownCode: true },
  'car-racing': { numbers: false, actions: 'box', actionNumbers: 3, choices: DRIVING_CHOICES },
  'take-cover': { numbers: false, actions: 'discrete', actionsAsNumber: true, pointsAFrameSurvived: 1 },
};

/** Undefined for an environment that this studio does not have. */
export function environmentFacts(id: string): EnvironmentFacts | undefined {
  return Object.hasOwn(ENVIRONMENT_FACTS, id) ? ENVIRONMENT_FACTS[id] : undefined;
}

export function environmentIds(which: (facts: EnvironmentFacts) => boolean): readonly string[] {
  return Object.entries(ENVIRONMENT_FACTS).flatMap(([id, facts]) => (which(facts) ? [id] : []));
}
