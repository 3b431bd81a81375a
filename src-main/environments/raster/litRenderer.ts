/**
 * Draws lit scenes in depth: a ray through each pixel's middle against the exact shapes within whose outline it falls,
 * then light, shadow, texture and the mirror image in reflecting planes. The agent's view of MuJoCo scenes.
 *
 * Long on purpose: its passes (opaque, mirrored, see-through, samples at edges) share the view and the scratch of one object, and a
 * call into another file for each pixel costs more than what it does there.
 */
import type { Camera, PoseLayout, Scene } from '../../../shared/scene.ts';
import { CAMERA_POSE_SIZE } from '../../../shared/scene.ts';
import type { CameraRenderer } from './cameraRenderer.ts';
import { Lighting, OPAQUE } from './lighting.ts';
import { HitBuffer, NO_PART, type Behind } from './hitBuffer.ts';
import { localView, newView, pixelReach, placeView, reflectView, type View } from './lineOfSight.ts';
import { flattenParts, newFrame, placeParts, readFrame, SoftMeshes, type LitPart } from './litScene.ts';
import { PlanePainter } from './planePainter.ts';
import { tracePlane } from './planeTrace.ts';
import {
  CAPSULE,
  CYLINDER,
  MESH,
  PLANE,
  SPHERE,
  enter,
  surfaceNormal,
  type Primitive,
} from './primitives.ts';
import { Sky } from './sky.ts';
import { solidUv } from './solidTexture.ts';
import { meshNormal, meshUv } from './triangleTree.ts';

/** @returns null where the scene has sprites or knows no light: those have renderers of their own. */
export function createLitRenderer(scene: Scene, layout: PoseLayout, camera: number): CameraRenderer | null {
  if (scene.materials.every((material) => material.unlit)) return null;
  const parts = flattenParts(scene, layout);
  return parts === null ? null : new LitRenderer(scene, parts, layout, camera);
}

interface PictureBuffers {
  readonly hits: HitBuffer;
  readonly reflected: HitBuffer;
  /** Of one sample a pixel, besides its middle. */
  readonly sampled: HitBuffer;
  /** Pixels that show more than one part. */
  readonly edges: Uint8Array;
  readonly samples: Float64Array;
  readonly sums: Float64Array;
  readonly painter: PlanePainter;
  readonly colours: Float64Array;
}

/** Where OpenGL's usual four samples of a pixel lie: to the right of its middle and down from it, in pixels. */
const SAMPLES = [
  [-0.125, -0.375],
  [0.375, -0.125],
  [-0.375, 0.125],
  [0.125, 0.375],
] as const;

