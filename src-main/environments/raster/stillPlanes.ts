/**
 * Planes as they look while neither they nor the camera nor the lights move, as with a camera that is fixed: kept pixel by
 * pixel as they come into sight, with and without the lamp whose shadows go on moving.
 */
import type { Lighting } from './lighting.ts';
import type { View } from './lineOfSight.ts';
import type { LitPart } from './litScene.ts';

/** What is kept of a pixel. */
export const NOTHING = 0;
/** Its lamp does not reach it. */
export const WITHOUT_LAMP = 1;
export const WITH_LAMP = 2;

/** One picture drawn twice is no scene that stands still, and to keep takes longer than to draw. */
const STILL_ENOUGH = 2;

export class KeptPixels {
  /** NOTHING, WITHOUT_LAMP or WITH_LAMP. */
  readonly state: Uint8Array;
  /** Where it is on its plane. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Its colour (r, g, b) in the lamp's shadow and outside it. */
  readonly dark: Float64Array;
  readonly lit: Float64Array;

  constructor(pixels: number) {
    this.state = new Uint8Array(pixels);
    this.x = new Float64Array(pixels);
    this.y = new Float64Array(pixels);
    this.dark = new Float64Array(3 * pixels);
    this.lit = new Float64Array(3 * pixels);
  }
}

export class StillPlanes {
  readonly #pixels: number;
  /** Every number that the planes' colours depend on, in the last picture. */
  readonly #seen: number[] = [];
  #place = 0;
  #still = false;
  /** Pictures in a row that nothing moved. */
  #stillPictures = 0;
  #kept: KeptPixels | null = null;

  constructor(pixels: number) {
    this.#pixels = pixels;
  }

  /** To be asked once a picture. @returns null where something moved of late. */
  look(view: View, planes: readonly LitPart[], lighting: Lighting): KeptPixels | null {
    this.#place = 0;
    this.#still = true;
    this.#note(view.x, view.y, view.z);
    this.#note(view.rightX, view.rightY, view.rightZ);
    this.#note(view.upX, view.upY, view.upZ);
    this.#note(view.backX, view.backY, view.backZ);
    for (const { frame: f, visible } of planes) {
      this.#note(f.x, f.y, f.z);
      this.#note(f.xx, f.xy, f.xz);
      // What shows in the place of a plane that goes out of sight is another's.
      this.#note(f.yx, f.yy, visible ? f.yz : Infinity);
    }
    for (const lamp of lighting.lamps) {
      this.#note(lamp.x, lamp.y, lamp.z);
      this.#note(lamp.dx, lamp.dy, lamp.dz);
    }
    this.#stillPictures = this.#still ? this.#stillPictures + 1 : 0;
    if (this.#stillPictures === 0) this.#kept?.state.fill(NOTHING);
    if (this.#stillPictures < STILL_ENOUGH) return null;
    // Where the camera follows a body this is never needed.
    this.#kept ??= new KeptPixels(this.#pixels);
    return this.#kept;
  }

  #note(a: number, b: number, c: number): void {
    const seen = this.#seen;
    const at = this.#place;
    if (seen[at] !== a || seen[at + 1] !== b || seen[at + 2] !== c) {
      this.#still = false;
      seen[at] = a;
      seen[at + 1] = b;
      seen[at + 2] = c;
    }
    this.#place = at + 3;
  }
}
