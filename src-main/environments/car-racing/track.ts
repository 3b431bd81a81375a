/**
 * CarRacing's track: a pen that is pulled from checkpoint to checkpoint around the origin, of whose laps the second
 * is kept. The same draws give the same track as Gymnasium's CarRacing-v3, to the last bits of sine and cosine.
 */
import {
  CHECKPOINTS,
  KERB_MINIMUM_NODES,
  KERB_WIDTH,
  SCALE,
  TRACK_DETAIL_STEP,
  TRACK_RADIUS,
  TRACK_TURN_RATE,
  TRACK_WIDTH,
} from './constants.ts';

const TURN = 2 * Math.PI;
/** Laps the pen may take, and nodes, before a draw is given up. */
const MAXIMUM_LAPS = 4;
const MAXIMUM_NODES = 2500;

export interface TrackNode {
  /** Angle of the node seen from the origin. */
  readonly alpha: number;
  /** Heading: the direction across the road; driving direction is a quarter turn more. */
  readonly beta: number;
  readonly x: number;
  readonly y: number;
}

export interface Track {
  readonly nodes: readonly TrackNode[];
  /** Tile i joins node i and the one before: x, y of four corners (left and right here, right and left before). */
  readonly tiles: Float64Array;
  /** Kerbs, in the order of their tiles: tile index and four corners. */
  readonly kerbs: readonly { readonly tile: number; readonly corners: Float64Array }[];
}

/** What draws: `NumpyRandom` has it. */
export interface UniformSource {
  uniform(low: number, high: number): number;
}

interface Checkpoint {
  readonly alpha: number;
  readonly x: number;
  readonly y: number;
}

function drawCheckpoints(random: UniformSource): Checkpoint[] {
  return Array.from({ length: CHECKPOINTS }, (_, index) => {
    const noise = random.uniform(0, TURN / CHECKPOINTS);
    let alpha = (TURN * index) / CHECKPOINTS + noise;
    let radius = random.uniform(TRACK_RADIUS / 3, TRACK_RADIUS);
    if (index === 0) {
      alpha = 0;
      radius = 1.5 * TRACK_RADIUS;
    }
    if (index === CHECKPOINTS - 1) {
      alpha = (TURN * index) / CHECKPOINTS;
      radius = 1.5 * TRACK_RADIUS;
    }
    return { alpha, x: radius * Math.cos(alpha), y: radius * Math.sin(alpha) };
  });
}

/** Pulls the pen along the checkpoints for a few laps. */
function drawPath(checkpoints: readonly Checkpoint[]): TrackNode[] {
  const path: TrackNode[] = [];
  let x = 1.5 * TRACK_RADIUS;
  let y = 0;
  let beta = 0;
  let target = 0;
  let laps = 0;
  let visitedOtherSide = false;
  while (laps <= MAXIMUM_LAPS && path.length < MAXIMUM_NODES) {
    let alpha = Math.atan2(y, x);
    if (visitedOtherSide && alpha > 0) {
      laps++;
      visitedOtherSide = false;
    }
    if (alpha < 0) {
      visitedOtherSide = true;
      alpha += TURN;
    }
    let checkpoint = checkpoints[target % CHECKPOINTS];
    while (checkpoint !== undefined && alpha > checkpoint.alpha) {
      target++;
      if (target % CHECKPOINTS === 0) alpha -= TURN;
      checkpoint = checkpoints[target % CHECKPOINTS];
    }
    if (checkpoint === undefined) throw new Error('a track needs checkpoints');

    const acrossX = Math.cos(beta);
    const acrossY = Math.sin(beta);
    // How far the checkpoint lies to the side.
    const offset = (acrossX * (checkpoint.x - x) + acrossY * (checkpoint.y - y)) * SCALE;
    while (beta - alpha > 1.5 * Math.PI) beta -= TURN;
    while (beta - alpha < -1.5 * Math.PI) beta += TURN;
    const previousBeta = beta;
    if (offset > 0.3) beta -= Math.min(TRACK_TURN_RATE, Math.abs(0.001 * offset));
    if (offset < -0.3) beta += Math.min(TRACK_TURN_RATE, Math.abs(0.001 * offset));
    x += -acrossY * TRACK_DETAIL_STEP;
    y += acrossX * TRACK_DETAIL_STEP;
    path.push({ alpha, beta: previousBeta * 0.5 + beta * 0.5, x, y });
  }
  return path;
}

