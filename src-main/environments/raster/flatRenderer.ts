/**
 * Draws flat scenes seen by an orthographic camera: painter's order, one colour a polygon, no depth. The picture is
 * kept as palette indices with 4x4 samples a pixel, so that a pixel's row of samples is one 32-bit word and most
 * pixels resolve with four comparisons.
 */
import type { PoseLayout, Scene } from '../../../shared/scene.ts';
import { BODY_POSE_SIZE, CAMERA_POSE_SIZE } from '../../../shared/scene.ts';
import type { CameraRenderer } from './cameraRenderer.ts';
import type { FlatChunk, FlatPolygon, FlatScene } from './flatPolygons.ts';
import { flattenScene } from './flatPolygons.ts';
import type { ResolvePalette } from './sampleBuffer.ts';
import { resolvePalette, SampleBuffer } from './sampleBuffer.ts';

const MAXIMUM_CORNERS = 64;

/** Rows of the rotation matrix of a quaternion (w, x, y, z) at an offset. */
function writeMatrix(poses: Float64Array, at: number, out: Float64Array): void {
  const w = poses[at] ?? 1;
  const x = poses[at + 1] ?? 0;
  const y = poses[at + 2] ?? 0;
  const z = poses[at + 3] ?? 0;
  out[0] = 1 - 2 * (y * y + z * z);
  out[1] = 2 * (x * y - w * z);
  out[2] = 2 * (x * z + w * y);
  out[3] = 2 * (x * y + w * z);
  out[4] = 1 - 2 * (x * x + z * z);
  out[5] = 2 * (y * z - w * x);
  out[6] = 2 * (x * z - w * y);
  out[7] = 2 * (y * z + w * x);
  out[8] = 1 - 2 * (x * x + y * y);
}

class FlatRenderer implements CameraRenderer {
  readonly #scene: Scene;
  readonly #flat: FlatScene;
  readonly #layout: PoseLayout;
  readonly #camera: number;
  readonly #palette: ResolvePalette;
  readonly #buffers = new Map<number, SampleBuffer>();
  readonly #cameraMatrix = new Float64Array(9);
  readonly #bodyMatrix = new Float64Array(9);
  /** From a body's frame to samples: two rows of x, y, z, constant. */
  readonly #toSamples = new Float64Array(8);
  /** Samples a length unit. */
  #scaleX = 1;
  #scaleY = 1;
  readonly #points = new Float64Array(MAXIMUM_CORNERS * 2);

  constructor(scene: Scene, flat: FlatScene, layout: PoseLayout, camera: number) {
    this.#scene = scene;
    this.#flat = flat;
    this.#layout = layout;
    this.#camera = camera;
    this.#palette = resolvePalette(flat.palette.values);
  }

