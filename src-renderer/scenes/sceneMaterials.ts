/** Textures and materials of a scene for three.js: the cheap kinds, so that software rendering keeps up. */
import {
  Color,
  DataTexture,
  DoubleSide,
  FrontSide,
  LinearFilter,
  LinearMipmapLinearFilter,
  MeshBasicMaterial,
  MeshLambertMaterial,
  NearestFilter,
  RepeatWrapping,
  RGBAFormat,
  type Material as ThreeMaterial,
} from 'three';
import type { Material, Texture } from '../../shared/scene.ts';

/** Pixels come from the top, textures are read from the bottom: `flipY` turns them. */
export function textureOf(texture: Texture): DataTexture {
  const result = new DataTexture(new Uint8Array(texture.pixels), texture.width, texture.height, RGBAFormat);
  result.flipY = true;
  result.wrapS = result.wrapT = RepeatWrapping;
  result.magFilter = texture.filter === 'nearest' ? NearestFilter : LinearFilter;
  // Far walls would be noise without smaller copies, whatever they look like from near.
  result.minFilter = LinearMipmapLinearFilter;
  result.generateMipmaps = true;
  // And a wall that is finer across than up would be as flat as its finer side.
  result.anisotropy = 8;
  result.needsUpdate = true;
  return result;
}

export interface MaterialUse {
  /** Lights fall on it even though the scene calls it unlit. */
  readonly relit: boolean;
  readonly vertexColours: boolean;
  readonly sprite: boolean;
}

/** @param map the material's texture, one of its own where it repeats */
export function materialOf(material: Material, map: DataTexture | null, use: MaterialUse): ThreeMaterial {
  const opacity = material.opacity ?? 1;
  const look = {
    color: new Color(...material.colour),
    map,
    vertexColors: use.vertexColours,
    opacity,
    transparent: opacity < 1,
    side: use.sprite ? DoubleSide : FrontSide,
    alphaTest: map === null ? 0 : 0.5,
  };
  if ((material.unlit && !use.relit) || use.sprite) return new MeshBasicMaterial(look);
  const lit = new MeshLambertMaterial(look);
  if (material.emission !== undefined) {
    lit.emissive = new Color(...material.colour).multiplyScalar(material.emission);
  }
  return lit;
}
