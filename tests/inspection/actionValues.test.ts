/** A theatre on an agent that tells the value of each of its choices. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Checkpoint } from '../../shared/checkpoint.ts';
import type { Agent } from '../../src-main/acting/agent.ts';
import { observationLayout } from '../../src-main/acting/observationLayout.ts';
import { createTrainer, loadTrained, trainedEnvironment } from '../../src-main/algorithms/registry.ts';
import { createEnvironment } from '../../src-main/environments/registry.ts';
import { loadSessionModel } from '../../src-main/inspection/createSession.ts';
import type { LatentState } from '../../src-main/models/worldModel.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../src-main/numerics/tidy.ts';
import { dqnContext, tinyDqn } from '../algorithms/dqn/tinyDqn.ts';
import { openBench } from './support/theatreBench.ts';

const TASKS = ['car-racing', 'take-cover', 'dmc/cartpole-balance'] as const;
type Task = (typeof TASKS)[number];

const root = mkdtempSync(join(tmpdir(), 'action-values-'));
const configs = new Map(TASKS.map((task) => [task, configOf(task)]));
const checkpoints = new Map<Task, Checkpoint>();

function configOf(task: Task): Record<string, unknown> {
  if (task !== 'car-racing') return tinyDqn({}, task);
  const small = { network: { units: 8, stackedFrames: 3 }, reward: { scale: 0.1, clip: 0 } };
  return tinyDqn(
    { environment: { observation: 'pixels', actionRepeat: 4 }, learning: { startsAfter: 10 }, ...small },
    task,
  );
}

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
  for (const task of TASKS) {
    const folder = join(root, task.replace('/', '-'));
    const trainer = await createTrainer('dqn', dqnContext(folder, configs.get(task), task));
    checkpoints.set(task, structuredClone(await trainer.save()));
    await trainer.dispose();
  }
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

function trained(task: Task) {
  const [config, checkpoint] = [configs.get(task), checkpoints.get(task)];
  if (config === undefined || checkpoint === undefined) throw new Error(`nothing was made for ${task}`);
  return { algorithm: 'dqn', config, checkpoint };
}

it.each(TASKS)('acts in %s, says what it expects, and dreams nothing', async (task) => {
  const tensors = tf.memory().numTensors;
  const from = { ...trained(task), checkpointId: 'tiny', checkpointScore: 12 };
  const config = trainedEnvironment(task, from);
  const environment = await createEnvironment(task, config);
  const model = await loadSessionModel(from, environment.spec);
  environment.close();
  const bench = await openBench({ environment: task, config, model });
  expect(bench.session.info.agent).toMatchObject({ acts: true, hasValue: true, insight: 'actionValues' });
  const frame = bench.goTo(6);
  expect(bench.session.state.acting).toBe('agent');
  expect(frame).toMatchObject({ seen: null, dreamt: [], error: null });
  expect(Number.isFinite(frame.scalars.value)).toBe(true);
  if (frame.insight?.kind !== 'actionValues') throw new Error('no action values were told');
  expect(Math.max(...frame.insight.values)).toBe(frame.scalars.value);
  const before = [...frame.action];
  bench.goTo(2);
  expect([...bench.goTo(6).action]).toEqual(before);
  bench.session.close();
  expect(tf.memory().numTensors).toBe(tensors);
});

/** What a theatre hands to an agent, moment by moment. */
async function look(task: Task, visit: (agent: Agent, state: LatentState, moment: number) => void) {
  const from = trained(task);
  const environment = await createEnvironment(task, trainedEnvironment(task, from));
  const loaded = loadTrained(from, environment.spec);
  if (loaded.kind !== 'agent') throw new Error('no agent was loaded');
  const layout = observationLayout(environment.spec.observations);
  let result = environment.reset(5);
  let before: LatentState | null = null;
  for (let moment = 0; moment < 4; moment++) {
    const bytes = new Uint8Array(layout.bytes);
    layout.write(result.observation, bytes, 0);
    const seen = layout.batch(bytes);
    const state: LatentState = loaded.agent.perceive(before, seen);
    disposeAll([seen, before]);
    visit(loaded.agent, state, moment);
    before = state;
    const action = environment.spec.actions.kind === 'box' ? environment.spec.actions.shape[0] : 1;
    result = environment.step(new Float64Array(action ?? 1));
  }
  disposeAll(before);
  loaded.agent.dispose();
  environment.close();
}

it.each([
  ['car-racing', 5],
  ['take-cover', 3],
  ['dmc/cartpole-balance', 3],
] as const)(
  'in %s it tells the values of %i choices: the highest is what it expects and does',
  async (task, count) => {
    const tensors = tf.memory().numTensors;
    await look(task, (agent, state) => {
      const insight = agent.insight?.(state);
      if (insight?.kind !== 'actionValues') throw new Error('no action values were told');
      expect(insight.choices).toHaveLength(count);
      expect(insight.values).toHaveLength(count);
      const best = insight.values.indexOf(Math.max(...insight.values));
      const value = tidy(() => agent.value?.(state).dataSync()[0]);
      expect(value).toBe(insight.values[best]);
      const action = tidy(() => [...agent.act(state, RandomStream.named(0, 'unused')).dataSync()]);
      const oneHot = insight.choices.map((_, number) => Number(number === best));
      expect(action).toEqual(task === 'take-cover' ? oneHot : insight.choices[best]);
    });
    expect(tf.memory().numTensors).toBe(tensors);
  },
);

it('carries the last frames from moment to moment, the first one repeated', async () => {
  const firsts: number[][] = [];
  await look('car-racing', (_agent, { observed }) => {
    if (observed === undefined) throw new Error('nothing was perceived');
    expect(observed.shape).toEqual([1, 64, 64, 3]);
    // The sum over each frame of the stack, the oldest first.
    firsts.push([...tidy(() => observed.sum([0, 1, 2])).dataSync()]);
  });
  expect(new Set(firsts[0]).size).toBe(1);
  for (let moment = 1; moment < firsts.length; moment++)
    expect(firsts[moment]?.slice(0, 2)).toEqual(firsts[moment - 1]?.slice(1));
  expect(firsts[3]?.[2]).not.toBe(firsts[0]?.[2]);
});

it('tells values in the environment’s own rewards, whatever they were learnt from', async () => {
  const values: number[] = [];
  for (const scale of [0.1, 1]) {
    const config = { ...configOf('take-cover'), reward: { scale, clip: 0 } };
    const from = { ...trained('take-cover'), config };
    const environment = await createEnvironment('take-cover', trainedEnvironment('take-cover', from));
    const loaded = loadTrained(from, environment.spec);
    if (loaded.kind !== 'agent') throw new Error('no agent was loaded');
    const image = tf.fill([1, 64, 64, 3], 0.5);
    const state = loaded.agent.perceive(null, { image });
    values.push(tidy(() => loaded.agent.value?.(state).dataSync()[0] ?? NaN));
    disposeAll([image, state]);
    loaded.agent.dispose();
    environment.close();
  }
  expect((values[0] ?? NaN) / (values[1] ?? NaN)).toBeCloseTo(10, 4);
});
