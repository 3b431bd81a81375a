/** A `Scene` as three.js objects, moved by pose buffers. Knows nothing of canvases: views and galleries draw it. */
import {
  BackSide,
  Box3,
  Color,
  ColorManagement,
  Fog,
  Group,
  Mesh,
  Quaternion,
  Scene as ThreeScene,
  Vector3,
  type BufferGeometry,
  type Camera,
  type CubeTexture,
  type DataTexture,
  type Light,
  type Material as ThreeMaterial,
  type Object3D,
  type Raycaster,
} from 'three';
import { BODY_POSE_SIZE, poseLayout, type Part, type PoseLayout, type Scene } from '../../shared/scene.ts';
import { FlatShadows, GROUND_ORDER, STANDING_ORDER } from './flatShadows.ts';
import { lightOf } from './sceneLights.ts';
import { cubeTextureOf, layCube, materialOf, textureOf } from './sceneMaterials.ts';
import { geometryOf } from './sceneShapes.ts';
import { addStudioLight, needsStudioLight, skyDome, SUN_DIRECTION } from './studioLight.ts';

// Colours are given as displayed and light is summed there, by every renderer of a scene alike.
ColorManagement.enabled = false;

const SEEN_FROM_BEHIND = 0.3;
const FOG_START = 90;
const FOG_END = 420;
/** Flat layers of the ground lie below this height. */
const GROUND_HEIGHT = 0.1;

/** How much hides what lies behind where MuJoCo lays a see-through shape over it twice. */
const laidTwice = (opacity: number) => 1 - (1 - opacity) * (1 - opacity);

export interface PickedBody {
  /** Its name in the scene. */
  readonly body: string;
  readonly group: Object3D;
  /** Where it was met, in the world. */
  readonly point: Vector3;
  readonly draggable: boolean;
}

export class SceneWorld {
  readonly scene: Scene;
  readonly layout: PoseLayout;
  readonly root = new ThreeScene();
  readonly #bodies: readonly Group[];
  readonly #sprites: Object3D[] = [];
  readonly #headlights: Light[] = [];
  readonly #shadows: FlatShadows | null;
  readonly #textures: (DataTexture | null)[];
  readonly #owned: (BufferGeometry | ThreeMaterial | DataTexture | CubeTexture)[] = [];
  readonly #studio: boolean;
  /** With the offset of their vertices in the pose buffer. */
  readonly #soft: { readonly geometry: BufferGeometry; readonly from: number }[] = [];
  #poses: Float64Array;

  constructor(scene: Scene) {
    this.scene = scene;
    this.layout = poseLayout(scene);
    this.#poses = new Float64Array(this.layout.length);
    this.#studio = needsStudioLight(scene);
    this.#textures = scene.textures.map(() => null);
    this.#shadows = this.#studio ? new FlatShadows(SUN_DIRECTION, GROUND_HEIGHT) : null;
    this.#bodies = scene.bodies.map((body) => {
      const group = new Group();
      group.name = body.name;
      for (const part of body.parts) group.add(this.#partOf(part));
      this.root.add(group);
      return group;
    });
    this.#addSky();
    if (this.#studio) addStudioLight(this.root, FOG_START, FOG_END);
    else this.#addLights();
  }

