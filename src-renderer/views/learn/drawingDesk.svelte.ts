/** What a reader draws, what the model makes of it, and the model that the page trains: the state of the figure in chapter 7. */
import {
  begunBy,
  type Continuation,
  type DrawingModelName,
  type DrawingTrainingState,
} from '../../../shared/drawing/continuation.ts';
import { type Drawing, drawingOf, type Point, type Stroke } from '../../../shared/drawing/penOffsets.ts';
import { reportError, type ErrorReport } from '../../../shared/errors.ts';
import type { StudioClient } from '../../client/studioClient.ts';

export const CONTINUATIONS = 10;
/** Points of a hand that are nearer than this say nothing. */
const LEAST_STEP = 0.01;

const IDLE: DrawingTrainingState = { training: null, own: null, error: null };

export class DrawingDesk {
  readonly #client: StudioClient;
  #strokes = $state.raw<Drawing>([]);
  /** The pen is down, so the last stroke still grows. */
  #penDown = $state(false);
  #temperature = $state(0.6);
  #seed = $state(1);
  #model = $state<DrawingModelName>('shipped');
  #drawings = $state.raw<readonly Drawing[]>([]);
  #error = $state.raw<ErrorReport | null>(null);
  #waiting = $state(false);
  #training = $state.raw<DrawingTrainingState>(IDLE);
  /** What is asked next, once the last answer is there: only the newest wish counts. */
  #next: Continuation | null = null;
  readonly #stopListening: () => void;

  constructor(client: StudioClient) {
    this.#client = client;
    this.#stopListening = client.listen('drawing', {}, ({ state }) => (this.#training = state), {
      onResumed: () => void this.#load(),
    });
    void this.#load();
  }

  get strokes(): Drawing {
    return this.#strokes;
  }

  get penDown(): boolean {
    return this.#penDown;
  }

  /** More was drawn than the model can read. */
  get tooLong(): boolean {
    return this.#strokes.length > 0 && begunBy(this.#strokes) === null;
  }

  get temperature(): number {
    return this.#temperature;
  }

  get model(): DrawingModelName {
    return this.#model;
  }

  /** Whole drawings, each from where the reader began; empty before the first and while the pen is down. */
  get drawings(): readonly Drawing[] {
    return this.#drawings;
  }

  get waiting(): boolean {
    return this.#waiting;
  }

  get error(): ErrorReport | null {
    return this.#error;
  }

  get training(): DrawingTrainingState {
    return this.#training;
  }

  penTo(point: Point): void {
    if (!this.#penDown) {
      this.#penDown = true;
      this.#drawings = [];
      this.#strokes = [...this.#strokes, [point]];
      return;
    }
    const last = this.#strokes.at(-1) ?? [];
    const before = last.at(-1) ?? point;
    if (Math.hypot(point.x - before.x, point.y - before.y) < LEAST_STEP) return;
    this.#strokes = [...this.#strokes.slice(0, -1), [...last, point]];
  }

  lift(): void {
    if (!this.#penDown) return;
    this.#penDown = false;
    this.#ask();
  }

  /** Takes the last stroke away. */
  undo(): void {
    this.draw(this.#strokes.slice(0, -1));
  }

  /** Puts this in place of what was drawn. */
  draw(strokes: readonly Stroke[]): void {
    this.#penDown = false;
    this.#strokes = strokes;
    this.#drawings = [];
    this.#ask();
  }

  heat(temperature: number): void {
    this.#temperature = temperature;
    this.#ask();
  }

  others(): void {
    this.#seed += 1;
    this.#ask();
  }

  choose(model: DrawingModelName): void {
    this.#model = model;
    this.#ask();
  }

  async train(): Promise<void> {
    await this.#try(async () => (this.#training = await this.#client.call('drawing.train', {})));
  }

  async stop(): Promise<void> {
    await this.#try(async () => (this.#training = await this.#client.call('drawing.stop', {})));
  }

  dispose(): void {
    this.#next = null;
    this.#stopListening();
  }

  #ask(): void {
    const begun = begunBy(this.#strokes);
    if (begun === null || this.#penDown) {
      this.#next = null;
      return;
    }
    this.#next = {
      begun,
      penDown: null,
      count: CONTINUATIONS,
      temperature: this.#temperature,
      seed: this.#seed,
      model: this.#model,
    };
    if (!this.#waiting) void this.#askOn();
  }

  async #askOn(): Promise<void> {
    this.#waiting = true;
    while (this.#next !== null) {
      const asked = this.#next;
      const strokes = this.#strokes;
      this.#next = null;
      await this.#try(async () => {
        const { drawings } = await this.#client.call('drawing.continue', asked);
        // Meanwhile the reader may have drawn on.
        if (this.#strokes !== strokes || this.#penDown) return;
        this.#drawings = drawings.map((offsets) => drawingOf(offsets, strokes[0]?.[0]));
      });
    }
    this.#waiting = false;
  }

  async #try(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
      this.#error = null;
    } catch (error) {
      this.#error = reportError(error);
    }
  }

  async #load(): Promise<void> {
    await this.#try(async () => (this.#training = await this.#client.call('drawing.state', {})));
  }
}
