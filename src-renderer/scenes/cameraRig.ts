/**
 * Where a person looks from: freely around the subject (`orbit`), behind it (`chase`), or through one of the scene's
 * own cameras. Chasing is smoothed over time; orbiting follows the subject without turning with it.
 */
import { PerspectiveCamera, Quaternion, Vector3, type Camera as ThreeCamera } from 'three';
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import { chaseCamera } from './chaseCamera.ts';
import { sceneCamera } from './sceneCamera.ts';
import type { SceneWorld } from './sceneWorld.ts';

/** The viewer's own cameras beside the scene's. */
export const ORBIT = 'orbit';
const CHASE = 'chase';
/** Seconds in which a chasing camera makes up for most of a turn. */
const CHASE_SECONDS = 0.25;
const SETTLED_RADIANS = 0.001;
/** Orbiting begins from a little aside, so that depth shows. */
const ORBIT_START_RADIANS = 0.6;

/** What can be chosen, in the order of the keys 1 to 9: the one that shows most to a person first. */
export function cameraNames(world: SceneWorld): readonly string[] {
  const own = world.scene.cameras.map(({ name }) => name);
  if (world.isFlat) return [CHASE, ORBIT, ...own];
  return [...own.slice(0, 1), ORBIT, ...own.slice(1)];
}

/** The camera of a name as it stands now: the viewer's chase, or one of the scene's own. */
export function namedCamera(world: SceneWorld, name: string, aspect: number): ThreeCamera | null {
  return sceneCamera(world, name, aspect) ?? (name === CHASE ? chaseCamera(world, aspect) : null);
}

export class CameraRig {
  readonly #chasePosition = new Vector3();
  readonly #chaseTurn = new Quaternion();
  readonly #orbitCamera = new PerspectiveCamera(45, 1, 0.3, 2000);
  readonly #controls: OrbitControls;
  #world: SceneWorld | null = null;
  #name = ORBIT;
  #subjectBefore: Vector3 | null = null;
  #chasing = false;
  #settled = true;

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

  /** Whether the camera has come to rest behind what it follows. */
  get settled(): boolean {
    return this.#name !== CHASE || this.#settled;
  }

  /** A new scene: the orbit camera is placed to see its subject. */
  setWorld(world: SceneWorld): void {
    const first = this.#world === null;
    this.#world = world;
    this.#subjectBefore = null;
    this.#chasing = false;
    const names = cameraNames(world);
    // Another model may have no camera of that name.
    if (first || !names.includes(this.#name)) this.#name = names[0] ?? ORBIT;
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
    this.#orbitCamera.position.copy(this.#chasePosition);
    this.#controls.target.copy(subject);
    this.#subjectBefore = subject;
    this.choose(ORBIT);
    this.#controls.update();
  }

  /** The camera for this frame. @param seconds since the last frame, for smoothing */
  camera(aspect: number, seconds: number): ThreeCamera {
    const world = this.#world;
    if (world === null || this.#name === ORBIT) return this.#orbit(aspect);
    return this.#through(world, aspect, seconds) ?? this.#orbit(aspect);
  }

  dispose(): void {
    this.#controls.dispose();
  }

  #orbit(aspect: number): ThreeCamera {
    const subject = this.#subject();
    if (this.#subjectBefore === null) {
      this.#controls.target.copy(subject);
      this.#orbitCamera.position.copy(this.#orbitStart(subject));
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

  /** Aside of the best camera, which knows from how far the subject is seen well. */
  #orbitStart(subject: Vector3): Vector3 {
    const world = this.#world;
    const first = world === null ? undefined : cameraNames(world).find((name) => name !== ORBIT);
    const own = world === null || first === undefined ? null : namedCamera(world, first, 1);
    const offset = own === null ? new Vector3(-2, -4, 2) : own.position.clone().sub(subject);
    return subject.clone().add(offset.applyAxisAngle(new Vector3(0, 0, 1), ORBIT_START_RADIANS));
  }

  /**
   * Through a scene's own camera. The chasing one keeps its distance exactly and turns softly: however few frames are
   * drawn, the subject stays where it belongs in the picture.
   */
  #through(world: SceneWorld, aspect: number, seconds: number): ThreeCamera | null {
    const camera = namedCamera(world, this.#name, aspect);
    if (camera === null || this.#name !== CHASE) return camera;
    const subject = this.#subject();
    const turn = camera.quaternion.clone();
    if (this.#chasing) {
      const share = 1 - Math.exp(-seconds / CHASE_SECONDS);
      camera.quaternion.slerpQuaternions(this.#chaseTurn, turn, share);
    }
    const offset = camera.position.clone().sub(subject);
    offset.applyQuaternion(turn.invert()).applyQuaternion(camera.quaternion);
    camera.position.copy(subject).add(offset);
    this.#settled = this.#chasing && camera.quaternion.angleTo(this.#chaseTurn) < SETTLED_RADIANS;
    this.#chasePosition.copy(camera.position);
    this.#chaseTurn.copy(camera.quaternion);
    this.#chasing = true;
    return camera;
  }

  #subject(): Vector3 {
    const body = this.#world?.body(this.#world.subject);
    return body?.position.clone() ?? new Vector3();
  }
}
