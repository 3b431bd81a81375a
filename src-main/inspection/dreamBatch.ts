/**
 * Dreams that let go of reality at one moment: `samples` of them from the same posterior, advanced as one batch. From
 * then on nothing but actions and random numbers goes in; no later frame can reach them.
 */
import type { DreamPaths } from '../../shared/theatre.ts';
import { RandomStream } from '../numerics/random.ts';
import { repeatState, type Mind } from './mind.ts';
import { batchSizeOf, memberOf, type StoredState } from './storedState.ts';

export interface DreamOptions {
  readonly temperature: number;
  readonly mode: 'sample' | 'mean';
  /** `reality`: dreams take the actions that reality took. `agent`: each decides for itself on what it dreams. */
  readonly decides: 'reality' | 'agent';
  readonly paths: DreamPaths;
}

interface DreamtStep {
  readonly state: StoredState;
  /** What led here; kept so that the same step is dreamt again with the same options. */
  readonly options: DreamOptions;
}

export class DreamBatch {
  readonly id: number;
  /** The last step that was seen. */
  readonly fromStep: number;
  readonly samples: number;
  readonly #seed: number;
  #start: StoredState;
  #steps: DreamtStep[] = [];

  /** @param start the posterior at `fromStep`, a batch of one */
  constructor(id: number, fromStep: number, samples: number, start: StoredState, seed: number) {
    this.id = id;
    this.fromStep = fromStep;
    this.samples = samples;
    this.#seed = seed;
    this.#start = batchSizeOf(start) === samples ? start : repeatState(start, samples);
  }

  get lastStep(): number {
    return this.fromStep + this.#steps.length;
  }

  /** The batch of dreams at a step; null before their start and where they have not come yet. */
  at(step: number): StoredState | null {
    if (step === this.fromStep) return this.#start;
    return this.#steps[step - this.fromStep - 1]?.state ?? null;
  }

  /** What each dream's own agent would do now: [samples, A] flattened. */
  decide(mind: Mind): Float32Array {
    const step = this.lastStep;
    return mind.act(this.#here(), this.#stream('act', step));
  }

  /**
   * Dreams one step further.
   * @param realAction in model form: what reality took on the way to the next step
   */
  advance(mind: Mind, realAction: Float32Array, options: DreamOptions): void {
    const step = this.lastStep + 1;
    const actions =
      options.decides === 'agent' && mind.policy !== null
        ? this.decide(mind)
        : repeatAction(realAction, this.samples);
    const state = mind.imagine(this.#here(), actions, this.#stream('imagine', step), options);
    this.#steps.push({ state, options });
  }

  /** Forgets what was dreamt after a step. */
  truncate(step: number): void {
    this.#steps.length = Math.max(0, Math.min(this.#steps.length, step - this.fromStep));
  }

  /** A person changed what is dreamt at the last step; the dream goes on from there. */
  replaceLast(state: StoredState): void {
    const last = this.#steps.at(-1);
    if (last === undefined) this.#start = state;
    else this.#steps[this.#steps.length - 1] = { ...last, state };
  }

  /** The same dreams under another id, free to go their own way. */
  copy(id: number): DreamBatch {
    const batch = new DreamBatch(id, this.fromStep, this.samples, this.#start, this.#seed);
    batch.#steps = [...this.#steps];
    return batch;
  }

  /** The same moment and the same options a step, with another number of samples or another model's posterior. */
  again(
    mind: Mind,
    samples: number,
    start: StoredState,
    actionAt: (step: number) => Float32Array,
  ): DreamBatch {
    const batch = new DreamBatch(this.id, this.fromStep, samples, start, this.#seed);
    for (const { options } of this.#steps) batch.advance(mind, actionAt(batch.lastStep + 1), options);
    return batch;
  }

  /** Nothing but these options led it up to a step. */
  ledBy(step: number, { temperature, mode, decides, paths }: DreamOptions): boolean {
    return this.#steps
      .slice(0, Math.max(0, step - this.fromStep))
      .every(
        ({ options }) =>
          options.temperature === temperature &&
          options.mode === mode &&
          options.decides === decides &&
          options.paths === paths,
      );
  }

  /** The posterior it began with, as a batch of one. */
  get start(): StoredState {
    return memberOf(this.#start, 0);
  }

  #here(): StoredState {
    return this.#steps.at(-1)?.state ?? this.#start;
  }

  #stream(what: 'act' | 'imagine', step: number): RandomStream {
    return dreamStream(this.#seed, this, what, step);
  }
}

/** What a dream draws from: its agent at a step, the model on the way to one, or a guest who looks at it there. */
export function dreamStream(
  seed: number,
  { id, fromStep }: { readonly id: number; readonly fromStep: number },
  what: 'act' | 'imagine' | 'perceive',
  step: number,
): RandomStream {
  return RandomStream.named(seed, `theatre/dream/${id}/${fromStep}/${what}/${step}`);
}

function repeatAction(action: Float32Array, count: number): Float32Array {
  const repeated = new Float32Array(action.length * count);
  for (let index = 0; index < count; index++) repeated.set(action, index * action.length);
  return repeated;
}
