import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../shared/random.ts';
import { drawnWorld, FIRST_WORLD, gridProcess } from '../../../src-renderer/learn/gridWorld.ts';
import { earnedBy, flawedModel, horizonStudy, lookAhead } from '../../../src-renderer/learn/horizons.ts';

const corridor = drawnWorld(['S...G'], -0.1);
const process = gridProcess(corridor);
const nothing = new Array<number>(process.states).fill(0);
const RIGHT = 1;

describe('looking ahead', () => {
  it('sees a goal once the horizon reaches it, and is worth what the way costs', () => {
    const right = (horizon: number) => lookAhead(process, horizon, nothing, 1)[0]?.[RIGHT];
    expect(right(1)).toBeCloseTo(-0.1, 12);
    expect(right(3)).toBeCloseTo(-0.3, 12);
    expect(right(4)).toBeCloseTo(0.7, 12);
    expect(right(9)).toBeCloseTo(0.7, 12);
  });

  it('by one step with a value is looking ahead by one more than the value did', () => {
    const values = [0.7, 0.8, 0.9, 1, 0];
    expect(lookAhead(process, 1, values, 1)[0]?.[RIGHT]).toBeCloseTo(0.7, 12);
  });

  it('earns in the true world what its policy is worth there, whatever it believed', () => {
    const believed = process.outcomes.map((_, state) => (state === 0 ? [0, 5, 0, 0] : [0, 1, 0, 0]));
    expect(earnedBy(process, believed, 0, 1)).toBeCloseTo(0.7, 12);
  });
});

describe('a flawed model', () => {
  it('is the world itself without mistakes, and with them still leads where somebody can be', () => {
    const world = gridProcess(FIRST_WORLD);
    expect(flawedModel(world, 0, RandomStream.named(0, 'test'))).toEqual(world);
    const wrong = flawedModel(world, 1, RandomStream.named(0, 'test'));
    const changed = wrong.outcomes.flat(2).filter(({ ends }) => !ends);
    expect(changed.length).toBeGreaterThan(50);
    for (const { next } of changed) expect(['floor', 'ice']).toContain(FIRST_WORLD.cells[next]);
    expect(wrong.outcomes).not.toEqual(world.outcomes);
  });

  it('has more mistakes with a larger share, and those of a smaller one among them', () => {
    const world = gridProcess(FIRST_WORLD);
    const mistakes = (share: number) => {
      const model = flawedModel(world, share, RandomStream.named(3, 'test'));
      return world.outcomes.flatMap((actions, state) =>
        actions.flatMap((outcomes, action) =>
          outcomes[0]?.next === model.outcomes[state]?.[action]?.[0]?.next ? [] : [`${state} ${action}`],
        ),
      );
    };
    const [few, many] = [mistakes(0.1), mistakes(0.3)];
    expect(few.length).toBeGreaterThan(0);
    expect(many.length).toBeGreaterThan(few.length);
    expect(many).toEqual(expect.arrayContaining(few));
  });
});

describe('the study of horizons', () => {
  const study = (wrongShare: number, valueSweeps: number) =>
    horizonStudy(
      gridProcess(FIRST_WORLD),
      { longest: 12, wrongShare, valueSweeps, gamma: 0.97, start: FIRST_WORLD.start },
      [0, 1].map((model) => RandomStream.named(model, 'test')),
    );

  it('finds a right model to be searched as far as the goal, unless a value looked before', () => {
    const { withoutValue, withValue, best } = study(0, 12);
    expect(withoutValue[0]).toBeLessThan(0);
    expect(withoutValue[7]).toBeLessThan(best);
    expect(withoutValue[8]).toBeCloseTo(best, 10);
    for (const earned of withValue) expect(earned).toBeCloseTo(best, 10);
  });

  it('finds no difference where the value has learned nothing', () => {
    const { withoutValue, withValue } = study(0.1, 0);
    expect(withValue).toEqual(withoutValue);
  });

  it('finds that looking further harms where a model is often wrong', () => {
    const { withoutValue, best } = study(0.3, 0);
    expect(withoutValue[11]).toBeLessThan(withoutValue[0] ?? NaN);
    expect(best).toBeGreaterThan(0.5);
  });
});
