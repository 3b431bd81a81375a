/** How the suite draws starts: joints within their limits, turning joints anywhere. After dm_control's randomizers. */
import type { RandomStream } from '../../numerics/random.ts';
import type { Physics } from './physics.ts';

/** mjtJoint. */
const FREE = 0;
const BALL = 1;
const SLIDE = 2;
const HINGE = 3;

/**
 * Limited joints uniformly within their limits, unlimited hinges over the whole turn, orientations at random. A free
 * joint's place is left alone, and its orientation has, as in the suite, only positive parts.
 */
export function drawJoints(physics: Physics, random: RandomStream): void {
  const { model } = physics;
  const { qpos } = physics.views;
  for (let joint = 0; joint < model.njnt; joint++) {
    const address: number = model.jnt_qposadr[joint];
    const limited = physics.flags.jointLimited[joint] === 1;
    const low: number = model.jnt_range[2 * joint];
    const high: number = model.jnt_range[2 * joint + 1];
    switch (model.jnt_type[joint]) {
      case HINGE:
        qpos[address] = limited ? random.uniform(low, high) : random.uniform(-Math.PI, Math.PI);
        break;
      case SLIDE:
        if (limited) qpos[address] = random.uniform(low, high);
        break;
      case BALL:
        qpos.set(
          limited ? limitedQuaternion(random, high) : unit([0, 0, 0, 0].map(() => random.normal())),
          address,
        );
        break;
      case FREE:
        qpos.set(unit([0, 0, 0, 0].map(() => random.uniform())), address + 3);
        break;
    }
  }
}

/** Draws with `draw` until nothing touches. @throws Error after a thousand vain attempts. */
export function drawUntilFree(physics: Physics, draw: () => void): void {
  for (let attempt = 0; attempt < 1000; attempt++) {
    draw();
    physics.findContacts();
    if (physics.contactCount === 0) return;
  }
  throw new Error('found no start without contacts in 1000 attempts');
}

/** Scales to length 1. */
export function unit(vector: readonly number[]): number[] {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value / length);
}

function limitedQuaternion(random: RandomStream, limit: number): number[] {
  const axis = unit([0, 0, 0].map(() => random.normal()));
  const half = (random.uniform() * limit) / 2;
  return [Math.cos(half), ...axis.map((value) => value * Math.sin(half))];
}
