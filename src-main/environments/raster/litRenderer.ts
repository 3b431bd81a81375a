/**
 * Draws lit scenes in depth: a ray through each pixel's middle against the exact shapes within whose outline it falls,
 * then light, shadow, texture and the mirror image in reflecting planes. The agent's view of MuJoCo scenes.
 */
import type { PoseLayout, Scene } from '../../../shared/scene.ts';
import { CAMERA_POSE_SIZE } from '../../../shared/scene.ts';
import type { CameraRenderer } from './cameraRenderer.ts';
import { Lighting } from './lighting.ts';
import { HitBuffer, NO_PART, type Behind } from './hitBuffer.ts';
import { localView, newView, pixelReach, placeView, reflectView, type View } from './lineOfSight.ts';
import { flattenParts, newFrame, placeParts, readFrame, type LitPart } from './litScene.ts';
import { PlanePainter } from './planePainter.ts';
import { tracePlane } from './planeTrace.ts';
import { CAPSULE, CYLINDER, MESH, PLANE, enter, surfaceNormal, type Primitive } from './primitives.ts';
import { Sky } from './sky.ts';
import { meshNormal } from './triangleTree.ts';

/** @returns null where the scene has sprites or knows no light: those have renderers of their own. */
export function createLitRenderer(scene: Scene, layout: PoseLayout, camera: number): CameraRenderer | null {
  if (scene.materials.every((material) => material.unlit)) return null;
  const parts = flattenParts(scene, layout);
  return parts === null ? null : new LitRenderer(scene, parts, layout, camera);
}

interface PictureBuffers {
  readonly hits: HitBuffer;
  readonly reflected: HitBuffer;
  readonly painter: PlanePainter;
  readonly colours: Float64Array;
}

/** Rods thinner than this many pixels' halves would fall between the rays. */
const THINNEST_RADIUS_PIXELS = 0.4;

/** The part's shape; a rod that is thinner than a pixel as a rod that some pixel in each row or column meets. */
function thickened(part: LitPart, view: View, pixelHeight: number): Primitive {
  const { shape, frame: f } = part;
  if (shape.kind !== CAPSULE && shape.kind !== CYLINDER) return shape;
  const depth = (view.x - f.x) * view.backX + (view.y - f.y) * view.backY + (view.z - f.z) * view.backZ;
  const tangent = Math.sqrt(view.upX * view.upX + view.upY * view.upY + view.upZ * view.upZ);
  const radius = THINNEST_RADIUS_PIXELS * pixelHeight * tangent * depth;
  return radius > shape.a ? { ...shape, a: radius } : shape;
}

class LitRenderer implements CameraRenderer {
  readonly #parts: readonly LitPart[];
  readonly #opaque: readonly number[];
  readonly #glassy: readonly number[];
  readonly #mirrors: readonly number[];
  readonly #solids: readonly number[];
  readonly #planes: readonly number[];
  readonly #planeParts: readonly LitPart[];
  readonly #isPlane: readonly boolean[];
  readonly #lighting: Lighting;
  readonly #camera: { readonly near: number; readonly far: number; readonly aspect: number | undefined };
  readonly #orthographic: boolean;
  readonly #pose: number;
  readonly #sky: Sky;
  readonly #view: View = newView();
  readonly #mirrored: View = newView();
  /** In the frame of the part in hand. */
  readonly #local: View = newView();
  readonly #frame = newFrame();
  readonly #normal = new Float64Array(3);
  readonly #colour = new Float64Array(3);
  readonly #buffers = new Map<number, PictureBuffers>();
  #width = 0;
  #height = 0;
  #near = 0;

