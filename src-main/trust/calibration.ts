/**
 * Calibration: what fixed policies and the run's agent earn in the dream beside what they earn in reality, over whole episodes from
 * the same first moments. A dream that is right says of each what reality says. (The virtual and actual scores of Ha & Schmidhuber
 * 2018, arXiv:1803.10122, for policies that were not trained against the dream as well.)
 */
import type { Tensor2D } from '@tensorflow/tfjs';
import { StudioError } from '../../shared/errors.ts';
import { environmentFacts } from '../../shared/environmentFacts.ts';
import {
  bootstrap,
  meanInterval,
  meanOf,
  pairsInOrder,
  percentiles95,
  type Estimated,
} from '../../shared/statistics.ts';
import type { CalibratedPolicy, Calibration, PolicyName } from '../../shared/trust.ts';
import type { DriverOfGroup } from '../acting/driver.ts';
import { Evaluation } from '../acting/evaluation.ts';
import { trackSeeds } from '../acting/tracks.ts';
import { DreamRollout } from '../models/dreamRollout.ts';
import type { LatentState, Policy, WorldModel } from '../models/worldModel.ts';
import { RandomStream } from '../numerics/random.ts';
import { tf } from '../numerics/tensorflow.ts';
import { disposeAll, tidy } from '../numerics/tidy.ts';
import { borrowed, fixedDriver, fixedInDream, ModelDriver } from './drivers.ts';
import { fixedPolicies } from './fixedPolicies.ts';
import type { OnShare, Subject } from './subject.ts';

export interface CalibrationOptions {
  /** Episodes of each policy, in reality and in each dream; at least two. */
  readonly episodes: number;
  /** Ignored by a model that has none. */
  readonly temperatures: readonly number[];
}

/** Who plays, in both worlds. */
interface Player {
  readonly name: PolicyName;
  readonly key: string;
  readonly real: DriverOfGroup;
  dreaming(): Policy;
}

const TRACKS = 'trust/tracks';
/** Steps of real episodes, and of dreams, between two looks at the clock. */
const REAL_STEPS_AT_ONCE = 20;
const DREAM_STEPS_AT_ONCE = 8;
/** Of the time, roughly: dreams are one batch. */
const REAL_SHARE = 0.8;

/** @throws StudioError `trust.noScore` where the dream can earn nothing: no reward is predicted, and survival is not paid */
export async function calibrate(
  subject: Subject,
  { episodes, temperatures }: CalibrationOptions,
  onShare: OnShare,
): Promise<Calibration> {
  const { model, spec, seed } = subject;
  const survivalPoints = pointsAStepSurvived(subject);
  const players = playersOf(subject);
  const seeds = trackSeeds(seed, TRACKS, episodes);
  const real: (readonly number[])[] = [];
  for (const [index, player] of players.entries()) {
    real.push(
      await playReality(subject, player.real, seeds, (share) =>
        onShare((REAL_SHARE * (index + share)) / players.length),
      ),
    );
  }
  const start = await firstMoments(subject, seeds);
  const asked = model.hasTemperature ? temperatures : [null];
  const parts = asked.length * players.length;
  try {
    const calibrated: Calibration['temperatures'][number][] = [];
    for (const [row, temperature] of asked.entries()) {
      const policies: CalibratedPolicy[] = [];
      for (const [index, player] of players.entries()) {
        const random = RandomStream.named(seed, `trust/dream/${temperature ?? ''}/${player.key}`);
        const dreamt = dreamReturns(model, player.dreaming(), start, random, {
          maxSteps: spec.maxEpisodeSteps,
          temperature: temperature ?? 1,
          survivalPoints,
        });
        const name = `trust/interval/${temperature ?? ''}/${player.key}`;
        policies.push(compared(player.name, dreamt, real[index] ?? [], RandomStream.named(seed, name)));
        await onShare(REAL_SHARE + ((1 - REAL_SHARE) * (row * players.length + index + 1)) / parts);
      }
      const order = pairsInOrder(
        policies.map((policy) => policy.real),
        policies.map(({ dream }) => dream.mean),
      );
      calibrated.push({ temperature, policies, order });
    }
    return {
      instrument: 'calibration',
      survival: survivalPoints !== null,
      ends: model.heads.continuation,
      temperatures: calibrated,
    };
  } finally {
    disposeAll(start);
  }
}

/** Null where the model predicts rewards itself. */
function pointsAStepSurvived({ model, spec }: Subject): number | null {
  if (model.heads.reward) return null;
  const points = environmentFacts(spec.id)?.pointsAFrameSurvived;
  if (points === undefined || !model.heads.continuation) throw new StudioError('trust.noScore');
  return points * spec.actionRepeat;
}

