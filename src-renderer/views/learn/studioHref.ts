/** Where a link of the course leads, in this studio. */
import type { ShippedExperiment, StudioLink } from '../../../shared/course.ts';
import type { RunSummary } from '../../../shared/run.ts';
import { routeHref } from '../../state/route.ts';

type KnownRun = Pick<RunSummary, 'id' | 'algorithm' | 'environment' | 'tags'>;

/** The experiment that came with the studio, unless it was deleted. */
export function shippedRun<Run extends KnownRun>(
  runs: readonly Run[],
  { algorithm, environment }: ShippedExperiment,
): Run | undefined {
  return runs.find(
    (run) => run.tags.includes('shipped') && run.algorithm === algorithm && run.environment === environment,
  );
}

/** Null: the experiment that it leads to is not there any more. */
export function studioHref(link: StudioLink, runs: readonly KnownRun[]): string | null {
  switch (link.to) {
    case 'environment':
      return routeHref('environments', [link.environment]);
    case 'new': {
      const { algorithm, environment, preset } = link;
      return routeHref('experiments', ['new'], { algorithm, environment, preset });
    }
    case 'theatre': {
      const run = shippedRun(runs, link.experiment);
      return run === undefined
        ? null
        : routeHref('theatre', [], { run: run.id, checkpoint: 'best', ...link.query });
    }
    case 'experiment': {
      const run = shippedRun(runs, link.experiment);
      return run === undefined ? null : routeHref('experiments', [run.id, link.tab]);
    }
  }
}
