import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../shared/checkpoint.ts';
import type { TrainingUpdate } from '../../../shared/run.ts';
import { createTrainer, evaluateCheckpoint } from '../../../src-main/algorithms/registry.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { expectRecipesToReplay } from '../recipeClaims.ts';
import { comparable, pullAll, recordsOf } from '../world-models/tinyRun.ts';
import { dqnContext, NUMBERS_TASK, PICTURES_TASK, tinyDqn } from './tinyDqn.ts';

/** Updates after which to look: amid the seeds, amid episodes, amid training steps, near the end. */
const LOOKS = { [NUMBERS_TASK]: [3, 20, 61, 90, 117, 150], [PICTURES_TASK]: [2, 21, 40, 55] } as const;

interface Run {
  readonly updates: TrainingUpdate[];
  readonly moments: {
    readonly updatesBefore: number;
    readonly checkpoint: Checkpoint;
    readonly folder: string;
  }[];
  final: Checkpoint | null;
  tensors: number;
}

const root = mkdtempSync(join(tmpdir(), 'dqn-'));
const runs: Record<keyof typeof LOOKS, Run> = {
  [NUMBERS_TASK]: { updates: [], moments: [], final: null, tensors: NaN },
  [PICTURES_TASK]: { updates: [], moments: [], final: null, tensors: NaN },
};
const TASKS = [NUMBERS_TASK, PICTURES_TASK] as const;

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
  for (const task of TASKS) {
    const run = runs[task];
    const before = tf.memory().numTensors;
    const folder = join(root, task.replace('/', '-'));
    const trainer = await createTrainer('dqn', dqnContext(folder, tinyDqn({}, task), task));
    for await (const update of trainer.train()) {
      run.updates.push(update);
      if (!(LOOKS[task] as readonly number[]).includes(run.updates.length)) continue;
      const copy = `${folder}-${run.updates.length}`;
      const checkpoint = structuredClone(await trainer.save());
      run.moments.push({ updatesBefore: run.updates.length, checkpoint, folder: copy });
      cpSync(join(folder, 'cache'), join(copy, 'cache'), { recursive: true });
    }
    run.final = structuredClone(await trainer.save());
    await trainer.dispose();
    run.tensors = tf.memory().numTensors - before;
  }
}, 120_000);

afterAll(() => {
  rmSync(root, { recursive: true });
});

function finalOf(task: keyof typeof LOOKS): Checkpoint {
  const { final } = runs[task];
  if (final === null) throw new Error('the run made no checkpoint');
  return final;
}

describe.each(TASKS)('the DQN trainer on %s', (task) => {
  it('plays a seed episode, trains, evaluates and ends with a result', () => {
    const { updates } = runs[task];
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
    const { updates } = runs[task];
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
    const steps = [...runs[task].moments.map(({ checkpoint }) => checkpoint), finalOf(task)].map(
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
    await expectRecipesToReplay(runs[task].updates);
  });

  it('leaves no tensor behind', () => {
    expect(runs[task].tensors).toBe(0);
  });

  it('can be stopped at any moment, and then does the same to the last bit', async () => {
    const { updates, moments } = runs[task];
    const whole = recordsOf(updates);
    expect(moments).toHaveLength(LOOKS[task].length);
    for (const { updatesBefore, checkpoint, folder } of moments) {
      const trainer = await createTrainer('dqn', dqnContext(folder, tinyDqn({}, task), task));
      await trainer.restore(structuredClone(checkpoint));
      const rest = recordsOf(await pullAll(trainer));
      expect(rest, `records after ${updatesBefore} updates`).toEqual(
        whole.slice(recordsOf(updates.slice(0, updatesBefore)).length),
      );
      expect(comparable(await trainer.save()), `end after ${updatesBefore} updates`).toEqual(
        comparable(finalOf(task)),
      );
      await trainer.dispose();
    }
  }, 120_000);

  it('goes on as well where all that it had seen is lost', async () => {
    const { updates, moments } = runs[task];
    const moment = moments.at(-1);
    if (moment === undefined) throw new Error('no checkpoint was kept');
    const empty = join(root, `${task.replace('/', '-')}-lost`);
    const trainer = await createTrainer('dqn', dqnContext(empty, tinyDqn({}, task), task));
    await trainer.restore(structuredClone(moment.checkpoint));
    const rest = recordsOf(await pullAll(trainer));
    await trainer.dispose();
    // First it says that it computes what was lost.
    expect(rest.slice(1)).toEqual(
      recordsOf(updates).slice(recordsOf(updates.slice(0, moment.updatesBefore)).length),
    );
  }, 60_000);

  it('evaluates a checkpoint to the very score that the run showed', async () => {
    const summary = await evaluateCheckpoint({
      environment: task,
      config: tinyDqn({}, task),
      checkpoint: finalOf(task),
      episodes: 3,
      workers: 0,
    });
    const last = runs[task].updates.at(-1);
    expect(summary.score).toBe(last?.kind === 'result' ? last.result.score : Number.NaN);
  });
});

describe('a DQN checkpoint', () => {
  it('is refused by another algorithm, another architecture, or a replay with priorities that it lacks', async () => {
    const refused = { code: 'checkpoint.mismatch' };
    const wide = tinyDqn({ network: { units: 9 } });
    const other = await createTrainer('dqn', dqnContext(join(root, 'wide'), wide));
    await expect(other.restore(finalOf(NUMBERS_TASK))).rejects.toMatchObject(refused);
    await expect(other.restore({ ...finalOf(NUMBERS_TASK), algorithm: 'd4pg' })).rejects.toMatchObject(
      refused,
    );
    await other.dispose();
    const uniform = finalOf(PICTURES_TASK);
    const config = tinyDqn({ replay: { prioritised: true } }, PICTURES_TASK);
    const prioritised = await createTrainer(
      'dqn',
      dqnContext(join(root, 'prioritised'), config, PICTURES_TASK),
    );
    await expect(prioritised.restore(uniform)).rejects.toMatchObject(refused);
    await prioritised.dispose();
  });
});
