import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decode } from 'fast-png';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describe as describeCommand } from '../../../src-main/cli/commands/describe.ts';
import { replay } from '../../../src-main/cli/commands/replay.ts';
import { parseRecipe } from '../../../src-main/environments/recipe.ts';
import { drives } from '../../environments/car-racing/goldenData.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'studio-replay-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const recipe = parseRecipe({
  environment: 'car-racing',
  seed: 5,
  actions: [
    [0, 0.3, 0],
    [0.1, 0.3, 0],
  ],
});

describe('studio replay', () => {
  it('gives one line for the reset and one for each step, without pixels', async () => {
    const lines = [];
    for await (const line of replay(recipe)) lines.push(JSON.parse(JSON.stringify(line)));
    expect(lines.map((line) => line.step)).toEqual([0, 1, 2]);
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(['step', 'observation', 'reward', 'terminated', 'truncated', 'info']);
      expect(line.observation).toEqual({});
      expect(Object.keys(line.info)).toEqual(['x', 'y', 'angle', 'tilesVisited', 'tiles']);
    }
    expect(lines[0]).toMatchObject({ reward: 0, terminated: false, truncated: false });
  });

  it('puts the observation’s pixels into files', async () => {
    for await (const _ of replay(recipe, { frames: folder }));
    expect(readdirSync(folder).toSorted()).toEqual(['000000.png', '000001.png', '000002.png']);
    const { width, height, channels } = decode(readFileSync(path.join(folder, '000002.png')));
    expect([width, height, channels]).toEqual([64, 64, 3]);
  });

  it('shows a hash that does not match', async () => {
    const lines = [];
    for await (const line of replay({ ...recipe, stateHashes: ['0'.repeat(16)] })) lines.push(line);
    expect(lines[0]?.info['hashMismatch']).toMatch(/^expected 0{16}, got [0-9a-f]{16}$/);
    expect(lines[1]?.info['hashMismatch']).toBeUndefined();
  });
});

const TRACK_NODE = z.object({ alpha: z.number(), beta: z.number(), x: z.number(), y: z.number() });

describe('studio describe', () => {
  it('gives the spec and the seed’s track', async () => {
    const { spec, seed, ...details } = await describeCommand('car-racing', 2);
    const { track } = z.object({ track: z.array(TRACK_NODE) }).parse(details);
    expect([spec.id, seed]).toEqual(['car-racing', 2]);
    const [alpha, beta, x, y] = drives[2]?.track[10] ?? [];
    expect(track).toHaveLength(drives[2]?.track.length ?? 0);
    expect(track[10]?.alpha).toBeCloseTo(alpha ?? 0, 9);
    expect(track[10]?.beta).toBeCloseTo(beta ?? 0, 9);
    expect(track[10]?.x).toBeCloseTo(x ?? 0, 9);
    expect(track[10]?.y).toBeCloseTo(y ?? 0, 9);
  });

  it('refuses an unknown environment', async () => {
    await expect(describeCommand('nowhere', 0)).rejects.toMatchObject({ code: 'environment.unknown' });
  });
});
