/**
 * Paints what is seen of a plane. Floors fill most of a picture, and much is the same all over a plane: what distant
 * lights add is worked out once, and the rest are plain loops in the plane's own coordinates, without calls but for
 * shadows.
 */
import type { EvenLight, Lighting, PlacedLight } from './lighting.ts';
import type { HitBuffer } from './hitBuffer.ts';
import { localView, newView, pixelReach, type View } from './lineOfSight.ts';
import type { Frame, LitPart } from './litScene.ts';
import type { PowerTable } from './powerTable.ts';
import type { GridOverPlane } from './shadowGrid.ts';

/** Pixels in a row that share one copy of the texture. */
const SPAN = 8;

/** A light in a plane's own frame, in which the plane's normal is (0, 0, 1). */
interface LampOnPlane {
  readonly lamp: PlacedLight;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** Along the beam. */
  readonly beamX: number;
  readonly beamY: number;
  readonly beamZ: number;
  /** Towards the camera, as highlights have it. */
  readonly backX: number;
  readonly backY: number;
  readonly backZ: number;
  /** Null where the light casts no shadows. */
  readonly over: GridOverPlane | null;
}

export class PlanePainter {
  readonly #width: number;
  readonly #height: number;
  readonly #local = newView();
  // One row's pixels that show the plane, one after another: few enough to stay in the processor's nearest memory.
  readonly #columns: Int32Array;
  /** Where they are on the plane. */
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  /** The surface's own colour there. */
  readonly #red: Float64Array;
  readonly #green: Float64Array;
  readonly #blue: Float64Array;
  /** Of the light in hand: towards it, how much of it arrives, and how much of that shines back. */
  readonly #lightX: Float64Array;
  readonly #lightY: Float64Array;
  readonly #lightZ: Float64Array;
  readonly #strength: Float64Array;
  readonly #shine: Float64Array;

  constructor(width: number, height: number) {
    const buffer = () => new Float64Array(width);
    this.#width = width;
    this.#height = height;
    this.#columns = new Int32Array(width);
    this.#x = buffer();
    this.#y = buffer();
    this.#red = buffer();
    this.#green = buffer();
    this.#blue = buffer();
    this.#lightX = buffer();
    this.#lightY = buffer();
    this.#lightZ = buffer();
    this.#strength = buffer();
    this.#shine = buffer();
  }

  paint(
    part: LitPart,
    index: number,
    view: View,
    hits: HitBuffer,
    lighting: Lighting,
    colours: Float64Array,
  ): void {
    const f = part.frame;
    const { material } = part;
    const even = lighting.distantLight(part, f.zx, f.zy, f.zz);
    const lamps = lighting
      .nearLamps(f.zx, f.zy, f.zz, f.x, f.y, f.z)
      .map((lamp) => lampOnPlane(lamp, part, lighting));
    const camera = this.#local;
    localView(camera, view, f);
    if (material.texture === null) {
      this.#red.fill(material.red);
      this.#green.fill(material.green);
      this.#blue.fill(material.blue);
    }
    const { left, top, right, bottom } = hits.boundsOf([index]);
    for (let row = top; row <= bottom; row++) {
      const count = this.#find(row, left, right, index, hits.part);
      if (count === 0) continue;
      this.#locate(row, count, camera, hits.depth);
      if (material.texture !== null) this.#sample(row, count, part, view, hits.depth);
      this.#lightEvenly(row, count, material.texture !== null, even, colours);
      for (const lamp of lamps) this.#lightFrom(row, count, lamp, part, colours);
    }
  }

