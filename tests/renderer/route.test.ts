import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRoute, PLACES, routeHref } from '../../src-renderer/state/route.ts';

describe('addresses', () => {
  it('goes home from nowhere and from unknown places', () => {
    for (const hash of ['', '#', '#/', '#/nowhere/at/all'])
      expect(parseRoute(hash)).toMatchObject({ place: 'experiments', path: [] });
  });

  it('reads deep links', () => {
    expect(parseRoute('#/experiments/run-1/curves')).toEqual({
      place: 'experiments',
      path: ['run-1', 'curves'],
      query: {},
    });
    expect(parseRoute('#/theatre?run=a&checkpoint=best&step=214').query).toEqual({
      run: 'a',
      checkpoint: 'best',
      step: '214',
    });
  });

  it('leaves out empty query values', () => {
    expect(routeHref('theatre', [], { run: 'a', step: null, seed: undefined, episode: '' })).toBe(
      '#/theatre?run=a',
    );
  });

  it('survives a broken escape', () => {
    expect(parseRoute('#/experiments/%E0%A4%A').path).toEqual(['%E0%A4%A']);
  });

  it('gives back whatever was put into an address', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(
        fc.constantFrom(...PLACES),
        fc.array(text, { maxLength: 3 }),
        fc.dictionary(
          text.filter((key) => key !== '__proto__'),
          text,
          { maxKeys: 3 },
        ),
        (place, path, query) => {
          expect(parseRoute(routeHref(place, path, query))).toEqual({ place, path, query });
        },
      ),
    );
  });
});
