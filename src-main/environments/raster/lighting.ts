/**
 * What a surface looks like under the scene's lights: ambient, diffuse and highlights after Phong and Blinn, as OpenGL's
 * fixed pipeline has them and MuJoCo uses them (a distant viewer for highlights, spots that fall off from their axis).
 * What is worked out for each pixel is given as bare numbers: an object for each would cost more than the work.
 */
import type { Light, Scene, Vector3 } from '../../../shared/scene.ts';
import { BODY_POSE_SIZE } from '../../../shared/scene.ts';
import { newFrame, readFrame, type LitMaterial, type LitPart } from './litScene.ts';
import { powerTable, type PowerTable } from './powerTable.ts';
import { ShadowGrid } from './shadowGrid.ts';

type Lamp = Exclude<Light, { kind: 'ambient' }>;

/** One light as of the last `place`. */
export class PlacedLight {
  readonly light: Lamp;
  readonly grid: ShadowGrid | null;
  readonly diffuseRed: number;
  readonly diffuseGreen: number;
  readonly diffuseBlue: number;
  readonly specularRed: number;
  readonly specularGreen: number;
  readonly specularBlue: number;
  readonly distant: boolean;
  /** Below this cosine from the beam's axis there is no light. */
  readonly beamCosine: number;
  /** How the light falls off from its axis; null where it does not. */
  readonly beam: PowerTable | null;
  /** Light is divided by the sum of these times 1, the distance and its square; null where it does not fade. */
  readonly fading: Vector3 | null;
  readonly shines: boolean;
  readonly ambientRed: number;
  readonly ambientGreen: number;
  readonly ambientBlue: number;
  readonly givesAmbient: boolean;
  x = 0;
  y = 0;
  z = 0;
  /** Along the beam. */
  dx = 0;
  dy = 0;
  dz = -1;

  constructor(light: Lamp, casters: readonly LitPart[]) {
    const headlight = light.kind !== 'directional' && light.headlight === true;
    this.light = light;
    // An unbounded lamp would need a grid around it: it casts none.
    this.grid =
      light.castsShadow && light.kind !== 'point' && casters.length > 0 ? new ShadowGrid(casters) : null;
    [this.diffuseRed, this.diffuseGreen, this.diffuseBlue] = light.colour;
    [this.specularRed, this.specularGreen, this.specularBlue] = light.specular ?? [0, 0, 0];
    [this.ambientRed, this.ambientGreen, this.ambientBlue] = (light.kind === 'directional'
      ? undefined
      : light.ambient) ?? [0, 0, 0];
    this.givesAmbient = this.ambientRed + this.ambientGreen + this.ambientBlue > 0;
    this.shines = this.specularRed + this.specularGreen + this.specularBlue > 0;
    this.distant = light.kind === 'directional' || headlight;
    this.fading = light.kind === 'spot' ? (light.attenuation ?? null) : null;
    const spot = light.kind === 'spot' && !headlight;
    const cutoff = spot ? (light.cutoffDegrees ?? 180) : 180;
    const cutoffCosine = cutoff >= 180 ? -2 : Math.cos((cutoff * Math.PI) / 180);
    const exponent = spot ? (light.exponent ?? 0) : 0;
    this.beam = exponent > 0 ? powerTable(exponent) : null;
    this.beamCosine = Math.max(cutoffCosine, this.beam?.lowest ?? cutoffCosine);
  }
}

/** Light and highlights that are the same all over a flat surface. */
export interface EvenLight {
  red: number;
  green: number;
  blue: number;
  shineRed: number;
  shineGreen: number;
  shineBlue: number;
}

export class Lighting {
  /** Where `shade` leaves its colour. */
  readonly colour = new Float64Array(3);
  readonly #ambient: readonly [number, number, number];
  /** All but ambient light. */
  readonly lamps: readonly PlacedLight[];
  readonly #frame = newFrame();
  /** Towards the camera. */
  backX = 0;
  backY = 0;
  backZ = 1;
  /** Of the part in hand: what shows through receives none in MuJoCo's pictures. */
  receivesShadows = true;
  /** Where the camera is, for highlights that depend on it; null: it counts as far away, as OpenGL does by default. */
  readonly eye: Float64Array | null;

