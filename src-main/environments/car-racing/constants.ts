/** The measures of CarRacing. Source: Gymnasium's CarRacing-v3 (Oleg Klimov); lengths in its world unit. */

export const STEPS_PER_SECOND = 50;
/** Gymnasium asks Box2D for so many iterations of its two solvers. */
export const VELOCITY_ITERATIONS = 180;
export const POSITION_ITERATIONS = 60;

/** Gymnasium's track scale: its picture has `2.7 * SCALE` pixels (of 1000x800) a length unit once zoomed in. */
export const SCALE = 6;
export const PLAYFIELD = 2000 / SCALE;
export const TRACK_RADIUS = 900 / SCALE;
export const TRACK_DETAIL_STEP = 21 / SCALE;
export const TRACK_TURN_RATE = 0.31;
/** Half of the road's width. */
export const TRACK_WIDTH = 40 / SCALE;
export const KERB_WIDTH = 8 / SCALE;
/** So many nodes must turn hard to the same side before a kerb is laid. */
export const KERB_MINIMUM_NODES = 4;
export const CHECKPOINTS = 12;

/** Reward of a whole lap, shared evenly by its tiles, and the price of a frame. */
export const LAP_REWARD = 1000;
export const FRAME_PENALTY = 0.1;
export const OFF_PLAYFIELD_REWARD = -100;
/** Length units of one unit of the car's drawing. */
export const CAR_SIZE = 0.02;
export const WHEEL_RADIUS = 27 * CAR_SIZE;
export const WHEEL_HALF_WIDTH = 14 * CAR_SIZE;
export const ENGINE_POWER = 100_000_000 * CAR_SIZE * CAR_SIZE;
export const WHEEL_MOMENT_OF_INERTIA = 4000 * CAR_SIZE * CAR_SIZE;
export const FRICTION_LIMIT = 1_000_000 * CAR_SIZE * CAR_SIZE;
/** Friction on grass, as a part of the road's. */
export const GRASS_FRICTION = 0.6;
/** Turns a wheel's speed error into a force; it damps oscillation within a few steps. */
export const SLIP_STIFFNESS = 205_000 * CAR_SIZE * CAR_SIZE;
/** Radians a second that a fully pressed brake takes from a wheel in one step. */
export const BRAKE_DECELERATION = 15;
export const STEER_LIMIT_RADIANS = 0.4;
export const STEER_MOTOR_TORQUE = 180 * 900 * CAR_SIZE * CAR_SIZE;
export const HULL_DENSITY = 1;
export const WHEEL_DENSITY = 0.1;

type Point = readonly [number, number];
const scaled = (points: readonly Point[]): readonly Point[] =>
  points.map(([x, y]) => [x * CAR_SIZE, y * CAR_SIZE]);

/** Front left, front right, rear left, rear right, in the hull's frame (y forward). */
export const WHEEL_POSITIONS = scaled([
  [-55, 80],
  [55, 80],
  [-55, -82],
  [55, -82],
]);

/** Convex pieces of the hull: front wing, nose, body, rear wing. */
export const HULL_POLYGONS: readonly (readonly Point[])[] = [
  scaled([
    [-60, 130],
    [60, 130],
    [60, 110],
    [-60, 110],
  ]),
  scaled([
    [-15, 120],
    [15, 120],
    [20, 20],
    [-20, 20],
  ]),
  scaled([
    [25, 20],
    [50, -10],
    [50, -40],
    [20, -90],
    [-20, -90],
    [-50, -40],
    [-50, -10],
    [-25, 20],
  ]),
  scaled([
    [-50, -120],
    [50, -120],
    [50, -90],
    [-50, -90],
  ]),
];

export const WHEEL_POLYGON: readonly Point[] = [
  [-WHEEL_HALF_WIDTH, WHEEL_RADIUS],
  [WHEEL_HALF_WIDTH, WHEEL_RADIUS],
  [WHEEL_HALF_WIDTH, -WHEEL_RADIUS],
  [-WHEEL_HALF_WIDTH, -WHEEL_RADIUS],
];
