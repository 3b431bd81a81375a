/** The control suite's entry in the registry: one environment a task, `dmc/<domain>-<task>`, and this project's own door. */
import { z } from 'zod';
import { OBSERVED } from '../../../shared/environmentSettings.ts';
import type { EnvironmentConfig } from '../../../shared/recipe.ts';
import { configIssue } from '../configIssue.ts';
import { chosen, type EnvironmentFamily, type KeyBinding } from '../family.ts';
import { taskId, taskSpec, type ControlSuiteConfig } from './spec.ts';
import { CONTROL_TASKS, createControlEnvironment } from './suite.ts';
import type { TaskDefinition } from './task.ts';

export const CONTROL_SUITE_SCHEMA = z.strictObject({
  /** Dreamer learns from pixels; the suite's own state vectors make quick experiments. */
  observation: z.enum(OBSERVED).default('pixels'),
  actionRepeat: z.number().int().min(1).max(32).default(1),
});

/** Two keys an actuator, for as many as there are keys. */
const KEY_PAIRS = [
  ['ArrowLeft', 'ArrowRight'],
  ['ArrowDown', 'ArrowUp'],
  ['KeyA', 'KeyD'],
  ['KeyS', 'KeyW'],
  ['KeyQ', 'KeyE'],
  ['KeyF', 'KeyR'],
] as const;

export const controlSuiteFamily: EnvironmentFamily = {
  ids: CONTROL_TASKS.map(taskId),
  create: async (id, config) => createControlEnvironment(definitionOf(id), parseConfig(config)),
  trainingConfig: (settings) => chosen(settings, ['actionRepeat', 'observation']),
  previewConfig: { observation: 'state' },
  describe(id) {
    const definition = definitionOf(id);
    const spec = taskSpec(definition, parseConfig({}));
    const actuators = spec.actions.kind === 'box' ? (spec.actions.shape[0] ?? 0) : 0;
    return { spec, source: definition.source ?? SUITE_SOURCE, keys: keysFor(actuators) };
  },
};

const SUITE_SOURCE =
  'DeepMind Control Suite, https://github.com/google-deepmind/dm_control, arXiv:1801.00690';

function definitionOf(id: string): TaskDefinition {
  const definition = CONTROL_TASKS.find((task) => taskId(task) === id);
  if (definition === undefined) throw new Error(`${id} is no task of the control suite`);
  return definition;
}

/** @throws StudioError `config.invalid` with field and reason. */
function parseConfig(config: EnvironmentConfig): ControlSuiteConfig {
  const parsed = CONTROL_SUITE_SCHEMA.safeParse(config);
  if (parsed.success) return parsed.data;
  throw configIssue(parsed.error, CONTROL_SUITE_SCHEMA);
}

function keysFor(actuators: number): KeyBinding[] {
  return KEY_PAIRS.slice(0, actuators).flatMap(([back, forth], element) => [
    { code: back, element, value: -1, label: 'environment.key.jointBack' },
    { code: forth, element, value: 1, label: 'environment.key.jointForth' },
  ]);
}
