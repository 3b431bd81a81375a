/** An action's elements as people read them: a model's `right_hip_x` is three words, each in the language now chosen. */
import type { ActionSpace } from '../../shared/spaces.ts';
import { hasMessage } from '../../shared/messages/index.ts';
import { textOf } from './language.ts';

/** Its own name where a word of it is unknown: what a person called something in a model of theirs stays so. */
export function actionName(name: string): string {
  const words = name.split('_');
  if (!words.every((word) => hasMessage(`actuator.${word}`))) return name;
  return words.map((word) => textOf(`actuator.${word}`)).join(' ');
}

/** Of one element (box) or choice (discrete); counted from 1 where it has no name. */
export function elementName(space: ActionSpace, index: number): string {
  const name = space.names?.[index];
  return name === undefined ? String(index + 1) : actionName(name);
}

/** How many there are: elements of a box, choices of a discrete space. */
export function elementsOf(space: ActionSpace): number {
  return space.kind === 'discrete' ? space.count : space.shape.reduce((a, b) => a * b, 1);
}
