/** Acrobot: two links hanging from a shoulder, driven at the elbow alone. Sizes and masses after dm_control (Coulom 2002). */
import { element, motor, type MjcfElement } from '../mjcf.ts';
import { suiteModel } from '../suiteModel.ts';

const HINGE = { type: 'hinge', axis: [0, 1, 0], damping: 0.05 };

/** A link of one kilogram and one metre, pointing up from its joint. */
function link(name: string, radius: number): MjcfElement {
  return element('geom', {
    name,
    type: 'capsule',
    fromto: [0, 0, 0, 0, 0, 1],
    size: radius,
    mass: 1,
    material: 'self',
  });
}

export function acrobotModel(): MjcfElement {
  return suiteModel({
    name: 'acrobot',
    arenaBytes: 1 << 20,
    // Without constraints there is nothing but smooth dynamics, which the fourth-order Runge-Kutta integrator suits.
    option: element('option', { timestep: 0.01, integrator: 'RK4' }, [
      element('flag', { constraint: 'disable' }),
    ]),
    world: [
      element('light', { name: 'light', pos: [0, 0, 6] }),
      element('geom', { name: 'floor', type: 'plane', size: [3, 3, 0.2], material: 'grid' }),
      element('site', {
        name: 'target',
        type: 'sphere',
        pos: [0, 0, 4],
        size: 0.2,
        material: 'target',
        group: 3,
      }),
      element('camera', { name: 'fixed', pos: [0, -6, 2], zaxis: [0, -1, 0] }),
      element('camera', { name: 'lookat', mode: 'targetbodycom', target: 'upper_arm', pos: [0, -2, 3] }),
      element('body', { name: 'upper_arm', pos: [0, 0, 2] }, [
        element('joint', { name: 'shoulder', ...HINGE }),
        element('geom', {
          name: 'upper_arm_decoration',
          type: 'cylinder',
          fromto: [0, -0.06, 0, 0, 0.06, 0],
          size: 0.051,
          mass: 0,
          material: 'decoration',
        }),
        link('upper_arm', 0.05),
        element('body', { name: 'lower_arm', pos: [0, 0, 1] }, [
          element('joint', { name: 'elbow', ...HINGE }),
          link('lower_arm', 0.049),
          element('site', { name: 'tip', pos: [0, 0, 1], size: 0.01 }),
        ]),
      ]),
    ],
    actuators: [motor('elbow', 2)],
  });
}
