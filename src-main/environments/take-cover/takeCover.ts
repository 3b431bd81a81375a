/** ViZDoom's Take Cover as an `Environment`: one point a tic survived, the player steps left and right. */
import { z } from 'zod';
import { StudioError } from '../../../shared/errors.ts';
import type { EnvironmentConfig, EnvironmentState } from '../../../shared/recipe.ts';
import type { Scene } from '../../../shared/scene.ts';
import { poseLayout } from '../../../shared/scene.ts';
import { RandomStream } from '../../numerics/random.ts';
import type { Appearance, Recompute, Saving } from '../capabilities.ts';
import type { Environment, EnvironmentSpec, StepResult } from '../environment.ts';
import { createRasterizer, type Rasterizer } from '../rasterizer.ts';
import { configIssue } from '../configIssue.ts';
import { hashDoubles } from '../stateHash.ts';
import {
  ACTIONS,
  advanceGame,
  directionIn,
  directionOf,
  PLAYER_X,
  startGame,
  type Imp,
  type TakeCoverState,
} from './takeCoverGame.ts';
import { takeCoverPoses, takeCoverScene } from './takeCoverScene.ts';

export const TAKE_COVER_ID = 'take-cover';
const TICS_A_SECOND = 35;
const OBSERVATION_SIZE = 64;
const FULL_WIDTH = 160;
const FULL_HEIGHT = 100;

const CONFIG_SCHEMA = z.strictObject({
  /** `paper`: 64x64, inverted; `full`: 160x100 as it is. */
  observation: z.enum(['paper', 'full']).default('paper'),
  actionRepeat: z.number().int().min(1).max(16).default(1),
  /** `continuous`: one number in [-1, 1] that the game reads in thirds (left, still, right), as Ha & Schmidhuber's wrapper has it. */
  actions: z.enum(['discrete', 'continuous']).default('discrete'),
  /** Tics; the paper's cap. */
  maxSteps: z.number().int().min(1).max(100_000).default(2100),
});

const ACTION_NAMES = ACTIONS.map((action) => action.name);

const IMP_STATES = ['idle', 'acting', 'windingUp', 'recovering'] as const;
const IMP_NUMBERS = 5;
const FIREBALL_NUMBERS = 4;

/** @throws StudioError `config.invalid`, `config.unknownSetting` */
export function createTakeCover(config: EnvironmentConfig): Environment {
  const parsed = CONFIG_SCHEMA.safeParse(config);
  if (!parsed.success) throw configIssue(parsed.error, CONFIG_SCHEMA);
  return new TakeCover(parsed.data);
}

interface Drawing {
  readonly scene: Scene;
  readonly rasterizer: Rasterizer;
  /** Scratch for drawing. */
  readonly poses: Float64Array;
}

/** Nothing in it can be pulled. */
class TakeCover implements Environment, Recompute, Appearance, Saving {
  readonly spec: EnvironmentSpec;
  readonly recompute = this;
  readonly appearance = this;
  readonly saving = this;
  readonly sceneVersion = 1;
  readonly #full: boolean;
  readonly #continuous: boolean;
  /** Made when first needed: whoever asks for the spec alone does not wait for textures. */
  #drawing: Drawing | null = null;
  readonly #image: Uint8Array;
  /** The same memory: inverting four bytes at a time. */
  readonly #imageWords: Int32Array;
  readonly #width: number;
  readonly #height: number;
  #game: TakeCoverState | null = null;
  #random = RandomStream.named(0, TAKE_COVER_ID);
  #steps = 0;

