/**
 * The pull of a hand that holds a body: a critically damped spring from the point held to where the hand is, as heavy as
 * what it holds. MuJoCo's viewer pulls so (`mjv_applyPerturbForce`), anew at each physics step; here a pull holds for a
 * whole action, so the spring is softened where that would make it swing up.
 */
import type { Vector3 } from '../../shared/scene.ts';

export interface HeldPoint {
  /** Of the point held, in the world. */
  readonly position: Vector3;
  readonly velocity: Vector3;
  /** Kilograms that the hand is made for. */
  readonly mass: number;
  /** Kilograms of the point itself, in the direction where it gives way most: less, for the body turns. */
  readonly lightest: number;
}

/** MuJoCo's default stiffness is its square. */
export const GRIP_RADIANS_A_SECOND = 10;
/** Of the point's speed, at most so much may be damped away in one step; beyond 2 it would swing up. */
const MOST_DAMPED = 1.2;

/** @param radiansPerSecond the spring's own. @returns newtons, in the world */
export function gripForce(
  held: HeldPoint,
  goal: Vector3,
  stepSeconds: number,
  radiansPerSecond = GRIP_RADIANS_A_SECOND,
): Vector3 {
  const { mass, lightest, position, velocity } = held;
  const turn = Math.min(radiansPerSecond, (MOST_DAMPED * lightest) / (2 * mass * stepSeconds));
  const along = (axis: 0 | 1 | 2) =>
    mass * turn * (turn * (goal[axis] - position[axis]) - 2 * velocity[axis]);
  return [along(0), along(1), along(2)];
}
