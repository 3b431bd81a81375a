/** `studio study`: makes or resumes a study and runs it in the foreground to its table. Ctrl-C keeps checkpoints. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { errorOfRun, reportError, StudioError } from '../../../shared/errors.ts';
import type { TopicEvents } from '../../../shared/protocol.ts';
import type { RunSummary } from '../../../shared/run.ts';
import {
  checkStudy,
  MOST_AT_ONCE,
  nameInStudy,
  studyRunCount,
  type Study,
  type StudyDefinition,
} from '../../../shared/study.ts';
import { studyProgress, studyTable } from '../../../shared/studyTable.ts';
import { STUDY_TEMPLATES, templateStudy } from '../../../shared/studyTemplates.ts';
import { studyGrid } from '../../../shared/studyText.ts';
import { placeToGoOnFrom } from '../../host/checkpointRetention.ts';
import type { Host, HostOptions } from '../../host/hostOptions.ts';
import { leaveInBackground, tellBegun } from '../background.ts';
import { onInterruption, type Interruption } from '../interruption.ts';
import { startLocalHost } from '../localHost.ts';
import { clockTime, ProgressDisplay } from '../progressDisplay.ts';
import { note, print, say, sayError, tellError, terminalLanguage, wholeNumber } from '../terminal.ts';
import { textTable } from '../textTable.ts';

export interface StudyOptions {
  readonly template?: string;
  readonly preset?: string;
  readonly seeds?: string;
  readonly atOnce?: string;
  readonly resume?: string;
  readonly takeIn?: boolean;
  /** Runs that have nothing to go on from begin again. */
  readonly fromScratch?: boolean;
  readonly detach?: boolean;
  /** It was left behind by one that detached itself. */
  readonly background?: boolean;
  readonly print?: boolean;
  readonly dataDir?: string;
  readonly json?: boolean;
}

const LOOK_MILLISECONDS = 200;
const WORKING = new Set(['queued', 'starting', 'running', 'pausing']);

/** @param hostOptions other than the usual ones, such as another launcher in tests. */
export async function study(
  file: string | undefined,
  options: StudyOptions,
  hostOptions: Partial<HostOptions> = {},
): Promise<void> {
  const atOnce =
    options.atOnce === undefined ? undefined : wholeNumber('--at-once', options.atOnce, 1, MOST_AT_ONCE);
  const concurrent = atOnce === undefined ? {} : { concurrent: atOnce };
  const definition = options.resume === undefined ? chosenDefinition(file, options, concurrent) : null;
  if (options.print === true && definition !== null) {
    print(JSON.stringify(definition, null, 2));
    return;
  }
  const interruption = onInterruption({ alone: options.background === true });
  try {
    const host = await startLocalHost(options, {
      ...hostOptions,
      ...(atOnce === undefined ? {} : { trainingsAtOnce: atOnce }),
    });
    let made: Study;
    try {
      made =
        definition === null
          ? await found(host, options.resume ?? '', concurrent)
          : await host.call('studies.create', {
              definition,
              start: false,
              takeIn: options.takeIn ?? false,
            });
      const takenIn = definition !== null && options.takeIn === true;
      if (options.fromScratch === true) await beginAgainWhatMust(host, made);
      if (options.detach !== true) await runInForeground(host, made, { ...options, takenIn, interruption });
    } finally {
      await host.close();
    }
    if (options.detach === true) await detach(made, host.dataFolder, atOnce);
  } finally {
    interruption.close();
  }
}

async function detach(made: Study, dataFolder: string, atOnce: number | undefined): Promise<void> {
  const words = ['study', '--resume', made.id, '--data-dir', dataFolder];
  if (atOnce !== undefined) words.push('--at-once', String(atOnce));
  const { processId, logFile } = await leaveInBackground(words, dataFolder, made.id);
  const { name } = made.definition;
  note(say('cli.study.detached', { name, id: made.id, process: processId, file: logFile }));
  print(made.id);
}

/** Those whose every checkpoint is lost; their records stay, as experiments of their own. */
async function beginAgainWhatMust(host: Host, made: Study): Promise<void> {
  for (const { id, status } of host.store.runsOfStudy(made.id)) {
    if (status === 'completed') continue;
    try {
      await placeToGoOnFrom(host.store, id, () => undefined);
    } catch (error) {
      if (reportError(error).code !== 'run.noCheckpoint') throw error;
      await host.call('runs.beginAgain', { runId: id, start: false });
    }
  }
}

/** What `--at-once` changes in a study: nothing where it was not given. */
type Concurrent = Partial<Pick<StudyDefinition, 'concurrent'>>;

/** @throws StudioError `study.unknown`. */
async function found(host: Host, resume: string, concurrent: Concurrent): Promise<Study> {
  const study = host.store.studies.find(resume);
  if (concurrent.concurrent === undefined) return study;
  return host.call('studies.update', { studyId: study.id, ...concurrent });
}

/** @throws StudioError `study.*`, `config.*`: what is wrong with it, before anything is written. */
function chosenDefinition(
  file: string | undefined,
  options: StudyOptions,
  concurrent: Concurrent,
): StudyDefinition {
  const input = file === undefined ? fromTemplate(options.template) : fromFile(file);
  if (typeof input !== 'object' || input === null) return checkStudy(input);
  return checkStudy({
    ...input,
    ...(options.preset === undefined ? {} : { preset: options.preset }),
    ...(options.seeds === undefined ? {} : { seeds: seedList(options.seeds) }),
    ...concurrent,
  });
}

function fromFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : '';
    throw new StudioError('study.invalid', { field: file, reason }, { cause });
  }
}

function fromTemplate(id: string | undefined): unknown {
  const offered = STUDY_TEMPLATES.filter((template) => templateStudy(template, say) !== null);
  const known = offered.map((template) => template.id).join(', ');
  const template = offered.find((candidate) => candidate.id === id);
  if (template === undefined) {
    const reason = say(id === undefined ? 'cli.study.missing' : 'cli.study.noTemplate', { known });
    throw new StudioError('study.invalid', { field: id ?? 'study', reason });
  }
  return templateStudy(template, say);
}

/** `1,2,5` and `1-5`. What is no number is left to the schema to refuse. */
function seedList(text: string): readonly number[] {
  return text.split(',').flatMap((part) => {
    const range = /^(\d+)-(\d+)$/.exec(part.trim());
    if (range === null) return [Number(part.trim() === '' ? Number.NaN : part)];
    const [first, last] = [Number(range[1]), Number(range[2])];
    return Array.from({ length: Math.min(1000, Math.max(0, last - first + 1)) }, (_, i) => first + i);
  });
}

interface ForegroundOptions {
  readonly json?: boolean;
  readonly background?: boolean;
  readonly takenIn: boolean;
  readonly interruption: Interruption;
}

async function runInForeground(
  host: Host,
  made: Study,
  { json = false, background = false, takenIn, interruption }: ForegroundOptions,
): Promise<void> {
  const display = new ProgressDisplay(process.stderr);
  const tell = (line: object) => {
    if (json) print(JSON.stringify(line));
  };
  const runs = () => host.store.runsOfStudy(made.id);
  const known = new Map(runs().map(({ id, status }) => [id, status]));
  const ownName = ({ name }: RunSummary) => nameInStudy(made.definition.name, name);
  let shown = '';
  const follow = (run: RunSummary) => {
    if (run.studyId !== made.id) return;
    if (known.get(run.id) !== run.status) {
      known.set(run.id, run.status);
      if (run.status !== 'running') display.forget(ownName(run));
      tell({ kind: 'run', run });
      const { completed, total } = studyProgress(studyTable(made, runs(), {}));
      const values = { done: completed, total, name: run.name, status: say(`status.${run.status}`) };
      if (run.status === 'completed' && run.score !== null)
        display.line(say('cli.study.runDone', { ...values, score: run.score.toFixed(1) }));
      else if (!['draft', 'queued', 'starting', 'pausing'].includes(run.status))
        display.line(say('cli.study.run', values));
      const failed = run.lastError;
      if ((run.status === 'failed' || run.status === 'interrupted') && failed !== null) {
        const { what, why } = sayError(errorOfRun(run.name, failed));
        display.line(`  ${what} ${why}`);
      }
    }
    if (run.status !== 'running' || run.progress === null) return;
    // A summary comes for every change of the run: the same progress need not be told twice.
    const progress = JSON.stringify([run.id, run.progress]);
    display.algorithm = run.algorithm;
    if (progress !== shown) display.progress(run.progress, ownName(run));
    shown = progress;
  };
  const handle = host.feed.listen(
    'runs',
    {},
    {
      send: (event) => {
        const typed = event as TopicEvents['runs'];
        if (typed.kind === 'changed') follow(typed.run);
        if (typed.kind === 'manyChanged') typed.runs.forEach(follow);
      },
      ended: () => undefined,
    },
  );
  const pause = () => host.call('studies.pause', { studyId: made.id });
  interruption.act(() => {
    display.line(say('cli.train.pausing'));
    pause().catch(tellError);
  });
  try {
    tell({ kind: 'study', study: made });
    display.line(
      say('cli.study.begins', {
        name: made.definition.name,
        id: made.id,
        count: studyRunCount(made.definition),
        folder: host.dataFolder,
      }),
    );
    if (takenIn) {
      for (const { status, name } of runs())
        if (status === 'completed') display.line(say('cli.study.has', { name }));
    }
    // Whoever ends it while it waits for an earlier process waits for nothing.
    const started = host.call('studies.start', { studyId: made.id, failedToo: true });
    if (background) tellBegun(host.dataFolder, made.id);
    await Promise.race([started, interruption.asked]);
    if (interruption.happened) await pause();
    while (runs().some(({ status }) => WORKING.has(status))) await delay(LOOK_MILLISECONDS);
    display.close();
    await conclude(host, made, json, interruption);
  } finally {
    handle.close();
    display.close();
  }
}

async function conclude(host: Host, made: Study, json: boolean, interruption: Interruption): Promise<void> {
  const { study: now, results } = await host.call('studies.get', { studyId: made.id });
  const table = studyTable(now, host.store.runsOfStudy(made.id), results);
  const progress = studyProgress(table);
  if (json) print(JSON.stringify({ kind: 'table', study: now, progress, table }));
  else {
    const grid = studyGrid(now, table, {
      language: terminalLanguage(),
      settingName: (path) => path,
      settingText: (_path, value) => String(value),
      environmentName: (environment) => environment,
      durationText: clockTime,
    });
    for (const line of textTable([grid.head, ...grid.rows])) print(line);
  }
  if (progress.completed === progress.total) return;
  note(say('cli.study.resumable', { id: made.id, count: progress.total - progress.completed }));
  if (interruption.happened) interruption.setExitCode();
  else process.exitCode = 1;
}
