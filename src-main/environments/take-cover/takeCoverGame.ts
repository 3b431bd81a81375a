/**
 * Take Cover's rules: a player who only steps sideways, imps at the far wall, fireballs. Geometry, speeds and times are
 * those measured on ViZDoom's take_cover scenario (Kempka et al. 2016); the code is the project's own.
 *
 * Units are map units and tics (35 a second). x grows from the player's wall to the imps', y to the player's left.
 */
import { StudioError } from '../../../shared/errors.ts';
import type { RandomStream } from '../../numerics/random.ts';

export const ROOM = { minimumX: -448, maximumX: 128, minimumY: 0, maximumY: 768, height: 104 } as const;
export const PLAYER_X = -416;
export const PLAYER_EYE_HEIGHT = 41;
export const IMP_X = 64;
export const IMP_RADIUS = 20;
export const IMP_HEIGHT = 56;
export const FIREBALL_RADIUS = 6;
export const FIREBALL_HEIGHT = 32;

const PLAYER_START_Y = 384;
const PLAYER_RADIUS = 16;
const PLAYER_MINIMUM_Y = 16.02;
const PLAYER_MAXIMUM_Y = 751.98;
const THRUST = 0.75;
const FRICTION = 0.90625;
const STANDSTILL_SPEED = 0.06;
/** The first actions of an episode have no effect. */
const DEAF_TICS = 7;

const FIRST_IMPS_Y = [652, 278, 20] as const;
const SPAWN_INTERVAL_TICS = 60;
/** An attempt's y is uniform here; with the imps at 20 and 652 standing, 60 to 612 is what is ever free. */
const SPAWN_MINIMUM_Y = 20;
const SPAWN_MAXIMUM_Y = 620;
const SPAWN_CLEARANCE = 2 * IMP_RADIUS;

/** An imp notices the player so long after it appears, then acts every third tic. */
const NOTICE_TICS = 9;
const ACT_INTERVAL_TICS = 3;
/** So many acts pass before its first throw is possible. */
const REACTION_ACTS = 8;
/** Between two considerations of a throw lie 0 to 15 other acts. */
const PATIENCE_ACTS = 16;
const THROW_PROBABILITY = 56 / 256;
const WIND_UP_TICS = 16;
const RECOVERY_TICS = 6;

const FIREBALL_SPEED = 10;
const FIREBALL_START_DISTANCE = 15;
const HIT_DISTANCE = PLAYER_RADIUS + FIREBALL_RADIUS;
const DAMAGE_UNIT = 21;
const DAMAGE_SIDES = 8;

export interface Imp {
  readonly y: number;
  /** Tics until it acts, throws, or acts again. */
  wait: number;
  state: 'idle' | 'acting' | 'windingUp' | 'recovering';
  reactionActs: number;
  patienceActs: number;
}

export interface Fireball {
  x: number;
  y: number;
  readonly velocityX: number;
  readonly velocityY: number;
}

/** The discrete actions in order: what each is called and what it adds to y. */
export const ACTIONS = [
  { name: 'still', direction: 0 },
  { name: 'left', direction: 1 },
  { name: 'right', direction: -1 },
] as const;

/**
 * Of one number, in thirds: left, still, right.
 * @throws StudioError `environment.badAction` for one outside [-1, 1].
 */
export function directionIn(number: number): -1 | 0 | 1 {
  if (!(number >= -1 && number <= 1)) {
    throw new StudioError('environment.badAction', {
      environment: 'take-cover',
      action: number,
      expected: '[-1, 1]',
    });
  }
  const [still, left, right] = ACTIONS;
  if (number > 1 / 3) return right.direction;
  return (number < -1 / 3 ? left : still).direction;
}

/** @throws StudioError `environment.badAction` for anything but 0, 1 or 2. */
export function directionOf(action: number): -1 | 0 | 1 {
  const known = ACTIONS[action];
  if (known === undefined) {
    throw new StudioError('environment.badAction', {
      environment: 'take-cover',
      action,
      expected: '0, 1, 2',
    });
  }
  return known.direction;
}

/** Everything that decides the future, but for the random stream. */
export interface TakeCoverState {
  tic: number;
  playerY: number;
  playerVelocity: number;
  health: number;
  imps: Imp[];
  fireballs: Fireball[];
}

export function startGame(): TakeCoverState {
  return {
    tic: 1,
    playerY: PLAYER_START_Y,
    playerVelocity: 0,
    health: 100,
    imps: FIRST_IMPS_Y.map(newImp),
    fireballs: [],
  };
}

function newImp(y: number): Imp {
  return { y, wait: NOTICE_TICS, state: 'idle', reactionActs: REACTION_ACTS, patienceActs: 0 };
}

