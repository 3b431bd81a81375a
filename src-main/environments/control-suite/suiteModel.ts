/**
 * What all models of the suite share: the look (checkered floor, gradient sky, headlight, the colours of agent, target
 * and decoration), after dm_control's common materials. Tassa et al. 2018, arXiv:1801.00690.
 */
import { element, type MjcfElement } from './mjcf.ts';

const COLOURS = {
  self: [0.7, 0.5, 0.3, 1],
  effector: [0.7, 0.4, 0.2, 1],
  decoration: [0.3, 0.5, 0.7, 1],
  eye: [0, 0.2, 1, 1],
  target: [0.6, 0.3, 0.3, 1],
  site: [0.5, 0.5, 0.5, 0.3],
} as const;

/** The rasterizer draws the sky from this gradient; MuJoCo keeps six faces of it in memory, so it is small. */
const SKY_WIDTH = 32;

export interface SuiteModelParts {
  readonly name: string;
  readonly option?: MjcfElement;
  readonly defaults?: readonly MjcfElement[];
  /** Elements beside the common ones, such as `compiler`, `statistic`, `tendon`, `sensor`. */
  readonly extra?: readonly MjcfElement[];
  readonly world: readonly MjcfElement[];
  readonly actuators: readonly MjcfElement[];
  readonly sensors?: readonly MjcfElement[];
  readonly nearPlane?: number;
  readonly farPlane?: number;
  /** Bytes of MuJoCo's scratch memory for contacts and constraints; its own estimate is 14 MB and more. */
  readonly arenaBytes?: number;
}

export function suiteModel(parts: SuiteModelParts): MjcfElement {
  const near = parts.nearPlane ?? 0.01;
  return element('mujoco', { model: parts.name }, [
    ...(parts.arenaBytes === undefined ? [] : [element('size', { memory: String(parts.arenaBytes) })]),
    ...(parts.option === undefined ? [] : [parts.option]),
    element('visual', {}, [
      element('headlight', { ambient: [0.4, 0.4, 0.4], diffuse: [0.8, 0.8, 0.8], specular: [0.1, 0.1, 0.1] }),
      element('map', { znear: near, zfar: parts.farPlane }),
    ]),
    element('asset', {}, [
      element('texture', {
        name: 'skybox',
        type: 'skybox',
        builtin: 'gradient',
        rgb1: [0.4, 0.6, 0.8],
        rgb2: [0, 0, 0],
        width: SKY_WIDTH,
        height: SKY_WIDTH,
      }),
      element('texture', {
        name: 'grid',
        type: '2d',
        builtin: 'checker',
        rgb1: [0.1, 0.2, 0.3],
        rgb2: [0.2, 0.3, 0.4],
        width: 300,
        height: 300,
        mark: 'edge',
        markrgb: [0.2, 0.3, 0.4],
      }),
      element('material', {
        name: 'grid',
        texture: 'grid',
        texrepeat: [1, 1],
        texuniform: true,
        reflectance: 0.2,
      }),
      ...Object.entries(COLOURS).map(([name, rgba]) => element('material', { name, rgba })),
    ]),
    ...(parts.defaults === undefined ? [] : [element('default', {}, parts.defaults)]),
    ...(parts.extra ?? []),
    element('worldbody', {}, parts.world),
    element('actuator', {}, parts.actuators),
    ...(parts.sensors === undefined ? [] : [element('sensor', {}, parts.sensors)]),
  ]);
}
