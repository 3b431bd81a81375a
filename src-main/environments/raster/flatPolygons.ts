/**
 * Prepares a scene for flat drawing: each part becomes convex polygons of one colour, in the order in which the scene
 * lists them, which is the painter's order.
 */
import type { Colour, Mesh, Part, Scene } from '../../../shared/scene.ts';

/** A convex polygon in its body's frame. */
export interface FlatPolygon {
  /** x, y, z a corner. */
  readonly corners: Float64Array;
  /** Index into the palette. */
  readonly colour: number;
  readonly centreX: number;
  readonly centreY: number;
  readonly centreZ: number;
  readonly radius: number;
}

/** Polygons that follow each other, with a sphere around them all: out of view together or not at all. */
export interface FlatChunk {
  readonly polygons: readonly FlatPolygon[];
  readonly centreX: number;
  readonly centreY: number;
  readonly centreZ: number;
  readonly radius: number;
}

export interface FlatScene {
  /** Each body's polygons, painter's order within and across bodies. */
  readonly bodies: readonly (readonly FlatChunk[])[];
  readonly palette: Palette;
}

/** Up to 256 colours; a picture holds indices until it is resolved. */
export class Palette {
  /** r, g, b, 0 to 255, a colour. */
  readonly values: number[] = [];
  readonly #indices = new Map<number, number>();

  /** Components in [0, 1]. @returns the colour's index, or 256 and above where the palette is full. */
  indexOf(red: number, green: number, blue: number): number {
    const [r, g, b] = [Math.round(red * 255), Math.round(green * 255), Math.round(blue * 255)];
    const key = (r << 16) | (g << 8) | b;
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    const index = this.#indices.size;
    this.#indices.set(key, index);
    this.values.push(r, g, b);
    return index;
  }
}

/** Rotates a vector by a quaternion (w, x, y, z). */
function rotate(q: readonly number[], x: number, y: number, z: number): [number, number, number] {
  const [w = 1, a = 0, b = 0, c = 0] = q;
  const tx = 2 * (b * z - c * y);
  const ty = 2 * (c * x - a * z);
  const tz = 2 * (a * y - b * x);
  return [x + w * tx + b * tz - c * ty, y + w * ty + c * tx - a * tz, z + w * tz + a * ty - b * tx];
}

/** What of a polygon does not depend on its colour. */
type Outline = Omit<FlatPolygon, 'colour'>;

/** @param corners x, y, z a corner. */
function outlineOf(corners: Float64Array): Outline {
  const count = corners.length / 3;
  let centreX = 0;
  let centreY = 0;
  let centreZ = 0;
  for (let at = 0; at < corners.length; at += 3) {
    centreX += (corners[at] ?? 0) / count;
    centreY += (corners[at + 1] ?? 0) / count;
    centreZ += (corners[at + 2] ?? 0) / count;
  }
  let radiusSquared = 0;
  for (let at = 0; at < corners.length; at += 3) {
    const x = (corners[at] ?? 0) - centreX;
    const y = (corners[at + 1] ?? 0) - centreY;
    const z = (corners[at + 2] ?? 0) - centreZ;
    radiusSquared = Math.max(radiusSquared, x * x + y * y + z * z);
  }
  return { corners, centreX, centreY, centreZ, radius: Math.sqrt(radiusSquared) };
}

/** Groups a mesh's triangles into fans: consecutive ones around one corner, each sharing an edge with the last. */
function fans(mesh: Mesh): number[][] {
  const result: number[][] = [];
  let fan: number[] = [];
  for (let at = 0; at + 2 < mesh.indices.length; at += 3) {
    const a = mesh.indices[at] ?? 0;
    const b = mesh.indices[at + 1] ?? 0;
    const c = mesh.indices[at + 2] ?? 0;
    if (fan.length > 0 && fan[0] === a && fan.at(-1) === b) {
      fan.push(c);
    } else {
      fan = [a, b, c];
      result.push(fan);
    }
  }
  return result;
}

interface Fan {
  readonly firstVertex: number;
  readonly outline: Outline;
}

/** Meshes outlive scenes (every track has the same grass), so what was worked out for them is kept. */
const FANS = new WeakMap<Mesh, readonly Fan[]>();

