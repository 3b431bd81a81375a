/**
 * Draws unlit, textured scenes in perspective: rooms of flat walls with upright pictures (sprites) in them. Lit scenes
 * and flat ones have renderers of their own.
 */
import type { Camera, Part, Scene } from '../../../shared/scene.ts';
import { BODY_POSE_SIZE, CAMERA_POSE_SIZE, type PoseLayout } from '../../../shared/scene.ts';
import type { CameraRenderer } from './cameraRenderer.ts';
import { colourMipmaps, createMipmaps, type Mipmaps } from './mipmaps.ts';
import { CORNER_SIZE, PolygonBuffer } from './polygonBuffer.ts';
import { drawSprite, type SpriteRectangle } from './sprites.ts';

const WALL_CORNERS = 4;

interface Wall {
  readonly body: number;
  /** x, y, z a corner in the body's frame, from the top left, clockwise. */
  readonly corners: Float64Array;
  readonly spanU: number;
  readonly spanV: number;
  readonly texture: Mipmaps;
}

interface Sprite {
  readonly body: number;
  readonly width: number;
  readonly height: number;
  readonly texture: Mipmaps;
}

/** Returns null where the scene has anything but unlit rectangles and sprites, or the camera is not in perspective. */
export function createTexturedRenderer(
  scene: Scene,
  layout: PoseLayout,
  cameraIndex: number,
): CameraRenderer | null {
  const camera = scene.cameras[cameraIndex];
  if (camera?.projection !== 'perspective') return null;
  const textures = scene.textures.map(createMipmaps);
  const walls: Wall[] = [];
  const sprites: Sprite[] = [];
  for (const [body, { parts }] of scene.bodies.entries()) {
    for (const part of parts) {
      if (part.group === 'inspection') continue;
      const material = scene.materials[part.material];
      if (material?.unlit !== true) return null;
      const texture = textures[material.texture ?? -1] ?? colourMipmaps(material.colour);
      if (part.shape.kind === 'sprite') {
        sprites.push({ body, width: part.shape.width, height: part.shape.height, texture });
      } else if (part.shape.kind === 'plane' && part.shape.halfWidth > 0 && part.shape.halfHeight > 0) {
        const [repeatU, repeatV] = material.textureRepeat ?? [1, 1];
        const { halfWidth, halfHeight } = part.shape;
        const corners = wallCorners(part, halfWidth, halfHeight);
        walls.push({
          body,
          corners,
          spanU: 2 * halfWidth * repeatU * texture.width,
          spanV: 2 * halfHeight * repeatV * texture.height,
          texture,
        });
      } else {
        return null;
      }
    }
  }
  const background = 'horizon' in scene.background ? scene.background.horizon : scene.background;
  const [clear = 0] = colourMipmaps(background).levels[0].texels;
  const buffers = new Map<number, PolygonBuffer>();
  const corners = new Float64Array(WALL_CORNERS * CORNER_SIZE);

  return {
    render(poses, width, height, out) {
      const size = width * 65_536 + height;
      const buffer = buffers.get(size) ?? new PolygonBuffer(width, height);
      buffers.set(size, buffer);
      buffer.clear(clear);
      const view = viewOf(poses, layout.cameras + cameraIndex * CAMERA_POSE_SIZE, camera, width, height);
      for (const wall of walls) {
        if (!isVisible(poses, wall.body)) continue;
        placeWall(wall, poses, view, corners);
        buffer.fill(corners, WALL_CORNERS, camera.near, view.scaleX, view.scaleY, view.axisRow, wall.texture);
      }
      // Each covers what is behind it, so the farthest comes first.
      const seen = sprites
        .filter((sprite) => isVisible(poses, sprite.body))
        .map((sprite) => ({ sprite, rectangle: placeSprite(sprite, poses, view, width) }))
        .filter(({ rectangle }) => rectangle.depth >= camera.near)
        .sort((a, b) => b.rectangle.depth - a.rectangle.depth);
      for (const { sprite, rectangle } of seen) drawSprite(buffer, rectangle, sprite.texture);
      buffer.copyTo(out);
    },
  };
}

interface View {
  readonly position: readonly [number, number, number];
  /** Columns of the camera's rotation: its right, its up, its back. */
  readonly axes: Rotation;
  /** Pixels for an offset as large as the depth. */
  readonly scaleX: number;
  readonly scaleY: number;
  readonly axisRow: number;
}

/** Row-major 3x3. */
type Rotation = readonly [number, number, number, number, number, number, number, number, number];

