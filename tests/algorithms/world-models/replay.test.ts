import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Replay } from '../../../src-main/algorithms/world-models/replay.ts';
import type { RecordedEpisode } from '../../../src-main/algorithms/world-models/replay.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';

const FRAME_BYTES = 48;
let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'replay-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const open = (capacityBytes = 1e6) =>
  new Replay({ folder, frameBytes: FRAME_BYTES, actionSize: 2, capacityBytes });

function episode(seed: number, length: number): RecordedEpisode {
  const random = RandomStream.named(seed, 'episode');
  return {
    seed,
    frames: Uint8Array.from({ length: length * FRAME_BYTES }, () => random.integer(256)),
    actions: Float64Array.from({ length: length * 2 }, () => random.normal()),
    rewards: Float64Array.from({ length }, () => random.normal()),
    terminated: seed % 2 === 0,
  };
}

describe('Replay', () => {
  it('gives back frames, actions and rewards exactly, in runs and one by one', () => {
    const replay = open();
    const [first, second] = [episode(1, 7), episode(2, 5)];
    replay.append(first);
    const span = replay.append(second);
    expect(span).toMatchObject({ seed: 2, first: 7, length: 5, terminated: true });
    const frames = new Uint8Array(5 * FRAME_BYTES);
    replay.readFrames(7, 5, frames);
    expect(frames).toEqual(second.frames);
    expect(replay.readSteps(7, 5)).toEqual({ actions: second.actions, rewards: second.rewards });
    const gathered = new Uint8Array(2 * FRAME_BYTES);
    replay.gatherFrames([8, 0], gathered);
    expect(gathered.subarray(0, FRAME_BYTES)).toEqual(second.frames.subarray(FRAME_BYTES, 2 * FRAME_BYTES));
    expect(gathered.subarray(FRAME_BYTES)).toEqual(first.frames.subarray(0, FRAME_BYTES));
    expect(() => replay.readFrames(8, 5, frames)).toThrow('of 12');
    replay.close();
  });

  it('returns to a watermark and leaves what lies past it for a later checkpoint', () => {
    const replay = open();
    replay.append(episode(1, 4));
    const early = replay.watermark();
    replay.append(episode(2, 6));
    const late = replay.watermark();
    replay.close();

    const again = open();
    expect(again.restore(early)).toBe(true);
    expect(again.stepCount).toBe(4);
    expect(again.restore(late)).toBe(true);
    const frames = new Uint8Array(6 * FRAME_BYTES);
    again.readFrames(4, 6, frames);
    expect(frames).toEqual(episode(2, 6).frames);
    again.close();
  });

  it('says so when frames that a watermark counts on are gone', () => {
    const replay = open();
    replay.append(episode(1, 4));
    const mark = replay.watermark();
    replay.close();
    truncateSync(join(folder, 'frames.bin'), 3 * FRAME_BYTES);
    const again = open();
    expect(again.restore(mark)).toBe(false);
    expect(again.stepCount).toBe(0);
    again.close();
  });

  it('keeps within its capacity', () => {
    const replay = open(10 * FRAME_BYTES);
    expect(replay.fits(10)).toBe(true);
    replay.append(episode(1, 7));
    expect(replay.fits(3)).toBe(true);
    expect(replay.fits(4)).toBe(false);
    replay.close();
  });
});
