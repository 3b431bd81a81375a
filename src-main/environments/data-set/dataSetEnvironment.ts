/**
 * Recorded episodes as an environment: a seed is an episode's number, and each goes as it was recorded, under the actions that were
 * taken. What another action would have led to is not known.
 */
import { DATA_SET, DATA_SET_PICTURE_SIDE, type DataSet } from '../../../shared/dataSet.ts';
import type { Observed } from '../../../shared/environmentSettings.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { EnvironmentConfig, EnvironmentState, Recipe } from '../../../shared/recipe.ts';
import type { ActionSpace, ObservationSpace } from '../../../shared/spaces.ts';
import type { DataSetFiles } from '../../datasets/dataSetFiles.ts';
import { PICTURE_BYTES } from '../../datasets/dataSetFiles.ts';
import type { Drawing } from '../capabilities.ts';
import type { Environment, EnvironmentSpec, Observation, StepResult } from '../environment.ts';
import { UNBOUNDED } from '../unbounded.ts';

/** Raised when the same recipe would no longer give the same episode. */
const VERSION = 1;

export class DataSetEnvironment implements Environment {
  readonly spec: EnvironmentSpec;
  readonly saving = this;
  readonly recording = this;
  /** Where numbers are observed and there are pictures beside them. */
  readonly drawing?: Drawing;
  readonly #files: DataSetFiles;
  readonly #config: EnvironmentConfig;
  readonly #observed: Observed;
  readonly #picture = new Uint8Array(PICTURE_BYTES);
  readonly #numbers: Float32Array<ArrayBuffer>;
  readonly #fields: readonly { readonly values: Float64Array; readonly first: number }[];
  readonly #observation: Observation;
  #episode = 0;
  #step = 0;
  #actions: Float64Array = new Float64Array();
  #rewards: Float64Array = new Float64Array();
  /** No reset has come yet. */
  #fresh = true;

