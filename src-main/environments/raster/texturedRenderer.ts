/**
 * Draws unlit, textured scenes in perspective: rooms of flat walls with upright pictures (sprites) in them. Lit scenes
 * and flat ones have renderers of their own.
 */
import type { Part, Scene, Texture } from '../../../shared/scene.ts';
import { BODY_POSE_SIZE, CAMERA_POSE_SIZE, type PoseLayout } from '../../../shared/scene.ts';
import type { CameraRenderer } from './cameraRenderer.ts';
import { CORNER_SIZE, PolygonBuffer, SAMPLES, type PackedTexture } from './polygonBuffer.ts';

const QUAD_CORNERS = 4;

/** A rectangle or an upright picture of one body. */
interface Quad {
  readonly body: number;
  readonly sprite: { readonly halfWidth: number; readonly height: number } | null;
  /** x, y, z a corner in the body's frame, for a rectangle. */
  readonly corners: Float64Array;
  /** u, v a corner, in texels. */
  readonly texels: Float64Array;
  readonly texture: PackedTexture;
}

/** Returns null where the scene has anything but unlit rectangles and sprites, or the camera is not in perspective. */
export function createTexturedRenderer(
  scene: Scene,
  layout: PoseLayout,
  cameraIndex: number,
): CameraRenderer | null {
  const camera = scene.cameras[cameraIndex];
  if (camera?.projection !== 'perspective') return null;
  const quads: Quad[] = [];
  const packed = scene.textures.map(packTexture);
  for (const [body, { parts }] of scene.bodies.entries()) {
    for (const part of parts) {
      if (part.group === 'inspection') continue;
      const quad = quadOf(scene, packed, body, part);
      if (quad === null) return null;
      quads.push(quad);
    }
  }
  const background = packColour('horizon' in scene.background ? scene.background.horizon : scene.background);
  const buffers = new Map<string, PolygonBuffer>();
  const corners = new Float64Array(QUAD_CORNERS * CORNER_SIZE);

  return {
    render(poses, width, height, out) {
      const size = `${width}x${height}`;
      const buffer = buffers.get(size) ?? new PolygonBuffer(width, height);
      buffers.set(size, buffer);
      buffer.clear(background);
      const view = viewOf(poses, layout.cameras + cameraIndex * CAMERA_POSE_SIZE);
      const scaleY = (SAMPLES * height) / 2 / Math.tan(view.fieldOfView / 2);
      const scaleX = (scaleY * width) / height / (camera.aspect ?? width / height);
      const centreY = SAMPLES * height * (camera.axisHeight ?? 0.5);
      for (const quad of quads) {
        if ((poses[quad.body * BODY_POSE_SIZE + 7] ?? 0) === 0) continue;
        placeQuad(quad, poses, view, corners);
        buffer.fill(corners, QUAD_CORNERS, camera.near, scaleX, scaleY, centreY, quad.texture);
      }
      buffer.resolve(out);
    },
  };
}

interface View {
  readonly fieldOfView: number;
  readonly position: readonly [number, number, number];
  /** Columns of the camera's rotation: its right, its up, its back. */
  readonly axes: readonly number[];
}

function viewOf(poses: Float64Array, at: number): View {
  return {
    position: [poses[at] ?? 0, poses[at + 1] ?? 0, poses[at + 2] ?? 0],
    axes: rotationOf(poses[at + 3] ?? 1, poses[at + 4] ?? 0, poses[at + 5] ?? 0, poses[at + 6] ?? 0),
    fieldOfView: poses[at + 7] ?? 1,
  };
}

/** Row-major rotation matrix of a unit quaternion. */
function rotationOf(w: number, x: number, y: number, z: number): readonly number[] {
  return [
    1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
    2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
    2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y),
  ]; // prettier-ignore
}

