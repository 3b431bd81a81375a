/** Ball in cup: a cup that moves in a vertical plane, a ball on a string. Sizes and gains after dm_control. */
import { element, motor, type MjcfElement } from '../mjcf.ts';
import { suiteModel } from '../suiteModel.ts';

/** The cup's outline in its own xz plane, from the left rim to the right. */
const CUP_OUTLINE = [
  [-0.05, 0],
  [-0.05, -0.075],
  [-0.025, -0.1],
  [0.025, -0.1],
  [0.05, -0.075],
  [0.05, 0],
] as const;

function cupWalls(): MjcfElement[] {
  const walls: MjcfElement[] = [];
  let previous: readonly [number, number] | undefined;
  for (const corner of CUP_OUTLINE) {
    if (previous !== undefined) {
      walls.push(
        element('geom', {
          name: `cup_part_${walls.length}`,
          type: 'capsule',
          fromto: [previous[0], 0, previous[1], corner[0], 0, corner[1]],
          size: 0.008,
          material: 'self',
        }),
      );
    }
    previous = corner;
  }
  return walls;
}

/** The two cameras of the small table-top models (ball in cup, finger). */
export function tableCameras(): MjcfElement[] {
  return [
    element('camera', { name: 'cam0', pos: [0, -1, 0.8], xyaxes: [1, 0, 0, 0, 1, 2] }),
    element('camera', { name: 'cam1', pos: [0, -1, 0.4], xyaxes: [1, 0, 0, 0, 0, 1] }),
  ];
}

/** The light and the floor of the small table-top models. */
export function tableTop(contact: Parameters<typeof element>[1] = {}): MjcfElement[] {
  return [
    element('light', {
      name: 'light',
      directional: true,
      diffuse: [0.6, 0.6, 0.6],
      pos: [0, 0, 2],
      specular: [0.3, 0.3, 0.3],
    }),
    element('geom', { name: 'ground', type: 'plane', size: [0.6, 0.2, 10], material: 'grid', ...contact }),
  ];
}

export function ballInCupModel(): MjcfElement {
  const slide = (name: string, axis: readonly number[], spring: Record<string, number>) =>
    element('joint', { name, type: 'slide', axis, ...spring });
  const cupSpring = { damping: 3, stiffness: 20 };
  return suiteModel({
    name: 'ball in cup',
    arenaBytes: 1 << 20,
    world: [
      ...tableTop(),
      ...tableCameras(),
      element('body', { name: 'cup', pos: [0, 0, 0.6] }, [
        slide('cup_x', [1, 0, 0], cupSpring),
        slide('cup_z', [0, 0, 1], cupSpring),
        ...cupWalls(),
        element('site', { name: 'cup', pos: [0, 0, -0.108], size: 0.005 }),
        element('site', {
          name: 'target',
          type: 'box',
          pos: [0, 0, -0.05],
          size: [0.05, 0.006, 0.05],
          group: 4,
        }),
      ]),
      element('body', { name: 'ball', pos: [0, 0, 0.2] }, [
        slide('ball_x', [1, 0, 0], {}),
        slide('ball_z', [0, 0, 1], {}),
        element('geom', { name: 'ball', type: 'sphere', size: 0.025, material: 'effector' }),
        element('site', { name: 'ball', size: 0.005 }),
      ]),
    ],
    actuators: [motor('x', 5, 'cup_x'), motor('z', 5, 'cup_z')],
    extra: [
      element('tendon', {}, [
        element('spatial', { name: 'string', limited: true, range: [0, 0.3], width: 0.003 }, [
          element('site', { site: 'ball' }),
          element('site', { site: 'cup' }),
        ]),
      ]),
    ],
  });
}
