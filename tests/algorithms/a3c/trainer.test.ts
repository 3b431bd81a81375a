import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../shared/checkpoint.ts';
import type { TrainingUpdate } from '../../../shared/run.ts';
import { createTrainer, evaluateCheckpoint } from '../../../src-main/algorithms/registry.ts';
import { expectRecipesToReplay } from '../recipeClaims.ts';
import { expectStopsChangeNothing, watchRun, type Moment, type WatchedRun } from '../watchedRun.ts';
import { a3cContext, tinyA3c } from './tinyA3c.ts';

/** Updates after which to look: before anything was learnt, amid episodes, amid the last evaluation. */
const LOOKS = [3, 31, 60];

const root = mkdtempSync(join(tmpdir(), 'a3c-'));
const watched = { algorithm: 'a3c', root, context: (folder: string) => a3cContext(folder) };
let run: WatchedRun;
let updates: readonly TrainingUpdate[] = [];
let moments: readonly Moment[] = [];
let final: Checkpoint;

beforeAll(async () => {
  run = await watchRun(watched, ({ length }) => (LOOKS.includes(length) ? `update ${length}` : null));
  ({ updates, moments, final } = run);
}, 180_000);

afterAll(() => {
  rmSync(root, { recursive: true });
});

describe('the A3C trainer', () => {
  it('trains, evaluates in between and ends with a result', () => {
    const phases = updates.flatMap((update) => (update.kind === 'progress' ? [update.progress.phase] : []));
    expect([...new Set(phases)]).toEqual(['train', 'evaluate']);
    const last = updates.at(-1);
    expect(last?.kind === 'result' && last.result.scoreEpisodes).toBe(3);
    const names = updates.flatMap((update) => (update.kind === 'metrics' ? Object.keys(update.values) : []));
    expect(new Set(names)).toEqual(
      new Set([
        ...['train/return', 'train/length', 'update/gradientNorm'],
        ...['policy/loss', 'policy/entropy', 'critic/loss', 'critic/value'],
        ...['evaluation/return', 'evaluation/deviation', 'evaluation/best', 'evaluation/randomReturn'],
      ]),
    );
  });

  it('counts every worker’s frames, and an update for every roll-out', () => {
    const { axis } = updates.findLast((update) => update.kind === 'metrics') ?? {};
    const frames = axis?.environmentSteps ?? 0;
    // The round in which they are reached is finished: two roll-outs of at most 8 decisions of 16 frames.
    expect(frames).toBeGreaterThanOrEqual(6000);
    expect(frames).toBeLessThan(6000 + 2 * 8 * 16);
    // 63 decisions an episode are seven roll-outs of 8 and one of 7.
    expect(axis?.gradientSteps).toBe(2 * Math.ceil(frames / 2 / (8 * 16)));
  });

  it('keeps recipes whose replay gives the recorded return', async () => {
    await expectRecipesToReplay(updates, 'training');
  });

  it('leaves no tensor behind', () => {
    expect(run.tensorsLeft).toBe(0);
  });

  it('can be stopped at any moment, and then does the same to the last bit', async () => {
    expect(moments).toHaveLength(LOOKS.length);
    await expectStopsChangeNothing(watched, run);
  }, 180_000);

  it('saves an episode that is under way, with what its memory holds', () => {
    const { arrays } = moments[1]?.checkpoint ?? final;
    for (const worker of [0, 1]) {
      expect(arrays[`worker/${worker}/actions`]?.data.length).toBeGreaterThan(0);
      for (const trunk of ['actor', 'critic'])
        expect(arrays[`worker/${worker}/${trunk}/hidden`]?.data.some((value) => value !== 0)).toBe(true);
    }
  });

  it('evaluates a checkpoint to the very score that the run showed', async () => {
    const { config, environment } = a3cContext(root);
    const request = { environment, config, checkpoint: final, episodes: 3, workers: 0 };
    const summary = await evaluateCheckpoint(request);
    const last = updates.at(-1);
    expect(summary.score).toBe(last?.kind === 'result' ? last.result.score : Number.NaN);
    // As likely as not to be cut off at the bounds: what is drawn scores otherwise.
    const drawn = await evaluateCheckpoint({
      ...request,
      config: tinyA3c({ evaluate: { actions: 'drawn' } }),
    });
    expect(drawn.score).not.toBe(summary.score);
  });

  it('refuses a checkpoint of another algorithm, architecture or number of workers', async () => {
    const other = await createTrainer('a3c', a3cContext(root, tinyA3c({ network: { units: 9 } })));
    const refused = { code: 'checkpoint.mismatch' };
    await expect(other.restore(final)).rejects.toMatchObject(refused);
    await expect(other.restore({ ...final, algorithm: 'd4pg' })).rejects.toMatchObject(refused);
    await other.dispose();
    const alone = await createTrainer('a3c', a3cContext(root, tinyA3c({ workers: { count: 1 } })));
    await expect(alone.restore(final)).rejects.toMatchObject(refused);
    await alone.dispose();
  }, 180_000);

  it.each([
    ['take-cover', { actions: { kind: 'continuous' } }, 'config.choicesOnly'],
    ['take-cover', { actions: { choices: 'three' } }, 'config.noGrid'],
    ['dmc/walker-walk', { actions: { kind: 'choices' } }, 'config.noChoices'],
    ['dmc/humanoid-walk', { actions: { kind: 'choices', choices: 'two' } }, 'config.tooManyChoices'],
  ])('refuses %s with %j before anything starts', (task, overrides, code) => {
    expect(() => tinyA3c(overrides, task)).toThrow(expect.objectContaining({ code }));
  });
});
