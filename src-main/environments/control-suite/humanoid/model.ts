/** Humanoid: 21 actuated joints. Sizes and gains after dm_control (Tassa et al. 2012). */
import { element, motor, type MjcfElement } from '../mjcf.ts';
import { suiteModel } from '../suiteModel.ts';

type Attributes = Parameters<typeof element>[1];
type Side = 'right' | 'left';
const sign = (side: Side) => (side === 'right' ? -1 : 1);

/** Three kinds of joint by how much they resist: thin limbs, hips and waist, and those that bear weight. */
const STIFFNESS = {
  thin: { damping: 0.2, stiffness: 1 },
  big: { damping: 5, stiffness: 10 },
  bigStiff: { damping: 5, stiffness: 20 },
} as const;

function joint(
  name: string,
  axis: readonly number[],
  range: readonly number[],
  kind: keyof typeof STIFFNESS = 'thin',
  extra: Attributes = {},
): MjcfElement {
  return element('joint', {
    name,
    type: 'hinge',
    axis,
    range,
    armature: 0.01,
    limited: true,
    solimplimit: [0, 0.99, 0.01],
    ...STIFFNESS[kind],
    ...extra,
  });
}

function geom(name: string, shape: Attributes): MjcfElement {
  return element('geom', {
    name,
    type: 'capsule',
    condim: 1,
    friction: 0.7,
    solimp: [0.9, 0.99, 0.003],
    solref: [0.015, 1],
    material: 'self',
    ...shape,
  });
}

/** Where a touch sensor feels: the limb, a little enlarged. */
function touch(name: string, shape: Attributes): MjcfElement {
  return element('site', { name, type: 'capsule', group: 3, rgba: [0, 0, 1, 0.3], ...shape });
}

function forceSite(name: string, pos?: readonly number[]): MjcfElement {
  return element('site', {
    name,
    type: 'box',
    pos,
    size: [0.01, 0.01, 0.02],
    group: 3,
    rgba: [1, 0, 0, 1],
  });
}

function foot(side: Side): MjcfElement {
  const outer = sign(side);
  const rod = (name: string, heel: number, toe: number) =>
    geom(`${name}_${side}_foot`, { fromto: [-0.07, heel, 0, 0.14, toe, 0], size: 0.027 });
  const sole = (name: 'right' | 'left', y: number) =>
    touch(`${name}_${side}_foot`, {
      pos: [0.035, y, 0],
      size: [0.03, 0.11],
      zaxis: [21, name === 'right' ? -2 : 2, 0],
    });
  return element('body', { name: `${side}_foot`, pos: [0, 0, -0.39] }, [
    forceSite(`${side}_ankle`),
    joint(`${side}_ankle_y`, [0, 1, 0], [-50, 50], 'thin', { pos: [0, 0, 0.08], stiffness: 6 }),
    joint(`${side}_ankle_x`, [1, 0, 0.5], [-50, 50], 'thin', { pos: [0, 0, 0.04], stiffness: 3 }),
    rod(side, 0.02 * outer, 0.04 * outer),
    rod(side === 'right' ? 'left' : 'right', 0, -0.02 * outer),
    sole('right', side === 'right' ? -0.03 : -0.01),
    sole('left', side === 'right' ? 0.01 : 0.03),
  ]);
}

function leg(side: Side): MjcfElement {
  const outer = sign(side);
  const inward = -0.01 * outer;
  return element('body', { name: `${side}_thigh`, pos: [0, 0.1 * outer, -0.04] }, [
    forceSite(`${side}_hip`),
    joint(`${side}_hip_x`, [-outer, 0, 0], [-25, 5], 'big'),
    joint(`${side}_hip_z`, [0, 0, -outer], [-60, 35], 'big'),
    joint(`${side}_hip_y`, [0, 1, 0], [side === 'right' ? -110 : -120, 20], 'bigStiff'),
    geom(`${side}_thigh`, { fromto: [0, 0, 0, 0, inward, -0.34], size: 0.06 }),
    touch(`${side}_thigh`, { pos: [0, inward / 2, -0.17], size: [0.061, 0.17], zaxis: [0, outer, 34] }),
    element('body', { name: `${side}_shin`, pos: [0, inward, -0.403] }, [
      forceSite(`${side}_knee`, [0, 0, 0.02]),
      joint(`${side}_knee`, [0, -1, 0], [-160, 2], 'thin', { pos: [0, 0, 0.02] }),
      geom(`${side}_shin`, { fromto: [0, 0, 0, 0, 0, -0.3], size: 0.049 }),
      touch(`${side}_shin`, { pos: [0, 0, -0.15], size: [0.05, 0.15] }),
      foot(side),
    ]),
  ]);
}

