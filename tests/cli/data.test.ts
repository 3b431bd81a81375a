/** Recorded data on the command line: real processes, from another program's files to a trained world model. */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { DataSetSummary } from '../../shared/dataSet.ts';
import type { RunSummary } from '../../shared/run.ts';
import { emptyDataFolder, RECORDINGS } from '../datasets/recordings.ts';

const STUDIO = fileURLToPath(new URL('../../src-main/cli/studio.ts', import.meta.url));
const dataFolder = emptyDataFolder();
afterAll(() => rmSync(dataFolder, { recursive: true }));

async function studio(...args: string[]) {
  const child = spawn(process.execPath, [STUDIO, ...args, '--data-dir', dataFolder], {
    env: { ...process.env, STUDIO_LANGUAGE: 'en', STUDIO_DATA_SETS: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

describe('studio data', () => {
  it('brings recorded data in, lists it, and a world model learns from it', async () => {
    expect(await studio('data', 'list')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('no data set') as string,
    });
    const imported = await studio(
      'data',
      'import',
      path.join(RECORDINGS, 'dreamer'),
      '--name',
      'My dots',
      '--json',
    );
    expect(imported).toMatchObject({ code: 0, stderr: '' });
    const summary = JSON.parse(imported.stdout) as DataSetSummary;
    expect(summary).toMatchObject({ name: 'My dots', episodes: 3, steps: 36 });
    expect(summary.id).toMatch(/^my-dots-[0-9a-f]{8}$/);
    const listed = await studio('data', 'list');
    expect(listed.stdout).toContain(summary.id);
    expect(listed.stdout).toContain('pictures, place[1]');

    const settings = [
      `environment.dataSet=${summary.id}`,
      'schedule.offlineSteps=4',
      'model.sequenceLength=8',
      'model.batchSize=2',
      'model.imageDepth=1',
    ];
    const trained = await studio(
      ...['train', 'dreamer', '--env', 'data-set', '--preset', 'smoke', '--json'],
      ...settings.flatMap((setting) => ['--set', setting]),
    );
    expect(trained.code).toBe(0);
    const runs = JSON.parse((await studio('runs', '--json')).stdout) as readonly RunSummary[];
    expect(runs).toMatchObject([{ environment: 'data-set', status: 'completed', score: null }]);
    expect(runs[0]?.axis).toMatchObject({ environmentSteps: 36, gradientSteps: 4 });
    const calibrated = await studio('trust', runs[0]?.id ?? '', '--instruments', 'calibration');
    expect(calibrated).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('cannot be calibrated') as string,
    });
  }, 60_000);

  it('tells what is wrong with a file, and a data set that is not there', async () => {
    const wrong = await studio('data', 'import', RECORDINGS);
    expect(wrong).toMatchObject({ code: 1, stdout: '' });
    expect(wrong.stderr).toContain('No recorded data is known');
    const missing = await studio(
      'train',
      'dreamer',
      '--env',
      'data-set',
      '--preset',
      'smoke',
      '--set',
      'environment.dataSet=none-00000000',
    );
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('There is no data set “none-00000000” here.');
  }, 30_000);
});
