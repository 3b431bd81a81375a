/** What a vector environment's threads share: commands in, results out; and how one environment carries out a command. */
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import { STATE_HASH_INTERVAL } from '../../shared/recipe.ts';
import { errorFromReport, reportError, type ErrorReport } from '../../shared/errors.ts';
import type { BoxSpace } from '../../shared/spaces.ts';
import { actionArgumentSize, elementCount } from '../../shared/spaces.ts';
import type { Environment, EnvironmentSpec, StepResult } from './environment.ts';
import { episodeHash } from './episodeHash.ts';

/** Batches that may be in flight at once. */
export const BATCH_SLOTS = 16;

const ERROR_BYTES = 4096;

export const COMMAND = { none: 0, reset: 1, step: 2 } as const;
/** Values of `control[0]`. */
export const CONTROL = { run: 0, close: 1 } as const;

/** Every array is over a SharedArrayBuffer of its own; the first axis is the environment unless said otherwise. */
export interface VectorMemory {
  readonly control: Int32Array;
  /** One word a worker: raised when there is something to do. */
  readonly signals: Int32Array;
  /** One word a batch slot: environments of that batch still at work. */
  readonly remaining: Int32Array;
  readonly commands: Int32Array;
  /** The batch slot of the command. */
  readonly slots: Int32Array;
  readonly seeds: Float64Array;
  readonly actions: Float64Array;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  /** Steps since reset. */
  readonly steps: Int32Array;
  /** 64 bits: the last `episodeHash` that a recipe wants (reset, every 50 steps, the end). */
  readonly hashes: BigUint64Array;
  /** 1 where the last command threw; what, is in `errors`. */
  readonly failed: Uint8Array;
  /** An error's report as JSON, `ERROR_BYTES` of UTF-8 an environment, zero-terminated. */
  readonly errors: Uint8Array;
  readonly observations: Readonly<Record<string, Uint8Array | Float64Array>>;
}

export interface VectorWorkerData {
  readonly id: string;
  readonly config: EnvironmentConfig;
  readonly worker: number;
  /** Environments of this worker. */
  readonly indices: readonly number[];
  readonly memory: VectorMemory;
}

function observationArray(space: BoxSpace, count: number): Uint8Array | Float64Array {
  const length = elementCount(space.shape) * count;
  return space.dtype === 'uint8'
    ? new Uint8Array(new SharedArrayBuffer(length))
    : new Float64Array(new SharedArrayBuffer(length * 8));
}

export function createVectorMemory(spec: EnvironmentSpec, count: number, workers: number): VectorMemory {
  const words = (length: number) => new Int32Array(new SharedArrayBuffer(length * 4));
  const doubles = (length: number) => new Float64Array(new SharedArrayBuffer(length * 8));
  const bytes = (length: number) => new Uint8Array(new SharedArrayBuffer(length));
  return {
    control: words(1),
    signals: words(Math.max(1, workers)),
    remaining: words(BATCH_SLOTS),
    commands: words(count),
    slots: words(count),
    seeds: doubles(count),
    actions: doubles(count * actionArgumentSize(spec.actions)),
    rewards: doubles(count),
    terminated: bytes(count),
    truncated: bytes(count),
    steps: words(count),
    hashes: new BigUint64Array(new SharedArrayBuffer(count * 8)),
    failed: bytes(count),
    errors: bytes(count * ERROR_BYTES),
    observations: Object.fromEntries(
      Object.entries(spec.observations).map(([name, space]) => [name, observationArray(space, count)]),
    ),
  };
}

/** Where not even an error's values fit. */
const UNTOLD = new TextEncoder().encode(
  JSON.stringify({ code: 'internal', values: { message: 'a long error' } }),
);

function writeError(memory: VectorMemory, index: number, error: unknown): void {
  const { code, values, detail = '' } = reportError(error);
  const place = memory.errors.subarray(index * ERROR_BYTES, (index + 1) * ERROR_BYTES);
  const fitting = [detail.slice(-2000), detail.slice(-200), ''].map((kept) =>
    new TextEncoder().encode(JSON.stringify({ code, values, detail: kept })),
  );
  place.fill(0);
  place.set(fitting.find(({ length }) => length < ERROR_BYTES) ?? UNTOLD);
}