  constructor(config: z.infer<typeof CONFIG_SCHEMA>) {
    this.#full = config.observation === 'full';
    this.#continuous = config.actions === 'continuous';
    this.#width = this.#full ? FULL_WIDTH : OBSERVATION_SIZE;
    this.#height = this.#full ? FULL_HEIGHT : OBSERVATION_SIZE;
    this.#image = new Uint8Array(this.#width * this.#height * 3);
    this.#imageWords = new Int32Array(this.#image.buffer);
    this.spec = {
      id: TAKE_COVER_ID,
      version: 1,
      observations: {
        image: { kind: 'box', shape: [this.#height, this.#width, 3], dtype: 'uint8', low: 0, high: 255 },
      },
      actions: this.#continuous
        ? { kind: 'box', shape: [1], dtype: 'float64', low: -1, high: 1, names: ['step'] }
        : { kind: 'discrete', count: ACTIONS.length, names: ACTION_NAMES },
      stepSeconds: config.actionRepeat / TICS_A_SECOND,
      actionRepeat: config.actionRepeat,
      maxEpisodeSteps: Math.ceil(config.maxSteps / config.actionRepeat),
      rewardRange: [0, config.actionRepeat],
      invertedPixels: !this.#full,
      ...(this.#continuous ? { keyChoices: ACTIONS.map(({ direction }) => [-direction]) } : {}),
    };
  }

  reset(seed: number, start?: EnvironmentState): StepResult {
    this.#random = RandomStream.named(seed, TAKE_COVER_ID);
    this.#game = startGame();
    this.#steps = 0;
    if (start !== undefined) this.#restore(start);
    return this.#result(0);
  }

  step(action: Float64Array): StepResult {
    const game = this.#running();
    const [index] = action;
    if (action.length !== 1 || index === undefined) {
      throw new Error(
        `action has length ${action.length}, Take Cover expects 1: ${this.#continuous ? 'a number in [-1, 1]' : `the index of ${ACTION_NAMES.join(', ')}`}`,
      );
    }
    const direction = this.#continuous ? directionIn(index) : directionOf(index);
    let reward = 0;
    for (let tic = 0; tic < this.spec.actionRepeat && game.health > 0; tic++) {
      advanceGame(game, direction, this.#random);
      reward += 1;
    }
    this.#steps += 1;
    return this.#result(reward);
  }

  saveState(): EnvironmentState {
    const game = this.#running();
    const random = this.#random.state();
    return {
      steps: this.#steps,
      player: [game.tic, game.playerY, game.playerVelocity, game.health],
      imps: game.imps.flatMap((imp) => [
        imp.y,
        imp.wait,
        IMP_STATES.indexOf(imp.state),
        imp.reactionActs,
        imp.patienceActs,
      ]),
      fireballs: game.fireballs.flatMap((ball) => [ball.x, ball.y, ball.velocityX, ball.velocityY]),
      random: [...random.words],
    };
  }

  stateHash(): string {
    const state = this.saveState();
    return hashDoubles(Object.values(state).flatMap((value) => (typeof value === 'string' ? [] : value)));
  }

  scene(): Scene {
    return this.#drawn().scene;
  }

  poses(out: Float64Array): void {
    takeCoverPoses(this.#running(), out);
  }

  render(camera: string, width: number, height: number, out: Uint8Array): void {
    const { poses, rasterizer } = this.#drawn();
    this.poses(poses);
    rasterizer.render(poses, camera, width, height, out);
  }

  close(): void {
    this.#game = null;
  }

  #drawn(): Drawing {
    if (this.#drawing !== null) return this.#drawing;
    const scene = takeCoverScene();
    const poses = new Float64Array(poseLayout(scene).length);
    return (this.#drawing = { scene, rasterizer: createRasterizer(scene), poses });
  }

  #running(): TakeCoverState {
    if (this.#game === null) throw new Error('reset was not called before this');
    return this.#game;
  }

  #result(reward: number): StepResult {
    const game = this.#running();
    this.render('player', this.#width, this.#height, this.#image);
    if (!this.#full)
      for (let i = 0; i < this.#imageWords.length; i++) this.#imageWords[i] = ~(this.#imageWords[i] ?? 0);
    const terminated = game.health <= 0;
    return {
      observation: { image: this.#image },
      reward,
      terminated,
      truncated: !terminated && this.#steps >= this.spec.maxEpisodeSteps,
      info: {
        tic: game.tic - 1,
        health: game.health,
        x: PLAYER_X,
        y: game.playerY,
        imps: game.imps.length,
        fireballs: game.fireballs.length,
      },
    };
  }

  #restore(start: EnvironmentState): void {
    const numbers = (name: string): number[] => {
      const value = start[name];
      if (!Array.isArray(value)) throw badState(name);
      return value;
    };
    const [tic, playerY, playerVelocity, health] = numbers('player');
    const [a, b, c, d] = numbers('random');
    const steps = start['steps'];
    if (tic === undefined || playerY === undefined || playerVelocity === undefined || health === undefined) {
      throw badState('player');
    }
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw badState('random');
    if (typeof steps !== 'number') throw badState('steps');
    this.#steps = steps;
    this.#random.restore({ words: [a, b, c, d], spareNormal: null });
    this.#game = {
      tic,
      playerY,
      playerVelocity,
      health,
      imps: chunks(numbers('imps'), IMP_NUMBERS, 'imps').map(impOf),
      fireballs: chunks(numbers('fireballs'), FIREBALL_NUMBERS, 'fireballs').map(
        ([x = 0, y = 0, velocityX = 0, velocityY = 0]) => ({ x, y, velocityX, velocityY }),
      ),
    };
  }
}

function impOf([y = 0, wait = 0, state = 0, reactionActs = 0, patienceActs = 0]: readonly number[]): Imp {
  return { y, wait, state: IMP_STATES[state] ?? 'acting', reactionActs, patienceActs };
}

function chunks(numbers: readonly number[], size: number, name: string): readonly (readonly number[])[] {
  if (numbers.length % size !== 0) throw badState(name);
  return Array.from({ length: numbers.length / size }, (_, i) => numbers.slice(i * size, (i + 1) * size));
}

function badState(field: string): StudioError {
  return new StudioError('environment.badState', { environment: TAKE_COVER_ID, field });
}
