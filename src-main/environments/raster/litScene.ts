/** A lit scene made ready for drawing in depth: one flat list of shapes with their materials, and their places at an instant. */
import type { Colour, Material, Mesh, PoseLayout, Scene, Shape, Vector3 } from '../../../shared/scene.ts';
import { BODY_POSE_SIZE } from '../../../shared/scene.ts';
import { CubeTexture } from './cubeTexture.ts';
import { powerTable, type PowerTable } from './powerTable.ts';
import { SurfaceTexture } from './surfaceTexture.ts';
import { BOX, CAPSULE, CYLINDER, ELLIPSOID, MESH, PLANE, SPHERE, type Primitive } from './primitives.ts';
import { TriangleTree } from './triangleTree.ts';

/** A rotation (columns are the own axes) and a place. */
export interface Frame {
  x: number;
  y: number;
  z: number;
  xx: number;
  xy: number;
  xz: number;
  yx: number;
  yy: number;
  yz: number;
  zx: number;
  zy: number;
  zz: number;
}

export interface LitMaterial {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly opacity: number;
  readonly specular: number;
  /** By the cosine off the mirrored light; null where the surface is dull. */
  readonly highlight: PowerTable | null;
  readonly emission: number;
  readonly reflectance: number;
  readonly unlit: boolean;
  readonly texture: SurfaceTexture | null;
  readonly repeatU: number;
  readonly repeatV: number;
  readonly cube: CubeTexture | null;
  readonly cubeScale: Vector3;
  /** Of a picture that is laid over triangles along their own z: times a length unit. */
  readonly projection: readonly [number, number] | null;
}

export interface LitPart {
  /** Of rods another one at each instant, where they are drawn longer or shorter. */
  shape: Primitive;
  readonly ownShape: Primitive;
  readonly material: LitMaterial;
  readonly castsShadow: boolean;
  /** Half sizes of a box around the shape, and its middle, in the part's own frame. */
  readonly halfX: number;
  readonly halfY: number;
  halfZ: number;
  readonly middle: readonly [number, number, number];
  /** In the world, as of the last `placeParts`. */
  readonly frame: Frame;
  visible: boolean;
  readonly body: number;
  readonly local: Frame;
}

export function newFrame(): Frame {
  return { x: 0, y: 0, z: 0, xx: 1, xy: 0, xz: 0, yx: 0, yy: 1, yz: 0, zx: 0, zy: 0, zz: 1 };
}

/** The frame whose place and orientation (w, x, y, z) begin at `at`. */
export function readFrame(frame: Frame, poses: ArrayLike<number>, at: number): void {
  frame.x = poses[at] ?? 0;
  frame.y = poses[at + 1] ?? 0;
  frame.z = poses[at + 2] ?? 0;
  const w = poses[at + 3] ?? 1;
  const x = poses[at + 4] ?? 0;
  const y = poses[at + 5] ?? 0;
  const z = poses[at + 6] ?? 0;
  frame.xx = 1 - 2 * (y * y + z * z);
  frame.xy = 2 * (x * y + w * z);
  frame.xz = 2 * (x * z - w * y);
  frame.yx = 2 * (x * y - w * z);
  frame.yy = 1 - 2 * (x * x + z * z);
  frame.yz = 2 * (y * z + w * x);
  frame.zx = 2 * (x * z + w * y);
  frame.zy = 2 * (y * z - w * x);
  frame.zz = 1 - 2 * (x * x + y * y);
}

/** `out` is `inner`, which is given in `outer`, in the frame that `outer` is given in. */
function compose(out: Frame, outer: Frame, inner: Frame): void {
  const { xx, xy, xz, yx, yy, yz, zx, zy, zz } = outer;
  out.x = outer.x + xx * inner.x + yx * inner.y + zx * inner.z;
  out.y = outer.y + xy * inner.x + yy * inner.y + zy * inner.z;
  out.z = outer.z + xz * inner.x + yz * inner.y + zz * inner.z;
  out.xx = xx * inner.xx + yx * inner.xy + zx * inner.xz;
  out.xy = xy * inner.xx + yy * inner.xy + zy * inner.xz;
  out.xz = xz * inner.xx + yz * inner.xy + zz * inner.xz;
  out.yx = xx * inner.yx + yx * inner.yy + zx * inner.yz;
  out.yy = xy * inner.yx + yy * inner.yy + zy * inner.yz;
  out.yz = xz * inner.yx + yz * inner.yy + zz * inner.yz;
  out.zx = xx * inner.zx + yx * inner.zy + zx * inner.zz;
  out.zy = xy * inner.zx + yy * inner.zy + zy * inner.zz;
  out.zz = xz * inner.zx + yz * inner.zy + zz * inner.zz;
}

const scratchBody = newFrame();

export function placeParts(parts: readonly LitPart[], poses: Float64Array): void {
  let last = -1;
  let visible = true;
  let long = 1;
  for (const part of parts) {
    if (part.body !== last) {
      last = part.body;
      readFrame(scratchBody, poses, last * BODY_POSE_SIZE);
      long = poses[last * BODY_POSE_SIZE + 7] ?? 1;
      visible = long !== 0;
    }
    part.visible = visible;
    if (visible) compose(part.frame, scratchBody, part.local);
    if (visible && long !== 1) stretch(part, long);
  }
}

/** Draws a rod as many times as long. */
function stretch(part: LitPart, times: number): void {
  const { ownShape } = part;
  if (ownShape.kind !== CAPSULE && ownShape.kind !== CYLINDER) return;
  part.shape = { ...ownShape, b: ownShape.b * times };
  part.halfZ = part.shape.b + (ownShape.kind === CAPSULE ? ownShape.a : 0);
}

