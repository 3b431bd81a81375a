/**
 * Moves reality on: whoever has the controls acts (agent, keys, chance or a recording), with what was asked to happen
 * beside it, and what a recording says of the outcome is compared with what came.
 */
import { STATE_HASH_INTERVAL, type Grip, type Perturbation, type Recipe } from '../../shared/recipe.ts';
import type { Driver, TheatreSettings } from '../../shared/theatre.ts';
import { required } from '../environments/capabilities.ts';
import type { Environment } from '../environments/environment.ts';
import { toEnvironmentAction } from '../acting/actionForms.ts';
import type { RecordedStep } from './branchDreams.ts';
import { keyboardAction, randomAction, whoActs } from './drivers.ts';
import type { WatchedEpisode } from './watchedEpisode.ts';

export class RealityDriver {
  readonly #episode: WatchedEpisode;
  readonly #environment: Environment;
  /** Of recorded data the episode's own. */
  #recipe: Recipe | null;
  #acting: Driver;
  #keys: readonly number[] | null = null;
  #perturbation: Perturbation | null = null;
  /** A person's hand holds a body. */
  #grip: Grip | null = null;
  /** The next step is another one than was recorded. */
  #takesOver = false;
  /** Every action so far came from the recording. */
  #faithful = false;
  #recordingEnded = false;
  /** Everybody who has acted in this episode, and whether a hand has touched it or a key was held. */
  readonly #acted = new Set<Driver>();
  #touched = false;

  /** @param recipe what the `recording` driver follows @param driver counts as acting before the first action */
  constructor(episode: WatchedEpisode, recipe: Recipe | null, driver: Driver) {
    this.#episode = episode;
    this.#environment = episode.real.environment;
    this.#recipe = recipe;
    this.#acting = driver;
  }

  /** Who took the last action. */
  get acting(): Driver {
    return this.#acting;
  }

  /** One and the same acted from the first step on, and no hand: its settings say all that was done. */
  get actsAlone(): boolean {
    return this.#acted.size <= 1 && !this.#touched;
  }

  /** Null where nothing is recorded that could be followed. */
  get recordedSteps(): number | null {
    return this.#recipe?.actions.length ?? null;
  }

  get recordingEnded(): boolean {
    return this.#recordingEnded;
  }

  /** Nothing comes after the last step: the episode or the recording is over. */
  get over(): boolean {
    const { real } = this.#episode;
    return real.at(real.lastStep).over !== null || this.#recordingEnded;
  }

  /** What led to a step: as it happened, or beyond the last step as the recording has it, while all so far came from there. */
  recorded(step: number): RecordedStep | null {
    const { real } = this.#episode;
    if (step <= real.lastStep) return real.at(step);
    const action = this.#faithful ? this.#recipe?.actions[step - 1] : undefined;
    if (action === undefined) return null;
    return { action: Float64Array.from(action), perturbation: this.#intervention(step - 1) };
  }

  /** The episode has begun again. */
  begin(driver: Driver): void {
    const { seed } = this.#episode.real;
    if (seed !== this.#recipe?.seed) this.#recipe = this.#environment.recording?.recipe(seed) ?? this.#recipe;
    this.#takesOver = false;
    this.#recordingEnded = false;
    this.#acting = driver;
    this.#acted.clear();
    this.#touched = false;
    this.#faithful = driver === 'recording' && seed === this.#recipe?.seed;
    this.#checkHash();
  }

  press(keys: readonly number[] | null): void {
    this.#keys = keys;
  }

  /** @throws StudioError where this environment knows no such thing */
  perturb(perturbation: Perturbation | null): void {
    if (perturbation !== null)
      required(this.#environment, 'temperature' in perturbation ? 'dreaming' : 'touch');
    this.#perturbation = perturbation;
  }

  /** @throws StudioError where no such body can be held, or nothing can */
  hold(grip: Grip | null): void {
    if (grip !== null) this.#episode.real.pullOf(grip);
    this.#grip = grip;
  }

  settingsChanged(before: TheatreSettings, after: TheatreSettings): void {
    // Taking the keyboard forgets the recorded rest only once a key is pressed.
    if (after.driver !== before.driver) {
      this.#takesOver = after.driver !== 'keyboard';
      this.#recordingEnded = false;
    }
    // So does another temperature in the past of a dream.
    const dreams = this.#environment.dreaming !== undefined && after.driver !== 'recording';
    if (dreams && after.temperature !== before.temperature) this.#takesOver = true;
  }

  /** Where somebody takes the controls in the past, what came after a step is forgotten. */
  takeControls(step: number, { driver }: TheatreSettings): void {
    const pressed = driver === 'keyboard' && this.#keys !== null;
    const touched = this.#perturbation !== null || this.#grip !== null;
    if (this.#takesOver || pressed || touched) this.#episode.fork(step);
    this.#takesOver = false;
  }

  /** Moves reality one step beyond its last. @returns false where the episode or the recording is over */
  live(settings: TheatreSettings): boolean {
    const { real } = this.#episode;
    const step = real.lastStep;
    if (real.at(step).over !== null) return false;
    const recorded = this.#recipe?.actions[step] ?? null;
    const acting = whoActs({
      driver: settings.driver,
      keys: this.#keys,
      hasAgent: this.#episode.hasAgent,
      recorded,
    });
    if (acting === null) {
      this.#recordingEnded = true;
      return false;
    }
    this.#acting = acting;
    this.#acted.add(acting);
    if (acting === 'keyboard' && this.#keys !== null) this.#touched = true;
    const intervention = acting === 'recording' ? this.#intervention(step) : null;
    const hand = this.#perturbation ?? (this.#grip === null ? null : real.pullOf(this.#grip));
    if (hand !== null) this.#touched = true;
    this.#faithful &&= acting === 'recording' && hand === null;
    const perturbation = hand ?? intervention ?? this.#temperatureChange(settings);
    this.#episode.live(this.#action(step, recorded, settings), perturbation);
    this.#checkHash();
    return true;
  }

  /** What the recording has happen beside the action of a step. */
  #intervention(step: number): Perturbation | null {
    return this.#recipe?.interventions?.find((kept) => kept.step === step)?.perturbation ?? null;
  }

  /** A dream that is played follows the temperature; one that is replayed keeps its own. */
  #temperatureChange({ temperature }: TheatreSettings): Perturbation | null {
    const before = this.#episode.real.temperature;
    const keeps = before === undefined || before === temperature || this.#acting === 'recording';
    return keeps ? null : { temperature };
  }

  /** What is done at a step, by whoever acts. */
  #action(step: number, recorded: readonly number[] | null, settings: TheatreSettings): Float64Array {
    const { actions, keyChoices } = this.#environment.spec;
    switch (this.#acting) {
      case 'agent': {
        const decided = this.#episode.agentAction(step, settings.dreamDriver === 'blind');
        return decided === null ? keyboardAction(actions, null) : toEnvironmentAction(actions, decided);
      }
      case 'random':
        return randomAction(actions, this.#episode.real.seed, step + 1);
      case 'recording':
        return Float64Array.from(recorded ?? []);
      case 'keyboard':
        return keyboardAction(actions, this.#keys, keyChoices);
    }
  }

  /** Compares with the recording's hash, where it has one for this step. */
  #checkHash(): void {
    const { real } = this.#episode;
    if (!this.#faithful || this.#recipe?.stateHashes === undefined) return;
    const computed = real.hashAt(real.lastStep);
    const recorded = this.#recipe.stateHashes[real.lastStep / STATE_HASH_INTERVAL];
    if (computed !== null && recorded !== undefined && recorded !== computed) real.markMismatch();
  }
}
