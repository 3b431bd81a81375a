/**
 * Where a person looks from: freely around the subject (`orbit`), behind it (`chase`), or through one of the scene's
 * own cameras. Chasing is smoothed over time; orbiting follows the subject without turning with it.
 */
import {
  OrthographicCamera,
  PerspectiveCamera,
  Quaternion,
  Vector3,
  type Camera as ThreeCamera,
} from 'three';
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import { CAMERA_POSE_SIZE } from '../../shared/scene.ts';
import type { SceneWorld } from './sceneWorld.ts';

/** The viewer's own camera beside the scene's; a scene's camera named `chase` is smoothed. */
export const ORBIT = 'orbit';
const CHASE = 'chase';
/** Seconds in which a chasing camera makes up for most of the way. */
const CHASE_SECONDS = 0.18;

/** What can be chosen, in the order of the keys 1 to 9: the one that shows most to a person first. */
export function cameraNames(world: SceneWorld): readonly string[] {
  const own = world.scene.cameras.map(({ name }) => name);
  const chase = own.filter((name) => name === CHASE);
  return [...chase, ORBIT, ...own.filter((name) => name !== CHASE)];
}

export class CameraRig {
  readonly #perspective = new PerspectiveCamera(45, 1, 0.5, 2000);
  readonly #orthographic = new OrthographicCamera(-1, 1, 1, -1, 0.1, 2000);
  readonly #orbitCamera = new PerspectiveCamera(45, 1, 0.3, 2000);
  readonly #controls: OrbitControls;
  #world: SceneWorld | null = null;
  #name = ORBIT;
  #subjectBefore: Vector3 | null = null;
  #chasing = false;

  /** @param element takes the pointer for orbiting @param onMove a person moved the orbit camera */
  constructor(element: HTMLElement, onMove: () => void) {
    this.#orbitCamera.up.set(0, 0, 1);
    this.#controls = new OrbitControls(this.#orbitCamera, element);
    this.#controls.enableDamping = false;
    this.#controls.maxPolarAngle = Math.PI / 2 - 0.02;
    this.#controls.zoomToCursor = false;
    this.#controls.addEventListener('change', onMove);
  }

  get name(): string {
    return this.#name;
  }

  /** A new scene: the orbit camera is placed to see its subject. */
  setWorld(world: SceneWorld): void {
    const first = this.#world === null;
    this.#world = world;
    this.#subjectBefore = null;
    this.#chasing = false;
    if (first) this.#name = cameraNames(world)[0] ?? ORBIT;
    this.#controls.enabled = this.#name === ORBIT;
  }

  choose(name: string): void {
    this.#name = name;
    this.#chasing = false;
    this.#controls.enabled = name === ORBIT;
  }

  /** Dragging in a camera that cannot be turned takes the orbit from where that camera stands. */
  orbitFromHere(): void {
    if (this.#name === ORBIT || this.#world === null) return;
    const subject = this.#subject();
    this.#orbitCamera.position.copy(this.#perspective.position);
    this.#controls.target.copy(subject);
    this.#subjectBefore = subject;
    this.choose(ORBIT);
    this.#controls.update();
  }

  /** The camera for this frame. @param seconds since the last frame, for smoothing */
  camera(aspect: number, seconds: number): ThreeCamera {
    const world = this.#world;
    const index = world?.scene.cameras.findIndex(({ name }) => name === this.#name) ?? -1;
    if (world === null || this.#name === ORBIT || index < 0) return this.#orbit(aspect);
    return this.#fixed(world, index, aspect, seconds);
  }

  dispose(): void {
    this.#controls.dispose();
  }

  #orbit(aspect: number): ThreeCamera {
    const subject = this.#subject();
    if (this.#subjectBefore === null) {
      this.#controls.target.copy(subject);
      this.#orbitCamera.position.copy(subject).add(new Vector3(-14, -18, 12));
      this.#controls.update();
    } else {
      const moved = subject.clone().sub(this.#subjectBefore);
      this.#controls.target.add(moved);
      this.#orbitCamera.position.add(moved);
    }
    this.#subjectBefore = subject;
    this.#orbitCamera.aspect = aspect;
    this.#orbitCamera.updateProjectionMatrix();
    this.#orbitCamera.lookAt(this.#controls.target);
    return this.#orbitCamera;
  }

  #fixed(world: SceneWorld, index: number, aspect: number, seconds: number): ThreeCamera {
    const description = world.scene.cameras[index];
    const at = world.layout.cameras + index * CAMERA_POSE_SIZE;
    const [x = 0, y = 0, z = 0, qw = 1, qx = 0, qy = 0, qz = 0, zoom = 1] = world.poses.subarray(
      at,
      at + CAMERA_POSE_SIZE,
    );
    const place = new Vector3(x, y, z);
    const turn = new Quaternion(qx, qy, qz, qw);
    if (description?.projection === 'orthographic') {
      const camera = this.#orthographic;
      camera.position.copy(place);
      camera.quaternion.copy(turn);
      // The whole view is shown; what is beside it is more of the same.
      const ownAspect = description.aspect ?? aspect;
      const height = aspect >= ownAspect ? zoom : (zoom * ownAspect) / aspect;
      camera.top = height / 2;
      camera.bottom = -height / 2;
      camera.right = (height * aspect) / 2;
      camera.left = -camera.right;
      camera.near = description.near;
      camera.far = description.far;
      camera.updateProjectionMatrix();
      return camera;
    }
    const camera = this.#perspective;
    const share = this.#name === CHASE && this.#chasing ? 1 - Math.exp(-seconds / CHASE_SECONDS) : 1;
    camera.position.lerp(place, share);
    camera.quaternion.slerp(turn, share);
    this.#chasing = true;
    camera.fov = (zoom * 180) / Math.PI;
    camera.near = Math.max(0.3, description?.near ?? 0.3);
    camera.far = description?.far ?? 2000;
    camera.aspect = aspect;
    camera.updateProjectionMatrix();
    return camera;
  }

  #subject(): Vector3 {
    const body = this.#world?.body(this.#world.subject);
    return body?.position.clone() ?? new Vector3();
  }
}
