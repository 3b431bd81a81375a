import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ActionSpace, ObservationSpace } from '../../../shared/spaces.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { disposeAll } from '../../../src-main/numerics/tidy.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { modelActions, readBatch } from '../../../src-main/algorithms/dreamer/batch.ts';
import { EpisodeReplay } from '../../../src-main/acting/episodeReplay.ts';
import { observationLayout } from '../../../src-main/acting/observationLayout.ts';

const folder = mkdtempSync(join(tmpdir(), 'batch-'));
beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});
afterAll(() => rmSync(folder, { recursive: true }));

const vector = (size: number) =>
  ({ kind: 'box', shape: [size], dtype: 'float64', low: -9, high: 9 }) as const;
const SPACE: ObservationSpace = { place: vector(2), speed: vector(1) };
const CHOICES: ActionSpace = { kind: 'discrete', count: 3 };

it('puts beside each observation what led to it, time outermost', () => {
  const layout = observationLayout(SPACE);
  const replay = new EpisodeReplay({
    folder,
    observationBytes: layout.bytes,
    actionSize: 1,
    capacityBytes: 1e6,
  });
  // Moment m shows [m, m + 0.5] and -m; step t takes choice t % 3 and earns t + 1.
  const observations = new Uint8Array(5 * layout.bytes);
  for (let m = 0; m < 5; m++) {
    const seen = { place: Float64Array.of(m, m + 0.5), speed: Float64Array.of(-m) };
    layout.write(seen, observations, m * layout.bytes);
  }
  replay.append({
    seed: 1,
    observations,
    actions: Float64Array.of(0, 1, 2, 0),
    rewards: Float64Array.of(1, 2, 3, 4),
    terminated: true,
  });
  const tensors = tf.memory().numTensors;
  const chunks = [
    { episode: 0, first: 0 },
    { episode: 0, first: 2 },
  ];
  const batch = readBatch({ replay, layout, spec: { actions: CHOICES } }, chunks, 3);
  expect(batch.observation['place']?.arraySync()).toEqual([
    [0, 0.5],
    [2, 2.5],
    [1, 1.5],
    [3, 3.5],
    [2, 2.5],
    [4, 4.5],
  ]);
  expect(batch.observation['speed']?.shape).toEqual([6, 1]);
  expect([...batch.starts.keep.dataSync()]).toEqual([0, 1, 1, 1, 1, 1]);
  expect(batch.starts.later).toEqual([]);
  expect([...batch.rewards.dataSync()]).toEqual([0, 2, 1, 3, 2, 4]);
  expect(batch.actions.arraySync()).toEqual([
    [0, 0, 0],
    [0, 1, 0],
    [1, 0, 0],
    [0, 0, 1],
    [0, 1, 0],
    [1, 0, 0],
  ]);
  // The episode terminated with its last moment, which only the second chunk has.
  expect([...batch.continuations.dataSync()]).toEqual([1, 1, 1, 1, 1, 0]);
  disposeAll(batch);
  const led = modelActions(CHOICES, Float64Array.of(2, 1), 3);
  expect(led.arraySync()).toEqual([
    [0, 0, 0],
    [0, 0, 1],
    [0, 1, 0],
  ]);
  led.dispose();
  expect(tf.memory().numTensors).toBe(tensors);
  replay.close();
});
