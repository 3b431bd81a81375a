/** What is looked up is the power itself, as far as eight bits of colour can tell. */
import { expect, test } from 'vitest';
import { PowerTable } from '../../../src-main/environments/raster/powerTable.ts';

test.each([0.5, 10, 64, 128])('to the power of %d', (exponent) => {
  const table = new PowerTable(exponent);
  for (let share = 0; share <= 1; share += 0.0137) {
    const base = table.lowest + share * (1 - table.lowest);
    expect(table.of(base)).toBeCloseTo(Math.exp(exponent * Math.log(base)), 4);
  }
  expect(table.of(1)).toBeCloseTo(1, 12);
  expect(table.of(table.lowest)).toBeCloseTo(1 / 512, 6);
});