/** Writes the quad's corners in view space, with depth positive ahead. */
function placeQuad(quad: Quad, poses: Float64Array, view: View, out: Float64Array): void {
  const at = quad.body * BODY_POSE_SIZE;
  const [bodyX, bodyY, bodyZ] = [poses[at] ?? 0, poses[at + 1] ?? 0, poses[at + 2] ?? 0];
  const { axes, position } = view;
  const axis = (i: number) => axes[i] ?? 0;
  const rotation =
    quad.sprite === null
      ? rotationOf(poses[at + 3] ?? 1, poses[at + 4] ?? 0, poses[at + 5] ?? 0, poses[at + 6] ?? 0)
      : rotationOf(1, 0, 0, 0);
  // A sprite turns about z alone: its right is the camera's, laid level.
  const levelLength = Math.sqrt(axis(0) * axis(0) + axis(3) * axis(3)) || 1;
  for (let corner = 0; corner < QUAD_CORNERS; corner++) {
    let x: number;
    let y: number;
    let z: number;
    if (quad.sprite !== null) {
      const side = corner === 0 || corner === 3 ? -quad.sprite.halfWidth : quad.sprite.halfWidth;
      x = bodyX + (side * axis(0)) / levelLength;
      y = bodyY + (side * axis(3)) / levelLength;
      z = bodyZ + (corner < 2 ? quad.sprite.height : 0);
    } else {
      const localX = quad.corners[corner * 3] ?? 0;
      const localY = quad.corners[corner * 3 + 1] ?? 0;
      const localZ = quad.corners[corner * 3 + 2] ?? 0;
      x = bodyX + (rotation[0] ?? 0) * localX + (rotation[1] ?? 0) * localY + (rotation[2] ?? 0) * localZ;
      y = bodyY + (rotation[3] ?? 0) * localX + (rotation[4] ?? 0) * localY + (rotation[5] ?? 0) * localZ;
      z = bodyZ + (rotation[6] ?? 0) * localX + (rotation[7] ?? 0) * localY + (rotation[8] ?? 0) * localZ;
    }
    x -= position[0];
    y -= position[1];
    z -= position[2];
    const to = corner * CORNER_SIZE;
    out[to] = axis(0) * x + axis(3) * y + axis(6) * z;
    out[to + 1] = axis(1) * x + axis(4) * y + axis(7) * z;
    out[to + 2] = -(axis(2) * x + axis(5) * y + axis(8) * z);
    out[to + 3] = quad.texels[corner * 2] ?? 0;
    out[to + 4] = quad.texels[corner * 2 + 1] ?? 0;
  }
}

function quadOf(scene: Scene, packed: readonly PackedTexture[], body: number, part: Part): Quad | null {
  const material = scene.materials[part.material];
  if (material === undefined || !material.unlit) return null;
  const texture = material.texture === undefined ? undefined : packed[material.texture];
  const [repeatU, repeatV] = material.textureRepeat ?? [1, 1];
  const spanU = repeatU * ((texture?.widthMask ?? 0) + 1);
  const spanV = repeatV * ((texture?.heightMask ?? 0) + 1);
  // Corners run from the top left, clockwise.
  const common = {
    body,
    texels: new Float64Array([0, 0, spanU, 0, spanU, spanV, 0, spanV]),
    texture:
      texture ??
      packTexture({ name: '', width: 1, height: 1, pixels: colourPixel(material.colour), filter: 'nearest' }),
  };
  if (part.shape.kind === 'sprite') {
    const sprite = { halfWidth: part.shape.width / 2, height: part.shape.height };
    return { ...common, sprite, corners: new Float64Array(0) };
  }
  if (part.shape.kind !== 'plane' || part.shape.halfWidth === 0 || part.shape.halfHeight === 0) return null;
  const { halfWidth, halfHeight } = part.shape;
  const rotation = rotationOf(...part.quaternion);
  const corners = new Float64Array(QUAD_CORNERS * 3);
  const signs = [-1, 1, 1, 1, 1, -1, -1, -1];
  for (let corner = 0; corner < QUAD_CORNERS; corner++) {
    const x = (signs[corner * 2] ?? 0) * halfWidth;
    const y = (signs[corner * 2 + 1] ?? 0) * halfHeight;
    for (let row = 0; row < 3; row++) {
      corners[corner * 3 + row] =
        (part.position[row] ?? 0) + (rotation[row * 3] ?? 0) * x + (rotation[row * 3 + 1] ?? 0) * y;
    }
  }
  return { ...common, sprite: null, corners };
}

function packColour(colour: readonly [number, number, number]): number {
  const [red, green, blue] = colour.map((channel) => Math.round(channel * 255));
  return (255 << 24) | ((blue ?? 0) << 16) | ((green ?? 0) << 8) | (red ?? 0);
}

function colourPixel(colour: readonly [number, number, number]): Uint8Array {
  return Uint8Array.from([...colour.map((channel) => Math.round(channel * 255)), 255]);
}

/** @throws Error where a side is not a power of two. */
function packTexture(texture: Texture): PackedTexture {
  const { width, height, pixels, name } = texture;
  if ((width & (width - 1)) !== 0 || (height & (height - 1)) !== 0) {
    throw new Error(`texture ${name} is ${width}x${height}, its sides must be powers of two`);
  }
  const texels = new Int32Array(width * height);
  let hasHoles = false;
  for (let i = 0; i < texels.length; i++) {
    const [red, green, blue, alpha] = [0, 1, 2, 3].map((channel) => pixels[i * 4 + channel] ?? 0);
    hasHoles ||= (alpha ?? 0) < 128;
    texels[i] = ((alpha ?? 0) << 24) | ((blue ?? 0) << 16) | ((green ?? 0) << 8) | (red ?? 0);
  }
  return {
    texels,
    widthMask: width - 1,
    heightMask: height - 1,
    widthShift: 31 - Math.clz32(width),
    hasHoles,
  };
}
