/** A person's Gymnasium environment: played by their own Python, observed as pictures of 64x64 or as numbers. */
import { GYMNASIUM } from '../../../shared/environments/gymnasium.ts';
import type { EnvironmentLock } from '../../../shared/environmentLock.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { EnvironmentState } from '../../../shared/recipe.ts';
import {
  elementCount,
  type ActionSpace,
  type BoxSpace,
  type ObservationSpace,
} from '../../../shared/spaces.ts';
import type { Drawing, Overlap, Saving } from '../capabilities.ts';
import type { Environment, EnvironmentSpec, Observation, StepResult } from '../environment.ts';
import { UNBOUNDED } from '../unbounded.ts';
import type { GymnasiumConfig } from './config.ts';
import { REQUEST, RESULT_BYTES } from '../framing.ts';
import { KeptCopies, type Played } from './keptCopies.ts';
import type { Made } from './pythonReports.ts';
import type { PythonProcess } from './pythonProcess.ts';

/** Raised when the same recipe would no longer give the same episode for the studio's own reasons. */
const VERSION = 1;
/** Where an environment does not say how fast its pictures go. */
const USUAL_FRAMES_PER_SECOND = 30;

/** One observation's place behind the result of an answer. */
interface Field {
  readonly name: string;
  readonly values: Uint8Array | Float64Array;
  /** The same memory. */
  readonly bytes: Uint8Array;
}

export class GymnasiumEnvironment implements Environment, Overlap {
  readonly spec: EnvironmentSpec;
  readonly overlap = this;
  /** Where it renders, and the agent does not see pictures anyway. */
  readonly drawing?: Drawing;
  readonly #python: PythonProcess;
  readonly #slot: number;
  readonly #onClose: () => void;
  readonly #fields: readonly Field[];
  readonly #observation: Observation;
  readonly #actionLength: number;
  /** Steps since reset; -1 before the first. */
  #steps = -1;
  #played: Played = { seed: 0, actions: [] };
  /** Of the step under way. */
  #action = new Float64Array();
  readonly #copies: KeptCopies;
  /** What was begun and not finished. */
  #underWay: 'reset' | 'step' | null = null;
  #closed = false;

