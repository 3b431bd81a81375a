/** A config being put together: preset, what was changed over it, and what the schema says of it. */
import { ALGORITHM_IDS, knownAlgorithm } from '../../../shared/algorithms/registry.ts';
import {
  configFields,
  configValue,
  nestConfig,
  resolveConfig,
  type ConfigField,
} from '../../../shared/config.ts';
import type { RunDetail } from '../../../shared/run.ts';
import { conflictIssue, issueOf, type FieldIssue } from './configIssues.ts';

export type FieldValue = number | string | boolean;

/** The preset to begin with: quick to show that all works. */
const FIRST_PRESET = 'smoke';

export class ConfigForm {
  #algorithm = $state(ALGORITHM_IDS[0] ?? '');
  #environment = $state('');
  #preset = $state('');
  /** By dotted path. A number that cannot be read is kept as it was typed. */
  #overrides = $state.raw<Readonly<Record<string, FieldValue>>>({});

  readonly definition = $derived(knownAlgorithm(this.#algorithm));
  readonly environments = $derived(this.definition?.environments ?? []);
  /** Those that say something about the chosen environment (or about all). */
  readonly presets = $derived(
    Object.entries(this.definition?.presets ?? {})
      .filter(([, changes]) => this.#environment in changes || '*' in changes)
      .map(([name]) => name),
  );
  readonly fields = $derived<readonly ConfigField[]>(
    this.definition === undefined ? [] : configFields(this.#algorithm, this.#environment),
  );
  readonly presetConfig = $derived.by<Readonly<Record<string, unknown>>>(() => {
    if (!this.environments.includes(this.#environment) || !this.presets.includes(this.#preset)) return {};
    return resolveConfig(this.#algorithm, this.#environment, this.#preset);
  });
  readonly issues = $derived.by<Readonly<Record<string, FieldIssue>>>(() => {
    const merged = mergeDeep(this.presetConfig, nestConfig(this.#overrides));
    const parsed = this.definition?.schema.safeParse(merged);
    if (parsed === undefined) return {};
    if (parsed.success) {
      const conflicts = this.definition?.conflicts(this.#environment, parsed.data) ?? [];
      return Object.fromEntries(conflicts.map((conflict) => [conflict.field, conflictIssue(conflict)]));
    }
    return Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issueOf(issue)]));
  });
  readonly valid = $derived(Object.keys(this.issues).length === 0);
  readonly changedCount = $derived(Object.keys(this.#overrides).length);

  constructor() {
    this.#environment = this.environments[0] ?? '';
    this.#preset = this.presets.includes(FIRST_PRESET) ? FIRST_PRESET : (this.presets[0] ?? '');
  }

  /** What an address asks to begin with; what this studio does not know is left as it is. */
  begin(asked: Readonly<Record<string, string>>): void {
    const { algorithm, environment, preset } = asked;
    if (algorithm !== undefined && knownAlgorithm(algorithm) !== undefined) this.algorithm = algorithm;
    if (environment !== undefined && this.environments.includes(environment)) this.environment = environment;
    if (preset !== undefined && this.presets.includes(preset)) this.preset = preset;
  }

  get algorithm(): string {
    return this.#algorithm;
  }
  set algorithm(algorithm: string) {
    this.#algorithm = algorithm;
    this.#overrides = {};
    this.environment = this.environments.includes(this.#environment)
      ? this.#environment
      : (this.environments[0] ?? '');
  }
  get environment(): string {
    return this.#environment;
  }
  set environment(environment: string) {
    this.#environment = environment;
    // What another environment knew would go along unseen.
    const known = this.fields.map(({ path }) => path);
    this.#overrides = Object.fromEntries(
      Object.entries(this.#overrides).filter(([path]) => known.includes(path)),
    );
    if (!this.presets.includes(this.#preset)) this.preset = this.presets[0] ?? '';
  }
  get preset(): string {
    return this.#preset;
  }
  /** Own changes stay over the new preset, where they still differ from it. */
  set preset(preset: string) {
    this.#preset = preset;
    this.#overrides = Object.fromEntries(
      Object.entries(this.#overrides).filter(
        ([path, value]) => configValue(this.presetConfig, path) !== value,
      ),
    );
  }
  get overrides(): Readonly<Record<string, FieldValue>> {
    return this.#overrides;
  }

  presetValue(path: string): FieldValue {
    return configValue(this.presetConfig, path) as FieldValue;
  }

  value(path: string): FieldValue {
    return this.#overrides[path] ?? this.presetValue(path);
  }

  isChanged(path: string): boolean {
    return path in this.#overrides;
  }

  set(path: string, value: FieldValue): void {
    if (value === this.presetValue(path)) this.reset(path);
    else this.#overrides = { ...this.#overrides, [path]: value };
  }

  reset(path: string): void {
    this.#overrides = Object.fromEntries(Object.entries(this.#overrides).filter(([other]) => other !== path));
  }

  resetAll(): void {
    this.#overrides = {};
  }

  /** Begins where another run was. */
  takeFrom(run: RunDetail): void {
    this.algorithm = run.algorithm;
    this.environment = run.environment;
    this.preset = run.preset;
    this.#overrides = Object.fromEntries(
      run.differences.map(({ path, value }) => [path, value as FieldValue]),
    );
  }
}

export type Tree = Readonly<Record<string, unknown>>;

export function mergeDeep(base: Tree, over: Tree): Tree {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    merged[key] =
      typeof value === 'object' && value !== null && typeof before === 'object' && before !== null
        ? mergeDeep(before as Tree, value as Tree)
        : value;
  }
  return merged;
}
