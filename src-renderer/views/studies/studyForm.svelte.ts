/**
 * A study being put together: a `ConfigForm` for what all runs share (algorithm, preset, settings), and over it what is
 * varied. Values are kept as they were typed until they are read, so that what is wrong can be told beside them.
 */
import { algorithmDefinition } from '../../../shared/algorithms/registry.ts';
import { configFields, type ConfigField } from '../../../shared/config.ts';
import { reportError, StudioError, type ErrorReport } from '../../../shared/errors.ts';
import {
  checkStudy,
  MOST_STUDY_RUNS,
  studyRunCount,
  unshareablePath,
  type StudyDefinition,
  type Settings,
  type StudyInput,
} from '../../../shared/study.ts';
import { textOf } from '../../state/language.ts';
import { ConfigForm } from '../experiments/configForm.svelte.ts';
import type { FieldIssue } from '../experiments/configIssues.ts';
import { readSeeds, splitValues } from './typedLists.ts';
import { readValue, valueIssue } from './studyValues.ts';

/** A message key with its values. */
export type Issue =
  FieldIssue | { readonly key: string; readonly values: Readonly<Record<string, string | number>> };

/** A row of a list as it is typed: field by field. */
export interface TypedRow {
  readonly id: number;
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
}

/** A row of a study that sets several algorithms beside each other. */
export interface Rival {
  readonly name: string;
  readonly algorithm: string;
  readonly preset: string;
  readonly settings: Settings;
}

export class StudyForm {
  readonly base = new ConfigForm();
  name = $state('');
  question = $state('');
  how = $state<'grid' | 'list'>('grid');
  seeds = $state('0, 1, 2');
  concurrent = $state(1);
  share = $state(false);
  #environments = $state.raw<readonly string[]>([]);
  #paths = $state.raw<readonly string[]>([]);
  /** By path: a grid's values with commas between. */
  #values = $state.raw<Readonly<Record<string, string>>>({});
  #rows = $state.raw<readonly TypedRow[]>([]);
  /** Empty where it is a study of one algorithm. */
  #rivals = $state.raw<readonly Rival[]>([]);
  #extra = $state.raw<Pick<StudyInput, 'columns' | 'published'>>({});
  #nextRow = 1;

