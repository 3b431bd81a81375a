/**
 * Quadruped: an ellipsoid on four legs of four joints, driven through tendons that yaw, lift and extend each leg. Sizes
 * and gains after dm_control (Heess et al.); the walls, ball, terrain and rangefinders of its other tasks are left out.
 */
import { element, type MjcfElement } from '../mjcf.ts';
import { suiteModel } from '../suiteModel.ts';

interface Leg {
  readonly name: string;
  readonly hip: readonly number[];
  readonly yawDegrees: number;
}

const LEGS: readonly Leg[] = [
  { name: 'front_left', hip: [0.2, 0.2, 0], yawDegrees: 45 },
  { name: 'front_right', hip: [0.2, -0.2, 0], yawDegrees: -45 },
  { name: 'back_right', hip: [-0.2, -0.2, 0], yawDegrees: -135 },
  { name: 'back_left', hip: [-0.2, 0.2, 0], yawDegrees: 135 },
];

const CONTACT = { solimp: [0.9, 0.99, 0.003], solref: [0.01, 1] };
const FLESH = { type: 'capsule', condim: 1, material: 'self', density: 500, ...CONTACT };
const HINGE = {
  type: 'hinge',
  damping: 30,
  armature: 0.01,
  limited: true,
  solimplimit: [0, 0.99, 0.01],
};

const joint = (name: string, axis: readonly number[], range: readonly number[]) =>
  element('joint', { name, axis, range, ...HINGE });
const limb = (name: string, size: number, fromto: readonly number[]) =>
  element('geom', { name, size, fromto, ...FLESH });

function leg({ name, hip, yawDegrees }: Leg): MjcfElement {
  return element('body', { name: `hip_${name}`, pos: hip, euler: [0, 0, yawDegrees] }, [
    joint(`yaw_${name}`, [0, 0, 1], [-50, 50]),
    joint(`pitch_${name}`, [0, 1, 0], [-20, 60]),
    limb(`thigh_${name}`, 0.08, [0, 0, 0, 0.3, 0, 0.11]),
    element('body', { name: `knee_${name}`, pos: [0.3, 0, 0.11] }, [
      joint(`knee_${name}`, [0, 1, 0], [-60, 50]),
      limb(`shin_${name}`, 0.065, [0, 0, 0, 0.25, 0, -0.25]),
      element('body', { name: `ankle_${name}`, pos: [0.25, 0, -0.25] }, [
        joint(`ankle_${name}`, [0, 1, 0], [-45, 55]),
        limb(`foot_${name}`, 0.055, [0, 0, 0, 0, 0, -0.25]),
        element('body', { name: `toe_${name}`, pos: [0, 0, -0.3] }, [
          element('geom', {
            name: `toe_${name}`,
            ...FLESH,
            type: 'sphere',
            size: 0.08,
            material: 'effector',
            friction: 1.5,
          }),
          element('site', {
            name: `toe_${name}`,
            type: 'sphere',
            size: 0.084,
            material: 'site',
            group: 4,
          }),
        ]),
      ]),
    ]),
  ]);
}

function eye(side: 'r' | 'l', y: number): MjcfElement[] {
  return [
    element('geom', {
      name: `eye_${side}`,
      ...FLESH,
      type: 'cylinder',
      size: 0.05,
      fromto: [0.1, y, 0.12, 0.31, y, 0.08],
      mass: 0,
    }),
    element('site', {
      name: `pupil_${side}`,
      type: 'sphere',
      size: 0.033,
      pos: [0.3, y, 0.08],
      zaxis: [1, 0, 0],
      material: 'eye',
    }),
  ];
}

