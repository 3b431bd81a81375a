/**
 * Metric rows with a pyramid of minima and maxima over them, so that a curve of a million points is drawn as quickly
 * as one of a thousand. Level k sums up 4^k neighbouring rows; buckets are written as soon as they are complete.
 */
import type { Axis, MetricSeries } from '../../shared/run.ts';
import { prepared, preparedValue, type Connection } from './database.ts';

/** A factor of 4 adds a third to the table, and reading never touches more than 4 times the points asked for. */
const FACTOR = 4;

interface Bucket {
  readonly environment_steps: number;
  readonly gradient_steps: number;
  readonly wall_seconds: number;
  readonly mean: number | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
}

/** Where a series ends: its length, and at each level the buckets that wait for their siblings. */
interface Tail {
  length: number;
  readonly waiting: Bucket[][];
}

const ROW_AS_BUCKET = `environment_steps, gradient_steps, wall_seconds, value AS mean, value AS minimum, value AS maximum`;
const BUCKET = `environment_steps, gradient_steps, wall_seconds, mean, minimum, maximum`;

export class MetricTable {
  readonly #connection: Connection;
  readonly #names = new Map<string, number>();
  readonly #tails = new Map<string, Tail>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Call inside a transaction; call `forget` where it is rolled back. */
  append(run: number, sequence: number, axis: Axis, values: Readonly<Record<string, number>>): void {
    for (const [metric, value] of Object.entries(values)) this.appendOne(run, sequence, axis, metric, value);
  }

