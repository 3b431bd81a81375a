/** What changes its shape: skins and flexes, as MuJoCo works them out for its own drawing. Their vertices go into the pose buffer. */
import type { Mesh, Part } from '../../../shared/scene.ts';
import type { MainModule } from './mujoco.ts';
import type { Physics } from './physics.ts';
import type { SceneMaterials } from './sceneAppearance.ts';

/** mjtCatBit: all. */
const EVERYTHING = 7;
const FIRST_HIDDEN_GROUP = 3;

type VisualScene = InstanceType<MainModule['MjvScene']>;

interface SoftMesh {
  readonly kind: 'skin' | 'flex';
  /** In floats, in MuJoCo's array of that kind. */
  readonly from: number;
  readonly length: number;
}

export class SceneSoft {
  readonly meshes: readonly Mesh[];
  /** In the world. */
  readonly parts: readonly Part[];
  readonly #physics: Physics;
  readonly #soft: readonly SoftMesh[];
  readonly #visual: VisualScene | null = null;
  readonly #option: InstanceType<MainModule['MjvOption']> | null = null;
  readonly #perturb: InstanceType<MainModule['MjvPerturb']> | null = null;
  readonly #camera: InstanceType<MainModule['MjvCamera']> | null = null;

  /** @param firstMesh the scene's index of the first mesh that is made here */
  constructor(physics: Physics, materialOf: SceneMaterials['of'], firstMesh: number) {
    this.#physics = physics;
    const { model, mujoco } = physics;
    const meshes: Mesh[] = [];
    const parts: Part[] = [];
    const soft: SoftMesh[] = [];
    const add = (shape: SoftMesh, mesh: Mesh, material: number, group: number) => {
      parts.push({
        name: mesh.name,
        shape: { kind: 'mesh', mesh: firstMesh + meshes.length },
        material,
        position: [0, 0, 0],
        quaternion: [1, 0, 0, 0],
        group: group >= FIRST_HIDDEN_GROUP ? 'inspection' : 'observation',
        castsShadow: true,
      });
      meshes.push(mesh);
      soft.push(shape);
    };
    if (model.nskin > 0 || model.nflex > 0) {
      this.#visual = physics.keep(new mujoco.MjvScene(model, model.ngeom + model.nsite + 1000));
      this.#option = physics.keep(new mujoco.MjvOption());
      this.#perturb = physics.keep(new mujoco.MjvPerturb());
      this.#camera = physics.keep(new mujoco.MjvCamera());
      mujoco.mjv_defaultOption(this.#option);
      mujoco.mjv_defaultPerturb(this.#perturb);
      mujoco.mjv_defaultCamera(this.#camera);
      this.#refresh();
    }
    for (let id = 0; id < model.nskin; id++) {
      const vertices: number = 3 * model.skin_vertnum[id];
      const uvAt: number = model.skin_texcoordadr[id];
      const faces: Int32Array = model.skin_face;
      const faceAt: number = 3 * model.skin_faceadr[id];
      const uvs: Float32Array = model.skin_texcoord;
      add(
        { kind: 'skin', from: 3 * model.skin_vertadr[id], length: vertices },
        {
          name: `skin ${id}`,
          positions: new Float32Array(vertices),
          indices: Uint32Array.from(faces.subarray(faceAt, faceAt + 3 * model.skin_facenum[id])),
          isSoft: true,
          isOneSided: true,
          ...(uvAt < 0
            ? {}
            : { uvs: Float32Array.from(uvs.subarray(2 * uvAt, 2 * uvAt + (2 * vertices) / 3)) }),
        },
        materialOf(model.skin_matid[id], model.skin_rgba, 4 * id),
        model.skin_group[id],
      );
    }
    for (let id = 0; id < model.nflex; id++) {
      const faces: number = this.#visual?.flexfaceused[id] ?? 0;
      if (faces === 0) continue;
      add(
        { kind: 'flex', from: 9 * (this.#visual?.flexfaceadr[id] ?? 0), length: 9 * faces },
        {
          name: `flex ${id}`,
          positions: new Float32Array(9 * faces),
          indices: Uint32Array.from({ length: 3 * faces }, (_, i) => i),
          isSoft: true,
          isOneSided: true,
        },
        materialOf(model.flex_matid[id], model.flex_rgba, 4 * id),
        model.flex_group[id],
      );
    }
    this.meshes = meshes;
    this.parts = parts;
    this.#soft = soft;
  }

  /** Writes every soft mesh's vertices from `at`. */
  write(out: Float64Array, at: number): void {
    const visual = this.#visual;
    if (visual === null) return;
    this.#refresh();
    const vertices: Readonly<Record<SoftMesh['kind'], Float32Array>> = {
      skin: visual.skinvert,
      flex: visual.flexface,
    };
    let next = at;
    for (const { kind, from, length } of this.#soft) {
      out.set(vertices[kind].subarray(from, from + length), next);
      next += length;
    }
  }

  #refresh(): void {
    const { mujoco, model, data } = this.#physics;
    if (this.#visual === null || this.#option === null || this.#perturb === null || this.#camera === null)
      return;
    mujoco.mjv_updateScene(model, data, this.#option, this.#perturb, this.#camera, EVERYTHING, this.#visual);
    if (model.nskin > 0) mujoco.mjv_updateSkin(model, data, this.#visual);
  }
}