/**
 * One tic. @param direction +1 steps left (y grows), -1 right, 0 stands. The game is over when `health` is 0 or less.
 */
export function advanceGame(game: TakeCoverState, direction: -1 | 0 | 1, random: RandomStream): void {
  movePlayer(game, game.tic <= DEAF_TICS ? 0 : direction);
  game.tic += 1;
  if ((game.tic - 1) % SPAWN_INTERVAL_TICS === 0) attemptSpawn(game, random);
  moveFireballs(game, random);
  for (const imp of game.imps) advanceImp(imp, game, random);
}

function movePlayer(game: TakeCoverState, direction: number): void {
  const displacement = game.playerVelocity + THRUST * direction;
  const target = game.playerY + displacement;
  game.playerY = Math.min(PLAYER_MAXIMUM_Y, Math.max(PLAYER_MINIMUM_Y, target));
  const velocity = target === game.playerY ? FRICTION * displacement : 0;
  game.playerVelocity = Math.abs(velocity) < STANDSTILL_SPEED ? 0 : velocity;
}

function attemptSpawn(game: TakeCoverState, random: RandomStream): void {
  const y = random.uniform(SPAWN_MINIMUM_Y, SPAWN_MAXIMUM_Y);
  if (game.imps.every((imp) => Math.abs(imp.y - y) >= SPAWN_CLEARANCE)) game.imps.push(newImp(y));
}

function advanceImp(imp: Imp, game: TakeCoverState, random: RandomStream): void {
  imp.wait -= 1;
  if (imp.wait > 0) return;
  switch (imp.state) {
    case 'idle':
    case 'acting':
      act(imp, random);
      return;
    case 'windingUp':
      game.fireballs.push(throwFireball(imp, game.playerY));
      imp.state = 'recovering';
      imp.wait = RECOVERY_TICS;
      return;
    case 'recovering':
      imp.patienceActs = random.integer(PATIENCE_ACTS);
      imp.state = 'acting';
      imp.wait = ACT_INTERVAL_TICS;
      return;
  }
}

function act(imp: Imp, random: RandomStream): void {
  if (imp.reactionActs > 0) imp.reactionActs -= 1;
  const considers = imp.reactionActs === 0 && imp.patienceActs === 0;
  if (considers && random.uniform() < THROW_PROBABILITY) {
    imp.state = 'windingUp';
    imp.wait = WIND_UP_TICS;
    return;
  }
  imp.patienceActs = imp.patienceActs === 0 ? random.integer(PATIENCE_ACTS) : imp.patienceActs - 1;
  imp.state = 'acting';
  imp.wait = ACT_INTERVAL_TICS;
}

/** Straight towards where the player stands now. */
function throwFireball(imp: Imp, playerY: number): Fireball {
  const distanceX = PLAYER_X - IMP_X;
  const distanceY = playerY - imp.y;
  const distance = Math.sqrt(distanceX * distanceX + distanceY * distanceY);
  const [directionX, directionY] = [distanceX / distance, distanceY / distance];
  return {
    x: IMP_X + FIREBALL_START_DISTANCE * directionX,
    y: imp.y + FIREBALL_START_DISTANCE * directionY,
    velocityX: FIREBALL_SPEED * directionX,
    velocityY: FIREBALL_SPEED * directionY,
  };
}

function moveFireballs(game: TakeCoverState, random: RandomStream): void {
  const flying: Fireball[] = [];
  for (const ball of game.fireballs) {
    ball.x += ball.velocityX;
    ball.y += ball.velocityY;
    if (Math.abs(ball.x - PLAYER_X) < HIT_DISTANCE && Math.abs(ball.y - game.playerY) < HIT_DISTANCE) {
      game.health -= DAMAGE_UNIT * (1 + random.integer(DAMAGE_SIDES));
    } else if (!burstsOnWall(ball) && !burstsOnImp(ball, game.imps)) {
      flying.push(ball);
    }
  }
  game.fireballs = flying;
}

function burstsOnWall(ball: Fireball): boolean {
  return (
    ball.x < ROOM.minimumX + FIREBALL_RADIUS ||
    ball.y < ROOM.minimumY + FIREBALL_RADIUS ||
    ball.y > ROOM.maximumY - FIREBALL_RADIUS
  );
}

/** Imps stop one another's fireballs and come to no harm. The thrower itself is behind its ball and does not count. */
function burstsOnImp(ball: Fireball, imps: readonly Imp[]): boolean {
  const reach = IMP_RADIUS + FIREBALL_RADIUS;
  if (IMP_X - ball.x >= reach) return false;
  const originY = ball.y + (ball.velocityY / ball.velocityX) * (IMP_X - ball.x);
  return imps.some((imp) => Math.abs(imp.y - ball.y) < reach && Math.abs(imp.y - originY) > 1);
}
