/**
 * How soon years of work are listed and asked: 10,000 runs and 10 million points, made once in the folder that
 * STUDIO_BENCH_HISTORY names (else in a temporary one, which takes a minute). Measured at the host, without a window.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ColumnKey } from '../../shared/query/columnKey.ts';
import { neededColumns, runPredicate, type Column } from '../../shared/query/evaluateQuery.ts';
import { parseQuery } from '../../shared/query/parseQuery.ts';
import { columnId } from '../../shared/query/columnKey.ts';
import type { RunSummary } from '../../shared/run.ts';
import { startHost } from '../../src-main/host/host.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
import type { Benchmark } from './benchmark.ts';
import { makeLongHistory } from './longHistory.ts';

let folder: string | undefined;

function historyFolder(): string {
  if (folder !== undefined) return folder;
  const named = process.env['STUDIO_BENCH_HISTORY'];
  folder = named ?? mkdtempSync(path.join(os.tmpdir(), 'studio-history-'));
  if (!existsSync(path.join(folder, 'studio.sqlite'))) makeLongHistory(folder);
  if (named === undefined) {
    const made = folder;
    process.once('exit', () => {
      rmSync(made, { recursive: true, force: true });
    });
  }
  return folder;
}

type Host = Awaited<ReturnType<typeof startHost>>;

async function withHost<Result>(work: (host: Host) => Promise<Result>): Promise<Result> {
  const host = await startHost({
    dataFolder: historyFolder(),
    launcher: nodeLauncher(),
    version: 'benchmark',
    warmInspector: false,
  });
  try {
    return await work(host);
  } finally {
    await host.close();
  }
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

const list = (cold: boolean) => () =>
  withHost(async (host) => {
    if (!cold) await host.call('runs.list', {});
    return milliseconds(() => host.call('runs.list', {}));
  });

/** Answered as the window answers it: the store's columns, then every run. */
async function ask(
  host: Host,
  runs: readonly RunSummary[],
  metrics: readonly string[],
  text: string,
): Promise<number> {
  const { node, problems } = parseQuery(text, { metrics }, Date.now());
  if (problems.length > 0) throw new Error(`${text} is not understood: ${problems[0]?.code}`);
  const keys = neededColumns(node);
  const { runIds, columns } = await host.call('runs.columns', { keys: [...keys] });
  const byId = new Map<string, Column>(
    keys.map((key, at) => [
      columnId(key),
      new Map(runIds.map((id, index) => [id, columns[at]?.[index] ?? null])),
    ]),
  );
  const column = (key: ColumnKey): Column => byId.get(columnId(key)) ?? new Map();
  return runs.filter(runPredicate(node, { column })).length;
}

const query =
  (text: string, cold = false) =>
  () =>
    withHost(async (host) => {
      const runs = await host.call('runs.list', {});
      // The window knows the curves' names before anything is typed.
      const { metrics } = await host.call('runs.vocabulary', {});
      if (!cold) await ask(host, runs, metrics, text);
      return milliseconds(() => ask(host, runs, metrics, text));
    });

export const benchmarks: readonly Benchmark[] = [
  // Goals: 500 warm, 1000 cold; 50 a query.
  { name: 'history-list', unit: 'ms', higherIsBetter: false, measure: list(false) },
  { name: 'history-list-cold', unit: 'ms', higherIsBetter: false, measure: list(true) },
  {
    name: 'history-query-text',
    unit: 'ms',
    higherIsBetter: false,
    measure: query('score > 700 tag:car (status:completed or status:failed) env:"Walker walk"'),
  },
  {
    name: 'history-query-setting',
    unit: 'ms',
    higherIsBetter: false,
    measure: query('vision.latentSize = 32 seed = 1'),
  },
  {
    name: 'history-query-curve',
    unit: 'ms',
    higherIsBetter: false,
    measure: query('best(evaluation/return) > 800 score@100k < 900'),
  },
  {
    name: 'history-query-curve-cold',
    unit: 'ms',
    higherIsBetter: false,
    measure: query('best(evaluation/return) > 800', true),
  },
];
