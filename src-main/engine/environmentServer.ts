/**
 * Plays environments for somebody at the other end of two pipes, such as the Python package (python/): requests are read and
 * answered as frames (environments/framing.ts; docs/python.md has what they hold) until there are no more.
 */
import { closeSync, constants, openSync } from 'node:fs';
import path from 'node:path';
import { reportError, type ErrorReport } from '../../shared/errors.ts';
import type { BoxSpace } from '../../shared/spaces.ts';
import { actionArgumentSize, elementCount } from '../../shared/spaces.ts';
import type { EnvironmentSpec } from '../environments/environment.ts';
import {
  frameOf,
  FrameReader,
  HEADER_BYTES,
  REQUEST,
  RESULT_BYTES,
  STATUS,
  writeAll,
  writeHeader,
  type Frame,
} from '../environments/framing.ts';
import type { ServedCopies } from '../environments/servedCopies.ts';
import { UNBOUNDED } from '../environments/unbounded.ts';

export interface ServerDependencies {
  /** @param asked what the request's JSON says @throws StudioError what is wrong with it */
  readonly open: (asked: unknown) => Promise<ServedCopies>;
  /** An error in a person's language. */
  readonly tell: (report: ErrorReport) => {
    readonly what: string;
    readonly why: string;
    readonly next: string;
  };
}

/** @param folder holds two named pipes, `requests` and `answers` */
export async function serveEnvironments(folder: string, dependencies: ServerDependencies): Promise<void> {
  const requests = openSync(path.join(folder, 'requests'), constants.O_RDONLY);
  const answers = openSync(path.join(folder, 'answers'), constants.O_WRONLY);
  const server = new EnvironmentServer(answers, dependencies);
  try {
    const reader = new FrameReader(requests, REQUEST.draw);
    for (;;) {
      // Requests that came together are all begun before the first is waited for.
      if (!reader.hasMore) server.flush();
      const frame = reader.next();
      if (frame === null) return;
      await server.take(frame);
    }
  } finally {
    closeSync(requests);
    closeSync(answers);
    await server.close();
  }
}

/** Gives an answer's whole frame. */
type Answer = () => Uint8Array;

class EnvironmentServer {
  readonly #answers: number;
  readonly #dependencies: ServerDependencies;
  readonly #slots = new Map<number, Slot>();
  #underWay: { readonly slot: number; readonly answer: Answer }[] = [];

  constructor(answers: number, dependencies: ServerDependencies) {
    this.#answers = answers;
    this.#dependencies = dependencies;
  }

  /** Begins what a request asks for; opening is done before this returns. */
  async take({ kind, slot, payload }: Frame): Promise<void> {
    let answer: Answer;
    try {
      if (kind === REQUEST.open) {
        this.flush();
        const described = await this.#open(slot, payload);
        answer = () => frameOf(STATUS.ok, slot, described);
      } else {
        const copies = this.#slots.get(slot);
        if (copies === undefined) throw new Error(`nothing was opened in slot ${slot}`);
        answer = begun(copies, kind, payload);
      }
    } catch (error) {
      answer = () => {
        throw error;
      };
    }
    this.#underWay.push({ slot, answer });
  }

