/**
 * Models of anybody's are opened first in a process of their own, with a limit on time and memory, and nowhere else before they
 * passed. What was found is remembered by content while this process lives.
 */
import { createHash } from 'node:crypto';
import { errorFromReport, reportError, StudioError, type ErrorReport } from '../../shared/errors.ts';
import { OWN_MODEL } from '../../shared/exampleModel.ts';
import type { EnvironmentPreview, ModelInspection } from '../../shared/protocol.ts';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { CheckedModel, FromModelChecker, ModelToCheck } from '../engine/messages.ts';
import { inspectionOf } from '../engine/modelInspection.ts';
import { exitReason, type EngineExit, type EngineProcess, type ProcessLauncher } from './processLauncher.ts';

/** For the model alone; starting the process does not count. */
const CHECK_SECONDS = 10;
/** For the process to come up, on a machine that does something else. */
const START_SECONDS = 60;
/** Each may take a core and 1 GB. */
const MOST_AT_ONCE = 2;
const MOST_REMEMBERED = 200;

type Found =
  { readonly facts: Extract<CheckedModel, { what: 'model' }>['facts'] } | { readonly error: ErrorReport };

export class ModelChecks {
  readonly #launcher: ProcessLauncher;
  readonly #seconds: number;
  /** By hash of the model's text; the oldest first. */
  readonly #known = new Map<string, Promise<Found>>();
  readonly #running = new Set<EngineProcess>();
  readonly #waiting: (() => void)[] = [];
  #atWork = 0;
  #closed = false;

  /** @param seconds that a model may take */
  constructor(launcher: ProcessLauncher, seconds = CHECK_SECONDS) {
    this.#launcher = launcher;
    this.#seconds = seconds;
  }

  /** What is known of a model, and what is wrong with it or its reward. */
  async inspect(xml: string, reward: string, keyframe = ''): Promise<ModelInspection> {
    return inspectionOf(await this.#find(xml), reward, keyframe);
  }

  /**
   * Before an environment is made of this config anywhere else; does nothing where it has no model of its own.
   * @throws StudioError what is wrong with the model
   */
  async require(environment: string, config: EnvironmentConfig): Promise<void> {
    const { xml } = config;
    if (environment !== OWN_MODEL || typeof xml !== 'string') return;
    const found = await this.#find(xml);
    if ('error' in found) throw errorFromReport(found.error);
  }

  /**
   * Before a run with this config is made, trained or played: its model, its reward, and whether something can be trained on it.
   * @param config a run's
   * @throws StudioError what is wrong with them
   */
  async requireRun(environment: string, config: Readonly<Record<string, unknown>>): Promise<void> {
    if (environment !== OWN_MODEL) return;
    const { model, reward, keyframe } = (config['environment'] ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof model !== 'string' || model === '' || typeof reward !== 'string') return;
    const { modelError, rewardError, trainingError } = await this.inspect(
      model,
      reward,
      typeof keyframe === 'string' ? keyframe : '',
    );
    const wrong = modelError ?? rewardError ?? trainingError;
    if (wrong !== null) throw errorFromReport(wrong);
  }

  /** A preview of a model of anybody's is played where it is checked, too. */
  async preview(environment: string, config: EnvironmentConfig): Promise<EnvironmentPreview> {
    const found = await this.#inTurn({ what: 'preview', environment, config });
    if (found.what !== 'preview') throw new Error(`asked for a preview, got a ${found.what}`);
    return found.preview;
  }

  close(): void {
    this.#closed = true;
    for (const engine of this.#running) engine.kill();
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #find(xml: string): Promise<Found> {
    const key = createHash('sha256').update(xml).digest('base64');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = this.#check(xml);
    this.#known.set(key, found);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    const forget = () => this.#known.delete(key);
    // Another time the machine may be less busy, or the process may not be killed.
    found.then((result) => {
      if ('error' in result && isPassing(result.error)) forget();
    }, forget);
    return found;
  }

  async #check(xml: string): Promise<Found> {
    try {
      const found = await this.#inTurn({ what: 'model', xml });
      if (found.what !== 'model') throw new Error(`asked for a model, got a ${found.what}`);
      return { facts: found.facts };
    } catch (error) {
      if (error instanceof StudioError) return { error: reportError(error) };
      throw error;
    }
  }

  async #inTurn(task: ModelToCheck): Promise<CheckedModel> {
    while (this.#atWork >= MOST_AT_ONCE && !this.#closed) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#closed) throw new StudioError('inspector.crashed', { reason: 'the studio is closing' });
    this.#atWork++;
    try {
      return await this.#inProcess(task);
    } finally {
      this.#atWork--;
      this.#waiting.shift()?.();
    }
  }

  async #inProcess(task: ModelToCheck): Promise<CheckedModel> {
    const engine = await this.#launcher.launch('modelChecker');
    this.#running.add(engine);
    try {
      return await new Promise<CheckedModel>((resolve, reject) => {
        let timer = setTimeout(() => {
          reject(new StudioError('environment.modelCrashed', { reason: `not up in ${START_SECONDS} s` }));
        }, START_SECONDS * 1000);
        engine.port.onMessage((message) => {
          const typed = message as FromModelChecker;
          clearTimeout(timer);
          if (typed.type === 'ready') {
            timer = setTimeout(() => {
              reject(new StudioError('environment.modelTooSlow', { seconds: this.#seconds }));
            }, this.#seconds * 1000);
            engine.port.postMessage(task);
          } else if (typed.type === 'found') resolve(typed.found);
          else reject(errorFromReport(typed.error));
        });
        engine.onExit((exit) => {
          clearTimeout(timer);
          reject(crashed(exit));
        });
      });
    } finally {
      this.#running.delete(engine);
      engine.kill();
    }
  }
}

function crashed(exit: EngineExit): StudioError {
  return new StudioError(
    'environment.modelCrashed',
    { reason: exitReason(exit) },
    { detail: exit.errorOutput },
  );
}

function isPassing({ code }: ErrorReport): boolean {
  return (
    !code.startsWith('environment.') ||
    code === 'environment.modelTooSlow' ||
    code === 'environment.modelCrashed'
  );
}
