/**
 * Episodes that a model has never learnt from, and what it believes of each moment: what open-loop predictions begin from and are
 * compared with.
 */
import type { Tensor2D } from '@tensorflow/tfjs';
import { actionArgumentSize, actionSize } from '../../shared/spaces.ts';
import { randomDriver, type Driver } from '../acting/driver.ts';
import { Episodes } from '../acting/episodes.ts';
import type { PlayedEpisode } from '../acting/episodeReplay.ts';
import { writeModelAction } from '../acting/modelActions.ts';
import { isHeldOut } from '../acting/heldOutRule.ts';
import { trackSeeds } from '../acting/tracks.ts';
import type { Recording } from '../environments/capabilities.ts';
import type { LatentState, WorldModel } from '../models/worldModel.ts';
import { RandomStream } from '../numerics/random.ts';
import { tf } from '../numerics/tensorflow.ts';
import { disposeAll, tidy } from '../numerics/tidy.ts';
import { ModelDriver } from './drivers.ts';
import type { OnShare, Subject } from './subject.ts';

/** One episode as the model reads it. Row t is moment t. */
export interface HeldOutEpisode {
  /** Moments, the first counted. */
  readonly moments: number;
  /** [moments, layout.bytes] */
  readonly observations: Uint8Array;
  /** [moments, A], each led into its row; nothing led into the first. */
  readonly actions: Float32Array;
}

/** Whose episodes: one half the agent's, where its policy matters; the other random, where every action occurs. */
const TRACKS = 'trust/heldOut';
const GROUP = 8;
const STEPS_AT_ONCE = 20;

/** Fresh episodes, half of them the agent's where there is one, the others with random actions; of recorded data those held out. */
export async function playHeldOut(
  subject: Subject,
  count: number,
  onShare: OnShare,
): Promise<readonly HeldOutEpisode[]> {
  const { environments, layout, spec, seed, model, policy } = subject;
  const { recording } = await environments.first();
  if (recording !== undefined) return followHeldOut(subject, recording, count, onShare);
  const { actions } = spec;
  const seeds = trackSeeds(seed, TRACKS, count);
  const half = policy === null ? 0 : Math.ceil(count / 2);
  const played: HeldOutEpisode[] = [];
  const play = async (group: readonly number[], driver: Driver) => {
    const made = await environments.take(group.length);
    const episodes = new Episodes({
      environments: made,
      config: environments.config,
      seeds: group,
      layout,
      driver,
    });
    try {
      while (!episodes.done) {
        let steps = 0;
        episodes.run(() => ++steps >= STEPS_AT_ONCE);
        const share = Math.min(1, episodes.steps / (group.length * spec.maxEpisodeSteps));
        await onShare((played.length + share * group.length) / count);
      }
      for (const { episode } of episodes.outcomes()) played.push(heldOutEpisode(spec, layout.bytes, episode));
    } finally {
      episodes.dispose();
    }
  };
  for (let first = 0; first < count;) {
    const byAgent = first < half;
    const group = seeds.slice(first, Math.min(first + GROUP, byAgent ? half : count));
    const random = RandomStream.named(seed, `trust/heldOut/${first}`);
    await play(
      group,
      byAgent && policy !== null
        ? new ModelDriver({ model, policy, actions, count: group.length, random })
        : randomDriver(actions, group.length, random),
    );
    first += group.length;
  }
  return played;
}

/** Episodes that were recorded and never learnt from, as they went: as many as are wanted, or as there are. */
async function followHeldOut(
  { environments, layout, spec }: Subject,
  recording: Recording,
  count: number,
  onShare: OnShare,
): Promise<readonly HeldOutEpisode[]> {
  const environment = await environments.first();
  const numbers = Array.from({ length: recording.episodes }, (_, index) => index).filter(isHeldOut);
  const followed: HeldOutEpisode[] = [];
  for (const seed of numbers.slice(0, count)) {
    const taken = recording.recipe(seed).actions;
    const observations = new Uint8Array((taken.length + 1) * layout.bytes);
    layout.write(environment.reset(seed).observation, observations, 0);
    for (const [step, action] of taken.entries()) {
      const { observation } = environment.step(Float64Array.from(action));
      layout.write(observation, observations, (step + 1) * layout.bytes);
    }
    followed.push(
      heldOutEpisode(spec, layout.bytes, { observations, actions: Float64Array.from(taken.flat()) }),
    );
    await onShare(followed.length / Math.min(count, numbers.length));
  }
  return followed;
}

/** A played episode as the model reads it. @param bytes of one moment */
export function heldOutEpisode(
  { actions: space }: Pick<Subject['spec'], 'actions'>,
  bytes: number,
  { observations, actions: taken }: Pick<PlayedEpisode, 'observations' | 'actions'>,
): HeldOutEpisode {
  const moments = observations.length / bytes;
  const [width, argument] = [actionSize(space), actionArgumentSize(space)];
  const actions = new Float32Array(moments * width);
  for (let step = 0; step < moments - 1; step++) {
    writeModelAction({ space, values: null }, taken, step * argument, actions, (step + 1) * width);
  }
  return { moments, observations, actions };
}

/** A stretch of an episode that is dreamt: eyes close after moment `from`, and `steps` more are compared. */
export interface Window {
  readonly episode: number;
  readonly from: number;
  readonly steps: number;
}

