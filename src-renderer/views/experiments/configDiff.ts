/** Which settings differ between runs, of whatever algorithms, under the part that each belongs to. */
import { configValue, type ConfigField } from '../../../shared/config.ts';

export interface DiffRow {
  readonly field: ConfigField;
  /** One a run, in their order; undefined where a run's algorithm has no such setting. */
  readonly values: readonly unknown[];
}

export interface DiffGroup {
  /** The first part of its settings' paths; `run` for those at the top. */
  readonly group: string;
  readonly rows: readonly DiffRow[];
}

/** @param fields of every algorithm that takes part; of the same path the first counts */
export function configDiff(
  fields: readonly ConfigField[],
  configs: readonly Readonly<Record<string, unknown>>[],
): readonly DiffRow[] {
  const byPath = new Map<string, ConfigField>();
  for (const field of fields) if (!byPath.has(field.path)) byPath.set(field.path, field);
  return [...byPath.values()]
    .map((field) => ({ field, values: configs.map((config) => configValue(config, field.path)) }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
}

/** In the order in which the groups first come. */
export function groupDiff(rows: readonly DiffRow[], groupOf: (path: string) => string): readonly DiffGroup[] {
  const groups = new Map<string, DiffRow[]>();
  for (const row of rows) {
    const group = groupOf(row.field.path);
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  return [...groups].map(([group, members]) => ({ group, rows: members }));
}