function torso(): MjcfElement {
  return element('body', { name: 'torso', pos: [0, 0, 0.57] }, [
    element('freejoint', { name: 'root' }),
    element('camera', { name: 'x', pos: [-1.7, 0, 1], xyaxes: [0, -1, 0, 0.75, 0, 1], mode: 'trackcom' }),
    element('camera', { name: 'y', pos: [0, 4, 2], xyaxes: [-1, 0, 0, 0, -0.5, 1], mode: 'trackcom' }),
    element('camera', { name: 'egocentric', pos: [0.3, 0, 0.11], xyaxes: [0, -1, 0, 0.4, 0, 1], fovy: 60 }),
    element('light', { name: 'light', pos: [0, 0, 4], mode: 'trackcom' }),
    ...eye('r', -0.07),
    ...eye('l', 0.07),
    element('site', {
      name: 'workspace',
      type: 'sphere',
      size: [0.3, 0.3, 0.3],
      material: 'site',
      pos: [0.8, 0, -0.2],
      group: 3,
    }),
    element('geom', { name: 'torso', ...FLESH, type: 'ellipsoid', size: [0.3, 0.27, 0.2], density: 1000 }),
    element('site', { name: 'torso_touch', type: 'box', size: [0.26, 0.26, 0.26], rgba: [0, 0, 1, 0] }),
    element('site', { name: 'torso', size: 0.05, rgba: [1, 0, 0, 1] }),
    ...LEGS.map(leg),
  ]);
}

/** A weighted sum of a leg's joint angles, as MuJoCo's fixed tendon. */
function mixture(kind: string, leg: string, weights: Readonly<Record<string, number>>): MjcfElement {
  return element(
    'fixed',
    { name: `${kind}_${leg}` },
    Object.entries(weights).map(([part, coef]) => element('joint', { joint: `${part}_${leg}`, coef })),
  );
}

function tendons(): MjcfElement {
  return element('tendon', {}, [
    // What keeps a toe's pitch near the torso's: the three pitch joints of a leg nearly cancel.
    ...LEGS.map(({ name }) => mixture('coupling', name, { pitch: 0.333, knee: 0.333, ankle: 0.333 })),
    ...LEGS.flatMap(({ name }) => [
      mixture('extend', name, { pitch: 0.25, knee: -0.5, ankle: 0.25 }),
      mixture('lift', name, { pitch: 0.5, ankle: -0.5 }),
    ]),
  ]);
}

/** Position servos behind a first-order filter. */
function servo(name: string, range: readonly number[], target: Record<string, string>): MjcfElement {
  return element('general', {
    name,
    ...target,
    ctrllimited: true,
    ctrlrange: range,
    gainprm: 1000,
    biasprm: [0, -1000],
    biastype: 'affine',
    dyntype: 'filter',
    dynprm: 0.1,
  });
}

/** In the suite's order of legs for sensors, which is that of the bodies. */
function sensors(): MjcfElement[] {
  return [
    element('accelerometer', { name: 'imu_accel', site: 'torso' }),
    element('gyro', { name: 'imu_gyro', site: 'torso' }),
    element('velocimeter', { name: 'velocimeter', site: 'torso' }),
    ...LEGS.map(({ name }) => element('force', { name: `force_toe_${name}`, site: `toe_${name}` })),
    ...LEGS.map(({ name }) => element('torque', { name: `torque_toe_${name}`, site: `toe_${name}` })),
    element('subtreecom', { name: 'center_of_mass', body: 'torso' }),
  ];
}

export function quadrupedModel(floorHalfSize: number): MjcfElement {
  return suiteModel({
    name: 'quadruped',
    arenaBytes: 4 << 20,
    nearPlane: 0.005,
    farPlane: 20,
    option: element('option', { timestep: 0.005 }),
    world: [
      element('geom', {
        name: 'floor',
        type: 'plane',
        size: [floorHalfSize, floorHalfSize, 0.5],
        material: 'grid',
        ...CONTACT,
      }),
      element('camera', {
        name: 'global',
        pos: [-10, 10, 10],
        xyaxes: [-1, -1, 0, 1, 0, 1],
        mode: 'trackcom',
      }),
      torso(),
    ],
    extra: [
      tendons(),
      element(
        'equality',
        {},
        LEGS.map(({ name }) =>
          element('tendon', {
            name: `coupling_${name}`,
            tendon1: `coupling_${name}`,
            solimp: [0.95, 0.99, 0.01],
            solref: [0.005, 0.5],
          }),
        ),
      ),
    ],
    actuators: LEGS.flatMap(({ name }) => [
      servo(`yaw_${name}`, [-1, 1], { joint: `yaw_${name}` }),
      servo(`lift_${name}`, [-1, 1.1], { tendon: `lift_${name}` }),
      servo(`extend_${name}`, [-0.8, 0.8], { tendon: `extend_${name}` }),
    ]),
    sensors: sensors(),
  });
}
