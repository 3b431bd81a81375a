/**
 * How long sixteen branches of fifty steps take, with the models that come with the studio, from the window's call to its answer:
 * `npm run test:slow -- branches`. A minute on two cores.
 */
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { BRANCH_SOURCES, MOST_MOMENT_BRANCHES, type BranchSpec } from '../../shared/branches.ts';
import { temporaryFolder, testHost } from '../host/testHost.ts';

const SHIPPED = fileURLToPath(new URL('../../assets/experiments', import.meta.url));
const FROM = 20;
const STEPS = 50;
const ROUNDS = 5;

function branch(index: number): BranchSpec {
  const source = BRANCH_SOURCES.filter((name) => name !== 'held')[index % 3] ?? 'agent';
  const actions = source === 'random' ? ({ source, seed: index } as const) : ({ source } as const);
  return { actions, temperature: 1, sample: index + 1 };
}

describe('sixteen branches of fifty steps', () => {
  it('take less than two seconds, whichever model comes with the studio', async () => {
    const host = await testHost(temporaryFolder(), { shippedExperiments: SHIPPED });
    const request = {
      fromStep: FROM,
      steps: STEPS,
      branches: Array.from({ length: MOST_MOMENT_BRANCHES }, (_, index) => branch(index)),
    };
    for (const run of await host.call('runs.list', {})) {
      const { sessionId } = await host.call('theatre.open', { source: { runId: run.id, seed: 7 } });
      await host.call('theatre.control', { sessionId, control: { kind: 'seek', step: FROM + STEPS } });
      const times: number[] = [];
      while (times.length <= ROUNDS) {
        const before = performance.now();
        const known = await host
          .call('theatre.branches', { sessionId, request })
          .then(({ branches }) => branches.every(({ actions }) => actions.length === STEPS))
          .catch(() => false);
        if (known) times.push(performance.now() - before);
        else await delay(200);
      }
      // The first one traces the networks for these shapes.
      const [first = Infinity, ...later] = times;
      const sorted = later.sort((a, b) => a - b);
      const [best = Infinity] = sorted;
      const middle = sorted[Math.floor(ROUNDS / 2)] ?? Infinity;
      process.stdout.write(
        `${run.name}: first ${Math.round(first)} ms, then ${Math.round(middle)} ms (best ${Math.round(best)})\n`,
      );
      expect(best).toBeLessThan(2000);
      await host.call('theatre.close', { sessionId });
    }
  });
});
