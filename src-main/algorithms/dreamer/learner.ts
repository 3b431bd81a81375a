/** One training step after the other on batches from the replay, with what there is to tell and to show of them. */
import type { TrainingUpdate } from '../../../shared/run.ts';
import { RandomStream } from '../../numerics/random.ts';
import { disposeAll } from '../../numerics/tidy.ts';
import { demandFinite } from '../../training/finite.ts';
import { readBatch } from './batch.ts';
import { CONTEXT, openLoop, OPEN_LOOP_MOMENTS } from './openLoop.ts';
import { openLoopPanel } from './openLoopPanel.ts';
import type { DreamerWorkspace } from './workspace.ts';

/** Losses are told as means over so many steps. */
const METRICS_EVERY = 20;
const PICTURE_SECONDS = 5;
/** Pictures take at most one part in so many of the time. */
const PICTURE_SHARE = 50;

/** Sums of the figures since they were last told: part of a checkpoint. */
export interface Figures {
  readonly steps: number;
  readonly sums: Readonly<Record<string, number>>;
}

export class Learner {
  figures: Figures = { steps: 0, sums: {} };
  readonly #workspace: DreamerWorkspace;
  #picturesAt = Number.NEGATIVE_INFINITY;
  #pictureSeconds = 0;

  constructor(workspace: DreamerWorkspace) {
    this.#workspace = workspace;
  }

  /** @param tells whether what is known must be told now, though it is early. */
  step(tells: boolean): TrainingUpdate[] {
    const { config, networks, replay, counters } = this.#workspace;
    const { batchSize, sequenceLength } = config.model;
    const random = RandomStream.named(config.seed, `train/${counters.gradientSteps}`);
    const chunks = Array.from({ length: batchSize }, () => replay.sample(sequenceLength, random));
    const batch = readBatch(this.#workspace, chunks, sequenceLength);
    const figures = networks.train(batch, random);
    disposeAll(batch);
    counters.gradientSteps += 1;
    demandFinite(figures, counters.gradientSteps);
    this.#add(figures);
    const updates: TrainingUpdate[] = [];
    if (tells || this.figures.steps >= METRICS_EVERY) updates.push(this.#tell());
    const pictures = this.#pictures();
    return pictures === null ? updates : [...updates, pictures];
  }

  #add(figures: Readonly<Record<string, number>>): void {
    const { steps, sums } = this.figures;
    const added = Object.entries(figures).map(([name, value]) => [name, (sums[name] ?? 0) + value] as const);
    this.figures = { steps: steps + 1, sums: Object.fromEntries(added) };
  }

  #tell(): TrainingUpdate {
    const { steps, sums } = this.figures;
    this.figures = { steps: 0, sums: {} };
    const means = Object.entries(sums).map(([name, sum]) => [name, sum / steps] as const);
    return { kind: 'metrics', axis: this.#workspace.runClock.axis(), values: Object.fromEntries(means) };
  }

  /** What the model imagines of a recorded episode, seldom enough to cost next to nothing. */
  #pictures(): TrainingUpdate | null {
    const { clock, replay, counters, config, networks, spec } = this.#workspace;
    const began = clock();
    const wait = Math.max(PICTURE_SECONDS, this.#pictureSeconds * PICTURE_SHARE);
    const moments = replay.has(OPEN_LOOP_MOMENTS) ? OPEN_LOOP_MOMENTS : config.model.sequenceLength;
    if (began - this.#picturesAt < wait || moments <= CONTEXT) return null;
    // A stream of its own: whether there was time to show something changes nothing that is learnt.
    const random = RandomStream.named(config.seed, `pictures/${counters.gradientSteps}`);
    const batch = readBatch(this.#workspace, [replay.sample(moments, random)], moments);
    const panel = openLoopPanel(
      networks.model.config.observation,
      openLoop(networks.model, batch, random),
      spec.invertedPixels === true,
    );
    disposeAll(batch);
    this.#picturesAt = clock();
    this.#pictureSeconds = this.#picturesAt - began;
    return { kind: 'pictures', phase: 'train', panel };
  }
}
