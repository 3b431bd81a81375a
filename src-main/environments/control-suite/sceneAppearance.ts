/** Colours of a MuJoCo model: textures, materials, lights and sky. */
import type { Colour, Light, Material, Scene, Texture } from '../../../shared/scene.ts';
import type { SceneLook } from './mujocoScene.ts';
import type { Physics } from './physics.ts';

/** mjtTexture. */
const TEXTURE_2D = 0;
const TEXTURE_SKYBOX = 2;
/** mjtTextureRole, of ten a material: plain colour. */
const ROLES = 10;
const ROLE_RGB = 1;
/** mjtLightType. */
const LIGHT_SPOT = 0;
const LIGHT_DIRECTIONAL = 1;
/** mjtCamLight: not moving against its body. */
const LIGHT_FIXED = 0;
/** What MuJoCo gives a shape whose colour nobody set: its material's is meant then. */
const UNSET_COLOUR = 0.5;

export interface SceneTextures {
  readonly textures: readonly Texture[];
  /** The scene's index of a flat texture of MuJoCo's; undefined for the sky and cubes. */
  readonly indexOf: (texture: number) => number | undefined;
}

/** mjtTexture, with six faces of its width below each other. */
const TEXTURE_CUBE = 1;

export function readTextures(physics: Physics, look: SceneLook): SceneTextures {
  const { model } = physics;
  const textures: Texture[] = [];
  const indices = new Map<number, number>();
  for (let id = 0; id < model.ntex; id++) {
    const isCube = model.tex_type[id] === TEXTURE_CUBE || model.tex_type[id] === TEXTURE_SKYBOX;
    if (isCube ? look === 'suite' : model.tex_type[id] !== TEXTURE_2D) continue;
    const width: number = model.tex_width[id];
    const height: number = model.tex_height[id];
    indices.set(id, textures.length);
    textures.push({
      name: `texture ${id}`,
      width,
      height,
      pixels: rgba(model.tex_data, model.tex_adr[id], width * height, model.tex_nchannel[id]),
      filter: 'linear',
      ...(isCube && height === 6 * width ? { kind: 'cube' } : {}),
    });
  }
  return { textures, indexOf: (texture) => indices.get(texture) };
}

function rgba(data: Uint8Array, from: number, count: number, channels: number): Uint8Array {
  const pixels = new Uint8Array(count * 4);
  for (let i = 0; i < count; i++) {
    for (let channel = 0; channel < 4; channel++) {
      // One channel is a grey, and without a fourth nothing shows through.
      const source = channels < 3 ? 0 : channel;
      pixels[4 * i + channel] =
        channel === 3 && channels < 4 ? 255 : (data[from + i * channels + source] ?? 0);
    }
  }
  return pixels;
}

export interface SceneMaterials {
  readonly list: readonly Material[];
  /**
   * The material of a shape: its own where it has one (-1: none), in its own colour where that was set.
   * @param surface what a picture is laid over; absent: nothing but planes of the suite show pictures
   */
  readonly of: (material: number, rgba: ArrayLike<number>, at: number, surface?: MaterialSurface) => number;
}

/** What a texture is laid over, with MuJoCo's half sizes: `projected` are triangles without texture coordinates. */
export interface MaterialSurface {
  readonly kind: 'plane' | 'solid' | 'mesh' | 'projected';
  readonly size: ArrayLike<number>;
}

export function readMaterials(physics: Physics, textures: SceneTextures, look: SceneLook): SceneMaterials {
  const { model } = physics;
  const list: Material[] = [];
  const known = new Map<string, number>();
  return {
    list,
    of(id, colours, at, surface) {
      const own = [0, 1, 2, 3].map((i) => colours[at + i] ?? 1);
      const unset = own.every((value, i) => value === (i === 3 ? 1 : UNSET_COLOUR));
      const colour = id >= 0 && unset ? [0, 1, 2, 3].map((i): number => model.mat_rgba[4 * id + i]) : own;
      const texture = id < 0 ? -1 : model.mat_texid[ROLES * id + ROLE_RGB];
      const flat = texture < 0 ? undefined : textures.indexOf(texture);
      const laid = texture < 0 ? {} : laidOver(physics, id, textures.textures[flat ?? -1], surface, look);
      const key = JSON.stringify([id, colour, laid]);
      const found = known.get(key);
      if (found !== undefined) return found;
      const tint = texture >= 0 && flat === undefined ? meanColour(physics, texture) : [1, 1, 1];
      const [red = 1, green = 1, blue = 1, opacity = 1] = colour;
      list.push({
        name: id < 0 ? `colour ${list.length}` : `material ${id}`,
        colour: [red * (tint[0] ?? 1), green * (tint[1] ?? 1), blue * (tint[2] ?? 1)],
        opacity,
        ...(flat === undefined ? {} : { texture: flat }),
        ...(flat === undefined ? {} : laid),
        unlit: false,
        // MuJoCo's own for shapes without a material.
        specular: id < 0 ? 0.5 : model.mat_specular[id],
        shininess: id < 0 ? 0.5 : model.mat_shininess[id],
        emission: id < 0 ? 0 : model.mat_emission[id],
        reflectance: id < 0 ? 0 : model.mat_reflectance[id],
      });
      known.set(key, list.length - 1);
      return list.length - 1;
    },
  };
}