/** Moments that are seen before eyes close, and windows an episode at most. */
export const CONTEXT = 5;
const WINDOWS_AN_EPISODE = 4;

/**
 * Windows at even distances through each episode. Where episodes are short, windows are: the last is as long as there is to see.
 * @param most windows in all
 */
export function windowsOf(
  episodes: readonly HeldOutEpisode[],
  horizon: number,
  most: number,
  anEpisode = WINDOWS_AN_EPISODE,
): readonly Window[] {
  const each = Math.max(1, Math.min(anEpisode, Math.floor(most / Math.max(1, episodes.length))));
  return episodes
    .flatMap(({ moments }, episode) => {
      const first = CONTEXT - 1;
      const last = Math.max(first, moments - 1 - horizon);
      const places = Array.from({ length: each }, (_, k) =>
        Math.round(first + ((last - first) * k) / Math.max(1, each - 1)),
      );
      return [...new Set(places)].map((from) => ({
        episode,
        from,
        steps: Math.min(horizon, moments - 1 - from),
      }));
    })
    .filter(({ steps }) => steps >= 1);
}

/** What the model makes of the moments that windows need, with eyes open all the way from each episode's beginning. */
export interface Beliefs {
  /** [windows, ...]: what it believes as its eyes close; the caller's. */
  readonly starts: LatentState;
  /** Latents [steps + 1, Z] of each window's moments as they were seen, the closing one first. */
  readonly latents: readonly Float32Array[];
  readonly latentSize: number;
}

/** Episodes side by side are looked at in so large pieces, so that pictures do not fill the memory. */
const LOOKED_AT_ONCE = 8;

/** @param bytes of one moment */
export async function look(
  { model, layout, seed }: Pick<Subject, 'model' | 'layout' | 'seed'>,
  episodes: readonly HeldOutEpisode[],
  windows: readonly Window[],
  onShare: OnShare,
): Promise<Beliefs> {
  const latentSize = widthOf(model);
  const starts: LatentState[] = new Array<LatentState>(windows.length);
  const latents = windows.map(({ steps }) => new Float32Array((steps + 1) * latentSize));
  try {
    for (let first = 0; first < episodes.length; first += LOOKED_AT_ONCE) {
      const group = episodes.slice(first, first + LOOKED_AT_ONCE);
      const random = RandomStream.named(seed, `trust/look/${first}`);
      const mine = [...windows.entries()].filter(
        ([, { episode }]) => episode >= first && episode < first + group.length,
      );
      const last = Math.max(0, ...mine.map(([, { from, steps }]) => from + steps));
      let state = model.initial(group.length);
      for (let moment = 0; moment <= last; moment++) {
        state = seeMoment(model, layout, group, state, moment, random);
        const wanted = mine.filter(
          ([, { from, steps, episode }]) =>
            moment >= from && moment <= from + steps && moment < (episodes[episode]?.moments ?? 0),
        );
        if (wanted.length > 0) {
          const seen = tidy(() => model.latent(state).dataSync<'float32'>().slice());
          for (const [index, { episode, from }] of wanted) {
            const row = episode - first;
            latents[index]?.set(
              seen.subarray(row * latentSize, (row + 1) * latentSize),
              (moment - from) * latentSize,
            );
            if (moment === from) starts[index] = rowOf(state, row);
          }
        }
        if (moment % STEPS_AT_ONCE === 0)
          await onShare((first + (group.length * moment) / (last + 1)) / episodes.length);
      }
      disposeAll(state);
    }
    return { starts: joined(starts), latents, latentSize };
  } finally {
    disposeAll(starts);
  }
}

/** Episodes that have ended see their last moment again: nobody reads what is made of it. */
function seeMoment(
  model: WorldModel,
  layout: Subject['layout'],
  group: readonly HeldOutEpisode[],
  before: LatentState,
  moment: number,
  random: RandomStream,
): LatentState {
  const width = model.actionSize;
  const seen = new Uint8Array(group.length * layout.bytes);
  const led = new Float32Array(group.length * width);
  group.forEach(({ moments, observations, actions }, row) => {
    const at = Math.min(moment, moments - 1);
    seen.set(observations.subarray(at * layout.bytes, (at + 1) * layout.bytes), row * layout.bytes);
    led.set(actions.subarray(at * width, (at + 1) * width), row * width);
  });
  const batch = layout.batch(seen);
  const state = tidy(() => {
    const action = tf.tensor2d(led, [group.length, width]);
    const isFirst = tf.fill([group.length], Number(moment === 0));
    return model.observe(before, action, model.encode(batch), isFirst, random).posterior;
  });
  disposeAll([before, batch]);
  return state;
}

function widthOf(model: WorldModel): number {
  return tidy(() => model.latent(model.initial(1)).size);
}

function rowOf(state: LatentState, row: number): LatentState {
  return tidy(() =>
    Object.fromEntries(Object.entries(state).map(([name, tensor]) => [name, tensor.slice([row], [1])])),
  );
}

function joined(states: readonly LatentState[]): LatentState {
  const [first = {}] = states;
  return tidy(() =>
    Object.fromEntries(
      Object.keys(first).map((name) => [
        name,
        tf.concat(states.flatMap((state) => state[name] ?? []) as unknown as Tensor2D[], 0),
      ]),
    ),
  );
}
