/** `studio train`: creates or resumes a run, trains it in the foreground, shows progress. Ctrl-C keeps a checkpoint. */
import { configFields } from '../../../shared/config.ts';
import { errorFromReport, errorOfRun, StudioError } from '../../../shared/errors.ts';
import type { TopicEvents } from '../../../shared/protocol.ts';
import type { RunSummary } from '../../../shared/run.ts';
import type { Host, HostOptions } from '../../host/hostOptions.ts';
import { onInterruption } from '../interruption.ts';
import { startLocalHost } from '../localHost.ts';
import { ProgressDisplay } from '../progressDisplay.ts';
import { note, print, readText, say } from '../terminal.ts';

export interface TrainOptions {
  readonly env?: string;
  readonly preset: string;
  readonly set: readonly string[];
  readonly name?: string;
  readonly resume?: string;
  readonly dataDir?: string;
  readonly json?: boolean;
}

const RESTING = new Set(['paused', 'stopped', 'completed', 'failed', 'interrupted']);

/** @param hostOptions other than the usual ones, such as another launcher in tests. */
export async function train(
  algorithm: string | undefined,
  options: TrainOptions,
  hostOptions: Partial<HostOptions> = {},
): Promise<void> {
  if (options.resume === undefined && (algorithm === undefined || options.env === undefined)) {
    throw new StudioError('config.invalid', { field: 'train', reason: say('cli.train.missing') });
  }
  const host = await startLocalHost(options, hostOptions);
  try {
    const run =
      options.resume === undefined
        ? await host.call('runs.create', {
            algorithm: algorithm ?? '',
            environment: options.env ?? '',
            preset: options.preset,
            overrides: parseSettings(algorithm, options.set),
            ...(options.name === undefined ? {} : { name: options.name }),
            start: false,
          })
        : await runToResume(host, options.resume, options.set);
    await trainInForeground(host, run, options.json ?? false);
  } finally {
    await host.close();
  }
}

async function runToResume(host: Host, reference: string, settings: readonly string[]): Promise<RunSummary> {
  const run = host.store.findRun(reference);
  if (settings.length === 0) return run;
  return host.call('runs.update', { runId: run.id, overrides: parseSettings(run.algorithm, settings) });
}

async function trainInForeground(host: Host, run: RunSummary, json: boolean): Promise<void> {
  const runId = run.id;
  const display = new ProgressDisplay(process.stderr);
  const tell = (line: object) => {
    if (json) print(JSON.stringify(line));
  };
  let started = false;
  let handle: { acknowledge(): void; close(): void } | null = null;
  const finished = new Promise<RunSummary>((resolve) => {
    const listener = {
      send: (event: unknown, lossy: boolean) => {
        const typed = event as TopicEvents['run'];
        if (lossy) queueMicrotask(() => handle?.acknowledge());
        if (typed.kind === 'pictures' || typed.kind === 'distribution') return;
        if (typed.kind === 'progress') display.progress(typed.progress);
        if (typed.kind === 'metrics') display.metrics(typed.values);
        if (typed.kind === 'log') display.log(typed.entry);
        if (typed.kind === 'checkpoint') display.checkpoint(typed.checkpoint);
        if (typed.kind === 'summary') {
          // Before it has started, it may still be told that an earlier process of it was interrupted.
          if (started && RESTING.has(typed.run.status)) resolve(typed.run);
          return;
        }
        tell(typed);
      },
      ended: () => undefined,
    };
    handle = host.feed.listen('run', { runId }, listener);
  });
  const interruption = onInterruption(() => {
    display.line(say('cli.train.pausing'));
    host.supervisor.pause(runId);
  });
  display.line(say('cli.train.begins', { name: run.name, id: runId, folder: host.dataFolder }));
  tell({ kind: 'run', run });
  try {
    if (host.supervisor.waitsForEarlier(runId)) display.line(say('cli.train.waits'));
    await host.call('runs.start', { runId });
    started = true;
    const last = await finished;
    display.close();
    const detail = await host.call('runs.get', { runId });
    tell({ kind: 'run', run: detail });
    conclude(last, json);
    if (interruption.happened && last.status === 'paused') interruption.setExitCode();
  } finally {
    interruption.close();
    display.close();
  }
}

/** @throws StudioError where the training failed. */
function conclude(run: RunSummary, json: boolean): void {
  if (run.status === 'failed' || run.status === 'interrupted') {
    note(say('cli.train.resumable', { id: run.id }));
    const { lastError } = run;
    throw errorFromReport(
      lastError === null
        ? { code: 'run.interrupted', values: { run: run.id } }
        : errorOfRun(run.id, lastError),
    );
  }
  if (run.status !== 'completed') note(say('cli.train.resumable', { id: run.id }));
  else if (!json) {
    print(
      say('cli.train.completed', {
        name: run.name,
        id: run.id,
        score: run.score === null ? '-' : run.score.toFixed(1),
        deviation: run.scoreDeviation === null ? '-' : run.scoreDeviation.toFixed(1),
      }),
    );
  }
}

/**
 * `vision.epochs=3` by the type that the schema gives the field.
 * A text may be a file's: `environment.model=@robot.xml`.
 * @throws StudioError `config.invalid` where the field is unknown or the value of another type.
 */
export function parseSettings(
  algorithm: string | undefined,
  settings: readonly string[],
): Record<string, number | string | boolean> {
  if (settings.length === 0) return {};
  const fields = new Map(configFields(algorithm ?? '').map((field) => [field.path, field]));
  return Object.fromEntries(
    settings.map((setting) => {
      const split = setting.indexOf('=');
      const key = split === -1 ? setting : setting.slice(0, split);
      const text = setting.slice(split + 1);
      const field = fields.get(key);
      if (split === -1 || field === undefined) {
        const reason = say(split === -1 ? 'cli.set.noValue' : 'cli.set.unknown');
        throw new StudioError('config.invalid', { field: key, reason });
      }
      if (field.type === 'choice') return [key, text];
      if (field.type === 'text') return [key, text.startsWith('@') ? readText(key, text.slice(1)) : text];
      if (field.type === 'toggle') {
        if (text === 'true' || text === 'false') return [key, text === 'true'];
        throw new StudioError('config.invalid', { field: key, reason: say('cli.set.toggle') });
      }
      const number = Number(text);
      if (text.trim() === '' || Number.isNaN(number)) {
        throw new StudioError('config.invalid', { field: key, reason: say('cli.set.number') });
      }
      return [key, number];
    }),
  );
}