  /** @param files taken over @throws StudioError `dataSet.lacks` */
  constructor(files: DataSetFiles, observed: Observed, config: EnvironmentConfig) {
    const { description } = files;
    this.#files = files;
    this.#config = config;
    this.#observed = observed;
    this.spec = specOf(description, observed);
    this.#numbers = new Float32Array(files.bytes.numbers / 4);
    let first = 0;
    const fields = description.numbers.map(({ name, size }) => {
      const field = { name, first, values: new Float64Array(size) };
      first += size;
      return field;
    });
    this.#fields = fields;
    const numbers = Object.fromEntries(fields.map(({ name, values }) => [name, values]));
    this.#observation = {
      ...(observed === 'state' ? {} : { image: this.#picture }),
      ...(observed === 'pixels' ? {} : numbers),
    };
    if (observed === 'state' && description.pictures) this.drawing = { draw: () => this.#draw() };
  }

  reset(seed: number, start?: EnvironmentState): StepResult {
    const { episodes } = this.#files;
    this.#episode = seed % episodes.length;
    const { firstStep, length } = this.#span;
    const { actions, rewards } = this.#files.readSteps(firstStep, length);
    this.#actions = actions;
    this.#rewards = rewards;
    this.#fresh = false;
    this.#step = start === undefined ? 0 : this.#stepOf(start);
    return this.#result();
  }

  /** @throws StudioError `dataSet.recordedOnly` for another action than was taken */
  step(action: Float64Array): StepResult {
    if (this.#fresh) throw new Error('step was called before reset');
    const size = this.#files.actionSize;
    if (action.length !== size)
      throw new Error(`action has length ${action.length}, ${this.spec.id} expects ${size}`);
    const taken = this.#actions.subarray(this.#step * size, (this.#step + 1) * size);
    if (taken.length === 0 || taken.some((value, index) => value !== action[index]))
      throw new StudioError('dataSet.recordedOnly', { dataSet: this.#files.description.name });
    this.#step += 1;
    return this.#result();
  }

  saveState(): EnvironmentState {
    return { episode: this.#episode, step: this.#step };
  }

  get episodes(): number {
    return this.#files.episodes.length;
  }

  /** What was done in an episode, for whoever follows it. */
  recipe(seed: number): Recipe {
    const { length, firstStep } = this.#files.episodes[seed % this.#files.episodes.length] ?? this.#span;
    const { actions } = this.#files.readSteps(firstStep, length);
    const size = this.#files.actionSize;
    return {
      environment: this.spec.id,
      version: VERSION,
      config: this.#config,
      seed,
      actions: Array.from({ length }, (_, step) => [...actions.subarray(step * size, (step + 1) * size)]),
    };
  }

  close(): void {
    this.#files.close();
  }

  get #span() {
    const span = this.#files.episodes[this.#episode];
    if (span === undefined) throw new Error(`episode ${this.#episode} of ${this.#files.episodes.length}`);
    return span;
  }

  /** @throws StudioError `environment.badState` */
  #stepOf({ episode, step }: EnvironmentState): number {
    if (episode !== this.#episode) throw new StudioError('environment.badState', { field: 'episode' });
    const fits = typeof step === 'number' && Number.isInteger(step) && step >= 0 && step <= this.#span.length;
    if (!fits) throw new StudioError('environment.badState', { field: 'step' });
    return step;
  }

  #result(): StepResult {
    const { firstMoment, length, terminated } = this.#span;
    const moment = firstMoment + this.#step;
    if (this.#observed !== 'state') this.#files.readMoments('pictures', moment, 1, this.#picture);
    if (this.#observed !== 'pixels') {
      this.#files.readMoments('numbers', moment, 1, new Uint8Array(this.#numbers.buffer));
      for (const { values, first } of this.#fields)
        values.set(this.#numbers.subarray(first, first + values.length));
    }
    const last = this.#step === length;
    return {
      observation: this.#observation,
      reward: this.#step === 0 ? 0 : (this.#rewards[this.#step - 1] ?? 0),
      terminated: last && terminated,
      truncated: last && !terminated,
      info: {},
    };
  }

  #draw(): ReturnType<Drawing['draw']> {
    this.#files.readMoments('pictures', this.#span.firstMoment + this.#step, 1, this.#picture);
    return { width: DATA_SET_PICTURE_SIDE, height: DATA_SET_PICTURE_SIDE, pixels: this.#picture };
  }
}

function specOf(description: DataSet, observed: Observed): EnvironmentSpec {
  const { id, numbers, pictures, stepSeconds, episodes } = description;
  if ((observed !== 'state' && !pictures) || (observed !== 'pixels' && numbers.length === 0)) {
    const holds = [...(pictures ? ['pixels'] : []), ...(numbers.length > 0 ? ['state'] : [])].join(', ');
    throw new StudioError('dataSet.lacks', { dataSet: id, holds });
  }
  return {
    id: DATA_SET,
    version: VERSION,
    observations: {
      ...(observed === 'state' ? {} : { image: PICTURE }),
      ...(observed === 'pixels' ? {} : numbersOf(description)),
    },
    actions: actionsOf(description),
    stepSeconds,
    actionRepeat: 1,
    maxEpisodeSteps: episodes.reduce((longest, { length }) => Math.max(longest, length), 1),
    rewardRange: [-UNBOUNDED, UNBOUNDED],
  };
}

const PICTURE = {
  kind: 'box',
  shape: [DATA_SET_PICTURE_SIDE, DATA_SET_PICTURE_SIDE, 3],
  dtype: 'uint8',
  low: 0,
  high: 255,
} as const;

function numbersOf({ numbers }: DataSet): ObservationSpace {
  return Object.fromEntries(
    numbers.map(({ name, size }) => [
      name,
      { kind: 'box', shape: [size], dtype: 'float64', low: -UNBOUNDED, high: UNBOUNDED } as const,
    ]),
  );
}

function actionsOf({ actions }: DataSet): ActionSpace {
  if (actions.kind === 'discrete') return actions;
  const { low, high } = actions;
  return { kind: 'box', shape: [low.length], dtype: 'float64', low, high };
}
