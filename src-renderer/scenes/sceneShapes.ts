/** Geometries of shared/scene.ts's shapes. Cylinders and capsules lie along z here, along y in three.js. */
import {
  BoxGeometry,
  BufferAttribute,
  BufferGeometry,
  CapsuleGeometry,
  CylinderGeometry,
  PlaneGeometry,
  SphereGeometry,
} from 'three';
import type { Material, Mesh, Shape } from '../../shared/scene.ts';

/** A plane without end is this wide: further than any camera sees through its fog. */
const ENDLESS = 2000;
const ROUND_SEGMENTS = 20;

export function geometryOf(shape: Shape, meshes: readonly Mesh[], material: Material): BufferGeometry {
  switch (shape.kind) {
    case 'plane':
      return planeGeometry(shape.halfWidth, shape.halfHeight, material);
    case 'box': {
      const [x, y, z] = shape.halfSize;
      return new BoxGeometry(2 * x, 2 * y, 2 * z);
    }
    case 'sphere':
      return new SphereGeometry(shape.radius, ROUND_SEGMENTS, ROUND_SEGMENTS / 2).rotateX(Math.PI / 2);
    case 'ellipsoid': {
      const [x, y, z] = shape.radii;
      return new SphereGeometry(1, ROUND_SEGMENTS, ROUND_SEGMENTS / 2).rotateX(Math.PI / 2).scale(x, y, z);
    }
    case 'capsule':
      return new CapsuleGeometry(shape.radius, 2 * shape.halfLength, 6, ROUND_SEGMENTS).rotateX(Math.PI / 2);
    case 'cylinder':
      return new CylinderGeometry(shape.radius, shape.radius, 2 * shape.halfLength, ROUND_SEGMENTS).rotateX(
        Math.PI / 2,
      );
    case 'sprite':
      // Stands on its origin and faces -y until the view turns it.
      return new PlaneGeometry(shape.width, shape.height)
        .translate(0, shape.height / 2, 0)
        .rotateX(Math.PI / 2);
    case 'mesh': {
      const mesh = meshes[shape.mesh];
      if (mesh === undefined)
        throw new Error(`scene has ${meshes.length} meshes, a part asks for ${shape.mesh}`);
      return meshGeometry(mesh, material);
    }
  }
}

/**
 * A textured plane repeats its picture every length unit times `textureRepeat`, from its left and upper edge on, or from
 * its middle where it has no end.
 */
function planeGeometry(halfWidth: number, halfHeight: number, material: Material): BufferGeometry {
  const width = halfWidth === 0 ? ENDLESS : 2 * halfWidth;
  const height = halfHeight === 0 ? ENDLESS : 2 * halfHeight;
  const geometry = new PlaneGeometry(width, height);
  if (material.texture === undefined) return geometry;
  const uv = geometry.getAttribute('uv');
  for (let index = 0; index < uv.count; index++) {
    const left = halfWidth === 0 ? 0.5 : 0;
    const top = halfHeight === 0 ? 0.5 : 1;
    uv.setXY(index, (uv.getX(index) - left) * width, (uv.getY(index) - top) * height);
  }
  return geometry;
}

function meshGeometry(mesh: Mesh, { projection }: Material): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(mesh.positions, 3));
  geometry.setIndex(new BufferAttribute(mesh.indices, 1));
  if (projection !== undefined)
    geometry.setAttribute('uv', new BufferAttribute(projected(mesh, projection), 2));
  else if (mesh.uvs !== undefined) {
    // MuJoCo's meshes tell places in a picture from its top.
    const uvs =
      mesh.isOneSided === true ? mesh.uvs.map((value, i) => (i % 2 === 0 ? value : 1 - value)) : mesh.uvs;
    geometry.setAttribute('uv', new BufferAttribute(uvs, 2));
  }
  if (mesh.colours !== undefined) geometry.setAttribute('color', new BufferAttribute(mesh.colours, 3));
  if (mesh.normals !== undefined) {
    geometry.setAttribute('normal', new BufferAttribute(mesh.normals, 3));
    return geometry;
  }
  if (mesh.isSoft === true) {
    geometry.computeVertexNormals();
    return geometry;
  }
  const faceted = geometry.toNonIndexed();
  geometry.dispose();
  faceted.computeVertexNormals();
  return faceted;
}

/** A picture laid along the mesh's own z, as the rasterizer does it. */
function projected({ positions }: Mesh, [times, timesDown]: readonly [number, number]): Float32Array {
  const uvs = new Float32Array((positions.length / 3) * 2);
  for (let vertex = 0; vertex < positions.length / 3; vertex++) {
    uvs[2 * vertex] = 0.5 * times * (positions[3 * vertex] ?? 0) - 0.5;
    uvs[2 * vertex + 1] = 1.5 + 0.5 * timesDown * (positions[3 * vertex + 1] ?? 0);
  }
  return uvs;
}
