/** The commands that other programs build on: stdout holds the documented lines and nothing else. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { projectFolder } from '../support/runtimes.ts';

let folder = '';
test.beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'studio-cli-'));
});
test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Through the launcher, as `npm run --silent studio --` does. */
function studio(...words: string[]): { status: number | null; lines: unknown[]; stderr: string } {
  const result = spawnSync(
    process.execPath,
    [path.join(projectFolder, 'scripts', 'launch.mjs'), 'studio', ...words],
    {
      cwd: projectFolder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { ...process.env, STUDIO_LANGUAGE: 'en' },
    },
  );
  const lines = result.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
  return { status: result.status, lines, stderr: result.stderr };
}

test('replay prints the reset and each step as JSON, the same every time', () => {
  const recipe = path.join(folder, 'recipe.json');
  const actions = Array.from({ length: 30 }, (_, step) => [step % 2 === 0 ? 0.3 : -0.3, 0.6, 0]);
  writeFileSync(recipe, JSON.stringify({ environment: 'car-racing', config: {}, seed: 5, actions }));
  const first = studio('replay', recipe);
  expect(first.stderr).toBe('');
  expect(first.status).toBe(0);
  expect(first.lines).toHaveLength(31);
  expect(first.lines[0]).toMatchObject({ step: 0 });
  expect(first.lines[30]).toMatchObject({ step: 30, terminated: false, truncated: false });
  expect(studio('replay', recipe).lines).toEqual(first.lines);
});

test('describe prints the track', () => {
  const { lines, status } = studio('describe', 'car-racing', '--seed', '5');
  expect(status).toBe(0);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toHaveProperty('track');
});

test('a broken recipe is told in words, with exit code 1 and nothing on stdout', () => {
  const recipe = path.join(folder, 'recipe.json');
  writeFileSync(recipe, '{"environment": "car-racing", "seed": ');
  const { lines, status, stderr } = studio('replay', recipe);
  expect(status).toBe(1);
  expect(lines).toEqual([]);
  expect(stderr.trim().split('\n').length).toBeGreaterThanOrEqual(2);
  expect(stderr).not.toContain('    at ');
});

test('doctor --json names the backend and what it reaches', () => {
  const { lines, status } = studio('doctor', '--json', '--data-dir', folder);
  expect(status).toBe(0);
  const items = (lines[0] as { items: { id: string; value: string }[] }).items;
  const value = (id: string) => items.find((item) => item.id === id)?.value ?? '';
  expect(value('backend')).toContain('tensorflow');
  expect(parseFloat(value('matmul'))).toBeGreaterThan(1);
  expect(parseFloat(value('convolution'))).toBeGreaterThan(1);
});