function rotationOf(w: number, x: number, y: number, z: number): Rotation {
  return [
    1 - 2 * (y * y + z * z),
    2 * (x * y - w * z),
    2 * (x * z + w * y),
    2 * (x * y + w * z),
    1 - 2 * (x * x + z * z),
    2 * (y * z - w * x),
    2 * (x * z - w * y),
    2 * (y * z + w * x),
    1 - 2 * (x * x + y * y),
  ];
}

function viewOf(poses: Float64Array, at: number, camera: Camera, width: number, height: number): View {
  const fieldOfView = poses[at + 7] ?? 1;
  const scaleY = height / 2 / Math.tan(fieldOfView / 2);
  return {
    position: [poses[at] ?? 0, poses[at + 1] ?? 0, poses[at + 2] ?? 0],
    axes: bodyRotation(poses, at),
    scaleX: (scaleY * width) / height / (camera.aspect ?? width / height),
    scaleY,
    axisRow: height * (camera.axisHeight ?? 0.5),
  };
}

/** Of a body's or a camera's slot: the quaternion is in the same place in both. */
function bodyRotation(poses: Float64Array, at: number): Rotation {
  return rotationOf(poses[at + 3] ?? 1, poses[at + 4] ?? 0, poses[at + 5] ?? 0, poses[at + 6] ?? 0);
}

function isVisible(poses: Float64Array, body: number): boolean {
  return (poses[body * BODY_POSE_SIZE + 7] ?? 0) !== 0;
}

/** The upright rectangle that the sprite fills, for a camera that stands level. */
function placeSprite(
  { body, width, height }: Sprite,
  poses: Float64Array,
  view: View,
  pixelsWide: number,
): SpriteRectangle {
  const at = body * BODY_POSE_SIZE;
  const x = (poses[at] ?? 0) - view.position[0];
  const y = (poses[at + 1] ?? 0) - view.position[1];
  const z = (poses[at + 2] ?? 0) - view.position[2];
  const { axes } = view;
  const depth = -(axes[2] * x + axes[5] * y + axes[8] * z);
  const middle = pixelsWide / 2 + (view.scaleX * (axes[0] * x + axes[3] * y + axes[6] * z)) / depth;
  const bottom = view.axisRow - (view.scaleY * (axes[1] * x + axes[4] * y + axes[7] * z)) / depth;
  const halfPixels = (view.scaleX * width) / 2 / depth;
  return {
    left: middle - halfPixels,
    right: middle + halfPixels,
    top: bottom - (view.scaleY * height) / depth,
    bottom,
    depth,
  };
}

/** Writes the wall's corners in view space, with depth positive ahead. */
function placeWall(wall: Wall, poses: Float64Array, view: View, out: Float64Array): void {
  const at = wall.body * BODY_POSE_SIZE;
  const rotation = bodyRotation(poses, at);
  const { axes, position } = view;
  for (let corner = 0; corner < WALL_CORNERS; corner++) {
    const localX = wall.corners[corner * 3] ?? 0;
    const localY = wall.corners[corner * 3 + 1] ?? 0;
    const localZ = wall.corners[corner * 3 + 2] ?? 0;
    const x =
      (poses[at] ?? 0) + rotation[0] * localX + rotation[1] * localY + rotation[2] * localZ - position[0];
    const y =
      (poses[at + 1] ?? 0) + rotation[3] * localX + rotation[4] * localY + rotation[5] * localZ - position[1];
    const z =
      (poses[at + 2] ?? 0) + rotation[6] * localX + rotation[7] * localY + rotation[8] * localZ - position[2];
    const to = corner * CORNER_SIZE;
    out[to] = axes[0] * x + axes[3] * y + axes[6] * z;
    out[to + 1] = axes[1] * x + axes[4] * y + axes[7] * z;
    out[to + 2] = -(axes[2] * x + axes[5] * y + axes[8] * z);
    out[to + 3] = corner === 1 || corner === 2 ? wall.spanU : 0;
    out[to + 4] = corner >= 2 ? wall.spanV : 0;
  }
}

function wallCorners(part: Part, halfWidth: number, halfHeight: number): Float64Array {
  const rotation = rotationOf(...part.quaternion);
  const signs = [
    [-1, 1],
    [1, 1],
    [1, -1],
    [-1, -1],
  ] as const;
  return Float64Array.from(
    signs.flatMap(([signX, signY]) => {
      const x = signX * halfWidth;
      const y = signY * halfHeight;
      return [
        part.position[0] + rotation[0] * x + rotation[1] * y,
        part.position[1] + rotation[3] * x + rotation[4] * y,
        part.position[2] + rotation[6] * x + rotation[7] * y,
      ];
    }),
  );
}
