/** The drawing model as it ships: what it is worth is measured by tests/slow/drawing.test.ts. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { DRAWING_TRAINING } from '../../src-main/drawing/training.ts';
import { SHIPPED_DRAWING } from '../../src-main/engine/drawing.ts';
import { readCheckpoint } from '../../src-main/store/checkpoints.ts';

const ROOT = path.join(import.meta.dirname, '../..');

it('is less than a megabyte, and was trained as a reader trains it', async () => {
  const file = path.join(ROOT, SHIPPED_DRAWING);
  expect(statSync(file).size).toBeLessThan(1024 * 1024);
  const { checkpoint } = await readCheckpoint(file);
  const { model, ...training } = DRAWING_TRAINING;
  expect(checkpoint.header).toEqual({ model, training });
});

it('goes with the installed app', () => {
  expect(readFileSync(path.join(ROOT, 'electron-builder.yml'), 'utf8')).toContain('- from: assets/drawing');
});
