/**
 * Frames between the studio and a Python, either way: environments of a person's Python that play here (gymnasium/, with
 * assets/python/studio_gymnasium.py), and the studio's own that play there (engine/environmentServer.ts, with the package in python/).
 * What they hold is told once, in docs/python.md.
 */
import { readSync, writeSync } from 'node:fs';

export const REQUEST = { open: 1, reset: 2, step: 3, draw: 4 } as const;
export const STATUS = { ok: 0, wrong: 1 } as const;
export const HEADER_BYTES = 8;
/** Reward, whether it ended, and nothing up to a multiple of eight. */
export const RESULT_BYTES = 16;
/** What one frame may hold at most: the largest picture and numbers, with room to spare. */
const MOST_BYTES = 64 * 1024 * 1024;
const FIRST_BUFFER_BYTES = 256 * 1024;

export interface Frame {
  /** Of a request its kind, of an answer its status. */
  readonly kind: number;
  readonly slot: number;
  /** Valid until the next read. */
  readonly payload: Uint8Array;
}

/** The header of a frame, into its first bytes. */
export function writeHeader(frame: Uint8Array, kind: number, slot: number): void {
  const view = new DataView(frame.buffer, frame.byteOffset, HEADER_BYTES);
  view.setUint8(0, kind);
  view.setUint8(1, 0);
  view.setUint16(2, slot, true);
  view.setUint32(4, frame.length - HEADER_BYTES, true);
}

export function frameOf(kind: number, slot: number, payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(HEADER_BYTES + payload.length);
  writeHeader(frame, kind, slot);
  frame.set(payload, HEADER_BYTES);
  return frame;
}

/** Blocks until all is written. */
export function writeAll(file: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
}

export class FrameReader {
  readonly #file: number;
  /** Of requests or of statuses. */
  readonly #mostKind: number;
  #buffer = new Uint8Array(FIRST_BUFFER_BYTES);
  /** What was read and not yet given lies between these. */
  #from = 0;
  #to = 0;

  /** @param file opened for blocking reads; stays the caller's @param mostKind what a frame's first byte may be at most */
  constructor(file: number, mostKind: number) {
    this.#file = file;
    this.#mostKind = mostKind;
  }

  /** Waits for the next frame; null where the other side is gone. @throws Error for what is no frame */
  next(): Frame | null {
    if (!this.#fill(HEADER_BYTES)) return null;
    const header = new DataView(this.#buffer.buffer, this.#from, HEADER_BYTES);
    const kind = header.getUint8(0);
    const slot = header.getUint16(2, true);
    const length = header.getUint32(4, true);
    if (kind > this.#mostKind || length > MOST_BYTES) {
      throw new Error(`no frame: it begins with ${kind}, ${length} bytes`);
    }
    if (!this.#fill(HEADER_BYTES + length)) return null;
    const start = this.#from + HEADER_BYTES;
    this.#from = start + length;
    return { kind, slot, payload: this.#buffer.subarray(start, start + length) };
  }

  /** Whether the next frame's beginning is there already, so that it comes without waiting for the other side's next message. */
  get hasMore(): boolean {
    return this.#to - this.#from >= HEADER_BYTES;
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
