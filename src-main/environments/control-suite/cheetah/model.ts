/** Cheetah: a planar runner with two three-jointed legs. Sizes and gains after dm_control (Wawrzynski 2009). */
import { element, motor, type MjcfElement } from '../mjcf.ts';
import { suiteModel } from '../suiteModel.ts';

interface Segment {
  readonly name: string;
  /** Where its joint sits in the parent's frame. */
  readonly at: readonly number[];
  readonly range: readonly [number, number];
  readonly stiffness: number;
  readonly damping: number;
  readonly gear: number;
  /** The capsule: middle, tilt about y in degrees, half length. */
  readonly middle: readonly number[];
  readonly tilt: number;
  readonly halfLength: number;
}

const BACK_LEG: readonly Segment[] = [
  {
    name: 'bthigh',
    at: [-0.5, 0, 0],
    range: [-30, 60],
    stiffness: 240,
    damping: 6,
    gear: 120,
    middle: [0.1, 0, -0.13],
    tilt: -218,
    halfLength: 0.145,
  },
  {
    name: 'bshin',
    at: [0.16, 0, -0.25],
    range: [-50, 50],
    stiffness: 180,
    damping: 4.5,
    gear: 90,
    middle: [-0.14, 0, -0.07],
    tilt: -116,
    halfLength: 0.15,
  },
  {
    name: 'bfoot',
    at: [-0.28, 0, -0.14],
    range: [-230, 50],
    stiffness: 120,
    damping: 3,
    gear: 60,
    middle: [0.03, 0, -0.097],
    tilt: -15,
    halfLength: 0.094,
  },
];

const FRONT_LEG: readonly Segment[] = [
  {
    name: 'fthigh',
    at: [0.5, 0, 0],
    range: [-57, 0.4],
    stiffness: 180,
    damping: 4.5,
    gear: 90,
    middle: [-0.07, 0, -0.12],
    tilt: 30,
    halfLength: 0.133,
  },
  {
    name: 'fshin',
    at: [-0.14, 0, -0.24],
    range: [-70, 50],
    stiffness: 120,
    damping: 3,
    gear: 60,
    middle: [0.065, 0, -0.09],
    tilt: -34,
    halfLength: 0.106,
  },
  {
    name: 'ffoot',
    at: [0.13, 0, -0.18],
    range: [-28, 28],
    stiffness: 60,
    damping: 1.5,
    gear: 30,
    middle: [0.045, 0, -0.07],
    tilt: -34,
    halfLength: 0.07,
  },
];

const RADIUS = 0.046;

/** Each segment is the child of the one before. */
function leg(segments: readonly Segment[]): MjcfElement[] {
  const [first, ...rest] = segments;
  if (first === undefined) return [];
  const { name, range, stiffness, damping } = first;
  return [
    element('body', { name, pos: first.at }, [
      element('joint', { name, range, stiffness, damping }),
      element('geom', {
        name,
        type: 'capsule',
        pos: first.middle,
        euler: [0, first.tilt, 0],
        size: [RADIUS, first.halfLength],
      }),
      ...leg(rest),
    ]),
  ];
}

export function cheetahModel(): MjcfElement {
  const root = { limited: false, damping: 0, armature: 0, stiffness: 0 };
  return suiteModel({
    name: 'cheetah',
    arenaBytes: 2 << 20,
    option: element('option', { timestep: 0.01 }),
    defaults: [
      element('default', { class: 'cheetah' }, [
        element('joint', {
          type: 'hinge',
          axis: [0, 1, 0],
          limited: true,
          damping: 0.01,
          armature: 0.1,
          stiffness: 8,
        }),
        element('geom', {
          contype: 1,
          conaffinity: 1,
          condim: 3,
          friction: [0.4, 0.1, 0.1],
          material: 'self',
        }),
      ]),
    ],
    extra: [
      element('compiler', { settotalmass: 14 }),
      element('statistic', { center: [0, 0, 0.7], extent: 2 }),
    ],
    world: [
      element('geom', {
        name: 'ground',
        type: 'plane',
        conaffinity: 1,
        pos: [98, 0, 0],
        size: [100, 0.8, 0.5],
        material: 'grid',
      }),
      element('body', { name: 'torso', pos: [0, 0, 0.7], childclass: 'cheetah' }, [
        element('light', { name: 'light', pos: [0, 0, 2], mode: 'trackcom' }),
        element('camera', { name: 'side', pos: [0, -3, 0], quat: [0.707, 0.707, 0, 0], mode: 'trackcom' }),
        element('camera', {
          name: 'back',
          pos: [-1.8, -1.3, 0.8],
          xyaxes: [0.45, -0.9, 0, 0.3, 0.15, 0.94],
          mode: 'trackcom',
        }),
        element('joint', { name: 'rootx', type: 'slide', axis: [1, 0, 0], ...root }),
        element('joint', { name: 'rootz', type: 'slide', axis: [0, 0, 1], ...root }),
        element('joint', { name: 'rooty', type: 'hinge', axis: [0, 1, 0], ...root }),
        element('geom', { name: 'torso', type: 'capsule', fromto: [-0.5, 0, 0, 0.5, 0, 0], size: RADIUS }),
        element('geom', {
          name: 'head',
          type: 'capsule',
          pos: [0.6, 0, 0.1],
          euler: [0, 50, 0],
          size: [RADIUS, 0.15],
        }),
        ...leg(BACK_LEG),
        ...leg(FRONT_LEG),
      ]),
    ],
    actuators: [...BACK_LEG, ...FRONT_LEG].map((segment) => motor(segment.name, segment.gear)),
    sensors: [element('subtreelinvel', { name: 'torso_subtreelinvel', body: 'torso' })],
  });
}
