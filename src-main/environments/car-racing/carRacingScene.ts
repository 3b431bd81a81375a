/**
 * What CarRacing looks like: playfield, grass patches, road and kerbs of one track, the car, and the cameras of its
 * observation (Gymnasium's view: the car near the bottom, heading up, zooming in during the first second).
 */
import type { Body, Camera, Colour, Material, Part, Scene, Vector3 } from '../../../shared/scene.ts';
import { BODY_POSE_SIZE, CAMERA_POSE_SIZE } from '../../../shared/scene.ts';
import type { Car } from './car.ts';
import { addPrism, counterClockwise, MeshBuilder, stripeMesh, tyreMesh } from './carMeshes.ts';
import { USUAL_COLOURS, type GroundColours } from './colours.ts';
import type { CarRacingConfig } from './config.ts';
import { HULL_POLYGONS, PLAYFIELD, SCALE, WHEEL_RADIUS } from './constants.ts';
import { INDICATOR_BAR, writeIndicators } from './indicatorBar.ts';
import type { Track } from './track.ts';

const byte = (red: number, green: number, blue: number): Colour => [red / 255, green / 255, blue / 255];

const MATERIALS: readonly Material[] = [
  { name: 'painted', colour: [1, 1, 1], unlit: true },
  { name: 'hull', colour: byte(204, 0, 0), unlit: true },
  { name: 'tyre', colour: byte(0, 0, 0), unlit: true },
  { name: 'stripe', colour: byte(77, 77, 77), unlit: true },
];
const KERB_WHITE = byte(255, 255, 255);
const KERB_RED = byte(255, 0, 0);
const GRASS_PATCH = PLAYFIELD / 20;
/** Layers of the flat ground lie this far apart, for renderers with depth. */
const LAYER = 0.03;

type Point = readonly [number, number];

function groundMesh({ playfield, grass }: GroundColours) {
  const builder = new MeshBuilder();
  const square = (x: number, y: number, size: number, z: number, colour: Colour) =>
    builder.face(
      [
        [x, y, z],
        [x + size, y, z],
        [x + size, y + size, z],
        [x, y + size, z],
      ],
      colour,
    );
  square(-PLAYFIELD, -PLAYFIELD, 2 * PLAYFIELD, 0, playfield);
  for (let column = -20; column < 20; column += 2) {
    for (let row = -20; row < 20; row += 2) {
      square(GRASS_PATCH * column, GRASS_PATCH * row, GRASS_PATCH, LAYER, grass);
    }
  }
  return builder.build('ground');
}

function roadMesh(track: Track, { road }: GroundColours) {
  const builder = new MeshBuilder();
  const quad = (corners: Float64Array, z: number, colour: Colour) => {
    const outline: Point[] = [0, 2, 4, 6].map((at) => [corners[at] ?? 0, corners[at + 1] ?? 0]);
    builder.face(
      counterClockwise(outline).map(([x, y]) => [x, y, z]),
      colour,
    );
  };
  const kerbs = new Map(track.kerbs.map((kerb) => [kerb.tile, kerb.corners]));
  for (let tile = 0; tile < track.nodes.length; tile++) {
    quad(track.tiles.subarray(tile * 8, tile * 8 + 8), 2 * LAYER, road[tile % 3] ?? road[0]);
    const kerb = kerbs.get(tile);
    if (kerb !== undefined) quad(kerb, 3 * LAYER, tile % 2 === 0 ? KERB_WHITE : KERB_RED);
  }
  return builder.build('road');
}

/** Heights of the hull's pieces, front wing to rear wing. */
const HULL_HEIGHTS: readonly Point[] = [
  [0.25, 0.4],
  [0.3, 0.75],
  [0.25, 1],
  [0.5, 1.15],
];

function hullMesh() {
  const builder = new MeshBuilder();
  HULL_POLYGONS.forEach((outline, index) => {
    const [bottom, top] = HULL_HEIGHTS[index] ?? [0, 1];
    addPrism(builder, outline, bottom, top);
  });
  return builder.build('hull');
}

const IDENTITY = [1, 0, 0, 0] as const;
const meshPart = (mesh: number, material: number): Part => ({
  shape: { kind: 'mesh', mesh },
  material,
  position: [0, 0, 0],
  quaternion: IDENTITY,
  castsShadow: mesh > 1,
});

const BODIES: readonly Body[] = [
  { name: 'ground', parts: [meshPart(0, 0)] },
  { name: 'road', parts: [meshPart(1, 0)] },
  ...['front left', 'front right', 'rear left', 'rear right'].flatMap((place): Body[] => [
    { name: `${place} wheel`, parts: [meshPart(3, 2)] },
    { name: `${place} stripe`, parts: [meshPart(4, 3)] },
  ]),
  { name: 'hull', parts: [meshPart(2, 1)], draggable: true },
];
const FIRST_WHEEL_BODY = 2;
const HULL_BODY = BODIES.length - 1;