/** Meshes whose vertices move, made anew for each instant. */
export class SoftMeshes {
  readonly #meshes: readonly { readonly mesh: Mesh; readonly tree: TriangleTree; readonly from: number }[];
  readonly #parts: readonly LitPart[];

  constructor(scene: Scene, layout: PoseLayout, parts: readonly LitPart[]) {
    const trees = new Map(parts.map(({ ownShape }) => [ownShape.tree?.mesh, ownShape.tree]));
    let from = layout.vertices;
    const meshes = [];
    for (const mesh of scene.meshes) {
      if (mesh.isSoft !== true) continue;
      const tree = trees.get(mesh) ?? null;
      if (tree !== null) meshes.push({ mesh, tree, from });
      from += mesh.positions.length;
    }
    this.#meshes = meshes;
    this.#parts = parts.filter(({ ownShape }) => ownShape.tree?.mesh.isSoft === true);
  }

  place(poses: Float64Array): void {
    for (const { mesh, tree, from } of this.#meshes) {
      tree.move(poses.subarray(from, from + mesh.positions.length));
    }
    for (const part of this.#parts) Object.assign(part, extent(part.ownShape));
  }
}

/** @returns null where the scene has something that this renderer does not draw (sprites, which want another one). */
export function flattenParts(scene: Scene, _layout: PoseLayout): LitPart[] | null {
  const textures = scene.textures.map((texture) =>
    texture.kind === 'cube' ? new CubeTexture(texture) : new SurfaceTexture(texture),
  );
  const isMujoco = scene.look === 'mujoco';
  const trees = scene.meshes.map((mesh) => new TriangleTree(mesh));
  const materials = scene.materials.map((material) => litMaterial(material, textures));
  const parts: LitPart[] = [];
  for (const [body, { parts: bodyParts }] of scene.bodies.entries()) {
    for (const part of bodyParts) {
      if (part.group === 'inspection') continue;
      const material = materials[part.material];
      if (material === undefined || material.opacity <= 0) continue;
      const shape = primitive(part.shape, trees, isMujoco);
      if (shape === null) return null;
      const local = newFrame();
      readFrame(local, [...part.position, ...part.quaternion], 0);
      parts.push({
        shape,
        ownShape: shape,
        material,
        castsShadow:
          (part.castsShadow ?? true) && shape.kind !== PLANE && (isMujoco || material.opacity >= 1),
        ...extent(shape),
        frame: newFrame(),
        visible: true,
        body,
        local,
      });
    }
  }
  return parts;
}

function litMaterial(material: Material, textures: readonly (SurfaceTexture | CubeTexture)[]): LitMaterial {
  const texture = material.texture === undefined ? null : (textures[material.texture] ?? null);
  const [red, green, blue]: Colour = material.colour;
  const [repeatU, repeatV] = material.textureRepeat ?? [1, 1];
  const specular = material.specular ?? 0;
  return {
    red,
    green,
    blue,
    opacity: material.opacity ?? 1,
    specular,
    highlight: specular > 0 ? powerTable(128 * (material.shininess ?? 0)) : null,
    emission: material.emission ?? 0,
    reflectance: material.reflectance ?? 0,
    unlit: material.unlit,
    texture: texture instanceof SurfaceTexture ? texture : null,
    repeatU,
    repeatV,
    cube: texture instanceof CubeTexture ? texture : null,
    cubeScale: material.cubeScale ?? [1, 1, 1],
    projection: material.projection ?? null,
  };
}

function primitive(shape: Shape, trees: readonly TriangleTree[], isMujoco: boolean): Primitive | null {
  const make = (kind: number, a = 0, b = 0, c = 0): Primitive => ({ kind, a, b, c, tree: null });
  switch (shape.kind) {
    case 'plane':
      return make(PLANE, shape.halfWidth, shape.halfHeight, isMujoco ? (shape.gridSpacing ?? 0) : 0);
    case 'sphere':
      return make(SPHERE, shape.radius);
    case 'capsule':
      return make(CAPSULE, shape.radius, shape.halfLength);
    case 'cylinder':
      return make(CYLINDER, shape.radius, shape.halfLength);
    case 'box':
      return make(BOX, ...shape.halfSize);
    case 'ellipsoid':
      return make(ELLIPSOID, ...shape.radii);
    case 'mesh':
      return { kind: MESH, a: 0, b: 0, c: 0, tree: trees[shape.mesh] ?? null };
    case 'sprite':
      return null;
  }
}

function extent(shape: Primitive): Pick<LitPart, 'halfX' | 'halfY' | 'halfZ' | 'middle'> {
  const { a, b, c } = shape;
  const box = (halfX: number, halfY: number, halfZ: number) => ({
    halfX,
    halfY,
    halfZ,
    middle: [0, 0, 0] as const,
  });
  switch (shape.kind) {
    case PLANE:
      return box(a > 0 ? a : Infinity, b > 0 ? b : Infinity, 0);
    case SPHERE:
      return box(a, a, a);
    case CAPSULE:
      return box(a, a, a + b);
    case CYLINDER:
      return box(a, a, b);
    case MESH: {
      const [x0 = 0, y0 = 0, z0 = 0, x1 = 0, y1 = 0, z1 = 0] = shape.tree?.bounds ?? [];
      return {
        halfX: (x1 - x0) / 2,
        halfY: (y1 - y0) / 2,
        halfZ: (z1 - z0) / 2,
        middle: [(x0 + x1) / 2, (y0 + y1) / 2, (z0 + z1) / 2],
      };
    }
    default:
      return box(a, b, c);
  }
}
