/** Dreamer's world model, trained alone on data that somebody recorded: exact resume, and the theatre's recorded reality beside its dream. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dreamerContext, tinyDreamer } from './tinyDreamer.ts';
import { expectStopsChangeNothing, watchRun, type WatchedRun, type WatchedTrainer } from '../watchedRun.ts';
import { bringIn, emptyDataFolder } from '../../datasets/recordings.ts';
import { DATA_SET } from '../../../shared/dataSet.ts';
import type { TopicEvents } from '../../../shared/protocol.ts';
import { EnvironmentShelf } from '../../../src-main/acting/environmentShelf.ts';
import { observationLayout } from '../../../src-main/acting/observationLayout.ts';
import {
  createTrainer,
  evaluateCheckpoint,
  loadTrained,
  trainedEnvironment,
} from '../../../src-main/algorithms/registry.ts';
import { playHeldOut } from '../../../src-main/trust/heldOut.ts';
import { replayRecipe } from '../../../src-main/environments/recipe.ts';
import { createEnvironment } from '../../../src-main/environments/registry.ts';
import { createInspectionSession } from '../../../src-main/inspection/createSession.ts';
import type { InspectionSession } from '../../../src-main/inspection/session.ts';
import { ManualTiming } from '../../inspection/support/theatreBench.ts';

const STEPS = 60;
const dataFolder = emptyDataFolder();
afterAll(() => rmSync(dataFolder, { recursive: true }));

describe.each([
  ['pictures', 'dreamer', 'pixels'],
  ['numbers', 'minari', 'state'],
  ['pictures and numbers', 'dreamer', 'both'],
] as const)('a world model of recorded %s', (_, recording, observation) => {
  const root = mkdtempSync(join(tmpdir(), 'dreamer-offline-'));
  let config: Record<string, unknown>;
  let run: WatchedRun;
  let watched: WatchedTrainer;

  beforeAll(async () => {
    const { id } = await bringIn(dataFolder, recording);
    config = tinyDreamer(
      {
        environment: { dataSet: id, observation, actionRepeat: 1 },
        schedule: { offlineSteps: STEPS },
        model: { imageDepth: 2, hiddenSize: 16, deterministicSize: 16, learningRate: 3e-3, freeNats: 0 },
        behaviour: { kind: 'none' },
      },
      DATA_SET,
    );
    const context = (folder: string) => dreamerContext(folder, config, DATA_SET);
    watched = { algorithm: 'dreamer', root, context };
    run = await watchRun(watched, (updates) => {
      const metrics = updates.filter(({ kind }) => kind === 'metrics').length;
      if (updates.length === 2) return 'before a batch';
      return updates.at(-1)?.kind === 'metrics' && metrics === 12 ? 'in the middle' : null;
    });
  }, 60_000);
  afterAll(() => rmSync(root, { recursive: true }));

  it('learns from it, and from it alone', () => {
    const losses = run.updates.flatMap((update) =>
      update.kind === 'metrics' && update.values['model/observation'] !== undefined ? [update] : [],
    );
    const mean = (some: typeof losses) =>
      some.reduce((sum, { values }) => sum + (values['model/observation'] ?? NaN), 0) / some.length;
    expect(mean(losses.slice(-4))).toBeLessThan(0.8 * mean(losses.slice(0, 2)));
    expect(losses.at(-1)?.axis.gradientSteps).toBe(STEPS);
    const names = new Set(
      run.updates.flatMap((update) => (update.kind === 'metrics' ? Object.keys(update.values) : [])),
    );
    expect(
      [...names].filter((name) => name.startsWith('behaviour/') || name === 'evaluation/return'),
    ).toEqual([]);
    expect(names).toContain('evaluation/openLoopError');
    expect(Object.keys(run.final.arrays).filter((name) => name.startsWith('behaviour/'))).toEqual([]);
    expect(run.updates.at(-1)).toMatchObject({ kind: 'checkpoint', reason: 'final', score: null });
    expect(run.tensorsLeft).toBe(0);
  });

  it('goes on from a checkpoint to the last bit', async () => {
    expect(run.moments.map(({ name }) => name)).toEqual(['before a batch', 'in the middle']);
    await expectStopsChangeNothing(watched, run);
  });

  it('keeps recorded episodes as recipes, the one that was never learnt from first', async () => {
    const episodes = run.updates.flatMap((update) => (update.kind === 'episode' ? [update.episode] : []));
    for (const { recipe, length, episodeReturn } of episodes) {
      if (recipe === undefined) throw new Error('there is no recipe');
      const environment = await createEnvironment(recipe.environment, recipe.config);
      const steps = [...replayRecipe(environment, recipe)];
      environment.close();
      expect(steps).toHaveLength(length + 1);
      expect(steps.map(({ mismatch }) => mismatch)).toEqual(steps.map(() => null));
      const total = steps.reduce((sum, { result }) => sum + result.reward, 0);
      expect(total).toBeCloseTo(episodeReturn ?? NaN, 9);
    }
    const seeds = episodes.map(({ recipe }) => recipe?.seed);
    expect(seeds[0]).toBe(0);
    expect(new Set(seeds).size).toBe(seeds.length);
  });

  it('has nobody who could be scored', async () => {
    const request = { environment: DATA_SET, config, checkpoint: run.final, episodes: 1, workers: 0 };
    await expect(evaluateCheckpoint(request)).rejects.toMatchObject({ code: 'checkpoint.cannotAct' });
  });

  it('dreams beside the recording, under its actions, from any step', async () => {
    const { session, frames, goTo } = await theatre(1);
    expect(session.info).toMatchObject({ environment: DATA_SET, looks: 'picture' });
    expect(session.state.settings.driver).toBe('recording');
    const length = session.info.recordedSteps ?? 0;
    expect(length).toBeGreaterThan(8);
    await goTo(4);
    session.control({ kind: 'closeEyes' });
    await goTo(length);
    expect(session.state).toMatchObject({
      episodeOver: expect.stringMatching(/terminated|truncated/) as string,
      eyesClosedAt: 4,
    });
    const recipe = session.recipe();
    expect(recipe.actions).toHaveLength(length);
    const last = frames.at(-1);
    if (last === undefined) throw new Error('nothing was shown');
    // What observes numbers dreams in numbers, which have no picture.
    expect(last.dreamt).toHaveLength(observation === 'state' ? 0 : 1);
    expect(last.numbers?.dreamt?.length ?? 0).toBe(observation === 'pixels' ? 0 : last.numbers?.names.length);
    // Another episode of the same data is followed as well.
    session.control({ kind: 'reset', seed: 0 });
    await goTo(3);
    expect(session.recipe().actions).not.toEqual(recipe.actions.slice(0, 3));
    session.close();
  });

  it('is measured on what was never learnt from, as it went', async () => {
    const environment = trainedEnvironment(DATA_SET, { algorithm: 'dreamer', config });
    const environments = new EnvironmentShelf(DATA_SET, environment);
    const { spec, recording } = await environments.first();
    const loaded = loadTrained({ algorithm: 'dreamer', config, checkpoint: run.final }, spec);
    if (loaded.kind !== 'model' || recording === undefined)
      throw new Error('there is no model or no recording');
    const layout = observationLayout(spec.observations);
    const subject = { model: loaded.model, policy: null, environments, spec, layout, seed: 5 };
    const [first, ...others] = await playHeldOut(subject, 4, () => Promise.resolve());
    expect(others).toEqual([]);
    const { actions } = recording.recipe(0);
    expect(first?.moments).toBe(actions.length + 1);
    expect([...(first?.actions ?? [])]).toEqual([0, ...actions.flat().map(Math.fround)]);
    loaded.model.dispose();
    environments.close();
  });

  it.runIf(observation === 'pixels')(
    'is a dream to be played, in which any action leads somewhere',
    async () => {
      const { session, frames, goTo } = await theatre(2, `dream/${DATA_SET}`);
      session.control({ kind: 'settings', settings: { driver: 'random' } });
      await goTo(5);
      expect(frames.at(-1)?.eye.pixels.length).toBe(64 * 64 * 3);
      expect(session.recipe()).toMatchObject({ environment: `dream/${DATA_SET}`, seed: 2 });
      session.close();
    },
  );

  it('tells that nothing else is known than what was recorded', async () => {
    const { session, events, timing, goTo } = await theatre(0);
    await goTo(2);
    session.control({ kind: 'settings', settings: { driver: 'random' } });
    session.control({ kind: 'step', count: 1 });
    for (let turn = 0; turn < 20; turn++) {
      timing.turn(0.1);
      await Promise.resolve();
    }
    const failures = events.flatMap((event) => (event.kind === 'failed' ? [event.error.code] : []));
    expect(failures).toEqual(['dataSet.recordedOnly']);
    session.close();
  });

  async function theatre(seed: number, environment: string = DATA_SET) {
    const events: TopicEvents['theatre'][] = [];
    const timing = new ManualTiming();
    let opened: InspectionSession | null = null;
    const session = await createInspectionSession({
      sessionId: 'recorded',
      environment,
      environmentConfig: {},
      checkpoint: {
        checkpoint: run.final,
        checkpointId: 'last',
        checkpointScore: null,
        algorithm: 'dreamer',
        config,
      },
      seed,
      timing,
      emit: (event) => {
        events.push(event);
        if (event.kind === 'frame') queueMicrotask(() => opened?.frameAcknowledged());
      },
    });
    opened = session;
    session.greet();
    const frames = {
      at: (index: number) =>
        events.flatMap((event) => (event.kind === 'frame' ? [event.frame] : [])).at(index),
    };
    const goTo = async (step: number) => {
      session.control({ kind: 'step', count: step - session.state.step });
      for (let turn = 0; turn < 500 && session.state.step !== step; turn++) {
        timing.turn(0.1);
        await Promise.resolve();
      }
      expect(session.state.step).toBe(step);
    };
    return { session, events, timing, frames, goTo };
  }
});

describe('recorded data that does not serve', () => {
  const openWith = async (changes: { dataSet: string; observation?: string; sequenceLength?: number }) => {
    const { sequenceLength = 8, ...environment } = changes;
    const config = tinyDreamer(
      {
        environment: { ...environment, actionRepeat: 1 },
        model: { sequenceLength },
        behaviour: { kind: 'none' },
      },
      DATA_SET,
    );
    await createTrainer(
      'dreamer',
      dreamerContext(mkdtempSync(join(tmpdir(), 'dreamer-refused-')), config, DATA_SET),
    );
  };

  it('is refused by what it lacks', async () => {
    const { id } = await bringIn(dataFolder, 'minari-choices');
    await expect(openWith({ dataSet: id, observation: 'pixels' })).rejects.toMatchObject({
      code: 'dataSet.lacks',
      values: { dataSet: id, holds: 'state' },
    });
    await expect(openWith({ dataSet: id })).rejects.toMatchObject({
      code: 'dataSet.tooShort',
      values: { longest: 7, needed: 8 },
    });
    await expect(openWith({ dataSet: 'nothing-12345678' })).rejects.toMatchObject({
      code: 'dataSet.unknown',
    });
    await expect(openWith({ dataSet: '' })).rejects.toMatchObject({ code: 'dataSet.none' });
  });

  it('has no behaviour to learn, and a behaviour is learnt elsewhere', () => {
    expect(() => tinyDreamer({ behaviour: { kind: 'actor-critic' } }, DATA_SET)).toThrow(
      expect.objectContaining({ code: 'config.recordedOnly' }),
    );
    expect(() => tinyDreamer({ behaviour: { kind: 'none' } })).toThrow(
      expect.objectContaining({ code: 'config.behaviourMissing' }),
    );
  });
});