  /** Answers whatever was begun. */
  flush(): void {
    const underWay = this.#underWay;
    this.#underWay = [];
    for (const { slot, answer } of underWay) {
      let frame: Uint8Array;
      try {
        frame = answer();
      } catch (error) {
        frame = frameOf(STATUS.wrong, slot, this.#told(error));
      }
      writeAll(this.#answers, frame);
    }
  }

  async close(): Promise<void> {
    for (const { copies } of this.#slots.values()) await copies.close();
  }

  async #open(number: number, payload: Uint8Array): Promise<Uint8Array> {
    const asked: unknown = JSON.parse(new TextDecoder().decode(payload));
    const copies = await this.#dependencies.open(asked);
    await this.#slots.get(number)?.copies.close();
    this.#slots.set(number, new Slot(number, copies));
    return json({ count: copies.count, process: process.pid, ...description(copies.spec) });
  }

  #told(error: unknown): Uint8Array {
    const report = reportError(error);
    return json({ code: report.code, detail: report.detail, ...this.#dependencies.tell(report) });
  }
}

function begun(slot: Slot, kind: number, payload: Uint8Array): Answer {
  switch (kind) {
    case REQUEST.reset:
      return slot.reset(doubles(payload));
    case REQUEST.step:
      return slot.step(doubles(payload));
    case REQUEST.draw:
      return () => slot.draw();
    default:
      throw new Error(`no request begins with ${kind}`);
  }
}

class Slot {
  readonly copies: ServedCopies;
  readonly #number: number;
  readonly #actionSize: number;
  /** The answer to every reset and step, written anew each time. */
  readonly #frame: Uint8Array;
  readonly #view: DataView;

  constructor(number: number, copies: ServedCopies) {
    this.#number = number;
    this.copies = copies;
    this.#actionSize = actionArgumentSize(copies.spec.actions);
    const observed = Object.values(copies.spec.observations).reduce((sum, space) => sum + bytesOf(space), 0);
    this.#frame = new Uint8Array(HEADER_BYTES + copies.count * (RESULT_BYTES + observed));
    this.#view = new DataView(this.#frame.buffer, HEADER_BYTES);
    writeHeader(this.#frame, STATUS.ok, number);
  }

  /** @param seeds one a copy; those that are none leave a copy as it is */
  reset(seeds: Float64Array): Answer {
    this.#expect(seeds, 1, 'seeds');
    const rows = this.#rows((row) => !Number.isNaN(seeds[row] ?? NaN));
    const chosen = Float64Array.from(rows, (row) => seeds[row] ?? 0);
    return this.#answer(this.copies.reset(rows, chosen));
  }

  /** @param actions one a copy; where one begins with no number, that copy is left as it is */
  step(actions: Float64Array): Answer {
    const size = this.#actionSize;
    this.#expect(actions, size, 'numbers of actions');
    const rows = this.#rows((row) => !Number.isNaN(actions[row * size] ?? NaN));
    const chosen =
      rows.length === this.copies.count
        ? actions
        : Float64Array.from(
            rows.flatMap((row) => Array.from(actions.subarray(row * size, (row + 1) * size))),
          );
    return this.#answer(this.copies.step(rows, chosen));
  }

  draw(): Uint8Array {
    const picture = this.copies.draw();
    if (picture === null) return frameOf(STATUS.ok, this.#number, new Uint8Array());
    const { width, height, pixels } = picture;
    const payload = new Uint8Array(4 + pixels.length);
    const view = new DataView(payload.buffer);
    view.setUint16(0, width, true);
    view.setUint16(2, height, true);
    payload.set(pixels, 4);
    return frameOf(STATUS.ok, this.#number, payload);
  }

  #expect(values: Float64Array, each: number, name: string): void {
    const expected = this.copies.count * each;
    if (values.length !== expected) throw new Error(`${values.length} ${name}, expected ${expected}`);
  }

  #rows(isChosen: (row: number) => boolean): readonly number[] {
    return Array.from({ length: this.copies.count }, (_, row) => row).filter(isChosen);
  }

  #answer(finish: () => void): Answer {
    return () => {
      finish();
      const { count, spec, result } = this.copies;
      for (let row = 0; row < count; row++) {
        const at = row * RESULT_BYTES;
        this.#view.setFloat64(at, result.rewards[row] ?? NaN, true);
        this.#view.setUint8(at + 8, result.terminated[row] ?? 0);
        this.#view.setUint8(at + 9, result.truncated[row] ?? 0);
      }
      let at = HEADER_BYTES + count * RESULT_BYTES;
      for (const [name, space] of Object.entries(spec.observations)) {
        const values = result.observations[name];
        if (values !== undefined)
          this.#frame.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
        at += count * bytesOf(space);
      }
      return this.#frame;
    };
  }
}

function bytesOf({ shape, dtype }: BoxSpace): number {
  return elementCount(shape) * (dtype === 'uint8' ? 1 : 8);
}

function doubles(payload: Uint8Array): Float64Array {
  return new Float64Array(payload.slice().buffer);
}

/** As JSON, which has no infinity. */
function description(spec: EnvironmentSpec): object {
  return {
    ...spec,
    observations: Object.entries(spec.observations).map(([name, space]) => ({ name, ...space })),
    unbounded: UNBOUNDED,
  };
}

const json = (value: object) => new TextEncoder().encode(JSON.stringify(value));
