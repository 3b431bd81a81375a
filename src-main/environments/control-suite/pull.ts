/** A person's hand on a MuJoCo body: where it holds, what it feels there, and what its pull does to the body. */
import { StudioError } from '../../../shared/errors.ts';
import type { Force, Grip } from '../../../shared/recipe.ts';
import type { Vector3 } from '../../../shared/scene.ts';
import { gripForce } from '../grip.ts';
import type { MujocoScene } from './mujocoScene.ts';
import type { Physics } from './physics.ts';

/** mjtObj: a body, its frame at the centre of mass. */
const BODY_AT_CENTRE = 1;

/** @throws StudioError `environment.unknownBody` where the model has no such body or it cannot move. */
export function movableBody(scene: MujocoScene, name: string): number {
  const id = scene.bodyIds.get(name) ?? 0;
  if (scene.scene.bodies[id]?.draggable === true) return id;
  throw new StudioError('environment.unknownBody', {
    body: name,
    known: [...scene.bodyIds]
      .filter(([, other]) => scene.scene.bodies[other]?.draggable === true)
      .map(([known]) => known)
      .join(', '),
  });
}

/** @param stepSeconds for which the pull will hold */
export function pullOn(physics: Physics, body: number, grip: Grip, stepSeconds: number): Force {
  const { mujoco, model, data } = physics;
  const arm = armOf(physics, body, grip.at);
  const buffer = new mujoco.DoubleBuffer(6);
  try {
    mujoco.mj_objectVelocity(model, data, BODY_AT_CENTRE, body, buffer, 0);
    const [wx = 0, wy = 0, wz = 0, vx = 0, vy = 0, vz = 0]: Float64Array = buffer.GetView();
    const turning = cross([wx, wy, wz], arm);
    const centre = centreOf(physics, body);
    const held = {
      position: [centre[0] + arm[0], centre[1] + arm[1], centre[2] + arm[2]],
      velocity: [vx + turning[0], vy + turning[1], vz + turning[2]],
      mass: massAt(physics, body, arm),
    } as const;
    const stiffness: number = model.vis.map.stiffness;
    const force = gripForce(held, grip.goal, stepSeconds, Math.sqrt(Math.max(stiffness, 0)));
    return { body: grip.body, at: grip.at, force, torque: [0, 0, 0] };
  } finally {
    buffer.delete();
  }
}

/** Adds a pull to what acts on a body at the next physics step. */
export function applyForce(physics: Physics, body: number, { at, force, torque }: Force): void {
  const moment = at === undefined ? [0, 0, 0] : cross(armOf(physics, body, at), force);
  const { xfrc_applied: applied } = physics.views;
  for (let axis = 0; axis < 3; axis++) {
    const place = 6 * body + axis;
    applied[place] = (applied[place] ?? 0) + (force[axis] ?? 0);
    applied[place + 3] = (applied[place + 3] ?? 0) + (torque[axis] ?? 0) + (moment[axis] ?? 0);
  }
}

/** How heavy a point of a body is to a hand: the further from the centre the lighter, for the body turns. */
function massAt({ model }: Physics, body: number, arm: Vector3): number {
  const straight: number = model.body_invweight0[2 * body];
  const turning: number = model.body_invweight0[2 * body + 1];
  const inverse = straight + turning * (arm[0] * arm[0] + arm[1] * arm[1] + arm[2] * arm[2]);
  return inverse > 0 ? 1 / inverse : model.body_mass[body];
}

function centreOf({ views: { xipos } }: Physics, body: number): Vector3 {
  return [xipos[3 * body] ?? 0, xipos[3 * body + 1] ?? 0, xipos[3 * body + 2] ?? 0];
}

/** From the body's centre of mass to a point of its frame, in the world. */
function armOf(physics: Physics, body: number, at: Vector3): Vector3 {
  const { xpos } = physics.views;
  const centre = centreOf(physics, body);
  const along = (axis: 0 | 1 | 2) =>
    (xpos[3 * body + axis] ?? 0) -
    centre[axis] +
    at[0] * physics.rotation(body, 3 * axis) +
    at[1] * physics.rotation(body, 3 * axis + 1) +
    at[2] * physics.rotation(body, 3 * axis + 2);
  return [along(0), along(1), along(2)];
}

function cross(a: Vector3, b: Vector3): Vector3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