  render(poses: Float64Array, width: number, height: number, out: Uint8Array): void {
    const key = width * 65536 + height;
    let buffer = this.#buffers.get(key);
    if (buffer === undefined) {
      buffer = new SampleBuffer(width, height);
      this.#buffers.set(key, buffer);
    }
    buffer.clear(0);
    for (let body = 0; body < this.#flat.bodies.length; body++) {
      const chunks = this.#flat.bodies[body];
      if (chunks === undefined || chunks.length === 0) continue;
      if ((poses[body * BODY_POSE_SIZE + 7] ?? 0) === 0) continue;
      this.#placeBody(poses, body, buffer, width / height);
      for (const chunk of chunks) {
        if (!this.#inView(chunk, buffer)) continue;
        for (const polygon of chunk.polygons) {
          if (this.#inView(polygon, buffer)) this.#draw(polygon, buffer);
        }
      }
    }
    this.#drawOverlay(poses, buffer);
    buffer.resolve(this.#palette, out);
  }

  #placeBody(poses: Float64Array, body: number, buffer: SampleBuffer, pictureAspect: number): void {
    const cameraAt = this.#layout.cameras + this.#camera * CAMERA_POSE_SIZE;
    const bodyAt = body * BODY_POSE_SIZE;
    const viewHeight = poses[cameraAt + 7] ?? 1;
    const aspect = this.#scene.cameras[this.#camera]?.aspect ?? pictureAspect;
    writeMatrix(poses, cameraAt + 3, this.#cameraMatrix);
    writeMatrix(poses, bodyAt + 3, this.#bodyMatrix);
    const c = this.#cameraMatrix;
    const b = this.#bodyMatrix;
    const dx = (poses[bodyAt] ?? 0) - (poses[cameraAt] ?? 0);
    const dy = (poses[bodyAt + 1] ?? 0) - (poses[cameraAt + 1] ?? 0);
    const dz = (poses[bodyAt + 2] ?? 0) - (poses[cameraAt + 2] ?? 0);
    this.#scaleX = buffer.width / (viewHeight * aspect);
    this.#scaleY = buffer.height / viewHeight;
    for (let axis = 0; axis < 2; axis++) {
      // Columns of the camera's matrix are its right and up.
      const ax = c[axis] ?? 0;
      const ay = c[3 + axis] ?? 0;
      const az = c[6 + axis] ?? 0;
      const extent = axis === 0 ? buffer.width : buffer.height;
      const scale = axis === 0 ? this.#scaleX : -this.#scaleY;
      for (let column = 0; column < 3; column++) {
        this.#toSamples[axis * 4 + column] =
          scale * (ax * (b[column] ?? 0) + ay * (b[3 + column] ?? 0) + az * (b[6 + column] ?? 0));
      }
      this.#toSamples[axis * 4 + 3] = scale * (ax * dx + ay * dy + az * dz) + extent / 2;
    }
  }

  /** Whether a sphere in the body's frame may reach the picture. */
  #inView(sphere: FlatPolygon | FlatChunk, buffer: SampleBuffer): boolean {
    const m = this.#toSamples;
    const { centreX: x, centreY: y, centreZ: z, radius } = sphere;
    const acrossX = (m[0] ?? 0) * x + (m[1] ?? 0) * y + (m[2] ?? 0) * z + (m[3] ?? 0);
    const reachX = radius * this.#scaleX;
    if (acrossX + reachX < 0 || acrossX - reachX > buffer.width) return false;
    const acrossY = (m[4] ?? 0) * x + (m[5] ?? 0) * y + (m[6] ?? 0) * z + (m[7] ?? 0);
    const reachY = radius * this.#scaleY;
    return acrossY + reachY >= 0 && acrossY - reachY <= buffer.height;
  }

  #draw(polygon: FlatPolygon, buffer: SampleBuffer): void {
    const m = this.#toSamples;
    const m0 = m[0] ?? 0;
    const m1 = m[1] ?? 0;
    const m2 = m[2] ?? 0;
    const m3 = m[3] ?? 0;
    const m4 = m[4] ?? 0;
    const m5 = m[5] ?? 0;
    const m6 = m[6] ?? 0;
    const m7 = m[7] ?? 0;
    const { corners } = polygon;
    const points = this.#points;
    const count = Math.min(corners.length / 3, MAXIMUM_CORNERS);
    for (let i = 0; i < count; i++) {
      const cx = corners[3 * i] ?? 0;
      const cy = corners[3 * i + 1] ?? 0;
      const cz = corners[3 * i + 2] ?? 0;
      points[2 * i] = m0 * cx + m1 * cy + m2 * cz + m3;
      points[2 * i + 1] = m4 * cx + m5 * cy + m6 * cz + m7;
    }
    buffer.fillConvex(points, count, polygon.colour);
  }

  #drawOverlay(poses: Float64Array, buffer: SampleBuffer): void {
    const { overlay } = this.#scene;
    for (let i = 0; i < overlay.length; i++) {
      const rectangle = overlay[i];
      if (rectangle === undefined) continue;
      const value = poses[this.#layout.overlay + i] ?? 0;
      const width = rectangle.width * (rectangle.scales === 'width' ? value : 1);
      const height = rectangle.height * (rectangle.scales === 'height' ? value : 1);
      const left = Math.min(rectangle.x, rectangle.x + width);
      const top = Math.min(rectangle.y, rectangle.y + height);
      buffer.fillRectangle(
        left * buffer.width,
        top * buffer.height,
        (left + Math.abs(width)) * buffer.width,
        (top + Math.abs(height)) * buffer.height,
        this.#flat.palette.indexOf(...rectangle.colour),
      );
    }
  }
}

/** @returns null where this camera or scene needs depth: a perspective, light, textures. */
export function createFlatRenderer(scene: Scene, layout: PoseLayout, camera: number): CameraRenderer | null {
  if (scene.cameras[camera]?.projection !== 'orthographic') return null;
  const flat = flattenScene(scene);
  return flat === null ? null : new FlatRenderer(scene, flat, layout, camera);
}
