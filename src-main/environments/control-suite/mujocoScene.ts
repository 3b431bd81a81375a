/**
 * What a MuJoCo model looks like, as a Scene: read from the compiled model, so that any model does. Bodies keep MuJoCo's
 * numbers; after them come stand-ins for what moves on its own (parts that a task moves, lights, pieces of tendons).
 *
 * The suite's own tasks look as they did when the studio's first runs were trained on them; any other model looks as MuJoCo draws it.
 */
import type { Body, Camera, Part, PoseLayout, Scene } from '../../../shared/scene.ts';
import { BODY_POSE_SIZE, CAMERA_POSE_SIZE, poseLayout } from '../../../shared/scene.ts';
import { matrixToQuaternion, quaternionToward } from './rotations.ts';
import { readBackground, readLights, readMaterials, readTextures } from './sceneAppearance.ts';
import { geomPart, readMeshes, sitePart } from './sceneParts.ts';
import { SceneRods } from './sceneRods.ts';
import { SceneSoft } from './sceneSoft.ts';
import { TendonPieces } from './sceneTendons.ts';
import type { Physics } from './physics.ts';
import type { MovedPart } from './task.ts';

/** How far MuJoCo's free camera, for models without one of their own, is from their middle. */
const FREE_CAMERA_EXTENTS = 1.5;

/** `suite`: as the studio draws the control suite; `mujoco`: as MuJoCo draws any model. */
export type SceneLook = 'suite' | 'mujoco';

export class MujocoScene {
  readonly scene: Scene;
  readonly layout: PoseLayout;
  /** MuJoCo's number of each of its bodies, by the name it has in the scene. */
  readonly bodyIds: ReadonlyMap<string, number>;
  readonly #physics: Physics;
  readonly #moved: readonly MovedPart[];
  readonly #movingLights: readonly number[];
  readonly #rods: TendonPieces | SceneRods;
  readonly #soft: SceneSoft | null;
  readonly #quaternion = new Float64Array(4);

