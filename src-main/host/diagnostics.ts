/**
 * Gathers what a bug report needs. Each part by itself: what cannot be gathered says why, and the others are there. Nothing of
 * an experiment is in it but its id, its algorithm, its environment, and why it stopped.
 */
import os from 'node:os';
import type { DiagnosticsPart, DiagnosticsReport } from '../../shared/diagnostics.ts';
import { errorOfRun, reportError, type ErrorReport } from '../../shared/errors.ts';
import { describeError, translate, type Language, type MessageValues } from '../../shared/messages/index.ts';
import { PROTOCOL_VERSION, type DoctorReport } from '../../shared/protocol.ts';
import type { RunSummary } from '../../shared/run.ts';
import type { StoreReport } from '../../shared/storage.ts';
import { listBackups } from '../store/backups.ts';
import { ExperimentStore } from '../store/experimentStore.ts';
import { logEnds, type LogEnd } from '../store/oldLogs.ts';
import { withoutSecrets } from '../store/redaction.ts';
import { databaseSpace } from '../store/space.ts';
import { describeCompute } from './computeText.ts';
import { withoutPlaces } from './shownPlaces.ts';

export interface DiagnosticsSources {
  readonly language: Language;
  readonly version: string;
  /** How it runs: `desktop`, `served`, `command line`. */
  readonly shape: string;
  readonly dataFolder: string;
  /** Folders besides the data folder that hold `logs`. */
  readonly otherLogs: readonly string[];
  /** What the process itself has told, written or not. */
  readonly recent: readonly string[];
  /** Null where there is none, or none that can be opened: then `unopened` says why. */
  readonly store: ExperimentStore | null;
  readonly unopened: ErrorReport | null;
  readonly doctor: () => Promise<DoctorReport>;
  /** What computes, as far as it is known without the doctor. */
  readonly compute: readonly string[];
  /** @param signal aborted when it took too long */
  readonly check: (signal: AbortSignal) => Promise<StoreReport>;
}

/** Checking reads every checkpoint: who has a hundred gigabytes of them is not kept waiting for that. */
const CHECK_MILLISECONDS = 30_000;
const LOG_LINES = 120;
const RUN_LOGS = 4;
/** The newest. */
const MOST_FAILURES = 20;
const LOOKED_AT_RUNS = 50;

/** Data that cannot be opened is what a report may be about. Whoever asks closes the store. */
export function openedForDiagnostics(dataFolder: string): {
  readonly store: ExperimentStore | null;
  readonly unopened: ErrorReport | null;
} {
  try {
    return { store: ExperimentStore.openReadOnly(dataFolder), unopened: null };
  } catch (error) {
    return { store: null, unopened: reportError(error) };
  }
}

/** Never rejects. */
export async function gatherDiagnostics(sources: DiagnosticsSources): Promise<DiagnosticsReport> {
  const say = (key: string, values: MessageValues = {}) => translate(sources.language, key, values);
  const gather: readonly (readonly [DiagnosticsPart['id'], () => string[] | Promise<string[]>])[] = [
    ['versions', () => versions(sources)],
    ['doctor', async () => doctorLines(await sources.doctor(), say)],
    ['compute', () => [...sources.compute, ...computeOfRuns(sources.store)]],
    ['settings', () => settings(sources.store)],
    ['store', () => storeLines(sources, say)],
    ['failures', () => failures(sources)],
    ['logs', () => logs(sources)],
  ];
  const parts: DiagnosticsPart[] = [];
  const shortened = withoutPlaces(sources.dataFolder);
  for (const [id, lines] of gather) {
    const gathered = await Promise.resolve()
      .then(lines)
      .catch((error: unknown) => [
        say('diagnostics.failed', { reason: errorLines(sources.language, error) }),
      ]);
    // Over all of its lines: a key stands on several.
    const text = withoutSecrets(shortened(gathered.join('\n'))).trimEnd();
    parts.push({ id, lines: text === '' ? [] : text.split('\n') });
  }
  return { createdAt: new Date().toISOString(), parts };
}

function errorLines(language: Language, error: unknown): string {
  const report = reportError(error);
  const { what, why } = describeError(language, report);
  return [`${what} ${why} (${report.code})`, ...(report.detail === undefined ? [] : [report.detail])].join(
    '\n',
  );
}

function versions({ version, shape }: DiagnosticsSources): string[] {
  const { node, v8, electron, chrome } = process.versions as NodeJS.Dict<string>;
  const variables = Object.keys(process.env).filter((name) => name.startsWith('STUDIO_'));
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  return [
    `studio ${version}, protocol ${PROTOCOL_VERSION}, ${shape}`,
    `${os.type()} ${os.release()} ${os.arch()}`,
    `node ${node ?? '-'}, v8 ${v8 ?? '-'}, electron ${electron ?? '-'}, chromium ${chrome ?? '-'}`,
    `${os.availableParallelism()} cores of ${os.cpus()[0]?.model ?? '?'}, ${megabytes(os.totalmem())} of memory, ${megabytes(os.freemem())} free`,
    `process: ${megabytes(process.memoryUsage.rss())}, up ${Math.round(process.uptime())} s`,
    `variables that are set: ${variables.join(', ') || '-'}`,
  ];
}

