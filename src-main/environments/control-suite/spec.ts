/** What an environment of the suite takes and gives, known without loading MuJoCo. */
import type { Observed } from '../../../shared/environmentSettings.ts';
import type { BoxSpace, ObservationSpace } from '../../../shared/spaces.ts';
import type { EnvironmentSpec } from '../environment.ts';
import { UNBOUNDED } from '../unbounded.ts';
import type { MjcfElement } from './mjcf.ts';
import type { ObservationShapes, TaskDefinition } from './task.ts';

export interface ControlSuiteConfig {
  readonly observation: Observed;
  readonly actionRepeat: number;
}

/** Width and height of the agent's picture, as Dreamer takes it. */
const IMAGE_SIZE = 64;
/** Raised when the same recipe would no longer give the same episode. */
const VERSION = 1;

export interface ActuatorRange {
  readonly name: string;
  readonly low: number;
  readonly high: number;
}

/** The id under which the registry knows a task. */
export function taskId({ id, source }: TaskDefinition): string {
  return source === undefined ? `dmc/${id}` : id;
}

export function taskSpec(definition: TaskDefinition, config: ControlSuiteConfig): EnvironmentSpec {
  return controlSpec({
    id: taskId(definition),
    version: VERSION,
    actuators: actuatorRanges(definition.model()),
    observations: definition.observations,
    controlSeconds: definition.controlSeconds,
    maxSteps: definition.maxSteps,
    rewardRange: [0, 1],
    ...config,
  });
}

export interface ControlSpecParts extends ControlSuiteConfig {
  readonly id: string;
  readonly version: number;
  readonly actuators: readonly ActuatorRange[];
  readonly observations: ObservationShapes;
  readonly controlSeconds: number;
  readonly maxSteps: number;
  /** Of one action, repeats not counted. */
  readonly rewardRange: readonly [number, number];
}

export function controlSpec(parts: ControlSpecParts): EnvironmentSpec {
  const { actuators, actionRepeat, rewardRange } = parts;
  return {
    id: parts.id,
    version: parts.version,
    observations: {
      ...(parts.observation === 'state' ? {} : imageSpace()),
      ...(parts.observation === 'pixels' ? {} : stateSpace(parts.observations)),
    },
    actions: actuatorSpace(actuators),
    stepSeconds: parts.controlSeconds * actionRepeat,
    actionRepeat,
    maxEpisodeSteps: Math.ceil(parts.maxSteps / actionRepeat),
    rewardRange: [rewardRange[0] * actionRepeat, rewardRange[1] * actionRepeat],
  };
}

/** In the actuators' own units and order. */
export function actuatorSpace(actuators: readonly ActuatorRange[]): BoxSpace {
  return {
    kind: 'box',
    shape: [actuators.length],
    dtype: 'float64',
    low: actuators.map(({ low }) => low),
    high: actuators.map(({ high }) => high),
    names: actuators.map(({ name }) => name),
  };
}

function imageSpace(): ObservationSpace {
  return { image: { kind: 'box', shape: [IMAGE_SIZE, IMAGE_SIZE, 3], dtype: 'uint8', low: 0, high: 255 } };
}

function stateSpace(observations: ObservationShapes): ObservationSpace {
  const space = (shape: readonly number[]): BoxSpace => ({
    kind: 'box',
    shape,
    dtype: 'float64',
    low: -UNBOUNDED,
    high: UNBOUNDED,
  });
  return Object.fromEntries(Object.entries(observations).map(([name, shape]) => [name, space(shape)]));
}

/** Of the suite's own models, whose actuators all have names and ranges. */
function actuatorRanges(model: MjcfElement): ActuatorRange[] {
  const actuators = model.children.find(({ tag }) => tag === 'actuator')?.children ?? [];
  return actuators.map(({ attributes: { name, ctrlrange } }) => {
    if (typeof name !== 'string' || typeof ctrlrange !== 'object') {
      throw new Error('an actuator of the suite has no name or no control range');
    }
    return { name, low: ctrlrange[0] ?? NaN, high: ctrlrange[1] ?? NaN };
  });
}
