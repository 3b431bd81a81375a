/** `studio train`: creates or resumes a run, trains it in the foreground, shows progress. Ctrl-C keeps a checkpoint. */
import path from 'node:path';
import { configFields, nestConfig, resolveConfig, type ConfigField } from '../../../shared/config.ts';
import { environmentFacts } from '../../../shared/environmentFacts.ts';
import { reportError, StudioError } from '../../../shared/errors.ts';
import type { TopicEvents } from '../../../shared/protocol.ts';
import type { MetricRecord, RunSummary } from '../../../shared/run.ts';
import type { Host, HostOptions } from '../../host/hostOptions.ts';
import { RunCurves } from '../../host/tensorboard.ts';
import { leaveInBackground, tellBegun } from '../background.ts';
import { conclude, isAtRest, TroubleDisplay } from '../conclusion.ts';
import { onInterruption, type Interruption } from '../interruption.ts';
import { startLocalHost } from '../localHost.ts';
import { readModelArgument } from '../modelArgument.ts';
import { ProgressDisplay } from '../progressDisplay.ts';
import { note, print, readText, say, sayError } from '../terminal.ts';

export interface TrainOptions {
  readonly env?: string;
  readonly preset: string;
  readonly set: readonly string[];
  /** A run in whose dream it learns, and after `@` one of its checkpoints. */
  readonly inDream?: string;
  /** `here`, `anywhere`, or a worker's id. */
  readonly where?: string;
  readonly name?: string;
  readonly resume?: string;
  readonly fromScratch?: boolean;
  readonly detach?: boolean;
  /** True: whatever trains there. */
  readonly attach?: string | true;
  /** It was left behind by one that detached itself. */
  readonly background?: boolean;
  /** The person's word that the code may run that this environment needs. */
  readonly allowPython?: boolean;
  /** A folder that gets the curves, live. */
  readonly tensorboard?: string;
  readonly dataDir?: string;
  readonly json?: boolean;
}

/** @param hostOptions other than the usual ones, such as another launcher in tests. */
export async function train(
  algorithm: string | undefined,
  options: TrainOptions,
  hostOptions: Partial<HostOptions> = {},
): Promise<void> {
  if (options.attach !== undefined) {
    const { attach } = await import('./attach.ts');
    await attach(options.attach === true ? null : options.attach, options);
    return;
  }
  if (options.resume === undefined && (algorithm === undefined || options.env === undefined)) {
    throw new StudioError('config.invalid', { field: 'train', reason: say('cli.train.missing') });
  }
  const interruption = onInterruption({ alone: options.background === true });
  try {
    const host = await startLocalHost(options, hostOptions);
    let run: RunSummary;
    try {
      if (options.allowPython === true) await allowPython(host, algorithm, options);
      run =
        options.resume === undefined
          ? await host.call('runs.create', {
              algorithm: algorithm ?? '',
              environment: options.env ?? '',
              preset: options.preset,
              overrides: askedSettings(algorithm, options),
              ...(options.name === undefined ? {} : { name: options.name }),
              start: false,
            })
          : await runToResume(host, options.resume, options);
      if (options.detach !== true) await trainInForeground(host, run, options, interruption);
    } finally {
      await host.close();
    }
    if (options.detach === true) await detach(run, host.dataFolder, options);
  } finally {
    interruption.close();
  }
}

/** @throws StudioError as `resolveConfig`, and where what would run does not exist */
async function allowPython(
  host: Host,
  algorithm: string | undefined,
  { env = '', preset, set, resume }: TrainOptions,
): Promise<void> {
  const run =
    resume === undefined
      ? {
          algorithm: algorithm ?? '',
          environment: env,
          config: resolveConfig(algorithm ?? '', env, preset, nestConfig(parseSettings(algorithm, set))),
        }
      : host.store.run(host.store.findRun(resume).id);
  if (environmentFacts(run.environment)?.ownCode !== true) return;
  const { allowOwnCode } = await import('../../engine/ownCode.ts');
  allowOwnCode({ algorithm: run.algorithm, environment: run.environment, config: run.config });
}

async function runToResume(host: Host, reference: string, options: TrainOptions): Promise<RunSummary> {
  const { fromScratch } = options;
  const found = host.store.findRun(reference);
  const run =
    fromScratch === true ? await host.call('runs.beginAgain', { runId: found.id, start: false }) : found;
  const overrides = askedSettings(run.algorithm, options);
  if (Object.keys(overrides).length === 0) return run;
  return host.call('runs.update', { runId: run.id, overrides });
}

