/**
 * Contacts and forces over a scene, as MuJoCo's viewer draws them: a disc across each contact's normal, an arrow along
 * each force, and a person's pull at the body that is held. Arrows are as long as their newtons: the weight of all that
 * moves is half the size of it.
 */
import {
  BufferGeometry,
  Color,
  ConeGeometry,
  CylinderGeometry,
  Float32BufferAttribute,
  Group,
  Line,
  LineBasicMaterial,
  Matrix4,
  Quaternion,
  Vector3,
} from 'three';
import type { Force, Grip } from '../../shared/recipe.ts';
import type { ContactPoint, Vector3 as Triple } from '../../shared/scene.ts';
import { OverlayShapes } from './overlayShapes.ts';
import type { SceneWorld } from './sceneWorld.ts';

/** What of one instant is drawn over the scene. */
export interface ShownForces {
  readonly contacts: readonly ContactPoint[];
  /** The hand's pull in the step that led here. */
  readonly pull: Force | null;
}

export const NO_FORCES: ShownForces = { contacts: [], pull: null };

export interface ForceColours {
  readonly contact: string;
  readonly hand: string;
  readonly rim: string;
}

/** Length of an arrow as heavy as all that moves, in sizes of what moves. */
const WEIGHT_LENGTH = 0.5;
/** A longer arrow would leave the picture: it ends here, with a second head to say so. In sizes. */
const LONGEST = { contact: 1, hand: 0.4 };
/** A force below this share of the weight is drawn as none. */
const LEAST_SHARE = 0.002;
/** In sizes. */
const DISC_RADIUS = 0.022;
const DISC_HEIGHT = 0.006;
const SHAFT_RADIUS = 0.008;
const HEAD_RADIUS = 0.022;
const HEAD_LENGTH = 0.055;
const SEGMENTS = 20;
/** How much wider than the shape its rim is, in its radii. */
const RIM = { shaft: 0.6, head: 0.35, disc: 0.45 };

/** Over the arrows. */
const THREAD_ORDER = 20;

const UP = new Vector3(0, 0, 1);

export class ForceOverlay {
  readonly root = new Group();
  readonly #world: SceneWorld;
  readonly #discs = discs();
  readonly #contactArrows = new Arrows('contact');
  readonly #handArrows = new Arrows('hand');
  readonly #thread: Line;
  readonly #threadLook = new LineBasicMaterial({ fog: false, depthTest: false, transparent: true });
  readonly #size: number;
  readonly #metresPerNewton: number;
  readonly #movable: ReadonlySet<string>;

  /** @param world as it stands when its first instant is placed */
  constructor(world: SceneWorld) {
    this.#world = world;
    const { bodies, weight = 0 } = world.scene;
    this.#movable = new Set(bodies.filter(({ draggable }) => draggable === true).map(({ name }) => name));
    this.#size = world.movingSize();
    this.#metresPerNewton = weight > 0 ? (WEIGHT_LENGTH * this.#size) / weight : 0;
    const ends = new BufferGeometry().setAttribute('position', new Float32BufferAttribute(6, 3));
    this.#thread = new Line(ends, this.#threadLook);
    this.#thread.frustumCulled = false;
    this.#thread.name = 'thread';
    this.#thread.renderOrder = THREAD_ORDER;
    this.#thread.visible = false;
    for (const arrows of [this.#contactArrows, this.#handArrows]) this.root.add(arrows.root);
    this.root.add(this.#discs.root, this.#thread);
  }

  setColours({ contact, hand, rim }: ForceColours): void {
    this.#discs.setColours({ fill: contact, rim });
    this.#contactArrows.setColours({ fill: contact, rim });
    this.#handArrows.setColours({ fill: hand, rim });
    this.#threadLook.color = new Color(hand);
  }

  /** @param grip the hand that holds a body now, whether or not time goes on */
  show({ contacts, pull }: ShownForces, grip: Grip | null): void {
    const size = this.#size;
    this.#discs.place(
      contacts.map(({ position, normal }) =>
        placed(position, new Vector3(...normal), DISC_RADIUS * size, DISC_HEIGHT * size),
      ),
    );
    this.#contactArrows.place(
      contacts.flatMap((contact) =>
        this.#arrow(contact.position, this.#onMoving(contact), LONGEST.contact * size),
      ),
      size,
    );
    this.#handArrows.place(
      pull === null ? [] : this.#arrow(this.#heldAt(pull), pull.force, LONGEST.hand * size),
      size,
    );
    this.#stretch(grip);
  }