  constructor(physics: Physics, moved: readonly MovedPart[], look: SceneLook) {
    const { model } = physics;
    this.#physics = physics;
    this.#moved = moved;
    const names = bodyNames(physics);
    this.bodyIds = new Map(names.map((name, id) => [name, id]));
    const textures = readTextures(physics, look);
    const materials = readMaterials(physics, textures, look);
    const partsOf = names.map((): Part[] => []);
    const movedBodies: Body[] = moved.map(() => ({ name: '', parts: [] }));
    const place = (kind: MovedPart['kind'], id: number, body: number, part: Part | null) => {
      if (part === null) return;
      const index = moved.findIndex((other) => other.kind === kind && other.id === id);
      if (index < 0) partsOf[body]?.push(part);
      else {
        const own = { ...part, position: [0, 0, 0] as const, quaternion: [1, 0, 0, 0] as const };
        movedBodies[index] = { name: unusedName(names, `${part.name || kind} ${kind}`), parts: [own] };
      }
    };
    for (let geom = 0; geom < model.ngeom; geom++) {
      place('geom', geom, model.geom_bodyid[geom], geomPart(physics, geom, materials.of, look));
    }
    for (let site = 0; site < model.nsite; site++) {
      place('site', site, model.site_bodyid[site], sitePart(physics, site, materials.of, look));
    }
    const meshes = readMeshes(physics, look);
    this.#soft = look === 'suite' ? null : new SceneSoft(physics, materials.of, meshes.length);
    partsOf[0]?.push(...(this.#soft?.parts ?? []));
    this.#rods =
      look === 'suite' ? new TendonPieces(physics, materials.of) : new SceneRods(physics, materials.of);
    const bodies: Body[] = names.map((name, id) => ({
      name,
      parts: partsOf[id] ?? [],
      // What is welded to the world cannot be pulled.
      draggable: model.body_weldid[id] !== 0,
    }));
    bodies.push(...movedBodies, ...this.#rods.bodies);
    const firstLight = bodies.length;
    const lights = readLights(physics, firstLight, look);
    this.#movingLights = lights.moving;
    bodies.push(...lights.moving.map((light) => ({ name: `light ${light}`, parts: [] })));
    this.scene = {
      version: 1,
      background: readBackground(physics, textures),
      textures: textures.textures,
      materials: materials.list,
      meshes: [...meshes, ...(this.#soft?.meshes ?? [])],
      bodies,
      lights: lights.lights,
      cameras: readCameras(physics),
      overlay: [],
      ...(look === 'mujoco' ? { look } : {}),
      weight: weightOf(physics),
    };
    this.layout = poseLayout(this.scene);
  }

  bodyName(id: number): string {
    return this.scene.bodies[id]?.name ?? '';
  }

  /** Of the model's camera with this number; of the free camera where it has none. */
  cameraName(index: number): string {
    return this.scene.cameras[index]?.name ?? this.scene.cameras[0]?.name ?? '';
  }

  writePoses(out: Float64Array): void {
    const { model, views, data } = this.#physics;
    const { xpos, xquat } = views;
    let at = 0;
    for (let body = 0; body < model.nbody; body++, at += BODY_POSE_SIZE) {
      for (let i = 0; i < 3; i++) out[at + i] = xpos[3 * body + i] ?? 0;
      for (let i = 0; i < 4; i++) out[at + 3 + i] = xquat[4 * body + i] ?? 0;
      out[at + 7] = 1;
    }
    for (const { kind, id } of this.#moved) {
      const [positions, matrices]: [Float64Array, Float64Array] =
        kind === 'geom' ? [data.geom_xpos, data.geom_xmat] : [data.site_xpos, data.site_xmat];
      matrixToQuaternion(matrices, 9 * id, this.#quaternion);
      at = this.#write(out, at, positions, 3 * id);
    }
    at = this.#rods.write(out, at);
    for (const light of this.#movingLights) {
      quaternionToward(data.light_xdir, 3 * light, this.#quaternion);
      at = this.#write(out, at, data.light_xpos, 3 * light);
    }
    if (model.ncam === 0) this.#writeFreeCamera(out, at);
    for (let camera = 0; camera < model.ncam; camera++) {
      matrixToQuaternion(views.cam_xmat, 9 * camera, this.#quaternion);
      this.#write(out, at, views.cam_xpos, 3 * camera);
      out[at + 7] = zoomOf(this.#physics, camera);
      at += CAMERA_POSE_SIZE;
    }
    this.#soft?.write(out, this.layout.vertices);
  }

  /** Writes a place and `#quaternion`, visible. @returns where the next pose begins. */
  #write(out: Float64Array, at: number, positions: Float64Array, from: number): number {
    for (let i = 0; i < 3; i++) out[at + i] = positions[from + i] ?? 0;
    out.set(this.#quaternion, at + 3);
    out[at + 7] = 1;
    return at + BODY_POSE_SIZE;
  }

  #writeFreeCamera(out: Float64Array, at: number): void {
    const { stat, vis } = this.#physics.model;
    const distance = FREE_CAMERA_EXTENTS * stat.extent;
    const azimuth = radians(vis.global.azimuth);
    const elevation = radians(vis.global.elevation);
    const forward = [
      Math.cos(elevation) * Math.cos(azimuth),
      Math.cos(elevation) * Math.sin(azimuth),
      Math.sin(elevation),
    ];
    quaternionToward(Float64Array.from(forward), 0, this.#quaternion);
    for (let i = 0; i < 3; i++) out[at + i] = (stat.center[i] ?? 0) - distance * (forward[i] ?? 0);
    out.set(this.#quaternion, at + 3);
    out[at + 7] = vis.global.orthographic !== 0 ? vis.global.fovy : radians(vis.global.fovy);
  }
}

/** Standard gravity, whatever the model's own: some have none. */
const METRES_PER_SECOND_SQUARED = 9.81;

/** Newtons, of all bodies that can move. */
function weightOf({ model }: Physics): number {
  const masses: Float64Array = model.body_mass;
  const welds: Int32Array = model.body_weldid;
  return (
    masses.reduce((sum, mass, body) => (welds[body] === 0 ? sum : sum + mass), 0) * METRES_PER_SECOND_SQUARED
  );
}

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Each body's own name, or `body 3`. */
function bodyNames(physics: Physics): string[] {
  return Array.from({ length: physics.model.nbody }, (_, id) => physics.nameOf('body', id) || `body ${id}`);
}

function unusedName(names: readonly string[], wanted: string): string {
  return names.includes(wanted) ? unusedName(names, `${wanted} `) : wanted;
}

/** Radians, or the view's height in length units. */
function zoomOf({ model }: Physics, camera: number): number {
  const lens = lensOf(model, camera);
  if (lens !== null) return 2 * Math.atan(lens.height / 2);
  const fovy: number = model.cam_fovy[camera];
  return model.cam_projection[camera] === ORTHOGRAPHIC ? fovy : radians(fovy);
}

/** mjtProjection. */
const ORTHOGRAPHIC = 1;

/**
 * A camera with a sensor's size: the picture's width and height at distance 1, whatever the shape of the pixels, and where its axis
 * meets the picture, as fractions from the left and from the top.
 */
function lensOf(model: Physics['model'], camera: number) {
  const [width = 0, height = 0]: Float32Array = model.cam_sensorsize.subarray(2 * camera, 2 * camera + 2);
  if (width <= 0 || height <= 0) return null;
  const [focalX = 1, focalY = 1, shiftX = 0, shiftY = 0]: Float32Array = model.cam_intrinsic.subarray(
    4 * camera,
    4 * camera + 4,
  );
  return {
    width: width / focalX,
    height: height / focalY,
    axisWidth: 0.5 - shiftX / width,
    axisHeight: 0.5 - shiftY / height,
  };
}

function lensFields(model: Physics['model'], camera: number) {
  const lens = lensOf(model, camera);
  if (lens === null) return {};
  const { width, height, axisWidth, axisHeight } = lens;
  return { aspect: width / height, axisWidth, axisHeight };
}

function readCameras(physics: Physics): Camera[] {
  const { model } = physics;
  const extent = model.stat.extent;
  const planes = { near: model.vis.map.znear * extent, far: model.vis.map.zfar * extent };
  if (model.ncam === 0) {
    const isFlat = model.vis.global.orthographic !== 0;
    return [{ name: 'free', projection: isFlat ? 'orthographic' : 'perspective', ...planes }];
  }
  return Array.from({ length: model.ncam }, (_, id) => ({
    name: physics.nameOf('camera', id) || `camera ${id}`,
    projection: model.cam_projection[id] === ORTHOGRAPHIC ? 'orthographic' : 'perspective',
    ...planes,
    ...lensFields(model, id),
  }));
}
