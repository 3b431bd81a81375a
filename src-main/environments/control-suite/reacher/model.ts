/** Reacher: a two-link arm in the horizontal plane and a target to touch. Sizes and gains after dm_control. */
import { element, motor, type MjcfElement } from '../mjcf.ts';
import { suiteModel } from '../suiteModel.ts';

function wall(
  name: string,
  pos: readonly number[],
  zaxis: readonly number[],
  size: readonly number[],
): MjcfElement {
  return element('geom', { name, type: 'plane', pos, zaxis, size, material: 'decoration' });
}

export function reacherModel(targetRadius: number): MjcfElement {
  const hinge = { type: 'hinge', axis: [0, 0, 1], damping: 0.01 };
  const link = (name: string, length: number) =>
    element('geom', {
      name,
      type: 'capsule',
      fromto: [0, 0, 0, length, 0, 0],
      size: 0.01,
      material: 'self',
    });
  return suiteModel({
    name: 'two-link planar reacher',
    arenaBytes: 1 << 20,
    option: element('option', { timestep: 0.02 }, [element('flag', { contact: 'disable' })]),
    world: [
      element('light', { name: 'light', pos: [0, 0, 1] }),
      element('camera', { name: 'fixed', pos: [0, 0, 0.75], quat: [1, 0, 0, 0] }),
      element('geom', { name: 'ground', type: 'plane', size: [0.3, 0.3, 10], material: 'grid' }),
      wall('wall_x', [-0.3, 0, 0.02], [1, 0, 0], [0.02, 0.3, 0.02]),
      wall('wall_y', [0, -0.3, 0.02], [0, 1, 0], [0.3, 0.02, 0.02]),
      wall('wall_neg_x', [0.3, 0, 0.02], [-1, 0, 0], [0.02, 0.3, 0.02]),
      wall('wall_neg_y', [0, 0.3, 0.02], [0, -1, 0], [0.3, 0.02, 0.02]),
      element('geom', {
        name: 'root',
        type: 'cylinder',
        fromto: [0, 0, 0, 0, 0, 0.02],
        size: 0.011,
        material: 'decoration',
      }),
      element('body', { name: 'arm', pos: [0, 0, 0.01] }, [
        link('arm', 0.12),
        element('joint', { name: 'shoulder', ...hinge }),
        element('body', { name: 'hand', pos: [0.12, 0, 0] }, [
          link('hand', 0.1),
          element('joint', { name: 'wrist', ...hinge, limited: true, range: [-160, 160] }),
          element('body', { name: 'finger', pos: [0.12, 0, 0] }, [
            element('camera', { name: 'hand', pos: [0, 0, 0.2], mode: 'track' }),
            element('geom', { name: 'finger', type: 'sphere', size: 0.01, material: 'effector' }),
          ]),
        ]),
      ]),
      element('geom', {
        name: 'target',
        type: 'sphere',
        pos: [0, 0, 0.01],
        size: targetRadius,
        material: 'target',
      }),
    ],
    actuators: [motor('shoulder', 0.05), motor('wrist', 0.05)],
  });
}
