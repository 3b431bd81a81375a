import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../shared/checkpoint.ts';
import { mergeConfigs, type DeepPartialConfig } from '../../../shared/configFields.ts';
import type { TrainingUpdate } from '../../../shared/run.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { evaluateCheckpoint } from '../../../src-main/algorithms/registry.ts';
import { createTrainer } from '../../../src-main/algorithms/registry.ts';
import { dreamerContext, TINY_TASK, tinyDreamer } from './tinyDreamer.ts';
import { expectRecipesToReplay } from '../recipeClaims.ts';
import { comparable, pullAll, recordsOf } from '../world-models/tinyRun.ts';
import {
  expectStopsChangeNothing,
  recordsAfter,
  watchRun,
  type Moment,
  type WatchedRun,
} from '../watchedRun.ts';

/** Updates after which to look: amid seeds, pretraining, an evaluation, an episode, training steps, the end. */
const LOOKS = [2, 9, 23, 40, 61];

const RANGE = 'behaviour/returnScale/range';
const SLOW_CRITIC = 'behaviour/slow/critic/output/kernel';

const root = mkdtempSync(join(tmpdir(), 'dreamer-'));
const watched = { algorithm: 'dreamer', root, context: (folder: string) => dreamerContext(folder) };
let run: WatchedRun;
let updates: readonly TrainingUpdate[] = [];
let moments: readonly Moment[] = [];
let final: Checkpoint;

beforeAll(async () => {
  run = await watchRun(watched, ({ length }) => (LOOKS.includes(length) ? `update ${length}` : null));
  ({ updates, moments, final } = run);
}, 120_000);

afterAll(() => rmSync(root, { recursive: true }));

const metricsOf = (all: readonly TrainingUpdate[]) =>
  all.flatMap((update) => (update.kind === 'metrics' ? [update] : []));

async function runOf(overrides: DeepPartialConfig, task = TINY_TASK): Promise<TrainingUpdate[]> {
  const folder = mkdtempSync(join(root, 'other-'));
  const trainer = await createTrainer('dreamer', dreamerContext(folder, tinyDreamer(overrides, task), task));
  try {
    return await pullAll(trainer);
  } finally {
    await trainer.dispose();
  }
}

