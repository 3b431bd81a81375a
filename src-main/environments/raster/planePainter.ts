/**
 * Paints what is seen of a plane. Floors fill most of a picture, and much is the same all over a plane: what distant
 * lights add is worked out once, and the rest are plain loops in the plane's own coordinates, without calls but for
 * shadows.
 *
 * Long on purpose: its loops share the scratch rows of one object, and a call into another file for each row costs more than
 * what it does there.
 */
import { fade, type EvenLight, type Lighting, type PlacedLight } from './lighting.ts';
import type { HitBuffer } from './hitBuffer.ts';
import { localView, newView, pixelReach, type View } from './lineOfSight.ts';
import type { LitPart } from './litScene.ts';
import type { Primitive } from './primitives.ts';
import type { PowerTable } from './powerTable.ts';
import type { GridOverPlane } from './shadowGrid.ts';
import { NOTHING, StillPlanes, WITHOUT_LAMP, WITH_LAMP, type KeptPixels } from './stillPlanes.ts';

/** Cosine from which on a beam's edge can be seen. */
const NARROW = 0.5;

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
  /** Null where the light casts no shadows. */
  readonly over: GridOverPlane | null;
}

/** What is the same for all rows of a plane. */
interface SeenPlane {
  readonly part: LitPart;
  readonly even: EvenLight;
  /** Of what the picture's rays met. */
  readonly depth: Float64Array;
}

export class PlanePainter {
  readonly #width: number;
  readonly #height: number;
  readonly #still: StillPlanes;
  #kept: KeptPixels | null = null;
  /** The camera's place on the plane in hand; null: it counts as far away. */
  #eye: Float64Array | null = null;
  readonly #texel = new Float64Array(3);
  /** The camera in the frame of the plane in hand. */
  readonly #local = newView();
  // One row's pixels that show the plane, one after another: few enough to stay in the processor's nearest memory.
  readonly #columns: Int32Array;
  readonly #seen: Int32Array;
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
    this.#still = new StillPlanes(width * height);
    this.#columns = new Int32Array(width);
    this.#seen = new Int32Array(width);
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

