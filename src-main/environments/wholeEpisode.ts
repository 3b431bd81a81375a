/**
 * Episodes of an environment that does not repeat: playing the same actions again would be another episode, so a recipe of one holds
 * all that was observed, and is never computed again.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { StudioError } from '../../shared/errors.ts';
import type { Recipe, WholeEpisode } from '../../shared/recipe.ts';
import { elementCount } from '../../shared/spaces.ts';
import type { Environment, EnvironmentSpec, Observation, StepResult } from './environment.ts';

/** Copies what an episode gives, a moment after the other. */
export class WholeRecorder {
  readonly #fields = new Map<string, Buffer[]>();
  readonly #rewards: number[] = [];
  #last: StepResult | null = null;

  /** The reset's result first. */
  add(result: StepResult): void {
    for (const [name, values] of Object.entries(result.observation)) {
      const moments = this.#fields.get(name) ?? [];
      moments.push(Buffer.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice()));
      this.#fields.set(name, moments);
    }
    if (this.#last !== null) this.#rewards.push(result.reward);
    this.#last = { ...result, observation: {} };
  }

  whole(): WholeEpisode {
    const packed = [...this.#fields].map(([name, moments]): [string, string] => [
      name,
      deflateRawSync(Buffer.concat(moments)).toString('base64'),
    ]);
    return {
      observations: Object.fromEntries(packed),
      rewards: [...this.#rewards],
      terminated: this.#last?.terminated ?? false,
      truncated: this.#last?.truncated ?? false,
    };
  }
}

/**
 * What plays a recipe: the environment itself, or, where the episode was stored whole, what was stored.
 * @param environment taken over @throws StudioError `recipe.invalid` where what was stored does not fit the environment
 */
export function playedBy(environment: Environment, recipe: Recipe | null): Environment {
  if (recipe?.whole === undefined) return environment;
  return new StoredEpisode(environment, recipe, recipe.whole);
}

class StoredEpisode implements Environment {
  readonly spec: EnvironmentSpec;
  readonly saving = this;
  readonly lock?: NonNullable<Environment['lock']>;
  readonly #environment: Environment;
  readonly #recipe: Recipe;
  readonly #whole: WholeEpisode;
  readonly #fields: readonly (readonly [name: string, values: Uint8Array | Float64Array, length: number])[];
  #step = 0;

  constructor(environment: Environment, recipe: Recipe, whole: WholeEpisode) {
    this.spec = environment.spec;
    this.#environment = environment;
    this.#recipe = recipe;
    this.#whole = whole;
    if (environment.lock !== undefined) this.lock = environment.lock;
    const moments = recipe.actions.length + 1;
    if (whole.rewards.length !== recipe.actions.length) {
      const reason = `${whole.rewards.length} rewards for ${recipe.actions.length} actions`;
      throw new StudioError('recipe.invalid', { field: 'whole.rewards', reason });
    }
    this.#fields = Object.entries(this.spec.observations).map(([name, { dtype, shape }]) => {
      const length = elementCount(shape);
      const bytes = unpacked(name, whole.observations[name], moments * length * (dtype === 'uint8' ? 1 : 8));
      return [name, dtype === 'uint8' ? bytes : new Float64Array(bytes.buffer), length] as const;
    });
  }

  /** @throws StudioError `recipe.storedWhole` for another episode than the one that was stored */
  reset(seed: number, start?: { readonly [name: string]: unknown }): StepResult {
    if (seed !== this.#recipe.seed) throw storedWhole(this.spec);
    const step = start?.['step'];
    this.#step = typeof step === 'number' ? step : 0;
    return this.#result();
  }

  /** @throws StudioError `recipe.storedWhole` for another action than was taken */
  step(action: Float64Array): StepResult {
    const taken = this.#recipe.actions[this.#step];
    if (taken === undefined || taken.some((value, index) => value !== action[index])) {
      throw storedWhole(this.spec);
    }
    this.#step += 1;
    return this.#result();
  }

  saveState() {
    return { step: this.#step };
  }

  close(): void {
    this.#environment.close();
  }

  #result(): StepResult {
    const step = this.#step;
    const observation: Observation = Object.fromEntries(
      this.#fields.map(([name, values, length]) => [
        name,
        values.subarray(step * length, (step + 1) * length),
      ]),
    );
    const { rewards, terminated, truncated } = this.#whole;
    const last = step === rewards.length;
    const reward = step === 0 ? 0 : (rewards[step - 1] ?? 0);
    return { observation, reward, terminated: last && terminated, truncated: last && truncated, info: {} };
  }
}

const storedWhole = ({ id }: EnvironmentSpec) => new StudioError('recipe.storedWhole', { environment: id });

/** @throws StudioError `recipe.invalid` where it is not of that size; it may come from anybody */
function unpacked(name: string, packed: string | undefined, size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  try {
    const inflated = inflateRawSync(Buffer.from(packed ?? '', 'base64'), { maxOutputLength: size });
    if (inflated.length !== size) throw new Error(`${inflated.length} bytes`);
    bytes.set(inflated);
    return bytes;
  } catch (error) {
    const reason = `${error instanceof Error ? error.message : String(error)}, ${size} bytes expected`;
    throw new StudioError('recipe.invalid', { field: `whole.observations.${name}`, reason });
  }
}
