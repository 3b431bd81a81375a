/** Studies as people read them: what is varied, a row's name, how a study stands. */
import { isAlgorithm } from '../../../shared/algorithms/registry.ts';
import { configFields, type ConfigField } from '../../../shared/config.ts';
import {
  studyAlgorithms,
  variantCount,
  variedPaths,
  type ConfigValue,
  type StudyDefinition,
  type StudyRow,
} from '../../../shared/study.ts';
import type { RunStatus } from '../../../shared/run.ts';
import type { StudyProgress } from '../../../shared/studyTable.ts';
import type { TableWords } from '../../../shared/studyText.ts';
import { formatDuration } from '../../state/format.ts';
import { t, textOf } from '../../state/language.ts';
import { preferences } from '../../state/preferences.svelte.ts';
import { environmentName } from '../environments/environmentText.ts';
import { configText, fieldGroup, fieldLabel, groupLabel } from '../experiments/configText.ts';

/** Of all algorithms that it has runs of; one that this studio lacks shows its paths. */
export function studyFields(
  definition: Pick<StudyDefinition, 'algorithm' | 'vary'>,
): ReadonlyMap<string, ConfigField> {
  const fields = studyAlgorithms(definition).flatMap((id) => (isAlgorithm(id) ? configFields(id) : []));
  // The first that has a path names it.
  return new Map(fields.reverse().map((field) => [field.path, field]));
}

/** `World Models, DQN`. */
export function algorithmsText(definition: Pick<StudyDefinition, 'algorithm' | 'vary'>): string {
  return studyAlgorithms(definition)
    .map((id) => textOf(`algorithm.${id}.name`, id))
    .join(', ');
}

/** `C: Temperature`; the group tells two `Learning rate`s apart. */
export function settingName(fields: ReadonlyMap<string, ConfigField>, path: string): string {
  const field = fields.get(path);
  if (field === undefined) return path;
  const group = groupLabel(field.algorithm, fieldGroup(path)).replace(/,.*$/, '');
  return group === '' ? fieldLabel(field) : `${group}: ${fieldLabel(field)}`;
}

export function settingText(
  fields: ReadonlyMap<string, ConfigField>,
  path: string,
  value: ConfigValue | undefined,
): string {
  if (value === undefined) return '–';
  const field = fields.get(path);
  return field === undefined ? String(value) : configText(field, value);
}

/** Its name in a list, its values in a grid. */
export function variantName(
  { name, settings }: Pick<StudyRow, 'name' | 'settings'>,
  fields: ReadonlyMap<string, ConfigField>,
): string {
  return (
    name ??
    Object.entries(settings)
      .map(([path, value]) => settingText(fields, path, value))
      .join(', ')
  );
}

/** The same, with the environment where there are several. */
export function rowName(
  definition: StudyDefinition,
  row: StudyRow,
  fields: ReadonlyMap<string, ConfigField>,
): string {
  const own = variantName(row, fields);
  const several = definition.environments.length > 1 || own === '';
  return [...(several ? [environmentName(row.environment)] : []), ...(own === '' ? [] : [own])].join(', ');
}

/** Whether curves are drawn for one environment at a time: several have several rows each. */
export function isFaceted({ environments, vary }: StudyDefinition): boolean {
  return environments.length > 1 && variantCount(vary) > 1;
}

/** Which look a row's curve has: where they are drawn by environment, a variant looks the same in each. */
export function curveIndex(definition: StudyDefinition, row: number): number {
  return isFaceted(definition) ? row % variantCount(definition.vary) : row;
}

export function variedText(definition: StudyDefinition): string {
  const fields = studyFields(definition);
  const names = variedPaths(definition).map((path) => settingName(fields, path));
  if (definition.environments.length > 1) names.unshift(t('newStudy.environments'));
  return names.length === 0 ? t('studies.nothingVaried') : names.join(', ');
}

/** What a run's status can say of a whole study. */
export type StudyState = Extract<
  RunStatus,
  'draft' | 'running' | 'queued' | 'paused' | 'completed' | 'failed'
>;

export function studyState(progress: StudyProgress): StudyState {
  if (progress.running > 0) return 'running';
  if (progress.queued > 0) return 'queued';
  if (progress.completed === progress.total) return 'completed';
  if (progress.resting > 0) return 'paused';
  if (progress.notBegun === progress.total) return 'draft';
  return progress.notBegun > 0 ? 'paused' : 'failed';
}

export function tableWords(definition: StudyDefinition): TableWords {
  const fields = studyFields(definition);
  return {
    language: preferences.language,
    settingName: (path) => settingName(fields, path),
    settingText: (path, value) => settingText(fields, path, value),
    environmentName,
    durationText: formatDuration,
  };
}
