/** Take Cover by one number in [-1, 1], read in thirds as Ha & Schmidhuber's wrapper reads it. */
import { describe, expect, it } from 'vitest';
import { createTakeCover } from '../../../src-main/environments/take-cover/takeCover.ts';
import { keyboardAction } from '../../../src-main/inspection/drivers.ts';

const [STILL, LEFT, RIGHT] = [0, 1, 2] as const;

function hashesOf(actions: 'discrete' | 'continuous', taken: readonly number[]): (string | undefined)[] {
  // Held for a while each: the player takes some tics to get going.
  const game = createTakeCover({ actions, actionRepeat: 8 });
  game.reset(4);
  const hashes = taken.map((action) => {
    game.step(Float64Array.of(action));
    return game.recompute?.stateHash();
  });
  game.close();
  return hashes;
}

describe('Take Cover by one number', () => {
  it('plays as by the choice that the number is a third of', () => {
    const numbers = [-1, -0.34, -0.33, 0, 0.33, 0.34, 1, 1, 0.9, -0.5];
    const choices = [LEFT, LEFT, STILL, STILL, STILL, RIGHT, RIGHT, RIGHT, RIGHT, LEFT];
    expect(hashesOf('continuous', numbers)).toEqual(hashesOf('discrete', choices));
    expect(hashesOf('continuous', [-1]).at(-1)).not.toBe(hashesOf('discrete', [RIGHT]).at(-1));
    expect(hashesOf('continuous', [0]).at(-1)).not.toBe(hashesOf('discrete', [LEFT]).at(-1));
  });

  it('is steered by the same keys', () => {
    const { actions, keyChoices } = createTakeCover({ actions: 'continuous' }).spec;
    const pressed = (key: number) => keyboardAction(actions, [key], keyChoices)[0];
    expect([STILL, LEFT, RIGHT].map(pressed).map((value) => (value ?? NaN) + 0)).toEqual([0, -1, 1]);
  });

  it('refuses what is no number in [-1, 1], and says what is', () => {
    const game = createTakeCover({ actions: 'continuous' });
    game.reset(1);
    for (const action of [1.5, -2, Number.NaN]) {
      expect(() => game.step(Float64Array.of(action))).toThrow(
        expect.objectContaining({ code: 'environment.badAction' }),
      );
    }
  });
});
