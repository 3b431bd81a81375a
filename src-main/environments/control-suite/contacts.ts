/** Where bodies touch and how hard, for overlays. */
import type { ContactPoint } from '../../../shared/scene.ts';
import type { MujocoScene } from './mujocoScene.ts';
import type { Physics } from './physics.ts';

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
