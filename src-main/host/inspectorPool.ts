/**
 * The inspector processes: one for each open theatre, and one spare that has everything heavy loaded, so that the next
 * theatre opens at once. The spare is launched beforehand, or is the last theatre's own; it answers questions meanwhile.
 */
import { StudioError } from '../../shared/errors.ts';
import type { ComputeFingerprint } from '../../shared/run.ts';
import type { EngineAnswers, EngineRequest } from '../engine/messages.ts';
import { InspectorProcess } from './inspectorProcess.ts';
import type { ProcessLauncher } from './processLauncher.ts';

/**
 * The new spare loads when the theatre just opened no longer needs both cores. There is no hurry: whoever goes on to
 * another theatre leaves this one's process to it.
 */
const SPARE_DELAY_MILLISECONDS = 10_000;

/** A process without a theatre. */
interface Spare {
  readonly inspector: Promise<InspectorProcess>;
  /** It has loaded everything. */
  ready: boolean;
}

export class InspectorPool {
  readonly #launcher: ProcessLauncher;
  /** A spare is kept at all times; else only while there are questions. */
  readonly #warm: boolean;
  #spare: Spare | null = null;
  #spareTimer: NodeJS.Timeout | null = null;
  #closed = false;
  #compute: ComputeFingerprint | null = null;

  constructor(launcher: ProcessLauncher, warm: boolean) {
    this.#launcher = launcher;
    this.#warm = warm;
  }

  /** As far as any inspector has told. */
  get compute(): ComputeFingerprint | null {
    return this.#compute;
  }

  /** Begins to load the spare, where one is kept. */
  begin(): void {
    this.#prepareSpare(0);
  }

  /** For a theatre. Whoever takes it gives it back by `release`, and tells by `opened` when the cores are free again. */
  async take(): Promise<InspectorProcess> {
    const spare = this.#spare;
    this.#spare = null;
    this.#dropSpareTimer();
    const ready = spare === null ? null : await spare.inspector.catch(() => null);
    if (ready?.alive === true && !ready.spent) return ready;
    ready?.retire();
    return this.#launch();
  }

  opened(): void {
    this.#prepareSpare(SPARE_DELAY_MILLISECONDS);
  }

  /** A theatre's process becomes the spare, unless there is one: so the next theatre opens without waiting for a process. */
  release(inspector: InspectorProcess): void {
    const loading = this.#spare;
    if (!this.#warm || this.#closed || loading?.ready === true || !inspector.alive || inspector.spent) {
      inspector.close();
      return;
    }
    this.#dropSpareTimer();
    this.#spare = spareOf(
      inspector.leave().then((left) => (left || this.#closed ? inspector : this.#launch())),
    );
    loading?.inspector.then(
      (late) => {
        late.retire();
      },
      () => undefined,
    );
  }

  /** Questions go to the spare, which stays one; without a spare to a process of their own. */
  async ask<What extends keyof EngineAnswers>(
    request: Extract<EngineRequest, { readonly what: What }>,
  ): Promise<EngineAnswers[What]> {
    if (this.#closed) throw new StudioError('inspector.crashed', { reason: 'the studio is closing' });
    let inspector = await this.#spareInspector();
    if (!inspector.alive || inspector.spent) {
      this.#spare = null;
      inspector = await this.#spareInspector();
    }
    try {
      return await inspector.request<What>(request);
    } catch (error) {
      // What broke may be another question's fault: this one is asked once more, in a process where nothing is broken.
      if (!(error instanceof StudioError) || error.code !== 'environment.physicsAborted') throw error;
      return (await this.#spareInspector()).request<What>(request);
    }
  }

  /** No spare is loaded from now on. */
  stop(): void {
    this.#closed = true;
    this.#dropSpareTimer();
  }

  /** Closes the spare; those of theatres are given back before. */
  async shutDown(): Promise<void> {
    this.stop();
    const spare = await this.#spare?.inspector.catch(() => null);
    spare?.close();
  }

  async #launch(): Promise<InspectorProcess> {
    const inspector = await InspectorProcess.launch(this.#launcher);
    inspector.whenSpent(() => {
      void this.#replaceSpent(inspector);
    });
    void inspector.ready.then((compute) => {
      this.#compute = compute ?? this.#compute;
    });
    return inspector;
  }

  /** A spare in which something broke is replaced at once; it still answers what it was asked, and exits. */
  async #replaceSpent(inspector: InspectorProcess): Promise<void> {
    const spare = this.#spare;
    if (spare === null || (await spare.inspector.catch(() => null)) !== inspector || this.#spare !== spare)
      return;
    this.#spare = null;
    this.#prepareSpare(0);
    inspector.retire();
  }

  /** The spare, launched where there is none. */
  #spareInspector(): Promise<InspectorProcess> {
    this.#dropSpareTimer();
    this.#spare ??= spareOf(this.#launch());
    return this.#spare.inspector;
  }

  #dropSpareTimer(): void {
    if (this.#spareTimer !== null) clearTimeout(this.#spareTimer);
    this.#spareTimer = null;
  }

  #prepareSpare(delayMilliseconds: number): void {
    if (!this.#warm || this.#closed || this.#spare !== null || this.#spareTimer !== null) return;
    this.#spareTimer = setTimeout(() => {
      void this.#spareInspector();
    }, delayMilliseconds);
  }
}

function spareOf(inspector: Promise<InspectorProcess>): Spare {
  const spare = { inspector, ready: false };
  inspector
    .then(({ ready }) => ready)
    .then(
      () => (spare.ready = true),
      // Whoever takes it sees the failure; nobody else needs to.
      () => undefined,
    );
  return spare;
}