  constructor(scene: Scene, parts: readonly LitPart[]) {
    const ambient: [number, number, number] = [0, 0, 0];
    const casters = parts.filter((part) => part.castsShadow);
    const lights: PlacedLight[] = [];
    for (const light of scene.lights) {
      if (light.kind === 'ambient')
        light.colour.forEach((value, i) => (ambient[i] = (ambient[i] ?? 0) + value));
      else lights.push(new PlacedLight(light, casters));
    }
    this.#ambient = ambient;
    this.lamps = lights;
    this.eye = scene.look === 'mujoco' ? new Float64Array(3) : null;
  }

  /** Whether it is the same all over a flat surface. */
  #isEven(lamp: PlacedLight, { highlight }: LitMaterial): boolean {
    if (!lamp.distant || lamp.grid !== null) return false;
    return this.eye === null || !lamp.shines || highlight === null;
  }

  /** @param back the camera's own z in the world. */
  place(poses: Float64Array, backX: number, backY: number, backZ: number): void {
    this.backX = backX;
    this.backY = backY;
    this.backZ = backZ;
    for (const lamp of this.lamps) {
      const { light } = lamp;
      if (light.kind === 'directional')
        setDirection(lamp, light.direction[0], light.direction[1], light.direction[2]);
      else if (light.headlight === true) setDirection(lamp, -backX, -backY, -backZ);
      else this.#placeLamp(lamp, light, poses);
      lamp.grid?.update(lamp.distant, [lamp.x, lamp.y, lamp.z], [lamp.dx, lamp.dy, lamp.dz]);
    }
  }

  #placeLamp(lamp: PlacedLight, light: Exclude<Lamp, { kind: 'directional' }>, poses: Float64Array): void {
    const f = this.#frame;
    const [x, y, z] = light.position;
    const [dx, dy, dz] = light.direction;
    if (light.body === undefined) Object.assign(f, newFrame());
    else readFrame(f, poses, light.body * BODY_POSE_SIZE);
    lamp.x = f.x + x * f.xx + y * f.yx + z * f.zx;
    lamp.y = f.y + x * f.xy + y * f.yy + z * f.zy;
    lamp.z = f.z + x * f.xz + y * f.yz + z * f.zz;
    setDirection(
      lamp,
      dx * f.xx + dy * f.yx + dz * f.zx,
      dx * f.xy + dy * f.yy + dz * f.zy,
      dx * f.xz + dy * f.yz + dz * f.zz,
    );
  }

  /** What reaches all points of a flat surface alike: ambient light, and distant lights without shadows. */
  distantLight(part: LitPart, nx: number, ny: number, nz: number): EvenLight {
    const { material } = part;
    const light: EvenLight = {
      red: this.#ambient[0] + material.emission,
      green: this.#ambient[1] + material.emission,
      blue: this.#ambient[2] + material.emission,
      shineRed: 0,
      shineGreen: 0,
      shineBlue: 0,
    };
    if (material.unlit) return { ...light, red: 1, green: 1, blue: 1 };
    for (const lamp of this.lamps) {
      if (!this.#isEven(lamp, material)) continue;
      const facing = -(nx * lamp.dx + ny * lamp.dy + nz * lamp.dz);
      if (facing <= 0) continue;
      light.red += facing * lamp.diffuseRed;
      light.green += facing * lamp.diffuseGreen;
      light.blue += facing * lamp.diffuseBlue;
      const shine = this.#highlight(material, nx, ny, nz, -lamp.dx, -lamp.dy, -lamp.dz);
      light.shineRed += shine * lamp.specularRed;
      light.shineGreen += shine * lamp.specularGreen;
      light.shineBlue += shine * lamp.specularBlue;
    }
    return light;
  }

  /** The lights that `distantLight` leaves out, but for those behind the plane through the point. */
  nearLamps(
    { material }: LitPart,
    nx: number,
    ny: number,
    nz: number,
    x: number,
    y: number,
    z: number,
  ): readonly PlacedLight[] {
    return this.lamps.filter(
      (lamp) =>
        !this.#isEven(lamp, material) &&
        (lamp.distant || (lamp.x - x) * nx + (lamp.y - y) * ny + (lamp.z - z) * nz > 0),
    );
  }

  /** The colour of a point of `part` with unit normal n and the surface's own colour, into `colour`. */
  shade(
    part: LitPart,
    x: number,
    y: number,
    z: number,
    nx: number,
    ny: number,
    nz: number,
    red: number,
    green: number,
    blue: number,
  ): void {
    const { colour } = this;
    const { material } = part;
    if (material.unlit) {
      colour[0] = red;
      colour[1] = green;
      colour[2] = blue;
      return;
    }
    let lightR = this.#ambient[0] + material.emission;
    let lightG = this.#ambient[1] + material.emission;
    let lightB = this.#ambient[2] + material.emission;
    let shineR = 0;
    let shineG = 0;
    let shineB = 0;
    if (this.eye !== null) this.#look(this.eye, x, y, z);
    const receives = this.receivesShadows;
    for (const lamp of this.lamps) {
      let lx: number;
      let ly: number;
      let lz: number;
      let strength = 1;
      if (lamp.distant) {
        lx = -lamp.dx;
        ly = -lamp.dy;
        lz = -lamp.dz;
      } else {
        lx = lamp.x - x;
        ly = lamp.y - y;
        lz = lamp.z - z;
        const inverse = 1 / Math.sqrt(lx * lx + ly * ly + lz * lz);
        if (lamp.fading !== null) strength = fade(lamp.fading, 1 / inverse);
        lx *= inverse;
        ly *= inverse;
        lz *= inverse;
        const cosine = -(lx * lamp.dx + ly * lamp.dy + lz * lamp.dz);
        if (cosine < lamp.beamCosine) continue;
        if (lamp.beam !== null) strength *= lamp.beam.of(cosine);
      }
      const facing = nx * lx + ny * ly + nz * lz;
      const casts = lamp.grid !== null && receives;
      // What faces away is in its own shadow.
      if (facing <= 0 && (casts || !lamp.givesAmbient)) continue;
      if (casts && lamp.grid.shadowed(x, y, z, part)) continue;
      if (lamp.givesAmbient) {
        lightR += strength * lamp.ambientRed;
        lightG += strength * lamp.ambientGreen;
        lightB += strength * lamp.ambientBlue;
      }
      if (facing <= 0) continue;
      const diffuse = facing * strength;
      lightR += diffuse * lamp.diffuseRed;
      lightG += diffuse * lamp.diffuseGreen;
      lightB += diffuse * lamp.diffuseBlue;
      const shine = strength * this.#highlight(material, nx, ny, nz, lx, ly, lz);
      shineR += shine * lamp.specularRed;
      shineG += shine * lamp.specularGreen;
      shineB += shine * lamp.specularBlue;
    }
    // OpenGL lays a texture over the light, highlights included.
    const tinted = material.texture !== null || material.cube !== null;
    colour[0] = lightR * red + (tinted ? shineR * red : shineR);
    colour[1] = lightG * green + (tinted ? shineG * green : shineG);
    colour[2] = lightB * blue + (tinted ? shineB * blue : shineB);
  }

  /** Towards the camera from a point. */
  #look(eye: Float64Array, x: number, y: number, z: number): void {
    const dx = (eye[0] ?? 0) - x;
    const dy = (eye[1] ?? 0) - y;
    const dz = (eye[2] ?? 0) - z;
    const inverse = 1 / Math.sqrt(dx * dx + dy * dy + dz * dz);
    this.backX = dx * inverse;
    this.backY = dy * inverse;
    this.backZ = dz * inverse;
  }

  #highlight(
    material: LitMaterial,
    nx: number,
    ny: number,
    nz: number,
    lx: number,
    ly: number,
    lz: number,
  ): number {
    const { highlight } = material;
    if (highlight === null) return 0;
    const hx = lx + this.backX;
    const hy = ly + this.backY;
    const hz = lz + this.backZ;
    const along = nx * hx + ny * hy + nz * hz;
    const length = hx * hx + hy * hy + hz * hz;
    // Most of a surface lies outside the highlight, where no root is needed.
    if (along <= 0 || along * along <= highlight.lowest * highlight.lowest * length) return 0;
    return material.specular * highlight.of(along / Math.sqrt(length));
  }
}

/** From this opacity on MuJoCo draws a shape as one that nothing shows through. */
export const OPAQUE = 0.995;

export function fade([constant, linear, quadratic]: Vector3, distance: number): number {
  return 1 / (constant + linear * distance + quadratic * distance * distance);
}

function setDirection(lamp: PlacedLight, x: number, y: number, z: number): void {
  const length = Math.sqrt(x * x + y * y + z * z);
  const scale = length > 0 ? 1 / length : 0;
  lamp.dx = x * scale;
  lamp.dy = y * scale;
  lamp.dz = length > 0 ? z * scale : -1;
}
