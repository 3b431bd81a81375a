/** Discs and arrows stand where forces act, as long as their newtons, on the body that moves. */
import type { Object3D } from 'three';
import { InstancedMesh, Line, Matrix4, Quaternion, Vector3 } from 'three';
import { describe, expect, test } from 'vitest';
import type { Force } from '../../../shared/recipe.ts';
import { poseLayout, type ContactPoint, type Vector3 as Triple } from '../../../shared/scene.ts';
import { ForceOverlay, NO_FORCES } from '../../../src-renderer/scenes/forceOverlay.ts';
import { SceneWorld } from '../../../src-renderer/scenes/sceneWorld.ts';
import { partOf, plainScene } from './plainScene.ts';

const WEIGHT = 100;
const SCENE = plainScene({
  bodies: [
    { name: 'ground', parts: [partOf({ kind: 'plane', halfWidth: 0, halfHeight: 0 })] },
    { name: 'box', parts: [partOf({ kind: 'box', halfSize: [1, 1, 1] })], draggable: true },
    { name: 'other', parts: [], draggable: true },
  ],
  weight: WEIGHT,
});
/** Of a cube of side 2; the ground does not count. */
const SIZE = Math.sqrt(12);

function place(world: SceneWorld, position: Triple, turn = new Quaternion()): void {
  const poses = new Float64Array(poseLayout(SCENE).length);
  poses.set([0, 0, 0, 1, 0, 0, 0, 1]);
  poses.set([...position, turn.w, turn.x, turn.y, turn.z, 1], 8);
  poses.set([0, 0, 0, 1, 0, 0, 0, 1], 16);
  world.update(poses);
}

function begin() {
  const world = new SceneWorld(SCENE);
  place(world, [0, 0, 0]);
  return { world, overlay: new ForceOverlay(world) };
}

const contact = (changes: Partial<ContactPoint>): ContactPoint => ({
  bodies: ['ground', 'box'],
  position: [1, 2, 0],
  normal: [0, 0, 1],
  force: [0, 0, WEIGHT / 2],
  distance: -0.001,
  ...changes,
});

/** Each instance's place, what its own axis became, and its width. */
function instances(overlay: ForceOverlay, name: string) {
  const group = overlay.root.getObjectByName(name);
  const fill = group?.children.find((child) => child.name === 'fill');
  if (!(fill instanceof InstancedMesh)) return [];
  return Array.from({ length: fill.count }, (_, index) => {
    const matrix = new Matrix4();
    fill.getMatrixAt(index, matrix);
    const [at, turn, scale] = [new Vector3(), new Quaternion(), new Vector3()];
    matrix.decompose(at, turn, scale);
    return { at, along: new Vector3(0, 0, scale.z).applyQuaternion(turn), width: scale.x };
  });
}

/** From where an arrow begins to its point. */
function arrow(overlay: ForceOverlay, of: 'contact' | 'hand', index = 0): Vector3 {
  const shaft = instances(overlay, `${of} shafts`)[index];
  const head = instances(overlay, `${of} heads`)[index];
  if (shaft === undefined || head === undefined) throw new Error('the arrow is missing');
  expect(head.at.distanceTo(shaft.at.clone().add(shaft.along))).toBeLessThan(1e-6);
  return head.at.clone().add(head.along).sub(shaft.at);
}

const near = (found: Vector3 | undefined, x: number, y: number, z: number) => {
  expect(found?.distanceTo(new Vector3(x, y, z))).toBeLessThan(1e-5);
};

