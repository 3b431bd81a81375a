/** A hand takes hold of what moves under the pointer, with a key or put out, and draws it in the plane of the picture. */
import { PerspectiveCamera, Quaternion, Vector3 } from 'three';
import { describe, expect, test } from 'vitest';
import type { Grip } from '../../../shared/recipe.ts';
import { poseLayout } from '../../../shared/scene.ts';
import { BodyGrip } from '../../../src-renderer/scenes/bodyGrip.ts';
import { SceneWorld } from '../../../src-renderer/scenes/sceneWorld.ts';
import { partOf, plainScene } from './plainScene.ts';

const box = partOf({ kind: 'box', halfSize: [1, 1, 1] });
const SCENE = plainScene({
  bodies: [
    { name: 'wall', parts: [box] },
    { name: 'box', parts: [box], draggable: true },
  ],
});

/** What of a canvas the hand touches: 200 by 200 pixels. */
class PlainCanvas extends EventTarget {
  readonly style = { cursor: '' };
  getBoundingClientRect() {
    return { left: 0, top: 0, width: 200, height: 200 };
  }
  setPointerCapture() {
    return undefined;
  }
}

/** Looks along y from 10 away; the wall stands to the left, the box to the right, turned by a quarter. */
function begin() {
  const world = new SceneWorld(SCENE);
  const poses = new Float64Array(poseLayout(SCENE).length);
  const { w, x, y, z } = new Quaternion().setFromAxisAngle(new Vector3(0, 0, 1), Math.PI / 2);
  poses.set([-3, 0, 0, 1, 0, 0, 0, 1, 3, 0, 0, w, x, y, z, 1]);
  world.update(poses);
  world.root.updateMatrixWorld();
  const camera = new PerspectiveCamera(90, 1, 0.1, 100);
  camera.position.set(0, -10, 0);
  camera.up.set(0, 0, 1);
  camera.lookAt(0, 0, 0);
  camera.updateMatrixWorld();
  const canvas = new PlainCanvas();
  const grips: (Grip | null)[] = [];
  const hand = new BodyGrip(
    canvas as unknown as HTMLCanvasElement,
    { world: () => world, camera: () => camera },
    (grip) => grips.push(grip),
  );
  hand.enabled = true;
  /** @returns whether somebody else, such as the camera, may take it */
  const send = (type: string, place: Vector3, changes: Record<string, unknown> = {}) => {
    const seen = place.clone().project(camera);
    const event = Object.assign(new Event(type, { cancelable: true }), {
      clientX: 100 + 100 * seen.x,
      clientY: 100 - 100 * seen.y,
      button: 0,
      buttons: 0,
      pointerId: 1,
      ctrlKey: false,
      metaKey: false,
      ...changes,
    });
    let passed = false;
    const listener = () => (passed = true);
    canvas.addEventListener(type, listener);
    canvas.dispatchEvent(event);
    canvas.removeEventListener(type, listener);
    return passed;
  };
  return { hand, grips, camera, canvas, send };
}

const FACE = new Vector3(3.5, -1, 0.5);
const CTRL = { ctrlKey: true };

describe('a hand in the scene', () => {
  test('without its key leaves the pointer to the camera', () => {
    const { grips, send } = begin();
    expect(send('pointerdown', FACE)).toBe(true);
    expect(grips).toEqual([]);
  });

  test('holds the point under the pointer and draws it in the plane of the picture', () => {
    const { hand, grips, canvas, send } = begin();
    expect(send('pointerdown', FACE, CTRL)).toBe(false);
    const [first] = grips;
    expect(first?.body).toBe('box');
    // In the frame of the box, which is turned by a quarter: what is right of it there is behind.
    expect(first?.at[0]).toBeCloseTo(-1, 5);
    expect(first?.at[1]).toBeCloseTo(-0.5, 5);
    expect(first?.at[2]).toBeCloseTo(0.5, 5);
    FACE.toArray().forEach((value, axis) => expect(first?.goal[axis]).toBeCloseTo(value, 5));
    expect(canvas.style.cursor).toBe('grabbing');
    expect(send('pointermove', new Vector3(-2, -1, 2), { buttons: 1 })).toBe(false);
    [-2, -1, 2].forEach((value, axis) => expect(grips.at(-1)?.goal[axis]).toBeCloseTo(value, 5));
    expect(grips.at(-1)?.at).toEqual(first?.at);
    expect(send('pointerup', FACE)).toBe(false);
    expect(grips.at(-1)).toBe(null);
    expect(hand.grip).toBe(null);
    expect(canvas.style.cursor).toBe('');
  });

  test('moves with the picture when the camera does', () => {
    const { hand, grips, camera, send } = begin();
    send('pointerdown', FACE, CTRL);
    camera.position.x += 2;
    camera.updateMatrixWorld();
    hand.follow();
    expect(grips.at(-1)?.goal[0]).toBeCloseTo(5.5, 5);
    const { length } = grips;
    hand.follow();
    expect(grips).toHaveLength(length);
  });

  test('put out, it needs no key; where nothing can be held it takes nothing', () => {
    const { hand, grips, send } = begin();
    hand.open = true;
    hand.enabled = false;
    expect(send('pointerdown', FACE)).toBe(true);
    hand.enabled = true;
    expect(send('pointerdown', FACE)).toBe(false);
    expect(grips).toHaveLength(1);
    hand.dispose();
    expect(grips.at(-1)).toBe(null);
    expect(send('pointerdown', FACE)).toBe(true);
  });

  test('does not hold what stands fast, nor through it, nor nothing', () => {
    const { grips, camera, send } = begin();
    expect(send('pointerdown', new Vector3(-3, -1, 0), CTRL)).toBe(true);
    expect(send('pointerdown', new Vector3(0, -1, 6), CTRL)).toBe(true);
    // From the left the wall hides the box.
    camera.position.set(-12, 0, 0);
    camera.lookAt(0, 0, 0);
    camera.updateMatrixWorld();
    expect(send('pointerdown', new Vector3(2, 0, 0), CTRL)).toBe(true);
    expect(grips).toEqual([]);
  });

  test('shows beforehand what it can hold', () => {
    const { canvas, send } = begin();
    send('pointermove', FACE, CTRL);
    expect(canvas.style.cursor).toBe('grab');
    send('pointermove', new Vector3(0, -1, 6), CTRL);
    expect(canvas.style.cursor).toBe('');
    send('pointermove', FACE);
    expect(canvas.style.cursor).toBe('');
  });
});