/** @throws StudioError `run.notBegun`, and what would be told of a run that cannot go on. */
async function detach(
  run: RunSummary,
  dataFolder: string,
  { tensorboard, where }: Pick<TrainOptions, 'tensorboard' | 'where'>,
): Promise<void> {
  if (run.status === 'completed')
    throw new StudioError('run.notResumable', { run: run.id, status: run.status });
  const curves = tensorboard === undefined ? [] : ['--tensorboard', path.resolve(tensorboard)];
  const place = where === undefined ? [] : ['--where', where];
  const words = ['train', '--resume', run.id, '--data-dir', dataFolder, ...curves, ...place];
  const { processId, logFile } = await leaveInBackground(words, dataFolder, run.id);
  note(say('cli.train.detached', { name: run.name, id: run.id, process: processId, file: logFile }));
  print(run.id);
}

async function trainInForeground(
  host: Host,
  run: RunSummary,
  { json = false, background = false, tensorboard, where }: TrainOptions,
  interruption: Interruption,
): Promise<void> {
  const runId = run.id;
  const display = new ProgressDisplay(process.stderr);
  let curves = tensorboard === undefined ? null : new RunCurves(host.store, runId, path.resolve(tensorboard));
  const addToCurves = (record: MetricRecord) => {
    try {
      curves?.add(record);
    } catch (error) {
      // Training goes on without them: a later export has them all.
      curves = null;
      const { what, why, next } = sayError(reportError(error));
      for (const line of [what, why, next]) display.line(line);
    }
  };
  const tell = (line: object) => {
    if (json) print(JSON.stringify(line));
  };
  let handle: { acknowledge(): void; close(): void } | null = null;
  let finish: (run: RunSummary) => void = () => undefined;
  const finished = new Promise<RunSummary>((resolve) => (finish = resolve));
  let begun = false;
  const listener = {
    send: (event: unknown, lossy: boolean) => {
      const typed = event as TopicEvents['run'];
      if (lossy) queueMicrotask(() => handle?.acknowledge());
      if (typed.kind === 'pictures' || typed.kind === 'distribution') return;
      if (typed.kind === 'progress') display.progress(typed.progress);
      if (typed.kind === 'metrics') {
        display.metrics(typed.values);
        addToCurves(typed);
      }
      if (typed.kind === 'log') display.log(typed.entry);
      if (typed.kind === 'checkpoint') display.checkpoint(typed.checkpoint);
      if (typed.kind === 'summary') {
        trouble.show(typed.run);
        // Before it begins, what is told of it is still its last sitting's.
        if (begun && isAtRest(typed.run)) finish(typed.run);
        return;
      }
      tell(typed);
    },
    ended: () => undefined,
  };
  const trouble = new TroubleDisplay(display, host.dataFolder);
  handle = host.feed.listen('run', { runId }, listener);
  display.algorithm = run.algorithm;
  display.line(say('cli.train.begins', { name: run.name, id: runId, folder: host.dataFolder }));
  tell({ kind: 'run', run });
  try {
    interruption.act(() => {
      display.line(say('cli.train.pausing'));
      host.supervisor.pause(runId);
    });
    // Whoever ends it while it waits for an earlier process waits for nothing.
    const started = host.call('runs.start', { runId, where });
    if (background) tellBegun(host.dataFolder, runId);
    await Promise.race([started, interruption.asked]);
    begun = true;
    if (interruption.happened) host.supervisor.pause(runId);
    const now = host.store.summary(runId);
    if (isAtRest(now)) finish(now);
    const last = await finished;
    display.close();
    const detail = await host.call('runs.get', { runId });
    tell({ kind: 'run', run: detail });
    if (interruption.happened && last.status !== 'completed') interruption.setExitCode();
    conclude(last, { json, folder: host.dataFolder, asked: interruption.happened });
  } finally {
    handle.close();
    display.close();
  }
}

/** @throws StudioError `config.invalid` as `parseSettings`, and where the algorithm learns in no dream of another's */
function askedSettings(
  algorithm: string | undefined,
  { set, inDream }: Pick<TrainOptions, 'set' | 'inDream'>,
): Record<string, number | string | boolean> {
  const settings = parseSettings(algorithm, set);
  if (inDream === undefined) return settings;
  const [run = '', ...rest] = inDream.split('@');
  if (!configFields(algorithm ?? '').some(({ path }) => path === 'dream.run')) {
    throw new StudioError('config.invalid', { field: '--in-dream', reason: say('cli.inDream.unable') });
  }
  return { ...settings, 'dream.run': run, 'dream.checkpoint': rest.join('@') };
}

/**
 * `vision.epochs=3` by the type that the schema gives the field.
 * A text may be a file's; a model may be a folder or a zip, too: `environment.model=@robot/`.
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
      if (field.type === 'text') return [key, text.startsWith('@') ? readFrom(field, text.slice(1)) : text];
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

function readFrom({ path, meta }: ConfigField, file: string): string {
  return meta.long === true ? readModelArgument(path, file) : readText(path, file);
}