  /** @param onClose called once; the Python stays the caller's */
  constructor(python: PythonProcess, slot: number, config: GymnasiumConfig, onClose: () => void) {
    this.#python = python;
    this.#slot = slot;
    this.#onClose = onClose;
    this.spec = gymnasiumSpec(python.made, config);
    this.#actionLength = this.spec.actions.kind === 'discrete' ? 1 : elementCount(this.spec.actions.shape);
    this.#fields = Object.entries(this.spec.observations).map(([name, { dtype, shape }]) => {
      const length = elementCount(shape);
      const values = dtype === 'uint8' ? new Uint8Array(length) : new Float64Array(length);
      return { name, values, bytes: new Uint8Array(values.buffer) };
    });
    this.#observation = Object.fromEntries(this.#fields.map(({ name, values }) => [name, values]));
    this.#copies = new KeptCopies({
      ask: (kind, payload) => {
        this.#python.ask(kind, this.#slot, payload);
        return this.#python.answer(this.#slot);
      },
      played: () => this.#played,
      resume: (played, answer) => {
        this.#played = played;
        this.#steps = played.actions.length / this.#actionLength;
        return this.#read(answer);
      },
      play: (played) => this.#play(played),
    });
    if (python.made.renders && config.observation === 'state') this.drawing = { draw: () => this.#draw() };
  }

  /** Asked of its Python once, and tried there. @throws StudioError `python.*` */
  get lock(): EnvironmentLock {
    this.#refuseTwo();
    return this.#python.lock(this.#slot);
  }

  /** Where a copy of it goes on as it does. */
  get saving(): Saving | undefined {
    return this.lock.copies ? this : undefined;
  }

  saveState(): EnvironmentState {
    this.#refuseTwo();
    return this.#copies.saveState();
  }

  reset(seed: number, start?: EnvironmentState): StepResult {
    if (start !== undefined) {
      this.#refuseTwo();
      return this.#copies.reset(start);
    }
    this.beginReset(seed);
    return this.finish();
  }

  step(action: Float64Array): StepResult {
    this.beginStep(action);
    return this.finish();
  }

  beginReset(seed: number): void {
    this.#refuseTwo();
    this.#played = { seed, actions: [] };
    this.#python.ask(REQUEST.reset, this.#slot, Float64Array.of(seed));
    this.#underWay = 'reset';
  }

  beginStep(action: Float64Array): void {
    this.#refuseTwo();
    if (this.#steps < 0) throw new Error('step was called before reset');
    if (action.length !== this.#actionLength) {
      throw new Error(`action has length ${action.length}, ${this.spec.id} expects ${this.#actionLength}`);
    }
    const { actions } = this.spec;
    for (const [index, value] of action.entries()) {
      const fits =
        actions.kind === 'box'
          ? Number.isFinite(value)
          : Number.isInteger(value) && value >= 0 && value < actions.count;
      if (!fits) throw new StudioError('environment.badAction', { index, value: String(value) });
    }
    this.#action = action.slice();
    this.#python.ask(REQUEST.step, this.#slot, action);
    this.#underWay = 'step';
  }

  finish(): StepResult {
    const kind = this.#underWay;
    if (kind === null) throw new Error('nothing was begun');
    this.#underWay = null;
    const answer = this.#python.answer(this.#slot);
    this.#steps = kind === 'reset' ? 0 : this.#steps + 1;
    if (kind === 'step') this.#played.actions.push(...this.#action);
    return this.#read(answer);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#onClose();
  }

  #play({ seed, actions }: Played): StepResult {
    let last = this.reset(seed);
    for (let at = 0; at < actions.length; at += this.#actionLength) {
      last = this.step(Float64Array.from(actions.slice(at, at + this.#actionLength)));
    }
    return last;
  }

  #refuseTwo(): void {
    if (this.#closed) throw new Error(`${this.spec.id} was closed`);
    if (this.#underWay !== null) throw new Error('another step is under way');
  }

  #read(answer: Uint8Array): StepResult {
    const expected = this.#fields.reduce((sum, { bytes }) => sum + bytes.length, RESULT_BYTES);
    if (answer.length !== expected)
      throw new Error(`an answer of ${answer.length} bytes, ${expected} expected`);
    const view = new DataView(answer.buffer, answer.byteOffset, RESULT_BYTES);
    const reward = view.getFloat64(0, true);
    const terminated = view.getUint8(8) !== 0;
    this.#requireFinite('reward', [reward]);
    let at = RESULT_BYTES;
    for (const { name, values, bytes } of this.#fields) {
      bytes.set(answer.subarray(at, at + bytes.length));
      at += bytes.length;
      if (values instanceof Float64Array) this.#requireFinite(name, values);
    }
    const truncated = !terminated && (view.getUint8(9) !== 0 || this.#steps >= this.spec.maxEpisodeSteps);
    return { observation: this.#observation, reward, terminated, truncated, info: {} };
  }

  /** @throws StudioError `environment.notFinite` */
  #requireFinite(name: string, values: ArrayLike<number>): void {
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? NaN;
      if (Number.isFinite(value)) continue;
      const where = { step: Math.max(this.#steps, 0), seed: this.#played.seed };
      throw new StudioError('environment.notFinite', { name, value: String(value), ...where });
    }
  }

  /** What cannot be drawn is not shown: an environment may lack what its pictures need. */
  #draw(): ReturnType<Drawing['draw']> {
    this.#python.ask(REQUEST.draw, this.#slot, new Float64Array());
    try {
      const answer = this.#python.answer(this.#slot);
      const view = new DataView(answer.buffer, answer.byteOffset, 4);
      return { width: view.getUint16(0, true), height: view.getUint16(2, true), pixels: answer.subarray(4) };
    } catch (error) {
      if (error instanceof StudioError && DRAWING_FAULTS.has(error.code)) return null;
      throw error;
    }
  }
}

const DRAWING_FAULTS: ReadonlySet<string> = new Set(['python.failed', 'python.noRender']);

function gymnasiumSpec(made: Made, config: GymnasiumConfig): EnvironmentSpec {
  const frames = Math.min(made.maxSteps ?? Infinity, config.maxSteps);
  return {
    id: GYMNASIUM,
    version: VERSION,
    observations: observationsOf(made),
    actions: actionsOf(made),
    stepSeconds: config.actionRepeat / (made.framesPerSecond ?? USUAL_FRAMES_PER_SECOND),
    actionRepeat: config.actionRepeat,
    maxEpisodeSteps: Math.ceil(frames / config.actionRepeat),
    rewardRange: [-UNBOUNDED, UNBOUNDED],
  };
}

function observationsOf({ observations }: Made): ObservationSpace {
  return Object.fromEntries(
    observations.map(({ name, shape, dtype, low, high }): [string, BoxSpace] => {
      const [lowest, highest] = dtype === 'uint8' ? [0, 255] : [-UNBOUNDED, UNBOUNDED];
      const bound = (bounds: typeof low, missing: number) =>
        bounds?.map((value) => value ?? missing) ?? missing;
      return [name, { kind: 'box', shape, dtype, low: bound(low, lowest), high: bound(high, highest) }];
    }),
  );
}

function actionsOf({ actions }: Made): ActionSpace {
  if (actions.kind === 'discrete') return actions;
  return {
    kind: 'box',
    shape: actions.shape,
    dtype: 'float64',
    low: actions.low.map((value) => value ?? -UNBOUNDED),
    high: actions.high.map((value) => value ?? UNBOUNDED),
  };
}
