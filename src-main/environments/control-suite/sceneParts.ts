/** Shapes of a MuJoCo model: its geoms and sites as parts of a scene, its meshes and height fields as meshes. */
import type { Mesh, Part, Quaternion, Shape, Vector3 } from '../../../shared/scene.ts';
import type { Physics } from './physics.ts';
import { heightFieldMesh, unifiedMesh } from './sceneMeshes.ts';
import type { SceneMaterials } from './sceneAppearance.ts';

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

export function geomPart(physics: Physics, id: number, materialOf: SceneMaterials['of']): Part | null {
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
      type === GEOM.plane ? [size(0), size(1)] : undefined,
    ),
    ...placeOf(model.geom_pos, model.geom_quat, id),
    group: model.geom_group[id] >= FIRST_HIDDEN_GROUP ? 'inspection' : 'observation',
    castsShadow: true,
  };
}

export function sitePart(physics: Physics, id: number, materialOf: SceneMaterials['of']): Part | null {
  const { model } = physics;
  const shape = shapeOf(model.site_type[id], (i) => model.site_size[3 * id + i], 0);
  if (shape === null) return null;
  return {
    name: physics.nameOf('site', id),
    shape,
    material: materialOf(model.site_matid[id], model.site_rgba, 4 * id),
    ...placeOf(model.site_pos, model.site_quat, id),
    group: model.site_group[id] >= FIRST_HIDDEN_GROUP ? 'inspection' : 'observation',
    castsShadow: false,
  };
}

/** All meshes, then all height fields. */
export function readMeshes(physics: Physics): Mesh[] {
  const { model } = physics;
  return [
    ...Array.from({ length: model.nmesh }, (_, id) => unifiedMesh(physics, id)),
    ...Array.from({ length: model.nhfield }, (_, id) => heightFieldMesh(physics, id)),
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

/** @returns null for kinds that have no surface of their own. */
function shapeOf(type: number, size: (i: number) => number, mesh: number): Shape | null {
  switch (type) {
    case GEOM.plane:
      return { kind: 'plane', halfWidth: size(0), halfHeight: size(1) };
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
