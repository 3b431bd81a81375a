/** Agents that see pictures learn in the dream of another run's world model, and are scored there and in reality. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EpisodeRecord } from '../../shared/run.ts';
import { openBorrowedDream } from '../../src-main/algorithms/borrowedDream.ts';
import { createTrainer } from '../../src-main/algorithms/registry.ts';
import { replayRecipe } from '../../src-main/environments/recipe.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import type { BorrowedModel, TrainerContext } from '../../src-main/training/trainer.ts';
import { a3cContext, tinyA3c } from './a3c/tinyA3c.ts';
import { borrowedModel, groundOf } from './borrowedModel.ts';
import { d4pgContext, TINY_PIXELS, TINY_TASK, tinyD4pg } from './d4pg/tinyD4pg.ts';
import { dqnContext, tinyDqn } from './dqn/tinyDqn.ts';
import {
  expectShownScore,
  expectStopsChangeNothing,
  recordsAfter,
  watchRun,
  type WatchedRun,
  type WatchedTrainer,
} from './watchedRun.ts';
import { pullAll, recordsOf } from './world-models/tinyRun.ts';

const TASK = 'take-cover';
const root = mkdtempSync(join(tmpdir(), 'borrowed-'));
let model: BorrowedModel;

/** A dream here lasts as long as a game may: 132 decisions of 16 frames. */
const DQN = tinyDqn(
  { schedule: { environmentSteps: 3000, evaluateEvery: 2200 }, evaluate: { episodes: 2 } },
  TASK,
);
const A3C = tinyA3c(
  { environment: { actionRepeat: 16 }, schedule: { environmentSteps: 1600, evaluateEvery: 1200 } },
  TASK,
);
const ALGORITHMS = {
  dqn: { looks: [9, 30], context: (folder: string) => dqnContext(folder, DQN, TASK) },
  a3c: { looks: [6, 20], context: (folder: string) => a3cContext(folder, A3C, TASK) },
} as const;
type Learner = keyof typeof ALGORITHMS;

const watched = (algorithm: Learner): WatchedTrainer => ({
  algorithm,
  root: join(root, algorithm),
  context: (folder): TrainerContext => ({ ...ALGORITHMS[algorithm].context(folder), dream: groundOf(model) }),
});
const runs = new Map<Learner, WatchedRun>();

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
  model = await borrowedModel(TASK, 16);
  for (const algorithm of ['dqn', 'a3c'] as const) {
    const looks: readonly number[] = ALGORITHMS[algorithm].looks;
    const look = ({ length }: { readonly length: number }) =>
      looks.includes(length) ? `update ${length}` : null;
    runs.set(algorithm, await watchRun(watched(algorithm), look));
  }
}, 180_000);

afterAll(() => {
  rmSync(root, { recursive: true });
});

function runOf(algorithm: Learner): WatchedRun {
  const run = runs.get(algorithm);
  if (run === undefined) throw new Error(`${algorithm} was not trained`);
  return run;
}

function episodesOf(algorithm: Learner): readonly EpisodeRecord[] {
  return runOf(algorithm).updates.flatMap((update) => (update.kind === 'episode' ? [update.episode] : []));
}

