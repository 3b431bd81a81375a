/**
 * Door: a planar arm before a hinged door that is latched until its handle is turned. A task of this project's own, made
 * for the horizon study; it is not part of the control suite and compares with nothing published.
 *
 * Seen from above, x to the right and y away from the arm. The handle is a lever that sticks out towards the arm; pushed
 * to the right it draws back the bolt at the door's free (left) edge, and the door, hinged at its right edge, can be
 * pushed open.
 */
import { element, motor, type MjcfElement } from '../mjcf.ts';
import { suiteModel } from '../suiteModel.ts';

type Attributes = Parameters<typeof element>[1];

/** Metres. */
const DOOR_WIDTH = 0.5;
const DOOR_HALF_THICKNESS = 0.012;
const HINGE_X = 0.35;
/** Along the door, from its hinge. */
const HANDLE_AT = 0.4;
/** How far the shot bolt reaches behind the jamb. */
const BOLT_REACH = 0.03;
/** Radians at which the bolt is drawn back by its whole reach. */
export const HANDLE_FREE_ANGLE = 0.6;

/** Who can touch whom: the arm touches door, handle and jambs; the bolt touches nothing but the jamb it holds on to. */
const TOUCHES = { arm: { contype: 1, conaffinity: 0 }, touched: { contype: 0, conaffinity: 1 } };
const BOLT = { contype: 2, conaffinity: 0 };
const STRIKE = { contype: 0, conaffinity: 3 };
const NOTHING = { contype: 0, conaffinity: 0 };

const geom = (name: string, touch: Attributes, shape: Attributes) =>
  element('geom', { name, ...touch, ...shape });

function armJoint(name: string, range: readonly number[]): MjcfElement {
  return element('joint', {
    name,
    type: 'hinge',
    axis: [0, 0, 1],
    limited: true,
    range,
    damping: 0.15,
    armature: 0.01,
  });
}

function armLink(name: string, length: number, radius: number, material = 'self'): MjcfElement {
  return geom(name, TOUCHES.arm, {
    type: 'capsule',
    fromto: [0, 0, 0, length, 0, 0],
    size: radius,
    mass: 0.8 * length,
    material,
  });
}

function arm(): MjcfElement {
  return element('body', { name: 'upper_arm', pos: [-0.28, -0.5, 0.1] }, [
    armJoint('shoulder', [-20, 150]),
    armLink('upper_arm', 0.34, 0.022),
    element('body', { name: 'forearm', pos: [0.34, 0, 0] }, [
      armJoint('elbow', [-150, 150]),
      armLink('forearm', 0.28, 0.02),
      element('body', { name: 'hand', pos: [0.28, 0, 0] }, [
        armJoint('wrist', [-100, 100]),
        armLink('hand', 0.09, 0.018, 'effector'),
        element('site', { name: 'fingertip', pos: [0.09, 0, 0], size: 0.01 }),
      ]),
    ]),
  ]);
}

function handle(): MjcfElement {
  return element('body', { name: 'handle', pos: [HANDLE_AT, DOOR_HALF_THICKNESS, 0] }, [
    element('joint', {
      name: 'handle',
      type: 'hinge',
      axis: [0, 0, 1],
      limited: true,
      range: [0, 55],
      damping: 0.02,
      stiffness: 0.2,
      armature: 0.002,
    }),
    geom('handle_pivot', NOTHING, {
      type: 'cylinder',
      size: [0.02, 0.03],
      mass: 0.03,
      material: 'decoration',
    }),
    geom('handle', TOUCHES.touched, {
      type: 'capsule',
      fromto: [0, 0.02, 0, 0, 0.13, 0],
      size: 0.013,
      mass: 0.06,
      material: 'target',
    }),
    element('site', { name: 'handle', pos: [0, 0.11, 0], size: 0.008 }),
  ]);
}

function bolt(): MjcfElement {
  return element('body', { name: 'bolt', pos: [DOOR_WIDTH, 0, 0] }, [
    element('joint', {
      name: 'bolt',
      type: 'slide',
      axis: [-1, 0, 0],
      limited: true,
      range: [0, 0.05],
      damping: 2,
      armature: 0.05,
    }),
    geom('bolt', BOLT, {
      type: 'box',
      pos: [0, 0, 0],
      size: [BOLT_REACH, DOOR_HALF_THICKNESS / 2, 0.02],
      mass: 0.05,
      material: 'effector',
    }),
  ]);
}

/** The door's own x runs from the hinge to the free edge, its own y towards the arm. */
function door(): MjcfElement {
  return element('body', { name: 'door', pos: [HINGE_X, 0, 0.1], euler: [0, 0, 180] }, [
    element('joint', {
      name: 'door',
      type: 'hinge',
      axis: [0, 0, -1],
      limited: true,
      range: [0, 100],
      damping: 0.12,
      frictionloss: 0.02,
    }),
    geom('door', TOUCHES.touched, {
      type: 'box',
      pos: [DOOR_WIDTH / 2, 0, 0],
      size: [DOOR_WIDTH / 2, DOOR_HALF_THICKNESS, 0.09],
      mass: 1,
      material: 'decoration',
    }),
    handle(),
    bolt(),
  ]);
}

/** The left jamb stands a little further back, so that the bolt holds on to its face. */
function jambs(): MjcfElement[] {
  const freeEdge = HINGE_X - DOOR_WIDTH;
  return [
    geom('jamb_right', TOUCHES.touched, {
      type: 'box',
      pos: [HINGE_X + 0.22, 0, 0.1],
      size: [0.2, 0.025, 0.1],
      material: 'self',
    }),
    geom('jamb_left', STRIKE, {
      type: 'box',
      pos: [freeEdge - 0.21, 0.032, 0.1],
      size: [0.2, 0.025, 0.1],
      material: 'self',
    }),
  ];
}

export function doorModel(): MjcfElement {
  return suiteModel({
    name: 'door',
    arenaBytes: 2 << 20,
    option: element('option', { timestep: 0.005 }, [element('flag', { gravity: 'disable' })]),
    extra: [
      // The handle draws the bolt back: bolt = BOLT_REACH / HANDLE_FREE_ANGLE * handle.
      element('equality', {}, [
        element('joint', {
          name: 'latch',
          joint1: 'bolt',
          joint2: 'handle',
          polycoef: [0, BOLT_REACH / HANDLE_FREE_ANGLE, 0, 0, 0],
        }),
      ]),
    ],
    world: [
      element('light', { name: 'light', pos: [-0.3, -0.5, 1.8], dir: [0.15, 0.3, -1] }),
      element('camera', { name: 'above', pos: [0, -0.95, 1.15], xyaxes: [1, 0, 0, 0, 0.77, 0.64] }),
      element('camera', { name: 'overhead', pos: [0, 0, 1.6], xyaxes: [1, 0, 0, 0, 1, 0] }),
      geom('floor', NOTHING, { type: 'plane', size: [1.5, 1.5, 0.1], material: 'grid' }),
      ...jambs(),
      arm(),
      door(),
    ],
    actuators: [motor('shoulder', 2.5), motor('elbow', 1.5), motor('wrist', 0.5)],
    sensors: [
      element('framepos', { name: 'fingertip', objtype: 'site', objname: 'fingertip' }),
      element('framepos', { name: 'handle_position', objtype: 'site', objname: 'handle' }),
      element('jointpos', { name: 'handle_angle', joint: 'handle' }),
      element('jointpos', { name: 'door_angle', joint: 'door' }),
    ],
  });
}