  /** @returns how many of a row's pixels show the plane; which, into `#columns` */
  #find(row: number, left: number, right: number, index: number, met: Int32Array): number {
    const columns = this.#columns;
    const width = this.#width;
    const start = row * width;
    let count = 0;
    for (let column = left; column <= right; column++) {
      if (met[start + column] === index) columns[count++] = column;
    }
    return count;
  }

  #locate(row: number, count: number, camera: View, depth: Float64Array): void {
    const { x: originX, y: originY, rightX, rightY } = camera;
    const columns = this.#columns;
    const xs = this.#x;
    const ys = this.#y;
    const width = this.#width;
    const start = row * width;
    const v = 1 - (2 * row + 1) / this.#height;
    const startX = camera.upX * v - camera.backX;
    const startY = camera.upY * v - camera.backY;
    for (let k = 0; k < count; k++) {
      const column = columns[k] ?? 0;
      const u = (2 * column + 1) / width - 1;
      const t = depth[start + column] ?? 0;
      xs[k] = originX + t * (startX + rightX * u);
      ys[k] = originY + t * (startY + rightY * u);
    }
  }

  /** Four texels blended, of the copy of the texture whose texels are about as large as a pixel. */
  #sample(row: number, count: number, part: LitPart, view: View, depth: Float64Array): void {
    const { material, shape } = part;
    const { texture, repeatU, repeatV, red, green, blue } = material;
    if (texture === null) return;
    const columns = this.#columns;
    const xs = this.#x;
    const ys = this.#y;
    const reds = this.#red;
    const greens = this.#green;
    const blues = this.#blue;
    const { inset } = texture;
    const repeat = Math.max(repeatU, repeatV);
    const startU = shape.a;
    const startV = shape.b;
    for (let first = 0, last = 0; first < count; first = last) {
      const column = columns[first] ?? 0;
      const reach = this.#reach(part.frame, view, row, column, depth[row * this.#width + column] ?? 0);
      const { width, height, texels, even } = texture.level(reach * repeat);
      const spanEnd = column - (column % SPAN) + SPAN;
      while (last < count && (columns[last] ?? 0) < spanEnd) last++;
      for (let k = first; k < last; k++) {
        const u = ((xs[k] ?? 0) + startU) * repeatU;
        const v = (startV - (ys[k] ?? 0)) * repeatV;
        const x = (u - Math.floor(u)) * width - inset;
        const y = (v - Math.floor(v)) * height - inset;
        const left = Math.floor(x);
        const top = Math.floor(y);
        const right = inset > 0 ? x - left : 0;
        const down = inset > 0 ? y - top : 0;
        const x0 = left < 0 ? left + width : left;
        const x1 = left + 1 >= width ? 0 : left + 1;
        const row0 = (top < 0 ? top + height : top) * width;
        const row1 = (top + 1 >= height ? 0 : top + 1) * width;
        const a = 3 * (row0 + x0);
        if (even[row0 + x0] === 1) {
          reds[k] = red * (texels[a] ?? 0);
          greens[k] = green * (texels[a + 1] ?? 0);
          blues[k] = blue * (texels[a + 2] ?? 0);
          continue;
        }
        const b = 3 * (row0 + x1);
        const c = 3 * (row1 + x0);
        const d = 3 * (row1 + x1);
        const wb = right * (1 - down);
        const wc = (1 - right) * down;
        const wd = right * down;
        const wa = 1 - wb - wc - wd;
        reds[k] =
          red *
          (wa * (texels[a] ?? 0) + wb * (texels[b] ?? 0) + wc * (texels[c] ?? 0) + wd * (texels[d] ?? 0));
        greens[k] =
          green *
          (wa * (texels[a + 1] ?? 0) +
            wb * (texels[b + 1] ?? 0) +
            wc * (texels[c + 1] ?? 0) +
            wd * (texels[d + 1] ?? 0));
        blues[k] =
          blue *
          (wa * (texels[a + 2] ?? 0) +
            wb * (texels[b + 2] ?? 0) +
            wc * (texels[c + 2] ?? 0) +
            wd * (texels[d + 2] ?? 0));
      }
    }
  }

  #reach(f: Frame, view: View, row: number, column: number, t: number): number {
    const u = (2 * column + 1) / this.#width - 1;
    const v = 1 - (2 * row + 1) / this.#height;
    return pixelReach(
      view,
      t,
      view.rightX * u + view.upX * v - view.backX,
      view.rightY * u + view.upY * v - view.backY,
      view.rightZ * u + view.upZ * v - view.backZ,
      f.zx,
      f.zy,
      f.zz,
      this.#width,
      this.#height,
    );
  }

  #lightEvenly(row: number, count: number, tinted: boolean, light: EvenLight, colours: Float64Array): void {
    const { red, green, blue, shineRed, shineGreen, shineBlue } = light;
    const columns = this.#columns;
    const reds = this.#red;
    const greens = this.#green;
    const blues = this.#blue;
    const start = row * this.#width;
    for (let k = 0; k < count; k++) {
      const ownRed = reds[k] ?? 0;
      const ownGreen = greens[k] ?? 0;
      const ownBlue = blues[k] ?? 0;
      const at = 3 * (start + (columns[k] ?? 0));
      colours[at] = red * ownRed + shineRed * (tinted ? ownRed : 1);
      colours[at + 1] = green * ownGreen + shineGreen * (tinted ? ownGreen : 1);
      colours[at + 2] = blue * ownBlue + shineBlue * (tinted ? ownBlue : 1);
    }
  }

  /** Adds one light that is near or casts shadows: a loop for each question, which run faster than one for all. */
  #lightFrom(row: number, count: number, placed: LampOnPlane, part: LitPart, colours: Float64Array): void {
    if (placed.lamp.distant) this.#receiveDistant(count, placed);
    else this.#receive(count, placed);
    this.#takeShadows(count, placed, part);
    const { highlight, specular } = part.material;
    if (highlight === null) this.#shine.fill(0, 0, count);
    else this.#reflect(count, placed, highlight, specular);
    this.#add(row, count, placed.lamp, part.material.texture !== null, colours);
  }

  /** Where the light comes from, and how much of it. */
  #receive(count: number, placed: LampOnPlane): void {
    const { x: lampX, y: lampY, z: lampZ, beamX, beamY, beamZ } = placed;
    const { beam, beamCosine } = placed.lamp;
    const xs = this.#x;
    const ys = this.#y;
    const lightX = this.#lightX;
    const lightY = this.#lightY;
    const lightZ = this.#lightZ;
    const strengths = this.#strength;
    const above = lampZ * lampZ;
    for (let k = 0; k < count; k++) {
      const dx = lampX - (xs[k] ?? 0);
      const dy = lampY - (ys[k] ?? 0);
      const inverse = 1 / Math.sqrt(dx * dx + dy * dy + above);
      const lx = dx * inverse;
      const ly = dy * inverse;
      const lz = lampZ * inverse;
      lightX[k] = lx;
      lightY[k] = ly;
      lightZ[k] = lz;
      const cosine = -(lx * beamX + ly * beamY + lz * beamZ);
      strengths[k] = cosine < beamCosine ? 0 : beam === null ? 1 : beam.of(cosine);
    }
  }

  #receiveDistant(count: number, { beamX, beamY, beamZ }: LampOnPlane): void {
    this.#lightX.fill(-beamX, 0, count);
    this.#lightY.fill(-beamY, 0, count);
    this.#lightZ.fill(-beamZ, 0, count);
    this.#strength.fill(beamZ < 0 ? 1 : 0, 0, count);
  }

  #takeShadows(count: number, { lamp: { grid }, over }: LampOnPlane, part: LitPart): void {
    if (grid === null || over === null) return;
    const xs = this.#x;
    const ys = this.#y;
    const strengths = this.#strength;
    const last = count - 1;
    // A row is a straight line on the plane, and many rows pass by whatever casts shadows.
    if (!grid.crosses(over, xs[0] ?? 0, ys[0] ?? 0, xs[last] ?? 0, ys[last] ?? 0)) return;
    for (let k = 0; k < count; k++) {
      if (grid.shadowedOn(over, xs[k] ?? 0, ys[k] ?? 0, part)) strengths[k] = 0;
    }
  }

  /** The highlight. */
  #reflect(count: number, placed: LampOnPlane, table: PowerTable, specular: number): void {
    const { backX, backY, backZ } = placed;
    const dull = table.lowest * table.lowest;
    const lightX = this.#lightX;
    const lightY = this.#lightY;
    const lightZ = this.#lightZ;
    const strengths = this.#strength;
    const shines = this.#shine;
    for (let k = 0; k < count; k++) {
      const hx = (lightX[k] ?? 0) + backX;
      const hy = (lightY[k] ?? 0) + backY;
      const hz = (lightZ[k] ?? 0) + backZ;
      const length = hx * hx + hy * hy + hz * hz;
      // Most of a plane lies outside the highlight, where no root is needed.
      shines[k] =
        hz > 0 && hz * hz > dull * length
          ? (strengths[k] ?? 0) * specular * table.of(hz / Math.sqrt(length))
          : 0;
    }
  }

  #add(row: number, count: number, lamp: PlacedLight, tinted: boolean, colours: Float64Array): void {
    const { diffuseRed, diffuseGreen, diffuseBlue, specularRed, specularGreen, specularBlue } = lamp;
    const columns = this.#columns;
    const reds = this.#red;
    const greens = this.#green;
    const blues = this.#blue;
    const lightZ = this.#lightZ;
    const strengths = this.#strength;
    const shines = this.#shine;
    const start = row * this.#width;
    for (let k = 0; k < count; k++) {
      const diffuse = (lightZ[k] ?? 0) * (strengths[k] ?? 0);
      const shine = shines[k] ?? 0;
      const at = 3 * (start + (columns[k] ?? 0));
      const red = reds[k] ?? 0;
      const green = greens[k] ?? 0;
      const blue = blues[k] ?? 0;
      // OpenGL lays a texture over the light, highlights included.
      colours[at] =
        (colours[at] ?? 0) + diffuse * diffuseRed * red + shine * specularRed * (tinted ? red : 1);
      colours[at + 1] =
        (colours[at + 1] ?? 0) +
        diffuse * diffuseGreen * green +
        shine * specularGreen * (tinted ? green : 1);
      colours[at + 2] =
        (colours[at + 2] ?? 0) + diffuse * diffuseBlue * blue + shine * specularBlue * (tinted ? blue : 1);
    }
  }
}

function lampOnPlane(lamp: PlacedLight, plane: LitPart, lighting: Lighting): LampOnPlane {
  const { frame: f } = plane;
  const px = lamp.x - f.x;
  const py = lamp.y - f.y;
  const pz = lamp.z - f.z;
  return {
    lamp,
    x: px * f.xx + py * f.xy + pz * f.xz,
    y: px * f.yx + py * f.yy + pz * f.yz,
    z: px * f.zx + py * f.zy + pz * f.zz,
    beamX: lamp.dx * f.xx + lamp.dy * f.xy + lamp.dz * f.xz,
    beamY: lamp.dx * f.yx + lamp.dy * f.yy + lamp.dz * f.yz,
    beamZ: lamp.dx * f.zx + lamp.dy * f.zy + lamp.dz * f.zz,
    backX: lighting.backX * f.xx + lighting.backY * f.xy + lighting.backZ * f.xz,
    backY: lighting.backX * f.yx + lighting.backY * f.yy + lighting.backZ * f.yz,
    backZ: lighting.backX * f.zx + lighting.backY * f.zy + lighting.backZ * f.zz,
    over: lamp.grid?.over(plane) ?? null,
  };
}