/** Gymnasium's drawing board, of which the observation shows all or all but the bar. */
const BOARD_WIDTH = 1000;
const BOARD_HEIGHT = 800;
/** Height of the board without the indicator bar: rows 0 to 83 of 96. */
const CROPPED_HEIGHT = (BOARD_HEIGHT * 84) / 96;
/** The car's place above the board's lower edge. */
const CAR_HEIGHT = BOARD_HEIGHT / 4;
/** Pixels of the board a length unit, when zoomed out and in. */
const ZOOM_OUT = 0.1 * SCALE;
const ZOOM_IN = 2.7 * SCALE;
const CAMERA_HEIGHT = 100;

function cameras(config: CarRacingConfig): Camera[] {
  const boardHeight = config.observation === 'paper' ? CROPPED_HEIGHT : BOARD_HEIGHT;
  return [
    { name: 'agent', projection: 'orthographic', near: 1, far: 200, aspect: BOARD_WIDTH / boardHeight },
    { name: 'overview', projection: 'orthographic', near: 1, far: 200 },
  ];
}

const MESHES_OF_EVERY_TRACK = [groundMesh(USUAL_COLOURS), hullMesh(), tyreMesh(), stripeMesh()] as const;

export function carRacingScene(
  track: Track,
  colours: GroundColours,
  config: CarRacingConfig,
  version: number,
): Scene {
  const [usualGround, hull, tyre, stripe] = MESHES_OF_EVERY_TRACK;
  const ground = colours === USUAL_COLOURS ? usualGround : groundMesh(colours);
  return {
    version,
    background: [0, 0, 0],
    textures: [],
    materials: MATERIALS,
    meshes: [ground, roadMesh(track, colours), hull, tyre, stripe],
    bodies: BODIES,
    lights: [{ kind: 'ambient', colour: [1, 1, 1] }],
    cameras: cameras(config),
    overlay: config.observation === 'full' ? INDICATOR_BAR : [],
  };
}

const ORIGIN: Vector3 = [0, 0, 0];

/** A body turned about z, then about its own x; radians. */
function writePose(out: Float64Array, at: number, [x, y, z]: Vector3, turn = 0, roll = 0) {
  const cosineTurn = Math.cos(turn / 2);
  const sineTurn = Math.sin(turn / 2);
  const cosineRoll = roll === 0 ? 1 : Math.cos(roll / 2);
  const sineRoll = roll === 0 ? 0 : Math.sin(roll / 2);
  out[at] = x;
  out[at + 1] = y;
  out[at + 2] = z;
  out[at + 3] = cosineTurn * cosineRoll;
  out[at + 4] = cosineTurn * sineRoll;
  out[at + 5] = sineTurn * sineRoll;
  out[at + 6] = sineTurn * cosineRoll;
  out[at + 7] = 1;
}

/**
 * Writes the poses of this instant.
 * @param seconds since the episode's start, which sets the zoom.
 */
export function writeCarRacingPoses(
  car: Car,
  config: CarRacingConfig,
  seconds: number,
  reward: number,
  out: Float64Array,
): void {
  writePose(out, 0, ORIGIN);
  writePose(out, BODY_POSE_SIZE, ORIGIN);
  for (let index = 0; index < car.wheels.length; index++) {
    const wheel = car.wheels[index];
    if (wheel === undefined) continue;
    const { x, y } = wheel.body.getPosition();
    const angle = wheel.body.getAngle();
    const at = (FIRST_WHEEL_BODY + 2 * index) * BODY_POSE_SIZE;
    writePose(out, at, [x, y, WHEEL_RADIUS], angle);
    writePose(out, at + BODY_POSE_SIZE, [x, y, WHEEL_RADIUS], angle, -wheel.phase);
  }
  const { x, y } = car.hull.getPosition();
  const angle = car.hull.getAngle();
  writePose(out, HULL_BODY * BODY_POSE_SIZE, [x, y, 0], angle);

  const zoom = ZOOM_OUT * Math.max(1 - seconds, 0) + ZOOM_IN * Math.min(seconds, 1);
  const full = config.observation === 'full';
  const ahead =
    (full ? BOARD_HEIGHT / 2 - CAR_HEIGHT : BOARD_HEIGHT - CROPPED_HEIGHT / 2 - CAR_HEIGHT) / zoom;
  const forwardX = -Math.sin(angle);
  const forwardY = Math.cos(angle);
  const agent = BODIES.length * BODY_POSE_SIZE;
  writePose(out, agent, [x + forwardX * ahead, y + forwardY * ahead, CAMERA_HEIGHT], angle);
  out[agent + 7] = (full ? BOARD_HEIGHT : CROPPED_HEIGHT) / zoom;
  writePose(out, agent + CAMERA_POSE_SIZE, [0, 0, CAMERA_HEIGHT]);
  out[agent + CAMERA_POSE_SIZE + 7] = 2 * PLAYFIELD;
  if (full) writeIndicators(car, reward, out, agent + 2 * CAMERA_POSE_SIZE);
}
