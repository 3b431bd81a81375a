/** A texture of six faces, looked up by a direction as OpenGL does it (its specification, section on cube maps). */
import type { Texture } from '../../../shared/scene.ts';
import { SurfaceTexture } from './surfaceTexture.ts';

const FACES = 6;

export class CubeTexture {
  readonly #faces: readonly SurfaceTexture[];
  /** Half a texel. */
  readonly #edge: number;

  constructor({ name, width, pixels, filter }: Texture) {
    const bytes = 4 * width * width;
    this.#edge = 0.5 / width;
    this.#faces = Array.from({ length: FACES }, (_, face) => {
      const own = pixels.subarray(face * bytes, (face + 1) * bytes);
      return new SurfaceTexture({ name, width, height: width, pixels: own, filter });
    });
  }

  /**
   * The colour in a direction of any length.
   * @param footprint how far apart neighbouring pixels are, in the direction's own units
   */
  look(x: number, y: number, z: number, footprint: number, out: Float64Array): void {
    const [ax, ay, az] = [Math.abs(x), Math.abs(y), Math.abs(z)];
    let face: number;
    let major: number;
    let across: number;
    let down: number;
    if (ax >= ay && ax >= az) {
      [face, major, across, down] = x >= 0 ? [0, ax, -z, -y] : [1, ax, z, -y];
    } else if (ay >= az) {
      [face, major, across, down] = y >= 0 ? [2, ay, x, z] : [3, ay, x, -z];
    } else {
      [face, major, across, down] = z >= 0 ? [4, az, x, -y] : [5, az, -x, -y];
    }
    const half = 0.5 / Math.max(major, 1e-12);
    // Never nearer to a face's edge than half a texel, where the opposite edge would be blended in.
    const inside = (share: number) => Math.min(Math.max(share, this.#edge), 1 - this.#edge);
    this.#faces[face]?.blended(inside(across * half + 0.5), inside(down * half + 0.5), footprint * half, out);
  }
}
