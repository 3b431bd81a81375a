/** Every action of the studio's own environments can be named in both languages. */
import { expect, it } from 'vitest';
import { hasMessage } from '../../shared/messages/index.ts';
import { listEnvironments } from '../../src-main/environments/registry.ts';

it('has a word in the catalogue for each part of an action’s name', () => {
  const words = listEnvironments().flatMap(({ spec }) =>
    (spec.actions.names ?? []).flatMap((name) => name.split('_')),
  );
  expect(words.length).toBeGreaterThan(100);
  expect(words.filter((word) => !hasMessage(`actuator.${word}`))).toEqual([]);
});
