/** Fields of a config as people read them. */
import type { ConfigField } from '../../../shared/config.ts';
import { modelZipBytes, parseModelFiles } from '../../../shared/modelFiles.ts';
import { formatBytes, formatValue } from '../../state/format.ts';
import { t, textFor, textOf } from '../../state/language.ts';

export const fieldLabel = (field: ConfigField): string =>
  textFor(field.algorithm, `config.${field.path}.label`, field.path);
export const fieldHelp = (field: ConfigField): string =>
  textFor(field.algorithm, `config.${field.path}.help`, '');

export const unitText = (field: ConfigField): string =>
  field.meta.unit === undefined ? '' : textOf(`configUnit.${field.meta.unit}`, field.meta.unit);

export const choiceText = (field: ConfigField, choice: string): string =>
  textFor(field.algorithm, `config.${field.path}.choice.${choice}`, choice);

/** `10,000 episodes`, `on`, `random networks`. */
export function configText(field: ConfigField, value: unknown): string {
  if (typeof value === 'boolean') return value ? t('config.on') : t('config.off');
  if (field.type === 'text') return ownText(field, String(value));
  if (typeof value === 'string') return choiceText(field, value);
  if (typeof value !== 'number') return '–';
  const nothing = zeroText(field, value);
  if (nothing !== '') return nothing;
  if (field.meta.unit === 'bytes') return formatBytes(value);
  const unit =
    value === 1 ? textOf(`configUnit.${field.meta.unit ?? ''}.one`, unitText(field)) : unitText(field);
  return unit === '' ? formatValue(value) : `${formatValue(value)} ${unit}`;
}

/** What 0 says where it is no number of anything, such as `no limit`; empty for every other value and field. */
export const zeroText = (field: ConfigField, value: unknown): string =>
  value === 0 && field.meta.zero !== undefined ? t(`config.zero.${field.meta.zero}`) : '';

/** A short text as it is; of a long one what it is of and how long. */
function ownText(field: ConfigField, value: string): string {
  if (value === '') return textFor(field.algorithm, `config.${field.path}.example`, '–');
  if (field.meta.long !== true) return value;
  const files = parseModelFiles(value);
  if (files !== null) {
    const size = formatBytes(modelZipBytes(files));
    return `${files.main === '' ? t('ownModel.severalFiles') : files.main}, ${size}`;
  }
  const name = modelName(value);
  const size = formatBytes(value.length);
  return name === null ? size : `${name}, ${size}`;
}

/** What an MJCF model calls itself. */
export function modelName(xml: string): string | null {
  return /<mujoco\b[^>]*\smodel\s*=\s*["']([^"'<>]+)["']/.exec(xml)?.[1]?.trim() ?? null;
}

/** The first part of a path; fields directly at the top belong to `run`. */
export const fieldGroup = (path: string): string =>
  path.includes('.') ? (path.split('.')[0] ?? 'run') : 'run';

/** What a group of an algorithm's fields is called; empty where nothing is said of it. */
export const groupLabel = (algorithm: string, group: string): string =>
  textFor(algorithm, `configGroup.${group}`, '');
