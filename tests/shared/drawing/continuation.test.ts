import { describe, expect, it } from 'vitest';
import { begunBy, CONTINUATION_SCHEMA } from '../../../shared/drawing/continuation.ts';

const line = (length: number) => [
  { x: 0.1, y: 0.2 },
  { x: 0.1 + length, y: 0.2 },
];

describe('begunBy', () => {
  it('is points one spacing apart, of which the last ends nothing', () => {
    const begun = begunBy([line(0.2), [], line(0.1)]) ?? [];
    expect(begun.map(({ pen }) => pen)).toEqual(['draw', 'draw', 'lift', 'draw', 'draw']);
    expect(begun.map(({ dx }) => Number(dx.toFixed(6)))).toEqual([0, 0.1, 0.1, -0.2, 0.1]);
    expect(CONTINUATION_SCHEMA.shape.begun.parse(begun)).toEqual(begun);
  });

  it('is nothing where nothing was drawn, or more than the model reads', () => {
    expect(begunBy([])).toBeNull();
    expect(begunBy([[]])).toBeNull();
    expect(begunBy([line(9.4)])).toHaveLength(95);
    expect(begunBy([line(9.6)])).toBeNull();
  });
});
