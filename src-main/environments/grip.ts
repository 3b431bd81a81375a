/**
 * The pull of a hand that holds a body: a critically damped spring from the point held to where the hand is, as heavy as
 * what it holds. Todorov's MuJoCo viewer perturbs bodies so (mujoco.readthedocs.io, "Perturbation").
 */
import type { Vector3 } from '../../shared/scene.ts';

export interface HeldPoint {
  /** Of the point held, in the world. */
  readonly position: Vector3;
  readonly velocity: Vector3;
  /** Kilograms that the hand feels there. */
  readonly mass: number;
}

/** MuJoCo's own: its spring turns so many radians a second. */
export const GRIP_RADIANS_A_SECOND = 10;
/** The force holds for a whole step: a spring that turned further meanwhile could overshoot and swing up. */
const LARGEST_TURN = 0.25;

/** @param radiansPerSecond the spring's own, softened where steps are long. @returns newtons, in the world */
export function gripForce(
  held: HeldPoint,
  goal: Vector3,
  stepSeconds: number,
  radiansPerSecond = GRIP_RADIANS_A_SECOND,
): Vector3 {
  const turn = Math.min(radiansPerSecond, LARGEST_TURN / stepSeconds);
  const along = (axis: 0 | 1 | 2) =>
    held.mass * turn * (turn * (goal[axis] - held.position[axis]) - 2 * held.velocity[axis]);
  return [along(0), along(1), along(2)];
}
