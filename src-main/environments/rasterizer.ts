/**
 * The software rasterizer: draws what an agent sees from a scene and its poses. This file is the one entry; it picks
 * the renderer that fits the camera (`raster/`).
 */
import type { Scene } from '../../shared/scene.ts';
import { poseLayout } from '../../shared/scene.ts';
import { createFlatRenderer } from './raster/flatRenderer.ts';
import { createLitRenderer } from './raster/litRenderer.ts';
import { createTexturedRenderer } from './raster/texturedRenderer.ts';
import type { CameraRenderer } from './raster/cameraRenderer.ts';

export interface Rasterizer {
  /**
   * @param poses as `Appearance.poses` writes them.
   * @param camera its name in the scene.
   * @param out RGB, row-major from the top, width x height x 3 bytes.
   * @throws Error for an unknown camera.
   */
  render(poses: Float64Array, camera: string, width: number, height: number, out: Uint8Array): void;
}

/** Prepares drawing of one scene (one `sceneVersion`); buffers are made on the first picture of each size and kept. */
export function createRasterizer(scene: Scene): Rasterizer {
  const layout = poseLayout(scene);
  const renderers = new Map<string, CameraRenderer>();
  const rendererFor = (name: string): CameraRenderer => {
    const known = renderers.get(name);
    if (known !== undefined) return known;
    const index = scene.cameras.findIndex((camera) => camera.name === name);
    if (index < 0) {
      const names = scene.cameras.map((camera) => camera.name).join(', ');
      throw new Error(`the scene has no camera ${name}; it has ${names}`);
    }
    const renderer =
      createFlatRenderer(scene, layout, index) ??
      createLitRenderer(scene, layout, index) ??
      createTexturedRenderer(scene, layout, index);
    if (renderer === null) throw new Error(`no renderer draws what camera ${name} sees`);
    renderers.set(name, renderer);
    return renderer;
  };
  return {
    render(poses, camera, width, height, out) {
      if (poses.length < layout.length) {
        throw new Error(`poses have length ${poses.length}, the scene needs ${layout.length}`);
      }
      if (out.length !== width * height * 3) {
        throw new Error(`out has ${out.length} bytes, ${width}x${height} RGB needs ${width * height * 3}`);
      }
      rendererFor(camera).render(poses, width, height, out);
    },
  };
}
