/**
 * Paints what is seen of a plane. Floors fill most of a picture, and much is the same all over a plane: what distant
 * lights add is worked out once, and the rest are plain loops in the plane's own coordinates, without calls but for
 * shadows.
 */
import type { EvenLight, Lighting, PlacedLight } from './lighting.ts';
import { pixelReach, type View } from './lineOfSight.ts';
import type { Frame, LitPart } from './litScene.ts';
import { powerTable, type PowerTable } from './powerTable.ts';
import type { GridOverPlane } from './shadowGrid.ts';
import type { TextureLevel } from './surfaceTexture.ts';

/** Per pixel: which part was met and how far away. */
interface Hits {
  readonly depth: Float64Array;
  readonly part: Int32Array;
}

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
  /** Below this cosine from the beam's axis there is no light. */
  readonly beamCosine: number;
  /** Towards the camera, as highlights have it. */
  readonly backX: number;
  readonly backY: number;
  readonly backZ: number;
  /** How the light falls off from its axis; null where it does not. */
  readonly beam: PowerTable | null;
  /** The highlight; null where the surface is dull. */
  readonly shine: PowerTable | null;
  /** Null where the light casts no shadows. */
  readonly over: GridOverPlane | null;
}

/** The camera in a plane's own frame: where it is, and how a ray from it moves over the plane. */
interface ViewOnPlane {
  readonly x: number;
  readonly y: number;
  readonly rightX: number;
  readonly rightY: number;
  readonly upX: number;
  readonly upY: number;
  readonly backX: number;
  readonly backY: number;
}

