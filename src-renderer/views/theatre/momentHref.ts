/** The address of what a theatre shows. */
import { momentQuery, type MomentView } from '../../../shared/momentAddress.ts';
import type { TheatreInfo } from '../../../shared/theatre.ts';
import { routeHref } from '../../state/route.ts';
import type { Source } from './theatreSession.svelte.ts';

/** The checkpoint that is open, not the name by which it was asked for: `best` may be another tomorrow. */
export function momentHref(source: Source, info: TheatreInfo, view: MomentView): string {
  return routeHref('theatre', [], {
    run: source.runId,
    checkpoint: source.runId === undefined ? undefined : (info.agent?.checkpointId ?? source.checkpointId),
    environment: source.runId === undefined ? source.environment : undefined,
    play: source.dream === true ? 'dream' : undefined,
    episode: source.episodeId,
    lens: source.lens?.runId,
    lensCheckpoint: source.lens?.checkpointId,
    ...momentQuery(view),
  });
}
