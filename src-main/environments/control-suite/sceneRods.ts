/**
 * Rods between points that move: tendons and slider-cranks as MuJoCo draws them. Each piece is a body of its own, whose only part is
 * half a unit long to each side: how long it is drawn is in its pose.
 */
import type { Body } from '../../../shared/scene.ts';
import { BODY_POSE_SIZE } from '../../../shared/scene.ts';
import type { Physics } from './physics.ts';
import { quaternionToward } from './rotations.ts';
import type { SceneMaterials } from './sceneAppearance.ts';

/** mjtWrap: joints are of fixed tendons; a pulley ends a branch. */
const WRAP_JOINT = 1;
const PATH_PULLEY = -2;
/** A geom that a tendon bends around adds two points to the path. */
const POINTS_OF_GEOM = 2;
/** mjtTrn. */
const TRANSMISSION_SLIDER_CRANK = 2;
const FIRST_HIDDEN_GROUP = 3;

interface Tendon {
  readonly id: number;
  /** Pieces that it may have. */
  readonly pieces: number;
}

export class SceneRods {
  readonly bodies: readonly Body[];
  readonly #physics: Physics;
  readonly #tendons: readonly Tendon[];
  readonly #cranks: readonly number[];
  readonly #quaternion = new Float64Array(4);
  readonly #direction = new Float64Array(3);

  constructor(physics: Physics, materialOf: SceneMaterials['of']) {
    this.#physics = physics;
    const { model } = physics;
    const bodies: Body[] = [];
    const rod = (
      name: string,
      kind: 'capsule' | 'cylinder',
      radius: number,
      material: number,
      isShown = true,
    ) => {
      bodies.push({
        name,
        parts: [
          {
            shape: { kind, radius, halfLength: 0.5 },
            material,
            position: [0, 0, 0],
            quaternion: [1, 0, 0, 0],
            group: isShown ? 'observation' : 'inspection',
            castsShadow: true,
          },
        ],
      });
    };
    this.#tendons = spatialTendons(physics);
    for (const { id, pieces } of this.#tendons) {
      const own = materialOf(model.tendon_matid[id], model.tendon_rgba, 4 * id);
      // MuJoCo paints a tendon that its limit holds in the colour of constraints.
      const taut = materialOf(-1, model.vis.rgba.constraint, 0);
      for (const material of [own, taut]) {
        for (let piece = 0; piece < pieces; piece++) {
          const name = `tendon ${id}${material === taut ? ' taut' : ''} piece ${piece}`;
          rod(name, 'capsule', model.tendon_width[id], material, model.tendon_group[id] < FIRST_HIDDEN_GROUP);
        }
      }
    }
    this.#cranks = Array.from({ length: model.nu }, (_, id) => id).filter(
      (id) => model.actuator_trntype[id] === TRANSMISSION_SLIDER_CRANK,
    );
    const width = model.stat.meansize * model.vis.scale.slidercrank;
    for (const id of this.#cranks) {
      rod(`slider ${id}`, 'cylinder', width, materialOf(-1, model.vis.rgba.slidercrank, 0));
      rod(`crank ${id}`, 'capsule', width / 2, materialOf(-1, model.vis.rgba.slidercrank, 0));
      rod(`broken crank ${id}`, 'capsule', width / 2, materialOf(-1, model.vis.rgba.crankbroken, 0));
    }
    this.bodies = bodies;
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
    for (const id of this.#cranks) next = this.#writeCrank(id, out, next);
    return next;
  }

  #writeTendon({ id, pieces }: Tendon, out: Float64Array, at: number, shown: boolean): number {
    const { data } = this.#physics;
    const start: number = data.ten_wrapadr[id];
    const points: number = shown ? data.ten_wrapnum[id] : 0;
    const objects: Int32Array = data.wrap_obj;
    const path: Float64Array = data.wrap_xpos;
    for (let piece = 0; piece < pieces; piece++) {
      const from = start + piece;
      const isBranch = objects[from] !== PATH_PULLEY && objects[from + 1] !== PATH_PULLEY;
      this.#writeRod(
        out,
        at + piece * BODY_POSE_SIZE,
        path,
        3 * from,
        path,
        3 * from + 3,
        piece + 1 < points && isBranch,
      );
    }
    return at + pieces * BODY_POSE_SIZE;
  }

  /** The slider's rod ends where the crank's length reaches its axis; where it does not reach it, the crank is broken. */
  #writeCrank(id: number, out: Float64Array, at: number): number {
    const { model, data, views } = this.#physics;
    const crank: number = 3 * model.actuator_trnid[2 * id];
    const slider: number = 3 * model.actuator_trnid[2 * id + 1];
    const length: number = model.actuator_cranklength[id];
    const places: Float64Array = views.site_xpos;
    const matrices: Float64Array = data.site_xmat;
    const axis = [2, 5, 8].map((i) => matrices[3 * slider + i] ?? 0);
    const between = [0, 1, 2].map((i) => (places[crank + i] ?? 0) - (places[slider + i] ?? 0));
    const dot = (a: readonly number[], b: readonly number[]) =>
      a.reduce((sum, v, i) => sum + v * (b[i] ?? 0), 0);
    const along = dot(between, axis);
    const under = along * along + length * length - dot(between, between);
    const reach = along - Math.sqrt(Math.max(under, 0));
    const end = Float64Array.from(axis, (v, i) => (places[slider + i] ?? 0) + reach * v);
    this.#writeRod(out, at, places, slider, end, 0, true);
    this.#writeRod(out, at + BODY_POSE_SIZE, end, 0, places, crank, under >= 0);
    this.#writeRod(out, at + 2 * BODY_POSE_SIZE, end, 0, places, crank, under < 0);
    return at + 3 * BODY_POSE_SIZE;
  }

  #writeRod(
    out: Float64Array,
    at: number,
    from: Float64Array,
    fromAt: number,
    to: Float64Array,
    toAt: number,
    shown: boolean,
  ): void {
    let squares = 0;
    for (let axis = 0; axis < 3; axis++) {
      const start = from[fromAt + axis] ?? 0;
      const step = (to[toAt + axis] ?? 0) - start;
      this.#direction[axis] = step;
      squares += step * step;
      out[at + axis] = start + step / 2;
    }
    quaternionToward(this.#direction, 0, this.#quaternion);
    out.set(this.#quaternion, at + 3);
    out[at + 7] = shown ? Math.sqrt(squares) : 0;
  }
}

function spatialTendons({ model }: Physics): Tendon[] {
  const tendons: Tendon[] = [];
  for (let id = 0; id < model.ntendon; id++) {
    const count: number = model.tendon_num[id];
    // Fixed tendons are sums of joints: they have no path.
    if (count === 0 || model.wrap_type[model.tendon_adr[id]] === WRAP_JOINT) continue;
    tendons.push({ id, pieces: POINTS_OF_GEOM * count });
  }
  return tendons;
}
