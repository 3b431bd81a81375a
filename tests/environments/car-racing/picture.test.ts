import { readFileSync } from 'node:fs';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { poseLayout } from '../../../shared/scene.ts';
import { CarRacing } from '../../../src-main/environments/car-racing/carRacing.ts';
import { drives } from './goldenData.ts';

function goldenFrame(step: number): Uint8Array {
  const file = readFileSync(new URL(`../../golden/carracing/frame_seed0_${step}.png`, import.meta.url));
  const { data, channels, width } = decode(file);
  expect([width, channels]).toEqual([96, 3]);
  return Uint8Array.from(data);
}

function pixels(environment: CarRacing, name = 'agent', size = 96): Uint8Array {
  const out = new Uint8Array(size * size * 3);
  environment.render(name, size, size, out);
  return out;
}

/** pygame's smoothscale loses so much of 255 by truncation. */
const SMOOTHSCALE_LOSS = 2;

/** Mean absolute difference of the rows [from, to), pygame's loss made good. */
function difference(ours: Uint8Array, golden: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from * 96 * 3; i < to * 96 * 3; i++) {
    const [a = 0, b = 0] = [ours[i], golden[i]];
    sum += Math.abs(a - (b === 0 ? 0 : b + SMOOTHSCALE_LOSS));
  }
  return sum / ((to - from) * 96 * 3);
}

describe('CarRacing’s picture', () => {
  it('shows what Gymnasium shows: at the start, zoomed in, and while spinning on grass', () => {
    const environment = new CarRacing({ observation: 'full' });
    environment.reset(0);
    const frames = new Map([[0, pixels(environment)]]);
    (drives[0]?.steps ?? []).slice(0, 200).forEach(([steer = 0, gas = 0, brake = 0], index) => {
      environment.step(Float64Array.of(steer, gas, brake));
      if (index + 1 === 50 || index + 1 === 200) frames.set(index + 1, pixels(environment));
    });
    const measured = [...frames].map(([step, frame]) => ({
      step,
      world: difference(frame, goldenFrame(step), 0, 84),
      bar: difference(frame, goldenFrame(step), 84, 96),
    }));
    for (const { step, world, bar } of measured) {
      // The bar's digits are drawn with segments instead of a font.
      expect(world, `world at step ${step}`).toBeLessThan(1.3);
      expect(bar, `bar at step ${step}`).toBeLessThan(8);
    }
    // A wrong frame would be noticed.
    const [first = new Uint8Array(), second = new Uint8Array()] = [...frames.values()];
    expect(difference(first, second, 0, 84)).toBeGreaterThan(20);
  });

  it('gives the paper’s observation: the part above the bar, 64x64, inverted', () => {
    const environment = new CarRacing();
    const { observation } = environment.reset(4);
    const drawn = pixels(environment, 'agent', 64);
    expect(Array.from(observation['image'] ?? [])).toEqual(Array.from(drawn, (value) => 255 - value));
    // Over the grass there are only greens, none of the bar's black in the last row.
    const lastRow = drawn.subarray(63 * 64 * 3);
    expect(Math.max(...lastRow)).toBeGreaterThan(0);
    expect(environment.spec.invertedPixels).toBe(true);
  });

  it('writes poses that agree with the physics', () => {
    const environment = new CarRacing();
    environment.reset(9);
    const scene = environment.scene();
    const poses = new Float64Array(poseLayout(scene).length);
    const hull = scene.bodies.findIndex((body) => body.name === 'hull') * 8;
    for (let step = 0; step < 60; step++) {
      const { info } = environment.step(Float64Array.of(0.3, 0.5, 0));
      environment.poses(poses);
      expect(poses[hull]).toBe(info['x']);
      expect(poses[hull + 1]).toBe(info['y']);
      expect(2 * Math.atan2(poses[hull + 6] ?? 0, poses[hull + 3] ?? 1)).toBeCloseTo(
        Number(info['angle']),
        12,
      );
    }
  });
});
