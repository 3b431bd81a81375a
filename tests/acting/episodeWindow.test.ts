import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EpisodeReplay } from '../../src-main/acting/episodeReplay.ts';
import { EpisodeWindow } from '../../src-main/acting/episodeWindow.ts';

const MOMENT_BYTES = 4;

function open(capacity: number, cachedMoments = 1000) {
  const folder = mkdtempSync(join(tmpdir(), 'window-'));
  const replay = new EpisodeReplay({
    folder,
    observationBytes: MOMENT_BYTES,
    actionSize: 1,
    capacityBytes: MOMENT_BYTES * cachedMoments,
  });
  onTestFinished(() => {
    replay.close();
    rmSync(folder, { recursive: true });
  });
  const play = (...lengths: readonly number[]) => {
    for (const length of lengths)
      replay.append({
        seed: 0,
        observations: new Uint8Array((length + 1) * MOMENT_BYTES),
        actions: new Float64Array(length),
        rewards: new Float64Array(length),
        terminated: true,
      });
  };
  const loaded: number[] = [];
  let held = 0;
  let most = 0;
  const window = new EpisodeWindow({
    replay,
    capacity,
    load: (index) => {
      const { first = 0, length = 0 } = replay.episodes[index] ?? {};
      loaded.push(index);
      held += length;
      most = Math.max(most, held);
      return { first, length, terminated: true, rewards: [] };
    },
    onDropped: ({ length }) => {
      held -= length;
    },
  });
  return { play, window, loaded, most: () => most };
}

describe('a window on a replay', () => {
  it('holds the newest whole episodes that there is room for, whenever it looks', () => {
    const often = open(10);
    for (const length of [4, 4, 4, 2, 6]) {
      often.play(length);
      often.window.readNew();
    }
    const once = open(10);
    once.play(4, 4, 4, 2, 6);
    once.window.readNew();
    for (const { window } of [often, once]) expect([window.oldest, window.count]).toEqual([12, 8]);
  });

  it('holds one that is larger than its room', () => {
    const { play, window } = open(10);
    play(3, 25);
    window.readNew();
    expect([window.oldest, window.count]).toEqual([3, 25]);
  });

  it('never holds more than its room and one episode, however many were played before it looks', () => {
    const { play, window, most } = open(10);
    play(5, 5);
    window.readNew();
    play(5, 5);
    window.readNew();
    expect([window.oldest, window.count]).toEqual([10, 10]);
    expect(most()).toBe(15);
  });

  it('reads nothing that would give way at once', () => {
    const { play, window, loaded } = open(10);
    play(5, 5, 5, 5, 5);
    window.readNew();
    expect(loaded).toEqual([3, 4]);
    window.forget();
    window.readNew();
    expect(loaded).toEqual([3, 4, 3, 4]);
  });

  it('lets go what the disk has let go', () => {
    const { play, window, loaded } = open(100, 13);
    play(5);
    window.readNew();
    play(5);
    window.readNew();
    expect([window.oldest, window.count]).toEqual([0, 10]);
    play(5);
    window.readNew();
    expect([window.oldest, window.count]).toEqual([5, 10]);
    expect(loaded).toEqual([0, 1, 2]);
  });
});
