import { describe, expect, it } from 'vitest';
import { COURSE_RUNS } from '../../shared/course.ts';
import { en } from '../../shared/messages/en/index.ts';
import { tourPlace } from '../../src-renderer/shell/tour/tourPlaces.ts';
import { parseRoute } from '../../src-renderer/state/route.ts';
import type { TourStop } from '../../src-renderer/state/tourProgress.svelte.ts';

const STOPS = [
  'experiments',
  'theatre',
  'dream',
  'curves',
  'environment',
  'learn',
] as const satisfies readonly TourStop[];
const shipped = Object.values(COURSE_RUNS).map((experiment, index) => ({
  id: `run-${index}`,
  tags: ['shipped'],
  ...experiment,
}));
const car = shipped.find(({ environment }) => environment === 'car-racing')?.id;
const game = shipped.find(({ environment }) => environment === 'take-cover')?.id;

describe('the tour', () => {
  it('leads from the experiments through theatre, dream, curves and environment to the course', () => {
    const routes = STOPS.map((stop) => parseRoute(tourPlace(stop, shipped).href ?? ''));
    expect(routes.map(({ place, path }) => [place, ...path])).toEqual([
      ['experiments'],
      ['theatre'],
      ['theatre'],
      ['experiments', car, 'curves'],
      ['environments', 'car-racing'],
      ['learn'],
    ]);
    expect(routes[1]?.query).toEqual({ run: car, checkpoint: 'best' });
    expect(routes[2]?.query).toEqual({ run: game, checkpoint: 'best', play: 'dream' });
  });

  it('names what was deleted instead of leading there', () => {
    expect(STOPS.filter((stop) => tourPlace(stop, []).href === null)).toEqual(['theatre', 'dream', 'curves']);
  });

  it('says something at each stop', () => {
    for (const stop of STOPS)
      for (const part of ['title', 'text']) expect(en).toHaveProperty([`tour.${stop}.${part}`]);
  });
});