  /** The same of one curve. */
  appendOne(run: number, sequence: number, axis: Axis, metric: string, value: number): void {
    const insert = prepared(
      this.#connection,
      'INSERT INTO metrics (run, name, n, sequence, environment_steps, gradient_steps, wall_seconds, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    const name = this.#nameKey(metric);
    const tail = this.#tail(run, name);
    const stored = Number.isNaN(value) ? null : value;
    insert.run(
      run,
      name,
      tail.length,
      sequence,
      axis.environmentSteps,
      axis.gradientSteps,
      axis.wallSeconds,
      stored,
    );
    tail.length++;
    this.#sumUp(run, name, tail, {
      environment_steps: axis.environmentSteps,
      gradient_steps: axis.gradientSteps,
      wall_seconds: axis.wallSeconds,
      mean: stored,
      minimum: stored,
      maximum: stored,
    });
  }

  /** Takes back every row with a greater sequence number. Returns how many there were. Call inside a transaction. */
  rewind(run: number, sequence: number): number {
    let removed = 0;
    for (const { name, length } of this.#lengths(run)) {
      const kept = Number(
        preparedValue(
          this.#connection,
          'SELECT n + 1 FROM metrics WHERE run = ? AND name = ? AND sequence <= ? ORDER BY n DESC LIMIT 1',
        ).get(run, name, sequence) ?? 0,
      );
      if (kept === length) continue;
      removed += length - kept;
      prepared(this.#connection, 'DELETE FROM metrics WHERE run = ? AND name = ? AND n >= ?').run(
        run,
        name,
        kept,
      );
      for (let level = 1, width = FACTOR; width <= length; level++, width *= FACTOR) {
        prepared(
          this.#connection,
          'DELETE FROM metric_buckets WHERE run = ? AND name = ? AND level = ? AND n >= ?',
        ).run(run, name, level, Math.floor(kept / width));
      }
    }
    this.forget();
    return removed;
  }

  /** Drops what is remembered of the tables; the next append reads it again. */
  forget(): void {
    this.#names.clear();
    this.#tails.clear();
  }

  names(run: number): string[] {
    // One look at the index a name, however long the series are.
    return preparedValue(
      this.#connection,
      `SELECT metric_names.name FROM metric_names
         WHERE EXISTS (SELECT 1 FROM metrics WHERE run = ? AND metrics.name = metric_names.key)
         ORDER BY metric_names.name`,
    ).all(run) as string[];
  }

  /** At most `maxPoints` points; null where there is no such series. */
  read(run: number, metric: string, maxPoints: number): MetricSeries | null {
    const name = preparedValue(this.#connection, 'SELECT key FROM metric_names WHERE name = ?').get(
      metric,
    ) as number | undefined;
    const length = name === undefined ? 0 : this.#length(run, name);
    if (name === undefined || length === 0) return null;
    let level = 0;
    let width = 1;
    while (Math.ceil(length / width) > maxPoints * FACTOR) {
      level++;
      width *= FACTOR;
    }
    const complete = Math.floor(length / width);
    const buckets = level === 0 ? [] : this.#buckets(run, name, level);
    const rest = this.#rows(run, name, level === 0 ? 0 : complete * width);
    if (level > 0 && rest.length > 0) buckets.push(merge(rest));
    const points = level === 0 ? rest : buckets;
    const thinned = level > 0 || points.length > maxPoints;
    const grouped = points.length > maxPoints ? group(points, maxPoints) : points;
    const column = (pick: (bucket: Bucket) => number | null) =>
      Float64Array.from(grouped, (bucket) => pick(bucket) ?? NaN);
    return {
      name: metric,
      axis: {
        environmentSteps: column((bucket) => bucket.environment_steps),
        gradientSteps: column((bucket) => bucket.gradient_steps),
        wallSeconds: column((bucket) => bucket.wall_seconds),
      },
      values: column((bucket) => bucket.mean),
      ...(thinned
        ? {
            minimum: column((bucket) => bucket.minimum),
            maximum: column((bucket) => bucket.maximum),
            newest: Float64Array.of(this.#newest(run, name)),
          }
        : {}),
      storedPoints: length,
    };
  }

  /**
   * One number of a whole series, by a few looks at the pyramid however long it is: its newest, its highest (`best`) or lowest
   * value, or the last one up to so many environment steps. Null where there is none; what is no number is left out.
   */
  figure(
    run: number,
    metric: string,
    { figure, steps }: { readonly figure: 'last' | 'best' | 'lowest' | 'at'; readonly steps: number | null },
  ): number | null {
    const name = this.#knownName(metric);
    if (name === undefined) return null;
    if (figure === 'last') {
      const value = this.#newest(run, name);
      return Number.isNaN(value) ? null : value;
    }
    const length = this.#length(run, name);
    if (length === 0) return null;
    return figure === 'at'
      ? this.#valueAt(run, name, length, steps ?? Infinity)
      : this.#extreme(run, name, length, figure);
  }

  /** Over the fewest buckets that cover the series: at most three a level. */
  #extreme(run: number, name: number, length: number, figure: 'best' | 'lowest'): number | null {
    let found: number | null = null;
    const take = (value: number | null) => {
      if (value === null) return;
      if (found === null || (figure === 'best' ? value > found : value < found)) found = value;
    };
    let level = 0;
    let width = 1;
    while (width * FACTOR <= length) {
      level += 1;
      width *= FACTOR;
    }
    const column = figure === 'best' ? 'maximum' : 'minimum';
    const bucket = preparedValue(
      this.#connection,
      `SELECT ${column} FROM metric_buckets WHERE run = ? AND name = ? AND level = ? AND n >= ? AND n < ?`,
    );
    let covered = 0;
    for (; level > 0; level -= 1, width /= FACTOR) {
      const from = covered / width;
      const until = Math.floor(length / width);
      for (const value of bucket.all(run, name, level, from, until) as (number | null)[]) take(value);
      covered = until * width;
    }
    for (const { mean } of this.#rows(run, name, covered)) take(mean);
    return found;
  }

  /** Rows grow by steps, but where a run was resumed: the last that is not beyond is looked for by halving. */
  #valueAt(run: number, name: number, length: number, steps: number): number | null {
    const row = prepared(
      this.#connection,
      'SELECT environment_steps AS at, value FROM metrics WHERE run = ? AND name = ? AND n = ?',
    );
    const rowAt = (n: number) => row.get(run, name, n) as { at: number; value: number | null } | undefined;
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((rowAt(middle)?.at ?? Infinity) <= steps) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? null : (rowAt(low - 1)?.value ?? null);
  }

  #knownName(metric: string): number | undefined {
    const known = this.#names.get(metric);
    if (known !== undefined) return known;
    const name = preparedValue(this.#connection, 'SELECT key FROM metric_names WHERE name = ?').get(
      metric,
    ) as number | undefined;
    if (name !== undefined) this.#names.set(metric, name);
    return name;
  }

  /** Every row, for export. */
  *everything(run: number): Generator<{ name: string; sequence: number; axis: Axis; value: number }> {
    const names = prepared(this.#connection, 'SELECT key, name FROM metric_names').all() as {
      key: number;
      name: string;
    }[];
    const page = prepared(
      this.#connection,
      `SELECT n, sequence, environment_steps, gradient_steps, wall_seconds, value FROM metrics
       WHERE run = ? AND name = ? AND n >= ? ORDER BY n LIMIT 1000`,
    );
    for (const { key, name } of names) {
      for (let from = 0; ; from += 1000) {
        const rows = page.all(run, key, from) as (Bucket & { sequence: number; value: number | null })[];
        for (const row of rows) {
          yield { name, sequence: row.sequence, axis: axisOf(row), value: row.value ?? NaN };
        }
        if (rows.length < 1000) break;
      }
    }
  }

  #newest(run: number, name: number): number {
    const value = preparedValue(
      this.#connection,
      'SELECT value FROM metrics WHERE run = ? AND name = ? ORDER BY n DESC LIMIT 1',
    ).get(run, name) as number | null | undefined;
    return value ?? NaN;
  }

  #nameKey(metric: string): number {
    const known = this.#names.get(metric);
    if (known !== undefined) return known;
    prepared(this.#connection, 'INSERT INTO metric_names (name) VALUES (?) ON CONFLICT DO NOTHING').run(
      metric,
    );
    const key = preparedValue(this.#connection, 'SELECT key FROM metric_names WHERE name = ?').get(
      metric,
    ) as number;
    this.#names.set(metric, key);
    return key;
  }

  #length(run: number, name: number): number {
    return Number(
      preparedValue(this.#connection, 'SELECT max(n) + 1 FROM metrics WHERE run = ? AND name = ?').get(
        run,
        name,
      ) ?? 0,
    );
  }

  #lengths(run: number): { name: number; length: number }[] {
    const keys = preparedValue(this.#connection, 'SELECT key FROM metric_names').all() as number[];
    return keys.map((name) => ({ name, length: this.#length(run, name) })).filter(({ length }) => length > 0);
  }

  #rows(run: number, name: number, from: number): Bucket[] {
    return prepared(
      this.#connection,
      `SELECT ${ROW_AS_BUCKET} FROM metrics WHERE run = ? AND name = ? AND n >= ? ORDER BY n`,
    ).all(run, name, from) as Bucket[];
  }

  #buckets(run: number, name: number, level: number, from = 0): Bucket[] {
    return prepared(
      this.#connection,
      `SELECT ${BUCKET} FROM metric_buckets WHERE run = ? AND name = ? AND level = ? AND n >= ? ORDER BY n`,
    ).all(run, name, level, from) as Bucket[];
  }

  #tail(run: number, name: number): Tail {
    const key = `${run}/${name}`;
    const known = this.#tails.get(key);
    if (known !== undefined) return known;
    const length = this.#length(run, name);
    const waiting: Bucket[][] = [];
    for (let level = 0, width = FACTOR; width / FACTOR <= length; level++, width *= FACTOR) {
      const from = Math.floor(length / width) * FACTOR;
      waiting.push(level === 0 ? this.#rows(run, name, from) : this.#buckets(run, name, level, from));
    }
    const tail = { length, waiting };
    this.#tails.set(key, tail);
    return tail;
  }

  #sumUp(run: number, name: number, tail: Tail, row: Bucket): void {
    let bucket = row;
    for (let level = 0, position = tail.length; ; level++) {
      const waiting = (tail.waiting[level] ??= []);
      waiting.push(bucket);
      if (waiting.length < FACTOR) return;
      position /= FACTOR;
      bucket = merge(waiting.splice(0));
      prepared(
        this.#connection,
        `INSERT INTO metric_buckets (run, name, level, n, ${BUCKET}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        run,
        name,
        level + 1,
        position - 1,
        bucket.environment_steps,
        bucket.gradient_steps,
        bucket.wall_seconds,
        bucket.mean,
        bucket.minimum,
        bucket.maximum,
      );
    }
  }
}

export function axisOf(row: {
  readonly environment_steps: number;
  readonly gradient_steps: number;
  readonly wall_seconds: number;
}): Axis {
  return {
    environmentSteps: row.environment_steps,
    gradientSteps: row.gradient_steps,
    wallSeconds: row.wall_seconds,
  };
}

/** One bucket of several: the last one's axes; NaN (null) is left out of mean, minimum and maximum. */
function merge(buckets: readonly Bucket[]): Bucket {
  const last = buckets[buckets.length - 1];
  if (last === undefined) throw new Error('merge needs at least one bucket');
  let sum = 0;
  let count = 0;
  let minimum: number | null = null;
  let maximum: number | null = null;
  for (const bucket of buckets) {
    if (bucket.mean !== null) {
      sum += bucket.mean;
      count++;
    }
    if (bucket.minimum !== null && (minimum === null || bucket.minimum < minimum)) minimum = bucket.minimum;
    if (bucket.maximum !== null && (maximum === null || bucket.maximum > maximum)) maximum = bucket.maximum;
  }
  const mean = count === 0 || Number.isNaN(sum) ? null : sum / count;
  return { ...last, mean, minimum, maximum };
}

function group(points: readonly Bucket[], maxPoints: number): Bucket[] {
  const size = Math.ceil(points.length / maxPoints);
  const grouped: Bucket[] = [];
  for (let from = 0; from < points.length; from += size) grouped.push(merge(points.slice(from, from + size)));
  return grouped;
}
