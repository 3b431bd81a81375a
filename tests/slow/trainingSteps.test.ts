/** Dreamer's memory is flat over 10,000 training steps, from pixels, with episodes and checkpoints between them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { createTrainer } from '../../src-main/algorithms/registry.ts';
import { dreamerContext, tinyDreamer } from '../algorithms/dreamer/tinyDreamer.ts';
import { residentBytes } from '../support/garbage.ts';

const STEPS = 10_000;
const SETTLED = 2000;
const STEPS_AN_EPISODE = 100;
const ENVIRONMENT_STEPS_AN_EPISODE = 1000;
const ALLOWED_BYTES = 48e6;

it(`holds as much at training step ${STEPS} as at ${SETTLED}`, async () => {
  await initialiseBackend({ threads: 2 });
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  const config = tinyDreamer({
    environment: { observation: 'pixels' },
    schedule: {
      environmentSteps: (ENVIRONMENT_STEPS_AN_EPISODE * STEPS) / STEPS_AN_EPISODE + 5000,
      trainSteps: STEPS_AN_EPISODE,
      evaluateEvery: 20_000,
    },
    checkpoint: { everySeconds: 5 },
  });
  const trainer = await createTrainer('dreamer', dreamerContext(folder, config));
  const held: { readonly step: number; readonly tensors: number; readonly bytes: number }[] = [];
  for await (const update of trainer.train()) {
    if (update.kind !== 'metrics' || !('model/observation' in update.values)) continue;
    const { gradientSteps: step } = update.axis;
    if (step >= SETTLED && step >= (held.at(-1)?.step ?? 0) + 1000) {
      await trainer.save();
      held.push({ step, tensors: tf.memory().numTensors, bytes: residentBytes() });
    }
    if (step >= STEPS) break;
  }
  await trainer.dispose();
  rmSync(folder, { recursive: true });
  const [first] = held;
  const last = held.at(-1);
  expect(last?.step).toBeGreaterThan(STEPS - 1100);
  expect(new Set(held.map(({ tensors }) => tensors)).size, JSON.stringify(held)).toBe(1);
  const grown = (last?.bytes ?? Infinity) - (first?.bytes ?? 0);
  expect(grown, JSON.stringify(held)).toBeLessThan(ALLOWED_BYTES);
});
