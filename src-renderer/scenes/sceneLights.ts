/** Lights of a scene for three.js. Colours are as displayed, so light adds up in display space, as MuJoCo's does. */
import {
  AmbientLight,
  Color,
  DirectionalLight,
  PointLight,
  SpotLight,
  Vector3,
  type Light as ThreeLight,
  type Object3D,
} from 'three';
import type { Light } from '../../shared/scene.ts';

/** three.js divides diffuse light by pi. */
const FULL = Math.PI;

export interface PlacedLight {
  readonly light: ThreeLight;
  /** Spots shine from their position to here; both hang on the same parent. */
  readonly target: Object3D | null;
  /** Index of the body it hangs on; null: the world; `camera`: MuJoCo's headlight. */
  readonly on: number | 'camera' | null;
}

export function lightOf(light: Light): PlacedLight {
  const colour = new Color(...light.colour);
  if (light.kind === 'ambient') return { light: new AmbientLight(colour, FULL), target: null, on: null };
  if (light.kind === 'directional') {
    const sun = new DirectionalLight(colour, FULL);
    sun.position.copy(new Vector3(...light.direction).negate());
    return { light: sun, target: sun.target, on: null };
  }
  if (light.headlight === true)
    return { light: new DirectionalLight(colour, FULL), target: null, on: 'camera' };
  const lamp =
    light.kind === 'point'
      ? new PointLight(colour, FULL, 0, 0)
      : new SpotLight(
          colour,
          FULL,
          0,
          ((light.cutoffDegrees ?? 45) * Math.PI) / 180,
          Math.min(1, (light.exponent ?? 10) / 20),
          0,
        );
  lamp.position.set(...light.position);
  const target = lamp instanceof SpotLight ? lamp.target : null;
  target?.position.copy(lamp.position).add(new Vector3(...light.direction));
  return { light: lamp, target, on: light.body ?? null };
}
