/** The smoke preset from the command line to an evaluated controller, in the store that the app shows. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { projectFolder } from '../support/runtimes.ts';

const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'studio-smoke-'));
test.afterAll(() => {
  rmSync(dataFolder, { recursive: true, force: true });
});

function studio(...words: string[]): string {
  const result = spawnSync(
    process.execPath,
    [path.join(projectFolder, 'scripts', 'launch.mjs'), 'studio', ...words, '--data-dir', dataFolder],
    { cwd: projectFolder, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  expect(result.status, result.stderr.slice(-4000)).toBe(0);
  return result.stdout;
}

test('train, list, evaluate', () => {
  // Some minutes on two idle cores; a busy machine may take several times as long.
  test.setTimeout(1_200_000);
  const begin = performance.now();
  const lines = studio('train', 'world-models', '--env', 'car-racing', '--preset', 'smoke', '--json').split(
    '\n',
  );
  const minutes = (performance.now() - begin) / 60_000;
  test.info().annotations.push({ type: 'smoke', description: `${minutes.toFixed(1)} min` });
  const { run } = JSON.parse(lines.findLast((line) => line.startsWith('{"kind":"run"')) ?? '') as {
    run: { result: { score: number; scoreEpisodes: number; figures: Record<string, number> } };
  };
  const { score, scoreEpisodes, figures } = run.result;
  const figure = (name: string) => figures[name] ?? Number.NaN;
  expect(scoreEpisodes).toBe(20);
  expect(figure('vision.error')).toBeLessThan(figure('vision.meanFrameError'));
  expect(figure('memory.error')).toBeLessThan(figure('memory.repeatError'));
  expect(score).toBeGreaterThan(figure('evaluation.randomReturn'));
  const runs = JSON.parse(studio('runs', '--json')) as { id: string; status: string }[];
  expect(runs).toHaveLength(1);
  expect(runs[0]).toMatchObject({ status: 'completed' });
  const evaluation = JSON.parse(studio('evaluate', runs[0]?.id ?? '', '--episodes', '2', '--json')) as {
    score: number;
    episodes: { episodeReturn: number }[];
  };
  expect(evaluation.episodes).toHaveLength(2);
  const sum = evaluation.episodes.reduce((total, { episodeReturn }) => total + episodeReturn, 0);
  expect(evaluation.score).toBeCloseTo(sum / 2, 9);
});