describe('the overlay of forces', () => {
  test('draws the weight of all that moves half as long as that is large, and less by its share', () => {
    const { overlay, world } = begin();
    overlay.show({ contacts: [contact({}), contact({ force: [WEIGHT / 4, 0, 0] })], pull: null }, null);
    near(instances(overlay, 'contact shafts')[0]?.at, 1, 2, 0);
    near(arrow(overlay, 'contact', 0), 0, 0, SIZE / 4);
    near(arrow(overlay, 'contact', 1), SIZE / 8, 0, 0);
    expect(instances(overlay, 'discs')).toHaveLength(2);
    overlay.show(NO_FORCES, null);
    for (const name of ['discs', 'contact shafts', 'contact heads']) {
      expect(instances(overlay, name)).toEqual([]);
    }
    overlay.dispose();
    world.dispose();
  });

  test('lays the disc across the normal', () => {
    const { overlay } = begin();
    overlay.show({ contacts: [contact({ normal: [1, 0, 0] })], pull: null }, null);
    const [disc] = instances(overlay, 'discs');
    near(disc?.along.clone().normalize(), 1, 0, 0);
    expect(disc?.width).toBeGreaterThan(3 * (disc?.along.length() ?? 0));
  });

  test('shows the force on the body that moves, of two that move on the second', () => {
    const { overlay } = begin();
    const down = [0, 0, -WEIGHT / 2] as const;
    const contacts = [
      contact({ bodies: ['box', 'ground'], force: down }),
      contact({ bodies: ['box', 'other'], force: down }),
    ];
    overlay.show({ contacts, pull: null }, null);
    near(arrow(overlay, 'contact', 0), 0, 0, SIZE / 4);
    near(arrow(overlay, 'contact', 1), 0, 0, -SIZE / 4);
  });

  test('marks a force that is longer than the picture with a second head, and leaves out none', () => {
    const { overlay } = begin();
    const contacts = [contact({ force: [0, 0, 50 * WEIGHT] }), contact({ force: [0, 0, 0] })];
    overlay.show({ contacts, pull: null }, null);
    expect(instances(overlay, 'discs')).toHaveLength(2);
    expect(instances(overlay, 'contact shafts')).toHaveLength(1);
    expect(instances(overlay, 'contact heads')).toHaveLength(2);
    near(arrow(overlay, 'contact'), 0, 0, SIZE);
  });

  test('shows a pull where the body is held, however it has turned, and a thread to the hand', () => {
    const { overlay, world } = begin();
    const pull: Force = { body: 'box', at: [1, 0, 0], force: [0, WEIGHT / 5, 0], torque: [0, 0, 0] };
    place(world, [5, 0, 0], new Quaternion().setFromAxisAngle(new Vector3(0, 0, 1), Math.PI / 2));
    overlay.show({ contacts: [], pull }, { body: 'box', at: [1, 0, 0], goal: [5, 4, 3] });
    near(instances(overlay, 'hand shafts')[0]?.at, 5, 1, 0);
    near(arrow(overlay, 'hand'), 0, SIZE / 10, 0);
    const thread = overlay.root.getObjectByName('thread');
    expect(thread?.visible).toBe(true);
    const ends = thread instanceof Line ? thread.geometry.getAttribute('position') : null;
    near(new Vector3(ends?.getX(0), ends?.getY(0), ends?.getZ(0)), 5, 1, 0);
    near(new Vector3(ends?.getX(1), ends?.getY(1), ends?.getZ(1)), 5, 4, 3);
    overlay.show({ contacts: [], pull: { ...pull, body: 'gone' } }, null);
    expect(instances(overlay, 'hand shafts')).toEqual([]);
    expect(thread?.visible).toBe(false);
  });

  test('draws more contacts than it had room for', () => {
    const { overlay } = begin();
    const many = (count: number) => Array.from({ length: count }, () => contact({}));
    for (const count of [3, 80, 12, 200]) {
      overlay.show({ contacts: many(count), pull: null }, null);
      expect(instances(overlay, 'contact heads')).toHaveLength(count);
    }
    let meshes = 0;
    overlay.root.traverse((object: Object3D) => (meshes += object instanceof InstancedMesh ? 1 : 0));
    // Fill, rim and what is hidden, of discs, shafts and heads: what was outgrown is gone. Nobody pulls.
    expect(meshes).toBe(9);
  });
});
