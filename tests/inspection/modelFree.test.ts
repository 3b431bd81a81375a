/** A theatre on an agent that has no model of the world. */
import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Checkpoint } from '../../shared/checkpoint.ts';
import { createTrainer, loadDream, trainedEnvironment } from '../../src-main/algorithms/registry.ts';
import { createEnvironment } from '../../src-main/environments/registry.ts';
import { loadSessionModel } from '../../src-main/inspection/createSession.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { d4pgContext, TINY_PIXELS, TINY_TASK, tinyD4pg } from '../algorithms/d4pg/tinyD4pg.ts';
import { openBench } from './support/theatreBench.ts';

const folder = mkdtempSync(join(tmpdir(), 'model-free-'));
const KINDS = ['numbers', 'pictures'] as const;
type Kind = (typeof KINDS)[number];
const configs = { numbers: tinyD4pg(), pictures: tinyD4pg(TINY_PIXELS) };
const checkpoints = new Map<Kind, Checkpoint>();

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
  for (const kind of KINDS) {
    const trainer = await createTrainer('d4pg', d4pgContext(join(folder, kind), configs[kind]));
    checkpoints.set(kind, structuredClone(await trainer.save()));
    await trainer.dispose();
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function from(kind: Kind) {
  const checkpoint = checkpoints.get(kind);
  if (checkpoint === undefined) throw new Error(`nothing was made from ${kind}`);
  const config = configs[kind];
  return { algorithm: 'd4pg', config, checkpoint, checkpointId: 'tiny', checkpointScore: 12 };
}

it.each(KINDS)('acts on %s, says what it expects, and dreams nothing', async (kind) => {
  const tensors = tf.memory().numTensors;
  const environmentConfig = trainedEnvironment(TINY_TASK, from(kind));
  const environment = await createEnvironment(TINY_TASK, environmentConfig);
  const model = await loadSessionModel(from(kind), environment.spec);
  environment.close();
  const bench = await openBench({ environment: TINY_TASK, config: environmentConfig, model });
  expect(bench.session.info.model).toBeNull();
  expect(bench.session.info.agent).toEqual({
    checkpointId: 'tiny',
    checkpointScore: 12,
    acts: true,
    hasValue: true,
    insight: 'returns',
  });
  const frame = bench.goTo(6);
  expect(bench.session.state.acting).toBe('agent');
  expect(frame).toMatchObject({ seen: null, dreamt: [], error: null, latent: null, mixture: null });
  expect(Number.isFinite(frame.scalars.value)).toBe(true);
  // The distribution is the critic's: its mean is the return that is told as one number.
  const { insight } = frame;
  if (insight?.kind !== 'returns') throw new Error('tells no distribution of returns');
  const mean = insight.atoms.reduce(
    (sum, atom, index) => sum + atom * (insight.probabilities[index] ?? NaN),
    0,
  );
  expect(mean).toBeCloseTo(frame.scalars.value ?? NaN, 3);
  expect(insight.probabilities.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
  const before = [...frame.action];
  // Going back and on again gives the same actions, without asking anybody.
  bench.goTo(2);
  expect([...bench.goTo(6).action]).toEqual(before);
  bench.session.close();
  expect(tf.memory().numTensors).toBe(tensors);
});

it('has no dream to be opened, and says so', async () => {
  const real = await createEnvironment(TINY_TASK, trainedEnvironment(TINY_TASK, from('numbers')));
  expect(() => loadDream(from('numbers'), real, {})).toThrow(
    expect.objectContaining({ code: 'dream.noModel' }),
  );
});
