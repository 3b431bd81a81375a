import { expect, it } from 'vitest';
import { MOST_POINTS } from '../../shared/drawing/penOffsets.ts';
import { continueDrawing, trainOwnDrawing } from '../../src-main/engine/drawing.ts';

const asked = {
  begun: [{ dx: 0, dy: 0, pen: 'draw' as const }],
  penDown: true,
  count: 2,
  temperature: 1,
  seed: 3,
  model: 'own' as const,
};

it('trains a model, tells of each batch, and draws with its weights', async () => {
  const steps: number[] = [];
  const weights = await trainOwnDrawing(2, 5, ({ step }) => steps.push(step));
  expect(steps).toEqual([1, 2]);
  const own = await continueDrawing(asked, weights);
  expect(own.drawings).toHaveLength(2);
  for (const drawing of own.drawings) expect(drawing.length).toBeLessThanOrEqual(MOST_POINTS);
  expect(await continueDrawing(asked, weights)).toEqual(own);
  expect(await continueDrawing(asked, null)).not.toEqual(own);
}, 60_000);
