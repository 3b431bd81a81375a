import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor4D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { EpisodeReplay } from '../../src-main/acting/episodeReplay.ts';
import { pushFrames, stackBegins, writeStack } from '../../src-main/acting/frameStack.ts';
import { FRAME_SIZE, greyFrames } from '../../src-main/acting/greyFrames.ts';
import type { EnvironmentSpec } from '../../src-main/environments/environment.ts';
import { createEnvironment } from '../../src-main/environments/registry.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { imageBatch } from '../../src-main/numerics/images.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

const PIXELS = FRAME_SIZE * FRAME_SIZE;
const IMAGE = { kind: 'box', shape: [64, 64, 3], dtype: 'uint8', low: 0, high: 255 } as const;
const SPEC: EnvironmentSpec = {
  id: 'test',
  version: 1,
  observations: { image: IMAGE },
  actions: { kind: 'discrete', count: 2 },
  stepSeconds: 1,
  actionRepeat: 1,
  maxEpisodeSteps: 10,
  rewardRange: [0, 1],
};

/** One picture as the replay keeps it. */
function written(image: Uint8Array, edges: boolean, spec = SPEC): Uint8Array {
  const layout = greyFrames(spec, { edges });
  const out = new Uint8Array(2 * layout.bytes);
  layout.write({ image }, out, layout.bytes);
  // What lies before is another moment's.
  expect(Math.max(...out.subarray(0, layout.bytes))).toBe(0);
  return out.subarray(layout.bytes);
}

function picture(colour: (x: number, y: number) => readonly [number, number, number]): Uint8Array {
  const image = new Uint8Array(PIXELS * 3);
  for (let y = 0; y < 64; y++) for (let x = 0; x < 64; x++) image.set(colour(x, y), 3 * (64 * y + x));
  return image;
}

describe('a grey frame', () => {
  it('weighs red, green and blue as eyes do, in 4,096 bytes', () => {
    const frame = written(
      picture((x) => (x === 0 ? [255, 0, 0] : x === 1 ? [0, 255, 0] : x === 2 ? [0, 0, 255] : [90, 90, 90])),
      false,
    );
    expect(frame).toHaveLength(4096);
    expect([...frame.subarray(0, 4)]).toEqual([76, 150, 29, 90]);
  });

  it('is of what people see, where pictures come inverted', () => {
    const inverted = picture(() => [255, 255, 225]);
    expect(written(inverted, false)[0]).toBe(252);
    expect(written(inverted, false, { ...SPEC, invertedPixels: true })[0]).toBe(3);
  });

  it('has the strength of edges beside it, if asked for', () => {
    const frame = written(
      picture((x, y) => (x < 32 || y >= 60 ? [0, 0, 0] : [100, 100, 100])),
      true,
    );
    expect(frame).toHaveLength(2 * 4096);
    const at = (x: number, y: number) => [...frame.subarray(2 * (64 * y + x), 2 * (64 * y + x) + 2)];
    // Upright: 4 * 100 across; the same edge along the border; level; at a corner of both; nothing.
    expect(at(31, 20)).toEqual([0, 100]);
    expect(at(32, 0)).toEqual([100, 100]);
    expect(at(50, 60)).toEqual([0, 100]);
    expect(at(32, 59)).toEqual([100, Math.round(Math.hypot(300, 300) / 4)]);
    expect(at(10, 20)).toEqual([0, 0]);
    expect(at(63, 20)).toEqual([100, 0]);
  });

  it('comes from a theatre’s picture to the last bit', async () => {
    const environment = await createEnvironment('car-racing', { observation: 'paper' });
    const { image } = environment.reset(3).observation;
    for (const edges of [false, true]) {
      const layout = greyFrames(environment.spec, { edges });
      const bytes = new Uint8Array(layout.bytes);
      layout.write({ image: image ?? new Uint8Array() }, bytes, 0);
      const [read, shown] = tf.tidy(() => {
        const images = imageBatch(Uint8Array.from(image ?? []), 64, 64);
        return [layout.batch(bytes).frames.dataSync(), layout.ofImages(images).dataSync()];
      });
      expect(shown).toEqual(read);
      expect(new Set(read).size).toBeGreaterThan(20);
    }
    environment.close();
  });

  it('is refused where there are no pictures, or others', () => {
    const numbers = { ...SPEC, observations: { position: { ...IMAGE, shape: [3] } } };
    const large = { ...SPEC, observations: { image: { ...IMAGE, shape: [96, 96, 3] } } };
    for (const spec of [numbers, large])
      expect(() => greyFrames(spec, { edges: false })).toThrow(
        expect.objectContaining({ code: 'config.invalid' }),
      );
  });
});

