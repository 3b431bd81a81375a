/** A person's hand on a MuJoCo body: where it holds, what it feels there, and what its pull does to the body. */
import { StudioError } from '../../../shared/errors.ts';
import type { Force, Grip } from '../../../shared/recipe.ts';
import type { Vector3 } from '../../../shared/scene.ts';
import { gripForce, type HeldPoint } from '../grip.ts';
import type { MujocoScene } from './mujocoScene.ts';
import type { Physics } from './physics.ts';

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
  const stiffness: number = physics.model.vis.map.stiffness;
  const held = heldPoint(physics, body, grip.at);
  const force = gripForce(held, grip.goal, stepSeconds, Math.sqrt(Math.max(stiffness, 0)));
  return { body: grip.body, at: grip.at, force: [...force], torque: [0, 0, 0] };
}

function heldPoint(physics: Physics, body: number, at: Vector3): HeldPoint {
  const { mujoco, model, data } = physics;
  const centre = centreOf(physics, body);
  const arm = armOf(physics, body, at);
  const position = [centre[0] + arm[0], centre[1] + arm[1], centre[2] + arm[2]] as const;
  const size = 3 * model.nv;
  const jacobian = new mujoco.DoubleBuffer(size);
  const answer = new mujoco.DoubleBuffer(size);
  try {
    // How the point moves with each velocity, and what a unit force at it does to each.
    mujoco.mj_jac(model, data, jacobian, null, [...position], body);
    const moves: Float64Array = jacobian.GetView();
    mujoco.mj_solveM(model, data, answer, [...moves]);
    const yields: Float64Array = answer.GetView();
    const row = (values: Float64Array, axis: number) =>
      values.subarray(axis * model.nv, (axis + 1) * model.nv);
    const { qvel } = physics.views;
    const speed = (axis: number) => dot(row(moves, axis), qvel);
    // The Frobenius norm of the point's inverse mass bounds what it is in any direction.
    let squares = 0;
    for (let index = 0; index < 9; index++) {
      const entry = dot(row(moves, Math.floor(index / 3)), row(yields, index % 3));
      squares += entry * entry;
    }
    const straight: number = model.body_invweight0[2 * body];
    const lightest = squares > 0 ? 1 / Math.sqrt(squares) : model.body_mass[body];
    return {
      position,
      velocity: [speed(0), speed(1), speed(2)],
      mass: straight > 0 ? 1 / straight : lightest,
      lightest,
    };
  } finally {
    jacobian.delete();
    answer.delete();
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

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
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
