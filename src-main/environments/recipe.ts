/** Episodes as recipes: recording one while it runs, and computing it again with its hashes checked. */
import type { EnvironmentLock } from '../../shared/environmentLock.ts';
import { StudioError } from '../../shared/errors.ts';
import type { EnvironmentConfig, EnvironmentState, Perturbation, Recipe } from '../../shared/recipe.ts';
import { RECIPE_SCHEMA, STATE_HASH_INTERVAL } from '../../shared/recipe.ts';
import { actionArgumentSize } from '../../shared/spaces.ts';
import { intervene, startEpisode } from './capabilities.ts';
import type { Environment, StepResult } from './environment.ts';
import { episodeHash } from './episodeHash.ts';
import { playedBy, WholeRecorder } from './wholeEpisode.ts';

/** Reads a recipe from parsed JSON. @throws StudioError `recipe.invalid` with field and reason. */
export function parseRecipe(value: unknown): Recipe {
  const parsed = RECIPE_SCHEMA.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StudioError('recipe.invalid', {
    field: issue?.path.join('.') ?? '',
    reason: issue?.message ?? '',
  });
}

/** Drives an environment and writes down all that is needed to do it again. */
export class EpisodeRecorder {
  readonly #environment: Environment;
  readonly #seed: number;
  readonly #config: EnvironmentConfig;
  readonly #state: EnvironmentState | undefined;
  readonly #lock: EnvironmentLock | undefined;
  /** Where the environment does not repeat. */
  readonly #whole: WholeRecorder | null;
  readonly #actions: number[][] = [];
  readonly #interventions: { step: number; perturbation: Perturbation }[] = [];
  readonly #hashes: string[] = [];
  /** Its arrays are the environment's, which nobody else steps meanwhile. */
  #last: StepResult;
  /** What the reset gave. */
  readonly first: StepResult;

  /** Resets the environment. @param config what it was created with. */
  constructor(environment: Environment, config: EnvironmentConfig, seed: number, state?: EnvironmentState) {
    this.#environment = environment;
    this.#seed = seed;
    this.#config = config;
    this.#state = state;
    this.#lock = environment.lock;
    this.#whole = this.#lock?.repeats === false ? new WholeRecorder() : null;
    this.first = startEpisode(environment, seed, state);
    this.#whole?.add(this.first);
    this.#last = this.first;
    this.#hashes.push(episodeHash(environment, this.first));
  }

  get steps(): number {
    return this.#actions.length;
  }

  /** A person's hand, applied at the next step. */
  perturb(perturbation: Perturbation): void {
    intervene(this.#environment, perturbation);
    this.#interventions.push({ step: this.#actions.length, perturbation });
  }

  step(action: Float64Array): StepResult {
    this.#last = this.#environment.step(action);
    this.#whole?.add(this.#last);
    this.#actions.push(Array.from(action));
    if (this.#actions.length % STATE_HASH_INTERVAL === 0) this.#hashes.push(this.#hash());
    return this.#last;
  }

  /** The episode so far; may be asked for at any time. */
  recipe(): Recipe {
    const { id, version } = this.#environment.spec;
    const unmarked = this.#actions.length % STATE_HASH_INTERVAL !== 0;
    return {
      environment: id,
      version,
      config: this.#config,
      seed: this.#seed,
      ...(this.#state === undefined ? {} : { state: this.#state }),
      actions: this.#actions.map((action) => [...action]),
      ...(this.#interventions.length === 0 ? {} : { interventions: [...this.#interventions] }),
      stateHashes: unmarked ? [...this.#hashes, this.#hash()] : [...this.#hashes],
      ...(this.#lock === undefined ? {} : { lock: this.#lock }),
      ...(this.#whole === null ? {} : { whole: this.#whole.whole() }),
    };
  }

  #hash(): string {
    return episodeHash(this.#environment, this.#last);
  }
}

/** Runs one episode to its end. @param act chooses the action from what the last step gave. */
export function recordEpisode(
  environment: Environment,
  config: EnvironmentConfig,
  seed: number,
  act: (last: StepResult, step: number) => Float64Array,
  maxSteps = Infinity,
): { recipe: Recipe; episodeReturn: number; terminated: boolean } {
  const recorder = new EpisodeRecorder(environment, config, seed);
  let last = recorder.first;
  let episodeReturn = 0;
  while (!last.terminated && !last.truncated && recorder.steps < maxSteps) {
    last = recorder.step(act(last, recorder.steps));
    episodeReturn += last.reward;
  }
  return { recipe: recorder.recipe(), episodeReturn, terminated: last.terminated };
}

/** A step at which the replay went another way than the recording. */
export interface HashMismatch {
  readonly step: number;
  readonly expected: string;
  readonly actual: string;
}

export interface ReplayedStep {
  /** 0 is the reset. */
  readonly step: number;
  readonly result: StepResult;
  /** Where the recipe has a hash for this step and it differs. */
  readonly mismatch: HashMismatch | null;
}

/**
 * Computes an episode again, step by step, or gives what was stored where its environment does not repeat. Goes on through ends of the episode as long as the recipe has actions, and
 * after a hash that does not match: whoever asks shows it.
 * @throws StudioError `recipe.invalid` where an action does not fit, and where the environment lacks what the recipe asks for.
 */
export function* replayRecipe(played: Environment, recipe: Recipe): Generator<ReplayedStep> {
  const environment = playedBy(played, recipe);
  const { actions, stateHashes = [], interventions = [] } = recipe;
  const check = (step: number, result: StepResult): HashMismatch | null => {
    const last = step === actions.length;
    if (step % STATE_HASH_INTERVAL !== 0 && !last) return null;
    const expected = stateHashes[Math.ceil(step / STATE_HASH_INTERVAL)];
    if (expected === undefined) return null;
    const actual = episodeHash(environment, result);
    return actual === expected ? null : { step, expected, actual };
  };
  const expectedLength = actionArgumentSize(environment.spec.actions);
  const first = startEpisode(environment, recipe.seed, recipe.state);
  yield { step: 0, result: first, mismatch: check(0, first) };
  for (let index = 0; index < actions.length; index++) {
    const action = actions[index] ?? [];
    if (action.length !== expectedLength) {
      throw new StudioError('recipe.invalid', {
        field: `actions.${index}`,
        reason: `has length ${action.length}, ${environment.spec.id} expects ${expectedLength}`,
      });
    }
    for (const intervention of interventions) {
      if (intervention.step === index) intervene(environment, intervention.perturbation);
    }
    const result = environment.step(Float64Array.from(action));
    yield { step: index + 1, result, mismatch: check(index + 1, result) };
  }
}
