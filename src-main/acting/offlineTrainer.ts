/**
 * Training on recorded data: batches of it until there were as many as wanted, nothing played and nobody scored. What was learnt is
 * measured on episodes that were kept back. A batch draws from a random stream of its own name, so that a resumed run goes on bit for bit.
 */
import { z } from 'zod';
import type { Checkpoint } from '../../shared/checkpoint.ts';
import type { TrainingUpdate } from '../../shared/run.ts';
import { demandAlgorithm, headerJson, parsedHeader } from '../training/checkpointHeader.ts';
import { whenThereIsRoom } from '../training/diskFull.ts';
import { PhaseClock } from '../training/progress.ts';
import type { Trainer } from '../training/trainer.ts';
import type { EpisodicAgent } from './episodicAgent.ts';
import type { PlayedEpisode } from './episodeReplay.ts';
import type { OfflineWorkspace } from './offlineWorkspace.ts';
import { TrainingSteps } from './trainingSteps.ts';

/** What learns. */
export interface OfflineAgent extends Pick<
  EpisodicAgent,
  'train' | 'pictures' | 'save' | 'restore' | 'dispose'
> {
  /** Of an episode that was never learnt from. @param name of the draws */
  measure(episode: PlayedEpisode, name: string): Readonly<Record<string, number>>;
}

const PHASE = 'train';
const PROGRESS_SECONDS = 0.25;
/** Measured so often in a run. */
const MEASUREMENTS = 20;
/** On so many of the episodes that were kept back, and so much of each. */
const MEASURED_EPISODES = 4;
const MEASURED_STEPS = 500;
/** Of recorded episodes so many are noted for the theatre: those kept back first. */
const MOST_SHOWN = 20;

const NUMBERS = z.record(z.string(), z.number());
const HEADER_SCHEMA = z.object({
  counters: z.object({ environmentSteps: z.number(), gradientSteps: z.number() }),
  /** Episodes that were noted for the theatre. */
  shown: z.number().int().min(0),
  reported: z.boolean(),
  figures: z.object({ steps: z.number(), sums: NUMBERS }),
  optimizers: NUMBERS,
  outbox: z.array(z.custom<TrainingUpdate>((value) => typeof value === 'object' && value !== null)),
});

export class OfflineTrainer implements Trainer {
  readonly #algorithm: string;
  readonly #workspace: OfflineWorkspace;
  readonly #agent: OfflineAgent;
  readonly #steps: TrainingSteps;
  readonly #clock = new PhaseClock();
  /** Episodes that are noted for the theatre. */
  readonly #toShow: readonly number[];
  #shown = 0;
  #reported = false;
  /** Made, but not yet pulled; its records are part of a checkpoint. */
  #outbox: TrainingUpdate[] = [{ kind: 'log', level: 'info', key: 'log.phase.offline' }];
  #progressAt = Number.NEGATIVE_INFINITY;
  #checkpointAt = 0;

  /** Takes workspace and agent over. @param algorithm whose checkpoints these are */
  constructor(algorithm: string, workspace: OfflineWorkspace, agent: OfflineAgent) {
    this.#algorithm = algorithm;
    this.#workspace = workspace;
    this.#agent = agent;
    this.#steps = new TrainingSteps(workspace, agent);
    const { heldOut, episodes } = workspace.replay;
    const apart = new Set(heldOut);
    const others = episodes.map(({ seed }) => seed).filter((episode) => !apart.has(episode));
    this.#toShow = [...heldOut.slice(0, MOST_SHOWN / 2), ...others].slice(0, MOST_SHOWN);
  }