type Laid = Pick<Material, 'textureRepeat' | 'cubeScale' | 'projection'>;

/** How a texture lies on a shape. */
function laidOver(
  physics: Physics,
  material: number,
  texture: Texture | undefined,
  surface: MaterialSurface | undefined,
  look: SceneLook,
): Laid {
  const [a = 0, b = 0, c = 0] = Array.from(surface?.size ?? []);
  const isPlane = surface?.kind === 'plane' || surface === undefined;
  const isCube = texture?.kind === 'cube';
  if (look === 'suite' || (isPlane && !isCube))
    return { textureRepeat: textureRepeat(physics, material, isPlane && surface ? [a, b] : undefined) };
  const isUniform = physics.flags.materialTextureUniform[material] === 1;
  if (isCube) {
    // Shapes are drawn as unit shapes that are scaled; the place on the unit shape is the direction. Triangles are drawn as they are.
    const isScaled = surface?.kind === 'solid';
    const scale = (size: number) => (isUniform ? (isScaled ? 1 : size) : isScaled && size > 0 ? 1 / size : 1);
    return { cubeScale: [scale(a), scale(b), scale(c)] };
  }
  const [times = 1, timesDown = 1] = physics.model.mat_texrepeat.subarray(2 * material, 2 * material + 2);
  if (surface?.kind === 'projected') {
    return { projection: isUniform ? [times, timesDown] : [times / (a || 1), timesDown / (b || 1)] };
  }
  return { textureRepeat: isUniform ? [times * a, timesDown * b] : [times, timesDown] };
}

/** Times a length unit on planes. MuJoCo stretches a texture over 2 units, or over the whole plane where not uniform. */
function textureRepeat(
  physics: Physics,
  material: number,
  halfSize: readonly [number, number] | undefined,
): readonly [number, number] {
  const { model, flags } = physics;
  const times = [0, 1].map((i): number => model.mat_texrepeat[2 * material + i]);
  const uniform = flags.materialTextureUniform[material] === 1;
  const over = (i: 0 | 1) => (uniform || halfSize === undefined || halfSize[i] === 0 ? 1 : halfSize[i]);
  return [(times[0] ?? 1) / 2 / over(0), (times[1] ?? 1) / 2 / over(1)];
}

/** In [0, 1]. */
function meanColour(physics: Physics, texture: number): [number, number, number] {
  const { model } = physics;
  const channels: number = model.tex_nchannel[texture];
  const count: number = model.tex_width[texture] * model.tex_height[texture];
  const pixels = rgba(model.tex_data, model.tex_adr[texture], count, channels);
  const sums: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    for (const channel of [0, 1, 2] as const) sums[channel] += pixels[4 * i + channel] ?? 0;
  }
  return [sums[0] / count / 255, sums[1] / count / 255, sums[2] / count / 255];
}

/** From the sky texture's top, sides' middle and bottom; black without one. */
export function readBackground(physics: Physics, textures: SceneTextures): Scene['background'] {
  const { model } = physics;
  for (let id = 0; id < model.ntex; id++) {
    if (model.tex_type[id] !== TEXTURE_SKYBOX) continue;
    const width: number = model.tex_width[id];
    const channels: number = model.tex_nchannel[id];
    const at = (face: number, row: number): Colour => {
      const start = model.tex_adr[id] + ((face * width + row) * width + (width >> 1)) * channels;
      const part = (channel: number) => model.tex_data[start + (channels < 3 ? 0 : channel)] / 255;
      return [part(0), part(1), part(2)];
    };
    const middle = width >> 1;
    // Faces: right, left, up, down, front, back; a picture for one face is used for all.
    const faces = model.tex_height[id] >= 6 * width;
    const cube = textures.indexOf(id);
    return faces
      ? {
          horizon: at(4, middle),
          zenith: at(2, middle),
          nadir: at(3, middle),
          ...(cube === undefined ? {} : { cube }),
        }
      : { horizon: at(0, middle), zenith: at(0, 0), nadir: at(0, width - 1) };
  }
  return [0, 0, 0];
}