/** What the last command of an environment threw, or null. */
export function readError(memory: VectorMemory, index: number): Error | null {
  if (memory.failed[index] !== 1) return null;
  const place = memory.errors.slice(index * ERROR_BYTES, (index + 1) * ERROR_BYTES);
  const end = place.indexOf(0);
  // Written by `writeError` alone.
  const report = JSON.parse(new TextDecoder().decode(place.slice(0, end))) as ErrorReport;
  return report.code === 'internal'
    ? new Error(`environment ${index}: ${report.values['message'] ?? ''}`)
    : errorFromReport(report);
}

/** One environment beside its place in the shared memory. */
export class VectorMember {
  readonly #environment: Environment;
  readonly #index: number;
  readonly #memory: VectorMemory;
  readonly #action: Float64Array;
  /** A command that is under way, and what was thrown at once. */
  #begun: { readonly command: number; readonly failure: unknown } | null = null;
  /** This environment's part of each observation array. */
  readonly #targets: readonly (readonly [name: string, target: Uint8Array | Float64Array])[];

  constructor(environment: Environment, index: number, memory: VectorMemory) {
    this.#environment = environment;
    this.#index = index;
    this.#memory = memory;
    const size = actionArgumentSize(environment.spec.actions);
    this.#action = memory.actions.subarray(index * size, (index + 1) * size);
    this.#targets = Object.entries(environment.spec.observations).map(([name, space]) => {
      const length = elementCount(space.shape);
      const whole = memory.observations[name];
      if (whole === undefined) throw new Error(`no shared memory for observation ${name}`);
      return [name, whole.subarray(index * length, (index + 1) * length)];
    });
  }

  /** Sends the waiting command on its way, where the environment can; `finish` must follow. */
  begin(): void {
    const { overlap } = this.#environment;
    const command = Atomics.load(this.#memory.commands, this.#index);
    if (overlap === undefined || command === COMMAND.none) return;
    try {
      if (command === COMMAND.reset) overlap.beginReset(this.#memory.seeds[this.#index] ?? 0);
      else overlap.beginStep(this.#action);
      this.#begun = { command, failure: null };
    } catch (failure) {
      this.#begun = { command, failure };
    }
  }

  /** Carries out the waiting command, if any; what it throws goes to memory. */
  finish(): void {
    const memory = this.#memory;
    const index = this.#index;
    const { overlap } = this.#environment;
    // What came in after `begin` waits for the next round.
    const command = overlap === undefined ? Atomics.load(memory.commands, index) : this.#begun?.command;
    if (command === undefined || command === COMMAND.none) return;
    try {
      if (this.#begun !== null && this.#begun.failure !== null) throw this.#begun.failure;
      const isReset = command === COMMAND.reset;
      const result = overlap === undefined ? this.#carryOut(isReset) : overlap.finish();
      memory.steps[index] = isReset ? 0 : (memory.steps[index] ?? 0) + 1;
      this.#write(result);
      memory.failed[index] = 0;
    } catch (error) {
      memory.failed[index] = 1;
      writeError(memory, index, error);
    }
    this.#begun = null;
    Atomics.store(memory.commands, index, COMMAND.none);
    const slot = memory.slots[index] ?? 0;
    if (Atomics.sub(memory.remaining, slot, 1) === 1) Atomics.notify(memory.remaining, slot);
  }

  #carryOut(isReset: boolean): StepResult {
    return isReset
      ? this.#environment.reset(this.#memory.seeds[this.#index] ?? 0)
      : this.#environment.step(this.#action);
  }

  #write(result: StepResult): void {
    const memory = this.#memory;
    const index = this.#index;
    memory.rewards[index] = result.reward;
    memory.terminated[index] = result.terminated ? 1 : 0;
    memory.truncated[index] = result.truncated ? 1 : 0;
    for (const [name, target] of this.#targets) {
      const values = result.observation[name];
      if (values !== undefined) target.set(values);
    }
    const ended = result.terminated || result.truncated;
    if (ended || (memory.steps[index] ?? 0) % STATE_HASH_INTERVAL === 0) {
      memory.hashes[index] = BigInt(`0x${episodeHash(this.#environment, result)}`);
    }
  }

  close(): void {
    this.#environment.close();
  }
}
