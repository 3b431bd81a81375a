/** What the line looks like: a bar along x and a ball on it, seen from above. */
import { BODY_POSE_SIZE, poseLayout, type Scene } from '../../../shared/scene.ts';

export const TOY_SCENE: Scene = {
  version: 1,
  background: [0.1, 0.1, 0.15],
  textures: [],
  materials: [
    { name: 'bar', colour: [0.4, 0.4, 0.4], unlit: false },
    { name: 'ball', colour: [0.9, 0.5, 0.1], unlit: false },
  ],
  meshes: [],
  bodies: [
    {
      name: 'bar',
      parts: [
        {
          shape: { kind: 'box', halfSize: [1.1, 0.05, 0.05] },
          material: 0,
          position: [0, 0, 0],
          quaternion: [1, 0, 0, 0],
        },
      ],
    },
    {
      name: 'ball',
      parts: [
        {
          shape: { kind: 'sphere', radius: 0.15 },
          material: 1,
          position: [0, 0, 0.2],
          quaternion: [1, 0, 0, 0],
        },
      ],
    },
  ],
  lights: [
    { kind: 'ambient', colour: [0.4, 0.4, 0.4] },
    { kind: 'directional', colour: [0.6, 0.6, 0.6], direction: [0.3, 0.2, -1], castsShadow: false },
  ],
  cameras: [{ name: 'above', projection: 'perspective', near: 0.1, far: 10 }],
  overlay: [],
};

const LAYOUT = poseLayout(TOY_SCENE);
export const POSE_LENGTH = LAYOUT.length;
const CAMERA_HEIGHT = 3;
const FIELD_OF_VIEW = Math.PI / 4;

export function writePoses(position: number, out: Float64Array): void {
  out.set([0, 0, 0, 1, 0, 0, 0, 1]);
  out.set([position, 0, 0, 1, 0, 0, 0, 1], BODY_POSE_SIZE);
  out.set([0, 0, CAMERA_HEIGHT, 1, 0, 0, 0, FIELD_OF_VIEW], LAYOUT.cameras);
}
