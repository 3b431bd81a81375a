/** Pendulum: a mass on a massless pole with a weak motor. Sizes and gains after dm_control. */
import { element, motor, type MjcfElement } from '../mjcf.ts';
import { suiteModel } from '../suiteModel.ts';

export function pendulumModel(): MjcfElement {
  return suiteModel({
    name: 'pendulum',
    arenaBytes: 1 << 20,
    option: element('option', { timestep: 0.02 }, [element('flag', { contact: 'disable' })]),
    world: [
      element('light', { name: 'light', pos: [0, 0, 2] }),
      element('geom', { name: 'floor', type: 'plane', size: [2, 2, 0.2], material: 'grid' }),
      element('camera', { name: 'fixed', pos: [0, -1.5, 2], xyaxes: [1, 0, 0, 0, 1, 1] }),
      element('camera', { name: 'lookat', mode: 'targetbodycom', target: 'pole', pos: [0, -2, 1] }),
      element('body', { name: 'pole', pos: [0, 0, 0.6] }, [
        element('joint', { name: 'hinge', type: 'hinge', axis: [0, 1, 0], damping: 0.1 }),
        element('geom', {
          name: 'base',
          type: 'cylinder',
          fromto: [0, -0.03, 0, 0, 0.03, 0],
          size: 0.021,
          mass: 0,
          material: 'decoration',
        }),
        element('geom', {
          name: 'pole',
          type: 'capsule',
          fromto: [0, 0, 0, 0, 0, 0.5],
          size: 0.02,
          mass: 0,
          material: 'self',
        }),
        element('geom', {
          name: 'mass',
          type: 'sphere',
          pos: [0, 0, 0.5],
          size: 0.05,
          mass: 1,
          material: 'effector',
        }),
      ]),
    ],
    actuators: [motor('torque', 1, 'hinge')],
  });
}
