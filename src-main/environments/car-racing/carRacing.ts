/**
 * CarRacing: drive a car around a random track, seen from above. The same seed and actions give what Gymnasium's
 * CarRacing-v3 (Oleg Klimov) gives with the same arguments, to the difference between single and double precision.
 */
import { StudioError } from '../../../shared/errors.ts';
import type { EnvironmentConfig, EnvironmentState, Force, Grip } from '../../../shared/recipe.ts';
import { CAR_RACING } from '../../../shared/environments/carRacing.ts';
import type { Scene } from '../../../shared/scene.ts';
import { poseLayout } from '../../../shared/scene.ts';
import { NumpyRandom } from '../../numerics/numpyRandom.ts';
import type { Appearance, Recompute, Saving, Touch } from '../capabilities.ts';
import type { Environment, EnvironmentSpec, Observation, StepResult } from '../environment.ts';
import { gripForce } from '../grip.ts';
import type { Rasterizer } from '../rasterizer.ts';
import { createRasterizer } from '../rasterizer.ts';
import { hashDoubles } from '../stateHash.ts';
import { Car, CAR_STATE_LENGTH } from './car.ts';
import { carRacingScene, writeCarRacingPoses } from './carRacingScene.ts';
import { drawColours, USUAL_COLOURS, type GroundColours } from './colours.ts';
import type { CarRacingConfig } from './config.ts';
import { parseCarRacingConfig } from './config.ts';
import {
  FRAME_PENALTY,
  LAP_REWARD,
  OFF_PLAYFIELD_REWARD,
  PLAYFIELD,
  STEPS_PER_SECOND,
  WHEEL_HALF_WIDTH,
  WHEEL_RADIUS,
} from './constants.ts';
import { TileIndex } from './tileIndex.ts';
import type { Track } from './track.ts';
import { generateTrack } from './track.ts';

const ACTIONS = {
  kind: 'box',
  shape: [3],
  dtype: 'float64',
  low: [-1, 0, 0],
  high: [1, 1, 1],
  names: ['steer', 'gas', 'brake'],
} as const;
/** Gymnasium's five: steer, gas and brake of each. */
const CHOICES = [
  [0, 0, 0],
  [0.6, 0, 0],
  [-0.6, 0, 0],
  [0, 0.2, 0],
  [0, 0, 0.8],
] as const;
const DISCRETE_ACTIONS = {
  kind: 'discrete',
  count: CHOICES.length,
  names: ['nothing', 'steer right', 'steer left', 'gas', 'brake'],
} as const;
const FULL_SIZE = 96;
const PAPER_SIZE = 64;
/** A wheel touches few tiles; kerb-side crossings of two stretches double it. */
const MOST_TOUCHED = 16;

function carRacingSpec(config: CarRacingConfig): EnvironmentSpec {
  const size = config.observation === 'full' ? FULL_SIZE : PAPER_SIZE;
  return {
    id: CAR_RACING,
    version: 1,
    observations: { image: { kind: 'box', shape: [size, size, 3], dtype: 'uint8', low: 0, high: 255 } },
    actions: config.continuous ? ACTIONS : DISCRETE_ACTIONS,
    stepSeconds: config.actionRepeat / STEPS_PER_SECOND,
    actionRepeat: config.actionRepeat,
    maxEpisodeSteps: config.maxSteps,
    rewardRange: [OFF_PLAYFIELD_REWARD, LAP_REWARD],
    invertedPixels: config.observation === 'paper',
  };
}

const clip = (value: number | undefined, low: number, high: number) =>
  value === undefined || Number.isNaN(value) ? 0 : Math.min(high, Math.max(low, value));

/** One episode's world. */
interface Episode {
  readonly seed: number;
  readonly track: Track;
  readonly colours: GroundColours;
  readonly tiles: TileIndex;
  readonly car: Car;
  readonly visited: Uint8Array;
  visitedCount: number;
  /** Since the start, Gymnasium's running sum and what of it was handed out. */
  reward: number;
  handedOut: number;
  /** Physics steps, that of the reset counted; the camera's zoom follows them. */
  ticks: number;
  /** Environment steps. */
  steps: number;
  lapFinished: boolean;
}

