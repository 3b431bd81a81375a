/**
 * Makes a data folder as years of work leave it: `node tests/benchmarks/longHistory.ts FOLDER [RUNS] [POINTS]`, 10,000 runs and
 * 10 million points where nothing else is said. One run of each kind is recorded as a trainer records it; the others are copies
 * of its rows, with another seed, other settings and other values.
 */
import { resolveConfig } from '../../shared/config.ts';
import { openDatabase } from '../../src-main/store/database.ts';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { DataFolder } from '../../src-main/store/dataFolder.ts';

export const MANY_RUNS = 10_000;
export const MANY_POINTS = 10_000_000;

const KINDS = [
  { algorithm: 'world-models', environment: 'car-racing', preset: 'smoke', sizes: 'vision.latentSize' },
  { algorithm: 'dreamer', environment: 'dmc/walker-walk', preset: 'smoke', sizes: 'model.deterministicSize' },
  { algorithm: 'dqn', environment: 'car-racing', preset: 'smoke', sizes: 'network.units' },
] as const;
const CURVES = ['evaluation/return', 'train/loss', 'train/kl', 'train/reward'] as const;
const TAGS = ['ablation', 'car', 'paper', 'night'] as const;
const STATUSES = ['completed', 'completed', 'completed', 'stopped', 'failed', 'paused'] as const;

/** @returns how many points there are */
export function makeLongHistory(root: string, runs = MANY_RUNS, points = MANY_POINTS): number {
  const rowsACurve = Math.max(1, Math.round(points / runs / CURVES.length));
  const templates = recordTemplates(root, rowsACurve);
  const connection = openDatabase(new DataFolder(root).database);
  try {
    connection.pragma('synchronous = OFF');
    const copy = copier(connection);
    for (let from = templates.length; from < runs; from += 500) {
      connection.transaction(() => {
        for (let index = from; index < Math.min(runs, from + 500); index++) {
          copy(templates[index % templates.length] ?? '', index);
        }
      })();
    }
    connection.exec('ANALYZE');
  } finally {
    connection.close();
  }
  return runs * rowsACurve * CURVES.length;
}

function recordTemplates(root: string, rowsACurve: number): readonly string[] {
  const store = ExperimentStore.open(root);
  try {
    return KINDS.map(({ algorithm, environment, preset }) => {
      const run = store.createRun({
        name: `${algorithm} 0`,
        algorithm,
        environment,
        preset,
        config: resolveConfig(algorithm, environment, preset),
        tags: ['paper'],
        scoreMetric: CURVES[0],
        codeVersion: 'benchmark',
      });
      const records = Array.from({ length: rowsACurve }, (_, row) => ({
        kind: 'metrics' as const,
        axis: { environmentSteps: row * 1000, gradientSteps: row * 100, wallSeconds: row * 5 },
        values: Object.fromEntries(CURVES.map((name, at) => [name, 500 * Math.sin(row / (20 + at)) + row])),
      }));
      for (let from = 0; from < records.length; from += 1000) {
        store.record(run.id, records.slice(from, from + 1000));
      }
      store.changeRun(run.id, { status: 'completed', wallSeconds: rowsACurve * 5 });
      return run.id;
    });
  } finally {
    store.close();
  }
}

/** Copies a run with all its rows. @returns made once, called for each copy */
function copier(connection: ReturnType<typeof openDatabase>): (template: string, index: number) => void {
  const columns = (connection.prepare('PRAGMA table_info(runs)').all() as { name: string }[])
    .map(({ name }) => name)
    .filter((name) => name !== 'key');
  const changed: Readonly<Record<string, string>> = {
    id: '@id',
    name: '@name',
    status: '@status',
    created_at: '@created',
    started_at: '@created',
    score: '@score',
    best_score: '@score + 20',
    sparkline: '@sparkline',
    config: "json_set(config, '$.seed', @seed, @sizes, @size)",
  };
  const run = connection.prepare(
    `INSERT INTO runs (${columns.join(', ')}) SELECT ${columns.map((name) => changed[name] ?? name).join(', ')}
     FROM runs WHERE id = @template`,
  );
  const key = connection.prepare('SELECT key FROM runs WHERE id = ?').pluck();
  const tag = connection.prepare('INSERT INTO run_tags (run, tag) VALUES (?, ?)');
  const metrics = connection.prepare(
    `INSERT INTO metrics SELECT @to, name, n, sequence, environment_steps, gradient_steps, wall_seconds, value + @shift
     FROM metrics WHERE run = @from`,
  );
  const buckets = connection.prepare(
    `INSERT INTO metric_buckets SELECT @to, name, level, n, environment_steps, gradient_steps, wall_seconds, mean + @shift,
     minimum + @shift, maximum + @shift FROM metric_buckets WHERE run = @from`,
  );
  return (template, index) => {
    const kind = KINDS[index % KINDS.length] ?? KINDS[0];
    const id = `run-${String(index).padStart(6, '0')}`;
    const score = (index * 7919) % 1000;
    run.run({
      template,
      id,
      name: `${kind.algorithm} ${index}`,
      status: STATUSES[index % STATUSES.length],
      created: new Date(Date.UTC(2024, 0, 1) + index * 3_600_000).toISOString(),
      score,
      seed: index % 5,
      sizes: `$.${kind.sizes}`,
      size: 16 * (1 + (index % 8)),
      sparkline: JSON.stringify(Array.from({ length: 40 }, (_, at) => (score * at) / 40)),
    });
    const to = key.get(id) as number;
    const from = key.get(template) as number;
    tag.run(to, TAGS[index % TAGS.length]);
    metrics.run({ from, to, shift: score });
    buckets.run({ from, to, shift: score });
  };
}

if (import.meta.main) {
  const [, , folder = '', runs = MANY_RUNS, points = MANY_POINTS] = process.argv;
  const begin = performance.now();
  const made = makeLongHistory(folder, Number(runs), Number(points));
  const seconds = ((performance.now() - begin) / 1000).toFixed(0);
  process.stdout.write(`${runs} runs and ${made} points in ${seconds} s\n`);
}
