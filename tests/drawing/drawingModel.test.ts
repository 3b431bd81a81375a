import { beforeAll, describe, expect, it } from 'vitest';
import { FIGURE_NAMES } from '../../shared/drawing/figures.ts';
import { handwritten } from '../../shared/drawing/handwriting.ts';
import { MOST_POINTS, offsetsOf, type PenOffset } from '../../shared/drawing/penOffsets.ts';
import { continuations } from '../../src-main/drawing/continuations.ts';
import { drawingBatch, DrawingModel } from '../../src-main/drawing/drawingModel.ts';
import { type DrawingProgress, trainDrawing } from '../../src-main/drawing/training.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { disposeAll } from '../../src-main/numerics/tidy.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 2 });
});

const SMALL = { hiddenSize: 6, mixtures: 2 };
const newModel = () => new DrawingModel(SMALL, RandomStream.named(1, 'model'));
const sample = (seed: number): readonly PenOffset[] =>
  offsetsOf(
    handwritten(FIGURE_NAMES[seed % FIGURE_NAMES.length] ?? 'ㄱ', RandomStream.named(seed, 'sample')),
  );
const read = (value: { dataSync(): ArrayLike<number> }) => value.dataSync()[0] ?? Number.NaN;

describe('DrawingModel.loss', () => {
  it('has the gradients that finite differences give, over drawings of unequal length', () => {
    const model = newModel();
    const batch = drawingBatch([sample(1), sample(2), sample(12)]);
    const total = () => {
      const { offset, pen } = model.loss(batch);
      return read(offset) + read(pen);
    };
    const { gradients } = model.loss(batch);
    expect(Object.keys(gradients).sort()).toEqual(model.parameters.specs.map(({ name }) => name).sort());
    const random = RandomStream.named(2, 'direction');
    for (const { name, shape } of model.parameters.specs) {
      const own = model.parameters.get(name).dataSync<'float32'>().slice();
      const direction = own.map(() => random.normal());
      const slope = gradients[name]
        ?.dataSync<'float32'>()
        .reduce((sum, value, i) => sum + value * (direction[i] ?? 0), 0);
      const step = 2e-3;
      const moved = (by: number) => {
        model.parameters.assign(
          name,
          tf.tensor(
            own.map((value, i) => value + by * (direction[i] ?? 0)),
            [...shape],
          ),
        );
        return total();
      };
      const difference = (moved(step) - moved(-step)) / (2 * step);
      moved(0);
      expect(Math.abs((slope ?? Number.NaN) - difference), name).toBeLessThan(
        0.01 * (1 + Math.abs(difference)),
      );
    }
    model.dispose();
  });

  it('is the mean over all steps of all drawings, and counts nothing beyond their ends', () => {
    const model = newModel();
    const [short, long] = [sample(7), sample(22)];
    expect(long.length).toBeGreaterThan(short.length + 5);
    const of = (...drawings: (readonly PenOffset[])[]) => {
      const { offset, pen } = model.loss(drawingBatch(drawings));
      return { offset: read(offset), pen: read(pen) };
    };
    const [one, other, both] = [of(short), of(long), of(short, long)];
    const steps = [short.length - 1, long.length - 1] as const;
    for (const part of ['offset', 'pen'] as const) {
      const mean = (steps[0] * one[part] + steps[1] * other[part]) / (steps[0] + steps[1]);
      expect(both[part]).toBeCloseTo(mean, 4);
    }
    model.dispose();
  });

  it('leaves no tensor behind', () => {
    const model = newModel();
    const lose = () => {
      const batch = drawingBatch([sample(1), sample(2)]);
      const loss = model.loss(batch);
      disposeAll([batch, loss.offset, loss.pen, loss.gradients]);
    };
    // The first time each parameter's value is read.
    lose();
    const before = tf.memory().numTensors;
    lose();
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  it('refuses a drawing of one point', () => {
    expect(() => drawingBatch([sample(1), [{ dx: 0, dy: 0, pen: 'end' }]])).toThrow('2 to');
  });
});

describe('trainDrawing', () => {
  const training = {
    seed: 3,
    steps: 60,
    batchSize: 16,
    learningRates: [1e-2, 5e-3],
    gradientNorm: 1,
    model: { hiddenSize: 24, mixtures: 3 },
  } as const;
  const run = (steps: number) => {
    const told: DrawingProgress[] = [];
    const batches = trainDrawing({ ...training, steps });
    for (;;) {
      const next = batches.next();
      if (next.done === true) return { told, model: next.value };
      told.push(next.value);
    }
  };

  it('learns where the pen goes and what it does there', () => {
    const { told, model } = run(60);
    const [first, last] = [told[0], told.at(-1)];
    expect(told.map(({ step }) => step)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    expect(last?.offset).toBeLessThan((first?.offset ?? 0) - 0.8);
    expect(last?.pen).toBeLessThan((first?.pen ?? 0) - 0.4);
    model.dispose();
  }, 60_000);

  it('gives the same model for the same seed, and gives up what it has where it is ended', () => {
    const before = tf.memory().numTensors;
    const weights = () => {
      const { model } = run(3);
      const { 'head/kernel': head } = model.parameters.export();
      model.dispose();
      return head?.data;
    };
    expect(weights()).toEqual(weights());
    const ended = trainDrawing(training);
    ended.next();
    ended.return(undefined as never);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('continuations', () => {
  const begun = sample(10).slice(0, 8);
  const ask = (
    model: DrawingModel,
    seed: number,
    more: { temperature?: number; penDown?: boolean | null } = {},
  ) =>
    continuations(
      model,
      { begun, penDown: true, count: 4, temperature: 1, ...more },
      RandomStream.named(seed, 'continuations'),
    );

  it('begins with what was drawn, ends, and leaves no tensor behind', () => {
    const model = newModel();
    ask(model, 2);
    const before = tf.memory().numTensors;
    const drawings = ask(model, 1);
    expect(drawings).toHaveLength(4);
    for (const drawing of drawings) {
      expect(drawing.slice(0, 8)).toEqual(begun);
      const ends = drawing.map(({ pen }) => pen).indexOf('end');
      expect(ends === -1 ? drawing.length : ends + 1).toBe(ends === -1 ? MOST_POINTS : drawing.length);
    }
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  it('differs by the stream alone', () => {
    const model = newModel();
    const [first, second] = ask(model, 1);
    expect(ask(model, 1)).toEqual(ask(model, 1));
    expect(ask(model, 1)).not.toEqual(ask(model, 2));
    expect(first).not.toEqual(second);
    model.dispose();
  });

  it('is told whether the pen is down, or draws it', () => {
    const model = newModel();
    const pens = (penDown: boolean | null) =>
      new Set(
        Array.from({ length: 10 }, (_, seed) => ask(model, seed, { penDown })).flatMap((all) =>
          all.map((one) => one[7]?.pen),
        ),
      );
    expect(pens(true)).toEqual(new Set(['draw']));
    expect(pens(false)).toEqual(new Set(['lift']));
    expect(pens(null)).toEqual(new Set(['draw', 'lift', 'end']));
    model.dispose();
  });

  it('reads the points before the last, and where the pen is', () => {
    const model = newModel();
    const heads = (points: readonly PenOffset[]) =>
      continuations(
        model,
        { begun: points, penDown: true, count: 1, temperature: 1e-6 },
        RandomStream.named(1, 'heads'),
      )[0]?.[points.length];
    const moved = begun.map((point, index) => (index === 2 ? { ...point, dx: point.dx + 0.3 } : point));
    expect(heads(begun)).not.toEqual(heads(moved));
    model.dispose();
  });

  it('refuses a drawing that has not begun, or is too long', () => {
    const model = newModel();
    const one = (count: number) => new Array<PenOffset>(count).fill({ dx: 0.1, dy: 0, pen: 'draw' });
    for (const count of [0, MOST_POINTS]) {
      expect(() =>
        continuations(
          model,
          { begun: one(count), penDown: true, count: 1, temperature: 1 },
          RandomStream.named(1, 'x'),
        ),
      ).toThrow(`not ${count}`);
    }
    model.dispose();
  });
});
