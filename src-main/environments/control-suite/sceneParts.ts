/** Shapes of a MuJoCo model: its geoms and sites as parts of a scene, its meshes and height fields as meshes. */
import type { Mesh, Part, Quaternion, Shape, Vector3 } from '../../../shared/scene.ts';
import type { Physics } from './physics.ts';
import type { SceneLook } from './mujocoScene.ts';
import type { MaterialSurface, SceneMaterials } from './sceneAppearance.ts';
import { drawnMesh, heightFieldMesh, solidFieldMesh, unifiedMesh } from './sceneMeshes.ts';

/** mjtGeom. */
const GEOM = {
  plane: 0,
  hfield: 1,
  sphere: 2,
  capsule: 3,
  ellipsoid: 4,
  cylinder: 5,
  box: 6,
  mesh: 7,
} as const;
/** Groups from this one on are hidden, unless a person asks for them. */
const FIRST_HIDDEN_GROUP = 3;

export function geomPart(
  physics: Physics,
  id: number,
  materialOf: SceneMaterials['of'],
  look: SceneLook,
): Part | null {
  const { model } = physics;
  const type: number = model.geom_type[id];
  const size = (i: number): number => model.geom_size[3 * id + i];
  const shape = shapeOf(type, size, dataIndex(physics, type, model.geom_dataid[id]));
  if (shape === null) return null;
  return {
    name: physics.nameOf('geom', id),
    shape,
    material: materialOf(
      model.geom_matid[id],
      model.geom_rgba,
      4 * id,
      look === 'mujoco' || type === GEOM.plane ? surfaceOf(physics, type, id) : undefined,
    ),
    ...placeOf(model.geom_pos, model.geom_quat, id),
    group: model.geom_group[id] >= FIRST_HIDDEN_GROUP ? 'inspection' : 'observation',
    castsShadow: true,
  };
}

/** mjtGeom's of what is drawn from triangles of its own. */
function surfaceOf({ model }: Physics, type: number, id: number): MaterialSurface {
  const size = model.geom_size.subarray(3 * id, 3 * id + 3);
  if (type === GEOM.plane) return { kind: 'plane', size };
  const isMesh = type === GEOM.mesh || type === GEOM.hfield;
  if (!isMesh) return { kind: 'solid', size: solidSize(type, size) };
  const hasUvs = type === GEOM.mesh && model.mesh_texcoordadr[model.geom_dataid[id]] >= 0;
  return { kind: hasUvs ? 'mesh' : 'projected', size };
}

/** As MuJoCo keeps it for drawing: half of the box around the shape, a capsule's caps not counted. */
function solidSize(type: number, size: ArrayLike<number>): readonly number[] {
  const [a = 0, b = 0, c = 0] = Array.from(size);
  if (type === GEOM.sphere) return [a, a, a];
  return type === GEOM.capsule || type === GEOM.cylinder ? [a, a, b] : [a, b, c];
}

export function sitePart(
  physics: Physics,
  id: number,
  materialOf: SceneMaterials['of'],
  look: SceneLook,
): Part | null {
  const { model } = physics;
  const shape = shapeOf(model.site_type[id], (i) => model.site_size[3 * id + i], 0);
  if (shape === null) return null;
  return {
    name: physics.nameOf('site', id),
    shape,
    material: materialOf(
      model.site_matid[id],
      model.site_rgba,
      4 * id,
      look === 'suite'
        ? undefined
        : {
            kind: 'solid',
            size: solidSize(model.site_type[id], model.site_size.subarray(3 * id, 3 * id + 3)),
          },
    ),
    ...placeOf(model.site_pos, model.site_quat, id),
    group: model.site_group[id] >= FIRST_HIDDEN_GROUP ? 'inspection' : 'observation',
    castsShadow: look === 'mujoco',
  };
}

/** All meshes, then all height fields. */
export function readMeshes(physics: Physics, look: SceneLook): Mesh[] {
  const { model } = physics;
  const isExact = look === 'mujoco';
  return [
    ...Array.from({ length: model.nmesh }, (_, id) =>
      isExact ? drawnMesh(unifiedMesh(physics, id)) : unifiedMesh(physics, id),
    ),
    ...Array.from({ length: model.nhfield }, (_, id) =>
      isExact ? solidFieldMesh(physics, id) : heightFieldMesh(physics, id),
    ),
  ];
}

function dataIndex(physics: Physics, type: number, id: number): number {
  return type === GEOM.hfield ? physics.model.nmesh + id : id;
}

function placeOf(positions: ArrayLike<number>, quaternions: ArrayLike<number>, id: number) {
  const p = (i: number) => positions[3 * id + i] ?? 0;
  const q = (i: number) => quaternions[4 * id + i] ?? 0;
  const position: Vector3 = [p(0), p(1), p(2)];
  const quaternion: Quaternion = [q(0), q(1), q(2), q(3)];
  return { position, quaternion };
}

/** A plane's own grid is no finer than this many lines to each side. */
const MOST_GRID_LINES = 198;

function gridOf(size: (i: number) => number) {
  const [width, height, spacing] = [size(0), size(1), size(2)];
  // Planes without end have a grid that goes with the camera.
  if (width <= 0 || height <= 0) return {};
  return { gridSpacing: Math.max(spacing, width / MOST_GRID_LINES, height / MOST_GRID_LINES) };
}

/** @returns null for kinds that have no surface of their own. */
function shapeOf(type: number, size: (i: number) => number, mesh: number): Shape | null {
  switch (type) {
    case GEOM.plane:
      return { kind: 'plane', halfWidth: size(0), halfHeight: size(1), ...gridOf(size) };
    case GEOM.sphere:
      return { kind: 'sphere', radius: size(0) };
    case GEOM.capsule:
      return { kind: 'capsule', radius: size(0), halfLength: size(1) };
    case GEOM.cylinder:
      return { kind: 'cylinder', radius: size(0), halfLength: size(1) };
    case GEOM.box:
      return { kind: 'box', halfSize: [size(0), size(1), size(2)] };
    case GEOM.ellipsoid:
      return { kind: 'ellipsoid', radii: [size(0), size(1), size(2)] };
    case GEOM.mesh:
    case GEOM.hfield:
      return { kind: 'mesh', mesh };
    default:
      return null;
  }
}
