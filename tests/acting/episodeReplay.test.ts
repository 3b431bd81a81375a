import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { EpisodeReplay, type PlayedEpisode } from '../../src-main/acting/episodeReplay.ts';

const root = mkdtempSync(join(tmpdir(), 'replay-'));
afterAll(() => rmSync(root, { recursive: true }));

const BYTES = 3;

function replayOf(capacityBytes = 1e9, folder = mkdtempSync(join(root, 'r-'))): EpisodeReplay {
  return new EpisodeReplay({ folder, observationBytes: BYTES, actionSize: 2, capacityBytes });
}

/** Observation bytes of moment m are all 10 * number + m, the action of step t is [number, t], its reward t. */
function episode(number: number, length: number): PlayedEpisode {
  return {
    seed: 100 + number,
    observations: Uint8Array.from(
      { length: (length + 1) * BYTES },
      (_, at) => 10 * number + Math.floor(at / BYTES),
    ),
    actions: Float64Array.from({ length: 2 * length }, (_, at) => (at % 2 === 0 ? number : (at - 1) / 2)),
    rewards: Float64Array.from({ length }, (_, t) => t),
    terminated: number % 2 === 1,
  };
}

describe('the replay of episodes', () => {
  it('gives back moments and steps as they were played', () => {
    const replay = replayOf();
    replay.append(episode(1, 5));
    const span = replay.append(episode(2, 4));
    expect(span).toEqual({ seed: 102, first: 5, length: 4, terminated: false, episodeReturn: 6 });
    const seen = new Uint8Array(2 * BYTES);
    replay.readObservations({ episode: 1, first: 3 }, 2, seen);
    expect([...seen]).toEqual([23, 23, 23, 24, 24, 24]);
    expect(replay.readSteps(1, 2, 2)).toEqual({
      actions: Float64Array.of(2, 2, 2, 3),
      rewards: Float64Array.of(2, 3),
    });
    expect(() => replay.readObservations({ episode: 0, first: 5 }, 2, seen)).toThrow('episode 0 ends');
    replay.close();
  });

  it('draws an episode uniformly, whatever its length, then any stretch of it; too short ones never', () => {
    const replay = replayOf();
    [3, 20, 5].forEach((length, number) => replay.append(episode(number, length)));
    const random = RandomStream.named(1, 'sample');
    const drawn = Array.from({ length: 2000 }, () => replay.sample(5, random));
    const of = (wanted: number) => drawn.filter((chunk) => chunk.episode === wanted);
    expect(of(0)).toHaveLength(0);
    // Half each: 1,000 with a standard deviation of 22.
    expect(Math.abs(of(1).length - 1000)).toBeLessThan(100);
    // Six moments: a stretch of five begins at the first or the second.
    expect(new Set(of(2).map(({ first }) => first))).toEqual(new Set([0, 1]));
    expect(Math.max(...of(1).map(({ first }) => first))).toBe(16);
    expect(replay.has(21)).toBe(true);
    expect(replay.has(22)).toBe(false);
    expect(() => replay.sample(22, random)).toThrow('no episode has 22 moments');
    replay.close();
  });

  it('stays within its capacity: the oldest give way, but never the last', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 1, max: 120 }),
        (lengths, capacity) => {
          const replay = replayOf(capacity);
          lengths.forEach((length, number) => {
            replay.append(episode(number, length));
            const kept = lengths.slice(replay.oldest, number + 1);
            const size = kept.reduce((sum, own) => sum + (own + 1) * BYTES, 0);
            expect(replay.sizeBytes).toBe(size);
            expect(size <= capacity || kept.length === 1).toBe(true);
          });
          // No more gave way than had to.
          if (replay.oldest > 0) {
            const with_ = lengths.slice(replay.oldest - 1).reduce((sum, own) => sum + (own + 1) * BYTES, 0);
            expect(with_).toBeGreaterThan(capacity);
          }
          expect(replay.lostEpisodes()).toEqual([]);
          replay.close();
        },
      ),
      { numRuns: 30 },
    );
  });

  it('goes back to a watermark, and knows which episodes have given way since', () => {
    const folder = mkdtempSync(join(root, 'mark-'));
    const replay = replayOf(60, folder);
    replay.append(episode(0, 5));
    replay.append(episode(1, 5));
    const watermark = structuredClone(replay.watermark());
    const actions = replay.actions();
    replay.append(episode(2, 15));
    // 48 bytes, of 60: the first two gave way.
    expect(replay.oldest).toBe(2);
    replay.close();

    const again = replayOf(60, folder);
    again.restore(watermark, actions);
    expect(again.episodes).toEqual(watermark.episodes);
    expect(again.lostEpisodes()).toEqual([0, 1]);
    for (const lost of again.lostEpisodes()) again.recover(lost, episode(lost, 5));
    expect(again.lostEpisodes()).toEqual([]);
    // What is played now takes the place of what was played after the watermark.
    again.append(episode(7, 3));
    expect(again.readSteps(2, 0, 1).actions).toEqual(Float64Array.of(7, 0));
    again.close();
  });

  it('is put together again from the actions where its folder is gone, those that gave way as well', () => {
    const replay = replayOf(60);
    for (let number = 0; number < 3; number++) replay.append(episode(number, 8));
    const [watermark, actions] = [replay.watermark(), replay.actions()];
    replay.close();
    const empty = replayOf(60);
    empty.restore(watermark, actions);
    expect(empty.lostEpisodes()).toEqual([0, 1, 2]);
    for (let number = 0; number < 3; number++) {
      expect(empty.actionsOf(number)).toEqual(episode(number, 8).actions);
      empty.recover(number, episode(number, 8));
    }
    expect(empty.lostEpisodes()).toEqual([]);
    expect(empty.actions()).toEqual(actions);
    expect(empty.oldest).toBe(1);
    expect(empty.readSteps(2, 7, 1).rewards).toEqual(Float64Array.of(7));
    empty.close();
  });
});
