/**
 * Tendons in space. Their length changes while a scene's shapes do not, so each is a row of short rods of one length that
 * overlap more or less, laid along the tendon's path.
 */
import type { Body } from '../../../shared/scene.ts';
import { BODY_POSE_SIZE } from '../../../shared/scene.ts';
import type { Physics } from './physics.ts';
import { quaternionToward } from './rotations.ts';
import type { SceneMaterials } from './sceneAppearance.ts';

/** Rods a tendon: enough to follow its bends. */
const PIECES = 12;

interface Tendon {
  readonly id: number;
  readonly pieceLength: number;
}

export class TendonPieces {
  readonly bodies: readonly Body[];
  readonly #physics: Physics;
  readonly #tendons: readonly Tendon[];
  readonly #quaternion = new Float64Array(4);
  readonly #direction = new Float64Array(3);

  constructor(physics: Physics, materialOf: SceneMaterials['of']) {
    this.#physics = physics;
    const { model } = physics;
    const bodies: Body[] = [];
    const tendons: Tendon[] = [];
    for (let id = 0; id < model.ntendon; id++) {
      // Fixed tendons are sums of joints: they have no path, and no width that shows.
      if (!isSpatial(physics, id)) continue;
      // As long as the tendon may get, with a little to spare, or twice what it is at rest.
      const limit: number = model.tendon_range[2 * id + 1];
      const longest = Math.max(1.1 * limit, 2 * model.tendon_length0[id], 1e-3);
      const pieceLength = longest / PIECES;
      tendons.push({ id, pieceLength });
      // MuJoCo paints a tendon that its limit holds in the colour of constraints.
      const slack = materialOf(model.tendon_matid[id], model.tendon_rgba, 4 * id);
      const taut = materialOf(-1, model.vis.rgba.constraint, 0);
      for (const material of [slack, taut])
        for (let piece = 0; piece < PIECES; piece++) {
          bodies.push({
            name: `tendon ${id}${material === taut ? ' taut' : ''} piece ${piece}`,
            parts: [
              {
                shape: { kind: 'capsule', radius: model.tendon_width[id], halfLength: pieceLength / 2 },
                material,
                position: [0, 0, 0],
                quaternion: [1, 0, 0, 0],
                group: model.tendon_group[id] >= 3 ? 'inspection' : 'observation',
                castsShadow: false,
              },
            ],
          });
        }
    }
    this.bodies = bodies;
    this.#tendons = tendons;
  }

  /** Writes the rods' poses from `at`. @returns where the next pose begins. */
  write(out: Float64Array, at: number): number {
    let next = at;
    for (const tendon of this.#tendons) {
      const limit: number = this.#physics.model.tendon_range[2 * tendon.id + 1];
      const isTaut = limit > 0 && this.#physics.data.ten_length[tendon.id] > limit;
      next = this.#writeTendon(tendon, out, next, !isTaut);
      next = this.#writeTendon(tendon, out, next, isTaut);
    }
    return next;
  }

  #writeTendon({ id, pieceLength }: Tendon, out: Float64Array, at: number, shown: boolean): number {
    const { data } = this.#physics;
    const start: number = data.ten_wrapadr[id];
    const points: number = data.ten_wrapnum[id];
    const path: Float64Array = data.wrap_xpos;
    const coordinate = (point: number, axis: number) => path[3 * (start + point) + axis] ?? 0;
    const lengths: number[] = [];
    for (let i = 0; i + 1 < points; i++) {
      lengths.push(Math.hypot(...[0, 1, 2].map((axis) => coordinate(i + 1, axis) - coordinate(i, axis))));
    }
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const spacing = Math.max(total - pieceLength, 0) / (PIECES - 1);
    let next = at;
    for (let piece = 0; piece < PIECES; piece++, next += BODY_POSE_SIZE) {
      let along = Math.min(pieceLength / 2, total / 2) + piece * spacing;
      let leg = 0;
      while (leg + 1 < lengths.length && along > (lengths[leg] ?? 0)) along -= lengths[leg++] ?? 0;
      const share = along / (lengths[leg] || 1);
      for (let axis = 0; axis < 3; axis++) {
        const from = coordinate(leg, axis);
        const step = coordinate(leg + 1, axis) - from;
        this.#direction[axis] = step;
        out[next + axis] = from + share * step;
      }
      quaternionToward(this.#direction, 0, this.#quaternion);
      out.set(this.#quaternion, next + 3);
      // A tendon shorter than one rod would stick out at both ends.
      out[next + 7] = shown && points > 1 && total >= pieceLength ? 1 : 0;
    }
    return next;
  }
}

/** mjtWrap: 1 is a joint, of fixed tendons. */
function isSpatial(physics: Physics, tendon: number): boolean {
  const { model } = physics;
  return model.tendon_num[tendon] > 0 && model.wrap_type[model.tendon_adr[tendon]] !== 1;
}
