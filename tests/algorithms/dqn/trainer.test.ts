import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTrainer } from '../../../src-main/algorithms/registry.ts';
import { expectRecipesToReplay } from '../recipeClaims.ts';
import {
  expectShownScore,
  expectStopsChangeNothing,
  recordsAfter,
  watchRun,
  type WatchedRun,
  type WatchedTrainer,
} from '../watchedRun.ts';
import { pullAll, recordsOf } from '../world-models/tinyRun.ts';
import { dqnContext, NUMBERS_TASK, PICTURES_TASK, tinyDqn } from './tinyDqn.ts';

/** Updates after which to look: amid the seeds, amid episodes, amid training steps, near the end. */
const LOOKS = { [NUMBERS_TASK]: [3, 20, 61, 90, 117, 150], [PICTURES_TASK]: [2, 21, 40, 55] } as const;

const TASKS = [NUMBERS_TASK, PICTURES_TASK] as const;
type Task = (typeof TASKS)[number];

const root = mkdtempSync(join(tmpdir(), 'dqn-'));
const watched = (task: Task): WatchedTrainer => ({
  algorithm: 'dqn',
  root: join(root, task.replace('/', '-')),
  context: (folder) => dqnContext(folder, tinyDqn({}, task), task),
});
const runs = new Map<Task, WatchedRun>();

beforeAll(async () => {
  for (const task of TASKS) {
    const looks: readonly number[] = LOOKS[task];
    const run = await watchRun(watched(task), ({ length }) =>
      looks.includes(length) ? `update ${length}` : null,
    );
    runs.set(task, run);
  }
}, 120_000);

afterAll(() => {
  rmSync(root, { recursive: true });
});

function runOf(task: Task): WatchedRun {
  const run = runs.get(task);
  if (run === undefined) throw new Error(`${task} was not trained`);
  return run;
}

describe.each(TASKS)('the DQN trainer on %s', (task) => {
  it('plays a seed episode, trains, evaluates and ends with a result', () => {
    const { updates } = runOf(task);
    const phases = updates.flatMap((update) => (update.kind === 'progress' ? [update.progress.phase] : []));
    expect([...new Set(phases)]).toEqual(['seed', 'train', 'evaluate']);
    const last = updates.at(-1);
    expect(last?.kind === 'result' && last.result.scoreEpisodes).toBe(3);
    const names = updates.flatMap((update) => (update.kind === 'metrics' ? Object.keys(update.values) : []));
    expect(new Set(names)).toEqual(
      new Set([
        ...['seed/return', 'seed/length', 'train/return', 'train/length'],
        ...['q/loss', 'q/value', 'q/error', 'q/gradientNorm', 'q/epsilon'],
        ...['evaluation/return', 'evaluation/deviation', 'evaluation/best', 'evaluation/randomReturn'],
      ]),
    );
  });

  it('makes a training step at every so many decisions once learning has started', () => {
    const { updates } = runOf(task);
    const config = tinyDqn({}, task) as { learning: { startsAfter: number; decisionsPerStep: number } };
    const { startsAfter, decisionsPerStep } = config.learning;
    const decisions = updates.flatMap((update) =>
      update.kind === 'episode' && update.episode.purpose !== 'evaluation' ? [update.episode.length] : [],
    );
    const all = decisions.reduce((sum, length) => sum + length, 0);
    const { axis } = updates.findLast((update) => update.kind === 'metrics') ?? {};
    expect(axis?.gradientSteps).toBe(
      Math.floor(all / decisionsPerStep) - Math.floor(startsAfter / decisionsPerStep),
    );
  });

  it('renews its target when it is due, and not before', () => {
    const steps = [...runOf(task).moments.map(({ checkpoint }) => checkpoint), runOf(task).final].map(
      ({ header, arrays }) => {
        const { q = NaN } = header['optimizers'] as { readonly q?: number };
        const bytes = (place: string) => [...(arrays[`${place}/q/output/kernel`]?.data ?? [])].join();
        expect(bytes('agent') === bytes('target'), `after ${q} training steps`).toBe(q % 7 === 0);
        return q;
      },
    );
    expect(steps.some((count) => count % 7 !== 0)).toBe(true);
  });

  it('keeps recipes whose replay gives the recorded return', async () => {
    await expectRecipesToReplay(runOf(task).updates);
  });

  it('leaves no tensor behind', () => {
    expect(runOf(task).tensorsLeft).toBe(0);
  });

  it('can be stopped at any moment, and then does the same to the last bit', async () => {
    expect(runOf(task).moments).toHaveLength(LOOKS[task].length);
    await expectStopsChangeNothing(watched(task), runOf(task));
  }, 120_000);

  it('goes on as well where all that it had seen is lost', async () => {
    const moment = runOf(task).moments.at(-1);
    if (moment === undefined) throw new Error('no checkpoint was kept');
    const { context } = watched(task);
    const trainer = await createTrainer('dqn', context(join(root, 'lost', task.replace('/', '-'))));
    await trainer.restore(structuredClone(moment.checkpoint));
    const rest = recordsOf(await pullAll(trainer));
    await trainer.dispose();
    // First it says that it computes what was lost.
    expect(rest.slice(1)).toEqual(recordsAfter(runOf(task), moment));
  }, 60_000);

  it('evaluates a checkpoint to the very score that the run showed', async () => {
    await expectShownScore(watched(task), runOf(task));
  });
});

describe('a DQN checkpoint', () => {
  it('is refused by another algorithm, another architecture, or a replay with priorities that it lacks', async () => {
    const refused = { code: 'checkpoint.mismatch' };
    const wide = tinyDqn({ network: { units: 9 } });
    const other = await createTrainer('dqn', dqnContext(join(root, 'wide'), wide));
    await expect(other.restore(runOf(NUMBERS_TASK).final)).rejects.toMatchObject(refused);
    await expect(other.restore({ ...runOf(NUMBERS_TASK).final, algorithm: 'd4pg' })).rejects.toMatchObject(
      refused,
    );
    await other.dispose();
    const uniform = runOf(PICTURES_TASK).final;
    const config = tinyDqn({ replay: { prioritised: true } }, PICTURES_TASK);
    const prioritised = await createTrainer(
      'dqn',
      dqnContext(join(root, 'prioritised'), config, PICTURES_TASK),
    );
    await expect(prioritised.restore(uniform)).rejects.toMatchObject(refused);
    await prioritised.dispose();
  });
});
