/**
 * The agent's picture of models of all kinds beside MuJoCo 3.14's own (EGL, 64x64, from the start; camera 0, else the free one). The
 * table goes to the terminal.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { decode } from 'fast-png';
import { afterAll, describe, expect, it } from 'vitest';
import { createEnvironment } from '../../../src-main/environments/registry.ts';

const folder = new URL('../../golden/models/look/', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.xml'))
  .map((file) => file.slice(0, -'.xml'.length))
  .sort();

/** Grey levels by which a channel of a pixel may differ. */
const NEAR_LEVELS = 12;
const MOST_FAR_PERCENT = 4;
/** Edges of triangles within one mesh are not smoothed; fine textures are a little sharper or duller. */
const KNOWN_FARTHER: Readonly<Record<string, number>> = {
  hfield: 5,
  tex2_shapes: 8,
  tex_mesh: 8,
  menagerie_like: 7,
  infinite_plane_tex: 8,
};

const table = new Map<string, number>();

/** Percent of the pixels that differ. */
async function difference(name: string): Promise<number> {
  const environment = await createEnvironment('model-file', {
    xml: readFileSync(new URL(`${name}.xml`, folder), 'utf8'),
    reward: '0',
    startSpread: 0,
  });
  const own = environment.reset(0).observation['image'] ?? [];
  environment.close();
  const { data, channels } = decode(readFileSync(new URL(`${name}.mujoco.png`, folder)));
  const pixels = own.length / 3;
  let far = 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    const levels = [0, 1, 2].map((i) =>
      Math.abs((own[3 * pixel + i] ?? 0) - (data[channels * pixel + i] ?? 0)),
    );
    if (Math.max(...levels) > NEAR_LEVELS) far++;
  }
  return (100 * far) / pixels;
}

describe('a model looks as MuJoCo draws it', () => {
  it.each(names)('%s', async (name) => {
    const percent = await difference(name);
    table.set(name, percent);
    expect(percent).toBeLessThanOrEqual(KNOWN_FARTHER[name] ?? MOST_FAR_PERCENT);
  });

  afterAll(() => {
    const rows = [...table].map(
      ([name, percent]) => `${name.padEnd(24)} ${percent.toFixed(2).padStart(6)} %`,
    );
    // eslint-disable-next-line no-console -- the table is what one runs this for
    console.log(`pixels that differ by more than ${NEAR_LEVELS} levels\n${rows.join('\n')}`);
  });
});