export class CarRacing implements Environment, Recompute, Appearance, Saving, Touch {
  readonly spec: EnvironmentSpec;
  readonly recompute = this;
  readonly appearance = this;
  readonly saving = this;
  readonly touch = this;
  readonly #config: CarRacingConfig;
  readonly #image: Uint8Array;
  /** The same memory, four bytes a word. */
  readonly #imageWords: Int32Array;
  readonly #observation: Observation;
  readonly #corners = new Float64Array(8);
  readonly #touched = new Int32Array(MOST_TOUCHED);
  readonly #newTiles: number[] = [];
  #episode: Episode | null = null;
  #pending: Force | null = null;
  #sceneVersion = 0;
  #scene: Scene | null = null;
  #rasterizer: Rasterizer | null = null;
  #poses = new Float64Array(0);

  /** @throws StudioError `config.invalid`. */
  constructor(config: EnvironmentConfig = {}) {
    this.#config = parseCarRacingConfig(config);
    this.spec = carRacingSpec(this.#config);
    const size = this.spec.observations['image']?.shape[0] ?? PAPER_SIZE;
    this.#image = new Uint8Array(size * size * 3);
    this.#imageWords = new Int32Array(this.#image.buffer);
    this.#observation = { image: this.#image };
  }

  get sceneVersion(): number {
    return this.#sceneVersion;
  }

  /** The road of this episode, for `describe` and for tests. */
  get track(): Track {
    return this.#current().track;
  }

  reset(seed: number, start?: EnvironmentState): StepResult {
    const trackSeed = start === undefined ? seed : readNumber(start, 'seed');
    if (this.#episode?.seed !== trackSeed) {
      this.#scene = null;
      this.#rasterizer = null;
      this.#sceneVersion++;
    }
    const known = this.#episode?.seed === trackSeed ? this.#episode : null;
    const random = new NumpyRandom(trackSeed);
    const colours = known?.colours ?? (this.#config.domainRandomize ? drawColours(random) : USUAL_COLOURS);
    const track = known?.track ?? generateTrack(random);
    const [node] = track.nodes;
    if (node === undefined) throw new Error('a track needs nodes');
    this.#pending = null;
    this.#episode = {
      seed: trackSeed,
      track,
      colours,
      tiles: known?.tiles ?? new TileIndex(track),
      car: new Car(node.beta, node.x, node.y),
      visited: new Uint8Array(track.nodes.length),
      visitedCount: 0,
      reward: 0,
      handedOut: 0,
      ticks: 0,
      steps: 0,
      lapFinished: false,
    };
    if (start === undefined) this.#tick();
    else restoreEpisode(this.#episode, start);
    return this.#result(0, false);
  }

  step(action: Float64Array): StepResult {
    const episode = this.#current();
    const [steer, gas, brake] = this.#controls(action);
    episode.car.control(-steer, gas, brake);
    let reward = 0;
    let terminated = false;
    for (let repeat = 0; repeat < this.#config.actionRepeat && !terminated; repeat++) {
      // Held controls are given again: gas rises a little with each.
      if (repeat > 0) episode.car.control(-steer, gas, brake);
      this.#tick();
      episode.reward -= FRAME_PENALTY;
      let tickReward = episode.reward - episode.handedOut;
      episode.handedOut = episode.reward;
      terminated = episode.lapFinished || episode.visitedCount === episode.track.nodes.length;
      const { x, y } = episode.car.hull.getPosition();
      if (Math.abs(x) > PLAYFIELD || Math.abs(y) > PLAYFIELD) {
        terminated = true;
        tickReward = OFF_PLAYFIELD_REWARD;
      }
      reward += tickReward;
    }
    episode.steps++;
    return this.#result(reward, terminated);
  }

  #controls(action: Float64Array): readonly [steer: number, gas: number, brake: number] {
    const expected = this.#config.continuous ? 3 : 1;
    if (action.length !== expected) {
      throw new Error(`action has length ${action.length}, CarRacing expects ${expected}`);
    }
    if (this.#config.continuous)
      return [clip(action[0], -1, 1), clip(action[1], 0, 1), clip(action[2], 0, 1)];
    const choice = CHOICES[action[0] ?? NaN];
    if (choice !== undefined) return choice;
    throw new StudioError('environment.badAction', { index: 0, value: String(action[0]) });
  }

  /** One physics step: forces from where the wheels were, then the road under them, then motion, as Box2D orders it. */
  #tick(): void {
    const episode = this.#current();
    const { car } = episode;
    car.applyForces();
    this.#applyPerturbation(car);
    this.#visitTiles(episode);
    car.advance();
    episode.ticks++;
  }

  #visitTiles(episode: Episode): void {
    const corners = this.#corners;
    const fresh = this.#newTiles;
    fresh.length = 0;
    for (const wheel of episode.car.wheels) {
      const { p, q } = wheel.body.getTransform();
      const acrossX = WHEEL_HALF_WIDTH * q.c;
      const acrossY = WHEEL_HALF_WIDTH * q.s;
      const alongX = -WHEEL_RADIUS * q.s;
      const alongY = WHEEL_RADIUS * q.c;
      corners[0] = p.x - acrossX + alongX;
      corners[1] = p.y - acrossY + alongY;
      corners[2] = p.x + acrossX + alongX;
      corners[3] = p.y + acrossY + alongY;
      corners[4] = p.x + acrossX - alongX;
      corners[5] = p.y + acrossY - alongY;
      corners[6] = p.x - acrossX - alongX;
      corners[7] = p.y - acrossY - alongY;
      const count = episode.tiles.touching(p.x, p.y, corners, this.#touched);
      wheel.onRoad = count > 0;
      for (let i = 0; i < count; i++) {
        const tile = this.#touched[i] ?? 0;
        if (tile === 0 && this.#config.lapRule === 'crossing' && this.#mostVisited(episode)) {
          episode.lapFinished = true;
        }
        if (episode.visited[tile] !== 0) continue;
        episode.visited[tile] = 1;
        fresh.push(tile);
      }
    }
    const tiles = episode.track.nodes.length;
    for (const tile of fresh) {
      episode.reward += LAP_REWARD / tiles;
      episode.visitedCount++;
      if (tile === 0 && this.#config.lapRule === 'v3' && this.#mostVisited(episode))
        episode.lapFinished = true;
    }
  }

  #mostVisited({ visitedCount, track }: Episode): boolean {
    return visitedCount / track.nodes.length > this.#config.lapCompletePercent;
  }

  #applyPerturbation(car: Car): void {
    if (this.#pending === null) return;
    car.push(this.#pending);
    this.#pending = null;
  }

  #result(reward: number, terminated: boolean): StepResult {
    const episode = this.#current();
    const { x, y } = episode.car.hull.getPosition();
    this.#observe();
    const finished = episode.lapFinished || episode.visitedCount === episode.track.nodes.length;
    return {
      observation: this.#observation,
      reward,
      terminated,
      truncated: !terminated && episode.steps >= this.spec.maxEpisodeSteps,
      info: {
        x,
        y,
        angle: episode.car.hull.getAngle(),
        tilesVisited: episode.visitedCount,
        tiles: episode.track.nodes.length,
        ...(terminated ? { lapFinished: finished } : {}),
      },
    };
  }

  #observe(): void {
    const size = this.#config.observation === 'full' ? FULL_SIZE : PAPER_SIZE;
    this.render('agent', size, size, this.#image);
    if (this.#config.observation === 'full') return;
    const words = this.#imageWords;
    for (let i = 0; i < words.length; i++) words[i] = ~(words[i] ?? 0);
  }

  /** Only the hull can be pulled: `force` and the torque about z reach it at the next physics step. */
  perturb(force: Force): void {
    if (force.body !== 'hull') throw noSuchBody(force.body);
    this.#pending = force;
  }

  pullOf(grip: Grip): Force {
    if (grip.body !== 'hull') throw noSuchBody(grip.body);
    const force = gripForce(this.#current().car.heldAt(grip.at), grip.goal, 1 / STEPS_PER_SECOND);
    return { body: grip.body, at: grip.at, force: [force[0], force[1], 0], torque: [0, 0, 0] };
  }

  saveState(): EnvironmentState {
    const episode = this.#current();
    const visited: number[] = [];
    episode.visited.forEach((flag, tile) => {
      if (flag !== 0) visited.push(tile);
    });
    return {
      seed: episode.seed,
      car: episode.car.save(),
      visited,
      reward: episode.reward,
      handedOut: episode.handedOut,
      ticks: episode.ticks,
      steps: episode.steps,
      lapFinished: episode.lapFinished ? 1 : 0,
    };
  }

  stateHash(): string {
    const episode = this.#current();
    return hashDoubles([
      episode.seed,
      ...episode.car.save(),
      ...episode.visited,
      episode.reward,
      episode.ticks,
      episode.steps,
      episode.lapFinished ? 1 : 0,
    ]);
  }

  scene(): Scene {
    const { track, colours } = this.#current();
    this.#scene ??= carRacingScene(track, colours, this.#config, this.#sceneVersion);
    return this.#scene;
  }

  poses(out: Float64Array): void {
    const episode = this.#current();
    writeCarRacingPoses(episode.car, this.#config, episode.ticks / STEPS_PER_SECOND, episode.reward, out);
  }

  render(camera: string, width: number, height: number, out: Uint8Array): void {
    if (this.#rasterizer === null) {
      const scene = this.scene();
      this.#rasterizer = createRasterizer(scene);
      this.#poses = new Float64Array(poseLayout(scene).length);
    }
    this.poses(this.#poses);
    this.#rasterizer.render(this.#poses, camera, width, height, out);
  }

  close(): void {
    this.#episode = null;
    this.#scene = null;
    this.#rasterizer = null;
  }

  #current(): Episode {
    if (this.#episode === null) throw new Error('CarRacing has no episode: call reset first');
    return this.#episode;
  }
}

function badState(reason: string): StudioError {
  return new StudioError('environment.badState', { reason });
}

function readNumber(state: EnvironmentState, name: string): number {
  const value = state[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw badState(`${name} must be a number`);
  return value;
}

function noSuchBody(body: string): StudioError {
  return new StudioError('environment.unknownBody', { body, known: 'hull' });
}

function readNumbers(state: EnvironmentState, name: string): number[] {
  const value = state[name];
  if (!Array.isArray(value) || !value.every(Number.isFinite))
    throw badState(`${name} must be a list of numbers`);
  return value;
}

/** @throws StudioError `environment.badState` where the state is not one of `saveState`. */
function restoreEpisode(episode: Episode, state: EnvironmentState): void {
  const car = readNumbers(state, 'car');
  if (car.length !== CAR_STATE_LENGTH) throw badState(`car must have ${CAR_STATE_LENGTH} numbers`);
  episode.car.restore(car);
  for (const tile of readNumbers(state, 'visited')) {
    if (!Number.isInteger(tile) || tile < 0 || tile >= episode.visited.length) {
      throw badState(`visited has ${tile}, the track has ${episode.visited.length} tiles`);
    }
    episode.visited[tile] = 1;
  }
  episode.visitedCount = episode.visited.reduce((sum, flag) => sum + flag, 0);
  episode.reward = readNumber(state, 'reward');
  episode.handedOut = readNumber(state, 'handedOut');
  episode.ticks = readNumber(state, 'ticks');
  episode.steps = readNumber(state, 'steps');
  episode.lapFinished = readNumber(state, 'lapFinished') !== 0;
}
