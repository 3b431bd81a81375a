/**
 * Light, sky and distance for scenes that bring none. A flat scene (CarRacing is drawn for an agent that looks from
 * straight above) gets a sun, a soft sky and haze, so that a person sees a place and not a diagram.
 */
import {
  BackSide,
  Color,
  DirectionalLight,
  Fog,
  HemisphereLight,
  Mesh,
  ShaderMaterial,
  SphereGeometry,
  Vector3,
  type Scene as ThreeScene,
} from 'three';
import type { Scene } from '../../shared/scene.ts';

export const SUN_DIRECTION = new Vector3(-0.45, 0.35, 0.82).normalize();
const ZENITH = new Color(0.36, 0.57, 0.82);
const HORIZON = new Color(0.82, 0.89, 0.93);
/** three.js divides diffuse light by pi. */
const FULL = Math.PI;

/** Whether a scene leaves light to the viewer: a flat one, seen from straight above in even light. */
export function needsStudioLight(scene: Scene): boolean {
  return (
    scene.cameras[0]?.projection === 'orthographic' && scene.lights.every(({ kind }) => kind === 'ambient')
  );
}

export function addStudioLight(root: ThreeScene, fogStart: number, fogEnd: number): void {
  root.add(new HemisphereLight(new Color(0.9, 0.95, 1), new Color(0.75, 0.8, 0.72), 0.95 * FULL));
  const sun = new DirectionalLight(new Color(1, 0.97, 0.9), 0.5 * FULL);
  sun.position.copy(SUN_DIRECTION);
  root.add(sun, skyDome(HORIZON, ZENITH));
  root.fog = new Fog(HORIZON, fogStart, fogEnd);
}

/** A gradient by elevation, always around the camera and behind everything. */
export function skyDome(horizon: Color, zenith: Color): Mesh {
  const dome = new Mesh(
    new SphereGeometry(1, 24, 12),
    new ShaderMaterial({
      side: BackSide,
      depthTest: false,
      depthWrite: false,
      fog: false,
      uniforms: { horizon: { value: horizon }, zenith: { value: zenith } },
      vertexShader: `
        varying float height;
        void main() {
          height = position.z;
          vec4 place = projectionMatrix * vec4(mat3(modelViewMatrix) * position, 1.0);
          gl_Position = place.xyww;
        }`,
      fragmentShader: `
        uniform vec3 horizon;
        uniform vec3 zenith;
        varying float height;
        void main() {
          gl_FragColor = vec4(mix(horizon, zenith, smoothstep(0.0, 0.55, height)), 1.0);
        }`,
    }),
  );
  dome.name = 'sky';
  dome.frustumCulled = false;
  dome.renderOrder = -1;
  return dome;
}
