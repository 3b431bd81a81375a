/** Other people's trainers run on the Python package: Stable-Baselines3's PPO, and a script in one file. How well is not claimed. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

const CHECKOUT = path.join(import.meta.dirname, '..', '..');
const PYTHON = process.env['STUDIO_PEERS_PYTHON'] ?? '';
const has = (module: string) =>
  PYTHON !== '' && spawnSync(PYTHON, ['-c', `import gymnasium, torch, ${module}`]).status === 0;

interface Trained {
  /** Mean returns. */
  readonly before: number;
  readonly after: number;
  /** How far the weights went, all together. */
  readonly moved: number;
}

/** @returns what the script in `peers/` prints as JSON */
function train(script: string): Trained {
  const { status, stdout, stderr } = spawnSync(PYTHON, [path.join(import.meta.dirname, 'peers', script)], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: path.join(CHECKOUT, 'python', 'src') },
  });
  expect(status, stderr.slice(-2000)).toBe(0);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Trained;
}

function expectTrained({ before, after, moved }: Trained): void {
  expect([before, after].every(Number.isFinite)).toBe(true);
  expect(moved).toBeGreaterThan(0.1);
}

it.skipIf(!has('stable_baselines3'))('PPO of Stable-Baselines3 trains on the studio’s cartpole', () => {
  expectTrained(train('sb3_ppo.py'));
});

it.skipIf(!has('torch'))('a script of one file trains on the studio’s vector of cars', () => {
  expectTrained(train('one_file_ppo.py'));
});
