/**
 * A person's hand in a scene: takes hold of a body under the pointer and draws it along in the plane of the picture.
 * With Ctrl (on a Mac Cmd) held as in MuJoCo's viewer, or without where the hand was put out (`open`).
 */
import { Raycaster, Vector2, Vector3, type Camera } from 'three';
import type { Grip } from '../../shared/recipe.ts';
import type { SceneWorld } from './sceneWorld.ts';

/** What the hand reaches into. */
export interface Reach {
  world(): SceneWorld | null;
  /** As it was last drawn with. */
  camera(): Camera | null;
}

interface Hold {
  readonly pointer: number;
  readonly body: string;
  readonly at: Grip['at'];
  /** From the camera along its sight: the hand stays as far away. */
  readonly depth: number;
}

export class BodyGrip {
  /** Bodies can be held at all. */
  enabled = false;
  /** Holds without a key. */
  open = false;
  readonly #canvas: HTMLCanvasElement;
  readonly #reach: Reach;
  readonly #onGrip: (grip: Grip | null) => void;
  readonly #raycaster = new Raycaster();
  readonly #pointer = new Vector2();
  #hold: Hold | null = null;
  #grip: Grip | null = null;

  /** @param onGrip the hand took hold or moved; null: it let go */
  constructor(canvas: HTMLCanvasElement, reach: Reach, onGrip: (grip: Grip | null) => void) {
    this.#canvas = canvas;
    this.#reach = reach;
    this.#onGrip = onGrip;
    // Before whatever else takes the pointer, such as turning the camera.
    canvas.addEventListener('pointerdown', this.#down, { capture: true });
    canvas.addEventListener('pointermove', this.#move, { capture: true });
    for (const end of ENDS) canvas.addEventListener(end, this.#up, { capture: true });
  }

  /** What is held now. */
  get grip(): Grip | null {
    return this.#grip;
  }

  /** The camera may have moved on with what is held: the hand moves with the picture. */
  follow(): void {
    const hold = this.#hold;
    const goal = hold === null ? null : this.#goal(hold.depth);
    if (hold === null || goal === null) return;
    const before = this.#grip?.goal;
    if (before !== undefined && before.every((value, axis) => value === goal[axis])) return;
    this.#grip = { body: hold.body, at: hold.at, goal };
    this.#onGrip(this.#grip);
  }

  letGo(): void {
    if (this.#hold === null) return;
    this.#hold = null;
    this.#grip = null;
    this.#canvas.style.cursor = '';
    this.#onGrip(null);
  }

  dispose(): void {
    this.letGo();
    this.#canvas.removeEventListener('pointerdown', this.#down, { capture: true });
    this.#canvas.removeEventListener('pointermove', this.#move, { capture: true });
    for (const end of ENDS) this.#canvas.removeEventListener(end, this.#up, { capture: true });
  }

  readonly #down = (event: PointerEvent) => {
    if (event.button !== 0 || this.#hold !== null || !this.#reaches(event)) return;
    this.#point(event);
    const found = this.#under();
    const camera = this.#reach.camera();
    if (found === null || camera === null) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    const sight = camera.getWorldDirection(new Vector3());
    const at = found.group.worldToLocal(found.point.clone());
    this.#hold = {
      pointer: event.pointerId,
      body: found.body,
      at: [at.x, at.y, at.z],
      depth: found.point.clone().sub(camera.getWorldPosition(new Vector3())).dot(sight),
    };
    this.#canvas.setPointerCapture(event.pointerId);
    this.#canvas.style.cursor = 'grabbing';
    this.follow();
  };

  readonly #move = (event: PointerEvent) => {
    if (this.#hold === null) {
      // A button held is turning the camera.
      if (event.buttons === 0) this.#hint(event);
      return;
    }
    if (event.pointerId !== this.#hold.pointer) return;
    event.stopImmediatePropagation();
    this.#point(event);
    this.follow();
  };

  readonly #up = (event: PointerEvent) => {
    if (event.pointerId !== this.#hold?.pointer) return;
    event.stopImmediatePropagation();
    this.letGo();
  };

  #reaches(event: PointerEvent): boolean {
    return this.enabled && (this.open || event.ctrlKey || event.metaKey);
  }

  /** The pointer shows what can be held. */
  #hint(event: PointerEvent): void {
    let cursor = '';
    if (this.#reaches(event)) {
      this.#point(event);
      if (this.#under() !== null) cursor = 'grab';
    }
    if (this.#canvas.style.cursor !== cursor) this.#canvas.style.cursor = cursor;
  }

  #point(event: PointerEvent): void {
    const { left, top, width, height } = this.#canvas.getBoundingClientRect();
    this.#pointer.set(
      (2 * (event.clientX - left)) / Math.max(width, 1) - 1,
      1 - (2 * (event.clientY - top)) / Math.max(height, 1),
    );
  }

  #under() {
    const camera = this.#reach.camera();
    if (camera === null) return null;
    this.#raycaster.setFromCamera(this.#pointer, camera);
    const found = this.#reach.world()?.pick(this.#raycaster) ?? null;
    return found?.draggable === true ? found : null;
  }

  #goal(depth: number): Grip['goal'] | null {
    const camera = this.#reach.camera();
    if (camera === null) return null;
    this.#raycaster.setFromCamera(this.#pointer, camera);
    const { origin, direction } = this.#raycaster.ray;
    const sight = camera.getWorldDirection(new Vector3());
    const begun = origin.clone().sub(camera.getWorldPosition(new Vector3())).dot(sight);
    const { x, y, z } = origin.clone().addScaledVector(direction, (depth - begun) / direction.dot(sight));
    return [x, y, z];
  }
}

const ENDS = ['pointerup', 'pointercancel', 'lostpointercapture'] as const;
