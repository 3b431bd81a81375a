import { beforeAll, describe, expect, it } from 'vitest';
import { ChoiceTable } from '../../src-main/acting/choiceTable.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

const DRIVING = {
  id: 'car-racing',
  actions: { kind: 'box', shape: [3], dtype: 'float64', low: [-1, 0, 0], high: [1, 1, 1] },
} as const;
const DODGING = { id: 'take-cover', actions: { kind: 'discrete', count: 3 } } as const;

describe('a table of choices', () => {
  it('says what a choice does, and which choice a recorded action was', () => {
    const table = new ChoiceTable(DRIVING, 'own');
    const brake = Math.fround(0.8);
    expect([...table.actions([4, 1])]).toEqual([0, 0, brake, -1, 0, 0]);
    const all = Array.from({ length: table.count }, (_, number) => number);
    expect(table.numbersOf(table.actions(all))).toEqual(all);
    // As a checkpoint keeps them.
    expect(table.numbersOf(Float64Array.from(Float32Array.from(table.actions(all))))).toEqual(all);
    expect(() => table.numbersOf(Float64Array.of(0, 0.5, 0))).toThrow('[0,0.5,0] is none of 5 choices');
  });

  it('has a policy’s action for each: a box’s numbers, or one-hot', () => {
    const rows = (table: ChoiceTable) => tf.tidy(() => table.policyActions().arraySync());
    expect(rows(new ChoiceTable(DRIVING, 'own'))[3]).toEqual([0, 1, 0]);
    expect(rows(new ChoiceTable(DODGING, 'own'))).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
  });

  it('is drawn from evenly, for each environment by itself, as its stream says', () => {
    const table = new ChoiceTable(DODGING, 'own');
    const drawn = (seed: number) => {
      const driver = table.randomDriver(2, RandomStream.named(seed, 'test'));
      return Array.from({ length: 1500 }, () => [...driver.act({})]);
    };
    const pairs = drawn(1);
    expect(drawn(1)).toEqual(pairs);
    expect(drawn(2)).not.toEqual(pairs);
    const counts = new Map<string, number>();
    for (const pair of pairs) counts.set(pair.join(), (counts.get(pair.join()) ?? 0) + 1);
    expect(counts.size).toBe(9);
    for (const count of counts.values()) expect(Math.abs(count - 1500 / 9)).toBeLessThan(50);
  });
});
