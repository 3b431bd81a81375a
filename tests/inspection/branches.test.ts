/** Branches of a moment: the theatre's own dreams and the recording, bit for bit, beside what happens under other actions. */
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { MOST_MOMENT_BRANCHES, type BranchSpec } from '../../shared/branches.ts';
import type { Environment } from '../../src-main/environments/environment.ts';
import { BranchGuests } from '../../src-main/inspection/branchGuests.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { dreamerBench } from './support/dreamerBench.ts';
import { freshModel, openBench, type Bench } from './support/theatreBench.ts';

beforeAll(async () => {
  await initialiseBackend();
});

const RECORDED: BranchSpec = { actions: { source: 'recorded' }, temperature: 0.8, sample: 1 };
const AGENT: BranchSpec = { actions: { source: 'agent' }, temperature: 0.8, sample: 1 };
const held = (...action: number[]): BranchSpec => ({
  actions: { source: 'held', action },
  temperature: 0.8,
  sample: 1,
});

const FROM = 6;
const STEPS = 8;

/** An episode of random actions that is known beyond the moment, and stands at it with eyes open. */
async function played(bench: Bench): Promise<Bench> {
  const settings = { driver: 'random', warmUp: null, horizon: null, temperature: 0.8 } as const;
  bench.control({ kind: 'settings', settings });
  bench.goTo(FROM + STEPS);
  bench.goTo(FROM);
  return bench;
}

const branchesOf = (bench: Bench, branches: readonly BranchSpec[], fromStep = FROM, steps = STEPS) =>
  bench.session.branches({ fromStep, steps, branches: [...branches] }, new BranchGuests()).branches;

const one = (bench: Bench, spec: BranchSpec, steps = STEPS) => {
  const [branch] = branchesOf(bench, [spec], FROM, steps);
  if (branch === undefined) throw new Error('no branch');
  return branch;
};

/** What the theatre's own dream from the moment shows, a step each. */
function theatresDream(bench: Bench, dreamDriver: 'reality' | 'agent') {
  bench.control({ kind: 'settings', settings: { dreamDriver } });
  bench.control({ kind: 'closeEyes' });
  const frames = Array.from({ length: STEPS }, (_, index) => bench.goTo(FROM + index + 1));
  return frames.map(({ dreamt, eye, scalars }) => ({ dreamt: dreamt[0], eye, scalars }));
}