/** The last whole lap of the path, or null where there is none or its ends do not meet. */
function cutLap(path: readonly TrackNode[]): TrackNode[] | null {
  const startAlpha = (TURN * -0.5) / CHECKPOINTS;
  let first = -1;
  let last = -1;
  for (let i = path.length - 1; i > 0 && first === -1; i--) {
    const here = path[i];
    const before = path[i - 1];
    if (here === undefined || before === undefined) break;
    if (here.alpha > startAlpha && before.alpha <= startAlpha) {
      if (last === -1) last = i;
      else first = i;
    }
  }
  if (first === -1) return null;
  const lap = path.slice(first, last - 1);
  const head = lap[0];
  const tail = lap.at(-1);
  if (head === undefined || tail === undefined) return null;
  const gapX = Math.cos(head.beta) * (head.x - tail.x);
  const gapY = Math.sin(head.beta) * (head.y - tail.y);
  return Math.sqrt(gapX * gapX + gapY * gapY) > TRACK_DETAIL_STEP ? null : lap;
}

/** Which tiles have a kerb: those of hard turns and the few before them. */
function findKerbs(nodes: readonly TrackNode[]): boolean[] {
  const beta = (index: number) => nodes.at(index % nodes.length)?.beta ?? 0;
  const kerbs = nodes.map((_, index) => {
    let hard = true;
    let side = 0;
    for (let back = 0; back < KERB_MINIMUM_NODES; back++) {
      const turn = beta(index - back) - beta(index - back - 1);
      hard &&= Math.abs(turn) > TRACK_TURN_RATE * 0.2;
      side += Math.sign(turn);
    }
    return hard && Math.abs(side) === KERB_MINIMUM_NODES;
  });
  for (let index = 0; index < kerbs.length; index++) {
    if (kerbs[index] !== true) continue;
    for (let back = 1; back < KERB_MINIMUM_NODES; back++) {
      kerbs[(index - back + kerbs.length) % kerbs.length] = true;
    }
  }
  return kerbs;
}

/** The strip between two distances from the centre line, from `here` back to `before`. */
function strip(here: TrackNode, before: TrackNode, inner: number, outer: number): number[] {
  return [
    here.x + inner * Math.cos(here.beta),
    here.y + inner * Math.sin(here.beta),
    here.x + outer * Math.cos(here.beta),
    here.y + outer * Math.sin(here.beta),
    before.x + outer * Math.cos(before.beta),
    before.y + outer * Math.sin(before.beta),
    before.x + inner * Math.cos(before.beta),
    before.y + inner * Math.sin(before.beta),
  ];
}

function tryTrack(random: UniformSource): Track | null {
  const nodes = cutLap(drawPath(drawCheckpoints(random)));
  if (nodes === null) return null;
  const hasKerb = findKerbs(nodes);
  const tiles = new Float64Array(nodes.length * 8);
  const kerbs: { tile: number; corners: Float64Array }[] = [];
  nodes.forEach((here, index) => {
    const before = nodes.at(index - 1) ?? here;
    tiles.set(strip(here, before, -TRACK_WIDTH, TRACK_WIDTH), index * 8);
    if (hasKerb[index] !== true) return;
    const side = Math.sign(before.beta - here.beta);
    const corners = strip(here, before, side * TRACK_WIDTH, side * (TRACK_WIDTH + KERB_WIDTH));
    kerbs.push({ tile: index, corners: new Float64Array(corners) });
  });
  return { nodes, tiles, kerbs };
}

/** Draws tracks until one closes. */
export function generateTrack(random: UniformSource): Track {
  for (;;) {
    const track = tryTrack(random);
    if (track !== null) return track;
  }
}
