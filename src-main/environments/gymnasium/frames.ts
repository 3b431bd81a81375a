/** Frames (../framing.ts) as they are asked of a person's Python and answered by it. */
import { FrameReader, REQUEST, HEADER_BYTES, STATUS, writeHeader } from '../framing.ts';

/** Of a person's Python alone, besides those that go either way. */
export const PYTHON_REQUEST = { ...REQUEST, save: 5, restore: 6, drop: 7, probe: 8 } as const;

export interface Answer {
  readonly ok: boolean;
  readonly slot: number;
  /** Valid until the next read. */
  readonly payload: Uint8Array;
}

export function requestFrame(kind: number, slot: number, payload: Float64Array): Uint8Array {
  const frame = new Uint8Array(HEADER_BYTES + payload.byteLength);
  writeHeader(frame, kind, slot);
  const view = new DataView(frame.buffer, HEADER_BYTES);
  payload.forEach((value, index) => {
    view.setFloat64(8 * index, value, true);
  });
  return frame;
}

export class AnswerReader {
  readonly #frames: FrameReader;

  /** @param file opened for blocking reads; stays the caller's */
  constructor(file: number) {
    this.#frames = new FrameReader(file, STATUS.wrong);
  }

  /** Waits for the next answer; null where the other side is gone. @throws Error for what is no frame */
  next(): Answer | null {
    const frame = this.#frames.next();
    return frame === null ? null : { ok: frame.kind === STATUS.ok, slot: frame.slot, payload: frame.payload };
  }
}
