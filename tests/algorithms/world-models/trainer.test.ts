import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../shared/checkpoint.ts';
import { halvesOf } from '../../../shared/halfPrecision.ts';
import type { TrainingUpdate } from '../../../shared/run.ts';
import { evaluateCheckpoint } from '../../../src-main/algorithms/registry.ts';
import { createTrainer } from '../../../src-main/algorithms/registry.ts';
import { expectRecipesToReplay } from '../recipeClaims.ts';
import { comparable, pullAll, recordsOf, tinyConfig, tinyContext } from './tinyRun.ts';
import {
  expectStopsChangeNothing,
  recordsAfter,
  watchRun,
  type Moment,
  type WatchedRun,
} from '../watchedRun.ts';

/** Pulls within each phase: amid its units, and amid the updates of one unit. */
const MOMENTS: Readonly<Record<string, readonly number[]>> = {
  collect: [3],
  vision: [8],
  encode: [1],
  memory: [8],
  controller: [6, 30],
  evaluate: [9],
};

/** Names a moment `<phase>-<pulls>`. */
function lookAtPhases(): (updates: readonly TrainingUpdate[]) => string | null {
  const pullsOfPhase = new Map<string, number>();
  let phase = 'collect';
  return (all) => {
    const last = all.at(-1);
    if (last?.kind === 'progress') phase = last.progress.phase;
    const pulls = (pullsOfPhase.get(phase) ?? 0) + 1;
    pullsOfPhase.set(phase, pulls);
    return MOMENTS[phase]?.includes(pulls) === true ? `${phase}-${pulls}` : null;
  };
}

/** The last one in a phase. */
function momentIn(phase: string): Moment {
  const moment = moments.findLast(({ name }) => name.startsWith(`${phase}-`));
  if (moment === undefined) throw new Error(`nobody looked at ${phase}`);
  return moment;
}

const root = mkdtempSync(join(tmpdir(), 'trainer-'));
const watched = { algorithm: 'world-models', root, context: (folder: string) => tinyContext(folder) };
let run: WatchedRun;
let updates: readonly TrainingUpdate[] = [];
let moments: readonly Moment[] = [];
let final: Checkpoint;

beforeAll(async () => {
  run = await watchRun(watched, lookAtPhases());
  ({ updates, moments, final } = run);
}, 240_000);

afterAll(() => rmSync(root, { recursive: true }));

