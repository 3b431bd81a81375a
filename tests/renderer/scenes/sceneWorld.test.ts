/** Every shape of shared/scene.ts becomes something of the same size in three.js, placed by the pose buffer. */
import { Box3, Mesh, Vector3 } from 'three';
import { describe, expect, test } from 'vitest';
import { poseLayout, type Scene, type Shape } from '../../../shared/scene.ts';
import { cameraNames, namedCamera } from '../../../src-renderer/scenes/cameraRig.ts';
import { sceneCamera } from '../../../src-renderer/scenes/sceneCamera.ts';
import { SceneWorld } from '../../../src-renderer/scenes/sceneWorld.ts';
import { CarRacing } from '../../../src-main/environments/car-racing/carRacing.ts';
import { partOf, plainScene } from './plainScene.ts';

function sceneOf(shape: Shape, changes: Partial<Scene> = {}): Scene {
  return plainScene({
    meshes: [
      {
        name: 'corner',
        positions: Float32Array.of(0, 0, 0, 3, 0, 0, 0, 2, 1),
        indices: Uint32Array.of(0, 1, 2),
      },
    ],
    bodies: [{ name: 'thing', parts: [partOf(shape)] }],
    cameras: [{ name: 'front', projection: 'perspective', near: 0.1, far: 100 }],
    ...changes,
  });
}

const sizes: readonly (readonly [string, Shape, readonly [number, number, number]])[] = [
  ['a plane', { kind: 'plane', halfWidth: 2, halfHeight: 1 }, [4, 2, 0]],
  ['a box', { kind: 'box', halfSize: [1, 2, 3] }, [2, 4, 6]],
  ['a sphere', { kind: 'sphere', radius: 1.5 }, [3, 3, 3]],
  ['a capsule', { kind: 'capsule', radius: 0.5, halfLength: 1 }, [1, 1, 3]],
  ['a cylinder', { kind: 'cylinder', radius: 0.5, halfLength: 1 }, [1, 1, 2]],
  ['an ellipsoid', { kind: 'ellipsoid', radii: [1, 2, 3] }, [2, 4, 6]],
  ['a sprite', { kind: 'sprite', width: 1, height: 2 }, [1, 0, 2]],
  ['a mesh', { kind: 'mesh', mesh: 0 }, [3, 2, 1]],
];

describe('a scene in three.js', () => {
  test.each(sizes)('%s has its size', (_, shape, expected) => {
    const world = new SceneWorld(sceneOf(shape));
    const body = world.body(0);
    if (body === null) throw new Error('the body is missing');
    const size = new Box3().setFromObject(body, true).getSize(new Vector3());
    [size.x, size.y, size.z].forEach((extent, axis) => expect(extent).toBeCloseTo(expected[axis] ?? 0, 1));
    world.dispose();
  });

  test('a sprite stands on its origin and turns to the camera', () => {
    const scene = sceneOf({ kind: 'sprite', width: 1, height: 2 });
    const world = new SceneWorld(scene);
    const poses = new Float64Array(poseLayout(scene).length);
    poses.set([0, 0, 0, 1, 0, 0, 0, 1, 5, 0, 1, 1, 0, 0, 0, 1]);
    world.update(poses);
    const camera = sceneCamera(world, 'front', 1);
    if (camera === null) throw new Error('the camera is missing');
    camera.updateMatrixWorld();
    world.prepare(camera);
    const sprite = world.body(0)?.children[0];
    const box = new Box3().setFromObject(sprite ?? new Mesh(), true);
    expect(box.min.z).toBeCloseTo(0);
    // Seen from +x its width lies along y.
    expect(box.max.y - box.min.y).toBeCloseTo(1);
    expect(box.max.x - box.min.x).toBeCloseTo(0);
    world.dispose();
  });

  test('an invisible body is hidden, a moved one is where the buffer says', () => {
    const scene = sceneOf({ kind: 'sphere', radius: 1 });
    const world = new SceneWorld(scene);
    const poses = new Float64Array(poseLayout(scene).length);
    poses.set([1, 2, 3, 1, 0, 0, 0, 0]);
    world.update(poses);
    expect(world.body(0)?.visible).toBe(false);
    expect(world.body(0)?.position.toArray()).toEqual([1, 2, 3]);
    world.dispose();
  });

  test('of CarRacing a person first sees the chasing camera, and follows the car', () => {
    const environment = new CarRacing();
    environment.reset(4);
    const scene = environment.scene();
    const world = new SceneWorld(scene);
    const poses = new Float64Array(poseLayout(scene).length);
    for (let step = 0; step < 30; step++) environment.step(Float64Array.of(0.5, 0.6, 0));
    environment.poses(poses);
    world.update(poses);
    expect(cameraNames(world)[0]).toBe('chase');
    expect(cameraNames(world)[1]).toBe('orbit');
    expect(scene.bodies[world.subject]?.name).toBe('hull');
    const camera = namedCamera(world, 'chase', 1.5);
    const car = world.body(world.subject)?.position ?? new Vector3();
    const seen = car.clone().project(updated(camera));
    expect(Math.abs(seen.x)).toBeLessThan(0.3);
    expect(Math.abs(seen.y)).toBeLessThan(0.8);
    environment.close();
    world.dispose();
  });
});

function updated(camera: ReturnType<typeof namedCamera>) {
  if (camera === null) throw new Error('the camera is missing');
  camera.updateMatrixWorld();
  return camera;
}