describe('the Dreamer trainer', () => {
  it('plays seed episodes, trains, evaluates and ends with a result', () => {
    const phases = updates.flatMap((update) => (update.kind === 'progress' ? [update.progress.phase] : []));
    expect([...new Set(phases)]).toEqual(['seed', 'train', 'evaluate']);
    const last = updates.at(-1);
    expect(last?.kind === 'result' && last.result.scoreEpisodes).toBe(3);
    // What is kept at the end is what was evaluated.
    expect(updates.at(-2)).toEqual({
      kind: 'checkpoint',
      reason: 'final',
      score: last?.kind === 'result' ? last.result.score : null,
    });
  });

  it('follows the authors’ schedule', () => {
    const episodes = updates.flatMap((update) => (update.kind === 'episode' ? [update.episode] : []));
    const played = episodes.filter(({ purpose }) => purpose !== 'evaluation');
    // Repeats are counted: an episode has 1,000 environment steps, however few decisions. Two seeds, then one at a time.
    expect(played.map(({ purpose }) => purpose)).toEqual([
      'collection',
      'collection',
      'training',
      'training',
    ]);
    expect(played.map(({ axis }) => axis.environmentSteps)).toEqual([1008, 2016, 3024, 4032]);
    // Three training steps after the seeds, four after each further episode.
    expect(played.map(({ axis }) => axis.gradientSteps)).toEqual([0, 0, 3, 7]);
    expect(metricsOf(updates).at(-1)?.axis.gradientSteps).toBe(11);
    const evaluated = metricsOf(updates).filter(({ values }) => 'evaluation/best' in values);
    expect(evaluated.map(({ axis }) => axis.environmentSteps)).toEqual([2016, 3024]);
  });

  it('tells every loss, and how an unseen episode is imagined', () => {
    const names = new Set(metricsOf(updates).flatMap(({ values }) => Object.keys(values)));
    for (const name of [
      'model/observation',
      'model/reward',
      'model/kl',
      'model/gradientNorm',
      'behaviour/return',
      'behaviour/criticLoss',
      'behaviour/actorGradientNorm',
      'evaluation/openLoopError',
      'evaluation/repeatError',
    ]) {
      expect(names).toContain(name);
    }
    for (const { values } of metricsOf(updates)) {
      for (const value of Object.values(values)) expect(Number.isFinite(value)).toBe(true);
    }
  });

  it('shows what it imagines: rows truth, model and error', () => {
    const panels = updates.flatMap((update) => (update.kind === 'pictures' ? [update.panel] : []));
    expect(panels[0]?.title).toBe('panel.openLoop');
    expect(panels[0]?.rows.map(({ pictures }) => pictures[0]?.meaning)).toEqual(['real', 'dreamt', 'error']);
  });

  it('spends at most a fiftieth of its time on what it shows', async () => {
    let seconds = 0;
    // Slow enough that a picture's own time, and not the least wait between two, decides.
    const clock = () => (seconds += 0.5);
    const config = tinyDreamer({ schedule: { environmentSteps: 3100, trainSteps: 60 } });
    const trainer = await createTrainer('dreamer', { ...dreamerContext(join(root, 'shown'), config), clock });
    const shown: number[] = [];
    for await (const { kind } of trainer.train()) if (kind === 'pictures') shown.push(seconds);
    await trainer.dispose();
    const gaps = shown.slice(1).map((at, index) => at - (shown[index] ?? 0));
    expect(gaps.length).toBeGreaterThan(5);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(50 * 0.5);
  });

  it('keeps recipes whose replay gives the recorded return', async () => {
    await expectRecipesToReplay(updates);
  });

  it('leaves no tensor behind', () => {
    expect(run.tensorsLeft).toBe(0);
  });

  it('can be stopped at any moment, and then does the same to the last bit', async () => {
    expect(moments).toHaveLength(LOOKS.length);
    await expectStopsChangeNothing(watched, run);
  }, 120_000);

  it.each(['cache/episodes', 'cache'])(
    'computes what was lost with %s again',
    async (lost) => {
      const moment = moments.at(-2);
      if (moment === undefined) throw new Error('no moment was kept');
      const folder = mkdtempSync(join(root, 'lost-'));
      cpSync(moment.folder, folder, { recursive: true });
      rmSync(join(folder, lost), { recursive: true });
      const trainer = await createTrainer('dreamer', dreamerContext(folder));
      await trainer.restore(structuredClone(moment.checkpoint));
      const all = await pullAll(trainer);
      const [first, ...rest] = recordsOf(all);
      expect(first).toMatchObject({ key: 'log.cacheLost' });
      // Whoever waits sees the steps of all lost episodes go by, to the last.
      const told = all.flatMap((update) => (update.kind === 'progress' ? [update.progress] : []));
      const computed = told.slice(
        0,
        told.findIndex(({ done, total }) => done === total),
      );
      const [{ total } = { total: 0 }] = told;
      expect(computed.length).toBeGreaterThan(0);
      expect(computed.every((one) => one.unit === 'unit.step' && one.total === total)).toBe(true);
      expect(computed.map(({ done }) => done)).toEqual(
        computed.map(({ done }) => done).sort((a, b) => a - b),
      );
      expect(rest).toEqual(recordsAfter(run, moment));
      expect(comparable(await trainer.save())).toEqual(comparable(final));
      await trainer.dispose();
    },
    60_000,
  );

  it('says so where an episode no longer goes as it went', async () => {
    const trainer = await createTrainer('dreamer', dreamerContext(mkdtempSync(join(root, 'other-'))));
    const { 'replay/actions': actions, ...arrays } = final.arrays;
    if (actions === undefined) throw new Error('no actions');
    const other = { shape: actions.shape, data: Float32Array.from(actions.data, (value) => 0.5 * value) };
    await trainer.restore({ ...final, arrays: { ...arrays, 'replay/actions': other } });
    await expect(pullAll(trainer)).rejects.toMatchObject({ code: 'run.episodesDiffer' });
    await expect(trainer.restore({ ...final, arrays })).rejects.toMatchObject({
      code: 'checkpoint.mismatch',
    });
    await trainer.dispose();
  });

  it('evaluates a checkpoint to the very score that the run showed', async () => {
    const { config, environment } = dreamerContext(root);
    const seen: number[] = [];
    const played: number[] = [];
    const summary = await evaluateCheckpoint(
      { environment, config, checkpoint: final, episodes: 3, workers: 0 },
      {
        onEpisode: ({ index }) => seen.push(index),
        onPlayed: (episodes) => played.push(episodes),
      },
    );
    const last = updates.at(-1);
    expect(summary.score).toBe(last?.kind === 'result' ? last.result.score : Number.NaN);
    expect(seen).toEqual([0, 1, 2]);
    expect(played.some((episodes) => episodes > 0 && episodes < 1)).toBe(true);
    expect(played).toEqual([...played].sort((a, b) => a - b));
  });

  it('refuses a checkpoint of another algorithm, another architecture, or none', async () => {
    const config = tinyDreamer({ model: { hiddenSize: 9 } });
    const other = await createTrainer('dreamer', dreamerContext(join(root, 'narrow'), config));
    await expect(other.restore(final)).rejects.toMatchObject({ code: 'checkpoint.mismatch' });
    await expect(other.restore({ ...final, algorithm: 'world-models' })).rejects.toMatchObject({
      code: 'checkpoint.mismatch',
    });
    await expect(other.restore({ ...final, header: { state: 1 } })).rejects.toMatchObject({
      code: 'checkpoint.damaged',
    });
    await other.dispose();
  });

  it('refuses what an environment cannot give', async () => {
    const planner = { kind: 'planner' };
    const cases: readonly (readonly [task: string, config: DeepPartialConfig, code: string])[] = [
      ['car-racing', {}, 'config.picturesOnly'],
      [
        'take-cover',
        { environment: { observation: 'pixels' }, behaviour: planner },
        'config.plannerNeedsNumbers',
      ],
      [TINY_TASK, { behaviour: { ...planner, planElites: 7 } }, 'config.moreElites'],
      [TINY_TASK, { model: { sequenceLength: 200 } }, 'config.invalid'],
    ];
    const tensors = tf.memory().numTensors;
    for (const [task, config, code] of cases) {
      await expect(runOf(config, task), code).rejects.toMatchObject({ code });
    }
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

/** All that later papers do otherwise, at once. */
const LATER: DeepPartialConfig = {
  model: {
    latent: 'categorical',
    stochasticSize: 3,
    latentClasses: 4,
    rewardHead: 'two-hot',
    balancesKl: true,
    freeNatsEach: true,
    layerNorm: true,
    gru: 'normed-gru',
  },
  behaviour: {
    returnScale: 'percentiles',
    actorGradient: 'reinforce',
    valueHead: 'two-hot',
    layerNorm: true,
    slowCritic: 'regularised',
    replayValueScale: 0.3,
    unimix: 0.01,
    startsAtEnds: false,
  },
};

describe('with every option of DreamerV2 and DreamerV3', () => {
  const short: DeepPartialConfig = { schedule: { environmentSteps: 2100, evaluateEvery: 2000 } };

  it('a run stopped amid training goes on to the same end, bit for bit, its returns’ range too', async () => {
    const config = tinyDreamer(mergeConfigs(short, LATER));
    const folder = join(root, 'later');
    const tensors = tf.memory().numTensors;
    const trainer = await createTrainer('dreamer', dreamerContext(folder, config));
    const seen: TrainingUpdate[] = [];
    let amid: { checkpoint: Checkpoint; updates: number } | null = null;
    for await (const update of trainer.train()) {
      seen.push(update);
      const checkpoint: Checkpoint | null = amid === null ? await trainer.save() : null;
      // Amid training steps: the range is more than nothing by then.
      if (checkpoint === null || (checkpoint.arrays[RANGE]?.data[0] ?? 0) === 0) continue;
      amid = { checkpoint: structuredClone(checkpoint), updates: seen.length };
      cpSync(join(folder, 'cache'), join(root, 'later-copy', 'cache'), { recursive: true });
    }
    const end = structuredClone(await trainer.save());
    await trainer.dispose();
    if (amid === null) throw new Error('no training step was seen');
    expect(end.arrays[RANGE]?.data[0]).not.toBe(amid.checkpoint.arrays[RANGE]?.data[0]);
    const resumed = await createTrainer('dreamer', dreamerContext(join(root, 'later-copy'), config));
    await resumed.restore(amid.checkpoint);
    expect(recordsOf(await pullAll(resumed))).toEqual(
      recordsOf(seen).slice(recordsOf(seen.slice(0, amid.updates)).length),
    );
    expect(comparable(await resumed.save())).toEqual(comparable(end));
    for (const missing of [RANGE, SLOW_CRITIC]) {
      const { [missing]: found, ...arrays } = end.arrays;
      expect(found, missing).toBeDefined();
      await expect(resumed.restore({ ...end, arrays })).rejects.toMatchObject({
        code: 'checkpoint.mismatch',
      });
    }
    await resumed.dispose();
    for (const { values } of metricsOf(seen)) {
      for (const [name, value] of Object.entries(values)) expect(Number.isFinite(value), name).toBe(true);
    }
    const names = metricsOf(seen).flatMap(({ values }) => Object.keys(values));
    expect(names).toEqual(expect.arrayContaining(['behaviour/returnRange', 'evaluation/openLoopError']));
    expect(seen.some(({ kind }) => kind === 'pictures')).toBe(true);
    const last = seen.at(-1);
    const { environment } = dreamerContext(root);
    const summary = await evaluateCheckpoint({
      environment,
      config,
      checkpoint: end,
      episodes: 3,
      workers: 0,
    });
    expect(summary.score).toBe(last?.kind === 'result' ? last.result.score : Number.NaN);
    expect(tf.memory().numTensors).toBe(tensors);
  }, 60_000);

  it.each(['actor', 'planner'])(
    'a run whose behaviour is the %s comes to its end',
    async (kind) => {
      // REINFORCE is not for an actor without a critic.
      const behaviour = { kind, actorGradient: 'dynamics', replayValueScale: 0 };
      const all = await runOf(mergeConfigs(mergeConfigs(short, LATER), { behaviour }));
      const names = new Set(metricsOf(all).flatMap(({ values }) => Object.keys(values)));
      expect(names.has('behaviour/returnRange')).toBe(kind === 'actor');
      expect(all.at(-1)?.kind).toBe('result');
    },
    60_000,
  );

  it('learns from pixels, discrete actions and predicted ends (Take Cover)', async () => {
    const all = await runOf(
      mergeConfigs(LATER, {
        environment: { observation: 'pixels' },
        schedule: { environmentSteps: 700, evaluateEvery: 10_000 },
        model: { predictsDiscount: true },
      }),
      'take-cover',
    );
    for (const { values } of metricsOf(all)) {
      for (const [name, value] of Object.entries(values)) expect(Number.isFinite(value), name).toBe(true);
    }
    expect(all.at(-1)?.kind).toBe('result');
    // Episodes end early here: a bar that counts each as long as the longest would go back after it.
    const bar = all.flatMap((update) =>
      update.kind === 'progress' && update.progress.phase === 'train' ? [update.progress.done] : [],
    );
    expect(bar.length).toBeGreaterThan(2);
    expect(bar).toEqual([...bar].sort((a, b) => a - b));
  }, 60_000);
});

describe('with pictures and numbers observed side by side', () => {
  it('a run comes to its end and, stopped amid training, goes on to the same, bit for bit', async () => {
    const config = tinyDreamer({
      environment: { observation: 'both' },
      schedule: { environmentSteps: 2100, evaluateEvery: 2000 },
    });
    const own = { algorithm: 'dreamer', root, context: (folder: string) => dreamerContext(folder, config) };
    const both = await watchRun(own, ({ length }) => (length === 12 ? 'amid' : null));
    expect(both.updates.at(-1)?.kind).toBe('result');
    await expectStopsChangeNothing(own, both);
  }, 60_000);
});

describe('its relatives', () => {
  const short: DeepPartialConfig = { schedule: { environmentSteps: 2100, evaluateEvery: 10_000 } };

  it('without a value model there is no critic', async () => {
    const names = metricsOf(await runOf({ ...short, behaviour: { kind: 'actor' } })).flatMap(({ values }) =>
      Object.keys(values),
    );
    expect(names).toContain('behaviour/actorLoss');
    expect(names).not.toContain('behaviour/criticLoss');
  });

  it('a planner learns the world model only, and acts', async () => {
    const all = await runOf({ ...short, behaviour: { kind: 'planner' } });
    const names = metricsOf(all).flatMap(({ values }) => Object.keys(values));
    expect(names).toContain('model/kl');
    expect(names.some((name) => name.startsWith('behaviour/'))).toBe(false);
    expect(all.at(-1)?.kind).toBe('result');
  }, 60_000);

  it('learns from pixels, discrete actions and predicted ends (Take Cover)', async () => {
    const all = await runOf(
      {
        ...short,
        environment: { actionRepeat: 16, observation: 'pixels' },
        schedule: { environmentSteps: 700, evaluateEvery: 10_000 },
        model: { predictsDiscount: true },
      },
      'take-cover',
    );
    expect(metricsOf(all).flatMap(({ values }) => Object.keys(values))).toContain('model/discount');
    const panel = all.find((update) => update.kind === 'pictures');
    expect(panel?.kind === 'pictures' && panel.panel.rows[1]?.pictures[0]?.width).toBe(64);
    const episodes = all.flatMap((update) => (update.kind === 'episode' ? [update.episode] : []));
    expect(episodes.some(({ terminated }) => terminated)).toBe(true);
  }, 60_000);
});
