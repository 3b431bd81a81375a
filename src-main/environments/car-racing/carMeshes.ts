/** The car's solid shapes: seen from straight above they are exactly Gymnasium's flat drawing. */
import type { Mesh } from '../../../shared/scene.ts';
import { WHEEL_HALF_WIDTH, WHEEL_RADIUS } from './constants.ts';

type Corner = readonly [number, number, number];

/** Collects convex faces, each of one shade, as fans of triangles. */
export class MeshBuilder {
  readonly #positions: number[] = [];
  readonly #indices: number[] = [];
  readonly #colours: number[] = [];

  /** Corners counter-clockwise seen from the front. */
  face(corners: readonly Corner[], colour: readonly [number, number, number]): this {
    const first = this.#positions.length / 3;
    for (const corner of corners) {
      this.#positions.push(...corner);
      this.#colours.push(...colour);
    }
    for (let i = 2; i < corners.length; i++) this.#indices.push(first, first + i - 1, first + i);
    return this;
  }

  build(name: string): Mesh {
    return {
      name,
      positions: new Float32Array(this.#positions),
      indices: new Uint32Array(this.#indices),
      colours: new Float32Array(this.#colours),
    };
  }
}

const shade = (value: number): [number, number, number] => [value, value, value];

/** Turns a flat outline counter-clockwise. */
export function counterClockwise(
  outline: readonly (readonly [number, number])[],
): readonly (readonly [number, number])[] {
  const area = outline.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = outline[(index + 1) % outline.length] ?? [0, 0];
    return sum + x * nextY - nextX * y;
  }, 0);
  return area < 0 ? outline.toReversed() : outline;
}

/** An upright prism over a convex outline; its sides are darker than its top. */
export function addPrism(
  builder: MeshBuilder,
  outline: readonly (readonly [number, number])[],
  bottom: number,
  top: number,
): void {
  const around = counterClockwise(outline);
  around.forEach(([x, y], index) => {
    const [nextX, nextY] = around[(index + 1) % around.length] ?? [x, y];
    const corners: Corner[] = [
      [x, y, bottom],
      [nextX, nextY, bottom],
      [nextX, nextY, top],
      [x, y, top],
    ];
    // A fixed light from the front left, so that an unlit car still reads as solid.
    const facing = ((nextY - y) * -0.5 + (nextX - x) * -0.8) / Math.hypot(nextX - x, nextY - y);
    builder.face(corners, shade(0.55 + 0.2 * facing));
  });
  builder.face(
    around.map(([x, y]) => [x, y, top]),
    shade(1),
  );
}

const WHEEL_FACETS = 16;

/** A point of the wheel's tread; the axle is x, angles run from the front over the bottom. */
function tread(x: number, angle: number, radius: number): Corner {
  return [x, radius * Math.cos(angle), -radius * Math.sin(angle)];
}

/** A wheel lying along x. */
export function tyreMesh(): Mesh {
  const builder = new MeshBuilder();
  const black = shade(1);
  const rim: Corner[] = [];
  for (let facet = 0; facet < WHEEL_FACETS; facet++) {
    const from = (2 * Math.PI * facet) / WHEEL_FACETS;
    const to = (2 * Math.PI * (facet + 1)) / WHEEL_FACETS;
    builder.face(
      [
        tread(-WHEEL_HALF_WIDTH, from, WHEEL_RADIUS),
        tread(-WHEEL_HALF_WIDTH, to, WHEEL_RADIUS),
        tread(WHEEL_HALF_WIDTH, to, WHEEL_RADIUS),
        tread(WHEEL_HALF_WIDTH, from, WHEEL_RADIUS),
      ],
      black,
    );
    rim.push(tread(WHEEL_HALF_WIDTH, -from, WHEEL_RADIUS));
  }
  builder.face(rim, black);
  builder.face(
    rim.toReversed().map(([x, y, z]) => [-x, y, z]),
    black,
  );
  return builder.build('tyre');
}

/** Radians of the tread that are painted grey, which shows the wheel's turning. */
const STRIPE_ANGLE = 1.2;
const STRIPE_FACETS = 4;

export function stripeMesh(): Mesh {
  const builder = new MeshBuilder();
  const radius = WHEEL_RADIUS * 1.005;
  for (let facet = 0; facet < STRIPE_FACETS; facet++) {
    const from = (STRIPE_ANGLE * facet) / STRIPE_FACETS;
    const to = (STRIPE_ANGLE * (facet + 1)) / STRIPE_FACETS;
    builder.face(
      [
        tread(-WHEEL_HALF_WIDTH, from, radius),
        tread(-WHEEL_HALF_WIDTH, to, radius),
        tread(WHEEL_HALF_WIDTH, to, radius),
        tread(WHEEL_HALF_WIDTH, from, radius),
      ],
      shade(1),
    );
  }
  return builder.build('stripe');
}