  readonly fields = $derived<readonly ConfigField[]>(
    configFields(this.base.algorithm).filter(({ path, meta }) => path !== 'seed' && this.#isKnown(meta.only)),
  );
  readonly varied = $derived(
    this.#paths.flatMap((path) => this.fields.filter((field) => field.path === path)),
  );
  /** What every algorithm of it can train on. */
  readonly possible = $derived(
    this.base.environments.filter((id) =>
      this.#rivals.every(({ algorithm }) => algorithmDefinition(algorithm).environments.includes(id)),
    ),
  );
  readonly environments = $derived(this.#environments.filter((id) => this.possible.includes(id)));
  readonly seedList = $derived(readSeeds(this.seeds));
  /** By field's path, by `row.<id>.<path>`, and by `seeds`, `environments`. */
  readonly issues = $derived.by<Readonly<Record<string, Issue>>>(() => this.#findIssues());
  readonly input = $derived.by<StudyInput>(() => this.#input());
  /** What the schema and the configs say beyond single fields; null while those have issues of their own. */
  readonly checked = $derived.by<StudyDefinition | ErrorReport | null>(() => {
    if (Object.keys(this.issues).length > 0 || !this.base.valid) return null;
    try {
      return checkStudy(this.input);
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      return reportError(error);
    }
  });
  readonly definition = $derived<StudyDefinition | null>(
    this.checked !== null && 'algorithm' in this.checked ? this.checked : null,
  );
  readonly problem = $derived<ErrorReport | null>(
    this.checked !== null && 'code' in this.checked ? this.checked : null,
  );
  /** Why the runs cannot share: a path, `*` where the algorithm never can; null: they can. */
  readonly unshareable = $derived.by<string | null>(() => {
    const { sharing } = algorithmDefinition(this.base.algorithm);
    if (sharing === undefined || this.#rivals.length > 0) return '*';
    const plain = this.definition;
    return plain === null ? null : unshareablePath(sharing, plain);
  });

  constructor() {
    this.#environments = [this.base.environment];
  }

  get algorithm(): string {
    return this.base.algorithm;
  }
  set algorithm(algorithm: string) {
    this.base.algorithm = algorithm;
    this.#environments = [this.base.environment];
    this.#paths = [];
    this.#rows = [];
    this.#rivals = [];
    this.#extra = {};
    this.share = false;
  }

  toggleEnvironment(id: string): void {
    const chosen = this.environments.includes(id)
      ? this.environments.filter((other) => other !== id)
      : this.possible.filter((other) => other === id || this.environments.includes(other));
    this.#environments = chosen;
    const [first] = chosen;
    // The form's presets and preset values are those of one environment.
    if (first !== undefined && !chosen.includes(this.base.environment)) this.base.environment = first;
  }

  vary(path: string): void {
    if (this.#paths.includes(path)) return;
    this.#paths = [...this.#paths, path];
    this.base.reset(path);
    if (!(path in this.#values)) this.#values = { ...this.#values, [path]: this.#shown(path) };
    if (this.#rows.length === 0) this.addRow();
    this.#rows = this.#rows.map((row) =>
      path in row.values ? row : { ...row, values: { ...row.values, [path]: this.#shown(path) } },
    );
  }

  takeOut(path: string): void {
    this.#paths = this.#paths.filter((other) => other !== path);
    this.#values = Object.fromEntries(Object.entries(this.#values).filter(([other]) => other !== path));
  }

  typed(path: string): string {
    return this.#values[path] ?? '';
  }
  type(path: string, text: string): void {
    this.#values = { ...this.#values, [path]: text };
  }
  /** For fields with few values: whether one of them is among those typed. */
  has(path: string, value: string): boolean {
    return splitValues(this.typed(path)).includes(value);
  }
  toggleValue(field: ConfigField, value: string): void {
    const order = field.choices ?? ['true', 'false'];
    const kept = order.filter((other) => (other === value) !== this.has(field.path, other));
    this.type(field.path, kept.join(', '));
  }

  get rows(): readonly TypedRow[] {
    return this.#rows;
  }
  addRow(): void {
    const last = this.#rows.at(-1);
    const values = last?.values ?? Object.fromEntries(this.#paths.map((path) => [path, this.#shown(path)]));
    this.#rows = [...this.#rows, { id: this.#nextRow++, name: '', values }];
  }
  removeRow(id: number): void {
    this.#rows = this.#rows.filter((row) => row.id !== id);
  }
  nameRow(id: number, name: string): void {
    this.#rows = this.#rows.map((row) => (row.id === id ? { ...row, name } : row));
  }
  typeRow(id: number, path: string, text: string): void {
    this.#rows = this.#rows.map((row) =>
      row.id === id ? { ...row, values: { ...row.values, [path]: text } } : row,
    );
  }

  get rivals(): readonly Rival[] {
    return this.#rivals;
  }
  dropRival(rival: Rival): void {
    this.#rivals = this.#rivals.filter((other) => other !== rival);
  }
  /** With another of its algorithm's presets. */
  presetRival(rival: Rival, preset: string): void {
    this.#rivals = this.#rivals.map((other) => (other === rival ? { ...rival, preset } : other));
  }

  /** Begins with a ready-made study, or with another one's definition. */
  takeFrom(input: StudyInput): void {
    this.algorithm = input.algorithm;
    this.#environments = [...input.environments];
    this.base.environment = input.environments[0] ?? this.base.environment;
    this.base.preset = input.preset;
    this.base.resetAll();
    for (const [path, value] of Object.entries(input.settings ?? {})) this.base.set(path, value);
    this.name = input.name;
    this.question = input.question ?? '';
    this.concurrent = input.concurrent ?? 1;
    this.share = input.share ?? false;
    if (input.seeds !== undefined) this.seeds = input.seeds.join(', ');
    this.#extra = {
      ...(input.columns === undefined ? {} : { columns: input.columns }),
      ...(input.published === undefined ? {} : { published: input.published }),
    };
    const vary = input.vary ?? { kind: 'grid', fields: [] };
    this.how = vary.kind;
    if (vary.kind === 'grid') {
      this.#paths = vary.fields.map(({ path }) => path);
      this.#values = Object.fromEntries(vary.fields.map(({ path, values }) => [path, values.join(', ')]));
      this.#rows = [];
      return;
    }
    if (vary.rows.some(({ algorithm, preset }) => algorithm !== undefined || preset !== undefined)) {
      this.#rivals = vary.rows.map(({ name, algorithm, preset, settings }) => ({
        name,
        algorithm: algorithm ?? input.algorithm,
        preset: preset ?? input.preset,
        settings,
      }));
      return;
    }
    const paths = vary.rows.flatMap(({ settings }) => Object.keys(settings));
    this.#paths = paths.filter((path, index) => paths.indexOf(path) === index);
    this.#values = Object.fromEntries(this.#paths.map((path) => [path, this.#shown(path)]));
    this.#rows = vary.rows.map(({ name, settings }) => ({
      id: this.#nextRow++,
      name,
      values: Object.fromEntries(
        this.#paths.map((path) => [path, path in settings ? String(settings[path]) : this.#shown(path)]),
      ),
    }));
  }

  #shown(path: string): string {
    return String(this.base.value(path));
  }

  /** What none of the environments knows is not offered. */
  #isKnown(only: readonly string[] | undefined): boolean {
    return only === undefined || this.environments.some((id) => only.includes(id));
  }

  #findIssues(): Record<string, Issue> {
    const issues: Record<string, Issue> = {};
    if (this.seedList === null) issues['seeds'] = { key: 'newStudy.issue.seeds', values: {} };
    if (this.environments.length === 0)
      issues['environments'] = { key: 'newStudy.issue.environment', values: {} };
    for (const field of this.varied) {
      if (this.how === 'grid') {
        const issue = this.#gridIssue(field);
        if (issue !== null) issues[field.path] = issue;
      } else {
        for (const row of this.#rows) {
          const issue = valueIssue(this.base, field, row.values[field.path] ?? '');
          if (issue !== null) issues[`row.${row.id}.${field.path}`] = issue;
        }
      }
    }
    const count = this.seedList === null ? 0 : this.#count();
    if (count > MOST_STUDY_RUNS)
      issues['count'] = { key: 'newStudy.issue.tooMany', values: { count, limit: MOST_STUDY_RUNS } };
    return issues;
  }

