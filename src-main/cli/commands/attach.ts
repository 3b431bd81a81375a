/**
 * `studio train --attach`: follows a training that another process of this machine carries out, by what that has stored:
 * one that was detached, or an app's or a server's. Ctrl-C ends the looking only.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { StudioError } from '../../../shared/errors.ts';
import type { LogEntry, RunSummary } from '../../../shared/run.ts';
import { ExperimentStore } from '../../store/experimentStore.ts';
import { conclude, isAtRest } from '../conclusion.ts';
import { onInterruption } from '../interruption.ts';
import { ProgressDisplay } from '../progressDisplay.ts';
import { chosenDataFolder, note, print, say } from '../terminal.ts';

export interface AttachOptions {
  readonly dataDir?: string;
  readonly json?: boolean;
}

/** Progress is stored every two seconds. */
const LOOK_MILLISECONDS = 1000;
/** Of the log's newest lines, at each look. */
const LINES_A_LOOK = 50;

/** @param reference null: what trains, of several the one that was begun last */
export async function attach(reference: string | null, options: AttachOptions): Promise<void> {
  const folder = chosenDataFolder(options);
  const store = ExperimentStore.openReadOnly(folder);
  if (store === null) throw noSuchRun(reference, folder);
  const interruption = onInterruption();
  const display = new ProgressDisplay(process.stderr);
  try {
    const { id } = reference === null ? whatTrains(store) : store.findRun(reference);
    const json = options.json === true;
    const looking = new AbortController();
    interruption.act(() => {
      looking.abort();
    });
    let told = '';
    let newest = store.log(id, 1);
    for (;;) {
      const run = store.summary(id);
      const text = JSON.stringify({ kind: 'run', run });
      if (json && text !== told) print(text);
      told = text;
      const lines = store.log(id, LINES_A_LOOK);
      for (const entry of linesSince(lines, newest[0])) display.log(entry);
      newest = lines;
      if (run.score !== null) display.metrics({ 'evaluation/return': run.score });
      display.algorithm = run.algorithm;
      if (run.progress !== null && run.status === 'running') display.progress(run.progress);
      if (isAtRest(run)) {
        display.close();
        conclude(run, { json, folder, asked: false });
        return;
      }
      if (interruption.happened) break;
      await delay(LOOK_MILLISECONDS, undefined, { signal: looking.signal }).catch(() => undefined);
    }
    display.close();
    note(say('cli.train.leftAlone', { id }));
  } finally {
    display.close();
    interruption.close();
    store.close();
  }
}

/** Oldest first. @param lines newest first */
function linesSince(lines: readonly LogEntry[], last: LogEntry | undefined): readonly LogEntry[] {
  const text = JSON.stringify(last);
  const known = lines.findIndex((line) => JSON.stringify(line) === text);
  return (known === -1 ? lines : lines.slice(0, known)).toReversed();
}

function whatTrains(store: ExperimentStore): RunSummary {
  const [run] = store
    .runs()
    .filter(({ status }) => status === 'starting' || status === 'running' || status === 'pausing')
    .sort((a, b) => (b.startedAt ?? '').localeCompare(a.startedAt ?? ''));
  if (run === undefined) throw new StudioError('run.noneTrains', { folder: store.folder.root });
  return run;
}

const noSuchRun = (reference: string | null, folder: string) =>
  reference === null
    ? new StudioError('run.noneTrains', { folder })
    : new StudioError('run.unknown', { run: reference });
