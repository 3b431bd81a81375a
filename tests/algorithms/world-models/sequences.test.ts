import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import type { EpisodeSpan } from '../../../src-main/acting/episodeSpan.ts';
import { SequenceSampler, SequenceStreams } from '../../../src-main/algorithms/world-models/sequences.ts';

/** Episodes one after the other, with a gap after each as held-out episodes leave it. */
function episodesOf(lengths: readonly number[]): EpisodeSpan[] {
  let first = 0;
  return lengths.map((length, seed) => {
    const span = { seed, first, length, terminated: seed % 2 === 0, episodeReturn: 0 };
    first += length + 3;
    return span;
  });
}

const lengths = fc.array(fc.integer({ min: 2, max: 40 }), { minLength: 1, maxLength: 12 });

describe('SequenceSampler', () => {
  it('within episodes: every sequence is one stretch inside one episode', () => {
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 30 }), fc.nat(), (chosen, length, seed) => {
        const episodes = episodesOf(chosen);
        const sampler = new SequenceSampler(episodes, length, false);
        expect(sampler.length).toBeLessThanOrEqual(length);
        const random = RandomStream.named(seed, 'draw');
        for (let k = 0; k < 20; k++) {
          const stretches = sampler.draw(random);
          expect(stretches).toHaveLength(1);
          const [{ first, length: steps } = { first: -1, length: 0 }] = stretches;
          expect(steps).toBe(sampler.length + 1);
          const home = episodes.find((span) => first >= span.first && first < span.first + span.length);
          expect(home && first + steps <= home.first + home.length).toBe(true);
        }
      }),
    );
  });

  it('across episodes: stretches follow one another, restart where an episode begins, end where one terminated', () => {
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 30 }), fc.nat(), (chosen, length, seed) => {
        const episodes = episodesOf(chosen);
        const sampler = new SequenceSampler(episodes, length, true);
        const random = RandomStream.named(seed, 'draw');
        for (let k = 0; k < 20; k++) {
          const stretches = sampler.draw(random);
          expect(stretches.reduce((sum, stretch) => sum + stretch.length, 0)).toBe(sampler.length + 1);
          stretches.forEach((stretch, index) => {
            const span = episodes.find(
              ({ first, length: steps }) => stretch.first >= first && stretch.first < first + steps,
            );
            if (span === undefined) throw new Error(`no episode at ${stretch.first}`);
            expect(stretch.restart).toBe(stretch.first === span.first);
            const reachesEnd = stretch.first + stretch.length === span.first + span.length;
            expect(stretch.ends).toBe(reachesEnd && span.terminated);
            if (index > 0) expect(stretch.restart).toBe(true);
          });
        }
      }),
    );
  });

  it('draws every possible start, and equally often', () => {
    const sampler = new SequenceSampler(episodesOf([5, 9, 6]), 4, false);
    const random = RandomStream.named(1, 'draw');
    const counts = new Map<number, number>();
    for (let k = 0; k < 8000; k++) {
      const first = sampler.draw(random)[0]?.first ?? -1;
      counts.set(first, (counts.get(first) ?? 0) + 1);
    }
    // 1 + 5 + 2 starts; the second episode lies at 8, the third at 20.
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([0, 8, 9, 10, 11, 12, 20, 21]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe('SequenceStreams', () => {
  const randomOf = (epoch: number) => RandomStream.named(3, `epoch/${epoch}`);
  const stepsOf = (stretches: readonly { first: number; length: number }[]) =>
    stretches.flatMap(({ first, length }) => Array.from({ length }, (_, k) => first + k));

  it('batch after batch go on where the one before ended, and no step is learnt twice in an epoch', () => {
    fc.assert(
      fc.property(
        lengths,
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 4 }),
        (chosen, length, rows) => {
          const total = chosen.reduce((sum, steps) => sum + steps, 0);
          fc.pre(total >= 2 * rows);
          const episodes = episodesOf(chosen);
          const streams = new SequenceStreams(episodes, length, rows);
          const sources = new Set<number>();
          let ends: (number | undefined)[] = [];
          for (let batch = 0; batch < streams.batchesAnEpoch; batch++) {
            const sequences = streams.batch(batch, randomOf).map(stepsOf);
            expect(streams.begins(batch)).toBe(batch === 0);
            if (batch > 0) expect(sequences.map(([first]) => first)).toEqual(ends);
            ends = sequences.map((steps) => steps.at(-1));
            for (const steps of sequences) {
              expect(steps).toHaveLength(streams.length + 1);
              for (const step of steps.slice(0, -1)) {
                expect(sources.has(step)).toBe(false);
                sources.add(step);
              }
            }
          }
          expect(streams.begins(streams.batchesAnEpoch)).toBe(true);
        },
      ),
    );
  });

  it('restart at the beginning of every episode, and end where one terminated', () => {
    const episodes = episodesOf([5, 4, 6]);
    const streams = new SequenceStreams(episodes, 14, 1);
    const [stretches = []] = streams.batch(0, randomOf);
    expect(stretches).toHaveLength(3);
    for (const { first, restart, ends } of stretches) {
      expect(restart).toBe(true);
      expect(ends).toBe(episodes.find((span) => span.first === first)?.terminated);
    }
  });

  it('put the episodes in another order each epoch', () => {
    const streams = new SequenceStreams(episodesOf(new Array<number>(12).fill(6)), 35, 2);
    const first = (epoch: number) => streams.batch(epoch * streams.batchesAnEpoch, randomOf)[0]?.[0]?.first;
    expect(new Set([0, 1, 2, 3, 4].map(first)).size).toBeGreaterThan(1);
  });

  it('say what to lower where there are too few steps', () => {
    expect(() => new SequenceStreams(episodesOf([5]), 4, 3)).toThrow(
      expect.objectContaining({ code: 'config.invalid' }),
    );
  });
});
