/** What is drawn of recorded data to learn from. */
import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { bringIn, emptyDataFolder, filesOf } from '../datasets/recordings.ts';
import { OfflineEpisodes } from '../../src-main/acting/offlineEpisodes.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';

const root = emptyDataFolder();
afterAll(() => rmSync(root, { recursive: true }));

describe('recorded episodes', () => {
  it('are drawn from their first moment to their last, and never those that are held out', async () => {
    const files = filesOf(root, await bringIn(root, 'dreamer'));
    const episodes = new OfflineEpisodes(files, ['numbers']);
    expect(episodes.heldOut).toEqual([0]);
    const random = RandomStream.named(1, 'draws');
    const drawn = Array.from({ length: 400 }, () => episodes.sample(8, random));
    expect(new Set(drawn.map(({ episode }) => episode))).toEqual(new Set([1, 2]));
    for (const episode of [1, 2]) {
      const firsts = new Set(drawn.filter((chunk) => chunk.episode === episode).map(({ first }) => first));
      // 13 and 14 moments: stretches of 8 begin at the first six and seven.
      expect([...firsts].sort((a, b) => a - b)).toEqual(
        Array.from({ length: 5 + episode }, (_, first) => first),
      );
    }
    expect(episodes.has(14)).toBe(true);
    expect(episodes.has(15)).toBe(false);
    // Only what is long enough is drawn.
    expect(new Set(Array.from({ length: 50 }, () => episodes.sample(14, random).episode))).toEqual(
      new Set([2]),
    );
    files.close();
  });

  it('give pictures and numbers side by side, a moment at a time', async () => {
    const files = filesOf(root, await bringIn(root, 'dreamer'));
    const { pictures, numbers } = files.bytes;
    const read = (...kinds: ('pictures' | 'numbers')[]) =>
      new OfflineEpisodes(files, kinds).read(1, 3).observations;
    const both = read('pictures', 'numbers');
    expect(both).toHaveLength(4 * (pictures + numbers));
    for (let moment = 0; moment < 4; moment++) {
      const own = both.subarray(moment * (pictures + numbers), (moment + 1) * (pictures + numbers));
      const part = (of: Uint8Array, size: number) => of.subarray(moment * size, (moment + 1) * size);
      expect(own.subarray(0, pictures)).toEqual(part(read('pictures'), pictures));
      expect(own.subarray(pictures)).toEqual(part(read('numbers'), numbers));
    }
    files.close();
  });

  it('serve for both where there is but one', async () => {
    const files = filesOf(root, await bringIn(root, 'minari-choices'));
    const episodes = new OfflineEpisodes(files, ['numbers']);
    expect(episodes.heldOut).toEqual([0]);
    expect(episodes.sample(7, RandomStream.named(1, 'draws'))).toEqual({ episode: 0, first: 0 });
    const whole = episodes.read(0, 100);
    expect(whole.rewards).toHaveLength(6);
    expect(whole.observations).toHaveLength(7 * 4);
    expect(episodes.read(0, 2).rewards).toEqual(whole.rewards.slice(0, 2));
    files.close();
  });
});
