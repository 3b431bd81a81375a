/** What a Dreamer is asked about a moment: its beliefs, what it imagines from there, and dreams on one of its two paths. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { ImaginedTrajectories, ImagineRequest } from '../../shared/theatre.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { lambdaReturns } from '../../src-renderer/learn/lambdaReturn.ts';
import { dreamerBench } from './support/dreamerBench.ts';
import { freshModel, mindOf, openBench, type Bench } from './support/theatreBench.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

const HORIZON = 6;
const REQUEST: ImagineRequest = { trajectories: 3, horizon: HORIZON, look: 2, nudge: null };

function imagined(bench: Bench, request: Partial<ImagineRequest> = {}): ImaginedTrajectories {
  bench.control({ kind: 'imagine', request: { ...REQUEST, ...request } });
  const told = bench.frame().imagined;
  if (told === undefined) throw new Error('nothing was imagined');
  return told;
}

/** The part of a table [trajectories, H] that belongs to one trajectory. */
const row = (table: Float32Array, horizon: number, index = 0) =>
  Array.from(table.subarray(index * horizon, (index + 1) * horizon));

describe('what an agent imagines from a moment', () => {
  it('is worth the lambda-return of its own rewards and values', async () => {
    const bench = await dreamerBench({});
    bench.goTo(4);
    const { rewards, values, returns, discounts, lambda } = imagined(bench);
    expect(returns).toHaveLength(3);
    for (let index = 0; index < 3; index++) {
      const trajectory = {
        rewards: row(rewards, HORIZON, index).slice(0, -1),
        nextValues: row(values, HORIZON, index).slice(1),
      };
      expect(returns[index]).toBeCloseTo(lambdaReturns(trajectory, lambda, discounts[0] ?? NaN)[0] ?? NaN, 5);
    }
    expect(new Set(returns).size).toBe(3);
    bench.session.close();
  });

  it('is the same whenever it is asked, and goes on from the same beginning where it looks further', async () => {
    const bench = await dreamerBench({});
    bench.goTo(4);
    const once = imagined(bench);
    bench.control({ kind: 'imagine', request: null });
    expect(bench.frame().imagined).toBeUndefined();
    expect(imagined(bench).rewards).toEqual(once.rewards);
    expect(row(imagined(bench, { horizon: 9 }).rewards, 9).slice(0, HORIZON)).toEqual(
      row(once.rewards, HORIZON),
    );
    bench.goTo(5);
    expect(bench.frame().imagined?.rewards).not.toEqual(once.rewards);
    bench.session.close();
  });

  it.each([
    ['of gamma alone', {}],
    ['that the model predicts', { model: { predictsDiscount: true } }],
  ])(
    'tells what each action does to its worth, as changing the action shows, with a discount %s',
    async (_, config) => {
      const bench = await dreamerBench(config);
      bench.goTo(4);
      const plain = imagined(bench);
      const { influence, actionSize, returns } = plain;
      if (influence === null) throw new Error('no influence was told');
      expect(influence).toHaveLength(HORIZON * actionSize * HORIZON);
      for (let step = 0; step < HORIZON; step++) {
        const parts = row(influence, HORIZON, step);
        expect(parts.slice(0, step).every((part) => part === 0)).toBe(true);
        const slope = parts.reduce((sum, part) => sum + part, 0);
        const changed = ([0.02, -0.02] as const).map((by) => {
          const { nudged } = imagined(bench, { nudge: { step, element: 0, by } });
          if (nudged === null) throw new Error('nothing was nudged');
          return nudged;
        });
        const [up, down] = changed;
        if (up === undefined || down === undefined) throw new Error('two were asked');
        const measured = (up.worth - down.worth) / (up.by - down.by);
        expect(Math.abs(measured - slope)).toBeLessThan(0.002 + 0.02 * Math.abs(slope));
        const before = row(plain.rewards, HORIZON).slice(0, step);
        row(up.rewards, HORIZON)
          .slice(0, step)
          .forEach((reward, at) => {
            expect(reward).toBeCloseTo(before[at] ?? NaN, 5);
          });
      }
      // The fresh networks are small: were all slopes 0, the comparison above would say nothing.
      expect(Math.max(...influence.map(Math.abs))).toBeGreaterThan(1e-4);
      expect(imagined(bench, { nudge: { step: 0, element: 0, by: 0 } }).nudged?.worth).toBeCloseTo(
        returns[0] ?? NaN,
        6,
      );
      bench.session.close();
    },
  );

  it('holds a nudged action in its bounds', async () => {
    const bench = await dreamerBench({});
    bench.goTo(2);
    const { actions } = imagined(bench);
    const { nudged } = imagined(bench, { nudge: { step: 1, element: 0, by: 2 } });
    expect((actions[1] ?? NaN) + (nudged?.by ?? NaN)).toBeCloseTo(1, 6);
    bench.session.close();
  });

  it('has a picture a trajectory, of the step that is asked', async () => {
    const bench = await dreamerBench({ environment: { observation: 'pixels' } });
    bench.goTo(2);
    const early = imagined(bench, { look: 0 }).pictures;
    expect(early).toHaveLength(3);
    expect(imagined(bench, { look: 5 }).pictures[0]?.pixels).not.toEqual(early[0]?.pixels);
    bench.session.close();
  });

  it('is asked of no agent that learns without it', async () => {
    const planner = await dreamerBench({ behaviour: { kind: 'actor' } });
    expect(planner.session.info.model?.imagines).toBe(false);
    planner.goTo(2);
    planner.control({ kind: 'imagine', request: REQUEST });
    expect(planner.frame().imagined).toBeUndefined();
    planner.session.close();
    const bench = await openBench({ model: await freshModel() });
    expect(bench.session.info.model?.imagines).toBe(false);
    bench.control({ kind: 'imagine', request: REQUEST });
    expect(bench.frame().imagined).toBeUndefined();
    bench.session.close();
  });
});