describe('a stack of frames', () => {
  const one = (value: number) => tf.fill([1, 1, 1, 1], value) as Tensor4D;

  it('repeats an episode’s first frame, then lets go of the oldest', () => {
    const seen = tf.tidy(() => {
      let stack: Tensor4D | null = null;
      return [1, 2, 3, 4, 5].map((value) => {
        stack = pushFrames(stack, one(value), 3);
        return [...stack.dataSync()];
      });
    });
    expect(seen).toEqual([
      [1, 1, 1],
      [1, 1, 2],
      [1, 2, 3],
      [2, 3, 4],
      [3, 4, 5],
    ]);
    expect(tf.tidy(() => [...pushFrames(one(1), one(2), 1).dataSync()])).toEqual([2]);
  });

  it.each([1, 2])('is read from a replay as it was while it was played (%i channels)', (channels) => {
    const [pixels, depth] = [6, 4];
    const length = 7;
    const moments = Uint8Array.from({ length: length * pixels * channels }, (_, at) => (at * 37) % 256);
    const frame = (moment: number) => {
      const bytes = moments.subarray(moment * pixels * channels, (moment + 1) * pixels * channels);
      return tf.tensor4d([...bytes], [1, 1, pixels, channels]).div<Tensor4D>(255);
    };
    tf.tidy(() => {
      let played: Tensor4D | null = null;
      for (let moment = 0; moment < length; moment++) {
        played = pushFrames(played, frame(moment), depth);
        // Only as much of the episode as the stack needs.
        const begins = stackBegins(moment, depth);
        const read = new Float32Array(2 + pixels * depth * channels);
        const part = moments.subarray(begins * pixels * channels);
        writeStack({ moments: part, pixels, channels, depth }, moment - begins, read, 2);
        expect([...read.subarray(2)], `moment ${moment}`).toEqual([...played.dataSync()]);
      }
    });
  });

  it('asks for moments that are there', () => {
    const frames = { moments: new Uint8Array(6), pixels: 3, channels: 1, depth: 2 };
    expect(() => {
      writeStack(frames, 2, new Float32Array(6), 0);
    }).toThrow('moment 2 of 2');
  });
});

it('a replay of 100,000 grey frames takes the frames’ bytes and at most a tenth more', () => {
  const folder = mkdtempSync(join(tmpdir(), 'grey-replay-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const { bytes } = greyFrames(SPEC, { edges: false });
  // Episodes as long as CarRacing's. Each takes as much as any other, so that four tell what four hundred do;
  // tests/slow/replayMemory.test.ts writes them all.
  const length = 250;
  const replay = new EpisodeReplay({ folder, observationBytes: bytes, actionSize: 3, capacityBytes: 1e9 });
  const sizes = [0, 1, 2, 3].map((seed) => {
    replay.append({
      seed,
      observations: new Uint8Array((length + 1) * bytes),
      actions: new Float64Array(3 * length),
      rewards: new Float64Array(length),
      terminated: false,
    });
    const files = readdirSync(folder, { recursive: true, withFileTypes: true });
    return files
      .filter((file) => file.isFile())
      .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  });
  replay.close();
  const [episode = NaN] = sizes;
  expect(sizes).toEqual([1, 2, 3, 4].map((count) => count * episode));
  const frames = 100_000 * 4096;
  const all = (100_000 / length) * episode;
  expect(all).toBeGreaterThan(frames);
  expect(all).toBeLessThan(1.1 * frames);
});
