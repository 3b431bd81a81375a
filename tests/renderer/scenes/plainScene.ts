/** The smallest scene, for what is tested on one. */
import type { Part, Scene, Shape } from '../../../shared/scene.ts';

/** At its body's origin, of the scene's first material. */
export function partOf(shape: Shape): Part {
  return { shape, material: 0, position: [0, 0, 0], quaternion: [1, 0, 0, 0] };
}

/** One unlit material, no bodies, no lights. */
export function plainScene(changes: Partial<Scene>): Scene {
  return {
    version: 1,
    background: [0, 0, 0],
    textures: [],
    materials: [{ name: 'plain', colour: [1, 0.5, 0], unlit: false }],
    meshes: [],
    bodies: [],
    lights: [],
    cameras: [],
    overlay: [],
    ...changes,
  };
}
