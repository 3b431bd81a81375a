/**
 * What is promised of agents without a world model: their memory is flat over 100,000 updates, and ten kills of the trainer's
 * process at moments drawn from a seed each leave what an undisturbed run leaves, to the last bit. Half an hour on two cores:
 * `npm run test:slow -- rivals`; one of them by `-t "d4pg holds"` or `-t "dqn killed"`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { mergeConfigs, type DeepPartialConfig } from '../../shared/configFields.ts';
import { resolveConfig } from '../../shared/config.ts';
import { createTrainer } from '../../src-main/algorithms/registry.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { TINY_A3C } from '../algorithms/a3c/tinyA3c.ts';
import { TINY_D4PG, TINY_PIXELS } from '../algorithms/d4pg/tinyD4pg.ts';
import { TINY_DQN } from '../algorithms/dqn/tinyDqn.ts';
import { tickingClock } from '../algorithms/world-models/tinyRun.ts';
import { killAll } from '../chaos/command.ts';
import { Baselines, carryOut } from '../chaos/experiment.ts';
import { RIVALS } from '../chaos/plan.ts';
import { removeScratches } from '../chaos/scratch.ts';
import { median } from '../benchmarks/compare.ts';
import { residentBytes } from '../support/garbage.ts';

type Rival = (typeof RIVALS)[number];

const TASK = 'dmc/cartpole-balance';
const UPDATES = 100_000;
/** Until then kernels are compiled, graphs recorded and replays filled. */
const SETTLED = 20_000;
const EVERY = 10_000;
/** What a leak adds in every `EVERY` updates, at most: 200 bytes an update. */
const ALLOWED_STEP_BYTES = 2e6;
/** Garbage collection takes more room now and then, once and for all, by tens of megabytes at a time. */
const ALLOWED_BYTES = 128e6;

/** A run without an end, whose replay is full long before the memory is first looked at. */
const ENDLESS: DeepPartialConfig = {
  environment: { actionRepeat: 4 },
  schedule: { environmentSteps: 1_000_000_000, evaluateEvery: 200_000, evaluateEpisodes: 1 },
};
const REPLAYED: DeepPartialConfig = { replay: { transitions: 2000, cacheBytes: 20_000_000 } };
const D4PG: DeepPartialConfig = { learning: { batchSize: 16, samplesPerStep: 64 } };
const CONFIGS: Readonly<
  Record<Rival, { readonly algorithm: string; readonly changes: readonly DeepPartialConfig[] }>
> = {
  dqn: { algorithm: 'dqn', changes: [TINY_DQN, ENDLESS, REPLAYED, { learning: { decisionsPerStep: 1 } }] },
  a3c: { algorithm: 'a3c', changes: [TINY_A3C, ENDLESS, { workers: { steps: 2 } }] },
  d4pg: { algorithm: 'd4pg', changes: [TINY_D4PG, ENDLESS, REPLAYED, D4PG] },
  d4pgPixels: { algorithm: 'd4pg', changes: [TINY_D4PG, TINY_PIXELS, ENDLESS, REPLAYED, D4PG] },
};

describe.each(RIVALS)('%s', (rival) => {
  it(`${rival} holds as much at update ${UPDATES} as at ${SETTLED}`, async () => {
    await initialiseBackend({ threads: 1 });
    const folder = mkdtempSync(join(tmpdir(), 'rival-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    const { algorithm, changes } = CONFIGS[rival];
    const config = resolveConfig(algorithm, TASK, 'paper', changes.reduce(mergeConfigs, {}));
    const context = {
      environment: TASK,
      config,
      folder,
      wallSecondsBefore: 0,
      clock: tickingClock(0.05),
      workers: 0,
    };
    const trainer = await createTrainer(algorithm, context);
    const held: { readonly update: number; readonly tensors: number; readonly bytes: number }[] = [];
    for await (const update of trainer.train()) {
      if (update.kind !== 'metrics') continue;
      const { gradientSteps } = update.axis;
      if (gradientSteps >= SETTLED && gradientSteps >= (held.at(-1)?.update ?? 0) + EVERY) {
        await trainer.save();
        const now = { update: gradientSteps, tensors: tf.memory().numTensors, bytes: residentBytes() };
        process.stdout.write(`${rival}: ${JSON.stringify(now)}\n`);
        held.push(now);
      }
      if (gradientSteps >= UPDATES) break;
    }
    await trainer.dispose();
    const [first] = held;
    const last = held.at(-1);
    expect(last?.update).toBeGreaterThanOrEqual(UPDATES - EVERY);
    // What an agent remembers of an episode under way counts: it is the same one's at most.
    const tensors = held.map((one) => one.tensors);
    expect(Math.max(...tensors) - Math.min(...tensors), JSON.stringify(held)).toBeLessThanOrEqual(2);
    const steps = held.slice(1).map(({ bytes }, index) => bytes - (held[index]?.bytes ?? NaN));
    expect(median(steps), JSON.stringify(held)).toBeLessThan(ALLOWED_STEP_BYTES);
    expect((last?.bytes ?? Infinity) - (first?.bytes ?? 0), JSON.stringify(held)).toBeLessThan(ALLOWED_BYTES);
  });
});

const KILLS = 10;
const baselines = new Baselines();

afterAll(() => {
  baselines.close();
  killAll();
  removeScratches();
});

describe.each(RIVALS)('%s', (work) => {
  it.each(Array.from({ length: KILLS }, (_, index) => index))(
    `${work} killed for the %ith time goes on to the last bit`,
    async (index) => {
      const random = RandomStream.named(1, `rivals/${work}/${index}`);
      const blow = {
        kind: 'kill',
        victim: 'trainer',
        share: random.uniform(0.02, 0.95),
        laterSeconds: random.uniform(0, 0.3),
      } as const;
      const { faults, landed, blow: befallen, seconds } = await carryOut({ index, work, blow }, baselines);
      process.stdout.write(
        `${work} ${befallen}: ${faults.length === 0 ? 'passed' : 'FAILED'}, ${seconds.toFixed(0)} s\n`,
      );
      expect(faults).toEqual([]);
      expect(landed).toBe(true);
    },
  );
});