  constructor(scene: Scene, parts: readonly LitPart[], layout: PoseLayout, camera: number) {
    const description = scene.cameras[camera];
    if (description === undefined) throw new Error(`the scene has no camera ${camera}`);
    this.#parts = parts;
    const indices = parts.map((_, i) => i);
    this.#opaque = indices.filter((i) => (parts[i]?.material.opacity ?? 1) >= 1);
    this.#glassy = indices.filter((i) => (parts[i]?.material.opacity ?? 1) < 1);
    this.#isPlane = parts.map((part) => part.shape.kind === PLANE);
    this.#solids = this.#opaque.filter((i) => this.#isPlane[i] !== true);
    this.#planes = this.#opaque.filter((i) => this.#isPlane[i] === true);
    this.#planeParts = this.#planes.flatMap((i) => parts[i] ?? []);
    this.#mirrors = this.#opaque.filter((i) => {
      const part = parts[i];
      return part !== undefined && part.shape.kind === PLANE && part.material.reflectance > 0;
    });
    this.#lighting = new Lighting(scene, parts);
    this.#camera = { near: description.near, far: description.far, aspect: description.aspect };
    this.#orthographic = description.projection === 'orthographic';
    this.#pose = layout.cameras + camera * CAMERA_POSE_SIZE;
    this.#sky = new Sky(scene.background);
  }

  render(poses: Float64Array, width: number, height: number, out: Uint8Array): void {
    this.#width = width;
    this.#height = height;
    const far = this.#placeView(poses);
    placeParts(this.#parts, poses);
    const view = this.#view;
    this.#lighting.place(poses, view.backX, view.backY, view.backZ);
    const { hits, reflected, painter, colours } = this.#buffersFor(width, height);
    hits.clear(far);
    for (const i of this.#opaque) this.#trace(i, view, hits, null);
    this.#paint(view, hits, painter, colours);
    for (const mirror of this.#mirrors) this.#paintMirror(mirror, hits, reflected, colours, far);
    for (const i of this.#glassy) this.#paintGlass(i, hits, reflected, colours);
    for (let i = 0; i < colours.length; i++) {
      const value = (colours[i] ?? 0) * 255 + 0.5;
      out[i] = value > 255 ? 255 : value;
    }
  }

  #buffersFor(width: number, height: number): PictureBuffers {
    const key = width * 65536 + height;
    const pixels = width * height;
    let buffers = this.#buffers.get(key);
    if (buffers === undefined) {
      buffers = {
        hits: new HitBuffer(pixels, this.#parts.length),
        reflected: new HitBuffer(pixels, this.#parts.length),
        painter: new PlanePainter(this.#width, this.#height),
        colours: new Float64Array(pixels * 3),
      };
      this.#buffers.set(key, buffers);
    }
    return buffers;
  }

  /** @returns how far the camera sees. */
  #placeView(poses: Float64Array): number {
    const f = this.#frame;
    readFrame(f, poses, this.#pose);
    const zoom = poses[this.#pose + 7] ?? 1;
    const aspect = this.#camera.aspect ?? this.#width / this.#height;
    // Parallel rays are those of a narrow view from very far.
    const retreat = this.#orthographic ? 1000 * zoom : 0;
    const tangent = this.#orthographic ? zoom / 2 / retreat : Math.tan(zoom / 2);
    placeView(this.#view, f, retreat, tangent * aspect, tangent);
    this.#near = retreat + this.#camera.near;
    return retreat + this.#camera.far;
  }

  /** Meets one part with the rays of the pixels that its outline may cover, keeping what is nearer. */
  #trace(index: number, view: View, hits: HitBuffer, behind: Behind | null): void {
    const part = this.#parts[index];
    if (part?.visible !== true) return;
    const local = this.#local;
    localView(local, view, part.frame);
    const { shape } = part;
    if (shape.kind === PLANE)
      tracePlane(shape, index, local, this.#near, hits, behind, this.#width, this.#height);
    else this.#traceSolid(part, index, view, local, hits, behind);
  }

  #traceSolid(
    part: LitPart,
    index: number,
    view: View,
    local: View,
    hits: HitBuffer,
    behind: Behind | null,
  ): void {
    const { depth, part: met, triangle } = hits;
    const shape = thickened(part, view, 2 / this.#height);
    const width = this.#width;
    const height = this.#height;
    const rectangle = this.#outline(part, view, shape.a);
    if (rectangle === null) return;
    const [left, top, right, bottom] = rectangle;
    hits.mayShow(index, left, top, right, bottom);
    const { x, y, z, rightX, rightY, rightZ, upX, upY, upZ, backX, backY, backZ } = local;
    const isMesh = shape.kind === MESH;
    for (let row = top; row <= bottom; row++) {
      const v = 1 - (2 * row + 1) / height;
      const startX = upX * v - backX;
      const startY = upY * v - backY;
      const startZ = upZ * v - backZ;
      for (let column = left; column <= right; column++) {
        const pixel = row * width + column;
        let from = this.#near;
        if (behind !== null) {
          if (behind.hits.part[pixel] !== behind.through) continue;
          from = behind.hits.depth[pixel] ?? 0;
        }
        const u = (2 * column + 1) / width - 1;
        const t = enter(shape, x, y, z, startX + rightX * u, startY + rightY * u, startZ + rightZ * u, from);
        if (t < (depth[pixel] ?? 0)) {
          depth[pixel] = t;
          met[pixel] = index;
          if (isMesh) triangle[pixel] = shape.tree?.lastTriangle ?? -1;
        }
      }
    }
  }

  /** The pixels that a part may cover, or null where none. */
  #outline(part: LitPart, view: View, radius: number): readonly [number, number, number, number] | null {
    const width = this.#width;
    const height = this.#height;
    const whole = [0, 0, width - 1, height - 1] as const;
    if (!Number.isFinite(part.halfX) || !Number.isFinite(part.halfY)) return whole;
    const round = part.shape.kind === CAPSULE || part.shape.kind === CYLINDER;
    const halfX = round ? radius : part.halfX;
    const halfY = round ? radius : part.halfY;
    const f = part.frame;
    const across = view.rightX * view.rightX + view.rightY * view.rightY + view.rightZ * view.rightZ;
    const upwards = view.upX * view.upX + view.upY * view.upY + view.upZ * view.upZ;
    let left = Infinity;
    let top = Infinity;
    let right = -Infinity;
    let bottom = -Infinity;
    let behind = 0;
    for (let corner = 0; corner < 8; corner++) {
      const lx = part.middle[0] + (corner & 1 ? halfX : -halfX);
      const ly = part.middle[1] + (corner & 2 ? halfY : -halfY);
      const lz = part.middle[2] + (corner & 4 ? part.halfZ : -part.halfZ);
      const vx = f.x + lx * f.xx + ly * f.yx + lz * f.zx - view.x;
      const vy = f.y + lx * f.xy + ly * f.yy + lz * f.zy - view.y;
      const vz = f.z + lx * f.xz + ly * f.yz + lz * f.zz - view.z;
      const depth = -(vx * view.backX + vy * view.backY + vz * view.backZ);
      if (depth <= this.#near) {
        behind++;
        continue;
      }
      const u = (vx * view.rightX + vy * view.rightY + vz * view.rightZ) / (depth * across);
      const v = (vx * view.upX + vy * view.upY + vz * view.upZ) / (depth * upwards);
      if (u < left) left = u;
      if (u > right) right = u;
      if (v < bottom || bottom === -Infinity) bottom = v;
      if (v > top || top === Infinity) top = v;
    }
    if (behind === 8) return null;
    if (behind > 0) return whole;
    const x0 = Math.max(0, Math.ceil(((left + 1) * width) / 2 - 0.5));
    const x1 = Math.min(width - 1, Math.floor(((right + 1) * width) / 2 - 0.5));
    const y0 = Math.max(0, Math.ceil(((1 - top) * height) / 2 - 0.5));
    const y1 = Math.min(height - 1, Math.floor(((1 - bottom) * height) / 2 - 0.5));
    return x0 > x1 || y0 > y1 ? null : [x0, y0, x1, y1];
  }

  #paint(view: View, hits: HitBuffer, painter: PlanePainter, colours: Float64Array): void {
    const colour = this.#colour;
    painter.begin(view, this.#planeParts, this.#lighting);
    for (const i of this.#planes) {
      const part = this.#parts[i];
      if (part?.visible !== true) continue;
      painter.paint(part, i, view, hits, this.#lighting, colours);
    }
    const isPlane = this.#isPlane;
    const width = this.#width;
    const height = this.#height;
    this.#sky.paint(view, hits.part, NO_PART, width, height, colours);
    const { left, top, right, bottom } = hits.boundsOf(this.#solids);
    for (let row = top; row <= bottom; row++) {
      const v = 1 - (2 * row + 1) / height;
      for (let column = left; column <= right; column++) {
        const pixel = row * width + column;
        const met = hits.part[pixel] ?? NO_PART;
        // The sky first: an array asked for its element -1 looks for a property of that name, which takes as long as the rest.
        if (met === NO_PART || isPlane[met] === true) continue;
        this.#colourAt(view, hits, pixel, (2 * column + 1) / width - 1, v);
        colours[3 * pixel] = colour[0] ?? 0;
        colours[3 * pixel + 1] = colour[1] ?? 0;
        colours[3 * pixel + 2] = colour[2] ?? 0;
      }
    }
  }

  /** Adds the mirror image in a plane: the scene as seen from the camera's mirror image, through the plane. */
  #paintMirror(
    mirror: number,
    hits: HitBuffer,
    reflected: HitBuffer,
    colours: Float64Array,
    far: number,
  ): void {
    const part = this.#parts[mirror];
    if (part?.visible !== true) return;
    reflectView(this.#mirrored, this.#view, part);
    reflected.clear(far);
    const behind = { hits, through: mirror };
    for (const i of this.#opaque) {
      if (i !== mirror) this.#trace(i, this.#mirrored, reflected, behind);
    }
    this.#blend(this.#mirrored, reflected, this.#opaque, colours, part.material.reflectance);
  }

  #paintGlass(index: number, hits: HitBuffer, scratch: HitBuffer, colours: Float64Array): void {
    const part = this.#parts[index];
    if (part === undefined) return;
    scratch.clearTo(hits);
    this.#trace(index, this.#view, scratch, null);
    this.#blend(this.#view, scratch, [index], colours, part.material.opacity);
  }

  /** Lays what was met of the parts over what is there, with weight `share`. */
  #blend(view: View, hits: HitBuffer, parts: readonly number[], colours: Float64Array, share: number): void {
    const colour = this.#colour;
    const width = this.#width;
    const { left, top, right, bottom } = hits.boundsOf(parts);
    for (let row = top; row <= bottom; row++) {
      const v = 1 - (2 * row + 1) / this.#height;
      for (let column = left; column <= right; column++) {
        const pixel = row * width + column;
        if (hits.part[pixel] === NO_PART) continue;
        this.#colourAt(view, hits, pixel, (2 * column + 1) / width - 1, v);
        for (let channel = 0; channel < 3; channel++) {
          const at = 3 * pixel + channel;
          const under = colours[at] ?? 0;
          colours[at] = under + share * (Math.min(colour[channel] ?? 0, 1) - Math.min(under, 1));
        }
      }
    }
  }

  /** The colour of the part that the ray of a pixel met, into `#colour`. */
  #colourAt(view: View, hits: HitBuffer, pixel: number, u: number, v: number): void {
    const dx = view.rightX * u + view.upX * v - view.backX;
    const dy = view.rightY * u + view.upY * v - view.backY;
    const dz = view.rightZ * u + view.upZ * v - view.backZ;
    const colour = this.#colour;
    const part = this.#parts[hits.part[pixel] ?? 0];
    if (part === undefined) return;
    const t = hits.depth[pixel] ?? 0;
    const x = view.x + t * dx;
    const y = view.y + t * dy;
    const z = view.z + t * dz;
    const f = part.frame;
    const rx = x - f.x;
    const ry = y - f.y;
    const rz = z - f.z;
    const lx = rx * f.xx + ry * f.xy + rz * f.xz;
    const ly = rx * f.yx + ry * f.yy + rz * f.yz;
    const lz = rx * f.zx + ry * f.zy + rz * f.zz;
    const { material, shape } = part;
    let { red, green, blue } = material;
    const normal = this.#normal;
    if (shape.kind === MESH) {
      meshNormal(shape.tree, hits.triangle[pixel] ?? -1, lx, ly, lz, normal);
      // Meshes are drawn from both sides.
      const away =
        (dx * f.xx + dy * f.xy + dz * f.xz) * (normal[0] ?? 0) +
        (dx * f.yx + dy * f.yy + dz * f.yz) * (normal[1] ?? 0) +
        (dx * f.zx + dy * f.zy + dz * f.zz) * (normal[2] ?? 0);
      if (away > 0) normal.forEach((value, i) => (normal[i] = -value));
    } else {
      surfaceNormal(shape, lx, ly, lz, normal);
      if (shape.kind === PLANE && material.texture !== null) {
        const { texture, repeatU, repeatV } = material;
        const reach = pixelReach(view, t, dx, dy, dz, f.zx, f.zy, f.zz, this.#width, this.#height);
        texture.nearest(
          (lx + shape.a) * repeatU,
          (shape.b - ly) * repeatV,
          reach * Math.max(repeatU, repeatV),
          colour,
        );
        red *= colour[0] ?? 1;
        green *= colour[1] ?? 1;
        blue *= colour[2] ?? 1;
      }
    }
    const nx = normal[0] ?? 0;
    const ny = normal[1] ?? 0;
    const nz = normal[2] ?? 0;
    const lighting = this.#lighting;
    lighting.shade(
      part,
      x,
      y,
      z,
      nx * f.xx + ny * f.yx + nz * f.zx,
      nx * f.xy + ny * f.yy + nz * f.zy,
      nx * f.xz + ny * f.yz + nz * f.zz,
      red,
      green,
      blue,
    );
    colour[0] = lighting.colour[0] ?? 0;
    colour[1] = lighting.colour[1] ?? 0;
    colour[2] = lighting.colour[2] ?? 0;
  }
}
