/** What only MuJoCo's models have, as a person sees it in three.js. */
import {
  BackSide,
  Box3,
  CubeTexture,
  DataTexture,
  Mesh,
  PerspectiveCamera,
  Vector3,
  type Material,
} from 'three';
import { describe, expect, test } from 'vitest';
import { poseLayout, type Scene, type Texture } from '../../../shared/scene.ts';
import { cubeTextureOf } from '../../../src-renderer/scenes/sceneMaterials.ts';
import { sceneCamera } from '../../../src-renderer/scenes/sceneCamera.ts';
import { SceneWorld } from '../../../src-renderer/scenes/sceneWorld.ts';
import { partOf, plainScene } from './plainScene.ts';

const camera = { name: 'front', projection: 'perspective', near: 0.1, far: 100 } as const;

function posed(scene: Scene, body: readonly number[]): SceneWorld {
  const world = new SceneWorld(scene);
  const poses = new Float64Array(poseLayout(scene).length);
  poses.set(body);
  world.update(poses);
  return world;
}

describe('a model as MuJoCo draws it', () => {
  test('has rods as long as the pose says', () => {
    const parts = [partOf({ kind: 'cylinder', radius: 0.1, halfLength: 0.5 })];
    const scene = plainScene({ look: 'mujoco', bodies: [{ name: 'rod', parts }], cameras: [camera] });
    const world = posed(scene, [0, 0, 0, 1, 0, 0, 0, 3]);
    const size = new Box3().setFromObject(world.body(0) ?? new Mesh(), true).getSize(new Vector3());
    expect(size.z).toBeCloseTo(3);
    expect(size.x).toBeCloseTo(0.2);
    world.dispose();
  });

  test('has skins whose vertices are those of the instant', () => {
    const scene = plainScene({
      look: 'mujoco',
      meshes: [
        {
          name: 'skin',
          positions: new Float32Array(9),
          indices: Uint32Array.of(0, 1, 2),
          isSoft: true,
          isOneSided: true,
        },
      ],
      bodies: [{ name: 'world', parts: [partOf({ kind: 'mesh', mesh: 0 })] }],
      cameras: [camera],
    });
    const world = new SceneWorld(scene);
    const { vertices, length } = poseLayout(scene);
    expect(length).toBe(vertices + 9);
    const poses = new Float64Array(length);
    poses.set([0, 0, 0, 1, 0, 0, 0, 1]);
    poses.set([0, 0, 2, 4, 0, 2, 0, 3, 2], vertices);
    world.update(poses);
    const box = new Box3().setFromObject(world.body(0) ?? new Mesh(), true);
    expect([box.min.toArray(), box.max.toArray()]).toEqual([
      [0, 0, 2],
      [4, 3, 2],
    ]);
    world.dispose();
  });

  test('has planes that are faintly seen from behind', () => {
    const parts = [partOf({ kind: 'plane', halfWidth: 1, halfHeight: 1 })];
    const seen = (look: Scene['look']) => {
      const scene = plainScene({
        ...(look === undefined ? {} : { look }),
        bodies: [{ name: 'floor', parts }],
      });
      const world = posed(scene, [0, 0, 0, 1, 0, 0, 0, 1]);
      const materials: Material[] = [];
      world.body(0)?.traverse((object) => {
        if (object instanceof Mesh) materials.push(object.material as Material);
      });
      world.dispose();
      return materials.filter(({ side }) => side === BackSide).map(({ opacity }) => opacity);
    };
    // Laid over what is behind it twice, as every see-through shape.
    expect(seen('mujoco')).toEqual([expect.closeTo(1 - 0.7 * 0.7, 12)]);
    expect(seen(undefined)).toEqual([]);
  });

  test('has lenses whose axis is not in the middle of the picture', () => {
    const scene = plainScene({
      look: 'mujoco',
      cameras: [{ ...camera, aspect: 1, axisWidth: 0.25, axisHeight: 0.5 }],
    });
    const world = new SceneWorld(scene);
    const poses = new Float64Array(poseLayout(scene).length);
    poses.set([0, 0, 0, 1, 0, 0, 0, Math.PI / 2]);
    world.update(poses);
    const lens = sceneCamera(world, 'front', 1);
    if (!(lens instanceof PerspectiveCamera)) throw new Error('the lens is missing');
    lens.updateMatrixWorld();
    const [x = NaN, y = NaN] = new Vector3(0, 0, -5).project(lens).toArray();
    // From -1 at the left to 1 at the right: a quarter of the width.
    expect(x).toBeCloseTo(-0.5);
    expect(y).toBeCloseTo(0);
    world.dispose();
  });

  test('has cubes of six faces, each read from its top', () => {
    const pixels = Uint8Array.from({ length: 4 * 6 }, (_, i) => i);
    const texture: Texture = { name: 'cube', width: 1, height: 6, pixels, filter: 'linear', kind: 'cube' };
    const cube = cubeTextureOf(texture);
    expect(cube).toBeInstanceOf(CubeTexture);
    const tops = cube.images.map((face) => (face instanceof DataTexture ? face.image.data?.[0] : null));
    expect(tops).toEqual([0, 4, 8, 12, 16, 20]);
  });
});
