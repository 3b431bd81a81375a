/** A point on a line that is pushed left and right; a reward of up to 1 a frame for being near the middle. */
import { z } from 'zod';
import { StudioError } from '../../../shared/errors.ts';
import type { EnvironmentConfig, EnvironmentState } from '../../../shared/recipe.ts';
import type { Scene } from '../../../shared/scene.ts';
import { RandomStream } from '../../numerics/random.ts';
import type { Appearance, Recompute, Saving } from '../capabilities.ts';
import type { Environment, EnvironmentSpec, StepResult } from '../environment.ts';
import { createRasterizer, type Rasterizer } from '../rasterizer.ts';
import { hashDoubles } from '../stateHash.ts';
import { POSE_LENGTH, TOY_SCENE, writePoses } from './toyScene.ts';

export const TOY_LINE = 'toy-line';
const FRAMES = 40;
/** Length units that a full push moves the point in a frame. */
const PUSH = 0.1;
const PICTURE_SIZE = 64;

const CONFIG_SCHEMA = z.strictObject({
  observation: z.enum(['pixels', 'state']).default('pixels'),
  actionRepeat: z.number().int().min(1).max(16).default(1),
});

/** @throws StudioError `config.invalid` */
export function createToyLine(config: EnvironmentConfig): Environment {
  const parsed = CONFIG_SCHEMA.safeParse(config);
  if (parsed.success) return new ToyLine(parsed.data);
  const [issue] = parsed.error.issues;
  throw new StudioError('config.invalid', {
    field: issue?.path.join('.') ?? '',
    reason: issue?.message ?? '',
  });
}

/** Nothing in it can be pulled. */
class ToyLine implements Environment, Recompute, Appearance, Saving {
  readonly spec: EnvironmentSpec;
  readonly recompute = this;
  readonly appearance = this;
  readonly saving = this;
  readonly sceneVersion = 1;
  readonly #pixels: boolean;
  readonly #image = new Uint8Array(PICTURE_SIZE * PICTURE_SIZE * 3);
  readonly #numbers = new Float64Array(1);
  readonly #poses = new Float64Array(POSE_LENGTH);
  #rasterizer: Rasterizer | null = null;
  #position: number | null = null;
  #frame = 0;

  constructor({ observation, actionRepeat }: z.infer<typeof CONFIG_SCHEMA>) {
    this.#pixels = observation === 'pixels';
    this.spec = {
      id: TOY_LINE,
      version: 1,
      observations: this.#pixels
        ? {
            image: { kind: 'box', shape: [PICTURE_SIZE, PICTURE_SIZE, 3], dtype: 'uint8', low: 0, high: 255 },
          }
        : { position: { kind: 'box', shape: [1], dtype: 'float64', low: -1, high: 1 } },
      actions: { kind: 'box', shape: [1], dtype: 'float64', low: -1, high: 1, names: ['push'] },
      stepSeconds: 0.05 * actionRepeat,
      actionRepeat,
      maxEpisodeSteps: Math.ceil(FRAMES / actionRepeat),
      rewardRange: [0, actionRepeat],
    };
  }

  reset(seed: number, start?: EnvironmentState): StepResult {
    this.#position = RandomStream.named(seed, TOY_LINE).uniform(-1, 1);
    this.#frame = 0;
    if (start !== undefined) this.#restore(start);
    return this.#result(0);
  }

  step(action: Float64Array): StepResult {
    const [push] = action;
    if (action.length !== 1 || push === undefined)
      throw new Error(`action has length ${action.length}, ${TOY_LINE} expects 1`);
    let reward = 0;
    for (let repeat = 0; repeat < this.spec.actionRepeat && this.#frame < FRAMES; repeat++) {
      const moved = this.#at() + PUSH * clipped(push);
      this.#position = clipped(moved);
      this.#frame += 1;
      reward += 1 - Math.abs(this.#position);
    }
    return this.#result(reward);
  }

  saveState(): EnvironmentState {
    return { position: this.#at(), frame: this.#frame };
  }

  stateHash(): string {
    return hashDoubles([this.#at(), this.#frame]);
  }

  scene(): Scene {
    return TOY_SCENE;
  }

  poses(out: Float64Array): void {
    writePoses(this.#at(), out);
  }

  render(camera: string, width: number, height: number, out: Uint8Array): void {
    this.#rasterizer ??= createRasterizer(TOY_SCENE);
    this.poses(this.#poses);
    this.#rasterizer.render(this.#poses, camera, width, height, out);
  }

  close(): void {
    this.#position = null;
  }

  #at(): number {
    if (this.#position === null) throw new Error('reset was not called before this');
    return this.#position;
  }

  #result(reward: number): StepResult {
    this.#numbers[0] = this.#at();
    if (this.#pixels) this.render('above', PICTURE_SIZE, PICTURE_SIZE, this.#image);
    return {
      observation: this.#pixels ? { image: this.#image } : { position: this.#numbers },
      reward,
      terminated: false,
      truncated: this.#frame >= FRAMES,
      info: {},
    };
  }

  #restore({ position, frame }: EnvironmentState): void {
    if (typeof position !== 'number' || typeof frame !== 'number')
      throw new StudioError('environment.badState', { environment: TOY_LINE, field: 'position' });
    this.#position = position;
    this.#frame = frame;
  }
}

function clipped(value: number): number {
  return Math.max(-1, Math.min(1, value));
}
