/** Which settings differ between runs. */
import { configValue, type ConfigField } from '../../../shared/config.ts';

export interface DiffRow {
  readonly field: ConfigField;
  /** One a run, in their order. */
  readonly values: readonly unknown[];
}

export function configDiff(
  fields: readonly ConfigField[],
  configs: readonly Readonly<Record<string, unknown>>[],
): readonly DiffRow[] {
  return fields
    .map((field) => ({ field, values: configs.map((config) => configValue(config, field.path)) }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
}