describe('prior and posterior', () => {
  it('are told as distributions whose divergence is the surprise', async () => {
    const bench = await dreamerBench({});
    expect(bench.goTo(3).beliefs).toBeUndefined();
    bench.control({ kind: 'settings', settings: { beliefs: true } });
    const { beliefs, scalars } = bench.frame();
    if (beliefs === undefined) throw new Error('no beliefs were told');
    let divergence = 0;
    beliefs.prior.means.forEach((mean, at) => {
      const [sigma, belief] = [beliefs.prior.deviations[at] ?? NaN, beliefs.posterior.deviations[at] ?? NaN];
      const apart = (beliefs.posterior.means[at] ?? NaN) - mean;
      divergence += Math.log(sigma / belief) + (belief ** 2 + apart ** 2) / (2 * sigma ** 2) - 0.5;
    });
    expect(beliefs.prior.means).toHaveLength(4);
    expect(scalars.surprise).toBeCloseTo(divergence, 4);
    bench.session.close();
  });

  it('are not told where latents are classes, or predicted by a mixture', async () => {
    const classes = await dreamerBench({
      model: { latent: 'categorical', stochasticSize: 3, latentClasses: 4 },
    });
    classes.control({ kind: 'settings', settings: { beliefs: true } });
    expect(classes.goTo(2).beliefs).toBeUndefined();
    classes.session.close();
    const bench = await openBench({ model: await freshModel() });
    bench.control({ kind: 'settings', settings: { beliefs: true } });
    expect(bench.goTo(2).beliefs).toBeUndefined();
    bench.session.close();
  });
});

describe('a dream on one path', () => {
  const options = { temperature: 1, mode: 'sample' } as const;

  it('without h is led by z and the action alone, without z by h and the action alone', async () => {
    const { model, session, goTo } = await dreamerBench({});
    goTo(4);
    const mind = mindOf(model);
    const action = new Float32Array([0.3]);
    const numbers = { position: new Float64Array([0, 1, 0]), velocity: new Float64Array([0, 0]) };
    const eye = { width: 1, height: 1, pixels: new Uint8Array(3) };
    const random = () => RandomStream.named(0, 'test');
    // The first frame leaves h empty.
    const first = mind.observe(null, action, { eye, numbers }, random()).posterior;
    const { posterior } = mind.observe(first, action, { eye, numbers }, random());
    const emptied = (name: 'z' | 'h') => {
      const tensor = posterior[name];
      if (tensor === undefined) throw new Error(`the state has no ${name}`);
      return { ...posterior, [name]: { ...tensor, data: new Float32Array(tensor.data.length) } };
    };
    const next = (state: typeof posterior, paths: 'both' | 'deterministic' | 'stochastic') =>
      mind.imagine(state, action, random(), { ...options, paths });
    expect(next(posterior, 'stochastic')).toEqual(next(emptied('h'), 'both'));
    expect(next(posterior, 'stochastic')).not.toEqual(next(posterior, 'both'));
    const { z, h } = next(posterior, 'deterministic');
    expect(h).toEqual(next(emptied('z'), 'both')['h']);
    expect(z?.data.every((value) => value === 0)).toBe(true);
    session.close();
  });

  it('without z has one future only, with both as many as are asked', async () => {
    const bench = await dreamerBench({ environment: { observation: 'pixels' } });
    bench.control({ kind: 'settings', settings: { samples: 2, warmUp: null, horizon: null } });
    bench.goTo(3);
    bench.control({ kind: 'closeEyes' });
    const [one, other] = bench.goOn(3).dreamt;
    expect(one?.pixels).not.toEqual(other?.pixels);
    bench.goTo(3);
    bench.control({ kind: 'settings', settings: { dreamPaths: 'deterministic' } });
    const [same, again] = bench.goOn(3).dreamt;
    expect(same?.pixels).toEqual(again?.pixels);
    bench.session.close();
  });
});

describe('eyes that close after a few frames', () => {
  it('dream from what those frames alone show, whatever came before', async () => {
    const bench = await dreamerBench({});
    bench.control({
      kind: 'settings',
      settings: { warmUp: null, horizon: null, dreamMode: 'mean' },
    });
    const dreamt = (context?: number) => {
      bench.goTo(6);
      bench.control({ kind: 'openEyes' });
      bench.control(context === undefined ? { kind: 'closeEyes' } : { kind: 'closeEyes', context });
      return [...(bench.goOn(2).latent ?? [])];
    };
    const all = dreamt();
    expect(all).toHaveLength(4);
    const one = dreamt(1);
    expect(one).not.toEqual(all);
    expect(dreamt(3)).not.toEqual(one);
    // Step 0 and six more: nothing is forgotten.
    expect(dreamt(7)).toEqual(all);
    bench.session.close();
  });
});
