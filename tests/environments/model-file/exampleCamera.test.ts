/** The example that "open a model file" starts from is in the picture whichever way its pole hangs. */
import { expect, it } from 'vitest';
import { startEpisode } from '../../../src-main/environments/capabilities.ts';
import { createEnvironment } from '../../../src-main/environments/registry.ts';

const SIZE = 64;

/** The pole is brown; ground and sky are blue or black. */
function poleOf(pixels: Uint8Array): { readonly count: number; readonly edge: number } {
  let count = 0;
  let edge = 0;
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const at = 3 * (y * SIZE + x);
      if ((pixels[at] ?? 0) <= (pixels[at + 2] ?? 0) + 20) continue;
      count += 1;
      if (x === 0 || y === 0 || x === SIZE - 1 || y === SIZE - 1) edge += 1;
    }
  }
  return { count, edge };
}

it('is seen whole by the eye that learns from it', async () => {
  const environment = await createEnvironment('model-file', { startSpread: 0 });
  const { saving } = environment;
  if (saving === undefined) throw new Error('its states can be saved');
  environment.reset(0);
  const upright = saving.saveState();
  for (let turn = 0; turn < 16; turn++) {
    const state = { ...upright, qpos: [(turn / 16) * 2 * Math.PI] };
    const { observation } = startEpisode(environment, 0, state);
    const pixels = observation['image'];
    if (!(pixels instanceof Uint8Array)) throw new Error('a picture is observed');
    const { count, edge } = poleOf(pixels);
    expect(count, `turned ${turn} sixteenths`).toBeGreaterThan(10);
    expect(edge, `turned ${turn} sixteenths`).toBe(0);
  }
  environment.close();
});
