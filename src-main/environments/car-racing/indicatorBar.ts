/**
 * The bar under CarRacing's full frame: reward, speed, wheel speeds, steering and turning. Places and scales are those
 * of Gymnasium's CarRacing-v3; the reward's digits are drawn with seven segments.
 */
import type { Colour, OverlayRectangle } from '../../../shared/scene.ts';
import type { Car } from './car.ts';

/** The bar takes the lowest 5 of 40 rows; a column is one of 40. */
const UNIT = 1 / 40;
const WHITE: Colour = [1, 1, 1];
const BLACK: Colour = [0, 0, 0];
/** Below this Gymnasium leaves an indicator out. */
const LEAST_SHOWN = 1e-4;

const upright = (name: string, column: number, colour: Colour): OverlayRectangle => ({
  name,
  x: column * UNIT,
  y: 1 - UNIT,
  width: UNIT,
  height: -UNIT,
  colour,
  scales: 'height',
});
const lying = (name: string, column: number, colour: Colour): OverlayRectangle => ({
  name,
  x: column * UNIT,
  y: 1 - 4 * UNIT,
  width: UNIT,
  height: 2 * UNIT,
  colour,
  scales: 'width',
});

const GAUGES: readonly OverlayRectangle[] = [
  { name: 'bar', x: 0, y: 1 - 5 * UNIT, width: 1, height: 5 * UNIT, colour: BLACK },
  upright('speed', 5, WHITE),
  upright('front left wheel', 7, [0, 0, 1]),
  upright('front right wheel', 8, [0, 0, 1]),
  upright('rear left wheel', 9, [0.2, 0, 1]),
  upright('rear right wheel', 10, [0.2, 0, 1]),
  lying('steering', 20, [0, 1, 0]),
  lying('turning', 30, [1, 0, 0]),
];

/** A digit is 22 by 32 of the 1000x800 frame, its strokes 5 thick; four of them around (60, 750). */
const DIGITS = 4;
const DIGIT_WIDTH = 22 / 1000;
const DIGIT_HEIGHT = 32 / 800;
const STROKE_WIDTH = 5 / 1000;
const STROKE_HEIGHT = 5 / 800;
const DIGIT_LEFT = 10 / 1000;
const DIGIT_PITCH = 26 / 1000;
const DIGIT_TOP = 734 / 800;

/** Segments of a digit: top, upper left, upper right, middle, lower left, lower right, bottom. */
function digit(index: number): OverlayRectangle[] {
  const left = DIGIT_LEFT + index * DIGIT_PITCH;
  const right = left + DIGIT_WIDTH - STROKE_WIDTH;
  const middle = DIGIT_TOP + (DIGIT_HEIGHT - STROKE_HEIGHT) / 2;
  const across = (name: string, y: number): OverlayRectangle => ({
    name: `digit ${index} ${name}`,
    x: left,
    y,
    width: DIGIT_WIDTH,
    height: STROKE_HEIGHT,
    colour: WHITE,
    scales: 'width',
  });
  const down = (name: string, x: number, y: number): OverlayRectangle => ({
    name: `digit ${index} ${name}`,
    x,
    y,
    width: STROKE_WIDTH,
    height: DIGIT_HEIGHT / 2,
    colour: WHITE,
    scales: 'height',
  });
  return [
    across('top', DIGIT_TOP),
    down('upper left', left, DIGIT_TOP),
    down('upper right', right, DIGIT_TOP),
    across('middle', middle),
    down('lower left', left, DIGIT_TOP + DIGIT_HEIGHT / 2),
    down('lower right', right, DIGIT_TOP + DIGIT_HEIGHT / 2),
    across('bottom', DIGIT_TOP + DIGIT_HEIGHT - STROKE_HEIGHT),
  ];
}

export const INDICATOR_BAR: readonly OverlayRectangle[] = [
  ...GAUGES,
  ...Array.from({ length: DIGITS }, (_, index) => digit(index)).flat(),
];

/** Lit segments of 0 to 9, and of the minus sign; bit 0 is the top. */
const SEGMENTS = [0x77, 0x24, 0x5d, 0x6d, 0x2e, 0x6b, 0x7b, 0x25, 0x7f, 0x6f];
const MINUS = 0x08;

const shown = (value: number, scale: number) => (Math.abs(value) > LEAST_SHOWN ? value * scale : 0);

/** Writes one value for each rectangle of `INDICATOR_BAR`. */
export function writeIndicators(car: Car, reward: number, out: Float64Array, at: number): void {
  const velocity = car.hull.getLinearVelocity();
  const speed = Math.sqrt(velocity.x * velocity.x + velocity.y * velocity.y);
  out[at] = 1;
  out[at + 1] = shown(speed, 0.02);
  car.wheels.forEach((wheel, index) => (out[at + 2 + index] = shown(wheel.omega, 0.01)));
  out[at + 6] = shown(car.wheels[0]?.joint.getJointAngle() ?? 0, -10);
  out[at + 7] = shown(car.hull.getAngularVelocity(), -0.8);
  const rounded = Math.min(9999, Math.abs(Math.round(reward)));
  for (let index = 0, divisor = 1000; index < DIGITS; index++, divisor /= 10) {
    const negative = index === 0 && reward <= -0.5;
    const lit = negative ? MINUS : (SEGMENTS[Math.floor(rounded / divisor) % 10] ?? 0);
    for (let segment = 0; segment < 7; segment++) {
      out[at + GAUGES.length + index * 7 + segment] = (lit >> segment) & 1;
    }
  }
}
