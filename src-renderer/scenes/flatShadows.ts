/**
 * Shadows on flat ground: what casts one is drawn again, pressed onto the ground along the sun's direction. Far
 * cheaper than shadow maps where a CPU draws, and crisp. Blinn 1988, "Me and My (Fake) Shadow".
 */
import { Matrix4, Mesh, MeshBasicMaterial, NotEqualStencilFunc, ReplaceStencilOp, type Vector3 } from 'three';

/** Ground first, then shadows, then all that stands on the ground. */
export const GROUND_ORDER = 0;
export const SHADOW_ORDER = 1;
export const STANDING_ORDER = 2;

export class FlatShadows {
  readonly #material: MeshBasicMaterial;
  readonly #press: Matrix4;
  readonly #pairs: { readonly shadow: Mesh; readonly caster: Mesh }[] = [];

  /** @param sun direction towards the sun, z above 0 @param ground height of the ground */
  constructor(sun: Vector3, ground: number) {
    // The stencil keeps overlapping parts from darkening twice.
    this.#material = new MeshBasicMaterial({
      color: 0x000000,
      opacity: 0.3,
      transparent: true,
      depthTest: false,
      depthWrite: false,
      stencilWrite: true,
      stencilRef: 1,
      stencilFunc: NotEqualStencilFunc,
      stencilZPass: ReplaceStencilOp,
    });
    const x = -sun.x / sun.z;
    const y = -sun.y / sun.z;
    this.#press = new Matrix4().set(1, 0, x, -x * ground, 0, 1, y, -y * ground, 0, 0, 0, ground, 0, 0, 0, 1);
  }

  /** @returns the shadow's mesh, to be added to the scene's root */
  add(caster: Mesh): Mesh {
    const shadow = new Mesh(caster.geometry, this.#material);
    shadow.matrixAutoUpdate = false;
    shadow.frustumCulled = false;
    shadow.renderOrder = SHADOW_ORDER;
    this.#pairs.push({ shadow, caster });
    return shadow;
  }

  /** After the casters' world matrices are up to date. */
  update(): void {
    for (const { shadow, caster } of this.#pairs) {
      shadow.visible = caster.parent?.visible ?? true;
      shadow.matrix.multiplyMatrices(this.#press, caster.matrixWorld);
      shadow.matrixWorld.copy(shadow.matrix);
    }
  }

  dispose(): void {
    this.#material.dispose();
  }
}