/** Part of its opacity that a plane keeps where it is seen from behind. */
const FROM_BEHIND = 0.3;

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
  /** Planes that the plane painter paints. */
  readonly #isPainted: readonly boolean[];
  readonly #lighting: Lighting;
  readonly #camera: Camera;
  readonly #soft: SoftMeshes;
  /** Draws as MuJoCo does, not as a plain renderer. */
  readonly #isMujoco: boolean;
  /** Where the camera's axis meets the picture: u and v, as far as it is not the middle. */
  /** Of the colours of what is mirrored. */
  #tint = 1;
  #axisU = 0;
  #axisV = 0;
  #far = 0;
  /** Of the picture in hand: see-through parts, nearest first. */
  readonly #seeThrough: number[] = [];
  readonly #distance: Float64Array;
  readonly #uv = new Float64Array(2);
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
    this.#isMujoco = scene.look === 'mujoco';
    const opaque = this.#isMujoco ? OPAQUE : 1;
    this.#opaque = indices.filter((i) => (parts[i]?.material.opacity ?? 1) >= opaque);
    this.#glassy = indices.filter((i) => (parts[i]?.material.opacity ?? 1) < opaque);
    this.#distance = new Float64Array(parts.length);
    this.#soft = new SoftMeshes(scene, layout, parts);
    this.#isPlane = parts.map((part) => part.shape.kind === PLANE);
    // A cube on a plane is looked up pixel by pixel, as on any other shape.
    this.#isPainted = parts.map((part) => part.shape.kind === PLANE && part.material.cube === null);
    this.#solids = this.#opaque.filter((i) => this.#isPainted[i] !== true);
    this.#planes = this.#opaque.filter((i) => this.#isPainted[i] === true);
    this.#planeParts = this.#planes.flatMap((i) => parts[i] ?? []);
    const mirrors = this.#opaque.filter((i) => {
      const part = parts[i];
      return part !== undefined && part.shape.kind === PLANE && part.material.reflectance > 0;
    });
    // MuJoCo has one mirror at most.
    this.#mirrors = this.#isMujoco ? mirrors.slice(0, 1) : mirrors;
    this.#lighting = new Lighting(scene, parts);
    this.#camera = description;
    this.#orthographic = description.projection === 'orthographic';
    this.#pose = layout.cameras + camera * CAMERA_POSE_SIZE;
    this.#sky = new Sky(scene);
  }

  render(poses: Float64Array, width: number, height: number, out: Uint8Array): void {
    if (!this.#isMujoco) {
      const colours = this.#draw(poses, width, height);
      for (let i = 0; i < colours.length; i++) {
        const value = (colours[i] ?? 0) * 255 + 0.5;
        out[i] = value > 255 ? 255 : value;
      }
      return;
    }
    const { length } = SAMPLES;
    const { samples, sums, hits, edges } = this.#buffersFor(width, height);
    const colours = this.#draw(poses, width, height);
    hits.findEdges(width, height, edges);
    sums.fill(0);
    // What is see-through has edges of its own, all over the picture.
    const everywhere = this.#findSeeThrough();
    for (const [right, down] of SAMPLES) {
      this.#drawSample(right, down, colours, samples);
      for (let pixel = 0, at = 0; pixel < edges.length; pixel++, at += 3) {
        if (!everywhere && edges[pixel] === 0) continue;
        for (let i = at; i < at + 3; i++) sums[i] = (sums[i] ?? 0) + Math.min(samples[i] ?? 0, 1);
      }
    }
    for (let pixel = 0, at = 0; pixel < edges.length; pixel++, at += 3) {
      const isSampled = everywhere || edges[pixel] === 1;
      for (let i = at; i < at + 3; i++) {
        const value = isSampled ? (sums[i] ?? 0) / length : Math.min(colours[i] ?? 0, 1);
        out[i] = value * 255 + 0.5;
      }
    }
  }

  /**
   * All but what is see-through in MuJoCo's pictures, by the rays through the pixels' middles.
   * @returns r, g, b a pixel, where 1 is as bright as can be shown; kept until the next picture.
   */
  #draw(poses: Float64Array, width: number, height: number): Float64Array {
    this.#width = width;
    this.#height = height;
    this.#soft.place(poses);
    placeParts(this.#parts, poses);
    this.#placeView(poses);
    const view = this.#view;
    // The camera's axis, whatever its rays are sheared to.
    const f = this.#frame;
    this.#lighting.eye?.set([f.x, f.y, f.z]);
    this.#lighting.place(poses, f.zx, f.zy, f.zz);
    const { hits, reflected, painter, colours } = this.#buffersFor(width, height);
    hits.clear(this.#far);
    this.#traceOpaque(hits);
    this.#paint(view, hits, painter, colours);
    for (const mirror of this.#mirrors) this.#paintMirror(mirror, hits, reflected, colours);
    if (!this.#isMujoco) for (const i of this.#glassy) this.#paintGlass(i, hits, reflected, colours);
    return colours;
  }

  #traceOpaque(hits: HitBuffer): void {
    for (const i of this.#opaque) {
      if (!this.#isSeenFromBehind(i)) this.#trace(i, this.#view, hits, null);
    }
  }

  /**
   * One sample of every pixel, some way to the right and down from its middle. As OpenGL smooths edges, what is seen there is asked
   * anew beside other parts, and its colour only where it is another part than in the pixel's middle.
   */
  #drawSample(right: number, down: number, middle: Float64Array, colours: Float64Array): void {
    const width = this.#width;
    const height = this.#height;
    const { hits, sampled, reflected, edges } = this.#buffersFor(width, height);
    const [u, v] = [(-2 * right) / width, (2 * down) / height];
    this.#shear(u, v);
    sampled.clearOnly(hits, edges, this.#far);
    this.#traceOpaque(sampled);
    colours.set(middle);
    this.#sky.paint(this.#view, sampled.part, NO_PART, width, height, colours, edges);
    for (let pixel = 0; pixel < width * height; pixel++) {
      if (edges[pixel] === 0) continue;
      const met = sampled.part[pixel] ?? NO_PART;
      if (met === NO_PART || met === hits.part[pixel]) continue;
      const row = Math.floor(pixel / width);
      const column = pixel - row * width;
      this.#colourAt(this.#view, sampled, pixel, (2 * column + 1) / width - 1, 1 - (2 * row + 1) / height);
      colours.set(this.#colour, 3 * pixel);
    }
    this.#paintSeeThrough(sampled, reflected, colours);
    this.#shear(-u, -v);
  }

  /** Moves the picture's axis by (u, v): the rays through the other places lean as much. */
  #shear(u: number, v: number): void {
    const view = this.#view;
    view.backX += u * view.rightX + v * view.upX;
    view.backY += u * view.rightY + v * view.upY;
    view.backZ += u * view.rightZ + v * view.upZ;
    this.#axisU += u;
    this.#axisV += v;
  }

  #buffersFor(width: number, height: number): PictureBuffers {
    const key = width * 65536 + height;
    const pixels = width * height;
    let buffers = this.#buffers.get(key);
    if (buffers === undefined) {
      buffers = {
        hits: new HitBuffer(pixels, this.#parts.length),
        reflected: new HitBuffer(pixels, this.#parts.length),
        sampled: new HitBuffer(pixels, this.#parts.length),
        edges: new Uint8Array(pixels),
        samples: new Float64Array(pixels * 3),
        sums: new Float64Array(pixels * 3),
        painter: new PlanePainter(width, height),
        colours: new Float64Array(pixels * 3),
      };
      this.#buffers.set(key, buffers);
    }
    return buffers;
  }

  #placeView(poses: Float64Array): void {
    const f = this.#frame;
    readFrame(f, poses, this.#pose);
    const zoom = poses[this.#pose + 7] ?? 1;
    const aspect = this.#camera.aspect ?? this.#width / this.#height;
    // Parallel rays are those of a narrow view from very far.
    const retreat = this.#orthographic ? 1000 * zoom : 0;
    const tangent = this.#orthographic ? zoom / 2 / retreat : Math.tan(zoom / 2);
    placeView(this.#view, f, retreat, tangent * aspect, tangent);
    this.#axisU = 0;
    this.#axisV = 0;
    const { axisWidth = 0.5, axisHeight = 0.5 } = this.#camera;
    if (axisWidth !== 0.5 || axisHeight !== 0.5) this.#shear(2 * axisWidth - 1, 1 - 2 * axisHeight);
    this.#near = retreat + this.#camera.near;
    this.#far = retreat + this.#camera.far;
  }

  /** Meets one part with the rays of the pixels that its outline may cover, keeping what is nearer. */
  #trace(index: number, view: View, hits: HitBuffer, behind: Behind | null): void {
    const part = this.#parts[index];
    if (part?.visible !== true) return;
    const local = this.#local;
    localView(local, view, part.frame);
    const { shape } = part;
    if (this.#isSeenFromBehind(index)) turnOver(local);
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
    const { depth, part: met, triangle, only } = hits;
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
        if (only !== null && only[pixel] === 0) continue;
        let from = this.#near;
        if (behind !== null) {
          if (behind.hits.part[pixel] !== behind.through) continue;
          from = behind.hits.depth[pixel] ?? 0;
        }
        const u = (2 * column + 1) / width - 1;
        const t = isMesh
          ? (shape.tree?.see(x, y, z, startX + rightX * u, startY + rightY * u, startZ + rightZ * u, from) ??
            Infinity)
          : enter(shape, x, y, z, startX + rightX * u, startY + rightY * u, startZ + rightZ * u, from);
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
    const axis = this.#frame;
    const isMirrored = view === this.#mirrored;
    const sheared = this.#axisU !== 0 || this.#axisV !== 0;
    // Outlines in a mirror are not worked out for a picture whose axis is not its middle.
    if (sheared && isMirrored) return whole;
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
      const depth = sheared
        ? -(vx * axis.zx + vy * axis.zy + vz * axis.zz)
        : -(vx * view.backX + vy * view.backY + vz * view.backZ);
      if (depth <= this.#near) {
        behind++;
        continue;
      }
      const u = (vx * view.rightX + vy * view.rightY + vz * view.rightZ) / (depth * across) + this.#axisU;
      const v = (vx * view.upX + vy * view.upY + vz * view.upZ) / (depth * upwards) + this.#axisV;
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
      if (part?.visible !== true || this.#isSeenFromBehind(i)) continue;
      painter.paint(part, i, view, hits, this.#lighting, colours);
    }
    const isPainted = this.#isPainted;
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
        if (met === NO_PART || isPainted[met] === true) continue;
        this.#colourAt(view, hits, pixel, (2 * column + 1) / width - 1, v);
        colours[3 * pixel] = colour[0] ?? 0;
        colours[3 * pixel + 1] = colour[1] ?? 0;
        colours[3 * pixel + 2] = colour[2] ?? 0;
      }
    }
  }

  /** Adds the mirror image in a plane: the scene as seen from the camera's mirror image, through the plane. */
  #paintMirror(mirror: number, hits: HitBuffer, reflected: HitBuffer, colours: Float64Array): void {
    const part = this.#parts[mirror];
    if (part?.visible !== true || this.#isSeenFromBehind(mirror)) return;
    reflectView(this.#mirrored, this.#view, part);
    reflected.clear(this.#far);
    const behind = { hits, through: mirror };
    for (const i of this.#opaque) {
      if (i !== mirror) this.#trace(i, this.#mirrored, reflected, behind);
    }
    if (!this.#isMujoco) {
      this.#blend(this.#mirrored, reflected, this.#opaque, colours, part.material.reflectance);
      return;
    }
    // MuJoCo adds what is mirrored to the plane: without shadows, highlights at their full strength.
    const { eye } = this.#lighting;
    const [x = 0, y = 0, z = 0] = eye ?? [];
    eye?.set([this.#mirrored.x, this.#mirrored.y, this.#mirrored.z]);
    this.#lighting.receivesShadows = false;
    this.#tint = part.material.reflectance;
    this.#add(this.#mirrored, reflected, this.#opaque, colours, 1);
    for (const i of this.#glassy) {
      const opacity = this.#parts[i]?.material.opacity ?? 0;
      reflected.clear(this.#far);
      this.#trace(i, this.#mirrored, reflected, behind);
      // It is laid there twice, too.
      this.#add(this.#mirrored, reflected, [i], colours, 1 - (1 - opacity) * (1 - opacity));
    }
    this.#tint = 1;
    this.#lighting.receivesShadows = true;
    eye?.set([x, y, z]);
  }

  /** A plane whose front looks away shows through, as a faint one. */
  #isSeenFromBehind(index: number): boolean {
    if (!this.#isMujoco || this.#isPlane[index] !== true) return false;
    const f = this.#parts[index]?.frame;
    const eye = this.#lighting.eye;
    if (f === undefined || eye === null) return false;
    return ((eye[0] ?? 0) - f.x) * f.zx + ((eye[1] ?? 0) - f.y) * f.zy + ((eye[2] ?? 0) - f.z) * f.zz < 0;
  }

  /** Sorts what is see-through by its distance. @returns whether there is any */
  #findSeeThrough(): boolean {
    const order = this.#seeThrough;
    order.length = 0;
    order.push(...this.#glassy);
    for (const i of this.#opaque) if (this.#isSeenFromBehind(i)) order.push(i);
    const eye = this.#lighting.eye ?? [];
    for (const i of order) {
      const part = this.#parts[i];
      if (part === undefined) continue;
      const { frame: f, halfX, halfY, halfZ, shape } = part;
      const away = Math.hypot((eye[0] ?? 0) - f.x, (eye[1] ?? 0) - f.y, (eye[2] ?? 0) - f.z);
      const isRound = shape.kind === SPHERE || shape.kind === CAPSULE;
      const reach = isRound ? halfZ : Math.hypot(halfX, halfY, halfZ);
      this.#distance[i] = shape.kind === PLANE ? Infinity : away - reach;
    }
    const distance = this.#distance;
    order.sort((a, b) => (distance[a] ?? 0) - (distance[b] ?? 0) || a - b);
    return order.length > 0;
  }

  /** Each is laid over what is there twice: once from the nearest to the farthest, then back. */
  #paintSeeThrough(hits: HitBuffer, scratch: HitBuffer, colours: Float64Array): void {
    const order = this.#seeThrough;
    for (const i of order) this.#paintGlass(i, hits, scratch, colours);
    for (const i of order.toReversed()) this.#paintGlass(i, hits, scratch, colours);
  }

  #paintGlass(index: number, hits: HitBuffer, scratch: HitBuffer, colours: Float64Array): void {
    const part = this.#parts[index];
    if (part === undefined) return;
    scratch.clearTo(hits);
    this.#lighting.receivesShadows = !this.#isMujoco;
    this.#trace(index, this.#view, scratch, null);
    const faint = this.#isSeenFromBehind(index) ? FROM_BEHIND : 1;
    this.#blend(this.#view, scratch, [index], colours, faint * part.material.opacity);
    this.#lighting.receivesShadows = true;
  }

  /** Adds the colour of what was met of the parts to what is there. */
  #add(view: View, hits: HitBuffer, parts: readonly number[], colours: Float64Array, share: number): void {
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
          colours[at] = Math.min((colours[at] ?? 0) + share * Math.min(this.#colour[channel] ?? 0, 1), 1);
        }
      }
    }
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
    if (this.#tint !== 1) {
      red *= this.#tint;
      green *= this.#tint;
      blue *= this.#tint;
    }
    const normal = this.#normal;
    if (shape.kind === MESH) {
      meshNormal(shape.tree, hits.triangle[pixel] ?? -1, lx, ly, lz, normal);
      // Meshes are drawn from both sides, unless they have one.
      const away =
        (dx * f.xx + dy * f.xy + dz * f.xz) * (normal[0] ?? 0) +
        (dx * f.yx + dy * f.yy + dz * f.yz) * (normal[1] ?? 0) +
        (dx * f.zx + dy * f.zy + dz * f.zz) * (normal[2] ?? 0);
      if (away > 0 && shape.tree?.mesh.isOneSided !== true)
        normal.forEach((value, i) => (normal[i] = -value));
      this.#laySolid(part, view, hits, pixel, t, dx, dy, dz, lx, ly, lz);
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
      } else if (this.#isMujoco) this.#laySolid(part, view, hits, pixel, t, dx, dy, dz, lx, ly, lz);
    }
    const isLaid = material.cube !== null || (shape.kind !== PLANE && material.texture !== null);
    if (this.#isMujoco && isLaid) {
      red *= colour[0] ?? 1;
      green *= colour[1] ?? 1;
      blue *= colour[2] ?? 1;
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

  /** The colour of what is laid over a solid at a point of its own frame, into `#colour`. `#normal` is that of the point. */
  #laySolid(
    part: LitPart,
    view: View,
    hits: HitBuffer,
    pixel: number,
    t: number,
    dx: number,
    dy: number,
    dz: number,
    x: number,
    y: number,
    z: number,
  ): void {
    const { material, shape, frame: f } = part;
    const { texture, cube, cubeScale, projection, repeatU, repeatV } = material;
    const colour = this.#colour;
    if (texture === null && cube === null) return;
    const normal = this.#normal;
    const [nx = 0, ny = 0, nz = 0] = normal;
    const reach = pixelReach(
      view,
      t,
      dx,
      dy,
      dz,
      nx * f.xx + ny * f.yx + nz * f.zx,
      nx * f.xy + ny * f.yy + nz * f.zy,
      nx * f.xz + ny * f.yz + nz * f.zz,
      this.#width,
      this.#height,
    );
    if (cube !== null) {
      const [sx, sy, sz] = cubeScale;
      cube.look(x * sx, y * sy, z * sz, reach * Math.max(sx, sy, sz), colour);
      return;
    }
    if (texture === null) return;
    const uv = this.#uv;
    const triangle = hits.triangle[pixel] ?? -1;
    const size = 2 * Math.max(part.halfX, part.halfY, part.halfZ);
    let footprint = (reach * Math.max(repeatU, repeatV)) / size;
    if (projection !== null) {
      uv[0] = 0.5 * projection[0] * x - 0.5;
      uv[1] = -0.5 * projection[1] * y - 0.5;
      footprint = reach * 0.5 * Math.max(projection[0], projection[1]);
    } else {
      if (shape.kind !== MESH) solidUv(shape, x, y, z, uv);
      else if (!meshUv(shape.tree, triangle, x, y, z, uv)) return;
      if (shape.kind !== MESH) {
        uv[0] = (uv[0] ?? 0) * repeatU;
        uv[1] = (uv[1] ?? 0) * repeatV;
      }
    }
    texture.blended(uv[0] ?? 0, uv[1] ?? 0, footprint, colour);
  }
}

/** A plane's frame with its back for its front. */
function turnOver(local: View): void {
  local.z = -local.z;
  local.rightZ = -local.rightZ;
  local.upZ = -local.upZ;
  local.backZ = -local.backZ;
}
