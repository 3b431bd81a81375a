/**
 * An append-only file of equally long records: the frame cache's storage. What is appended is read back through the
 * operating system's page cache; nothing is held in this process. Only the run's owner may read it.
 */
import { closeSync, fdatasyncSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { writing } from '../training/diskFull.ts';

export class RecordFile {
  readonly recordBytes: number;
  readonly #path: string;
  readonly #descriptor: number;
  #count: number;

  /** Opens or creates; what an earlier sitting left is there, but counts only up to `resumeAt`. */
  constructor(path: string, recordBytes: number) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#path = path;
    this.recordBytes = recordBytes;
    this.#descriptor = openSync(path, openFlags(path));
    this.#count = 0;
  }

  /** Records that count. */
  get count(): number {
    return this.#count;
  }

  /** Whole records on disk, counted or not. */
  get storedCount(): number {
    return Math.floor(fstatSync(this.#descriptor).size / this.recordBytes);
  }

  /**
   * Sets how many records count. Those past the watermark stay where they are until they are written again: a run
   * resumed from an earlier checkpoint writes the same bytes, so a later checkpoint still finds its own.
   * @returns false where the file is shorter than the watermark: it was deleted or cut, and must be computed anew.
   */
  resumeAt(watermark: number): boolean {
    if (this.storedCount < watermark) return false;
    this.#count = watermark;
    return true;
  }

  /**
   * @param records one or more whole records.
   * @throws DiskFull where they find no room: none of them counts, and they can be appended again.
   */
  append(records: Uint8Array): void {
    if (records.byteLength % this.recordBytes !== 0) {
      throw new Error(`appended ${records.byteLength} bytes, records have ${this.recordBytes}`);
    }
    let written = 0;
    const start = this.#count * this.recordBytes;
    writing(this.#path, () => {
      while (written < records.byteLength) {
        written += writeSync(
          this.#descriptor,
          records,
          written,
          records.byteLength - written,
          start + written,
        );
      }
    });
    this.#count += records.byteLength / this.recordBytes;
  }

  /** Reads `count` records from `first` on into `out` at `offset` bytes. */
  read(first: number, count: number, out: Uint8Array, offset = 0): void {
    if (first < 0 || first + count > this.#count) {
      throw new Error(`records ${first} to ${first + count} of ${this.#count}`);
    }
    const bytes = count * this.recordBytes;
    let received = 0;
    while (received < bytes) {
      const got = readSync(
        this.#descriptor,
        out,
        offset + received,
        bytes - received,
        first * this.recordBytes + received,
      );
      if (got === 0) throw new Error(`record file ends before record ${first + count}`);
      received += got;
    }
  }

  /** Reads single records, for a batch drawn at random. */
  gather(indices: ArrayLike<number>, out: Uint8Array): void {
    for (let k = 0; k < indices.length; k++) this.read(indices[k] ?? -1, 1, out, k * this.recordBytes);
  }

  /** On the disk, so that a checkpoint may rely on it. */
  sync(): void {
    fdatasyncSync(this.#descriptor);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

function openFlags(path: string): string {
  // 'r+' keeps what is there and, unlike 'a+', allows writing at a position.
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return 'r+';
}