describe.each(['dqn', 'a3c'] as const)('%s in a borrowed dream', (algorithm) => {
  it('learns from dreamt episodes alone, and is scored on real ones', () => {
    const kept = episodesOf(algorithm).filter(({ recipe }) => recipe !== undefined);
    const environments = (real: boolean) =>
      new Set(
        kept
          .filter(({ purpose }) => (purpose === 'evaluation') === real)
          .map(({ recipe }) => recipe?.environment),
      );
    expect(environments(false)).toEqual(new Set([`dream/${TASK}`]));
    expect(environments(true)).toEqual(new Set([TASK]));
  });

  it('plays as many episodes in the dream as in reality at each evaluation, and tells both scores', () => {
    const { updates } = runOf(algorithm);
    const told = updates.flatMap((update) =>
      update.kind === 'metrics' && 'evaluation/virtual' in update.values ? [update] : [],
    );
    expect(told.length).toBeGreaterThan(1);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    for (const { axis, values } of told) {
      const of = (purpose: string) =>
        episodesOf(algorithm).filter(
          (episode) => episode.purpose === purpose && JSON.stringify(episode.axis) === JSON.stringify(axis),
        );
      expect(of('dream')).toHaveLength(of('evaluation').length);
      expect(values['evaluation/virtual']).toBeCloseTo(
        mean(of('dream').map((one) => one.episodeReturn ?? NaN)),
        9,
      );
      expect(values['evaluation/actual']).toBeCloseTo(
        mean(of('evaluation').map((one) => one.episodeReturn ?? NaN)),
        9,
      );
    }
    const last = updates.at(-1);
    if (last?.kind !== 'result') throw new Error('the run has no result');
    expect(last.result.score).toBe(told.at(-1)?.values['evaluation/actual']);
    expect(last.result.figures['evaluation.virtual']).toBe(told.at(-1)?.values['evaluation/virtual']);
    expect(last.result.figures['evaluation.virtual']).not.toBe(last.result.score);
  });

  it('counts the real steps that its evaluations took, and no others', () => {
    const last = runOf(algorithm).updates.at(-1);
    const real = episodesOf(algorithm).filter(({ purpose }) => purpose === 'evaluation');
    const frames = 16 * real.reduce((sum, { length }) => sum + length, 0);
    expect(last?.kind === 'result' && last.result.figures['evaluation.realSteps']).toBe(frames);
  });

  it('is resumed at any moment, to the last bit', async () => {
    expect(runOf(algorithm).moments).toHaveLength(ALGORITHMS[algorithm].looks.length);
    await expectStopsChangeNothing(watched(algorithm), runOf(algorithm));
  }, 120_000);

  it('has the score in reality that an evaluation of its checkpoint finds without any dream', async () => {
    await expectShownScore(watched(algorithm), runOf(algorithm));
  });

  it('leaves no tensor behind', () => {
    expect(runOf(algorithm).tensorsLeft).toBe(0);
  });
});

it('is where D4PG learns from pictures, too', async () => {
  const config = tinyD4pg(TINY_PIXELS);
  const dream = groundOf(await borrowedModel(TINY_TASK, 16));
  const trainer = await createTrainer('d4pg', { ...d4pgContext(join(root, 'd4pg'), config), dream });
  let played: string | undefined;
  for await (const update of trainer.train()) {
    if (update.kind === 'episode' && update.episode.purpose === 'collection')
      played = update.episode.recipe?.environment;
    if (update.kind === 'metrics' && 'evaluation/virtual' in update.values) break;
  }
  expect(played).toBe(`dream/${TINY_TASK}`);
  await trainer.dispose();
}, 60_000);

it('dreams an episode again from its recipe, by the kept model alone', async () => {
  const recipes = episodesOf('dqn').flatMap(({ purpose, recipe, episodeReturn }) =>
    purpose === 'evaluation' || recipe === undefined ? [] : [{ recipe, episodeReturn }],
  );
  expect(recipes.length).toBeGreaterThan(1);
  const dream = await openBorrowedDream(structuredClone(model));
  for (const { recipe, episodeReturn } of recipes) {
    let sum = 0;
    for (const { result, mismatch } of replayRecipe(dream.begin(), recipe)) {
      expect(mismatch).toBeNull();
      sum += result.reward;
    }
    expect(sum).toBe(episodeReturn);
  }
  dream.close();
});

it('is computed again where what it had dreamt is lost', async () => {
  const moment = runOf('dqn').moments.at(-1);
  if (moment === undefined) throw new Error('no checkpoint was kept');
  const trainer = await createTrainer('dqn', watched('dqn').context(join(root, 'lost')));
  await trainer.restore(structuredClone(moment.checkpoint));
  const rest = recordsOf(await pullAll(trainer));
  await trainer.dispose();
  // First it says that it computes what was lost.
  expect(rest.slice(1)).toEqual(recordsAfter(runOf('dqn'), moment));
}, 60_000);

it('refuses a dream in which the agent’s actions mean nothing', async () => {
  const driving = await borrowedModel('car-racing', 8);
  await expect(
    createTrainer('dqn', {
      ...dqnContext(join(root, 'other'), DQN, TASK),
      dream: groundOf(driving),
    }),
  ).rejects.toMatchObject({ code: 'dream.otherActions' });
});
