/**
 * Paints what is seen of a plane. Floors fill most of a picture, and much is the same all over a plane: what distant
 * lights add is worked out once, and the rest are plain loops in the plane's own coordinates, without calls but for
 * shadows.
 */
import type { EvenLight, Lighting, PlacedLight } from './lighting.ts';
import { power } from './lighting.ts';
import { pixelReach, type View } from './lineOfSight.ts';
import type { Frame, LitPart } from './litScene.ts';
import type { TextureLevel } from './surfaceTexture.ts';

/** Per pixel: which part was met and how far away. */
interface Hits {
  readonly depth: Float64Array;
  readonly part: Int32Array;
}

/** Pixels in a row that share one copy of the texture. */
const SPAN = 8;
/** Highlights and beams fainter than this do not show in eight bits. */
const FAINT = 1 / 512;

export class PlanePainter {
  readonly #width: number;
  readonly #height: number;
  /** Per pixel: where it is on the plane, and the surface's own colour. */
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #red: Float64Array;
  readonly #green: Float64Array;
  readonly #blue: Float64Array;

  constructor(width: number, height: number) {
    const buffer = () => new Float64Array(width * height);
    this.#width = width;
    this.#height = height;
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
    this.#locate(f, index, view, hits);
    if (part.material.texture === null) this.#fill(part, index, hits);
    else this.#sample(part, index, view, hits);
    this.#lightEvenly(
      index,
      part.material.texture !== null,
      hits,
      lighting.distantLight(part, f.zx, f.zy, f.zz),
      colours,
    );
    for (const lamp of lighting.nearLamps(f.zx, f.zy, f.zz, f.x, f.y, f.z)) {
      this.#lightFrom(lamp, part, index, hits, lighting, colours);
    }
  }

  #locate(f: Frame, index: number, view: View, { depth, part: met }: Hits): void {
    const px = view.x - f.x;
    const py = view.y - f.y;
    const pz = view.z - f.z;
    const originX = px * f.xx + py * f.xy + pz * f.xz;
    const originY = px * f.yx + py * f.yy + pz * f.yz;
    const rightX = view.rightX * f.xx + view.rightY * f.xy + view.rightZ * f.xz;
    const rightY = view.rightX * f.yx + view.rightY * f.yy + view.rightZ * f.yz;
    const upX = view.upX * f.xx + view.upY * f.xy + view.upZ * f.xz;
    const upY = view.upX * f.yx + view.upY * f.yy + view.upZ * f.yz;
    const backX = view.backX * f.xx + view.backY * f.xy + view.backZ * f.xz;
    const backY = view.backX * f.yx + view.backY * f.yy + view.backZ * f.yz;
    const xs = this.#x;
    const ys = this.#y;
    const width = this.#width;
    for (let row = 0, pixel = 0; row < this.#height; row++) {
      const v = 1 - (2 * row + 1) / this.#height;
      const startX = upX * v - backX;
      const startY = upY * v - backY;
      for (let column = 0; column < width; column++, pixel++) {
        if (met[pixel] !== index) continue;
        const u = (2 * column + 1) / width - 1;
        const t = depth[pixel] ?? 0;
        xs[pixel] = originX + t * (startX + rightX * u);
        ys[pixel] = originY + t * (startY + rightY * u);
      }
    }
  }

  #fill(part: LitPart, index: number, { part: met }: Hits): void {
    const { red, green, blue } = part.material;
    for (let pixel = 0; pixel < met.length; pixel++) {
      if (met[pixel] !== index) continue;
      this.#red[pixel] = red;
      this.#green[pixel] = green;
      this.#blue[pixel] = blue;
    }
  }

  /** Four texels blended, of the copy of the texture whose texels are about as large as a pixel. */
  #sample(part: LitPart, index: number, view: View, hits: Hits): void {
    const { material, shape } = part;
    const { texture, repeatU, repeatV } = material;
    if (texture === null) return;
    const { depth, part: met } = hits;
    const reds = this.#red;
    const greens = this.#green;
    const blues = this.#blue;
    const { red, green, blue } = material;
    const { inset } = texture;
    const repeat = Math.max(repeatU, repeatV);
    let level: TextureLevel = texture.level(0);
    for (let row = 0, pixel = 0; row < this.#height; row++) {
      let stale = true;
      for (let column = 0; column < this.#width; column++, pixel++) {
        if ((column & (SPAN - 1)) === 0) stale = true;
        if (met[pixel] !== index) continue;
        if (stale) {
          stale = false;
          const reach = this.#reach(part.frame, view, row, column, depth[pixel] ?? 0);
          level = texture.level(reach * repeat);
        }
        const { width, height, texels } = level;
        const u = ((this.#x[pixel] ?? 0) + shape.a) * repeatU;
        const v = (shape.b - (this.#y[pixel] ?? 0)) * repeatV;
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
        reds[pixel] =
          red *
          (wa * (texels[a] ?? 0) + wb * (texels[b] ?? 0) + wc * (texels[c] ?? 0) + wd * (texels[d] ?? 0));
        greens[pixel] =
          green *
          (wa * (texels[a + 1] ?? 0) +
            wb * (texels[b + 1] ?? 0) +
            wc * (texels[c + 1] ?? 0) +
            wd * (texels[d + 1] ?? 0));
        blues[pixel] =
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

  #lightEvenly(
    index: number,
    tinted: boolean,
    { part: met }: Hits,
    light: EvenLight,
    colours: Float64Array,
  ): void {
    const { red, green, blue, shineRed, shineGreen, shineBlue } = light;
    for (let pixel = 0; pixel < met.length; pixel++) {
      if (met[pixel] !== index) continue;
      colours[3 * pixel] = red * (this.#red[pixel] ?? 0) + shineRed * (tinted ? (this.#red[pixel] ?? 0) : 1);
      colours[3 * pixel + 1] =
        green * (this.#green[pixel] ?? 0) + shineGreen * (tinted ? (this.#green[pixel] ?? 0) : 1);
      colours[3 * pixel + 2] =
        blue * (this.#blue[pixel] ?? 0) + shineBlue * (tinted ? (this.#blue[pixel] ?? 0) : 1);
    }
  }

  /** Adds one light that is near or casts shadows. */
  #lightFrom(
    lamp: PlacedLight,
    part: LitPart,
    index: number,
    { part: met }: Hits,
    lighting: Lighting,
    colours: Float64Array,
  ): void {
    const { material, frame: f } = part;
    // Everything in the plane's own frame, in which its normal is (0, 0, 1).
    const px = lamp.x - f.x;
    const py = lamp.y - f.y;
    const pz = lamp.z - f.z;
    const lampX = px * f.xx + py * f.xy + pz * f.xz;
    const lampY = px * f.yx + py * f.yy + pz * f.yz;
    const lampZ = px * f.zx + py * f.zy + pz * f.zz;
    const beamX = lamp.dx * f.xx + lamp.dy * f.xy + lamp.dz * f.xz;
    const beamY = lamp.dx * f.yx + lamp.dy * f.yy + lamp.dz * f.yz;
    const beamZ = lamp.dx * f.zx + lamp.dy * f.zy + lamp.dz * f.zz;
    const backX = lighting.backX * f.xx + lighting.backY * f.xy + lighting.backZ * f.xz;
    const backY = lighting.backX * f.yx + lighting.backY * f.yy + lighting.backZ * f.yz;
    const backZ = lighting.backX * f.zx + lighting.backY * f.zy + lighting.backZ * f.zz;
    const { distant, cutoffCosine, exponent, grid } = lamp;
    const shininess = 128 * material.shininess;
    const shines = material.specular > 0;
    // OpenGL lays a texture over the light, highlights included.
    const tinted = material.texture !== null;
    const shineCosine = Math.exp(Math.log(FAINT) / Math.max(shininess, 1e-3));
    const beamCosine =
      exponent > 0 ? Math.max(cutoffCosine, Math.exp(Math.log(FAINT) / exponent)) : cutoffCosine;
    const { diffuseRed, diffuseGreen, diffuseBlue, specularRed, specularGreen, specularBlue } = lamp;
    for (let pixel = 0; pixel < met.length; pixel++) {
      if (met[pixel] !== index) continue;
      const x = this.#x[pixel] ?? 0;
      const y = this.#y[pixel] ?? 0;
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
          if (exponent > 0) strength = power(cosine, exponent);
        }
      }
      if (lz <= 0) continue;
      if (grid !== null) {
        const wx = f.x + x * f.xx + y * f.yx;
        const wy = f.y + x * f.xy + y * f.yy;
        const wz = f.z + x * f.xz + y * f.yz;
        if (grid.shadowed(wx, wy, wz, part)) continue;
      }
      let shine = 0;
      if (shines) {
        const hx = lx + backX;
        const hy = ly + backY;
        const hz = lz + backZ;
        const cosine = hz / Math.sqrt(hx * hx + hy * hy + hz * hz);
        if (cosine > shineCosine) shine = strength * material.specular * power(cosine, shininess);
      }
      const diffuse = lz * strength;
      const at = 3 * pixel;
      const red = this.#red[pixel] ?? 0;
      const green = this.#green[pixel] ?? 0;
      const blue = this.#blue[pixel] ?? 0;
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