  /** Places bodies. The buffer is copied from, not kept. */
  update(poses: Float64Array): void {
    this.#poses.set(poses.subarray(0, this.#poses.length));
    this.#bodies.forEach((group, index) => {
      const at = index * BODY_POSE_SIZE;
      const [x = 0, y = 0, z = 0, qw = 1, qx = 0, qy = 0, qz = 0, visible = 1] = poses.subarray(
        at,
        at + BODY_POSE_SIZE,
      );
      group.position.set(x, y, z);
      group.quaternion.set(qx, qy, qz, qw);
      group.visible = visible !== 0;
      // Rods are drawn as long as the pose says.
      if (this.scene.look === 'mujoco') group.scale.z = visible === 0 ? 1 : visible;
    });
    this.#moveSoft();
  }

  /** Vertices of what changes its shape. */
  #moveSoft(): void {
    for (const { geometry, from } of this.#soft) {
      const places = geometry.getAttribute('position');
      places.array.set(this.#poses.subarray(from, from + places.array.length));
      places.needsUpdate = true;
      geometry.computeVertexNormals();
      geometry.computeBoundingSphere();
    }
  }

  /** Body index by three.js object, for picking. */
  bodyOf(object: Object3D): number {
    for (let node: Object3D | null = object; node !== null; node = node.parent) {
      const index = this.#bodies.indexOf(node as Group);
      if (index >= 0) return index;
    }
    return -1;
  }

  body(index: number): Object3D | null {
    return this.#bodies[index] ?? null;
  }

  /** Drawn for an agent that looks from straight above; people are better served from behind. */
  get isFlat(): boolean {
    return this.#studio;
  }

  get poses(): Float64Array {
    return this.#poses;
  }

  /** What a person follows: the first body that can be pulled, else the first that does not lie still as ground. */
  get subject(): number {
    const draggable = this.scene.bodies.findIndex((body) => body.draggable === true);
    if (draggable >= 0) return draggable;
    return this.scene.bodies.findIndex(({ parts }) => parts.some(({ castsShadow }) => castsShadow === true));
  }

  /** What a ray meets first. Where nothing meets it: null. */
  pick(ray: Raycaster): PickedBody | null {
    const [first] = ray.intersectObjects(this.#bodies.filter(({ visible }) => visible));
    const body = first === undefined ? undefined : this.scene.bodies[this.bodyOf(first.object)];
    const group = first === undefined ? null : this.body(this.bodyOf(first.object));
    if (first === undefined || body === undefined || group === null) return null;
    return { body: body.name, group, point: first.point, draggable: body.draggable === true };
  }

  /** How large what moves is together: the diagonal of its extent as it stands now. */
  movingSize(): number {
    const box = new Box3();
    this.root.updateMatrixWorld();
    this.#bodies.forEach((group, index) => {
      if (this.scene.bodies[index]?.draggable === true) box.expandByObject(group);
    });
    return box.isEmpty() ? 1 : box.getSize(new Vector3()).length();
  }

  /** Extent of what stands on the ground, for an overview. */
  bounds(): Box3 {
    const box = new Box3();
    this.root.updateMatrixWorld();
    for (const group of this.#bodies) box.expandByObject(group);
    return box;
  }

  /** Last touches before drawing with a camera: sprites face it, headlights ride on it, shadows fall. */
  prepare(camera: Camera): void {
    const eye = camera.getWorldPosition(new Vector3());
    for (const sprite of this.#sprites) {
      const place = sprite.getWorldPosition(new Vector3());
      sprite.rotation.set(0, 0, Math.atan2(eye.y - place.y, eye.x - place.x) + Math.PI / 2);
    }
    for (const light of this.#headlights) light.position.copy(eye);
    this.root.updateMatrixWorld();
    this.#shadows?.update();
  }

  dispose(): void {
    for (const thing of this.#owned) thing.dispose();
    for (const texture of this.#textures) texture?.dispose();
    this.#shadows?.dispose();
    this.root.clear();
  }

  #partOf(part: Part): Object3D {
    const { scene } = this;
    const material = scene.materials[part.material];
    if (material === undefined) {
      throw new Error(`scene has ${scene.materials.length} materials, a part asks for ${part.material}`);
    }
    const geometry = geometryOf(part.shape, scene.meshes, material);
    const picture = scene.textures[material.texture ?? -1];
    const isCube = picture?.kind === 'cube';
    const map = isCube ? null : this.#textureOf(material.texture, material.textureRepeat);
    const opacity = scene.look === 'mujoco' ? laidTwice(material.opacity ?? 1) : (material.opacity ?? 1);
    const three = materialOf({ ...material, opacity }, map, {
      // Flat ground in the studio's light has its own colour everywhere: no need to compute it a pixel at a time.
      relit: this.#studio && part.castsShadow === true,
      vertexColours: geometry.hasAttribute('color'),
      sprite: part.shape.kind === 'sprite',
    });
    if (isCube) {
      const cube = cubeTextureOf(picture);
      layCube(three, cube, new Vector3(...(material.cubeScale ?? [1, 1, 1])));
      this.#owned.push(cube);
    }
    this.#owned.push(geometry, three);
    if (part.shape.kind === 'mesh') this.#noteSoft(part.shape.mesh, geometry);
    const mesh = new Mesh(geometry, three);
    mesh.name = part.name ?? '';
    mesh.position.set(...part.position);
    const [w, x, y, z] = part.quaternion;
    mesh.quaternion.copy(new Quaternion(x, y, z, w));
    const stands = part.castsShadow === true;
    mesh.renderOrder = stands || !this.#studio ? STANDING_ORDER : GROUND_ORDER;
    if (stands && this.#shadows !== null) this.root.add(this.#shadows.add(mesh));
    if (part.shape.kind === 'sprite') this.#sprites.push(mesh);
    if (part.shape.kind === 'plane' && scene.look === 'mujoco')
      mesh.add(this.#backOf(geometry, three, material.opacity ?? 1));
    return mesh;
  }

  #noteSoft(index: number, geometry: BufferGeometry): void {
    if (this.scene.meshes[index]?.isSoft !== true) return;
    const before = this.scene.meshes.slice(0, index).filter(({ isSoft }) => isSoft === true);
    const from = before.reduce((sum, { positions }) => sum + positions.length, this.layout.vertices);
    this.#soft.push({ geometry, from });
  }

  /** MuJoCo's planes are faintly seen from behind. */
  #backOf(geometry: BufferGeometry, front: ThreeMaterial, opacity: number): Mesh {
    const material = front.clone();
    material.side = BackSide;
    material.transparent = true;
    material.opacity = laidTwice(opacity * SEEN_FROM_BEHIND);
    material.depthWrite = false;
    this.#owned.push(material);
    const back = new Mesh(geometry, material);
    // A hand that reaches for what is behind it takes hold of that.
    back.raycast = () => undefined;
    return back;
  }

  #textureOf(index: number | undefined, repeat: readonly [number, number] | undefined): DataTexture | null {
    const texture = index === undefined ? undefined : this.scene.textures[index];
    if (index === undefined || texture === undefined) return null;
    const shared = (this.#textures[index] ??= textureOf(texture));
    if (repeat === undefined) return shared;
    const own = shared.clone();
    own.repeat.set(...repeat);
    this.#owned.push(own);
    return own;
  }

  #addSky(): void {
    const { background, fog } = this.scene;
    if ('zenith' in background) {
      this.root.add(skyDome(new Color(...background.horizon), new Color(...background.zenith)));
    } else if (!this.#studio) {
      this.root.background = new Color(...background);
    }
    if (fog !== undefined) this.root.fog = new Fog(new Color(...fog.colour), fog.start, fog.end);
  }

  #addLights(): void {
    for (const placed of this.scene.lights.map(lightOf)) {
      if (placed.on === 'camera') this.#headlights.push(placed.light);
      const parent = typeof placed.on === 'number' ? (this.#bodies[placed.on] ?? this.root) : this.root;
      parent.add(placed.light);
      if (placed.target !== null) parent.add(placed.target);
    }
  }
}
