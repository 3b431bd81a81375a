import { describe, expect, test } from 'vitest';
import { VideoClock } from '../../../../src-renderer/views/theatre/recording/videoClock.ts';

const STEP = 0.08;

describe("a video's clock", () => {
  test('gives every step shown the time it has in the game', () => {
    const clock = new VideoClock();
    const times = [4, 5, 6].map((step) => clock.take(step, STEP)?.timestampSeconds);
    expect(times).toEqual([0, STEP, 2 * STEP]);
    expect(clock.seconds).toBeCloseTo(3 * STEP, 10);
  });

  test('keeps the time of steps that were passed over while the machine was busy', () => {
    const clock = new VideoClock();
    clock.take(0, STEP);
    expect(clock.take(5, STEP)?.timestampSeconds).toBeCloseTo(5 * STEP, 10);
  });

  test('stands still while the same step is shown', () => {
    const clock = new VideoClock();
    clock.take(3, STEP);
    expect(clock.take(3, STEP)).toBeNull();
    expect(clock.seconds).toBeCloseTo(STEP, 10);
  });

  test('takes a jump, back or far ahead, as one step: nobody waits for what was not shown', () => {
    const clock = new VideoClock();
    clock.take(100, STEP);
    expect(clock.take(10, STEP)?.timestampSeconds).toBeCloseTo(STEP, 10);
    expect(clock.take(900, STEP)?.timestampSeconds).toBeCloseTo(2 * STEP, 10);
  });

  test('shows at most sixty pictures a second, and loses no time by it', () => {
    const clock = new VideoClock();
    const fast = 0.02 / 8;
    const shown = Array.from({ length: 401 }, (_, step) => clock.take(step, fast)).filter(
      (moment) => moment !== null,
    );
    expect(shown.length).toBeLessThanOrEqual(61);
    expect(shown.length).toBeGreaterThan(50);
    expect(clock.seconds).toBeCloseTo(401 * fast, 10);
  });

  test('shows each of sixty steps a second', () => {
    const clock = new VideoClock();
    const shown = Array.from({ length: 600 }, (_, step) => clock.take(step, 1 / 60));
    expect(shown.every((moment) => moment !== null)).toBe(true);
  });

  test('slows down with the speed from the step where it was changed', () => {
    const clock = new VideoClock();
    clock.take(0, STEP);
    clock.take(1, STEP);
    clock.take(2, STEP * 4);
    expect(clock.seconds).toBeCloseTo(STEP + 4 * STEP + 4 * STEP, 10);
  });
});