/** The headlight among them. */
const MOST_LIGHTS = 8;
const DARK_AMBIENT = 0.3;

export interface SceneLights {
  readonly lights: readonly Light[];
  /** MuJoCo's numbers of the lights that got a body of their own, in order. */
  readonly moving: readonly number[];
}

/** @param firstBody the scene's index of the body of the first moving light. */
export function readLights(physics: Physics, firstBody: number, look: SceneLook): SceneLights {
  const { model, flags } = physics;
  const { headlight } = model.vis;
  const ambient: [number, number, number] = [0, 0, 0];
  const lights: Light[] = [];
  const moving: number[] = [];
  const colourAt = (values: ArrayLike<number>, at: number): Colour => [
    values[at] ?? 0,
    values[at + 1] ?? 0,
    values[at + 2] ?? 0,
  ];
  const addAmbient = (colour: Colour) => {
    for (const i of [0, 1, 2] as const) ambient[i] += colour[i];
  };
  if (headlight.active !== 0) {
    addAmbient(colourAt(headlight.ambient, 0));
    lights.push({
      kind: 'point',
      headlight: true,
      colour: colourAt(headlight.diffuse, 0),
      specular: colourAt(headlight.specular, 0),
      position: [0, 0, 0],
      direction: [0, 0, -1],
      castsShadow: false,
    });
  }
  let count = lights.length;
  for (let id = 0; id < model.nlight; id++) {
    if (flags.lightActive[id] !== 1) continue;
    if (look === 'mujoco') {
      // OpenGL has eight lamps, and MuJoCo's renderer leaves lamps dark that are neither spots nor directional.
      if (++count > MOST_LIGHTS) break;
      if (model.light_type[id] !== LIGHT_SPOT && model.light_type[id] !== LIGHT_DIRECTIONAL) continue;
    }
    const ownAmbient = look === 'mujoco' && model.light_type[id] === LIGHT_SPOT;
    if (!ownAmbient) addAmbient(colourAt(model.light_ambient, 3 * id));
    const type: number = model.light_type[id];
    const fixed = model.light_mode[id] === LIGHT_FIXED && model.light_bodyid[id] === 0;
    const attenuation = colourAt(model.light_attenuation, 3 * id);
    const fades = attenuation[0] !== 1 || attenuation[1] !== 0 || attenuation[2] !== 0;
    const castsShadow = flags.lightCastsShadow[id] === 1;
    const colour = colourAt(model.light_diffuse, 3 * id);
    const specular = colourAt(model.light_specular, 3 * id);
    if (type === LIGHT_DIRECTIONAL && fixed) {
      lights.push({
        kind: 'directional',
        colour,
        specular,
        direction: colourAt(model.light_dir, 3 * id),
        castsShadow,
      });
      continue;
    }
    if (!fixed) moving.push(id);
    lights.push({
      kind: type === LIGHT_SPOT || type === LIGHT_DIRECTIONAL ? 'spot' : 'point',
      colour,
      specular,
      ...(fixed
        ? { position: colourAt(model.light_pos, 3 * id), direction: colourAt(model.light_dir, 3 * id) }
        : {
            body: firstBody + moving.length - 1,
            position: [0, 0, 0] as const,
            direction: [0, 0, -1] as const,
          }),
      cutoffDegrees: type === LIGHT_DIRECTIONAL ? 180 : model.light_cutoff[id],
      exponent: type === LIGHT_DIRECTIONAL ? 0 : model.light_exponent[id],
      ...(ownAmbient ? { ambient: colourAt(model.light_ambient, 3 * id) } : {}),
      ...(fades && type === LIGHT_SPOT ? { attenuation } : {}),
      castsShadow,
    });
  }
  // Where nothing shines MuJoCo lights everything a little.
  if (look === 'mujoco' && count === 0) addAmbient([DARK_AMBIENT, DARK_AMBIENT, DARK_AMBIENT]);
  lights.push({ kind: 'ambient', colour: ambient });
  return { lights, moving };
}