describe('a branch', () => {
  test('with the recorded actions is the theatre’s own dream, and its reality is the recording', async () => {
    const bench = await played(await openBench({ model: await freshModel() }));
    const branch = one(bench, RECORDED);
    const dream = theatresDream(bench, 'reality');
    const { strip, figures } = branch;
    expect(strip.steps.at(-1)).toBe(STEPS);
    expect(strip.dreamt).toEqual(strip.steps.map((step) => dream[step - 1]?.dreamt));
    expect(strip.real.map(({ pixels }) => pixels)).toEqual(
      strip.steps.map((step) => dream[step - 1]?.eye.pixels),
    );
    expect(figures.error).toEqual(dream.map(({ scalars }) => scalars.pixelError));
    expect(figures.realReward).toEqual(dream.map(({ scalars }) => scalars.reward));
    expect(branch.actions).toHaveLength(STEPS);
    bench.session.close();
  });

  test('whose agent acts is the theatre’s dream in which the agent acts', async () => {
    const bench = await played(await openBench({ model: await freshModel() }));
    const { strip } = one(bench, AGENT);
    const recorded = one(bench, RECORDED);
    const dream = theatresDream(bench, 'agent');
    expect(strip.dreamt).toEqual(strip.steps.map((step) => dream[step - 1]?.dreamt));
    expect(strip.dreamt).not.toEqual(recorded.strip.dreamt);
    bench.session.close();
  });

  test('of a number that is no first dream draws as that dream of the theatre does', async () => {
    const bench = await played(await openBench({ model: await freshModel() }));
    const second = one(bench, { ...RECORDED, sample: 2 });
    const first = one(bench, RECORDED);
    theatresDream(bench, 'reality');
    bench.goTo(FROM);
    bench.control({ kind: 'openEyes' });
    const dream = theatresDream(bench, 'reality');
    expect(second.figures.error).toEqual(dream.map(({ scalars }) => scalars.pixelError));
    expect(second.figures.error).not.toEqual(first.figures.error);
    bench.session.close();
  });

  test('leaves the theatre as it was, and reality goes on as it would have', async () => {
    const [bench, other] = [
      await played(await openBench({ model: await freshModel() })),
      await played(await openBench({ model: await freshModel() })),
    ];
    branchesOf(bench, [held(1, 1, 0), held(-1, 1, 0), AGENT, RECORDED]);
    expect(bench.state()).toMatchObject({ step: FROM, lastStep: FROM + STEPS, replayMatches: true });
    const [mine, its] = [bench.goTo(FROM + STEPS + 5), other.goTo(FROM + STEPS + 5)];
    expect(mine.poses).toEqual(its.poses);
    expect(mine.eye.pixels).toEqual(its.eye.pixels);
    expect(mine.scalars).toEqual(its.scalars);
    bench.session.close();
    other.session.close();
  });

  test('under a held action has reality do just that, whatever stands beside it', async () => {
    const bench = await played(await openBench({ model: await freshModel() }));
    const [left, right, alone] = [
      ...branchesOf(bench, [held(-1, 1, 0), held(1, 1, 0)]),
      one(bench, held(1, 1, 0)),
    ];
    expect(left?.actions).toEqual(Array.from({ length: STEPS }, () => [-1, 1, 0]));
    expect(left?.strip.real.at(-1)).not.toEqual(right?.strip.real.at(-1));
    expect(right).toEqual(alone);
    const driven = await openBench({ model: await freshModel() });
    driven.control({ kind: 'settings', settings: { driver: 'random', warmUp: null, temperature: 0.8 } });
    driven.goTo(FROM);
    driven.control({ kind: 'settings', settings: { driver: 'keyboard' } });
    driven.control({ kind: 'keys', action: [1, 1, 0] });
    expect(driven.goOn(STEPS).eye.pixels).toEqual(right?.strip.real.at(-1)?.pixels);
    bench.session.close();
    driven.session.close();
  });

  test('under a drawn curve has reality do step by step what was drawn, and hold the last', async () => {
    const bench = await played(await openBench({ model: await freshModel() }));
    const curve = [
      [-1, 1, 0],
      [0.5, 0.25, 0],
      [0, 0, 7],
    ];
    const drawn = one(bench, { ...RECORDED, actions: { source: 'curve', curve } });
    const braking = [0, 0, 1];
    expect(drawn.actions).toEqual([
      [-1, 1, 0],
      [0.5, 0.25, 0],
      ...Array.from({ length: STEPS - 2 }, () => braking),
    ]);
    const steady = one(bench, held(-1, 1, 0));
    const same = one(bench, { ...RECORDED, actions: { source: 'curve', curve: [[-1, 1, 0]] } });
    expect({ ...same, spec: steady.spec }).toEqual(steady);
    expect(drawn.figures.realReward).not.toEqual(steady.figures.realReward);
    bench.session.close();
  });

  test('of any temperature and source is the same to the last bit alone and among others', async () => {
    const hot: BranchSpec = { actions: { source: 'random', seed: 3 }, temperature: 2, sample: 2 };
    const specs = [AGENT, hot, { ...RECORDED, temperature: 0.3, sample: 9 }];
    for (const [bench, hasTemperature] of [
      [await openBench({ model: await freshModel() }), true],
      [await dreamerBench({}), false],
    ] as const) {
      await played(bench);
      const together = branchesOf(bench, specs);
      expect(together).toEqual(specs.map((spec) => one(bench, spec)));
      const cold = one(bench, { ...hot, temperature: 0.3 }).figures.error;
      expect(isDeepStrictEqual(cold, together[1]?.figures.error)).toBe(!hasTemperature);
      bench.session.close();
    }
  });

  test('goes on as a recording does beyond what was played of it', async () => {
    const first = await played(await openBench({ model: await freshModel() }));
    const expected = one(first, RECORDED);
    const recipe = first.session.recipe();
    first.session.close();
    const bench = await openBench({ model: await freshModel(), recipe });
    bench.control({ kind: 'settings', settings: { warmUp: null, horizon: null } });
    bench.goTo(FROM);
    expect(bench.state().lastStep).toBe(FROM);
    expect(one(bench, RECORDED)).toEqual(expected);
    // As far as the recording goes.
    expect(one(bench, RECORDED, STEPS + 20).figures.error).toHaveLength(STEPS);
    bench.session.close();
  });

  test('ends where the real episode does, while its dream goes on', async () => {
    const config = { actionRepeat: 4, maxSteps: FROM + 3 };
    const bench = await openBench({ model: await freshModel(), config });
    bench.control({ kind: 'settings', settings: { driver: 'random', warmUp: null } });
    bench.goTo(FROM);
    const { figures, strip, actions } = one(bench, held(0, 1, 0));
    expect(figures.over).toBe('truncated');
    expect(figures.error).toHaveLength(3);
    expect(actions).toHaveLength(STEPS);
    expect(strip.dreamt).toHaveLength(6);
    expect(strip.real.length).toBeLessThan(6);
    bench.session.close();
  });

  test('of a model that observes numbers is measured in numbers, with its rewards', async () => {
    const bench = await played(await dreamerBench({ environment: { observation: 'state' } }));
    const { figures, strip } = one(bench, { ...RECORDED, temperature: 1 });
    const dream = theatresDream(bench, 'reality');
    expect(figures.space).toBe('numbers');
    expect(figures.error).toEqual(dream.map(({ scalars }) => expect.closeTo(scalars.pixelError ?? NaN, 4)));
    expect(figures.dreamtReward).toEqual(
      dream.map(({ scalars }) => expect.closeTo(scalars.predictedReward ?? NaN, 4)),
    );
    expect(figures.latent.every((distance) => distance > 0)).toBe(true);
    expect(strip.dreamt).toEqual([]);
    bench.session.close();
  });
});

