/** A3C's two orders, on pictures: the synchronous one repeats, the asynchronous one learns and says that it does not. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagnose } from '../../../shared/algorithms/diagnosis.ts';
import { repeats } from '../../../shared/algorithms/registry.ts';
import type { Checkpoint } from '../../../shared/checkpoint.ts';
import type { TrainingUpdate } from '../../../shared/run.ts';
import { createTrainer } from '../../../src-main/algorithms/registry.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { comparable, pullAll, recordsOf } from '../world-models/tinyRun.ts';
import { a3cContext, tinyA3c } from './tinyA3c.ts';

const root = mkdtempSync(join(tmpdir(), 'a3c-orders-'));
const environment = 'car-racing';

interface Whole {
  readonly updates: readonly TrainingUpdate[];
  readonly end: Checkpoint;
}

async function whole(config: Record<string, unknown>): Promise<Whole> {
  const trainer = await createTrainer('a3c', a3cContext(root, config, environment));
  const updates = await pullAll(trainer);
  const end = structuredClone(await trainer.save());
  await trainer.dispose();
  return { updates, end };
}

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

describe('A3C on CarRacing', () => {
  it.each([
    ['choices', {}],
    ['numbers', { actions: { kind: 'continuous', bounded: true }, network: { lstmUnits: 5 } }],
  ])(
    'does the same twice, with %s, at its workers’ different speeds',
    async (_name, overrides) => {
      const config = tinyA3c(overrides, environment);
      expect(repeats({ algorithm: 'a3c', config })).toBe(true);
      const [first, second] = [await whole(config), await whole(config)];
      expect(recordsOf(second.updates)).toEqual(recordsOf(first.updates));
      expect(comparable(second.end)).toEqual(comparable(first.end));
    },
    180_000,
  );

  it('gives an episode up that brings nothing any more', async () => {
    const config = tinyA3c({ workers: { patience: 3 }, schedule: { environmentSteps: 240 } }, environment);
    const { updates } = await whole(config);
    const episodes = updates.flatMap((update) =>
      update.kind === 'episode' && update.episode.purpose === 'training' ? [update.episode] : [],
    );
    // A lap is 125 decisions of 8 frames.
    expect(episodes.some(({ length, terminated }) => length < 60 && !terminated)).toBe(true);
  }, 180_000);

  it('is saved amid an episode and goes on bit for bit, frames and all', async () => {
    const config = tinyA3c({ workers: { patience: 0 } }, environment);
    const trainer = await createTrainer('a3c', a3cContext(root, config, environment));
    let saved: Checkpoint | null = null;
    const updates: TrainingUpdate[] = [];
    let before = 0;
    for await (const update of trainer.train()) {
      updates.push(update);
      if (saved !== null || update.kind !== 'progress' || update.progress.done < 200) continue;
      saved = structuredClone(await trainer.save());
      before = recordsOf(updates).length;
    }
    const end = comparable(await trainer.save());
    await trainer.dispose();
    if (saved === null) throw new Error('nothing was saved');
    const resumed = await createTrainer('a3c', a3cContext(root, config, environment));
    await resumed.restore(saved);
    expect(recordsOf(await pullAll(resumed))).toEqual(recordsOf(updates).slice(before));
    expect(comparable(await resumed.save())).toEqual(end);
    await resumed.dispose();
  }, 180_000);

  it('learns without waiting, goes on from a checkpoint, and is marked as not exact', async () => {
    const config = tinyA3c({ workers: { order: 'asynchronous' } }, environment);
    expect(repeats({ algorithm: 'a3c', config })).toBe(false);
    const run = { algorithm: 'a3c', environment, config, exact: false, result: null, score: null };
    const findings = diagnose(run, { last: () => undefined, values: () => undefined, names: [] });
    expect(findings.map(({ id }) => id)).toEqual(['notExact']);
    const { updates, end } = await whole(config);
    const axis = updates.findLast((update) => update.kind === 'metrics')?.axis;
    expect(axis?.environmentSteps).toBeGreaterThanOrEqual(480);
    // Both workers played: a roll-out is at most 6 decisions of 8 frames.
    expect(axis?.gradientSteps).toBeGreaterThanOrEqual(480 / (6 * 8));
    expect(end.arrays['worker/0/actions']?.data.length).toBeGreaterThan(0);
    expect(end.arrays['worker/1/actions']?.data.length).toBeGreaterThan(0);
    const longer = tinyA3c(
      { workers: { order: 'asynchronous' }, schedule: { environmentSteps: 900 } },
      environment,
    );
    const header = { ...end.header, state: { ...(end.header['state'] as object), reported: false } };
    const resumed = await createTrainer('a3c', a3cContext(root, longer, environment));
    await resumed.restore({ ...end, header });
    const rest = await pullAll(resumed);
    const last = rest.findLast((update) => update.kind === 'metrics')?.axis;
    expect(last?.environmentSteps).toBeGreaterThanOrEqual(900);
    expect(last?.gradientSteps).toBeGreaterThan(axis?.gradientSteps ?? Infinity);
    await resumed.dispose();
  }, 180_000);
});
