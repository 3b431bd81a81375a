/**
 * The drawing model that a reader of the course trains: in an evaluator process, when its turn among all that takes every core
 * has come. The weights are kept here until the studio is closed; one that was stopped leaves what was there before.
 */
import type { DrawingTrainingState } from '../../shared/drawing/continuation.ts';
import { reportError, StudioError, type ErrorReport } from '../../shared/errors.ts';
import type { DrawingWeights } from '../engine/drawing.ts';
import type { FromDrawingTrainer, ToEvaluator } from '../engine/messages.ts';
import type { LiveFeed } from './liveFeed.ts';
import { evaluatorDeath, type EngineProcess, type ProcessLauncher } from './processLauncher.ts';
import type { Turns } from './turns.ts';

export interface DrawingTrainingOptions {
  readonly feed: LiveFeed;
  readonly launcher: ProcessLauncher;
  readonly turns: Turns;
}

interface Training {
  readonly stopped: AbortController;
  readonly steps: number;
  readonly seed: number;
  process: EngineProcess | null;
}

type Outcome =
  | { readonly kind: 'trained'; readonly weights: DrawingWeights; readonly loss: number }
  | { readonly kind: 'failed'; readonly error: ErrorReport };

export class DrawingTrainings {
  readonly #options: DrawingTrainingOptions;
  #state: DrawingTrainingState = { training: null, own: null, error: null };
  #training: Training | null = null;
  #ending: Promise<void> = Promise.resolve();
  #weights: DrawingWeights | null = null;
  #closed = false;

  constructor(options: DrawingTrainingOptions) {
    this.#options = options;
  }

  get state(): DrawingTrainingState {
    return this.#state;
  }

  /** @throws StudioError `drawing.untrained` where none was trained since the studio was opened */
  get weights(): DrawingWeights {
    if (this.#weights === null) throw new StudioError('drawing.untrained');
    return this.#weights;
  }

  /** @throws StudioError `drawing.busy` where one is under way */
  start(steps: number, seed: number): DrawingTrainingState {
    if (this.#training !== null || this.#closed) throw new StudioError('drawing.busy');
    const training: Training = { stopped: new AbortController(), steps, seed, process: null };
    this.#training = training;
    this.#tell({ training: { state: 'waiting', step: 0, steps, loss: null }, error: null });
    this.#ending = this.#run(training);
    return this.#state;
  }

  /** Does nothing where none is under way. */
  stop(): DrawingTrainingState {
    this.#training?.stopped.abort();
    this.#training?.process?.kill();
    this.#training = null;
    this.#tell({ training: null });
    return this.#state;
  }

  /** Resolves when no process is left. */
  async close(): Promise<void> {
    this.#closed = true;
    this.stop();
    await this.#ending;
  }

  async #run(training: Training): Promise<void> {
    const giveBack = await this.#options.turns.take();
    try {
      if (training.stopped.signal.aborted) return;
      const began = performance.now();
      const outcome = await this.#train(training);
      if (training.stopped.signal.aborted) return;
      this.#training = null;
      if (outcome.kind === 'failed') {
        this.#tell({ training: null, error: outcome.error });
        return;
      }
      this.#weights = outcome.weights;
      const seconds = (performance.now() - began) / 1000;
      this.#tell({ training: null, own: { seconds, loss: outcome.loss } });
    } finally {
      giveBack();
    }
  }

  async #train(training: Training): Promise<Outcome> {
    const { steps, seed, stopped } = training;
    let engine: EngineProcess;
    try {
      engine = await this.#options.launcher.launch('evaluator');
    } catch (error) {
      return { kind: 'failed', error: reportError(error) };
    }
    training.process = engine;
    if (stopped.signal.aborted) engine.kill();
    let loss = Number.NaN;
    let outcome: Outcome | null = null;
    engine.port.onMessage((message) => {
      const told = message as FromDrawingTrainer;
      if (told.type === 'batch') {
        loss = told.loss;
        if (stopped.signal.aborted) return;
        this.#tell({ training: { state: 'training', step: told.step, steps, loss } });
        return;
      }
      outcome =
        told.type === 'failed'
          ? { kind: 'failed', error: told.error }
          : { kind: 'trained', weights: told.weights, loss };
      engine.port.close();
    });
    engine.port.postMessage({ drawingSteps: steps, seed } satisfies ToEvaluator);
    return new Promise((resolve) => {
      engine.onExit((exit) => {
        resolve(outcome ?? { kind: 'failed', error: evaluatorDeath(exit) });
      });
    });
  }

  #tell(changed: Partial<DrawingTrainingState>): void {
    this.#state = { ...this.#state, ...changed };
    this.#options.feed.publish('drawing', {}, { kind: 'state', state: this.#state });
  }
}
