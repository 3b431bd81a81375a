/**
 * What a theatre's first moment would otherwise wait for: TensorFlow chooses and compiles a kernel when it first meets
 * an operation of some shape, and JavaScript is slow until it is. A small model looks at a black picture and dreams once.
 */
import { warmUpModels } from '../algorithms/registry.ts';
import type { WorldModel } from '../models/worldModel.ts';
import { RandomStream } from '../numerics/random.ts';
import { Mind } from './mind.ts';

const SIDE = 64;

/** Leaves nothing behind. The backend must have been initialised. */
export function warmUp(): void {
  for (const model of warmUpModels()) lookAndDream(model);
}

function lookAndDream(model: WorldModel): void {
  const random = RandomStream.named(0, 'warm-up');
  const mind = new Mind(model, null);
  try {
    const action = new Float32Array(model.actionSize);
    const eye = { width: SIDE, height: SIDE, pixels: new Uint8Array(SIDE * SIDE * 3) };
    const { prior, posterior } = mind.observe(null, action, { eye, numbers: null }, random);
    const dreamt = mind.imagine(posterior, action, random, { temperature: 1, mode: 'sample', paths: 'both' });
    mind.expect(dreamt);
    // A theatre draws what was seen and what was expected together, a dream that is played draws one.
    mind.pictures([posterior, prior]);
    mind.pictures([dreamt]);
    mind.mixture(dreamt);
  } finally {
    mind.dispose();
  }
}