describe('the World Models trainer', () => {
  it('goes through every phase and ends with a result', () => {
    const phases = updates.flatMap((update) => (update.kind === 'progress' ? [update.progress.phase] : []));
    expect([...new Set(phases)]).toEqual(['collect', 'vision', 'encode', 'memory', 'controller', 'evaluate']);
    const last = updates.at(-1);
    expect(last?.kind).toBe('result');
    if (last?.kind !== 'result') return;
    expect(last.result.scoreEpisodes).toBe(2);
    expect(Object.keys(last.result.figures).sort()).toEqual([
      'evaluation.randomDeviation',
      'evaluation.randomReturn',
      'memory.error',
      'memory.nll',
      'memory.repeatError',
      'memory.repeatNll',
      'vision.error',
      'vision.meanFrameError',
    ]);
  });

  it('counts frames with action repeat, and gradient steps', () => {
    const axes = updates.flatMap((update) => (update.kind === 'metrics' ? [update.axis] : []));
    const collected = axes.find(({ gradientSteps }) => gradientSteps > 0);
    expect(collected?.environmentSteps).toBe(3 * 14 * 8);
    // 28 frames in batches of 6 make 4 batches an epoch (one episode is held out); then 6 of M.
    expect(axes.at(-1)?.gradientSteps).toBe(2 * 4 + 6);
    for (let i = 1; i < axes.length; i++) {
      expect(axes[i]?.environmentSteps).toBeGreaterThanOrEqual(axes[i - 1]?.environmentSteps ?? 0);
    }
  });

  it('scores every candidate of every generation', () => {
    const populations = updates.flatMap((update) => (update.kind === 'distribution' ? [update.values] : []));
    expect(populations).toHaveLength(3);
    for (const scores of populations) {
      expect(scores).toHaveLength(4);
      expect(new Set(scores).size).toBeGreaterThan(1);
    }
  });

  it('shows what it collected, reconstructed and predicted', () => {
    const titles = updates.flatMap((update) => (update.kind === 'pictures' ? [update.panel.title] : []));
    expect([...new Set(titles)]).toEqual(['panel.collected', 'panel.reconstruction', 'panel.prediction']);
  });

  it('keeps recipes whose replay gives the recorded return', async () => {
    await expectRecipesToReplay(updates);
  });

  it('knows what the phases to come will take before they have begun', () => {
    const estimates = updates.flatMap((update) =>
      update.kind === 'progress' && update.progress.phase === 'memory'
        ? [update.progress.runSecondsLeft]
        : [],
    );
    expect(estimates.some((seconds) => seconds !== null && seconds > 0)).toBe(true);
  });

  it('leaves no tensor behind', () => {
    expect(run.tensorsLeft).toBe(0);
  });

  it('can be stopped and resumed in every phase, and then does the same to the last bit', async () => {
    expect(moments).toHaveLength(Object.values(MOMENTS).flat().length);
    await expectStopsChangeNothing(watched, run);
  }, 600_000);

  it('evaluates a checkpoint to the very score that the run showed', async () => {
    const { config, environment } = tinyContext(root);
    const seen: number[] = [];
    const played: number[] = [];
    const summary = await evaluateCheckpoint(
      { environment, config, checkpoint: final, episodes: 2, workers: 0 },
      {
        onEpisode: ({ index }) => seen.push(index),
        onPlayed: (episodes) => played.push(episodes),
      },
    );
    const last = updates.at(-1);
    expect(summary.score).toBe(last?.kind === 'result' ? last.result.score : Number.NaN);
    expect(seen.sort()).toEqual([0, 1]);
    expect(played.some((episodes) => episodes > 0 && episodes < 1)).toBe(true);
    expect(played).toEqual([...played].sort((a, b) => a - b));
    const { 'controller/parameters': _, ...without } = final.arrays;
    await expect(
      evaluateCheckpoint({
        environment,
        config,
        checkpoint: { ...final, arrays: without },
        episodes: 1,
        workers: 0,
      }),
    ).rejects.toMatchObject({ code: 'checkpoint.cannotAct' });
  });

  it('keeps half-precision weights where that is asked for, and scores just those', async () => {
    const moment = momentIn('evaluate');
    const { config, environment } = tinyContext(root, tinyConfig({ evaluate: { precision: 'half' } }));
    const beginning = {
      ...moment.checkpoint,
      header: { ...moment.checkpoint.header, phase: null, outbox: [] },
    };
    const trainer = await createTrainer('world-models', tinyContext(moment.folder, config));
    await trainer.restore(structuredClone(beginning));
    const last = (await pullAll(trainer)).at(-1);
    const kept = structuredClone(await trainer.save());
    await trainer.dispose();
    const weights = Object.entries(kept.arrays).filter(([name]) => /^(vision|memory)\//.test(name));
    expect(weights.length).toBeGreaterThan(10);
    for (const [name, { data }] of weights) {
      expect(data instanceof Float32Array && halvesOf(data) !== null, name).toBe(true);
    }
    const { score } = await evaluateCheckpoint({
      environment,
      config,
      checkpoint: kept,
      episodes: 2,
      workers: 0,
    });
    expect(score).toBe(last?.kind === 'result' ? last.result.score : Number.NaN);
  }, 120_000);

  it('begun from what another learned, counts what was taken over and nothing that came after it', async () => {
    const amid = momentIn('controller');
    const steps = updates.flatMap((update) =>
      update.kind === 'metrics' && Object.keys(update.values).some((name) => name.startsWith('memory/'))
        ? [update.axis.gradientSteps]
        : [],
    );
    const collected = updates
      .flatMap((update) => (update.kind === 'episode' ? [update.episode] : []))
      .filter(({ purpose }) => purpose === 'collection')
      .reduce((sum, { length }) => sum + length, 0);
    const trainer = await createTrainer('world-models', tinyContext(join(root, 'begun')));
    await trainer.beginFrom?.(amid.checkpoint);
    const begun = await trainer.save();
    const [first] = await pullAll(trainer);
    await trainer.dispose();
    const { counters, figures } = begun.header as {
      counters: { environmentSteps: number; gradientSteps: number };
      figures: Record<string, number>;
    };
    expect(counters.environmentSteps).toBe(collected * 8);
    expect(counters.gradientSteps).toBe(steps.at(-1));
    expect(Object.keys(figures).some((name) => name.startsWith('memory.'))).toBe(true);
    expect(Object.keys(figures).filter((name) => !/^(vision|memory)\./.test(name))).toEqual([]);
    expect(begun.arrays).not.toHaveProperty('controller/parameters');
    expect(first).toMatchObject({ kind: 'log', key: 'log.phase.controller' });
  });

  it('computes lost frames and latents again', async () => {
    const moment = momentIn('memory');
    const trainer = await createTrainer('world-models', tinyContext(join(root, 'empty')));
    await trainer.restore(structuredClone(moment.checkpoint));
    const all = await pullAll(trainer);
    const rest = recordsOf(all);
    expect(rest[0]).toMatchObject({ key: 'log.cacheLost' });
    // Whoever waits sees which phase is carried out again, and how far that is.
    const told = all.flatMap((update) => (update.kind === 'progress' ? [update.progress] : []));
    expect(told[0]).toMatchObject({ phase: 'collect', phaseSecondsLeft: null });
    expect(told.find(({ phase }) => phase !== 'collect')).toMatchObject({ phase: 'encode' });
    expect(rest.slice(1)).toEqual(recordsAfter(run, moment));
    expect(comparable(await trainer.save())).toEqual(comparable(final));
    await trainer.dispose();
  }, 120_000);

  it('needs neither for its last controller, and its checkpoints tell of them all the same', async () => {
    const moment = momentIn('controller');
    const trainer = await createTrainer('world-models', tinyContext(join(root, 'bare')));
    await trainer.restore(structuredClone(moment.checkpoint));
    expect(recordsOf(await pullAll(trainer))).toEqual(recordsAfter(run, moment));
    expect(comparable(await trainer.save())).toEqual(comparable(final));
    await trainer.dispose();
  }, 120_000);

  it('refuses a checkpoint of another algorithm or another architecture', async () => {
    const other = await createTrainer(
      'world-models',
      tinyContext(join(root, 'other'), tinyConfig({ memory: { hiddenSize: 20 } })),
    );
    await expect(other.restore(final)).rejects.toMatchObject({ code: 'checkpoint.mismatch' });
    await expect(other.restore({ ...final, algorithm: 'dreamer' })).rejects.toMatchObject({
      code: 'checkpoint.mismatch',
    });
    await expect(other.restore({ ...final, header: { index: 'one' } })).rejects.toMatchObject({
      code: 'checkpoint.damaged',
    });
    await other.dispose();
  });
});
