/** A typed value read as its field's type, and what the schema says of it. */
import { algorithmDefinition } from '../../../shared/algorithms/registry.ts';
import { nestConfig, type ConfigField } from '../../../shared/config.ts';
import type { ConfigValue } from '../../../shared/study.ts';
import { readNumber } from './typedLists.ts';
import { mergeDeep, type ConfigForm } from '../experiments/configForm.svelte.ts';
import { issueOf, type FieldIssue } from '../experiments/configIssues.ts';

/** What is wrong with one value of one field, as the schema has it; null: nothing. */
export function valueIssue(form: ConfigForm, field: ConfigField, text: string): FieldIssue | null {
  const value = readValue(field, text);
  const merged = mergeDeep(form.presetConfig, nestConfig({ [field.path]: value }));
  const parsed = algorithmDefinition(form.algorithm).schema.safeParse(merged);
  const issue = parsed.success
    ? undefined
    : parsed.error.issues.find(({ path }) => path.join('.') === field.path);
  return issue === undefined ? null : issueOf(issue);
}

/** As the field's type has it; what cannot be read stays text, for the schema to refuse. */
export function readValue(field: ConfigField, text: string): ConfigValue {
  if (field.type === 'toggle') return text === 'true' ? true : text === 'false' ? false : text;
  return field.type === 'choice' ? text : (readNumber(text) ?? text);
}
