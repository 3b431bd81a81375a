import { beforeAll, describe, expect, it } from 'vitest';
import type { BranchesRequest } from '../../shared/branches.ts';
import type { DeepPartialConfig } from '../../shared/configFields.ts';
import { BranchGuests } from '../../src-main/inspection/branchGuests.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { dreamerBench } from './support/dreamerBench.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

describe('a theatre on a Dreamer that observes numbers', () => {
  it('shows the real picture, and the numbers as they are, as they were seen and as they are dreamt', async () => {
    const bench = await dreamerBench({});
    expect(bench.session.info.model).toMatchObject({ kind: 'rssm', observes: 'numbers' });
    expect(bench.session.info.agent).toMatchObject({ acts: true, hasValue: true });
    const frame = bench.goTo(6);
    expect(frame.eye.pixels.some((value) => value > 0)).toBe(true);
    expect(frame.seen).toBeNull();
    expect(frame.dreamt).toEqual([]);
    expect(frame.numbers?.names).toEqual([
      'position 0',
      'position 1',
      'position 2',
      'velocity 0',
      'velocity 1',
    ]);
    for (const values of [frame.numbers?.real, frame.numbers?.seen, frame.numbers?.dreamt]) {
      expect(values).toHaveLength(5);
      expect(values?.every(Number.isFinite)).toBe(true);
    }
    expect(frame.numbers?.seen).not.toEqual(frame.numbers?.dreamt);
    let sum = 0;
    frame.numbers?.real.forEach((value, index) => {
      const off = (frame.numbers?.dreamt?.[index] ?? NaN) - value;
      sum += off * off;
    });
    expect(frame.scalars.pixelError).toBeCloseTo(sum / 5, 6);
    expect(frame.scalars.surprise).toBeGreaterThanOrEqual(0);
    bench.session.close();
  });

  it('goes on dreaming them with eyes closed, and comes back to the same', async () => {
    const bench = await dreamerBench({});
    bench.goTo(4);
    bench.control({ kind: 'closeEyes' });
    const dreamt = bench.goOn(3).numbers;
    expect(dreamt?.dreamt).not.toEqual(dreamt?.seen);
    bench.goTo(2);
    expect(bench.goTo(7).numbers).toEqual(dreamt);
    bench.session.close();
  });
});

describe('a theatre on a Dreamer that sees pictures and numbers', () => {
  it('shows both, dreams both, and measures its pictures', async () => {
    const bench = await dreamerBench({ environment: { observation: 'both' } });
    expect(bench.session.info.model).toMatchObject({ observes: 'both' });
    bench.goTo(4);
    bench.control({ kind: 'closeEyes' });
    const frame = bench.goOn(3);
    expect(frame.numbers?.names).toHaveLength(5);
    expect(frame.numbers?.dreamt).toHaveLength(5);
    expect(frame.numbers?.dreamt).not.toEqual(frame.numbers?.seen);
    const [dreamt] = frame.dreamt;
    const squares = [...(dreamt?.pixels ?? [])].map(
      (value, at) => ((value - (frame.eye.pixels[at] ?? NaN)) / 255) ** 2,
    );
    const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
    expect(frame.scalars.pixelError).toBeCloseTo(mean, 6);
    const request: BranchesRequest = {
      fromStep: 4,
      steps: 2,
      branches: [{ actions: { source: 'agent' }, temperature: 1, sample: 1 }],
    };
    const [branch] = bench.session.branches(request, new BranchGuests()).branches;
    expect(branch?.figures.space).toBe('pixels');
    bench.session.close();
  });
});

describe('a theatre on a Dreamer that sees pictures', () => {
  it('shows what it saw and what it dreams', async () => {
    const bench = await dreamerBench({
      environment: { observation: 'pixels' },
      behaviour: { kind: 'actor' },
    });
    expect(bench.session.info.model).toMatchObject({ observes: 'pixels' });
    expect(bench.session.info.agent).toMatchObject({ acts: true, hasValue: false });
    const frame = bench.goTo(3);
    expect(frame.seen?.width).toBe(64);
    expect(frame.dreamt).toHaveLength(1);
    expect(frame.numbers).toBeNull();
    bench.session.close();
  });
});

describe('a theatre on a Dreamer whose latents are classes', () => {
  const classes: DeepPartialConfig = {
    environment: { observation: 'pixels' },
    model: {
      latent: 'categorical',
      stochasticSize: 3,
      latentClasses: 4,
      rewardHead: 'two-hot',
      layerNorm: true,
      imageDepth: 4,
    },
    behaviour: { valueHead: 'two-hot', layerNorm: true },
  };
  /** Which class each variable has; every one has just one. */
  const chosen = (latent: ArrayLike<number> | null | undefined) =>
    [0, 1, 2].map((variable) => {
      const numbers = Array.from(latent ?? []).slice(4 * variable, 4 * variable + 4);
      expect([...numbers].sort()).toEqual([0, 0, 0, 1]);
      return numbers.indexOf(1);
    });

  it('shows them one-hot, dreams on with eyes closed, and comes back to the same', async () => {
    const bench = await dreamerBench(classes);
    const frame = bench.goTo(4);
    expect(frame.seen?.width).toBe(64);
    expect(frame.dreamt).toHaveLength(1);
    expect(frame.scalars.surprise).toBeGreaterThanOrEqual(0);
    chosen(frame.latent);
    bench.control({ kind: 'closeEyes' });
    const dreamt = bench.goOn(3);
    chosen(dreamt.latent);
    bench.goTo(2);
    expect(bench.goTo(7).latent).toEqual(dreamt.latent);
    bench.session.close();
  });

  it('slid, takes the nearest classes, and dreams on from there', async () => {
    const bench = await dreamerBench(classes);
    const shown = bench.goTo(4);
    const before = chosen(shown.latent);
    const other = before.map((chosenClass) => (chosenClass + 1) % 4);
    const slide = (chosenNumber: number, rest: number) => {
      const latent = other.flatMap((wanted) =>
        [0, 1, 2, 3].map((at) => (at === wanted ? chosenNumber : rest)),
      );
      bench.control({ kind: 'latent', latent });
      return bench.frame().probe?.pixels;
    };
    const exact = slide(1, 0);
    expect(exact).not.toEqual(shown.dreamt[0]?.pixels);
    expect(slide(1.5, -0.2)).toEqual(exact);
    chosen(bench.goOn(1).latent);
    bench.session.close();
  });
});
