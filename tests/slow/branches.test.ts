/** How long sixteen branches of fifty steps take of the runs that ship, from the call to the answer: two seconds on two cores. */
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import type { BranchSpec } from '../../shared/branches.ts';
import { importRun } from '../../src-main/host/importRun.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
import { temporaryFolder, testHost } from '../host/testHost.ts';

const SHIPPED = path.join(import.meta.dirname, '..', '..', 'assets', 'experiments');
const LIMIT_SECONDS = 2;
const REPEATS = 5;

const branch = (index: number): BranchSpec => ({
  actions: index % 2 === 0 ? { source: 'agent' } : { source: 'random', seed: index },
  temperature: 1,
  sample: index + 1,
});

it.each(['car-racing', 'dreamer-car-racing', 'take-cover', 'walker-walk'])(
  '%s: sixteen branches of fifty steps',
  { timeout: 300_000 },
  async (name) => {
    const host = await testHost(temporaryFolder(), { launcher: nodeLauncher() });
    const { id } = await importRun(host.store, { file: path.join(SHIPPED, `${name}.wmsx`) });
    const { sessionId } = await host.call('theatre.open', { source: { runId: id, seed: 7 } });
    await host.call('theatre.control', { sessionId, control: { kind: 'play' } });
    const one = { fromStep: 20, steps: 1, branches: [branch(0)] };
    // It plays in its own time.
    await vi.waitFor(() => host.call('theatre.branches', { sessionId, request: one }), 120_000);
    await host.call('theatre.control', { sessionId, control: { kind: 'pause' } });
    const request = { fromStep: 20, steps: 50, branches: Array.from({ length: 16 }, (_, i) => branch(i)) };
    const times: number[] = [];
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const began = performance.now();
      const { branches } = await host.call('theatre.branches', { sessionId, request });
      times.push((performance.now() - began) / 1000);
      expect(branches).toHaveLength(16);
    }
    times.sort((a, b) => a - b);
    const median = times[Math.floor(REPEATS / 2)] ?? Infinity;
    process.stdout.write(`${name}: ${median.toFixed(2)} s (${times.map((s) => s.toFixed(2)).join(', ')})\n`);
    expect(median).toBeLessThan(LIMIT_SECONDS);
  },
);
