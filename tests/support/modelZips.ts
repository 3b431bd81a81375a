/** Models of several files, as a person's folder or zip becomes one text. */
import { strToU8, zipSync, type Zippable } from 'fflate';
import { encode } from 'fast-png';
import { modelFilesText } from '../../shared/modelFiles.ts';

export type FilesOfModel = Readonly<Record<string, string | Uint8Array>>;

export function modelZip(files: FilesOfModel): Uint8Array {
  const entries = Object.entries(files).map(([path, content]) => [
    path,
    typeof content === 'string' ? strToU8(content) : content,
  ]);
  return zipSync(Object.fromEntries(entries) as Zippable);
}

/** @param main empty: it is found by itself */
export function modelText(files: FilesOfModel, main = ''): string {
  return modelFilesText(main, Buffer.from(modelZip(files)).toString('base64'));
}

/** A checkered picture. */
export function png(width: number, height: number): Uint8Array {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) data.fill((i % 2) * 255, 3 * i, 3 * i + 3);
  return encode({ width, height, data, channels: 3, depth: 8 });
}

/** A tetrahedron, with texture coordinates. */
export const OBJ = `v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1
vt 0 0\nvt 1 0\nvt 0 1
f 1/1 3/2 2/3\nf 1/1 2/2 4/3\nf 2/1 3/2 4/3\nf 1/1 4/2 3/3\n`;

const CORNERS = [
  [0, 0, 0],
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
] as const;
const FACES = [
  [0, 2, 1],
  [0, 1, 3],
  [1, 2, 3],
  [0, 3, 2],
] as const;

/** The same as binary STL. */
export function stl(): Uint8Array {
  const bytes = new Uint8Array(84 + 50 * FACES.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(80, FACES.length, true);
  FACES.forEach((face, i) => {
    face.forEach((corner, k) => {
      CORNERS[corner].forEach((value, axis) => {
        view.setFloat32(84 + 50 * i + 12 + 12 * k + 4 * axis, value, true);
      });
    });
  });
  return bytes;
}

/** The same as MuJoCo's MSH: counts of vertices, normals, texture coordinates and faces, then each. */
export function msh(): Uint8Array {
  const bytes = new Uint8Array(16 + 4 * (CORNERS.length + FACES.length) * 3);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, CORNERS.length, true);
  view.setInt32(12, FACES.length, true);
  CORNERS.flat().forEach((value, i) => view.setFloat32(16 + 4 * i, value, true));
  FACES.flat().forEach((value, i) => view.setInt32(16 + 12 * CORNERS.length + 4 * i, value, true));
  return bytes;
}

/** A skin of one triangle on one bone, in MuJoCo's SKN. */
export function skn(body: string): Uint8Array {
  const bytes = new Uint8Array(16 + 36 + 12 + 40 + 12 + 16 + 8 + 12 + 12);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const ints = (...values: number[]) => {
    for (const value of values) {
      view.setInt32(at, value, true);
      at += 4;
    }
  };
  const floats = (...values: number[]) => {
    for (const value of values) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  };
  ints(3, 0, 1, 1);
  floats(0, 0, 0, 1, 0, 0, 0, 1, 0);
  ints(0, 1, 2);
  bytes.set(strToU8(body), at);
  at += 40;
  floats(0, 0, 0, 1, 0, 0, 0);
  ints(3);
  ints(0, 1, 2);
  floats(1, 1, 1);
  return bytes.slice(0, at);
}