export class PlanePainter {
  readonly #width: number;
  readonly #height: number;
  // One row's pixels that show the plane, one after another: few enough to stay in the processor's nearest memory.
  readonly #columns: Int32Array;
  /** Where they are on the plane. */
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  /** The surface's own colour there. */
  readonly #red: Float64Array;
  readonly #green: Float64Array;
  readonly #blue: Float64Array;

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
  }

  paint(
    part: LitPart,
    index: number,
    view: View,
    hits: Hits,
    lighting: Lighting,
    colours: Float64Array,
  ): void {
    const f = part.frame;
    const { material } = part;
    const even = lighting.distantLight(part, f.zx, f.zy, f.zz);
    const lamps = lighting
      .nearLamps(f.zx, f.zy, f.zz, f.x, f.y, f.z)
      .map((lamp) => lampOnPlane(lamp, part, lighting));
    const camera = viewOnPlane(view, f);
    if (material.texture === null) {
      this.#red.fill(material.red);
      this.#green.fill(material.green);
      this.#blue.fill(material.blue);
    }
    for (let row = 0; row < this.#height; row++) {
      const count = this.#find(row, index, hits.part);
      if (count === 0) continue;
      this.#locate(row, count, camera, hits.depth);
      if (material.texture !== null) this.#sample(row, count, part, view, hits.depth);
      this.#lightEvenly(row, count, material.texture !== null, even, colours);
      for (const lamp of lamps) this.#lightFrom(row, count, lamp, part, colours);
    }
  }

  /** @returns how many of a row's pixels show the plane; which, into `#columns` */
  #find(row: number, index: number, met: Int32Array): number {
    const columns = this.#columns;
    const width = this.#width;
    const start = row * width;
    let count = 0;
    for (let column = 0; column < width; column++) {
      if (met[start + column] === index) columns[count++] = column;
    }
    return count;
  }

  #locate(row: number, count: number, camera: ViewOnPlane, depth: Float64Array): void {
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
    let span = -1;
    let level: TextureLevel = texture.level(0);
    for (let k = 0; k < count; k++) {
      const column = columns[k] ?? 0;
      if (Math.floor(column / SPAN) !== span) {
        span = Math.floor(column / SPAN);
        const reach = this.#reach(part.frame, view, row, column, depth[row * this.#width + column] ?? 0);
        level = texture.level(reach * repeat);
      }
      const { width, height, texels } = level;
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
      const b = 3 * (row0 + x1);
      const c = 3 * (row1 + x0);
      const d = 3 * (row1 + x1);
      const wb = right * (1 - down);
      const wc = (1 - right) * down;
      const wd = right * down;
      const wa = 1 - wb - wc - wd;
      reds[k] =
        red * (wa * (texels[a] ?? 0) + wb * (texels[b] ?? 0) + wc * (texels[c] ?? 0) + wd * (texels[d] ?? 0));
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

  /** Adds one light that is near or casts shadows. */
  #lightFrom(row: number, count: number, placed: LampOnPlane, part: LitPart, colours: Float64Array): void {
    const { material } = part;
    const { lamp, x: lampX, y: lampY, z: lampZ, beamX, beamY, beamZ, beamCosine } = placed;
    const { backX, backY, backZ } = placed;
    const { distant, grid } = lamp;
    const { diffuseRed, diffuseGreen, diffuseBlue, specularRed, specularGreen, specularBlue } = lamp;
    const { specular } = material;
    const { beam, shine: highlight, over } = placed;
    const dull = highlight === null ? Infinity : highlight.lowest * highlight.lowest;
    // OpenGL lays a texture over the light, highlights included.
    const tinted = material.texture !== null;
    const columns = this.#columns;
    const xs = this.#x;
    const ys = this.#y;
    const reds = this.#red;
    const greens = this.#green;
    const blues = this.#blue;
    const start = row * this.#width;
    for (let k = 0; k < count; k++) {
      const x = xs[k] ?? 0;
      const y = ys[k] ?? 0;
      let lx = -beamX;
      let ly = -beamY;
      let lz = -beamZ;
      let strength = 1;
      if (!distant) {
        lx = lampX - x;
        ly = lampY - y;
        const inverse = 1 / Math.sqrt(lx * lx + ly * ly + lampZ * lampZ);
        lx *= inverse;
        ly *= inverse;
        lz = lampZ * inverse;
        if (beamCosine > -2) {
          const cosine = -(lx * beamX + ly * beamY + lz * beamZ);
          if (cosine < beamCosine) continue;
          if (beam !== null) strength = beam.of(cosine);
        }
      }
      if (lz <= 0) continue;
      if (grid !== null && over !== null && grid.shadowedOn(over, x, y, part)) continue;
      let shine = 0;
      if (highlight !== null) {
        const hx = lx + backX;
        const hy = ly + backY;
        const hz = lz + backZ;
        const length = hx * hx + hy * hy + hz * hz;
        // Most of a plane lies outside the highlight, where no root is needed.
        if (hz > 0 && hz * hz > dull * length) {
          shine = strength * specular * highlight.of(hz / Math.sqrt(length));
        }
      }
      const diffuse = lz * strength;
      const at = 3 * (start + (columns[k] ?? 0));
      const red = reds[k] ?? 0;
      const green = greens[k] ?? 0;
      const blue = blues[k] ?? 0;
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

function viewOnPlane(view: View, f: Frame): ViewOnPlane {
  const px = view.x - f.x;
  const py = view.y - f.y;
  const pz = view.z - f.z;
  return {
    x: px * f.xx + py * f.xy + pz * f.xz,
    y: px * f.yx + py * f.yy + pz * f.yz,
    rightX: view.rightX * f.xx + view.rightY * f.xy + view.rightZ * f.xz,
    rightY: view.rightX * f.yx + view.rightY * f.yy + view.rightZ * f.yz,
    upX: view.upX * f.xx + view.upY * f.xy + view.upZ * f.xz,
    upY: view.upX * f.yx + view.upY * f.yy + view.upZ * f.yz,
    backX: view.backX * f.xx + view.backY * f.xy + view.backZ * f.xz,
    backY: view.backX * f.yx + view.backY * f.yy + view.backZ * f.yz,
  };
}

function lampOnPlane(lamp: PlacedLight, plane: LitPart, lighting: Lighting): LampOnPlane {
  const { frame: f, material } = plane;
  const px = lamp.x - f.x;
  const py = lamp.y - f.y;
  const pz = lamp.z - f.z;
  const { cutoffCosine, exponent } = lamp;
  const shininess = 128 * material.shininess;
  const beam = exponent > 0 ? powerTable(exponent) : null;
  return {
    lamp,
    x: px * f.xx + py * f.xy + pz * f.xz,
    y: px * f.yx + py * f.yy + pz * f.yz,
    z: px * f.zx + py * f.zy + pz * f.zz,
    beamX: lamp.dx * f.xx + lamp.dy * f.xy + lamp.dz * f.xz,
    beamY: lamp.dx * f.yx + lamp.dy * f.yy + lamp.dz * f.yz,
    beamZ: lamp.dx * f.zx + lamp.dy * f.zy + lamp.dz * f.zz,
    beamCosine: Math.max(cutoffCosine, beam?.lowest ?? cutoffCosine),
    beam,
    backX: lighting.backX * f.xx + lighting.backY * f.xy + lighting.backZ * f.xz,
    backY: lighting.backX * f.yx + lighting.backY * f.yy + lighting.backZ * f.yz,
    backZ: lighting.backX * f.zx + lighting.backY * f.zy + lighting.backZ * f.zz,
    shine: material.specular > 0 && shininess > 0 ? powerTable(shininess) : null,
    over: lamp.grid?.over(plane) ?? null,
  };
}
