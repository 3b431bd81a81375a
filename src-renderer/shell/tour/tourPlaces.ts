/** Where each stop of the tour leads in this studio, and what of the place is pointed at. */
import { COURSE_RUNS } from '../../../shared/course.ts';
import type { RunSummary } from '../../../shared/run.ts';
import { routeHref } from '../../state/route.ts';
import type { TourStop } from '../../state/tourProgress.svelte.ts';
import { shippedRun } from '../../views/learn/studioHref.ts';

export interface TourPlace {
  /** Null: the experiment that it leads to was deleted. */
  readonly href: string | null;
  /** Selects what is outlined, once it is there. */
  readonly shows: string;
}

type KnownRun = Pick<RunSummary, 'id' | 'algorithm' | 'environment' | 'tags'>;

export function tourPlace(stop: TourStop, runs: readonly KnownRun[]): TourPlace {
  const car = shippedRun(runs, COURSE_RUNS.loop);
  const game = shippedRun(runs, COURSE_RUNS.futures);
  const theatre = (run: KnownRun | undefined, query: Readonly<Record<string, string>> = {}) =>
    run === undefined ? null : routeHref('theatre', [], { run: run.id, checkpoint: 'best', ...query });
  switch (stop) {
    case 'experiments':
      return { href: routeHref('experiments'), shows: 'main [role="grid"], main table' };
    case 'theatre':
      return { href: theatre(car), shows: '[data-theatre-panel].seen, [data-theatre-panel].dreamt' };
    case 'dream':
      return { href: theatre(game, { play: 'dream' }), shows: '[data-theatre-panel]' };
    case 'curves':
      return {
        href: car === undefined ? null : routeHref('experiments', [car.id, 'curves']),
        shows: 'main .chart',
      };
    case 'environment':
      return { href: routeHref('environments', [COURSE_RUNS.loop.environment]), shows: 'main canvas' };
    case 'learn':
      return { href: routeHref('learn'), shows: 'main ol' };
  }
}
