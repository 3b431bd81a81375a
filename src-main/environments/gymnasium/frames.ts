/** Frames between a thread and its Python (assets/python/studio_gymnasium.py says what each holds), and blocking reads of them. */
import { readSync, writeSync } from 'node:fs';

export const REQUEST = { open: 1, reset: 2, step: 3, draw: 4 } as const;
export const HEADER_BYTES = 8;
/** Reward, whether it ended, and nothing up to a multiple of eight. */
export const RESULT_BYTES = 16;
/** What one answer may be at most: the largest picture and numbers, with room to spare. */
const MOST_ANSWER_BYTES = 64 * 1024 * 1024;
const FIRST_BUFFER_BYTES = 256 * 1024;

export interface Answer {
  readonly ok: boolean;
  readonly slot: number;
  /** Valid until the next read. */
  readonly payload: Uint8Array;
}

export function requestFrame(kind: number, slot: number, payload: Float64Array): Uint8Array {
  const frame = new Uint8Array(HEADER_BYTES + payload.byteLength);
  const view = new DataView(frame.buffer);
  view.setUint8(0, kind);
  view.setUint16(2, slot, true);
  view.setUint32(4, payload.byteLength, true);
  payload.forEach((value, index) => {
    view.setFloat64(HEADER_BYTES + 8 * index, value, true);
  });
  return frame;
}

export function writeAll(file: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
}

export class AnswerReader {
  readonly #file: number;
  #buffer = new Uint8Array(FIRST_BUFFER_BYTES);
  /** What was read and not yet given lies between these. */
  #from = 0;
  #to = 0;

  /** @param file opened for blocking reads; stays the caller's */
  constructor(file: number) {
    this.#file = file;
  }

  /** Waits for the next answer; null where the other side is gone. @throws Error for what is no frame */
  next(): Answer | null {
    if (!this.#fill(HEADER_BYTES)) return null;
    const header = new DataView(this.#buffer.buffer, this.#from, HEADER_BYTES);
    const status = header.getUint8(0);
    const slot = header.getUint16(2, true);
    const length = header.getUint32(4, true);
    if (status > 1 || length > MOST_ANSWER_BYTES)
      throw new Error(`no frame: status ${status}, ${length} bytes`);
    if (!this.#fill(HEADER_BYTES + length)) return null;
    const start = this.#from + HEADER_BYTES;
    this.#from = start + length;
    return { ok: status === 0, slot, payload: this.#buffer.subarray(start, start + length) };
  }

  #fill(bytes: number): boolean {
    while (this.#to - this.#from < bytes) {
      if (this.#from + bytes > this.#buffer.length) this.#makeRoom(bytes);
      const read = readSync(this.#file, this.#buffer, this.#to, this.#buffer.length - this.#to, null);
      if (read === 0) return false;
      this.#to += read;
    }
    return true;
  }

  #makeRoom(bytes: number): void {
    const left = this.#buffer.subarray(this.#from, this.#to);
    const whole = bytes > this.#buffer.length ? new Uint8Array(2 * bytes) : this.#buffer;
    if (whole === this.#buffer) whole.copyWithin(0, this.#from, this.#to);
    else whole.set(left);
    this.#to -= this.#from;
    this.#from = 0;
    this.#buffer = whole;
  }
}
