/** Runs V over every recorded frame, once, so that M trains on latents without looking at a picture again. */
import type { TrainingUpdate } from '../../../../shared/run.ts';
import { tf } from '../../../numerics/tensorflow.ts';
import type { Workspace } from '../workspace.ts';
import { imagesOf } from '../parts.ts';
import { headerNumber } from './phase.ts';
import type { Phase, PhaseState } from './phase.ts';

const BATCH = 128;

export class EncodePhase implements Phase {
  readonly name = 'encode';
  readonly unit = 'unit.frame';
  readonly total: number;
  readonly #workspace: Workspace;

  /** V has changed since the last round, so whatever was encoded before is encoded anew. */
  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.total = workspace.replay.stepCount;
    workspace.latents.clear();
  }

  get done(): number {
    return this.#workspace.latents.count;
  }

  get finished(): boolean {
    return this.done >= this.total;
  }

  async work(): Promise<readonly TrainingUpdate[]> {
    const { replay, latents, parts } = this.#workspace;
    const count = Math.min(BATCH, this.total - latents.count);
    const frames = new Uint8Array(count * replay.frameBytes);
    replay.readFrames(latents.count, count, frames);
    const moments = tf.tidy(() => parts.vision.encodeJoined(imagesOf(frames)).dataSync<'float32'>());
    latents.append(moments);
    if (this.finished) this.#workspace.readDreamStarts();
    return [];
  }

  save(): PhaseState {
    return { header: { encoded: this.done }, arrays: {} };
  }

  /** Lost latents are encoded again from the beginning. */
  restore(state: PhaseState): void {
    this.#workspace.latents.resumeAt(headerNumber(state, 'encoded'));
  }

  async dispose(): Promise<void> {
    // Everything lives in the workspace.
  }
}
