/** A3C learns something small from nothing: to spin a pole by its motor, in numbers and by choosing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { resolveConfig } from '../../../shared/config.ts';
import { mergeConfigs, type DeepPartialConfig } from '../../../shared/configFields.ts';
import { EXAMPLE_XML, OWN_MODEL } from '../../../shared/exampleModel.ts';
import { createTrainer } from '../../../src-main/algorithms/registry.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { pullAll } from '../world-models/tinyRun.ts';
import { a3cContext } from './tinyA3c.ts';

const root = mkdtempSync(join(tmpdir(), 'a3c-learning-'));

/** Episodes of 50 decisions. Turning the motor fully one way all the time brings 85, turning it at random nothing on average. */
const SPINNING: DeepPartialConfig = {
  seed: 1,
  environment: { actionRepeat: 1, physicsSteps: 5, maxSteps: 50, model: EXAMPLE_XML, reward: 'speed / 10' },
  schedule: { environmentSteps: 8000, evaluateEvery: 8000, evaluateEpisodes: 1 },
  workers: { count: 2, steps: 10 },
  network: { units: 16, lstmUnits: 0 },
  learning: { learningRate: 5e-3, rewardScale: 1, gamma: 0.9 },
  // Drawn: the likeliest of a fresh policy may happen to be right everywhere.
  evaluate: { episodes: 4, actions: 'drawn' },
};

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

it.each<[string, DeepPartialConfig]>([
  ['in numbers', {}],
  ['by choosing', { actions: { kind: 'choices', choices: 'two' } }],
  [
    'by choosing, with a memory and the paper’s RMSProp',
    {
      actions: { kind: 'choices', choices: 'two' },
      network: { separate: false, lstmUnits: 8 },
      learning: { optimiser: 'rmsprop', learningRate: 5e-3 },
    },
  ],
])(
  'learns %s',
  async (_name, overrides) => {
    const config = resolveConfig('a3c', OWN_MODEL, 'laptop', mergeConfigs(SPINNING, overrides));
    const trainer = await createTrainer('a3c', a3cContext(root, config, OWN_MODEL));
    const last = (await pullAll(trainer)).at(-1);
    await trainer.dispose();
    if (last?.kind !== 'result') throw new Error('no result');
    expect(last.result.figures['evaluation.randomReturn']).toBeLessThan(20);
    expect(last.result.score).toBeGreaterThan(60);
  },
  180_000,
);
