import { describe, expect, it } from 'vitest';
import { Car } from '../../../src-main/environments/car-racing/car.ts';
import { CarRacing } from '../../../src-main/environments/car-racing/carRacing.ts';
import { drives, follows, furtherDrives } from './goldenData.ts';

const longEnough = { maxSteps: 5000 };

describe('CarRacing beside Gymnasium', () => {
  it.each([...drives, ...furtherDrives])('lays the same track for seed $seed', ({ seed, track }) => {
    const environment = new CarRacing();
    environment.reset(seed);
    const { nodes } = environment.track;
    expect(nodes).toHaveLength(track.length);
    const worst = track.reduce((most, [alpha, beta, x, y], index) => {
      const node = nodes[index];
      if (node === undefined) return Infinity;
      const errors = [node.alpha - alpha, node.beta - beta, node.x - x, node.y - y].map(Math.abs);
      return Math.max(most, ...errors);
    }, 0);
    expect(worst).toBeLessThan(1e-9);
  });

  it('lays as many kerbs', () => {
    const environment = new CarRacing();
    for (const { seed, kerbs } of drives) {
      if (typeof kerbs !== 'number') continue;
      environment.reset(seed);
      expect(environment.track.kerbs).toHaveLength(kerbs);
    }
  });

  it('builds a car of the same mass', () => {
    const { hull, wheels } = new Car(0, 0, 0);
    const masses = drives[0]?.masses ?? {};
    expect(hull.getMass()).toBeCloseTo(masses['hull_mass'] ?? 0, 5);
    expect(hull.getInertia()).toBeCloseTo(masses['hull_inertia'] ?? 0, 4);
    expect(wheels[0]?.body.getMass()).toBeCloseTo(masses['wheel_mass'] ?? 0, 6);
    expect(wheels[0]?.body.getInertia()).toBeCloseTo(masses['wheel_inertia'] ?? 0, 6);
  });

  it.each(drives)('stands where Gymnasium’s stands after the reset of seed $seed', (drive) => {
    const { info } = new CarRacing().reset(drive.seed);
    expect(info['tilesVisited']).toBe(drive.tilesAfterReset);
    expect(info['x']).toBeCloseTo(drive.afterReset?.[0] ?? 0, 4);
    expect(info['y']).toBeCloseTo(drive.afterReset?.[1] ?? 0, 4);
    expect(info['angle']).toBeCloseTo(drive.afterReset?.[2] ?? 0, 5);
  });

  it.each([...drives, ...furtherDrives])('drives the same way for seed $seed', ({ seed, steps }) => {
    const environment = new CarRacing(longEnough);
    environment.reset(seed);
    let first50 = 0;
    let first300 = 0;
    steps.slice(0, 300).forEach(([steer = 0, gas = 0, brake = 0, x = 0, y = 0, , reward, tiles], index) => {
      const result = environment.step(Float64Array.of(steer, gas, brake));
      const away = Math.hypot(Number(result.info['x']) - x, Number(result.info['y']) - y);
      first300 = Math.max(first300, away);
      if (index < 50) first50 = Math.max(first50, away);
      expect(result.info['tilesVisited'], `tiles at step ${index + 1}`).toBe(tiles);
      expect(result.reward, `reward at step ${index + 1}`).toBeCloseTo(reward ?? 0, 9);
    });
    // The project asks for 0.05 and 1; what single precision leaves is far less.
    expect(first50).toBeLessThan(0.001);
    expect(first300).toBeLessThan(0.02);
  });

  it.each(follows)('finishes the lap of seed $seed on the same step with the same return', (follow) => {
    const environment = new CarRacing(longEnough);
    environment.reset(follow.seed);
    let total = 0;
    let lastInfo = {};
    for (const [steer = 0, gas = 0, brake = 0, , , , , terminated] of follow.steps) {
      const result = environment.step(Float64Array.of(steer, gas, brake));
      total += result.reward;
      lastInfo = result.info;
      expect(result.terminated).toBe(terminated === 1);
    }
    expect(total).toBeCloseTo(follow.totalReward, 6);
    expect(lastInfo).toMatchObject({ lapFinished: true });
  });
});
