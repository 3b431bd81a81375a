/** Cartpole: balance the pole, or swing it up first; smooth or sparse reward. */
import type { Physics } from '../physics.ts';
import { tolerance } from '../rewards.ts';
import { SUITE_MAX_STEPS, copyNumbers, type ControlTask, type TaskDefinition } from '../task.ts';
import { cartpoleModel } from './model.ts';

const CART_RANGE = 0.25;
const LEAST_UPRIGHT_COSINE = 0.995;

interface Variant {
  readonly swingUp: boolean;
  readonly sparse: boolean;
}

function cartpole(physics: Physics, { swingUp, sparse }: Variant): ControlTask {
  const pole = physics.id('body', 'pole_1');
  const { views } = physics;
  const cartPosition = () => views.qpos[0] ?? NaN;
  const poleCosine = () => physics.rotation(pole, 8);
  const sparseReward = () =>
    tolerance(cartPosition(), { lower: -CART_RANGE, upper: CART_RANGE }) *
    tolerance(poleCosine(), { lower: LEAST_UPRIGHT_COSINE, upper: 1 });
  const smoothReward = () => {
    const upright = (poleCosine() + 1) / 2;
    const centered = (1 + tolerance(cartPosition(), { margin: 2 })) / 2;
    const control = tolerance(views.ctrl[0] ?? NaN, { margin: 1, valueAtMargin: 0, sigmoid: 'quadratic' });
    const smallControl = (4 + control) / 5;
    const smallVelocity = (1 + tolerance(views.qvel[1] ?? NaN, { margin: 5 })) / 2;
    return upright * smallControl * smallVelocity * centered;
  };
  return {
    drawStart(random) {
      views.qpos[0] = swingUp ? 0.01 * random.normal() : random.uniform(-0.1, 0.1);
      views.qpos[1] = swingUp ? Math.PI + 0.01 * random.normal() : random.uniform(-0.034, 0.034);
      views.qvel[0] = 0.01 * random.normal();
      views.qvel[1] = 0.01 * random.normal();
    },
    observe({ position, velocity }) {
      if (position !== undefined) {
        position[0] = cartPosition();
        position[1] = poleCosine();
        position[2] = physics.rotation(pole, 2);
      }
      copyNumbers(velocity, 0, views.qvel, 0, 2);
    },
    reward: sparse ? sparseReward : smoothReward,
  };
}

function definition(id: string, variant: Variant): TaskDefinition {
  return {
    id,
    domain: 'cartpole',
    model: cartpoleModel,
    controlSeconds: 0.01,
    maxSteps: SUITE_MAX_STEPS,
    observations: { position: [3], velocity: [2] },
    camera: 0,
    create: (physics) => cartpole(physics, variant),
  };
}

export const cartpoleTasks: readonly TaskDefinition[] = [
  definition('cartpole-balance', { swingUp: false, sparse: false }),
  definition('cartpole-balance_sparse', { swingUp: false, sparse: true }),
  definition('cartpole-swingup', { swingUp: true, sparse: false }),
  definition('cartpole-swingup_sparse', { swingUp: true, sparse: true }),
];
