/**
 * DQN as what learns and acts in an episodic run. The paper trains while it plays, a step every few decisions; here the steps that
 * an episode's decisions ask for are made after it: as many in all, by a behaviour that stays as it is for an episode.
 */
import type { DqnConfig } from '../../../shared/algorithms/dqn/config.ts';
import { explorationEpsilon, plannedDecisions } from '../../../shared/algorithms/dqn/epsilon.ts';
import type { CheckpointArray } from '../../../shared/checkpoint.ts';
import type { ChoiceTable } from '../../acting/choiceTable.ts';
import type { Driver } from '../../acting/driver.ts';
import type { EpisodeReplay } from '../../acting/episodeReplay.ts';
import type { EpisodicAgent } from '../../acting/episodicAgent.ts';
import type { EpisodicWorkspace } from '../../acting/episodicWorkspace.ts';
import { Adam, clipGradients, type GradientClip, type Optimizer } from '../../numerics/optimizers.ts';
import { ParameterSet } from '../../numerics/parameters.ts';
import { RandomStream } from '../../numerics/random.ts';
import { RmsProp } from '../../numerics/rmsProp.ts';
import { disposeAll, tidy } from '../../numerics/tidy.ts';
import { TracedFunction } from '../../numerics/tracedFunction.ts';
import { dqnLoss, type DqnLoss, type QNetworks, type TransitionBatch } from './losses.ts';
import { AGENT_PREFIX, dqnParts } from './player.ts';
import { Priorities } from './priorities.ts';
import { QActor } from './qActor.ts';
import { qParameters } from './qNetwork.ts';
import { Transitions } from './transitions.ts';

const TARGET_PREFIX = 'target/';
const OPTIMIZER_PREFIX = 'optimizer/';

type Step = DqnLoss & { readonly norm: DqnLoss['loss'] };

export class Learner implements EpisodicAgent {
  readonly moments = 2;
  readonly pretrainSteps = 0;
  readonly networks: QNetworks;
  readonly #config: DqnConfig;
  readonly #replay: EpisodeReplay;
  readonly #table: ChoiceTable;
  readonly #priorities: Priorities | null;
  readonly #transitions: Transitions;
  readonly #actor: QActor;
  readonly #optimizer: Optimizer;
  readonly #step: TracedFunction<[TransitionBatch], Step>;

