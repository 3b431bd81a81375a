/** Other people's trainers on the Python package: Stable-Baselines3's PPO, and a script of its own, learn on it. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

const CHECKOUT = path.join(import.meta.dirname, '..', '..');
const PYTHON = process.env['STUDIO_PEERS_PYTHON'] ?? '';
const has = (module: string) =>
  PYTHON !== '' && spawnSync(PYTHON, ['-c', `import gymnasium, torch, ${module}`]).status === 0;

/** @returns what the script in `peers/` prints as JSON */
function train(script: string): { readonly before: number; readonly after: number } {
  const { status, stdout, stderr } = spawnSync(PYTHON, [path.join(import.meta.dirname, 'peers', script)], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: path.join(CHECKOUT, 'python', 'src') },
  });
  expect(status, stderr.slice(-2000)).toBe(0);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { before: number; after: number };
}

it.skipIf(!has('stable_baselines3'))(
  'PPO of Stable-Baselines3 learns to balance the studio’s cartpole',
  () => {
    const { before, after } = train('sb3_ppo.py');
    expect(after).toBeGreaterThan(before + 50);
  },
);

it.skipIf(!has('torch'))('a script of one file learns to drive off in the studio’s vector of cars', () => {
  const { before, after } = train('one_file_ppo.py');
  expect(after).toBeGreaterThan(before + 30);
});
