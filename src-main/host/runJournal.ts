/** What is written of a run's course and told to whoever listens: its state, its log, what its training recorded. */
import { rm } from 'node:fs/promises';
import { configValue } from '../../shared/config.ts';
import { reportError } from '../../shared/errors.ts';
import type { LogEntry, RunStatus, RunSummary } from '../../shared/run.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import { logEntry, type RecordedEvent, type RunRecord } from '../store/runRecords.ts';
import { checkpointsToDrop } from './checkpointRetention.ts';
import type { LiveFeed } from './liveFeed.ts';
import { SummaryAnnouncer } from './summaryAnnouncer.ts';
import { mayPass } from './untilStored.ts';

type Changes = Parameters<ExperimentStore['changeRun']>[1];

/** A line of a run's log, still to be written. */
export interface LogLine {
  readonly level: LogEntry['level'];
  readonly key: string;
  readonly values?: LogEntry['values'];
}

export class RunJournal {
  readonly announcer: SummaryAnnouncer;
  readonly #store: ExperimentStore;
  readonly #feed: LiveFeed;

  constructor(store: ExperimentStore, feed: LiveFeed) {
    this.#store = store;
    this.#feed = feed;
    this.announcer = new SummaryAnnouncer(store, feed);
  }

  /**
   * State and log lines together, or nothing; then both are told, inside a transaction when that is committed.
   * @throws StudioError `store.*`
   */
  write(runId: string, changes: Changes, lines: readonly LogLine[] = []): RunSummary {
    const { summary, events } = this.#store.transaction(() => ({
      events: lines.length === 0 ? [] : this.#store.record(runId, lines.map(logRecord)),
      summary: this.#store.changeRun(runId, changes),
    }));
    this.#store.whenCommitted(() => {
      this.publish(runId, events);
      this.announcer.now(runId);
    });
    return summary;
  }

  /** @throws StudioError `store.*` */
  change(runId: string, status: RunStatus, changes: Omit<Changes, 'status'> = {}): RunSummary {
    return this.write(runId, { status, ...changes });
  }

  /** @throws StudioError `store.*` */
  log(runId: string, level: LogLine['level'], key: string, values: LogEntry['values'] = {}): void {
    const events = this.#store.record(runId, [logRecord({ level, key, values })]);
    this.#store.whenCommitted(() => {
      this.publish(runId, events);
      this.announcer.changed(runId);
    });
  }

  /** For what is good to know but no loss: left out where the store cannot be written. */
  whereThereIsRoom(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!mayPass(reportError(error))) throw error;
    }
  }

  /** Stored records go out. */
  publish(runId: string, events: readonly RecordedEvent[]): void {
    for (const event of events) {
      if (event.kind !== 'result') this.#feed.publish('run', { runId }, event);
    }
  }

  /** Those that the run's settings do not keep; on a full disk with the next checkpoint. */
  dropOldCheckpoints(runId: string): void {
    const keep = configValue(this.#store.run(runId).config, 'checkpoint.keep');
    const dropped = checkpointsToDrop(
      this.#store.checkpoints(runId),
      typeof keep === 'number' ? keep : Number.POSITIVE_INFINITY,
    );
    if (dropped.length === 0) return;
    this.whereThereIsRoom(() => {
      this.#store.removeCheckpoints(dropped.map(({ id }) => id));
      for (const { fileName } of dropped) {
        // The row is gone already: a file that stays is swept up as a stray one.
        rm(this.#store.folder.checkpoint(runId, fileName), { force: true }).catch(() => undefined);
      }
    });
  }
}

const logRecord = ({ level, key, values }: LogLine): RunRecord => ({
  kind: 'log',
  entry: logEntry(level, key, values),
});