describe('what cannot be branched says why', () => {
  test.each<[string, string, readonly BranchSpec[], number]>([
    [
      'a seventeenth',
      'branches.tooMany',
      Array.from({ length: MOST_MOMENT_BRANCHES + 1 }, () => AGENT),
      FROM,
    ],
    ['a step that nobody reached', 'branches.beyondEnd', [AGENT], FROM + STEPS + 1],
    ['what comes after the last known step', 'branches.notRecorded', [RECORDED], FROM + STEPS],
    ['an action of another length', 'branches.actionSize', [held(1)], FROM],
    [
      'a curve with one step of another length',
      'branches.actionSize',
      [{ ...AGENT, actions: { source: 'curve', curve: [[0, 0, 0], [1]] } }],
      FROM,
    ],
  ])('%s: %s', async (_, code, branches, fromStep) => {
    const bench = await played(await openBench({ model: await freshModel() }));
    expect(() => branchesOf(bench, branches, fromStep)).toThrow(expect.objectContaining({ code }));
    bench.session.close();
  });

  test('sixteen are no more than is allowed', async () => {
    const bench = await played(await openBench({ model: await freshModel() }));
    const branches = Array.from({ length: MOST_MOMENT_BRANCHES }, (_, index) => ({
      ...RECORDED,
      sample: index + 1,
    }));
    const computed = branchesOf(bench, branches, FROM, 2);
    expect(new Set(computed.map(({ figures }) => figures.latent[1])).size).toBe(MOST_MOMENT_BRANCHES);
    bench.session.close();
  });

  test('the end of an episode, and a theatre without a model', async () => {
    const config = { actionRepeat: 4, maxSteps: FROM };
    const ended = await openBench({ model: await freshModel(), config });
    ended.control({ kind: 'settings', settings: { driver: 'random' } });
    ended.goTo(FROM);
    expect(() => branchesOf(ended, [AGENT])).toThrow(expect.objectContaining({ code: 'branches.over' }));
    const bare = await openBench();
    expect(() => branchesOf(bare, [AGENT], 0)).toThrow(expect.objectContaining({ code: 'branches.noModel' }));
    ended.session.close();
    bare.session.close();
  });

  /** Without saved states, each branch has its episode played again up to the moment. */
  const unsaved = (plain: Environment): Environment => ({
    spec: plain.spec,
    reset: (seed) => plain.reset(seed),
    step: (action) => plain.step(action),
    close: () => {
      plain.close();
    },
  });

  test('an environment that saves no states is played again up to the moment', async () => {
    const expected = await played(await openBench({ model: await freshModel() }));
    const bench = await played(await openBench({ model: await freshModel(), wrap: unsaved }));
    const specs = [held(1, 1, 0), RECORDED];
    expect(branchesOf(bench, specs)).toEqual(branchesOf(expected, specs));
    bench.session.close();
    expected.session.close();
  });

  test('an environment that is another each time cannot be put to the moment again', async () => {
    let resets = 0;
    const bench = await played(
      await openBench({
        model: await freshModel(),
        wrap: (plain) => ({ ...unsaved(plain), reset: (seed) => plain.reset(seed + resets++) }),
      }),
    );
    expect(() => branchesOf(bench, [AGENT])).toThrow(
      expect.objectContaining({ code: 'branches.notRepeatable' }),
    );
    bench.session.close();
  });
});
