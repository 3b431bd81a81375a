/** MuJoCo's meshes and height fields as the scene's meshes. */
import type { Mesh } from '../../../shared/scene.ts';
import type { Physics } from './physics.ts';

/**
 * MuJoCo numbers positions, normals and texture coordinates of a triangle's corners apart; the scene has one number for
 * all of them, so corners that differ in any become vertices of their own.
 */
export function unifiedMesh(physics: Physics, id: number): Mesh {
  const { model } = physics;
  const vertexAt: number = model.mesh_vertadr[id];
  const normalAt: number = model.mesh_normaladr[id];
  const uvAt: number = model.mesh_texcoordadr[id];
  const faceAt: number = model.mesh_faceadr[id];
  const corners: number = 3 * model.mesh_facenum[id];
  const positions: number[] = [];
  const normals: number[] = [];
  const uvs: number[] = [];
  const indices = new Uint32Array(corners);
  const known = new Map<string, number>();
  for (let corner = 0; corner < corners; corner++) {
    const vertex: number = model.mesh_face[3 * faceAt + corner];
    const normal: number = model.mesh_facenormal[3 * faceAt + corner];
    const uv: number = uvAt < 0 ? -1 : model.mesh_facetexcoord[3 * faceAt + corner];
    const key = `${vertex}/${normal}/${uv}`;
    let index = known.get(key);
    if (index === undefined) {
      index = positions.length / 3;
      known.set(key, index);
      for (let i = 0; i < 3; i++) {
        positions.push(model.mesh_vert[3 * (vertexAt + vertex) + i]);
        normals.push(model.mesh_normal[3 * (normalAt + normal) + i]);
      }
      if (uv >= 0) {
        // MuJoCo's v runs down the picture already.
        uvs.push(model.mesh_texcoord[2 * (uvAt + uv)], model.mesh_texcoord[2 * (uvAt + uv) + 1]);
      }
    }
    indices[corner] = index;
  }
  return {
    name: `mesh ${id}`,
    positions: Float32Array.from(positions),
    normals: Float32Array.from(normals),
    indices,
    ...(uvs.length === 0 ? {} : { uvs: Float32Array.from(uvs) }),
  };
}

/** A corner's own normal where it is no further from its triangle's than this cosine, else the triangle's: as MuJoCo keeps edges sharp. */
const SMOOTHEST = 0.8;

/** A mesh as MuJoCo draws it: from its front, and sharp where two triangles meet at an angle. */
export function drawnMesh(mesh: Mesh): Mesh {
  const { positions, normals, indices, uvs } = mesh;
  if (uvs !== undefined || normals === undefined) return { ...mesh, isOneSided: true };
  const count = indices.length;
  const newPositions = new Float32Array(3 * count);
  const newNormals = new Float32Array(3 * count);
  for (let corner = 0; corner < count; corner += 3) {
    const [a = 0, b = 0, c = 0] = indices.subarray(corner, corner + 3);
    const face = triangleNormal(positions, a, b, c);
    for (const [i, vertex] of [a, b, c].entries()) {
      const to = 3 * (corner + i);
      newPositions.set(positions.subarray(3 * vertex, 3 * vertex + 3), to);
      const own = normals.subarray(3 * vertex, 3 * vertex + 3);
      const cosine = own.reduce((sum, value, axis) => sum + value * (face[axis] ?? 0), 0);
      newNormals.set(cosine < SMOOTHEST ? face : own, to);
    }
  }
  return {
    name: mesh.name,
    positions: newPositions,
    normals: newNormals,
    indices: Uint32Array.from({ length: count }, (_, i) => i),
    isOneSided: true,
  };
}

/** Of length 1, or 0 where the triangle has no area. */
function triangleNormal(positions: Float32Array, a: number, b: number, c: number): readonly number[] {
  const edge = (to: number) =>
    [0, 1, 2].map((i) => (positions[3 * to + i] ?? 0) - (positions[3 * a + i] ?? 0));
  const [ux = 0, uy = 0, uz = 0] = edge(b);
  const [vx = 0, vy = 0, vz = 0] = edge(c);
  const normal = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
  const length = Math.hypot(...normal);
  return normal.map((value) => (length > 0 ? value / length : 0));
}

/** A height field with its sides and its bottom. */
export function solidFieldMesh(physics: Physics, id: number): Mesh {
  const { model } = physics;
  const surface = heightFieldMesh(physics, id);
  const rows: number = model.hfield_nrow[id];
  const columns: number = model.hfield_ncol[id];
  const base: number = -model.hfield_size[4 * id + 3];
  const count = rows * columns;
  const { positions } = surface;
  const both = new Float32Array(6 * count);
  both.set(positions);
  both.set(positions, 3 * count);
  for (let vertex = count; vertex < 2 * count; vertex++) both[3 * vertex + 2] = base;
  const indices: number[] = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const vertex = row * columns + column;
      const above = vertex + columns;
      // MuJoCo's cells are cut from their lower left corner to the upper right one.
      indices.push(vertex, above + 1, above, vertex, vertex + 1, above + 1);
    }
  }
  const wall = (from: number, to: number) => {
    indices.push(from + count, to + count, to, from + count, to, from);
  };
  for (let column = 0; column + 1 < columns; column++) {
    wall(column, column + 1);
    wall((rows - 1) * columns + column + 1, (rows - 1) * columns + column);
  }
  for (let row = 0; row + 1 < rows; row++) {
    wall((row + 1) * columns, row * columns);
    wall(row * columns + columns - 1, (row + 1) * columns + columns - 1);
  }
  const [first, right, far, last] = [count, count + columns - 1, 2 * count - columns, 2 * count - 1];
  indices.push(first, far, last, first, last, right);
  return { name: surface.name, positions: both, indices: Uint32Array.from(indices), isOneSided: true };
}

/** The upper surface alone. */
export function heightFieldMesh(physics: Physics, id: number): Mesh {
  const { model } = physics;
  const rows: number = model.hfield_nrow[id];
  const columns: number = model.hfield_ncol[id];
  const data: number = model.hfield_adr[id];
  const [radiusX, radiusY, height] = [0, 1, 2].map((i): number => model.hfield_size[4 * id + i]);
  const positions = new Float32Array(rows * columns * 3);
  const indices: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const vertex = row * columns + column;
      positions[3 * vertex] = ((2 * column) / (columns - 1) - 1) * (radiusX ?? 1);
      positions[3 * vertex + 1] = ((2 * row) / (rows - 1) - 1) * (radiusY ?? 1);
      positions[3 * vertex + 2] = model.hfield_data[data + vertex] * (height ?? 1);
      if (row + 1 < rows && column + 1 < columns) {
        const above = vertex + columns;
        indices.push(vertex, vertex + 1, above, vertex + 1, above + 1, above);
      }
    }
  }
  return { name: `height field ${id}`, positions, indices: Uint32Array.from(indices) };
}
