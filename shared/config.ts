/**
 * Each algorithm's config is one schema. The form, its validation, the command line's flags, the stored run and its
 * diff are all drawn from it.
 */
import { z } from 'zod';
import { algorithmDefinition } from './algorithms/registry.ts';
import { mergeConfigs, type DeepPartialConfig, type FieldMeta } from './configFields.ts';
import { StudioError } from './errors.ts';

/**
 * The whole config of a preset, with overrides, validated.
 * @throws StudioError `config.unknownAlgorithm`, `config.unknownPreset`, `environment.unknown`, `config.invalid` (field
 * and reason), or what the algorithm finds not to go together.
 */
export function resolveConfig(
  algorithm: string,
  environment: string,
  preset: string,
  overrides: DeepPartialConfig = {},
): Record<string, unknown> {
  const definition = algorithmDefinition(algorithm);
  if (!definition.environments.includes(environment)) {
    throw new StudioError('environment.unknown', { environment, known: definition.environments.join(', ') });
  }
  const applies = (changes: Readonly<Record<string, DeepPartialConfig>> | undefined) =>
    changes !== undefined && (Object.hasOwn(changes, '*') || Object.hasOwn(changes, environment));
  const changes = Object.hasOwn(definition.presets, preset) ? definition.presets[preset] : undefined;
  if (changes === undefined || !applies(changes)) {
    const known = Object.keys(definition.presets).filter((name) => applies(definition.presets[name]));
    throw new StudioError('config.unknownPreset', { preset, known: known.join(', ') });
  }
  const merged = mergeConfigs(mergeConfigs(changes['*'] ?? {}, changes[environment] ?? {}), overrides);
  return withoutConflict(algorithm, environment, parsedConfig(definition.schema, merged));
}

function withoutConflict(
  algorithm: string,
  environment: string,
  config: Record<string, unknown>,
): Record<string, unknown> {
  const [conflict] = algorithmDefinition(algorithm).conflicts(environment, config);
  if (conflict !== undefined) throw new StudioError(conflict.code, conflict.values);
  return config;
}

/** @throws StudioError `config.invalid`: the first field that is wrong, and why */
export function parsedConfig<Schema extends z.ZodType>(schema: Schema, config: unknown): z.output<Schema> {
  const parsed = schema.safeParse(config);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StudioError('config.invalid', {
    field: issue?.path.join('.') ?? '',
    reason: issue?.message ?? '',
  });
}

/**
 * A run's config with changes, validated. Fields that came after the run was made take their defaults.
 * @throws StudioError `config.unknownAlgorithm`, `config.invalid`, or what the algorithm finds not to go together.
 */
export function changedConfig(
  algorithm: string,
  environment: string,
  config: Readonly<Record<string, unknown>>,
  changes: Readonly<Record<string, number | string | boolean>>,
): Record<string, unknown> {
  const { schema } = algorithmDefinition(algorithm);
  return withoutConflict(
    algorithm,
    environment,
    parsedConfig(schema, mergeConfigs(config as DeepPartialConfig, nestConfig(changes))),
  );
}

/** One field of a schema, flattened: what the form and `--set` know. */
export interface ConfigField {
  /** Whose setting it is: texts may be the algorithm's own. */
  readonly algorithm: string;
  /** Dotted, such as `vision.epochs`. */
  readonly path: string;
  readonly type: 'integer' | 'number' | 'choice' | 'toggle' | 'text';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly choices?: readonly string[];
  readonly fallback: number | string | boolean;
  readonly meta: FieldMeta;
}

interface JsonSchemaNode {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchemaNode>>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly default?: number | string | boolean;
  readonly unit?: FieldMeta['unit'];
  readonly paper?: FieldMeta['paper'];
  readonly advanced?: boolean;
  readonly later?: boolean;
  readonly chosen?: boolean;
  readonly only?: readonly string[];
  readonly long?: boolean;
  readonly zero?: FieldMeta['zero'];
}

/**
 * Every field in the schema's order.
 * @param environment whose paper values are meant, and which leaves out what only others know; where it is left out or has
 * no preset `paper`, the schema's own.
 */
export function configFields(algorithm: string, environment?: string): readonly ConfigField[] {
  const published = paperConfig(algorithm, environment);
  const root = z.toJSONSchema(algorithmDefinition(algorithm).schema, { io: 'input' }) as JsonSchemaNode;
  const fields: ConfigField[] = [];
  const visit = (node: JsonSchemaNode, path: string) => {
    if (node.properties !== undefined) {
      for (const [name, child] of Object.entries(node.properties))
        visit(child, path === '' ? name : `${path}.${name}`);
      return;
    }
    if (environment !== undefined && node.only?.includes(environment) === false) return;
    const type =
      node.enum !== undefined
        ? 'choice'
        : node.type === 'boolean'
          ? 'toggle'
          : node.type === 'string'
            ? 'text'
            : node.type === 'integer'
              ? 'integer'
              : 'number';
    fields.push({
      algorithm,
      path,
      type,
      ...(node.minimum === undefined ? {} : { minimum: node.minimum }),
      ...(node.maximum === undefined ? {} : { maximum: node.maximum }),
      ...(node.enum === undefined ? {} : { choices: node.enum }),
      fallback: node.default ?? 0,
      meta: {
        ...(node.unit === undefined ? {} : { unit: node.unit }),
        ...(node.paper === undefined || node.paper === null ? {} : { paper: published(path) ?? node.paper }),
        ...(node.advanced === undefined ? {} : { advanced: node.advanced }),
        ...(node.later === undefined ? {} : { later: node.later }),
        ...(node.chosen === undefined ? {} : { chosen: node.chosen }),
        ...(node.only === undefined ? {} : { only: node.only }),
        ...(node.long === undefined ? {} : { long: node.long }),
        ...(node.zero === undefined ? {} : { zero: node.zero }),
      },
    });
  };
  visit(root, '');
  return fields;
}

/** What the preset `paper` says for an environment, by path. */
function paperConfig(
  algorithm: string,
  environment: string | undefined,
): (path: string) => FieldMeta['paper'] | undefined {
  const presets = algorithmDefinition(algorithm).presets['paper'] ?? {};
  if (environment === undefined || !(environment in presets || '*' in presets)) return () => undefined;
  const config = resolveConfig(algorithm, environment, 'paper');
  return (path) => {
    const value = configValue(config, path);
    return typeof value === 'object' ? undefined : (value as FieldMeta['paper']);
  };
}

/** The value at a dotted path of a config, or undefined. */
export function configValue(config: Readonly<Record<string, unknown>>, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (node, key) =>
        typeof node === 'object' && node !== null && Object.hasOwn(node, key)
          ? (node as Record<string, unknown>)[key]
          : undefined,
      config,
    );
}

/** `{'vision.epochs': 3}` to `{vision: {epochs: 3}}`. */
export function nestConfig(flat: Readonly<Record<string, number | string | boolean>>): DeepPartialConfig {
  let nested: DeepPartialConfig = {};
  for (const [path, value] of Object.entries(flat)) {
    const branch = path
      .split('.')
      .reduceRight<DeepPartialConfig | number | string | boolean>((inner, key) => ({ [key]: inner }), value);
    nested = mergeConfigs(nested, branch as DeepPartialConfig);
  }
  return nested;
}