function arm(side: Side): MjcfElement {
  const outer = sign(side);
  const shoulderRange = side === 'right' ? [-85, 60] : [-60, 85];
  return element('body', { name: `${side}_upper_arm`, pos: [0, 0.17 * outer, 0.06] }, [
    joint(`${side}_shoulder1`, [2, -outer, 1], shoulderRange),
    joint(`${side}_shoulder2`, [0, outer, 1], shoulderRange),
    geom(`${side}_upper_arm`, { fromto: [0, 0, 0, 0.16, 0.16 * outer, -0.16], size: [0.04, 0.16] }),
    touch(`${side}_upper_arm`, {
      pos: [0.08, 0.08 * outer, -0.08],
      size: [0.041, 0.14],
      zaxis: [1, outer, -1],
    }),
    element('body', { name: `${side}_lower_arm`, pos: [0.18, 0.18 * outer, -0.18] }, [
      joint(`${side}_elbow`, [0, -1, -outer], [-90, 50], 'thin', { stiffness: 0 }),
      geom(`${side}_lower_arm`, {
        fromto: [0.01, -0.01 * outer, 0.01, 0.17, -0.17 * outer, 0.17],
        size: 0.031,
      }),
      touch(`${side}_lower_arm`, {
        pos: [0.09, -0.09 * outer, 0.09],
        size: [0.032, 0.14],
        zaxis: [1, -outer, 1],
      }),
      element('body', { name: `${side}_hand`, pos: [0.18, -0.18 * outer, 0.18] }, [
        geom(`${side}_hand`, { type: 'sphere', size: 0.04 }),
        touch(`${side}_hand`, { type: 'sphere', size: 0.041 }),
      ]),
    ]),
  ]);
}

function head(): MjcfElement {
  return element('body', { name: 'head', pos: [0, 0, 0.19] }, [
    geom('head', { type: 'sphere', size: 0.09 }),
    touch('head', { type: 'sphere', size: 0.091 }),
    element('camera', { name: 'egocentric', pos: [0.09, 0, 0], xyaxes: [0, -1, 0, 0.1, 0, 1], fovy: 80 }),
  ]);
}

function lowerBody(): MjcfElement {
  const bend = [1, 0, -0.002, 0];
  return element('body', { name: 'lower_waist', pos: [-0.01, 0, -0.26], quat: bend }, [
    geom('lower_waist', { fromto: [0, -0.06, 0, 0, 0.06, 0], size: 0.06 }),
    touch('lower_waist', { size: [0.061, 0.06], zaxis: [0, 1, 0] }),
    joint('abdomen_z', [0, 0, 1], [-45, 45], 'bigStiff', { pos: [0, 0, 0.065] }),
    joint('abdomen_y', [0, 1, 0], [-75, 30], 'big', { pos: [0, 0, 0.065] }),
    element('body', { name: 'pelvis', pos: [0, 0, -0.165], quat: bend }, [
      joint('abdomen_x', [1, 0, 0], [-35, 35], 'big', { pos: [0, 0, 0.1] }),
      geom('butt', { fromto: [-0.02, -0.07, 0, -0.02, 0.07, 0], size: 0.09 }),
      touch('butt', { size: [0.091, 0.07], pos: [-0.02, 0, 0], zaxis: [0, 1, 0] }),
      leg('right'),
      leg('left'),
    ]),
  ]);
}

/** Joint and gear, in the suite's order of actuators. */
const MOTORS: readonly (readonly [string, number])[] = [
  ['abdomen_y', 40],
  ['abdomen_z', 40],
  ['abdomen_x', 40],
  ...(['right', 'left'] as const).flatMap((side): [string, number][] => [
    [`${side}_hip_x`, 40],
    [`${side}_hip_z`, 40],
    [`${side}_hip_y`, 120],
    [`${side}_knee`, 80],
    [`${side}_ankle_x`, 20],
    [`${side}_ankle_y`, 20],
  ]),
  ...(['right', 'left'] as const).flatMap((side): [string, number][] => [
    [`${side}_shoulder1`, 20],
    [`${side}_shoulder2`, 20],
    [`${side}_elbow`, 40],
  ]),
];

export function humanoidModel(): MjcfElement {
  return suiteModel({
    name: 'humanoid',
    arenaBytes: 4 << 20,
    option: element('option', { timestep: 0.005 }),
    extra: [element('statistic', { extent: 2, center: [0, 0, 1] })],
    world: [
      element('geom', {
        name: 'floor',
        type: 'plane',
        conaffinity: 1,
        size: [100, 100, 0.2],
        material: 'grid',
      }),
      element('body', { name: 'torso', pos: [0, 0, 1.5] }, [
        element('light', { name: 'top', pos: [0, 0, 2], mode: 'trackcom' }),
        element('camera', { name: 'back', pos: [-3, 0, 1], xyaxes: [0, -1, 0, 1, 0, 2], mode: 'trackcom' }),
        element('camera', { name: 'side', pos: [0, -3, 1], xyaxes: [1, 0, 0, 0, 1, 2], mode: 'trackcom' }),
        element('freejoint', { name: 'root' }),
        forceSite('root'),
        geom('torso', { fromto: [0, -0.07, 0, 0, 0.07, 0], size: 0.07 }),
        geom('upper_waist', { fromto: [-0.01, -0.06, -0.12, -0.01, 0.06, -0.12], size: 0.06 }),
        touch('torso', { type: 'box', pos: [0, 0, -0.05], size: [0.075, 0.14, 0.13] }),
        head(),
        lowerBody(),
        arm('right'),
        arm('left'),
      ]),
    ],
    actuators: MOTORS.map(([name, gear]) => motor(name, gear)),
    // The suite's model has touch, force and inertial sensors too, which none of its tasks read.
    sensors: [element('subtreelinvel', { name: 'torso_subtreelinvel', body: 'torso' })],
  });
}
