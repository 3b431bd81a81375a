/** Values as people type them: lists with commas, seeds with ranges, numbers; and what the schema says of each. */
import { algorithmDefinition, nestConfig, type ConfigField } from '../../../shared/config.ts';
import type { ConfigValue } from '../../../shared/study.ts';
import { mergeDeep, type ConfigForm } from '../experiments/configForm.svelte.ts';
import { issueOf, type FieldIssue } from '../experiments/configIssues.ts';

/** More would be a slip of the finger. */
const LONGEST_RANGE = 100;

/** `0.1, 0.5 1` to its parts; a comma inside a number is none: thousands are not grouped here. */
export function splitValues(text: string): readonly string[] {
  return text.split(/[,;\s]+/).filter((part) => part !== '');
}

/** Null where it is no number. */
export function readNumber(text: string): number | null {
  const number = Number(text.trim());
  return text.trim() !== '' && Number.isFinite(number) ? number : null;
}

/** `1, 2, 5-8`; null where a part is no seed, is there twice, or there is none. */
export function readSeeds(text: string): readonly number[] | null {
  const seeds: number[] = [];
  for (const part of splitValues(text)) {
    const match = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(part);
    if (match === null) return null;
    const first = Number(match[1]);
    const last = match[2] === undefined ? first : Number(match[2]);
    if (last < first || last - first >= LONGEST_RANGE || last > 4_294_967_295) return null;
    for (let seed = first; seed <= last; seed++) seeds.push(seed);
  }
  const unique = new Set(seeds).size === seeds.length;
  return seeds.length > 0 && seeds.length <= LONGEST_RANGE && unique ? seeds : null;
}

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
