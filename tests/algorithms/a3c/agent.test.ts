/** An A3C checkpoint as what acts in a theatre: with its memory, its frames and what it makes of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor } from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DeepPartialConfig } from '../../../shared/configFields.ts';
import type { Agent } from '../../../src-main/acting/agent.ts';
import { observationLayout } from '../../../src-main/acting/observationLayout.ts';
import { createTrainer, loadTrained, trainedEnvironment } from '../../../src-main/algorithms/registry.ts';
import type { Environment } from '../../../src-main/environments/environment.ts';
import { createEnvironment } from '../../../src-main/environments/registry.ts';
import type { LatentState } from '../../../src-main/models/worldModel.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { disposeAll } from '../../../src-main/numerics/tidy.ts';
import { a3cContext, tinyA3c, TINY_TASK } from './tinyA3c.ts';

const root = mkdtempSync(join(tmpdir(), 'a3c-agent-'));

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** Fresh weights are enough: nothing here depends on what was learnt. */
async function loaded(environment: string, overrides: DeepPartialConfig = {}) {
  const config = tinyA3c(overrides, environment);
  const trainer = await createTrainer('a3c', a3cContext(root, config, environment));
  const checkpoint = structuredClone(await trainer.save());
  await trainer.dispose();
  const run = { algorithm: 'a3c', config };
  const world = await createEnvironment(environment, trainedEnvironment(environment, run));
  const trained = loadTrained({ ...run, checkpoint }, world.spec);
  if (trained.kind !== 'agent') throw new Error('A3C has no model');
  return { world, agent: trained.agent };
}

/** Moments of one episode as a theatre asks for them. */
function* moments(world: Environment, agent: Agent): Generator<LatentState> {
  const layout = observationLayout(world.spec.observations);
  let before: LatentState | null = null;
  let result = world.reset(5);
  for (;;) {
    const bytes = new Uint8Array(layout.bytes);
    layout.write(result.observation, bytes, 0);
    const seen = layout.batch(bytes);
    const state = agent.perceive(before, seen);
    disposeAll([before, seen]);
    before = state;
    yield state;
    const action = agent.act(state, RandomStream.named(1, 'act'));
    result = world.step(
      world.spec.actions.kind === 'discrete'
        ? Float64Array.of(action.argMax(1).dataSync()[0] ?? 0)
        : Float64Array.from(action.dataSync()),
    );
    action.dispose();
  }
}

function numbers(tensor: Tensor | undefined): number[] {
  return [...(tensor?.dataSync() ?? [])];
}

function take(world: Environment, agent: Agent, count: number, look: (state: LatentState) => void): void {
  let left = count;
  for (const state of moments(world, agent)) {
    look(state);
    left -= 1;
    if (left > 0) continue;
    disposeAll(state);
    return;
  }
}

it('carries its memory from moment to moment, and leaves nothing behind', async () => {
  const { world, agent } = await loaded(TINY_TASK);
  // What is read of the parameters is kept from the first moment on.
  take(world, agent, 1, () => undefined);
  const tensors = tf.memory().numTensors;
  const memories: number[][] = [];
  const values: number[] = [];
  take(world, agent, 4, (state) => {
    memories.push(numbers(state['actor/hidden']));
    const value = agent.value?.(state);
    values.push(...numbers(value));
    value?.dispose();
    const insight = agent.insight?.(state);
    if (insight?.kind !== 'normalActions') throw new Error('it draws numbers');
    const action = agent.act(state, RandomStream.named(1, 'act'));
    // Its likeliest action is the mean, within the bounds.
    const mean = Math.max(-1, Math.min(1, insight.means[0] ?? NaN));
    expect(numbers(action)[0]).toBeCloseTo(mean, 6);
    action.dispose();
    expect(insight.deviations[0]).toBeGreaterThan(0);
  });
  expect(new Set(memories.map(String)).size).toBe(4);
  expect(values.every(Number.isFinite)).toBe(true);
  expect(tf.memory().numTensors).toBe(tensors);
  agent.dispose();
  world.close();
}, 180_000);

it('stacks the frames it sees, and says how likely each choice is', async () => {
  const { world, agent } = await loaded('car-racing');
  expect(agent.observes).toBe('pixels');
  const stacks: number[][] = [];
  take(world, agent, 3, (state) => {
    expect(state['input']?.shape).toEqual([1, 64, 64, 4]);
    stacks.push(numbers(state['input']));
    const insight = agent.insight?.(state);
    if (insight?.kind !== 'choiceProbabilities') throw new Error('it chooses');
    expect(insight.choices).toHaveLength(5);
    expect(insight.values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    const action = agent.act(state, RandomStream.named(1, 'act'));
    const best = insight.values.indexOf(Math.max(...insight.values));
    expect(numbers(action)).toEqual(insight.choices[best]);
    action.dispose();
  });
  const channels = (stack: number[], from: number) =>
    stack.filter((_, i) => i % 4 >= from && i % 4 < from + 2);
  const [first = [], second = [], third = []] = stacks;
  expect(channels(first, 0)).toEqual(channels(first, 2));
  // What was newest is older a moment later.
  expect(channels(second, 0)).toEqual(channels(first, 2));
  expect(channels(third, 0)).toEqual(channels(second, 2));
  agent.dispose();
  world.close();
}, 180_000);

it('draws its actions where it was asked to', async () => {
  const { world, agent } = await loaded('take-cover', { evaluate: { actions: 'drawn' } });
  take(world, agent, 1, (state) => {
    const drawn = Array.from({ length: 30 }, (_, draw) => {
      const action = agent.act(state, RandomStream.named(draw, 'act'));
      const row = numbers(action).join();
      action.dispose();
      return row;
    });
    // A fresh policy is next to even: every choice, one-hot, comes up.
    expect(new Set(drawn).size).toBe(3);
  });
  agent.dispose();
  world.close();
}, 180_000);