  /** To be called once a picture, before its planes are painted. */
  begin(view: View, planes: readonly LitPart[], lighting: Lighting): void {
    this.#kept = this.#still.look(view, planes, lighting);
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
    this.#placeEye(lighting, part);
    const lamps = lighting
      .nearLamps(part, f.zx, f.zy, f.zz, f.x, f.y, f.z)
      .map((lamp) => lampOnPlane(lamp, part));
    localView(this.#local, view, f);
    if (material.texture === null) {
      this.#red.fill(material.red);
      this.#green.fill(material.green);
      this.#blue.fill(material.blue);
    }
    const plane: SeenPlane = { part, even: lighting.distantLight(part, f.zx, f.zy, f.zz), depth: hits.depth };
    const { left, top, right, bottom } = hits.boundsOf([index]);
    for (let row = top; row <= bottom; row++) {
      const count = this.#find(row, left, right, index, hits.part);
      if (count === 0) continue;
      // With several lamps, each with shadows of its own, there is no one other colour to keep.
      if (this.#kept !== null && lamps.length <= 1)
        this.#paintStill(row, count, plane, lamps[0], this.#kept, colours);
      else {
        this.#paintUnlit(row, count, plane, colours);
        for (const lamp of lamps) {
          this.#receive(count, lamp, part);
          this.#takeShadows(count, lamp, part);
          this.#add(row, count, lamp.lamp, part, colours);
        }
      }
    }
  }

  /** Where the camera is over the plane, where highlights depend on it. */
  #placeEye({ eye }: Lighting, { frame: f }: LitPart): void {
    if (eye === null) {
      this.#eye = null;
      return;
    }
    const x = (eye[0] ?? 0) - f.x;
    const y = (eye[1] ?? 0) - f.y;
    const z = (eye[2] ?? 0) - f.z;
    this.#eye ??= new Float64Array(3);
    this.#eye[0] = x * f.xx + y * f.xy + z * f.xz;
    this.#eye[1] = x * f.yx + y * f.yy + z * f.yz;
    this.#eye[2] = x * f.zx + y * f.zy + z * f.zz;
  }

  /** All that lamps do not change. */
  #paintUnlit(row: number, count: number, { part, even, depth }: SeenPlane, colours: Float64Array): void {
    const tinted = part.material.texture !== null;
    this.#locate(row, count, depth);
    if (tinted && this.#eye !== null) this.#sampleSmoothly(row, count, part);
    else if (tinted) this.#sample(row, count, part);
    this.#lightEvenly(row, count, tinted, even, colours);
  }

  /** Works out what has not been seen yet, and shows what is kept: of each pixel, whether it lies in the shadow. */
  #paintStill(
    row: number,
    count: number,
    plane: SeenPlane,
    lamp: LampOnPlane | undefined,
    kept: KeptPixels,
    colours: Float64Array,
  ): void {
    const columns = this.#columns;
    const seen = this.#seen;
    const { state, dark, lit } = kept;
    const start = row * this.#width;
    seen.set(columns.subarray(0, count));
    let fresh = 0;
    for (let k = 0; k < count; k++) {
      const column = seen[k] ?? 0;
      if (state[start + column] === NOTHING) columns[fresh++] = column;
    }
    if (fresh > 0) this.#keep(row, fresh, plane, lamp, kept, colours);
    const grid = lamp?.lamp.grid ?? null;
    const over = lamp?.over ?? null;
    for (let k = 0; k < count; k++) {
      const pixel = start + (seen[k] ?? 0);
      const shadowed =
        grid !== null &&
        over !== null &&
        state[pixel] === WITH_LAMP &&
        grid.shadowedOn(over, kept.x[pixel] ?? 0, kept.y[pixel] ?? 0, plane.part);
      const from = shadowed ? dark : lit;
      colours[3 * pixel] = from[3 * pixel] ?? 0;
      colours[3 * pixel + 1] = from[3 * pixel + 1] ?? 0;
      colours[3 * pixel + 2] = from[3 * pixel + 2] ?? 0;
    }
  }