function playersOf({ model, policy, spec, seed }: Subject): readonly Player[] {
  const { actions } = spec;
  const fixed = fixedPolicies(spec).map((policy): Player => {
    const key = `${policy.name.kind}/${policy.name.action}`;
    return {
      name: policy.name,
      key,
      real: (count, group) =>
        fixedDriver(policy, count, RandomStream.named(seed, `trust/real/${key}/${group}`)),
      dreaming: () => fixedInDream(policy, actions),
    };
  });
  if (policy === null) return fixed;
  const agent: Player = {
    name: { kind: 'agent', action: '' },
    key: 'agent',
    real: (count, group) => {
      const random = RandomStream.named(seed, `trust/real/agent/${group}`);
      return new ModelDriver({ model, policy, actions, count, random });
    },
    dreaming: () => borrowed(policy),
  };
  return [...fixed, agent];
}

async function playReality(
  { environments, layout, spec }: Subject,
  driver: DriverOfGroup,
  seeds: readonly number[],
  onShare: OnShare,
): Promise<readonly number[]> {
  const evaluation = new Evaluation({ environments, layout, seeds, driver });
  try {
    while (!evaluation.done) {
      let steps = 0;
      await evaluation.runGroup(() => ++steps >= REAL_STEPS_AT_ONCE);
      const played = evaluation.outcomes.length + evaluation.steps / spec.maxEpisodeSteps;
      await onShare(Math.min(1, played / seeds.length));
    }
    return evaluation.outcomes.map(({ episodeReturn }) => episodeReturn);
  } finally {
    evaluation.dispose();
  }
}

/** What the model believes of each episode's first moment: [episodes, ...], the caller's. */
async function firstMoments(subject: Subject, seeds: readonly number[]): Promise<LatentState> {
  const { environments, layout, model, seed } = subject;
  const environment = await environments.first();
  const moments = new Uint8Array(seeds.length * layout.bytes);
  seeds.forEach((episode, index) => {
    layout.write(environment.reset(episode).observation, moments, index * layout.bytes);
  });
  const count = seeds.length;
  const random = RandomStream.named(seed, 'trust/start');
  const seen = layout.batch(moments);
  const state = tidy(() => {
    const nothing = tf.zeros([count, model.actionSize]) as Tensor2D;
    return model.observe(model.initial(count), nothing, model.encode(seen), tf.ones([count]), random)
      .posterior;
  });
  disposeAll(seen);
  return state;
}

interface DreamOptions {
  readonly maxSteps: number;
  readonly temperature: number;
  readonly survivalPoints: number | null;
}

/** What each dream earned. @param start stays the caller's */
function dreamReturns(
  model: WorldModel,
  policy: Policy,
  start: LatentState,
  random: RandomStream,
  { maxSteps, temperature, survivalPoints }: DreamOptions,
): readonly number[] {
  const copy = tidy(() =>
    Object.fromEntries(Object.entries(start).map(([name, tensor]) => [name, tensor.clone()])),
  );
  const rollout = new DreamRollout(model, policy, copy, random, { maxSteps, temperature });
  try {
    while (rollout.advance(DREAM_STEPS_AT_ONCE));
    const { returns, lengths } = rollout.result();
    if (survivalPoints !== null) return Array.from(lengths, (steps) => steps * survivalPoints);
    return Array.from(returns ?? []);
  } finally {
    rollout.dispose();
    policy.dispose();
  }
}

/** @param random for the interval of the ratio */
export function compared(
  policy: PolicyName,
  dreamt: readonly number[],
  actual: readonly number[],
  random: RandomStream,
): CalibratedPolicy {
  const [dream, real] = [meanInterval(dreamt), meanInterval(actual)];
  const mean = dream.mean - real.mean;
  const half = Math.hypot(dream.high - dream.mean, real.high - real.mean);
  const gap = { mean, low: mean - half, high: mean + half };
  return { policy, real, dream, gap, ratio: ratioOf(dreamt, actual, real, random) };
}

function ratioOf(
  dreamt: readonly number[],
  actual: readonly number[],
  real: Estimated,
  random: RandomStream,
): Estimated | null {
  if (real.low <= 0) return null;
  const pick = (values: readonly number[], indices: readonly number[]) =>
    meanOf(indices.map((index) => values[index] ?? 0));
  const ratios = bootstrap(actual.length, random, (indices) => {
    const others = indices.map(() => random.integer(dreamt.length));
    return pick(dreamt, others) / pick(actual, indices);
  });
  return { mean: meanOf(dreamt) / real.mean, ...percentiles95(ratios) };
}
