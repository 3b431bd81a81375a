/** A person's view of a flat world: from behind and above what moves, looking where it is heading (its own +y). */
import { Box3, PerspectiveCamera, Sphere, Vector3 } from 'three';
import type { SceneWorld } from './sceneWorld.ts';

/** In radii of the subject. */
const BEHIND = 4.4;
const ABOVE = 2.1;
const LOOK_AHEAD = 3.2;
const FIELD_OF_VIEW_DEGREES = 52;

const radii = new WeakMap<SceneWorld, number>();

/** @returns null where there is nothing to follow */
export function chaseCamera(world: SceneWorld, aspect: number): PerspectiveCamera | null {
  const subject = world.body(world.subject);
  if (subject === null) return null;
  let radius = radii.get(world);
  if (radius === undefined) {
    subject.updateWorldMatrix(true, true);
    radius = Math.max(0.1, new Box3().setFromObject(subject).getBoundingSphere(new Sphere()).radius);
    radii.set(world, radius);
  }
  const forward = new Vector3(0, 1, 0).applyQuaternion(subject.quaternion);
  const camera = new PerspectiveCamera(FIELD_OF_VIEW_DEGREES, aspect, 0.1 * radius, 400 * radius);
  camera.up.set(0, 0, 1);
  camera.position
    .copy(subject.position)
    .addScaledVector(forward, -BEHIND * radius)
    .add(new Vector3(0, 0, ABOVE * radius));
  camera.lookAt(subject.position.clone().addScaledVector(forward, LOOK_AHEAD * radius));
  return camera;
}
