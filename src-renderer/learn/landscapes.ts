/** Landscapes of two numbers to search in: the loss of a point, lower is better, and 0 at the goal. */
import type { Point } from './symmetricAxes.ts';

export const LANDSCAPES = ['bowl', 'valley', 'bend', 'hills'] as const;
export type Landscape = (typeof LANDSCAPES)[number];

/** Rosenbrock's valley is usually drawn from -2 to 2, its bend below the goal. */
export function landscapeLoss(landscape: Landscape, [x, y]: Point, goal: Point): number {
  const [dx, dy] = [x - goal[0], y - goal[1]];
  switch (landscape) {
    case 'bowl':
      return dx * dx + dy * dy;
    case 'valley': {
      // Forty times as steep across as along, and slanted.
      const [along, across] = [0.8 * dx + 0.6 * dy, -0.6 * dx + 0.8 * dy];
      return along * along + 40 * across * across;
    }
    case 'bend': {
      const [u, v] = [dx + 1, dy + 1];
      return (1 - u) * (1 - u) + 20 * (v - u * u) * (v - u * u);
    }
    case 'hills':
      // Rastrigin's: a bowl with a hollow at each step.
      return dx * dx + dy * dy + 1.5 * (2 - Math.cos(4 * dx) - Math.cos(4 * dy));
  }
}
