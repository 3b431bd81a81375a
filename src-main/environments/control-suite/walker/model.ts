/** Walker: a planar biped. Sizes and gains after dm_control (Lillicrap et al. 2015). */
import { element, motor, type MjcfElement } from '../mjcf.ts';
import { suiteModel } from '../suiteModel.ts';

const JOINT = { type: 'hinge', axis: [0, -1, 0], damping: 0.1, armature: 0.01 };
const LIMIT = { limited: true, solimplimit: [0, 0.99, 0.01] };
const CONTACT = { contype: 1, conaffinity: 0, friction: [0.7, 0.1, 0.1] };

const joint = (name: string, range: readonly number[], pos?: readonly number[]) =>
  element('joint', { name, pos, range, ...JOINT, ...LIMIT });
const capsule = (name: string, size: readonly number[], place: Parameters<typeof element>[1] = {}) =>
  element('geom', { name, type: 'capsule', material: 'self', size, ...CONTACT, ...place });

function leg(side: 'right' | 'left', y: number): MjcfElement {
  return element('body', { name: `${side}_thigh`, pos: [0, y, -0.3] }, [
    joint(`${side}_hip`, [-20, 100]),
    capsule(`${side}_thigh`, [0.05, 0.225], { pos: [0, 0, -0.225] }),
    element('body', { name: `${side}_leg`, pos: [0, 0, -0.7] }, [
      joint(`${side}_knee`, [-150, 0], [0, 0, 0.25]),
      capsule(`${side}_leg`, [0.04, 0.25]),
      element('body', { name: `${side}_foot`, pos: [0.06, 0, -0.25] }, [
        joint(`${side}_ankle`, [-45, 45], [-0.06, 0, 0]),
        capsule(`${side}_foot`, [0.05, 0.1], { zaxis: [1, 0, 0] }),
      ]),
    ]),
  ]);
}

function rootJoint(name: string, type: string, axis: readonly number[]): MjcfElement {
  return element('joint', { name, type, axis, limited: false, armature: 0, damping: 0 });
}

export function walkerModel(): MjcfElement {
  return suiteModel({
    name: 'planar walker',
    arenaBytes: 2 << 20,
    option: element('option', { timestep: 0.0025 }),
    extra: [element('statistic', { extent: 2, center: [0, 0, 1] })],
    world: [
      element('geom', {
        name: 'floor',
        type: 'plane',
        pos: [248, 0, 0],
        size: [250, 0.8, 0.2],
        zaxis: [0, 0, 1],
        material: 'grid',
        ...CONTACT,
        conaffinity: 1,
      }),
      element('body', { name: 'torso', pos: [0, 0, 1.3] }, [
        element('light', { name: 'light', pos: [0, 0, 2], mode: 'trackcom' }),
        element('camera', { name: 'side', pos: [0, -2, 0.7], euler: [60, 0, 0], mode: 'trackcom' }),
        element('camera', { name: 'back', pos: [-2, 0, 0.5], xyaxes: [0, -1, 0, 1, 0, 3], mode: 'trackcom' }),
        rootJoint('rootz', 'slide', [0, 0, 1]),
        rootJoint('rootx', 'slide', [1, 0, 0]),
        rootJoint('rooty', 'hinge', [0, 1, 0]),
        capsule('torso', [0.07, 0.3]),
        leg('right', -0.05),
        leg('left', 0.05),
      ]),
    ],
    actuators: ['right', 'left'].flatMap((side) => [
      motor(`${side}_hip`, 100),
      motor(`${side}_knee`, 50),
      motor(`${side}_ankle`, 20),
    ]),
    sensors: [element('subtreelinvel', { name: 'torso_subtreelinvel', body: 'torso' })],
  });
}
