/** Where bodies touch and how hard, for overlays: MuJoCo's contacts, with forces by its own mj_contactForce. */
import type { ContactPoint } from '../../../shared/scene.ts';
import type { MujocoScene } from './mujocoScene.ts';
import type { Physics } from './physics.ts';

/** Bits of MuJoCo's mjtDisableBit. */
const DISABLE_CONSTRAINT = 1 << 0;
const DISABLE_CONTACT = 1 << 4;

/** Whether anything in the model can touch anything else: by MuJoCo's masks, without the pairs it excludes by name. */
export function canTouch({ model }: Physics): boolean {
  const option = model.opt;
  const disabled: number = option.disableflags;
  option.delete();
  if ((disabled & (DISABLE_CONSTRAINT | DISABLE_CONTACT)) !== 0) return false;
  if (model.npair > 0 || model.nflex > 0) return true;
  const types: Int32Array = model.geom_contype;
  const affinities: Int32Array = model.geom_conaffinity;
  const bodies: Int32Array = model.geom_bodyid;
  const welds: Int32Array = model.body_weldid;
  const parents: Int32Array = model.body_parentid;
  const weldOf = (geom: number) => welds[bodies[geom] ?? 0] ?? 0;
  // What hangs on a body does not touch it; the world's own ground is touched by all.
  const hangsOn = (child: number, parent: number) => parent !== 0 && welds[parents[child] ?? 0] === parent;
  for (let one = 0; one < model.ngeom; one++) {
    for (let other = one + 1; other < model.ngeom; other++) {
      const masks =
        ((types[one] ?? 0) & (affinities[other] ?? 0)) | ((types[other] ?? 0) & (affinities[one] ?? 0));
      const [a, b] = [weldOf(one), weldOf(other)];
      if (masks !== 0 && a !== b && !hangsOn(a, b) && !hangsOn(b, a)) return true;
    }
  }
  return false;
}

/** Computes the forces anew for this very moment; what decides the future is left as it was. */
export function readContacts(physics: Physics, scene: MujocoScene): readonly ContactPoint[] {
  const { mujoco, model, data, views } = physics;
  if (physics.contactCount === 0) return [];
  const sensors = views.sensordata.slice();
  const warmStart = views.qacc_warmstart.slice();
  mujoco.mj_forward(model, data);
  const buffer = new mujoco.DoubleBuffer(6);
  const list = data.contact;
  try {
    const contacts: ContactPoint[] = [];
    for (let i = 0; i < list.size(); i++) {
      const contact = list.get(i);
      if (contact === undefined) continue;
      mujoco.mj_contactForce(model, data, i, buffer);
      const local: Float64Array = buffer.GetView();
      // Rows: normal, then two tangents.
      const frame: Float64Array = contact.frame;
      const along = (axis: number) =>
        [0, 1, 2].reduce((sum, row) => sum + (local[row] ?? 0) * (frame[3 * row + axis] ?? 0), 0);
      const position: Float64Array = contact.pos;
      contacts.push({
        bodies: [bodyOfGeom(physics, scene, contact.geom1), bodyOfGeom(physics, scene, contact.geom2)],
        position: [position[0] ?? 0, position[1] ?? 0, position[2] ?? 0],
        normal: [frame[0] ?? 0, frame[1] ?? 0, frame[2] ?? 0],
        force: [along(0), along(1), along(2)],
        distance: contact.dist,
      });
      contact.delete();
    }
    return contacts;
  } finally {
    list.delete();
    buffer.delete();
    views.sensordata.set(sensors);
    views.qacc_warmstart.set(warmStart);
  }
}

function bodyOfGeom(physics: Physics, scene: MujocoScene, geom: number): string {
  // Flexible bodies have no geom.
  return geom < 0 ? '' : scene.bodyName(physics.model.geom_bodyid[geom]);
}