  dispose(): void {
    for (const shapes of [this.#discs, this.#contactArrows, this.#handArrows]) shapes.dispose();
    this.#thread.geometry.dispose();
    this.#threadLook.dispose();
  }

  /** What the contact does to the body that moves: of two that move to the second, as MuJoCo draws it. */
  #onMoving({ bodies: [first, second], force }: ContactPoint): Triple {
    const turned = this.#movable.has(first) && !this.#movable.has(second);
    return turned ? [-force[0], -force[1], -force[2]] : force;
  }

  #arrow(from: Triple | null, force: Triple, longest: number): Arrow[] {
    const newtons = Math.hypot(...force);
    const length = newtons * this.#metresPerNewton;
    if (from === null || !(length > LEAST_SHARE * WEIGHT_LENGTH * this.#size)) return [];
    const direction = new Vector3(...force).divideScalar(newtons);
    return [{ from, direction, length: Math.min(length, longest), cut: length > longest }];
  }

  /** In the world, as the body stands now. */
  #heldAt({ body, at }: Pick<Force, 'body' | 'at'>): Triple | null {
    const group = this.#world.body(this.#world.scene.bodies.findIndex(({ name }) => name === body));
    if (group === null) return null;
    const point = new Vector3(...(at ?? [0, 0, 0])).applyQuaternion(group.quaternion).add(group.position);
    return [point.x, point.y, point.z];
  }

  /** A thread from the point held to the hand. */
  #stretch(grip: Grip | null): void {
    const from = grip === null ? null : this.#heldAt(grip);
    this.#thread.visible = from !== null;
    if (from === null || grip === null) return;
    const ends = this.#thread.geometry.getAttribute('position');
    ends.setXYZ(0, ...from);
    ends.setXYZ(1, ...grip.goal);
    ends.needsUpdate = true;
  }
}

interface Arrow {
  readonly from: Triple;
  readonly direction: Vector3;
  readonly length: number;
  /** It would be longer. */
  readonly cut: boolean;
}

/** Shafts and heads. */
class Arrows {
  readonly root = new Group();
  readonly #shafts: OverlayShapes;
  readonly #heads: OverlayShapes;

  constructor(of: 'contact' | 'hand') {
    this.#shafts = new OverlayShapes(
      `${of} shafts`,
      standing(new CylinderGeometry(1, 1, 1, SEGMENTS), 0.5),
      standing(new CylinderGeometry(1 + RIM.shaft, 1 + RIM.shaft, 1, SEGMENTS), 0.5),
      'hull',
    );
    this.#heads = new OverlayShapes(
      `${of} heads`,
      standing(new ConeGeometry(1, 1, SEGMENTS), 0.5),
      standing(new ConeGeometry(1 + RIM.head, 1 + RIM.head, SEGMENTS), 0.5),
      'hull',
    );
    this.root.add(this.#shafts.root, this.#heads.root);
  }

  setColours(colours: Parameters<OverlayShapes['setColours']>[0]): void {
    this.#shafts.setColours(colours);
    this.#heads.setColours(colours);
  }

  place(arrows: readonly Arrow[], size: number): void {
    const shafts: Matrix4[] = [];
    const heads: Matrix4[] = [];
    for (const { from, direction, length, cut } of arrows) {
      // The head of a short arrow shrinks with it.
      const head = Math.min(HEAD_LENGTH * size, 0.6 * length);
      const radius = (HEAD_RADIUS / HEAD_LENGTH) * head;
      const along = (distance: number): Triple => {
        const point = new Vector3(...from).addScaledVector(direction, distance);
        return [point.x, point.y, point.z];
      };
      shafts.push(placed(from, direction, Math.min(SHAFT_RADIUS * size, 0.5 * radius), length - head));
      heads.push(placed(along(length - head), direction, radius, head));
      if (cut) heads.push(placed(along(length - 2 * head), direction, radius, head));
    }
    this.#shafts.place(shafts);
    this.#heads.place(heads);
  }

  dispose(): void {
    this.#shafts.dispose();
    this.#heads.dispose();
  }
}

function discs(): OverlayShapes {
  return new OverlayShapes(
    'discs',
    standing(new CylinderGeometry(1, 1, 1, SEGMENTS), 0),
    standing(new CylinderGeometry(1 + RIM.disc, 1 + RIM.disc, 0.5, SEGMENTS), 0),
    'ring',
  );
}

/** three.js builds along y: turned upright along z and lifted by so many of its heights. */
function standing(geometry: BufferGeometry, lift: number): BufferGeometry {
  return geometry.rotateX(Math.PI / 2).translate(0, 0, lift);
}

function placed(at: Triple, direction: Vector3, radius: number, length: number): Matrix4 {
  const turn = new Quaternion().setFromUnitVectors(UP, direction);
  return new Matrix4().compose(new Vector3(...at), turn, new Vector3(radius, radius, length));
}