  #gridIssue(field: ConfigField): Issue | null {
    const texts = splitValues(this.typed(field.path));
    if (texts.length === 0) return { key: 'newStudy.issue.noValues', values: {} };
    const values = texts.map((text) => String(readValue(field, text)));
    const twice = values.find((value, index) => values.indexOf(value) !== index);
    if (twice !== undefined) return { key: 'newStudy.issue.twice', values: { value: twice } };
    for (const text of texts) {
      const issue = valueIssue(this.base, field, text);
      if (issue === null) continue;
      const problem = textOf(issue.key, issue.key, issue.values);
      return texts.length === 1 ? issue : { key: 'newStudy.issue.value', values: { value: text, problem } };
    }
    return null;
  }

  #count(): number {
    return studyRunCount({
      vary: this.#vary(),
      environments: [...this.environments],
      seeds: [...(this.seedList ?? [])],
    });
  }

  #vary(): StudyDefinition['vary'] {
    if (this.#rivals.length > 0) return { kind: 'list', rows: this.#rivals.map((rival) => ({ ...rival })) };
    if (this.how === 'list' && this.varied.length > 0) {
      return {
        kind: 'list',
        rows: this.#rows.map((row, index) => ({
          name: row.name.trim() === '' ? String(index + 1) : row.name,
          settings: Object.fromEntries(
            this.varied.map((field) => [field.path, readValue(field, row.values[field.path] ?? '')]),
          ),
        })),
      };
    }
    return {
      kind: 'grid',
      fields: this.varied.map((field) => ({
        path: field.path,
        values: splitValues(this.typed(field.path)).map((text) => readValue(field, text)),
      })),
    };
  }

  #input(): StudyInput {
    const settings = Object.fromEntries(
      Object.entries(this.base.overrides).filter(([path]) => path !== 'seed' && !this.#paths.includes(path)),
    );
    return {
      ...this.#extra,
      name: this.name.trim() === '' ? '-' : this.name.trim(),
      question: this.question,
      algorithm: this.base.algorithm,
      environments: [...this.environments],
      preset: this.base.preset,
      settings,
      vary: this.#vary(),
      seeds: [...(this.seedList ?? [])],
      concurrent: this.concurrent,
      share: this.share,
    };
  }
}