function unplacedFans(mesh: Mesh): readonly Fan[] {
  const known = FANS.get(mesh);
  if (known !== undefined) return known;
  const result = fans(mesh).map((fan): Fan => {
    const corners = new Float64Array(fan.length * 3);
    fan.forEach((vertex, index) => {
      for (let axis = 0; axis < 3; axis++) corners[index * 3 + axis] = mesh.positions[vertex * 3 + axis] ?? 0;
    });
    return { firstVertex: fan[0] ?? 0, outline: outlineOf(corners) };
  });
  FANS.set(mesh, result);
  return result;
}

function isPlaced(part: Part): boolean {
  return [...part.position, ...part.quaternion.slice(1)].some((value) => value !== 0);
}

function place(outline: Outline, part: Part): Outline {
  const corners = new Float64Array(outline.corners.length);
  for (let at = 0; at < corners.length; at += 3) {
    const [x = 0, y = 0, z = 0] = outline.corners.subarray(at, at + 3);
    const turned = rotate(part.quaternion, x, y, z);
    turned.forEach((value, axis) => (corners[at + axis] = value + (part.position[axis] ?? 0)));
  }
  return outlineOf(corners);
}

function meshPolygons(mesh: Mesh, part: Part, tint: Colour, palette: Palette): FlatPolygon[] {
  const placed = isPlaced(part);
  return unplacedFans(mesh).map(({ firstVertex, outline }) => {
    const colour = palette.indexOf(
      tint[0] * (mesh.colours?.[firstVertex * 3] ?? 1),
      tint[1] * (mesh.colours?.[firstVertex * 3 + 1] ?? 1),
      tint[2] * (mesh.colours?.[firstVertex * 3 + 2] ?? 1),
    );
    const { corners, centreX, centreY, centreZ, radius } = placed ? place(outline, part) : outline;
    return { corners, colour, centreX, centreY, centreZ, radius };
  });
}

function planePolygon(part: Part, halfWidth: number, halfHeight: number, colour: number): FlatPolygon {
  const corners = Float64Array.of(
    ...[-halfWidth, -halfHeight, 0],
    ...[halfWidth, -halfHeight, 0],
    ...[halfWidth, halfHeight, 0],
    ...[-halfWidth, halfHeight, 0],
  );
  return { ...place(outlineOf(corners), part), colour };
}

const CHUNK_POLYGONS = 10;

function chunks(polygons: readonly FlatPolygon[]): FlatChunk[] {
  const result: FlatChunk[] = [];
  for (let first = 0; first < polygons.length; first += CHUNK_POLYGONS) {
    const members = polygons.slice(first, first + CHUNK_POLYGONS);
    const mean = (part: 'centreX' | 'centreY' | 'centreZ') =>
      members.reduce((sum, member) => sum + member[part], 0) / members.length;
    const [centreX, centreY, centreZ] = [mean('centreX'), mean('centreY'), mean('centreZ')];
    const radius = members.reduce((most, { centreX: x, centreY: y, centreZ: z, radius: own }) => {
      return Math.max(most, Math.hypot(x - centreX, y - centreY, z - centreZ) + own);
    }, 0);
    result.push({ polygons: members, centreX, centreY, centreZ, radius });
  }
  return result;
}

/** @returns null where the scene needs more than flat colours: light, textures, curved shapes, too many colours. */
export function flattenScene(scene: Scene): FlatScene | null {
  if (!Array.isArray(scene.background) || scene.fog !== undefined) return null;
  const palette = new Palette();
  const [red = 0, green = 0, blue = 0] = scene.background as Colour;
  palette.indexOf(red, green, blue);
  const bodies: FlatChunk[][] = [];
  for (const body of scene.bodies) {
    const polygons: FlatPolygon[] = [];
    for (const part of body.parts) {
      if (part.group === 'inspection') continue;
      const material = scene.materials[part.material];
      if (material === undefined || !material.unlit || material.texture !== undefined) return null;
      if ((material.opacity ?? 1) < 1) return null;
      const { shape } = part;
      if (shape.kind === 'mesh') {
        const mesh = scene.meshes[shape.mesh];
        if (mesh === undefined) return null;
        for (const piece of meshPolygons(mesh, part, material.colour, palette)) polygons.push(piece);
      } else if (shape.kind === 'plane' && shape.halfWidth > 0 && shape.halfHeight > 0) {
        polygons.push(
          planePolygon(part, shape.halfWidth, shape.halfHeight, palette.indexOf(...material.colour)),
        );
      } else {
        return null;
      }
    }
    bodies.push(chunks(polygons));
  }
  for (const rectangle of scene.overlay) palette.indexOf(...rectangle.colour);
  return palette.values.length > 256 * 3 ? null : { bodies, palette };
}
