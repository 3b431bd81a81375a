/** A scene's own camera as a three.js camera, as the pose buffer has it now. */
import { OrthographicCamera, PerspectiveCamera, type Camera as ThreeCamera } from 'three';
import { CAMERA_POSE_SIZE } from '../../shared/scene.ts';
import type { SceneWorld } from './sceneWorld.ts';

/** Closer than this a person's camera need not see; depth is worth more. */
const LEAST_NEAR = 0.02;

/** @returns null where the scene has no camera of that name */
export function sceneCamera(world: SceneWorld, name: string, aspect: number): ThreeCamera | null {
  const index = world.scene.cameras.findIndex((camera) => camera.name === name);
  const description = world.scene.cameras[index];
  if (description === undefined) return null;
  const at = world.layout.cameras + index * CAMERA_POSE_SIZE;
  const [x = 0, y = 0, z = 0, qw = 1, qx = 0, qy = 0, qz = 0, zoom = 1] = world.poses.subarray(
    at,
    at + CAMERA_POSE_SIZE,
  );
  const camera =
    description.projection === 'perspective'
      ? new PerspectiveCamera(
          (zoom * 180) / Math.PI,
          aspect,
          Math.max(LEAST_NEAR, description.near),
          description.far,
        )
      : flatCamera(description.aspect ?? aspect, zoom, aspect);
  camera.near = Math.max(LEAST_NEAR, description.near);
  camera.far = description.far;
  camera.position.set(x, y, z);
  camera.quaternion.set(qx, qy, qz, qw);
  const { axisWidth = 0.5, axisHeight = 0.5 } = description;
  // A lens whose axis does not meet the middle of its picture shows another part of a wider one.
  if (description.axisWidth !== undefined)
    camera.setViewOffset(1, 1, 0.5 - axisWidth, 0.5 - axisHeight, 1, 1);
  camera.updateProjectionMatrix();
  return camera;
}

/** The whole view is shown; what is beside it is more of the same. */
function flatCamera(ownAspect: number, zoom: number, aspect: number): OrthographicCamera {
  const height = aspect >= ownAspect ? zoom : (zoom * ownAspect) / aspect;
  const width = height * aspect;
  return new OrthographicCamera(-width / 2, width / 2, height / 2, -height / 2);
}
