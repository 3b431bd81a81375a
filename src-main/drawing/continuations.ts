/** Goes on with a drawing that was begun, several times, each as the model's mixtures and the random stream have it. */
import { COMPONENT_NUMBERS, drawIndex, drawOffset } from '../../shared/drawing/penMixture.ts';
import {
  MOST_POINTS,
  PEN_STATES,
  type PenOffset,
  type PenState,
  POINT_SPACING,
} from '../../shared/drawing/penOffsets.ts';
import type { LstmState } from '../numerics/lstm.ts';
import type { RandomStream } from '../numerics/random.ts';
import { tf } from '../numerics/tensorflow.ts';
import { disposeAll, tidy } from '../numerics/tidy.ts';
import { type DrawingModel, penInput, penInputs } from './drawingModel.ts';

export interface ContinuationRequest {
  /** At least one point, at most `MOST_POINTS` - 1. */
  readonly begun: readonly PenOffset[];
  /** Whether the pen is still down after the last point; null: nobody knows, and each continuation draws it. */
  readonly penDown: boolean | null;
  readonly count: number;
  /** Above 0. */
  readonly temperature: number;
}

/** @returns the whole drawings, `begun` first; one that finds no end stops after `MOST_POINTS` */
export function continuations(
  model: DrawingModel,
  { begun, penDown, count, temperature }: ContinuationRequest,
  random: RandomStream,
): readonly (readonly PenOffset[])[] {
  const last = begun.at(-1);
  if (last === undefined || begun.length >= MOST_POINTS) {
    throw new Error(`a drawing that goes on has 1 to ${MOST_POINTS - 1} points, not ${begun.length}`);
  }
  const { mixtures } = model.config;
  const own = COMPONENT_NUMBERS * mixtures;
  const drawPen = (row: readonly number[]): PenState =>
    PEN_STATES[drawIndex(row.slice(own), temperature, random)] ?? 'end';
  const before = begun.slice(0, -1);
  let { state, rows } = readBegun(model, before, count);
  const reached = begun.reduce((at, { dx, dy }) => ({ x: at.x + dx, y: at.y + dy }), { x: 0, y: 0 });
  const under = Array.from({ length: count }, (_, index) => {
    const row = rows[index];
    // Nothing is said of the first point: there the pen was put down.
    const drawn = row === undefined ? 'draw' : drawPen(row);
    const pen = penDown === null ? drawn : penDown ? 'draw' : 'lift';
    const newest: PenOffset = { ...last, pen };
    return { drawn: [...before, newest], newest, at: reached };
  });
  const isDone = ({ drawn, newest }: (typeof under)[number]) =>
    newest.pen === 'end' || drawn.length >= MOST_POINTS;
  while (!under.every(isDone)) {
    const inputs = under.map(({ newest, at }) => penInput(newest, at));
    ({ state, rows } = advance(model, state, inputs));
    for (const [index, one] of under.entries()) {
      const row = rows[index];
      if (row === undefined || isDone(one)) continue;
      const [right, down] = drawOffset(row, mixtures, temperature, random);
      const [dx, dy] = [right * POINT_SPACING, down * POINT_SPACING];
      one.at = { x: one.at.x + dx, y: one.at.y + dy };
      one.newest = { dx, dy, pen: drawPen(row) };
      one.drawn.push(one.newest);
    }
  }
  disposeAll(state);
  return under.map(({ drawn }) => drawn);
}

interface Reading {
  readonly state: LstmState;
  /** What the model says of the next point, for each continuation; none before it has read anything. */
  readonly rows: readonly (readonly number[])[];
}

function readBegun(model: DrawingModel, begun: readonly PenOffset[], count: number): Reading {
  let reading: Reading = { state: model.initial(count), rows: [] };
  for (const input of penInputs(begun)) {
    reading = advance(model, reading.state, new Array<number[]>(count).fill(input));
  }
  return reading;
}

/** Takes the state over. */
function advance(model: DrawingModel, state: LstmState, inputs: readonly (readonly number[])[]): Reading {
  const next = tidy(() => model.step(state, tf.tensor2d(inputs.map((input) => [...input]))));
  disposeAll(state);
  return { state: next, rows: tidy(() => model.predict(next.hidden).arraySync()) };
}