  async *train(): AsyncGenerator<TrainingUpdate, void, void> {
    const workspace = this.#workspace;
    workspace.runClock.start();
    this.#checkpointAt = workspace.clock();
    for (;;) {
      for (let update = this.#outbox.shift(); update !== undefined; update = this.#outbox.shift())
        yield update;
      if (this.#reported) return;
      yield* whenThereIsRoom(() => Promise.resolve(this.#advance()));
    }
  }

  save(): Promise<Checkpoint> {
    const { optimizers, arrays } = this.#agent.save();
    const header: z.infer<typeof HEADER_SCHEMA> = {
      counters: this.#workspace.counters,
      shown: this.#shown,
      reported: this.#reported,
      figures: this.#steps.figures,
      optimizers,
      outbox: this.#outbox,
    };
    return Promise.resolve({ format: 1, algorithm: this.#algorithm, header: headerJson(header), arrays });
  }

  async restore(checkpoint: Checkpoint): Promise<void> {
    demandAlgorithm(checkpoint, this.#algorithm);
    const { counters, shown, reported, figures, optimizers, outbox } = parsedHeader(
      HEADER_SCHEMA,
      checkpoint.header,
    );
    this.#agent.restore(optimizers, checkpoint.arrays);
    Object.assign(this.#workspace.counters, counters);
    this.#shown = shown;
    this.#reported = reported;
    this.#steps.figures = figures;
    this.#outbox = [...outbox];
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    this.#workspace.dispose();
    this.#agent.dispose();
    return Promise.resolve();
  }

  get #total(): number {
    return this.#workspace.config.schedule.offlineSteps;
  }

  #advance(): void {
    const workspace = this.#workspace;
    if (this.#shown < this.#toShow.length) {
      this.#outbox.push(this.#show());
      return;
    }
    const { counters } = workspace;
    const every = Math.max(1, Math.ceil(this.#total / MEASUREMENTS));
    const ended = counters.gradientSteps + 1 >= this.#total;
    const measures = ended || (counters.gradientSteps + 1) % every === 0;
    const updates = counters.gradientSteps < this.#total ? this.#steps.step(measures) : [];
    this.#clock.note(workspace.clock(), counters.gradientSteps);
    if (ended || workspace.clock() - this.#progressAt >= PROGRESS_SECONDS) {
      this.#progressAt = workspace.clock();
      this.#outbox.push(this.#progress(ended));
    }
    this.#outbox.push(...updates);
    if (measures) this.#outbox.push(this.#measure());
    if (ended) {
      this.#reported = true;
      this.#outbox.push({ kind: 'checkpoint', reason: 'final', score: null });
    } else if (workspace.clock() - this.#checkpointAt >= workspace.config.checkpoint.everySeconds) {
      this.#checkpointAt = workspace.clock();
      this.#outbox.push({ kind: 'checkpoint', reason: 'interval', score: null });
    }
  }

  #show(): TrainingUpdate {
    const { replay, runClock } = this.#workspace;
    const number = this.#toShow[this.#shown] ?? 0;
    this.#shown += 1;
    const { length, episodeReturn, terminated } = replay.episodes[number] ?? {
      length: 0,
      episodeReturn: 0,
      terminated: false,
    };
    const recipe = this.#workspace.recipe(number);
    const axis = runClock.axis();
    return {
      kind: 'episode',
      episode: { purpose: 'collection', phase: PHASE, episodeReturn, length, terminated, axis, recipe },
    };
  }

  /** Means over the episodes that were kept back, each as often as it has the figure. */
  #measure(): TrainingUpdate {
    const { replay, counters, runClock } = this.#workspace;
    const found = new Map<string, number[]>();
    for (const episode of replay.heldOut.slice(0, MEASURED_EPISODES)) {
      const name = `heldOut/${episode}/${counters.gradientSteps}`;
      const figures = this.#agent.measure(replay.read(episode, MEASURED_STEPS), name);
      for (const [figure, value] of Object.entries(figures))
        found.set(figure, [...(found.get(figure) ?? []), value]);
    }
    const values = Object.fromEntries(
      [...found].map(([figure, all]) => [figure, all.reduce((sum, value) => sum + value, 0) / all.length]),
    );
    return { kind: 'metrics', axis: runClock.axis(), values };
  }

  #progress(ended: boolean): TrainingUpdate {
    const done = Math.min(this.#total, this.#workspace.counters.gradientSteps);
    const perUnit = this.#clock.secondsPerUnit();
    const left = ended ? 0 : perUnit === null ? null : perUnit * (this.#total - done);
    return {
      kind: 'progress',
      progress: {
        phase: PHASE,
        index: 0,
        phases: [PHASE],
        done,
        total: this.#total,
        unit: 'unit.batch',
        phaseSecondsLeft: left,
        runSecondsLeft: left,
      },
    };
  }
}
