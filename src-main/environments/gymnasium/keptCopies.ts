/**
 * Moments of one Gymnasium environment. A state holds what led to it, seed and actions, so that any environment of its kind can go
 * there by playing; where it was saved, its Python keeps a copy, which is there at once. The copy itself never leaves that Python's
 * memory: what a Python would read back from bytes could run anything.
 */
import { randomBytes } from 'node:crypto';
import { StudioError } from '../../../shared/errors.ts';
import type { EnvironmentState } from '../../../shared/recipe.ts';
import type { StepResult } from '../environment.ts';
import { PYTHON_REQUEST } from './frames.ts';

/** Then every second one goes: those long past lie wider apart than those of late. */
const MOST_COPIES = 32;

/** What was done since the reset: only ever added to, so that states may share it. */
export interface Played {
  readonly seed: number;
  /** One step's after the other's. */
  readonly actions: number[];
}

export interface CopyOwner {
  /** @returns its Python's answer, valid until the next */
  ask(kind: number, payload: Float64Array): Uint8Array;
  played(): Played;
  /** It stands where these have led now, and answered so. */
  resume(played: Played, answer: Uint8Array): StepResult;
  /** Plays them from the beginning. */
  play(played: Played): StepResult;
}

export class KeptCopies {
  readonly #owner: CopyOwner;
  /** Of this environment and no other. */
  readonly #mark = randomBytes(8).toString('hex');
  /** In the order in which they were made. */
  #kept: number[] = [];
  #next = 0;

  constructor(owner: CopyOwner) {
    this.#owner = owner;
  }

  saveState(): EnvironmentState {
    if (this.#kept.length >= MOST_COPIES) this.#thin();
    const copy = this.#next++;
    this.#owner.ask(PYTHON_REQUEST.save, Float64Array.of(copy));
    this.#kept.push(copy);
    const { seed, actions } = this.#owner.played();
    const { length } = actions;
    return {
      seed,
      /** An array of its own for each state would grow with the square of an episode's length. */
      get actions() {
        return actions.slice(0, length);
      },
      of: this.#mark,
      copy,
    };
  }

  /** @throws StudioError `environment.badState` */
  reset(start: EnvironmentState): StepResult {
    const { copy } = start;
    const played = playedOf(start);
    if (start['of'] !== this.#mark || typeof copy !== 'number' || !this.#kept.includes(copy)) {
      return this.#owner.play(played);
    }
    return this.#owner.resume(played, this.#owner.ask(PYTHON_REQUEST.restore, Float64Array.of(copy)));
  }

  #thin(): void {
    for (const copy of this.#kept.filter((_, index) => index % 2 === 0)) {
      this.#owner.ask(PYTHON_REQUEST.drop, Float64Array.of(copy));
    }
    this.#kept = this.#kept.filter((_, index) => index % 2 === 1);
  }
}

function playedOf({ seed, actions }: EnvironmentState): Played {
  if (typeof seed !== 'number' || !Number.isSafeInteger(seed) || seed < 0) {
    throw new StudioError('environment.badState', { field: 'seed' });
  }
  if (!Array.isArray(actions)) throw new StudioError('environment.badState', { field: 'actions' });
  return { seed, actions: [...actions] };
}
