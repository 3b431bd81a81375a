/** The Python package (python/): its own tests, and that its episodes are the engine's, bit for bit. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { testPythonIsReady } from '../../scripts/testPython.mjs';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { Environment, StepResult } from '../../src-main/environments/environment.ts';
import { createEnvironment, environmentIds } from '../../src-main/environments/registry.ts';
import { loadDream, trainedEnvironment } from '../../src-main/algorithms/registry.ts';
import { trainedSource } from '../../src-main/host/trainedSource.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { readCheckpoint } from '../../src-main/store/checkpoints.ts';
import { TEST_PYTHON } from '../support/testPython.ts';

const CHECKOUT = path.join(import.meta.dirname, '..', '..');
const PACKAGE = path.join(CHECKOUT, 'python');
const READY = TEST_PYTHON !== null && testPythonIsReady();
const SHIPPED = path.join(CHECKOUT, 'assets', 'experiments');

function python(words: readonly string[], input = '') {
  return spawnSync(TEST_PYTHON ?? '', words, {
    cwd: PACKAGE,
    input,
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: path.join(PACKAGE, 'src'), PYTHONDONTWRITEBYTECODE: '1' },
  });
}

it.skipIf(READY && process.env['STUDIO_CI'] !== '1')('has a Python with pytest to test with', () => {
  expect(READY || process.env['STUDIO_CI'] !== '1', 'node scripts/testPython.mjs').toBe(true);
});

it('registers whatever needs no file of one’s own', () => {
  const listed: unknown = JSON.parse(
    readFileSync(path.join(PACKAGE, 'src', 'world_model_studio', 'environments.json'), 'utf8'),
  );
  expect(listed).toEqual(environmentIds().filter((id) => id !== 'model-file' && id !== 'gymnasium'));
});

it.skipIf(!READY)(
  'passes its own tests',
  () => {
    const { status, stdout, stderr } = python(['-m', 'pytest', '-q', '-p', 'no:cacheprovider']);
    expect(status, stdout + stderr).toBe(0);
  },
  180_000,
);

interface Case {
  readonly id: string;
  readonly settings: Readonly<Record<string, string | number>>;
  readonly seed: number;
  readonly actions: readonly (readonly number[])[];
  readonly open: () => Promise<Environment>;
}

const waves = (steps: number, size: number) =>
  Array.from({ length: steps }, (_, step) =>
    Array.from({ length: size }, (_element, element) => Math.sin(0.3 * step + element)),
  );
const choices = (steps: number) => Array.from({ length: steps }, (_, step) => [(step >> 1) % 3]);
const real = (id: string, config: EnvironmentConfig) => () => createEnvironment(id, config);

async function openDream(): Promise<Environment> {
  const source = await trainedSource('take-cover', { dataFolder: '/nowhere', shipped: SHIPPED });
  const { checkpoint } = await readCheckpoint(source.checkpointFile);
  source.dispose();
  await initialiseBackend();
  const reality = await createEnvironment(source.environment, trainedEnvironment(source.environment, source));
  const dream = loadDream({ ...source, checkpoint }, reality, { temperature: 0.8 });
  return dream.environment;
}

const CASES: readonly Case[] = [
  {
    id: 'studio/CarRacing-v3',
    settings: { observation: 'full', action_repeat: 2 },
    seed: 2147483647,
    actions: waves(40, 3),
    open: real('car-racing', { observation: 'full', actionRepeat: 2 }),
  },
  {
    id: 'studio/TakeCover-v0',
    settings: {},
    seed: 5,
    actions: choices(40),
    open: real('take-cover', {}),
  },
  {
    id: 'studio/dmc-cheetah-run-v0',
    settings: { observation: 'state' },
    seed: 1,
    actions: waves(40, 6),
    open: real('dmc/cheetah-run', { observation: 'state' }),
  },
  {
    id: 'studio/Dream-v0',
    settings: { run: 'take-cover', temperature: 0.8 },
    seed: 9,
    actions: choices(10),
    open: openDream,
  },
];

async function hashOf({ open, seed, actions }: Case): Promise<string> {
  const environment = await open();
  const hash = createHash('sha256');
  const take = ({ observation, reward, terminated, truncated }: StepResult) => {
    for (const name of Object.keys(observation).toSorted()) {
      const values = observation[name] ?? new Float64Array();
      hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
    hash.update(new Uint8Array(Float64Array.of(reward, Number(terminated), Number(truncated)).buffer));
  };
  take(environment.reset(seed));
  for (const action of actions) take(environment.step(Float64Array.from(action)));
  environment.close();
  return hash.digest('hex');
}

it.skipIf(!READY)(
  'plays the engine’s episodes, bit for bit',
  async () => {
    const asked = JSON.stringify(CASES.map(({ open: _, ...asked }) => asked));
    const { status, stdout, stderr } = python([path.join(import.meta.dirname, 'episodes.py')], asked);
    expect(status, stderr).toBe(0);
    const expected: string[] = [];
    for (const one of CASES) expected.push(await hashOf(one));
    expect(JSON.parse(stdout)).toEqual(expected);
  },
  120_000,
);
