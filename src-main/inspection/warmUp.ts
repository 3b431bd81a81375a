/**
 * What a theatre's first moment would otherwise wait for: TensorFlow chooses and compiles a kernel when it first meets
 * an operation of some shape, and JavaScript is slow until it is. A small V and M look at a black picture and dream once.
 */
import { RandomStream } from '../numerics/random.ts';
import { createVisionMemory } from '../models/visionMemory.ts';
import { anyState } from '../models/worldModel.ts';
import { Mind } from './mind.ts';

const SIDE = 64;
/** The convolutions are every V's own, whatever the rest is. */
const CONFIG = {
  vision: { latentSize: 32 },
  memory: {
    latentSize: 32,
    actionSize: 1,
    hiddenSize: 64,
    mixtures: 5,
    predictsReward: false,
    predictsDone: true,
    restartFlag: true,
  },
  inputs: 'zh',
  latents: 'sample',
  actionValues: null,
} as const;

/** Leaves nothing behind. The backend must have been initialised. */
export function warmUp(): void {
  const random = RandomStream.named(0, 'warm-up');
  const model = createVisionMemory(CONFIG, random);
  const mind = new Mind(anyState(model), null);
  try {
    const action = new Float32Array(1);
    const eye = { width: SIDE, height: SIDE, pixels: new Uint8Array(SIDE * SIDE * 3) };
    const { prior, posterior } = mind.observe(null, action, { eye, numbers: null }, random);
    const dreamt = mind.imagine(posterior, action, random, { temperature: 1, mode: 'sample' });
    mind.expect(dreamt);
    // A theatre draws what was seen and what was expected together, a dream that is played draws one.
    mind.pictures([posterior, prior]);
    mind.pictures([dreamt]);
    mind.mixture(dreamt);
  } finally {
    mind.dispose();
  }
}
