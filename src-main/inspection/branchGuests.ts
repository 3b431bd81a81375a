/**
 * Agents and world models of other checkpoints, for a moment's branches: loaded when they are first asked for, and kept until others
 * take their place. They were not there, so they look at the episode up to the moment first.
 */
import { MOST_OTHER_MODELS, type BranchesRequest, type Trained } from '../../shared/branches.ts';
import { StudioError } from '../../shared/errors.ts';
import { toModelAction } from '../acting/actionForms.ts';
import { RandomStream } from '../numerics/random.ts';
import type { ModelSight } from '../models/worldModel.ts';
import type { ActingMind } from './actingMind.ts';
import type { Mind, Sight } from './mind.ts';
import type { RealEpisode } from './realEpisode.ts';
import type { StoredState } from './storedState.ts';

type Look = (
  previous: StoredState | null,
  action: Float32Array,
  sight: Sight,
  random: RandomStream,
) => StoredState;

/** One of them, with what it last made of an episode. */
class Guest<Kind extends Mind | ActingMind> {
  readonly mind: Kind;
  readonly #observes: ModelSight;
  readonly #stream: 'observe' | 'perceive';
  readonly #look: Look;
  /** Each step's action by identity: an episode that began or went on anew has others. */
  #seen: Float64Array[] = [];
  #state: StoredState | null = null;

  constructor(mind: Kind, observes: ModelSight, stream: 'observe' | 'perceive', look: Look) {
    this.mind = mind;
    this.#observes = observes;
    this.#stream = stream;
    this.#look = look;
  }

  /** What it keeps once it saw a step, having seen all before. @throws StudioError `branches.noNumbers` */
  upTo(real: RealEpisode, step: number): StoredState {
    if (this.#observes !== 'pixels' && real.at(0).numbers === null) {
      throw new StudioError('branches.noNumbers');
    }
    const goesOn =
      this.#seen.length <= step + 1 && this.#seen.every((action, index) => real.at(index).action === action);
    if (!goesOn) {
      this.#seen = [];
      this.#state = null;
    }
    const space = real.environment.spec.actions;
    for (let at = this.#seen.length; at <= step; at++) {
      const seen = real.at(at);
      const random = RandomStream.named(real.seed, `theatre/${this.#stream}/${at}`);
      this.#state = this.#look(this.#state, toModelAction(space, seen.action), seen, random);
      this.#seen.push(seen.action);
    }
    if (this.#state === null) throw new Error(`step ${step} is before the beginning`);
    return this.#state;
  }
}

export function keyOf({ runId, checkpointId }: Trained): string {
  return `${runId}/${checkpointId}`;
}

/** The different checkpoints that a request names. */
function trainedIn({ branches }: BranchesRequest): {
  readonly dreamers: readonly Trained[];
  readonly actors: readonly Trained[];
} {
  const different = (all: readonly Trained[]) => [...new Map(all.map((one) => [keyOf(one), one])).values()];
  return {
    dreamers: different(branches.flatMap(({ dreamBy }) => dreamBy ?? [])),
    actors: different(branches.flatMap(({ actions }) => (actions.source === 'trained' ? actions.by : []))),
  };
}

/** How one comes here. */
export interface GuestLoaders {
  /** @throws StudioError why it cannot dream what the theatre plays */
  dreamer(trained: Trained): Promise<Mind>;
  /** @throws StudioError why it cannot act there */
  actor(trained: Trained): Promise<ActingMind>;
}

export class BranchGuests {
  readonly #dreamers = new Map<string, Guest<Mind>>();
  readonly #actors = new Map<string, Guest<ActingMind>>();

  /**
   * Makes sure that all are there whom a request names; those that it does not name make way where they would be too many.
   * @throws StudioError `branches.tooManyModels`, and why one cannot be loaded
   */
  async invite(request: BranchesRequest, load: GuestLoaders): Promise<void> {
    const { dreamers, actors } = trainedIn(request);
    const given = dreamers.length + actors.length;
    if (given > MOST_OTHER_MODELS) {
      throw new StudioError('branches.tooManyModels', { given, most: MOST_OTHER_MODELS });
    }
    const room = () => {
      this.#makeRoom(new Set([...dreamers, ...actors].map(keyOf)));
    };
    for (const trained of dreamers) {
      if (this.#dreamers.has(keyOf(trained))) continue;
      room();
      const mind = await load.dreamer(trained);
      const look: Look = (...seen) => mind.observe(...seen).posterior;
      this.#dreamers.set(keyOf(trained), new Guest(mind, mind.model.observes, 'observe', look));
    }
    for (const trained of actors) {
      if (this.#actors.has(keyOf(trained))) continue;
      room();
      const mind = await load.actor(trained);
      const look: Look = (...seen) => mind.perceive(...seen).state;
      this.#actors.set(keyOf(trained), new Guest(mind, mind.observes, 'perceive', look));
    }
  }

  /** One who was invited. */
  dreamer(trained: Trained): Guest<Mind> {
    return named(this.#dreamers, trained);
  }

  /** One who was invited. */
  actor(trained: Trained): Guest<ActingMind> {
    return named(this.#actors, trained);
  }

  dispose(): void {
    for (const guests of [this.#dreamers, this.#actors]) {
      for (const { mind } of guests.values()) mind.dispose();
      guests.clear();
    }
  }

  #makeRoom(needed: ReadonlySet<string>): void {
    for (const guests of [this.#dreamers, this.#actors]) {
      for (const [key, { mind }] of guests) {
        if (this.#dreamers.size + this.#actors.size < MOST_OTHER_MODELS) return;
        if (needed.has(key)) continue;
        mind.dispose();
        guests.delete(key);
      }
    }
  }
}

function named<Kind extends Mind | ActingMind>(
  guests: ReadonlyMap<string, Guest<Kind>>,
  trained: Trained,
): Guest<Kind> {
  const guest = guests.get(keyOf(trained));
  if (guest === undefined) throw new Error(`${keyOf(trained)} was not invited`);
  return guest;
}
