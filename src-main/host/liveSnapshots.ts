/** The newest pictures and distributions of each run, for a page that was just opened. */
import type { RunDistribution } from '../../shared/protocol.ts';
import type { PicturePanel } from '../../shared/run.ts';
import type { LiveUpdate } from '../engine/messages.ts';

/** What a page that was just opened wants to see at once. */
export interface LiveSnapshot {
  readonly panels: Map<string, { readonly phase: string; readonly panel: PicturePanel }>;
  readonly distributions: Map<string, RunDistribution>;
}

type Kept = Exclude<LiveUpdate, { readonly kind: 'progress' }>;

export class LiveSnapshots {
  readonly #byRun = new Map<string, LiveSnapshot>();

  of(runId: string): LiveSnapshot {
    const snapshot = this.#byRun.get(runId) ?? { panels: new Map(), distributions: new Map() };
    this.#byRun.set(runId, snapshot);
    return snapshot;
  }

  keep(runId: string, update: Kept): void {
    const { panels, distributions } = this.of(runId);
    if (update.kind === 'pictures') {
      panels.set(update.panel.title, { phase: update.phase, panel: update.panel });
    } else {
      const { kind: _, ...distribution } = update;
      distributions.set(update.name, distribution);
    }
  }
}