function doctorLines(
  { items }: DoctorReport,
  say: (key: string, values?: MessageValues) => string,
): string[] {
  return items.flatMap(({ state, label, value, next, values = {} }) => [
    `${say(`machine.state.${state}`)} | ${say(label, values)}: ${value}`,
    ...(next === null ? [] : [`    ${say(next, values)}`]),
  ]);
}

/** What the newest runs were trained with, each once. */
function computeOfRuns(store: ExperimentStore | null): string[] {
  if (store === null) return [];
  const newest = store.runs().slice(0, LOOKED_AT_RUNS);
  const computes = newest.map(({ id }) => store.run(id).compute).filter((compute) => compute !== null);
  return [...new Set(computes.map(describeCompute))].map((compute) => `trained: ${compute}`);
}

function settings(store: ExperimentStore | null): string[] {
  return Object.entries(store?.settings() ?? {}).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
}

async function storeLines(
  { store, unopened, language, dataFolder, check }: DiagnosticsSources,
  say: (key: string, values?: MessageValues) => string,
): Promise<string[]> {
  const lines: string[] = [];
  if (unopened !== null) {
    const { what, why } = describeError(language, unopened);
    lines.push(
      `${what} ${why} (${unopened.code})`,
      ...(unopened.detail === undefined ? [] : [unopened.detail]),
    );
  }
  if (store !== null) lines.push(...storeFigures(store, dataFolder));
  else if (unopened === null) return [say('diagnostics.noStore')];
  const signal = AbortSignal.timeout(CHECK_MILLISECONDS);
  try {
    const { runs, checkpoints, problems } = await check(signal);
    if (problems.length === 0) lines.push(say('cli.check.good', { runs, checkpoints }));
    for (const { kind, count, examples } of problems) {
      lines.push(say(`problem.${kind}`, { count }), ...examples.map((example) => `    ${example}`));
    }
  } catch (error) {
    if (signal.aborted) lines.push(say('diagnostics.checkTooLong', { seconds: CHECK_MILLISECONDS / 1000 }));
    else if (reportError(error).code !== unopened?.code) lines.push(errorLines(language, error));
  }
  return lines;
}

function storeFigures(store: ExperimentStore, dataFolder: string): string[] {
  const { bytes, unusedBytes, shrinkable } = databaseSpace(store.connection);
  const version = String(store.connection.pragma('user_version', { simple: true }));
  const byStatus = new Map<string, number>();
  for (const { status, algorithm } of store.runs()) {
    const kind = `${algorithm} ${status}`;
    byStatus.set(kind, (byStatus.get(kind) ?? 0) + 1);
  }
  const backups = listBackups(dataFolder).map(({ reason, createdAt }) => `${reason} ${createdAt}`);
  return [
    `database: version ${version}, ${bytes} bytes, ${unusedBytes} unused${shrinkable ? '' : ', not shrinkable'}${store.isCopy ? ', read only' : ''}`,
    `runs: ${[...byStatus].map(([kind, count]) => `${count} ${kind}`).join(', ') || '-'}`,
    `backups: ${backups.join(', ') || '-'}`,
  ];
}

const stopped = ({ status, lastError }: RunSummary) =>
  lastError !== null && (status === 'failed' || status === 'interrupted');

function failures({ store, language }: DiagnosticsSources): string[] {
  if (store === null) return [];
  return store
    .runs()
    .filter(stopped)
    .slice(0, MOST_FAILURES)
    .flatMap((run) => {
      const { id, algorithm, environment, preset, status, endedAt, lastError } = run;
      if (lastError === null) return [];
      const report = errorOfRun(id, lastError);
      const { what, why, next } = describeError(language, report);
      const { compute, codeVersion } = store.run(id);
      return [
        `${id}: ${algorithm} ${environment} ${preset}, ${status} ${endedAt ?? ''}, studio ${codeVersion}`,
        `    ${what} ${why} ${next}`,
        `    ${lastError.code} ${JSON.stringify(lastError.values ?? { message: lastError.message })}`,
        `    ${compute === null ? '-' : describeCompute(compute)}`,
        ...(lastError.detail ?? '')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => `    | ${line}`),
      ];
    });
}

function logs({ dataFolder, otherLogs, recent }: DiagnosticsSources): string[] {
  const ends = [dataFolder, ...otherLogs].flatMap((root) => logEnds(root, LOG_LINES, RUN_LOGS));
  // A log that cannot be written is in memory alone.
  const last = recent.at(-1);
  const isWritten = last === undefined || ends.some(({ lines }) => lines.at(-1) === last);
  const all: LogEnd[] = isWritten
    ? ends
    : [...ends, { fileName: '(not written)', lines: recent.slice(-LOG_LINES) }];
  return all.flatMap(({ fileName, lines }) => [`### ${fileName}`, ...lines, '']);
}
