/** Checkpoints that somebody made, taken up by real trainers and loaders: each is taken up or refused with a name. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Checkpoint, CheckpointArray } from '../../shared/checkpoint.ts';
import { reportError } from '../../shared/errors.ts';
import { createTrainer, loadTrained } from '../../src-main/algorithms/registry.ts';
import { createEnvironment } from '../../src-main/environments/registry.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { takingUp } from '../../src-main/training/checkpointFault.ts';
import type { Trainer, TrainerContext } from '../../src-main/training/trainer.ts';
import { mutated, oddValue } from '../support/foreignFiles.ts';
import { dreamerContext } from './dreamer/tinyDreamer.ts';
import { tinyContext } from './world-models/tinyRun.ts';

const RUNS = Number(process.env['FUZZ_COUNT'] ?? 60);
const NAMES =
  /^(taken up|checkpoint\.(malformed|damaged|mismatch)|training\.weightsNotFinite|run\.\w+|trainer\.outOfMemory)$/;

/** One array left out, of another shape, or of odd numbers. */
function withArray(checkpoint: Checkpoint, at: number, how: number): Checkpoint {
  const names = Object.keys(checkpoint.arrays);
  const name = names[at % names.length] ?? '';
  const { [name]: array, ...others } = checkpoint.arrays;
  const changes: readonly (CheckpointArray | undefined)[] = [
    undefined,
    { shape: [1], data: Float32Array.of(NaN) },
    { shape: [0], data: new Float64Array() },
    { shape: [7], data: new Int32Array(7) },
    array === undefined ? undefined : { shape: array.shape.toReversed(), data: array.data },
  ];
  const changed = changes[how % changes.length];
  return { ...checkpoint, arrays: changed === undefined ? others : { ...others, [name]: changed } };
}

async function moments(trainer: Trainer, pulls: readonly number[]): Promise<readonly Checkpoint[]> {
  const found: Checkpoint[] = [];
  const updates = trainer.train();
  for (let pull = 1; pull <= Math.max(...pulls); pull++) {
    const { done } = await updates.next();
    if (pulls.includes(pull)) found.push(await trainer.save());
    if (done === true) break;
  }
  await updates.return();
  return found;
}

const ALGORITHMS: readonly (readonly [string, (folder: string) => TrainerContext, readonly number[]])[] = [
  ['world-models', (folder) => tinyContext(folder), [3, 12, 30, 60]],
  ['dreamer', (folder) => dreamerContext(folder), [4, 20, 40]],
];

describe.each(ALGORITHMS)('a checkpoint of %s that somebody made', (algorithm, contextOf, pulls) => {
  it('is taken up or refused with a name, by its trainer and by whoever plays it', async () => {
    await initialiseBackend({ threads: 1 });
    const folder = mkdtempSync(path.join(os.tmpdir(), 'foreign-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    const context = contextOf(folder);
    const trainer = await createTrainer(algorithm, context);
    const real = await moments(trainer, pulls);
    expect(real.length).toBeGreaterThan(1);
    const { spec } = await createEnvironment(
      context.environment,
      algorithm === 'dreamer' ? { observation: 'state', actionRepeat: 16 } : {},
    );
    const codes = new Set<string>();
    const tried = async (work: () => unknown) => {
      const code = await Promise.resolve()
        .then(work)
        .then(
          () => 'taken up',
          (error: unknown) => reportError(error).code,
        );
      codes.add(code);
      expect(code).toMatch(NAMES);
    };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...real),
        fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
        oddValue,
        fc.option(fc.tuple(fc.nat(), fc.nat()), { nil: undefined }),
        async (checkpoint, way, odd, array) => {
          const header = array === undefined ? mutated(checkpoint.header, way, odd) : checkpoint.header;
          const changed = { ...checkpoint, header: header as Checkpoint['header'] };
          const foreign = array === undefined ? changed : withArray(changed, array[0], array[1]);
          await tried(() => takingUp(() => trainer.restore(foreign)));
          await tried(() => {
            const loaded = loadTrained({ algorithm, config: context.config, checkpoint: foreign }, spec);
            if (loaded.kind === 'model') loaded.model.dispose();
          });
        },
      ),
      { seed: 16, numRuns: RUNS },
    );
    expect(codes.size).toBeGreaterThan(2);
    // A right one is taken up after all of them.
    const [first] = real;
    if (first !== undefined) await trainer.restore(first);
    await trainer.dispose();
  });
});