  #keep(
    row: number,
    count: number,
    plane: SeenPlane,
    lamp: LampOnPlane | undefined,
    { state, x, y, dark, lit }: KeptPixels,
    colours: Float64Array,
  ): void {
    const start = row * this.#width;
    const copy = (to: Float64Array) => {
      for (let k = 0; k < count; k++) {
        const at = 3 * (start + (this.#columns[k] ?? 0));
        for (let channel = at; channel < at + 3; channel++) to[channel] = colours[channel] ?? 0;
      }
    };
    this.#paintUnlit(row, count, plane, colours);
    copy(dark);
    if (lamp === undefined) this.#strength.fill(0, 0, count);
    else {
      this.#receive(count, lamp, plane.part);
      this.#add(row, count, lamp.lamp, plane.part, colours);
    }
    copy(lit);
    for (let k = 0; k < count; k++) {
      const pixel = start + (this.#columns[k] ?? 0);
      state[pixel] = (this.#strength[k] ?? 0) > 0 ? WITH_LAMP : WITHOUT_LAMP;
      x[pixel] = this.#x[k] ?? 0;
      y[pixel] = this.#y[k] ?? 0;
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

  #locate(row: number, count: number, depth: Float64Array): void {
    const camera = this.#local;
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
  #sample(row: number, count: number, part: LitPart): void {
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
      const spanStart = column - (column % SPAN);
      const level = texture.level(this.#reach(row, spanStart + SPAN / 2) * repeat);
      const { width, height, bordered: texels, stride } = level;
      while (last < count && (columns[last] ?? 0) < spanStart + SPAN) last++;
      for (let k = first; k < last; k++) {
        const u = ((xs[k] ?? 0) + startU) * repeatU;
        const v = (startV - (ys[k] ?? 0)) * repeatV;
        const x = (u - Math.floor(u)) * width - inset;
        const y = (v - Math.floor(v)) * height - inset;
        const left = Math.floor(x);
        const top = Math.floor(y);
        const right = inset > 0 ? x - left : 0;
        const down = inset > 0 ? y - top : 0;
        const a = (top + 1) * stride + 3 * (left + 1);
        const b = a + 3;
        const c = a + stride;
        const d = c + 3;
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

  /** The same blended between two copies, as OpenGL does it. */
  #sampleSmoothly(row: number, count: number, { material, shape }: LitPart): void {
    const { texture, repeatU, repeatV, red, green, blue } = material;
    if (texture === null) return;
    const texel = this.#texel;
    const repeat = Math.max(repeatU, repeatV);
    let span = -1;
    let footprint = 0;
    for (let k = 0; k < count; k++) {
      const column = this.#columns[k] ?? 0;
      const start = column - (column % SPAN);
      if (start !== span) {
        span = start;
        footprint = this.#reach(row, start + SPAN / 2) * repeat;
      }
      const u = ((this.#x[k] ?? 0) + shape.a) * repeatU;
      const v = (shape.b - (this.#y[k] ?? 0)) * repeatV;
      texture.blended(u, v, footprint, texel);
      this.#red[k] = red * (texel[0] ?? 0);
      this.#green[k] = green * (texel[1] ?? 0);
      this.#blue[k] = blue * (texel[2] ?? 0);
    }
  }

  /** How far apart the rays around a pixel land: of the plane itself, whatever stands before it. */
  #reach(row: number, column: number): number {
    const camera = this.#local;
    const u = (2 * column + 1) / this.#width - 1;
    const v = 1 - (2 * row + 1) / this.#height;
    const dx = camera.rightX * u + camera.upX * v - camera.backX;
    const dy = camera.rightY * u + camera.upY * v - camera.backY;
    const dz = camera.rightZ * u + camera.upZ * v - camera.backZ;
    if (dz >= 0) return Infinity;
    return pixelReach(camera, -camera.z / dz, dx, dy, dz, 0, 0, 1, this.#width, this.#height);
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

  /** Where a lamp's light comes from, and how much of it. */
  #receive(count: number, placed: LampOnPlane, { shape }: LitPart): void {
    if (placed.lamp.distant) {
      this.#lightX.fill(-placed.beamX, 0, count);
      this.#lightY.fill(-placed.beamY, 0, count);
      this.#lightZ.fill(-placed.beamZ, 0, count);
      this.#strength.fill(placed.beamZ < 0 ? 1 : 0, 0, count);
      return;
    }
    const { x: lampX, y: lampY, z: lampZ, beamX, beamY, beamZ } = placed;
    const { beam, beamCosine, fading } = placed.lamp;
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
    // A wide or soft beam looks the same between the corners of a fine grid as on them.
    if (shape.c > 0 && beamCosine > NARROW) {
      for (let k = 0; k < count; k++)
        strengths[k] = this.#betweenCorners(placed, shape, xs[k] ?? 0, ys[k] ?? 0) / (lightZ[k] ?? 1);
    }
    if (fading === null) return;
    for (let k = 0; k < count; k++) {
      const distance = Math.hypot(lampX - (xs[k] ?? 0), lampY - (ys[k] ?? 0), lampZ);
      strengths[k] = (strengths[k] ?? 0) * fade(fading, distance);
    }
  }

  /** The light of a beam that the corners of the plane's grid receive, between them. */
  #betweenCorners(placed: LampOnPlane, { a, b, c }: Primitive, x: number, y: number): number {
    const left = gridLine(x, a, c);
    const top = gridLine(y, b, c);
    const right = Math.min(left + 2 * c, a);
    const bottom = Math.min(top + 2 * c, b);
    const u = (x - left) / (right - left);
    const v = (y - top) / (bottom - top);
    const across = received(placed, right, top);
    const along = received(placed, left, bottom);
    // Each cell is two triangles, on either side of the diagonal between these corners.
    if (u + v < 1) {
      const corner = received(placed, left, top);
      return corner + u * (across - corner) + v * (along - corner);
    }
    const corner = received(placed, right, bottom);
    return corner + (1 - u) * (along - corner) + (1 - v) * (across - corner);
  }

  #takeShadows(count: number, { lamp: { grid }, over }: LampOnPlane, part: LitPart): void {
    if (grid === null || over === null) return;
    const xs = this.#x;
    const ys = this.#y;
    const strengths = this.#strength;
    for (let k = 0; k < count; k++) {
      if ((strengths[k] ?? 0) > 0 && grid.shadowedOn(over, xs[k] ?? 0, ys[k] ?? 0, part)) strengths[k] = 0;
    }
  }

  /** The highlight. */
  #reflect(count: number, table: PowerTable, specular: number): void {
    if (this.#eye !== null) {
      this.#reflectNear(count, table, specular, this.#eye);
      return;
    }
    // The way to the camera is the same for the whole picture, as OpenGL's distant viewer has it.
    const { backX, backY, backZ } = this.#local;
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

  /** The same where it depends on the camera's place over the plane. */
  #reflectNear(count: number, table: PowerTable, specular: number, eye: Float64Array): void {
    const [eyeX = 0, eyeY = 0, eyeZ = 0] = eye;
    for (let k = 0; k < count; k++) {
      const dx = eyeX - (this.#x[k] ?? 0);
      const dy = eyeY - (this.#y[k] ?? 0);
      const inverse = 1 / Math.sqrt(dx * dx + dy * dy + eyeZ * eyeZ);
      const hx = (this.#lightX[k] ?? 0) + dx * inverse;
      const hy = (this.#lightY[k] ?? 0) + dy * inverse;
      const hz = (this.#lightZ[k] ?? 0) + eyeZ * inverse;
      const cosine = hz / Math.sqrt(hx * hx + hy * hy + hz * hz);
      this.#shine[k] = cosine > table.lowest ? (this.#strength[k] ?? 0) * specular * table.of(cosine) : 0;
    }
  }

  #add(row: number, count: number, lamp: PlacedLight, part: LitPart, colours: Float64Array): void {
    const { diffuseRed, diffuseGreen, diffuseBlue, specularRed, specularGreen, specularBlue } = lamp;
    const { highlight, specular, texture } = part.material;
    const tinted = texture !== null;
    if (highlight === null) this.#shine.fill(0, 0, count);
    else this.#reflect(count, highlight, specular);
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
    if (lamp.givesAmbient) this.#addAmbient(row, count, lamp, colours);
  }

  #addAmbient(row: number, count: number, lamp: PlacedLight, colours: Float64Array): void {
    const start = row * this.#width;
    for (let k = 0; k < count; k++) {
      const strength = this.#strength[k] ?? 0;
      const at = 3 * (start + (this.#columns[k] ?? 0));
      colours[at] = (colours[at] ?? 0) + strength * lamp.ambientRed * (this.#red[k] ?? 0);
      colours[at + 1] = (colours[at + 1] ?? 0) + strength * lamp.ambientGreen * (this.#green[k] ?? 0);
      colours[at + 2] = (colours[at + 2] ?? 0) + strength * lamp.ambientBlue * (this.#blue[k] ?? 0);
    }
  }
}

/** The line of a plane's grid at or before a place: they are `2 * spacing` apart, from the middle outwards. */
function gridLine(place: number, half: number, spacing: number): number {
  const cells = Math.floor(half / spacing / 2) * 2;
  const first = -cells * spacing;
  const line = first + Math.floor((place - first) / (2 * spacing)) * 2 * spacing;
  return Math.max(line, -half);
}

/** What a beam gives to a point of a plane. */
function received(placed: LampOnPlane, x: number, y: number): number {
  const dx = placed.x - x;
  const dy = placed.y - y;
  const inverse = 1 / Math.sqrt(dx * dx + dy * dy + placed.z * placed.z);
  const cosine = -(dx * placed.beamX + dy * placed.beamY + placed.z * placed.beamZ) * inverse;
  const { beam, beamCosine } = placed.lamp;
  if (cosine < beamCosine) return 0;
  return placed.z * inverse * (beam === null ? 1 : beam.of(cosine));
}

function lampOnPlane(lamp: PlacedLight, plane: LitPart): LampOnPlane {
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
    over: lamp.grid?.over(plane) ?? null,
  };
}
