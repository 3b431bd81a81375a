/**
 * What the phases to come will take: seconds a unit, from a short trial of each with the run's own sizes, replaced by
 * what a phase really took once one of its kind has ended. Only for the time left that is shown.
 */
import type { Rank } from '@tensorflow/tfjs';
import { RandomStream } from '../../numerics/random.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../numerics/tidy.ts';
import type { PhaseName } from './phases/phase.ts';
import type { Workspace } from './workspace.ts';

/** Frames that V sees at once in rollouts and in the trial. */
const GROUP = 16;
const TRIAL_SEQUENCE = 25;
const TRIAL_STEPS = 20;
/** Of the longest episode, where patience ends hopeless ones early. */
const PATIENT_SHARE = 0.6;
/** Of a dream's cap, over a whole search: measured on Take Cover, where untrained controllers soon die. */
const DREAM_SHARE = 0.3;
/** Dreams at once in the trial: from here on a dream's share of a step hardly falls. */
const DREAMS = 256;
/** Random networks share no filters between slots: measured, about so many times V's own cost. */
const RANDOM_NETWORKS = 3;

export class PhaseCosts {
  readonly #workspace: Workspace;
  /** Seconds a unit. */
  readonly #costs = new Map<PhaseName, number>();
  /** Seconds of real episodes a generation, for C trained in the dream. */
  #realEvaluation = 0;
  /** Trials still to do, one at a time. */
  #trials: (() => void)[];

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.#trials = [() => this.#tryVision(), () => this.#tryMemory(), () => this.#tryActing()];
    if (workspace.config.controller.trainIn === 'dream') this.#trials.push(() => this.#tryDreaming());
  }

  /** Does one trial, a second at most on two cores. @returns whether there was one to do. */
  tryNext(): boolean {
    const trial = this.#trials.shift();
    trial?.();
    return trial !== undefined;
  }

  /** A phase of this kind took so long. */
  learn(name: PhaseName, secondsPerUnit: number): void {
    this.#costs.set(name, secondsPerUnit);
  }

  /** Seconds for whole phases; null where one of them is not known yet. */
  secondsOf(phases: readonly PhaseName[]): number | null {
    let sum = 0;
    for (const name of phases) {
      const cost = this.#costs.get(name);
      if (cost === undefined) return null;
      sum += cost * this.#unitsOf(name);
    }
    return sum;
  }

  #unitsOf(name: PhaseName): number {
    const { config, replay } = this.#workspace;
    const { collect, vision, memory, controller, evaluate } = config;
    const collected = replay.episodes.length;
    const mean = collected === 0 ? collect.maxSteps : replay.stepCount / collected;
    const frames = mean * Math.max(collected, collect.episodes);
    switch (name) {
      case 'collect':
        return collect.episodes;
      case 'vision': {
        const batches = vision.epochs * Math.max(1, Math.floor(frames / vision.batchSize));
        return vision.maxBatches > 0 ? Math.min(vision.maxBatches, batches) : batches;
      }
      case 'encode':
        return frames;
      case 'memory':
        return memory.trained ? memory.steps : 0;
      case 'controller':
        return controller.generations;
      case 'evaluate':
        return 2 * evaluate.episodes;
    }
  }

  #seconds(work: () => void): number {
    const { clock } = this.#workspace;
    // The first time compiles and allocates.
    work();
    const begin = clock();
    work();
    return clock() - begin;
  }

  #tryVision(): void {
    const { parts, config } = this.#workspace;
    const { batchSize, klTolerance } = config.vision;
    const images = tf.zeros<Rank.R4>([batchSize, 64, 64, 3]);
    const trial = () => {
      disposeAll(parts.vision.loss(images, RandomStream.named(0, 'trial'), klTolerance));
    };
    this.learn('vision', this.#seconds(trial));
    images.dispose();
  }

  #tryMemory(): void {
    const { parts, config, layout } = this.#workspace;
    const { batchSize, sequenceLength, predictsReward, predictsDone } = config.memory;
    const length = Math.min(sequenceLength, TRIAL_SEQUENCE);
    const flat = () => tf.zeros<Rank.R2>([batchSize, length]);
    const batch = {
      latents: tf.zeros<Rank.R3>([batchSize, length + 1, config.vision.latentSize]),
      actions: tf.zeros<Rank.R3>([batchSize, length, layout.actionSize]),
      ...(predictsReward ? { rewards: flat() } : {}),
      ...(predictsDone ? { dones: flat() } : {}),
    };
    const once = this.#seconds(() => {
      disposeAll(parts.memory.loss(batch));
    });
    disposeAll(batch);
    this.learn('memory', (once * sequenceLength) / length);
  }

  /** Phases that drive: an environment step, V on its frame, M after it. */
  #tryActing(): void {
    const { parts, config, layout } = this.#workspace;
    const images = tf.zeros<Rank.R4>([GROUP, 64, 64, 3]);
    const action = tf.zeros<Rank.R2>([GROUP, layout.actionSize]);
    const encode = this.#seconds(() => {
      tidy(() => parts.vision.encodeJoined(images).dataSync());
    });
    const remember = this.#seconds(() => {
      tidy(() => {
        const latent = tf.zeros<Rank.R2>([GROUP, config.vision.latentSize]);
        const restart = tf.zeros<Rank.R2>([GROUP, 1]);
        const next = parts.memory.step(parts.memory.initial(GROUP), latent, action, restart);
        return next.hidden.dataSync().length;
      });
    });
    disposeAll([images, action]);
    const environment = this.#workspace.secondsAnEnvironmentStep(TRIAL_STEPS);
    const step = (encode + remember) / GROUP + environment;
    const { controller, collect } = config;
    const share = controller.patience > 0 ? PATIENT_SHARE : 1;
    const episodes = controller.populationSize * controller.rollouts;
    const evaluations = controller.evaluateRollouts / controller.evaluateEvery;
    const random = collect.policy === 'random-networks' ? step * RANDOM_NETWORKS : environment;
    this.learn('encode', encode / GROUP);
    if (controller.trainIn === 'environment') {
      this.learn('controller', step * controller.maxSteps * (episodes * share + evaluations));
    } else {
      this.#realEvaluation =
        (step * layout.maxEpisodeSteps * controller.evaluateEpisodes) / controller.evaluateEvery;
    }
    // Half of the evaluated episodes are the trained controller's, half the random policy's.
    this.learn('evaluate', (layout.maxEpisodeSteps * (step + random)) / 2);
    this.learn('collect', collect.maxSteps * random);
  }

  /** C in the dream: a step of all dreams at once, and the real episodes beside it. */
  #tryDreaming(): void {
    const { parts, config, layout } = this.#workspace;
    const { populationSize, rollouts, maxSteps, evaluateRollouts, evaluateEvery, temperature } =
      config.controller;
    const { world } = parts;
    const count = Math.min(DREAMS, populationSize * rollouts);
    const action = tf.zeros<Rank.R2>([count, world.actionSize]);
    const state = world.initial(count);
    const random = RandomStream.named(0, 'trial');
    const step = this.#seconds(() => {
      disposeAll(world.imagine(state, action, random, { mode: 'sample', temperature }));
    });
    disposeAll([action, state]);
    const generation = populationSize * rollouts * maxSteps;
    const evaluation = (evaluateRollouts * layout.maxEpisodeSteps) / evaluateEvery;
    this.learn('controller', (step / count) * DREAM_SHARE * (generation + evaluation) + this.#realEvaluation);
  }
}
