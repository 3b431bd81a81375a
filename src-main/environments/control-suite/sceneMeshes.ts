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
