/** `studio import`: takes an exported run into the data folder, tells how far it is, and stops cleanly on Ctrl-C. */
import path from 'node:path';
import { StudioError } from '../../../shared/errors.ts';
import { onInterruption } from '../interruption.ts';
import { startLocalHost } from '../localHost.ts';
import { progressBar } from '../progressDisplay.ts';
import { note, print, say } from '../terminal.ts';

/** In a terminal the line is drawn again; elsewhere a line comes now and then. */
const REDRAW_MILLISECONDS = 100;
const PLAIN_MILLISECONDS = 5000;
const BAR_WIDTH = 24;

/** Quick imports say nothing. */
function progressTeller(): {
  readonly tell: (done: number, total: number) => void;
  readonly close: () => void;
} {
  const living = process.stderr.isTTY;
  const pause = living ? REDRAW_MILLISECONDS : PLAIN_MILLISECONDS;
  let last = performance.now();
  let drawn = false;
  return {
    tell: (done, total) => {
      const now = performance.now();
      if (now - last < pause) return;
      last = now;
      const fraction = total === 0 ? 1 : done / total;
      const text = say('cli.import.progress', { percent: Math.floor(fraction * 100) });
      if (!living) {
        note(text);
        return;
      }
      drawn = true;
      process.stderr.write(`\r\x1b[K${progressBar(fraction, BAR_WIDTH)} ${text}`);
    },
    close: () => {
      if (drawn) process.stderr.write('\r\x1b[K');
    },
  };
}

/** @throws StudioError as `importRun` (host/importRun.ts). */
export async function importFile(
  file: string,
  options: { readonly dataDir?: string; readonly json?: boolean },
): Promise<void> {
  const interruption = onInterruption();
  const stop = new AbortController();
  const progress = progressTeller();
  try {
    const host = await startLocalHost(options);
    try {
      interruption.act(() => {
        stop.abort();
      });
      const run = await host.importRun(path.resolve(file), {
        signal: stop.signal,
        onProgress: progress.tell,
      });
      progress.close();
      print(options.json === true ? JSON.stringify(run) : run.id);
    } catch (error) {
      progress.close();
      if (!(error instanceof StudioError) || error.code !== 'import.stopped') throw error;
      note(say('error.import.stopped.what'));
      interruption.setExitCode();
    } finally {
      await host.close();
    }
  } finally {
    interruption.close();
  }
}
