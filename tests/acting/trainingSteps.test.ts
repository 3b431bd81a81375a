import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { DREAMER_SCHEMA } from '../../shared/algorithms/dreamer/config.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { TrainingSteps } from '../../src-main/acting/trainingSteps.ts';
import { Learner, openWorkspace } from '../../src-main/algorithms/dreamer/learner.ts';
import { dreamerContext, tinyDreamer } from '../algorithms/dreamer/tinyDreamer.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

/** A learner over one recorded episode, with the figures that its networks gave at each step. */
async function openLearner() {
  const folder = mkdtempSync(join(tmpdir(), 'learner-'));
  const context = { ...dreamerContext(folder), config: DREAMER_SCHEMA.parse(tinyDreamer()) };
  const workspace = await openWorkspace(context);
  const agent = new Learner(workspace, context.config);
  onTestFinished(() => {
    agent.dispose();
    workspace.dispose();
    rmSync(folder, { recursive: true });
  });
  const { layout, replay, spec } = workspace;
  const environment = await workspace.environments.first();
  const moments = 20;
  const observations = new Uint8Array(moments * layout.bytes);
  layout.write(environment.reset(5).observation, observations, 0);
  for (let moment = 1; moment < moments; moment++) {
    const { observation } = environment.step(Float64Array.of(Math.sin(moment)));
    layout.write(observation, observations, moment * layout.bytes);
  }
  expect(spec.actions.kind).toBe('box');
  const steps = moments - 1;
  replay.append({
    seed: 5,
    observations,
    actions: Float64Array.from({ length: steps }, (_, index) => Math.sin(index + 1)),
    rewards: Float64Array.from({ length: steps }, (_, index) => index / steps),
    terminated: false,
  });
  const learner = new TrainingSteps(workspace, agent);
  return { learner, agent, trained: vi.spyOn(agent, 'train'), workspace };
}

it('tells the mean of each figure over the steps since it last told, and counts every step', async () => {
  const { learner, trained, workspace } = await openLearner();
  const told = [false, false, true, true].map((tells) =>
    learner.step(tells).flatMap((update) => (update.kind === 'metrics' ? [update] : [])),
  );
  expect(told.map(({ length }) => length)).toEqual([0, 0, 1, 1]);
  const figures = trained.mock.results.map(({ value }) => value as Readonly<Record<string, number>>);
  const three = told[2]?.[0];
  const one = told[3]?.[0];
  const names = Object.keys(figures[0] ?? {});
  expect(names).toContain('model/observation');
  for (const name of names) {
    const [first = NaN, second = NaN, third = NaN, fourth = NaN] = figures.map((step) => step[name]);
    expect(three?.values[name], name).toBeCloseTo((first + second + third) / 3, 10);
    expect(one?.values[name], name).toBe(fourth);
  }
  expect(three?.axis.gradientSteps).toBe(3);
  expect(one?.axis.gradientSteps).toBe(4);
  expect(workspace.counters.gradientSteps).toBe(4);
});

it('tells by itself after twenty steps, and begins a new mean', async () => {
  const { learner } = await openLearner();
  const tells = Array.from({ length: 21 }, () => learner.step(false).some(({ kind }) => kind === 'metrics'));
  expect(tells.indexOf(true)).toBe(19);
  expect(learner.figures.steps).toBe(1);
});

it('stops at the first figure that is no number, by its name and step', async () => {
  const { learner, agent } = await openLearner();
  learner.step(false);
  const { parameters } = agent.networks.model;
  const name = parameters.specs[0]?.name ?? '';
  parameters.assign(name, tf.fill(parameters.get(name).shape, Number.NaN));
  expect(() => learner.step(false)).toThrow(
    expect.objectContaining({
      code: 'training.notFinite',
      values: expect.objectContaining({ value: 'NaN', step: 2 }),
    }),
  );
});
