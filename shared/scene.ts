/**
 * One description of what an environment looks like, drawn by two renderers: the software rasterizer (the agent's
 * observation) and three.js (the person's view). Right-handed, z up, in the environment's own length unit.
 *
 * A scene is constant until `Environment.sceneVersion` changes; what moves is in the pose buffer (see `poseLayout`).
 */

/** Red, green, blue in [0, 1], as displayed (sRGB); no alpha. */
export type Colour = readonly [number, number, number];
export type Vector3 = readonly [number, number, number];
/** w, x, y, z */
export type Quaternion = readonly [number, number, number, number];

export interface Texture {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** RGBA, row-major from the top, 4 bytes a texel; alpha below 128 is a hole (sprites). */
  readonly pixels: Uint8Array;
  readonly filter: 'nearest' | 'linear';
  /** A cube's six faces (+x, -x, +y, -y, +z, -z, as OpenGL has them), one below the other: the height is six widths. */
  readonly kind?: 'cube';
}

export interface Material {
  readonly name: string;
  readonly colour: Colour;
  readonly opacity?: number;
  /** Index into `Scene.textures`; multiplies the colour. */
  readonly texture?: number;
  /** Texture repeats over the unit uv square; on planes over a length unit, beginning at the plane's left and upper edge (its middle where it has no end). */
  readonly textureRepeat?: readonly [number, number];
  /** Of a cube's texture: what the place on a shape, in its own frame, is multiplied with to give the direction that is looked up. */
  readonly cubeScale?: Vector3;
  /** A picture is laid over a mesh without texture coordinates along its own z, repeated by these times over a length unit. */
  readonly projection?: readonly [number, number];
  /** Unlit materials show their colour as it is (CarRacing, sprites); lit ones follow the lights. */
  readonly unlit: boolean;
  /** In [0, 1], as in MuJoCo's materials. */
  readonly specular?: number;
  readonly shininess?: number;
  readonly emission?: number;
  readonly reflectance?: number;
}

export interface Mesh {
  readonly name: string;
  /** x, y, z a vertex. */
  readonly positions: Float32Array;
  /** Three a triangle, counter-clockwise seen from its front. */
  readonly indices: Uint32Array;
  /** u, v a vertex. */
  readonly uvs?: Float32Array;
  /** x, y, z a vertex; computed flat where absent. */
  readonly normals?: Float32Array;
  /** r, g, b in [0, 1] a vertex; multiplies the material's colour. */
  readonly colours?: Float32Array;
  /** Its positions are those of an instant: the pose buffer holds them, in the world, after the overlay (see `poseLayout`). */
  readonly isSoft?: boolean;
  /** Only its front faces are seen. */
  readonly isOneSided?: boolean;
}

export type Shape =
  /** In its own xy plane; a half size of 0 means without end. */
  | {
      readonly kind: 'plane';
      readonly halfWidth: number;
      readonly halfHeight: number;
      /** Half the distance between the lines of a grid at whose corners alone lamps shine on it, as MuJoCo's planes have it. */
      readonly gridSpacing?: number;
    }
  | { readonly kind: 'box'; readonly halfSize: Vector3 }
  | { readonly kind: 'sphere'; readonly radius: number }
  /** Along its own z. The cylinder part's half length, caps not counted. */
  | { readonly kind: 'capsule'; readonly radius: number; readonly halfLength: number }
  | { readonly kind: 'cylinder'; readonly radius: number; readonly halfLength: number }
  | { readonly kind: 'ellipsoid'; readonly radii: Vector3 }
  | { readonly kind: 'mesh'; readonly mesh: number }
  /** An upright picture that turns about z to face the camera; its origin is at the middle of its bottom edge. */
  | { readonly kind: 'sprite'; readonly width: number; readonly height: number };

export interface Part {
  readonly name?: string;
  readonly shape: Shape;
  /** Index into `Scene.materials`. */
  readonly material: number;
  /** In the body's frame. */
  readonly position: Vector3;
  readonly quaternion: Quaternion;
  /** Shown to people only (sites, collision shapes), never in the agent's observation. */
  readonly group?: 'observation' | 'inspection';
  readonly castsShadow?: boolean;
}

/** A rigid thing with one slot in the pose buffer. */
export interface Body {
  readonly name: string;
  readonly parts: readonly Part[];
  /** Whether a person may pull it (`Environment.perturb`). */
  readonly draggable?: boolean;
}

export type Light =
  | { readonly kind: 'ambient'; readonly colour: Colour }
  | {
      readonly kind: 'directional';
      readonly colour: Colour;
      readonly specular?: Colour;
      readonly direction: Vector3;
      readonly castsShadow: boolean;
    }
  | {
      readonly kind: 'spot' | 'point';
      readonly colour: Colour;
      readonly specular?: Colour;
      /** Where it hangs: the world, or a body whose frame position and direction are in. */
      readonly body?: number;
      readonly position: Vector3;
      readonly direction: Vector3;
      readonly cutoffDegrees?: number;
      readonly exponent?: number;
      /** Constant, linear and quadratic: light is divided by their sum over the distance. */
      readonly attenuation?: Vector3;
      /** Light that it gives to every surface in its beam, but not in its shadows. */
      readonly ambient?: Colour;
      /** Light follows the camera (MuJoCo's headlight). */
      readonly headlight?: boolean;
      readonly castsShadow: boolean;
    };

