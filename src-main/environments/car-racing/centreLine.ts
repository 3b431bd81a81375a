/** A driver that follows the road's middle: for showing the game, and as a fair measure of what a track allows. */
import type { StepResult } from '../environment.ts';
import type { CarRacing } from './carRacing.ts';

/** Nodes of the track looked ahead. */
const LOOK_AHEAD_NODES = 4;
const STEER_GAIN = 1.6;
/** Units a second. */
const CRUISE_SPEED = 32;
const TOO_FAST = 50;

export function centreLineDriver(environment: CarRacing): (last: StepResult) => Float64Array {
  const { nodes } = environment.track;
  let nearest = 0;
  let before: { readonly x: number; readonly y: number } | null = null;
  return ({ info }) => {
    const x = Number(info['x']);
    const y = Number(info['y']);
    const away = (index: number) => {
      const node = nodes[index % nodes.length];
      return node === undefined ? Number.POSITIVE_INFINITY : Math.hypot(node.x - x, node.y - y);
    };
    for (let ahead = 0; ahead < LOOK_AHEAD_NODES * 2 && away(nearest + 1) < away(nearest); ahead++) nearest++;
    const target = nodes[(nearest + LOOK_AHEAD_NODES) % nodes.length];
    const moved = before === null ? 0 : Math.hypot(x - before.x, y - before.y);
    const speed = moved / environment.spec.stepSeconds;
    before = { x, y };
    if (target === undefined) return new Float64Array(3);
    // A hull at angle 0 looks along +y.
    const turn = Math.atan2(x - target.x, target.y - y) - Number(info['angle']);
    const steer = -STEER_GAIN * Math.atan2(Math.sin(turn), Math.cos(turn));
    const gas = speed < CRUISE_SPEED ? 0.35 : 0.02;
    return Float64Array.of(Math.min(1, Math.max(-1, steer)), gas, speed > TOO_FAST ? 0.2 : 0);
  };
}
