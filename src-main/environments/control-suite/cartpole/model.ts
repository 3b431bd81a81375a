/** Cartpole: a pole hinged on a cart that slides on a rail. Sizes, masses and gains after dm_control. */
import { element, motor, type MjcfElement } from '../mjcf.ts';
import { suiteModel } from '../suiteModel.ts';

function rail(name: string, y: number): MjcfElement {
  return element('geom', {
    name,
    type: 'capsule',
    pos: [0, y, 1],
    zaxis: [1, 0, 0],
    size: [0.02, 2],
    material: 'decoration',
  });
}

export function cartpoleModel(): MjcfElement {
  return suiteModel({
    name: 'cart-pole',
    arenaBytes: 1 << 20,
    option: element('option', { timestep: 0.01, integrator: 'RK4' }, [
      element('flag', { contact: 'disable' }),
    ]),
    world: [
      element('light', { name: 'light', pos: [0, 0, 6] }),
      element('camera', { name: 'fixed', pos: [0, -4, 1], zaxis: [0, -1, 0] }),
      element('camera', { name: 'lookatcart', mode: 'targetbody', target: 'cart', pos: [0, -2, 2] }),
      element('geom', {
        name: 'floor',
        type: 'plane',
        pos: [0, 0, -0.05],
        size: [4, 4, 0.2],
        material: 'grid',
      }),
      rail('rail1', 0.07),
      rail('rail2', -0.07),
      element('body', { name: 'cart', pos: [0, 0, 1] }, [
        element('joint', {
          name: 'slider',
          type: 'slide',
          axis: [1, 0, 0],
          limited: true,
          range: [-1.8, 1.8],
          solreflimit: [0.08, 1],
          damping: 5e-4,
        }),
        element('geom', { name: 'cart', type: 'box', size: [0.2, 0.15, 0.1], material: 'self', mass: 1 }),
        element('body', { name: 'pole_1' }, [
          element('joint', { name: 'hinge_1', type: 'hinge', axis: [0, 1, 0], damping: 2e-6 }),
          element('geom', {
            name: 'pole_1',
            type: 'capsule',
            fromto: [0, 0, 0, 0, 0, 1],
            size: 0.045,
            material: 'self',
            mass: 0.1,
          }),
        ]),
      ]),
    ],
    actuators: [motor('slide', 10, 'slider')],
  });
}