/** Looks along its own -z, its own y is up. Its pose is in the pose buffer, after the bodies. */
export interface Camera {
  readonly name: string;
  /** `zoom` in the pose slot is the vertical field of view in radians, or the view's whole height in length units. */
  readonly projection: 'perspective' | 'orthographic';
  readonly near: number;
  readonly far: number;
  /** Width of the view over its height where pixels are not square (CarRacing squeezes 1000x800 into 96x96); the picture's own where absent. */
  readonly aspect?: number;
  /** Where the camera's axis meets the picture, as a fraction of its height from the top, where it is not the middle (a view whose lowest part is hidden). */
  readonly axisHeight?: number;
  /** The same from the left, as a fraction of its width. */
  readonly axisWidth?: number;
}

/** A flat picture element of the observation, over the 3D scene, such as CarRacing's indicator bar. Units: fractions of the view, origin at the top left. */
export interface OverlayRectangle {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: Colour;
  /** Where given, this side's extent is multiplied by the overlay's value in the pose buffer (signed: it may grow either way from its origin). */
  readonly scales?: 'width' | 'height';
}

export interface Scene {
  readonly version: number;
  /** One colour, or a gradient over the direction of sight (`skyShare`), below the horizon towards `nadir` where given. */
  readonly background:
    | Colour
    | {
        readonly horizon: Colour;
        readonly zenith: Colour;
        readonly nadir?: Colour;
        /** Index of a cube's texture, where it is more than a gradient. */
        readonly cube?: number;
      };
  readonly fog?: { readonly colour: Colour; readonly start: number; readonly end: number };
  readonly textures: readonly Texture[];
  readonly materials: readonly Material[];
  readonly meshes: readonly Mesh[];
  readonly bodies: readonly Body[];
  readonly lights: readonly Light[];
  readonly cameras: readonly Camera[];
  readonly overlay: readonly OverlayRectangle[];
  /**
   * What MuJoCo's own renderer does and others do not: highlights by where the camera is, see-through shapes laid twice from near to
   * far and back, cast shadows but receive none, and planes that show through from behind.
   */
  readonly look?: 'mujoco';
  /** Newtons that all that moves weighs on Earth: arrows of forces are scaled by it. Absent where no force is told. */
  readonly weight?: number;
}

/**
 * How far the sky has gone from the horizon's colour (0) to the zenith's (1), for the sine of the elevation in [0, 1];
 * below the horizon likewise to the nadir's. Fitted to MuJoCo's gradient sky, of which it stays within one of 255 levels.
 */
export function skyShare(elevationSine: number): number {
  const elevation = Math.asin(Math.min(elevationSine, 1)) / (Math.PI / 2);
  return elevation * (1.52 - 0.52 * elevation);
}

/** Doubles a body: x, y, z, qw, qx, qy, qz, and how long it is drawn along its own z: 1 as it is, 0 not at all. */
export const BODY_POSE_SIZE = 8;
/** Doubles a camera: x, y, z, qw, qx, qy, qz, zoom. */
export const CAMERA_POSE_SIZE = 8;

export interface PoseLayout {
  /** Offset of the first camera. */
  readonly cameras: number;
  /** Offset of the first overlay value (one double an overlay rectangle). */
  readonly overlay: number;
  /** Offset of the first vertex of the soft meshes: x, y, z each, mesh after mesh. */
  readonly vertices: number;
  readonly length: number;
}

export function poseLayout(
  scene: Pick<Scene, 'bodies' | 'cameras' | 'overlay'> & Partial<Pick<Scene, 'meshes'>>,
): PoseLayout {
  const cameras = scene.bodies.length * BODY_POSE_SIZE;
  const overlay = cameras + scene.cameras.length * CAMERA_POSE_SIZE;
  const vertices = overlay + scene.overlay.length;
  const soft = (scene.meshes ?? []).filter(({ isSoft }) => isSoft === true);
  return {
    cameras,
    overlay,
    vertices,
    length: vertices + soft.reduce((sum, { positions }) => sum + positions.length, 0),
  };
}

/** Where two bodies touch and how hard, for overlays. */
export interface ContactPoint {
  /** Names of the two bodies, as in the scene. */
  readonly bodies: readonly [string, string];
  /** In the world. */
  readonly position: Vector3;
  /** Unit vector from the first body to the second. */
  readonly normal: Vector3;
  /** What the first body does to the second, in the world's axes, newtons. */
  readonly force: Vector3;
  /** Distance between the surfaces; negative where they overlap. */
  readonly distance: number;
}