  /** The workspace stays the caller's. @throws StudioError where config and environment do not fit. */
  constructor({ replay, spec }: EpisodicWorkspace, config: DqnConfig) {
    this.#config = config;
    this.#replay = replay;
    const { table, observation, shape } = dqnParts(config, spec);
    this.#table = table;
    const initial = () => new ParameterSet(qParameters(shape), RandomStream.named(config.seed, 'q/initial'));
    this.networks = { learning: initial(), target: initial() };
    const { learning } = this.networks;
    this.#optimizer = optimizerOf(config, learning);
    this.#actor = new QActor(learning, shape, observation, table);
    const { transitions: capacity, steps, prioritised, priorityExponent } = config.replay;
    this.#priorities = prioritised ? new Priorities(capacity + spec.maxEpisodeSteps, priorityExponent) : null;
    this.#transitions = new Transitions({
      replay,
      observation,
      shift: observation.observes === 'pixels' ? config.network.shift : 0,
      table,
      steps,
      discount: config.learning.gamma,
      capacity,
      shapeReward: (reward) => shapedReward(config, reward),
      priorities: this.#priorities,
    });
    const clip: GradientClip = { kind: 'globalNorm', limit: config.learning.gradientClip };
    this.#step = new TracedFunction(
      () => [...learning.values(), ...this.networks.target.values()],
      (batch) => {
        const loss = dqnLoss(this.networks, shape, batch, config.learning.doubleDqn);
        const { gradients, norm } = clipGradients(loss.gradients, clip);
        if (norm === null) throw new Error('a gradient has no norm');
        return { ...loss, gradients, norm };
      },
    );
  }

  /** The multiples of `decisionsPerStep` among an episode's decisions, counted through the run, once learning has started. */
  trainStepsAfter(length: number): number {
    const { startsAfter, decisionsPerStep } = this.#config.learning;
    const decisions = this.#decisions();
    const before = Math.max(startsAfter, decisions - length);
    const upTo = (decision: number) => Math.floor(decision / decisionsPerStep);
    return Math.max(0, upTo(decisions) - upTo(before));
  }

  novice(count: number, random: RandomStream): Driver {
    return this.#table.randomDriver(count, random);
  }

  explorer(count: number, random: RandomStream): Driver {
    const before = this.#decisions();
    const epsilonAt = (decision: number) => explorationEpsilon(this.#config, before + decision);
    return this.#actor.driver({ count, random, epsilonAt });
  }

  best(count: number, random: RandomStream): Driver {
    return this.#actor.driver({ count, random, epsilonAt: () => this.#config.evaluate.epsilon });
  }

  train(random: RandomStream): Record<string, number> {
    const { batchSize, learningRate, targetEvery } = this.#config.learning;
    const { batch, numbers } = this.#transitions.sample(batchSize, random, this.#importance());
    const { loss, value, norm, errors } = tidy(() => {
      const { gradients, ...step } = this.#step.run(batch);
      this.#optimizer.apply(gradients, learningRate);
      return step;
    });
    disposeAll(batch);
    if (this.#optimizer.steps % targetEvery === 0) this.#renewTarget();
    const read = errors.dataSync<'float32'>();
    this.#priorities?.learnt(numbers, read);
    const scalar = (tensor: DqnLoss['loss']) => tensor.dataSync()[0] ?? NaN;
    const figures = {
      'q/loss': scalar(loss),
      'q/value': scalar(value) / this.#config.reward.scale,
      'q/error': read.reduce((sum, error) => sum + error, 0) / read.length,
      'q/gradientNorm': scalar(norm),
      'q/epsilon': explorationEpsilon(this.#config, this.#decisions()),
    };
    disposeAll([loss, value, norm, errors]);
    return figures;
  }

  save(): { readonly optimizers: Record<string, number>; readonly arrays: Record<string, CheckpointArray> } {
    const { learning, target } = this.networks;
    return {
      optimizers: { q: this.#optimizer.steps },
      arrays: {
        ...learning.export(AGENT_PREFIX),
        ...target.export(TARGET_PREFIX),
        ...this.#optimizer.export(OPTIMIZER_PREFIX),
        ...this.#transitions.savedPriorities(),
      },
    };
  }

  restore(steps: Readonly<Record<string, number>>, arrays: Readonly<Record<string, CheckpointArray>>): void {
    const { learning, target } = this.networks;
    learning.import(arrays, AGENT_PREFIX);
    target.import(arrays, TARGET_PREFIX);
    this.#optimizer.import(arrays, steps['q'] ?? 0, OPTIMIZER_PREFIX);
    this.#priorities?.restore(arrays);
    this.#transitions.forget();
  }

  dispose(): void {
    this.#step.dispose();
    this.#actor.dispose();
    this.#optimizer.dispose();
    this.networks.learning.dispose();
    this.networks.target.dispose();
  }

  /** Of the whole run so far. */
  #decisions(): number {
    const last = this.#replay.episodes.at(-1);
    return last === undefined ? 0 : last.first + last.length;
  }

  /** From the config's exponent to 1, evenly over the run. */
  #importance(): number {
    const { importanceExponent } = this.#config.replay;
    const done = Math.min(1, this.#decisions() / plannedDecisions(this.#config));
    return importanceExponent + (1 - importanceExponent) * done;
  }

  #renewTarget(): void {
    const { learning, target } = this.networks;
    for (const { name } of learning.specs) target.assign(name, learning.get(name).clone());
  }
}

function optimizerOf({ learning }: DqnConfig, parameters: ParameterSet): Optimizer {
  const { optimizer, rmsDecay, rmsEpsilon } = learning;
  return optimizer === 'adam'
    ? new Adam(parameters)
    : new RmsProp(parameters, { decay: rmsDecay, epsilon: rmsEpsilon });
}

/** A reward as it is learnt from. */
export function shapedReward({ reward: { scale, clip } }: Pick<DqnConfig, 'reward'>, reward: number): number {
  const scaled = reward * scale;
  return clip === 0 ? scaled : Math.min(clip, Math.max(-clip, scaled));
}
