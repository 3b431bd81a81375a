/** Finger: a two-jointed finger that turns a spinner. Sizes and gains after dm_control (Ibarz et al., Deisenroth et al.). */
import { tableCameras, tableTop } from '../ball-in-cup/model.ts';
import { element, motor, type MjcfElement } from '../mjcf.ts';
import { suiteModel } from '../suiteModel.ts';

/** What differs between the tasks: how freely the spinner turns, and the target's ball (none while spinning). */
export interface FingerModelOptions {
  readonly hingeDamping: number;
  readonly targetRadius: number;
  readonly showTarget: boolean;
}

const HINGE = { type: 'hinge', axis: [0, -1, 0] };
const SOFT_CONTACT = { solimp: [0, 0.9, 0.01], solref: [0.02, 1] };
const geom = (attributes: Parameters<typeof element>[1]) =>
  element('geom', { ...SOFT_CONTACT, ...attributes });

function fingerJoint(name: string, reference?: number): MjcfElement {
  return element('joint', {
    name,
    ...HINGE,
    damping: 2.5,
    limited: true,
    range: [-110, 110],
    ref: reference,
  });
}

function touchSite(name: string, x: number): MjcfElement {
  return element('site', {
    name,
    type: 'ellipsoid',
    pos: [x, 0, -0.17],
    size: [0.025, 0.03, 0.025],
    material: 'site',
    group: 3,
  });
}

function sensors(): MjcfElement[] {
  const place = (name: string, objtype: string) =>
    element('framepos', { name, objtype, objname: name.replace(/_pos$/, '') });
  const joint = (tag: string, name: string) => element(tag, { name, joint: name.replace(/_velocity$/, '') });
  return [
    joint('jointpos', 'proximal'),
    joint('jointpos', 'distal'),
    joint('jointvel', 'proximal_velocity'),
    joint('jointvel', 'distal_velocity'),
    joint('jointvel', 'hinge_velocity'),
    place('tip', 'site'),
    place('target', 'site'),
    place('spinner', 'xbody'),
    element('touch', { name: 'touchtop', site: 'touchtop' }),
    element('touch', { name: 'touchbottom', site: 'touchbottom' }),
    place('touchtop_pos', 'site'),
    place('touchbottom_pos', 'site'),
  ];
}

export function fingerModel(options: FingerModelOptions): MjcfElement {
  const hidden = options.showTarget ? {} : { rgba: [0.6, 0.3, 0.3, 0] };
  const spinnerCap = (name: string, x: number) =>
    geom({ name, type: 'capsule', size: [0.04, 0.09], material: 'self', pos: [x, 0, 0] });
  return suiteModel({
    name: 'finger',
    arenaBytes: 1 << 20,
    option: element('option', { timestep: 0.01, cone: 'elliptic', iterations: 200 }, [
      element('flag', { gravity: 'disable' }),
    ]),
    world: [
      ...tableTop(SOFT_CONTACT),
      ...tableCameras(),
      element('body', { name: 'proximal', pos: [-0.2, 0, 0.4] }, [
        geom({
          name: 'proximal_decoration',
          type: 'cylinder',
          fromto: [0, -0.033, 0, 0, 0.033, 0],
          size: 0.034,
          material: 'decoration',
        }),
        fingerJoint('proximal', -90),
        geom({
          name: 'proximal',
          type: 'capsule',
          material: 'self',
          size: 0.03,
          fromto: [0, 0, 0, 0, 0, -0.17],
        }),
        element('body', { name: 'distal', pos: [0, 0, -0.18] }, [
          fingerJoint('distal'),
          geom({
            name: 'distal',
            type: 'capsule',
            material: 'self',
            size: 0.028,
            fromto: [0, 0, 0, 0, 0, -0.16],
            contype: 0,
            conaffinity: 0,
          }),
          geom({
            name: 'fingertip',
            type: 'capsule',
            material: 'effector',
            size: 0.03,
            fromto: [0, 0, -0.13, 0, 0, -0.161],
          }),
          touchSite('touchtop', 0.01),
          touchSite('touchbottom', -0.01),
        ]),
      ]),
      element('body', { name: 'spinner', pos: [0.2, 0, 0.4] }, [
        element('joint', { name: 'hinge', ...HINGE, frictionloss: 0.1, damping: options.hingeDamping }),
        spinnerCap('cap1', 0.02),
        spinnerCap('cap2', -0.02),
        element('site', {
          name: 'tip',
          type: 'sphere',
          size: 0.02,
          pos: [0, 0, 0.13],
          material: 'target',
          ...hidden,
        }),
        geom({
          name: 'spinner_decoration',
          type: 'cylinder',
          fromto: [0, -0.045, 0, 0, 0.045, 0],
          size: 0.02,
          material: 'decoration',
        }),
      ]),
      element('site', {
        name: 'target',
        type: 'sphere',
        size: options.targetRadius,
        pos: [0, 0, 0.4],
        material: 'target',
        ...hidden,
      }),
    ],
    actuators: [motor('proximal', 30), motor('distal', 15)],
    sensors: sensors(),
  });
}
