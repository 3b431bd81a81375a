/**
 * Many copies of one shape over a scene, such as arrows' heads: filled in one colour, rimmed in its opposite so that
 * they show on any ground, and faint where something stands before them.
 */
import type { BufferGeometry, Matrix4 } from 'three';
import {
  BackSide,
  Color,
  DynamicDrawUsage,
  FrontSide,
  GreaterDepth,
  Group,
  InstancedMesh,
  MeshBasicMaterial,
} from 'three';

/** After all that belongs to the scene, sprites and shadows too. */
const OVERLAY_ORDER = 10;
const HIDDEN_OPACITY = 0.45;
const FIRST_CAPACITY = 16;

export interface OverlayColours {
  readonly fill: string;
  readonly rim: string;
}

export class OverlayShapes {
  readonly root = new Group();
  // All are drawn among what is transparent, so that they come in their own order after the scene.
  readonly #fill = new MeshBasicMaterial({ fog: false, transparent: true });
  readonly #rim: MeshBasicMaterial;
  /** Not written to the depth: whatever hides it stays before it. */
  readonly #hidden = new MeshBasicMaterial({
    fog: false,
    transparent: true,
    opacity: HIDDEN_OPACITY,
    depthFunc: GreaterDepth,
    depthWrite: false,
  });
  readonly #shape: BufferGeometry;
  readonly #rimShape: BufferGeometry;
  #meshes: readonly InstancedMesh[] = [];
  #capacity = 0;

  /**
   * Both shapes are its own from now on.
   * @param rimShape a larger one: around a solid its far side shows (`hull`), around what is flat all of it (`ring`)
   */
  constructor(name: string, shape: BufferGeometry, rimShape: BufferGeometry, rim: 'hull' | 'ring') {
    this.root.name = name;
    const side = rim === 'hull' ? BackSide : FrontSide;
    this.#rim = new MeshBasicMaterial({ fog: false, transparent: true, side });
    this.#shape = shape;
    this.#rimShape = rimShape;
  }

  setColours({ fill, rim }: OverlayColours): void {
    this.#fill.color = new Color(fill);
    this.#hidden.color = new Color(fill);
    this.#rim.color = new Color(rim);
  }

  /** How many there are, and where. */
  place(transforms: readonly Matrix4[]): void {
    if (transforms.length > this.#capacity) this.#grow(transforms.length);
    const [first] = this.#meshes;
    if (first === undefined) return;
    transforms.forEach((transform, index) => {
      first.setMatrixAt(index, transform);
    });
    first.instanceMatrix.needsUpdate = true;
    for (const mesh of this.#meshes) mesh.count = transforms.length;
  }

  dispose(): void {
    this.#release();
    this.#shape.dispose();
    this.#rimShape.dispose();
    for (const material of [this.#fill, this.#rim, this.#hidden]) material.dispose();
  }

  #grow(count: number): void {
    this.#release();
    this.#capacity = Math.max(FIRST_CAPACITY, 2 * count);
    const make = (name: string, shape: BufferGeometry, material: MeshBasicMaterial, order: number) => {
      const mesh = new InstancedMesh(shape, material, this.#capacity);
      mesh.name = name;
      mesh.frustumCulled = false;
      mesh.renderOrder = order;
      mesh.count = 0;
      this.root.add(mesh);
      return mesh;
    };
    // What is hidden first: the depth of the shapes themselves must not count as hiding them.
    const hidden = make('hidden', this.#shape, this.#hidden, OVERLAY_ORDER);
    const rim = make('rim', this.#rimShape, this.#rim, OVERLAY_ORDER + 1);
    const fill = make('fill', this.#shape, this.#fill, OVERLAY_ORDER + 1);
    fill.instanceMatrix.setUsage(DynamicDrawUsage);
    hidden.instanceMatrix = fill.instanceMatrix;
    rim.instanceMatrix = fill.instanceMatrix;
    this.#meshes = [fill, rim, hidden];
  }

  #release(): void {
    for (const mesh of this.#meshes) {
      this.root.remove(mesh);
      mesh.dispose();
    }
    this.#meshes = [];
  }
}
