/** What the host's log tells besides its own beginning and end: engine processes, states of runs, unforeseen errors. */
import type { RunStatus, RunSummary } from '../../shared/run.ts';
import type { TopicEvents } from '../../shared/protocol.ts';
import { wholeError, type Log } from '../store/log.ts';
import type { ListenHandle, LiveFeed } from './liveFeed.ts';
import type { ProcessLauncher } from './processLauncher.ts';

/** The same; errors of which a client only gets the number are also printed to the terminal that started the host. */
export function alsoInTerminal(log: Log): Log {
  return {
    write: (level, event, values = {}, detail = '') => {
      log.write(level, event, values, detail);
      process.stderr.write(`${event} ${JSON.stringify(values)}\n${detail}\n`);
    },
  };
}

/** Each state that a run comes to, and why it stopped. */
export function logRuns(feed: LiveFeed, log: Log): ListenHandle {
  const known = new Map<string, RunStatus>();
  const look = ({ id, status, algorithm, environment, lastError }: RunSummary) => {
    if (known.get(id) === status) return;
    known.set(id, status);
    const stopped = status === 'failed' || status === 'interrupted';
    log.write(stopped ? 'warning' : 'info', 'run.status', {
      run: id,
      status,
      algorithm,
      environment,
      ...(stopped ? { code: lastError?.code } : {}),
    });
  };
  return feed.listen(
    'runs',
    {},
    {
      send: (event) => {
        const typed = event as TopicEvents['runs'];
        if (typed.kind === 'changed') look(typed.run);
        else if (typed.kind === 'manyChanged') typed.runs.forEach(look);
        else for (const id of typed.runIds) known.delete(id);
      },
      ended: () => undefined,
    },
  );
}

/** The same launcher; each process that it starts is told of, and how it ended. */
export function loggedLauncher(launcher: ProcessLauncher, log: Log): ProcessLauncher {
  return {
    launch: async (kind, options) => {
      try {
        const engine = await launcher.launch(kind, options);
        log.write('info', 'engine.launched', { kind, process: engine.processId });
        engine.onExit(({ code, signal, errorOutput }) => {
          const level = code === 0 ? 'info' : 'warning';
          log.write(level, 'engine.exited', { kind, process: engine.processId, code, signal }, errorOutput);
        });
        return engine;
      } catch (error) {
        log.write('error', 'engine.notLaunched', { kind }, wholeError(error));
        throw error;
      }
    },
  };
}
