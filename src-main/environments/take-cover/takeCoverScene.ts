/** What Take Cover looks like: a brick room, imps and fireballs as upright pictures, the player's own view. */
import type { Body, Part, Quaternion, Scene, Vector3 } from '../../../shared/scene.ts';
import { BODY_POSE_SIZE, poseLayout } from '../../../shared/scene.ts';
import {
  FIREBALL_HEIGHT,
  FIREBALL_RADIUS,
  IMP_HEIGHT,
  IMP_RADIUS,
  IMP_X,
  PLAYER_EYE_HEIGHT,
  PLAYER_X,
  ROOM,
  type TakeCoverState,
} from './takeCoverGame.ts';
import { brickTexture, fireballTexture, impTexture, slabTexture } from './takeCoverTextures.ts';

/** More than ever fit: imps keep 40 units apart on 768, a fireball flies for some 60 tics. */
const IMP_SLOTS = 20;
const FIREBALL_SLOTS = 40;

/**
 * The game's view is 90 degrees wide, 4:3, of pixels 1.2 times as high as wide; the status bar hides its lowest sixth.
 * What is left is 400 of 480 rows, whose half height is 200/384 of the distance, with the view's axis at row 240.
 */
const VERTICAL_TANGENT = 200 / 384;
const VIEW_ASPECT = 1 / VERTICAL_TANGENT;
const AXIS_HEIGHT = 240 / 400;
const TEXTURE_UNITS = 64;

const [BRICK, SLAB, IMP, FIREBALL, PLAYER] = [0, 1, 2, 3, 4] as const;
const HALF = Math.SQRT1_2;

interface Wall {
  readonly name: string;
  readonly centre: Vector3;
  readonly halfWidth: number;
  readonly halfHeight: number;
  /** Turns a plane that lies flat, its own x to the right and y up as seen from inside. */
  readonly quaternion: Quaternion;
}

const CENTRE_X = (ROOM.minimumX + ROOM.maximumX) / 2;
const CENTRE_Y = (ROOM.minimumY + ROOM.maximumY) / 2;
const HALF_X = (ROOM.maximumX - ROOM.minimumX) / 2;
const HALF_Y = (ROOM.maximumY - ROOM.minimumY) / 2;
const HALF_Z = ROOM.height / 2;

const WALLS: readonly Wall[] = [
  {
    name: 'far wall',
    centre: [ROOM.maximumX, CENTRE_Y, HALF_Z],
    halfWidth: HALF_Y,
    halfHeight: HALF_Z,
    quaternion: [0.5, 0.5, -0.5, -0.5],
  },
  {
    name: 'near wall',
    centre: [ROOM.minimumX, CENTRE_Y, HALF_Z],
    halfWidth: HALF_Y,
    halfHeight: HALF_Z,
    quaternion: [0.5, 0.5, 0.5, 0.5],
  },
  {
    name: 'left wall',
    centre: [CENTRE_X, ROOM.maximumY, HALF_Z],
    halfWidth: HALF_X,
    halfHeight: HALF_Z,
    quaternion: [HALF, HALF, 0, 0],
  },
  {
    name: 'right wall',
    centre: [CENTRE_X, ROOM.minimumY, HALF_Z],
    halfWidth: HALF_X,
    halfHeight: HALF_Z,
    quaternion: [0, 0, HALF, HALF],
  },
];

const FLAT: readonly Wall[] = [
  {
    name: 'floor',
    centre: [CENTRE_X, CENTRE_Y, 0],
    halfWidth: HALF_X,
    halfHeight: HALF_Y,
    quaternion: [1, 0, 0, 0],
  },
  {
    name: 'ceiling',
    centre: [CENTRE_X, CENTRE_Y, ROOM.height],
    halfWidth: HALF_X,
    halfHeight: HALF_Y,
    quaternion: [0, 1, 0, 0],
  },
];

function wallBody(wall: Wall, material: number): Body {
  const shape = { kind: 'plane', halfWidth: wall.halfWidth, halfHeight: wall.halfHeight } as const;
  return {
    name: wall.name,
    parts: [{ shape, material, position: wall.centre, quaternion: wall.quaternion }],
  };
}

