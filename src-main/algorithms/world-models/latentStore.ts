/** V's view of every recorded step: mean and log-variance of its latent, on disk beside the frames. */
import { join } from 'node:path';
import { RecordFile } from '../../acting/recordFile.ts';

export class LatentStore {
  readonly latentSize: number;
  readonly #file: RecordFile;

  constructor(folder: string, latentSize: number) {
    this.latentSize = latentSize;
    this.#file = new RecordFile(join(folder, 'latents.bin'), 2 * latentSize * 4);
  }

  /** Steps encoded so far, from the first on. */
  get count(): number {
    return this.#file.count;
  }

  /** @param moments [n, 2 latentSize]: means, then log-variances, a step. */
  append(moments: Float32Array): void {
    this.#file.append(new Uint8Array(moments.buffer, moments.byteOffset, moments.byteLength));
  }

  /** [count, 2 latentSize] of consecutive steps, into `out` at `offset` numbers. */
  read(first: number, count: number, out: Float32Array, offset = 0): void {
    this.#file.read(first, count, new Uint8Array(out.buffer, out.byteOffset, out.byteLength), offset * 4);
  }

  /** Begins anew: V has changed. */
  clear(): void {
    this.#file.resumeAt(0);
  }

  /** @returns false where the file holds less. */
  resumeAt(count: number): boolean {
    return this.#file.resumeAt(count);
  }

  /** `count`, once everything is on the disk. */
  watermark(): number {
    this.#file.sync();
    return this.count;
  }

  close(): void {
    this.#file.close();
  }
}
