/** Hopper: a planar one-legged hopper. Sizes and gains after dm_control (Lillicrap et al. 2015). */
import { element, motor, type MjcfElement } from '../mjcf.ts';
import { suiteModel } from '../suiteModel.ts';

interface Segment {
  readonly body: string;
  readonly joint: string;
  readonly at: readonly number[];
  readonly range: readonly [number, number];
  readonly ends: readonly number[];
  readonly radius: number;
  readonly gear: number;
}

/** From the torso down. */
const CHAIN: readonly Segment[] = [
  {
    body: 'pelvis',
    joint: 'waist',
    at: [0, 0, -0.05],
    range: [-30, 30],
    ends: [0, 0, 0, 0, 0, -0.15],
    radius: 0.065,
    gear: 30,
  },
  {
    body: 'thigh',
    joint: 'hip',
    at: [0, 0, -0.2],
    range: [-170, 10],
    ends: [0, 0, 0, 0, 0, -0.33],
    radius: 0.04,
    gear: 40,
  },
  {
    body: 'calf',
    joint: 'knee',
    at: [0, 0, -0.33],
    range: [5, 150],
    ends: [0, 0, 0, 0, 0, -0.32],
    radius: 0.03,
    gear: 30,
  },
  {
    body: 'foot',
    joint: 'ankle',
    at: [0, 0, -0.32],
    range: [-45, 45],
    ends: [-0.08, 0, 0, 0.17, 0, 0],
    radius: 0.04,
    gear: 10,
  },
];

function touchSite(name: string, x: number): MjcfElement {
  return element('site', { name, type: 'sphere', pos: [x, 0, 0], size: 0.05, group: 3 });
}

function chain(segments: readonly Segment[]): MjcfElement[] {
  const [first, ...rest] = segments;
  if (first === undefined) return [touchSite('touch_toe', 0.17), touchSite('touch_heel', -0.08)];
  return [
    element('body', { name: first.body, pos: first.at }, [
      element('joint', { name: first.joint, range: first.range }),
      element('geom', { name: first.body, fromto: first.ends, size: first.radius }),
      ...chain(rest),
    ]),
  ];
}

export function hopperModel(): MjcfElement {
  const root = { limited: false, damping: 0, armature: 0, stiffness: 0 };
  return suiteModel({
    name: 'planar hopper',
    arenaBytes: 2 << 20,
    option: element('option', { timestep: 0.005 }),
    defaults: [
      element('default', { class: 'hopper' }, [
        element('joint', { type: 'hinge', axis: [0, 1, 0], limited: true, damping: 0.05, armature: 0.2 }),
        element('geom', { type: 'capsule', material: 'self' }),
      ]),
    ],
    extra: [element('statistic', { extent: 2, center: [0, 0, 0.5] })],
    world: [
      element('camera', { name: 'cam0', pos: [0, -2.8, 0.8], euler: [90, 0, 0], mode: 'trackcom' }),
      element('camera', {
        name: 'back',
        pos: [-2, -0.2, 1.2],
        xyaxes: [0.2, -1, 0, 0.5, 0, 2],
        mode: 'trackcom',
      }),
      element('geom', {
        name: 'floor',
        type: 'plane',
        conaffinity: 1,
        pos: [48, 0, 0],
        size: [50, 1, 0.2],
        material: 'grid',
      }),
      element('body', { name: 'torso', pos: [0, 0, 1], childclass: 'hopper' }, [
        element('light', { name: 'top', pos: [0, 0, 2], mode: 'trackcom' }),
        element('joint', { name: 'rootx', type: 'slide', axis: [1, 0, 0], ...root }),
        element('joint', { name: 'rootz', type: 'slide', axis: [0, 0, 1], ...root }),
        element('joint', { name: 'rooty', type: 'hinge', axis: [0, 1, 0], ...root }),
        element('geom', { name: 'torso', fromto: [0, 0, -0.05, 0, 0, 0.2], size: 0.0653 }),
        element('geom', { name: 'nose', fromto: [0.08, 0, 0.13, 0.15, 0, 0.14], size: 0.03 }),
        ...chain(CHAIN),
      ]),
    ],
    actuators: CHAIN.map((segment) => motor(segment.joint, segment.gear)),
    sensors: [
      element('subtreelinvel', { name: 'torso_subtreelinvel', body: 'torso' }),
      element('touch', { name: 'touch_toe', site: 'touch_toe' }),
      element('touch', { name: 'touch_heel', site: 'touch_heel' }),
    ],
  });
}
