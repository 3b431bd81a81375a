/** Textures and materials of a scene for three.js: the cheap kinds, so that software rendering keeps up. */
import {
  Color,
  CubeTexture,
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
  type Vector3,
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

/** Six faces one below the other, in OpenGL's order, read from their tops. */
export function cubeTextureOf({ width, pixels }: Texture): CubeTexture {
  const bytes = 4 * width * width;
  const faces = Array.from({ length: 6 }, (_, face) => {
    const own = new DataTexture(
      new Uint8Array(pixels.subarray(face * bytes, (face + 1) * bytes)),
      width,
      width,
      RGBAFormat,
    );
    own.needsUpdate = true;
    return own;
  });
  const cube = new CubeTexture(faces);
  cube.magFilter = LinearFilter;
  cube.minFilter = LinearFilter;
  cube.needsUpdate = true;
  return cube;
}

/** Multiplies a material's colour by a cube's in the direction of the place on the shape, in the shape's own frame. */
export function layCube(material: ThreeMaterial, cube: CubeTexture, scale: Vector3): void {
  material.onBeforeCompile = (shader) => {
    shader.uniforms['laidCube'] = { value: cube };
    shader.uniforms['laidScale'] = { value: scale };
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', '#include <common>\nuniform vec3 laidScale;\nvarying vec3 laidDirection;')
      .replace('#include <begin_vertex>', '#include <begin_vertex>\nlaidDirection = position * laidScale;');
    shader.fragmentShader = shader.fragmentShader
      .replace(
        '#include <common>',
        '#include <common>\nuniform samplerCube laidCube;\nvarying vec3 laidDirection;',
      )
      .replace(
        '#include <map_fragment>',
        '#include <map_fragment>\ndiffuseColor.rgb *= textureCube(laidCube, laidDirection).rgb;',
      );
  };
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
