/** Fields of runs and their values as people read them. */
import type { ColumnValue } from '../../../../shared/query/columnKey.ts';
import type { ValueField } from '../../../../shared/query/fieldValues.ts';
import { settings, type DateField, type NumberField } from '../../../../shared/query/queryFields.ts';
import {
  formatBytes,
  formatCompact,
  formatDay,
  formatDuration,
  formatNumber,
  formatTickSeconds,
  formatValue,
} from '../../../state/format.ts';
import { t } from '../../../state/language.ts';
import { metricName, sectionName } from '../../experiment/metricNames.ts';
import { configText, fieldGroup, fieldLabel, groupLabel } from '../configText.ts';
import { kindText } from '../kindText.ts';
import { scaleTicks, type PlotScale } from './plotScale.ts';

const NUMBER_TITLES: Readonly<Record<NumberField, () => string>> = {
  score: () => t('experiments.column.score'),
  best: () => t('experiments.column.best'),
  steps: () => t('axis.environmentSteps'),
  gradients: () => t('axis.gradientSteps'),
  time: () => t('experiments.column.time'),
  size: () => t('experiments.column.size'),
};
const DATE_TITLES: Readonly<Record<DateField, () => string>> = {
  created: () => t('experiments.column.created'),
  started: () => t('plot.started'),
  ended: () => t('plot.ended'),
};

export function fieldTitle(field: ValueField): string {
  switch (field.kind) {
    case 'text':
      return t(`experiments.column.${field.name}`);
    case 'number':
      return NUMBER_TITLES[field.name]();
    case 'date':
      return DATE_TITLES[field.name]();
    case 'columns': {
      const [key] = field.keys;
      if (key?.kind === 'metric') {
        const { metric, figure, steps } = key;
        const curve =
          metric === null
            ? t('experiments.column.score')
            : `${sectionName(metric.split('/')[0] ?? '')}: ${metricName(metric)}`;
        if (figure === 'at') return t('plot.atStep', { curve, steps: formatCompact(steps ?? 0) });
        return figure === 'last' ? curve : t(`plot.${figure}`, { curve });
      }
      const setting = key?.kind === 'config' ? settings().get(key.path)?.field : undefined;
      if (setting === undefined) return key?.kind === 'config' ? key.path : '';
      // Of a label that settings of several parts share, no part is named.
      const part = field.keys.length > 1 ? '' : groupLabel(setting.algorithm, fieldGroup(setting.path));
      return part === '' ? fieldLabel(setting) : `${fieldLabel(setting)} (${part})`;
    }
  }
}

/** With its unit. */
export function fieldValueText(field: ValueField, value: ColumnValue): string {
  if (value === null) return t('group.without');
  switch (field.kind) {
    case 'text':
      return kindText(field.name, String(value));
    case 'date':
      return formatDay(Number(value), true);
    case 'number':
      if (field.name === 'time') return formatDuration(Number(value));
      if (field.name === 'size') return formatBytes(Number(value));
      return formatValue(Number(value));
    case 'columns': {
      const [key] = field.keys;
      const setting = key?.kind === 'config' ? settings().get(key.path)?.field : undefined;
      if (setting !== undefined) return configText(setting, value);
      return typeof value === 'number' ? formatValue(value) : String(value);
    }
  }
}

/** In short: numbers without their unit, which stands in full where a run is told. */
export function fieldTickText(field: ValueField, scale: PlotScale): (value: ColumnValue) => string {
  if (scale.kind === 'kinds') return (value) => fieldValueText(field, value);
  if (scale.kind === 'date') {
    const ticks = scaleTicks(scale).map(Number);
    const inDays = (ticks[1] ?? Number.POSITIVE_INFINITY) - (ticks[0] ?? 0) < 86_400_000;
    return (value) => formatDay(Number(value), inDays);
  }
  if (field.kind === 'number' && field.name === 'time') return (value) => formatTickSeconds(Number(value));
  if (field.kind === 'number' && field.name === 'size') return (value) => formatBytes(Number(value));
  // A seed is no quantity: no separators below ten thousand.
  return (value) => {
    const number = Number(value);
    if (Math.abs(number) >= 10_000) return formatCompact(number);
    return Number.isInteger(number) ? formatNumber(number) : formatValue(number);
  };
}