function spriteBody(name: string, width: number, height: number, material: number): Body {
  const part: Part = {
    shape: { kind: 'sprite', width, height },
    material,
    position: [0, 0, 0],
    quaternion: [1, 0, 0, 0],
  };
  return { name, parts: [part] };
}

/** Fixed for ever: what comes and goes has a slot whose visibility is in the poses. */
export function takeCoverScene(): Scene {
  const textured = { colour: [1, 1, 1] as const, unlit: true };
  const textureRepeat = [1 / TEXTURE_UNITS, 1 / TEXTURE_UNITS] as const;
  const player: Part = {
    shape: { kind: 'capsule', radius: 16, halfLength: 12 },
    material: PLAYER,
    position: [0, 0, 28],
    quaternion: [1, 0, 0, 0],
    group: 'inspection',
  };
  return {
    version: 1,
    background: [0, 0, 0],
    textures: [brickTexture(), slabTexture(), impTexture(), fireballTexture()],
    materials: [
      { ...textured, name: 'brick', texture: 0, textureRepeat },
      { ...textured, name: 'slab', texture: 1, textureRepeat },
      { ...textured, name: 'imp', texture: 2 },
      { ...textured, name: 'fireball', texture: 3 },
      { name: 'player', colour: [0.3, 0.55, 0.85], unlit: false },
      { ...textured, name: 'side brick', texture: 0, textureRepeat },
    ],
    meshes: [],
    bodies: [
      { name: 'player', parts: [player] },
      ...WALLS.map((wall, index) => wallBody(wall, index < 2 ? BRICK : 5)),
      ...FLAT.map((wall) => wallBody(wall, SLAB)),
      ...Array.from({ length: IMP_SLOTS }, (_, slot) =>
        spriteBody(`imp ${slot + 1}`, 2 * IMP_RADIUS, IMP_HEIGHT, IMP),
      ),
      ...Array.from({ length: FIREBALL_SLOTS }, (_, slot) =>
        spriteBody(`fireball ${slot + 1}`, 3 * FIREBALL_RADIUS, 3 * FIREBALL_RADIUS, FIREBALL),
      ),
    ],
    lights: [{ kind: 'ambient', colour: [1, 1, 1] }],
    cameras: [
      {
        name: 'player',
        projection: 'perspective',
        near: 2,
        far: 2000,
        aspect: VIEW_ASPECT,
        axisHeight: AXIS_HEIGHT,
      },
      { name: 'behind', projection: 'perspective', near: 2, far: 2000 },
    ],
    overlay: [],
  };
}

const STATIC_BODIES = 1 + WALLS.length + FLAT.length;
const LAYOUT = poseLayout(takeCoverScene());
/** Looks along +x with z up: the camera's own -z is the world's x. */
const FACING_IMPS: Quaternion = [0.5, 0.5, -0.5, -0.5];

/** @param out at least `poseLayout(takeCoverScene()).length` doubles. */
export function takeCoverPoses(game: TakeCoverState, out: Float64Array): void {
  out.fill(0, 0, LAYOUT.length);
  const place = (slot: number, x: number, y: number, z: number) =>
    out.set([x, y, z, 1, 0, 0, 0, 1], slot * BODY_POSE_SIZE);
  place(0, PLAYER_X, game.playerY, 0);
  for (let slot = 1; slot < STATIC_BODIES; slot++) place(slot, 0, 0, 0);
  for (const [index, imp] of game.imps.slice(0, IMP_SLOTS).entries())
    place(STATIC_BODIES + index, IMP_X, imp.y, 0);
  for (const [index, ball] of game.fireballs.slice(0, FIREBALL_SLOTS).entries()) {
    place(STATIC_BODIES + IMP_SLOTS + index, ball.x, ball.y, FIREBALL_HEIGHT - 1.5 * FIREBALL_RADIUS);
  }
  const fieldOfView = 2 * Math.atan(VERTICAL_TANGENT);
  out.set([PLAYER_X, game.playerY, PLAYER_EYE_HEIGHT, ...FACING_IMPS, fieldOfView], LAYOUT.cameras);
  out.set([ROOM.minimumX + 4, game.playerY, 88, ...FACING_IMPS, fieldOfView], LAYOUT.cameras + 8);
}
