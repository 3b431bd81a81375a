/**
 * What a MuJoCo model looks like, as a Scene: read from the compiled model, so that any model does. Bodies keep MuJoCo's
 * numbers; after them come stand-ins for what moves on its own (parts that a task moves, lights, pieces of tendons).
 *
 * Left out: skins, flexible bodies, and textures on shapes other than planes and meshes, which show their mean colour.
 */
import type { Body, Camera, Part, PoseLayout, Scene } from '../../../shared/scene.ts';
import { BODY_POSE_SIZE, CAMERA_POSE_SIZE, poseLayout } from '../../../shared/scene.ts';
import { matrixToQuaternion, quaternionToward } from './rotations.ts';
import { readBackground, readLights, readMaterials, readTextures } from './sceneAppearance.ts';
import { geomPart, readMeshes, sitePart } from './sceneParts.ts';
import { TendonPieces } from './sceneTendons.ts';
import type { Physics } from './physics.ts';
import type { MovedPart } from './task.ts';

/** MuJoCo's free camera, for models without one of their own: degrees around and down, and distance in extents. */
const FREE_CAMERA = { azimuth: 90, elevation: -45, extents: 1.5 };

export class MujocoScene {
  readonly scene: Scene;
  readonly layout: PoseLayout;
  /** MuJoCo's number of each of its bodies, by the name it has in the scene. */
  readonly bodyIds: ReadonlyMap<string, number>;
  readonly #physics: Physics;
  readonly #moved: readonly MovedPart[];
  readonly #movingLights: readonly number[];
  readonly #tendons: TendonPieces;
  readonly #quaternion = new Float64Array(4);

  constructor(physics: Physics, moved: readonly MovedPart[]) {
    const { model } = physics;
    this.#physics = physics;
    this.#moved = moved;
    const names = bodyNames(physics);
    this.bodyIds = new Map(names.map((name, id) => [name, id]));
    const textures = readTextures(physics);
    const materials = readMaterials(physics, textures.indexOf);
    const partsOf = names.map((): Part[] => []);
    const movedBodies: Body[] = moved.map(() => ({ name: '', parts: [] }));
    const place = (kind: MovedPart['kind'], id: number, body: number, part: Part | null) => {
      if (part === null) return;
      const index = moved.findIndex((other) => other.kind === kind && other.id === id);
      if (index < 0) partsOf[body]?.push(part);
      else {
        const own = { ...part, position: [0, 0, 0] as const, quaternion: [1, 0, 0, 0] as const };
        movedBodies[index] = { name: unusedName(names, `${part.name ?? kind} ${kind}`), parts: [own] };
      }
    };
    for (let geom = 0; geom < model.ngeom; geom++) {
      place('geom', geom, model.geom_bodyid[geom], geomPart(physics, geom, materials.of));
    }
    for (let site = 0; site < model.nsite; site++) {
      place('site', site, model.site_bodyid[site], sitePart(physics, site, materials.of));
    }
    this.#tendons = new TendonPieces(physics, materials.of);
    const bodies: Body[] = names.map((name, id) => ({
      name,
      parts: partsOf[id] ?? [],
      // What is welded to the world cannot be pulled.
      draggable: model.body_weldid[id] !== 0,
    }));
    bodies.push(...movedBodies, ...this.#tendons.bodies);
    const firstLight = bodies.length;
    const lights = readLights(physics, firstLight);
    this.#movingLights = lights.moving;
    bodies.push(...lights.moving.map((light) => ({ name: `light ${light}`, parts: [] })));
    this.scene = {
      version: 1,
      background: readBackground(physics),
      textures: textures.textures,
      materials: materials.list,
      meshes: readMeshes(physics),
      bodies,
      lights: lights.lights,
      cameras: readCameras(physics),
      overlay: [],
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
    at = this.#tendons.write(out, at);
    for (const light of this.#movingLights) {
      quaternionToward(data.light_xdir, 3 * light, this.#quaternion);
      at = this.#write(out, at, data.light_xpos, 3 * light);
    }
    if (model.ncam === 0) this.#writeFreeCamera(out, at);
    for (let camera = 0; camera < model.ncam; camera++) {
      matrixToQuaternion(views.cam_xmat, 9 * camera, this.#quaternion);
      this.#write(out, at, views.cam_xpos, 3 * camera);
      out[at + 7] = radians(model.cam_fovy[camera]);
      at += CAMERA_POSE_SIZE;
    }
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
    const distance = FREE_CAMERA.extents * stat.extent;
    const azimuth = radians(FREE_CAMERA.azimuth);
    const elevation = radians(FREE_CAMERA.elevation);
    const forward = [
      Math.cos(elevation) * Math.cos(azimuth),
      Math.cos(elevation) * Math.sin(azimuth),
      Math.sin(elevation),
    ];
    quaternionToward(Float64Array.from(forward), 0, this.#quaternion);
    for (let i = 0; i < 3; i++) out[at + i] = (stat.center[i] ?? 0) - distance * (forward[i] ?? 0);
    out.set(this.#quaternion, at + 3);
    out[at + 7] = radians(vis.global.fovy);
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

function readCameras(physics: Physics): Camera[] {
  const { model } = physics;
  const extent = model.stat.extent;
  const planes = { near: model.vis.map.znear * extent, far: model.vis.map.zfar * extent };
  if (model.ncam === 0) return [{ name: 'free', projection: 'perspective', ...planes }];
  return Array.from({ length: model.ncam }, (_, id) => ({
    name: physics.nameOf('camera', id) || `camera ${id}`,
    projection: model.cam_projection[id] === 1 ? 'orthographic' : 'perspective',
    ...planes,
  }));
}
