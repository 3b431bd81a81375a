/** Motion between instants: half way in half the time, rotations by the shorter way, jumps without motion. */
import { expect, test } from 'vitest';
import { poseLayout } from '../../../shared/scene.ts';
import { PoseMotion } from '../../../src-renderer/scenes/poseMotion.ts';

const LAYOUT = poseLayout({ bodies: [{ name: 'box', parts: [] }], cameras: [], overlay: [] });
const pose = (x: number, angle: number, sign = 1) =>
  Float64Array.of(x, 0, 0, sign * Math.cos(angle / 2), 0, 0, sign * Math.sin(angle / 2), 1);

test('the first instant is there at once, the next is reached over its time', () => {
  const motion = new PoseMotion(LAYOUT);
  motion.push(pose(0, 0), 0.1, 10);
  expect(motion.at(10)[0]).toBe(0);
  motion.push(pose(2, 1), 0.1, 10);
  expect(motion.at(10.05)[0]).toBeCloseTo(1);
  expect(motion.isMoving(10.05)).toBe(true);
  expect(motion.at(10.2)[0]).toBe(2);
  expect(motion.isMoving(10.2)).toBe(false);
});

test('q and -q are the same turn: nothing spins round between them', () => {
  const motion = new PoseMotion(LAYOUT);
  motion.push(pose(0, 0.2), 0, 0);
  motion.push(pose(0, 0.4, -1), 0.1, 0);
  const half = motion.at(0.05);
  const angle = 2 * Math.atan2(Math.abs(half[6] ?? 0), Math.abs(half[3] ?? 0));
  expect(angle).toBeCloseTo(0.3, 2);
});

test('a pushed instant goes on from where the last motion stood', () => {
  const motion = new PoseMotion(LAYOUT);
  expect(motion.isEmpty).toBe(true);
  motion.push(pose(0, 0), 0, 0);
  expect(motion.isEmpty).toBe(false);
  motion.push(pose(2, 0), 0.2, 0);
  motion.push(pose(4, 0), 0.2, 0.1);
  expect(motion.at(0.1)[0]).toBeCloseTo(1);
});

test('a seek or a long pause jumps', () => {
  const motion = new PoseMotion(LAYOUT);
  motion.push(pose(0, 0), 0, 0);
  motion.push(pose(5, 0), 3, 0);
  expect(motion.at(0.001)[0]).toBe(5);
});
