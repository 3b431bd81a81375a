/** A person's own model is all in the run: trained on, resumed, evaluated and watched without any file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../shared/checkpoint.ts';
import type { DeepPartialConfig } from '../../../shared/configFields.ts';
import { EXAMPLE_REWARD, EXAMPLE_XML, OWN_MODEL } from '../../../shared/exampleModel.ts';
import type { TrainingUpdate } from '../../../shared/run.ts';
import type { StudioError } from '../../../shared/errors.ts';
import { createInspectionSession } from '../../../src-main/inspection/createSession.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { evaluateCheckpoint } from '../../../src-main/algorithms/registry.ts';
import { createTrainer } from '../../../src-main/algorithms/registry.ts';
import { dreamerContext, tinyDreamer } from './tinyDreamer.ts';
import { expectRecipesToReplay } from '../recipeClaims.ts';
import { comparable, pullAll, recordsOf } from '../world-models/tinyRun.ts';

const SLIDER = `<mujoco model="slider">
  <option timestep="0.02"/>
  <worldbody>
    <geom type="plane" size="0 0 0.1"/>
    <body name="puck" pos="0 0 0.1">
      <joint name="x" type="slide" axis="1 0 0" damping="1"/>
      <geom type="box" size="0.1 0.1 0.05" mass="1"/>
    </body>
  </worldbody>
  <actuator><motor name="push" joint="x" gear="5" ctrllimited="true" ctrlrange="-2 0.5"/></actuator>
  <sensor><jointpos name="place" joint="x"/></sensor>
</mujoco>`;

/** Episodes of 25 steps. */
const OWN: DeepPartialConfig = {
  environment: {
    actionRepeat: 4,
    model: SLIDER,
    reward: 'tolerance(place, 0.4, 0.6, 1)',
    physicsSteps: 1,
    maxSteps: 100,
    startSpread: 0.3,
  },
  schedule: { environmentSteps: 400, evaluateEvery: 200 },
};

const root = mkdtempSync(join(tmpdir(), 'own-model-'));
const contextOf = (name: string, overrides = OWN) =>
  dreamerContext(join(root, name), tinyDreamer(overrides, OWN_MODEL), OWN_MODEL);

const updates: TrainingUpdate[] = [];
let midway: { readonly before: number; readonly checkpoint: Checkpoint } | null = null;
let final: Checkpoint;

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
  const trainer = await createTrainer('dreamer', contextOf('whole'));
  for await (const update of trainer.train()) {
    updates.push(update);
    if (updates.length === 15) {
      midway = { before: updates.length, checkpoint: structuredClone(await trainer.save()) };
    }
  }
  final = structuredClone(await trainer.save());
  await trainer.dispose();
}, 120_000);

afterAll(() => rmSync(root, { recursive: true }));

async function refusal(environment: DeepPartialConfig): Promise<StudioError> {
  try {
    const trainer = await createTrainer('dreamer', contextOf('refused', { ...OWN, environment }));
    await trainer.dispose();
  } catch (error) {
    return error as StudioError;
  }
  throw new Error('nothing was refused');
}

describe('training on a person’s own model', () => {
  it('learns from its sensors and its reward to the end', () => {
    expect(updates.at(-1)?.kind).toBe('result');
    const episodes = updates.flatMap((update) => (update.kind === 'episode' ? [update.episode] : []));
    expect(episodes.every(({ length }) => length === 25)).toBe(true);
    // The reward of each of a hundred actions lies in [0, 1], and starts differ.
    const returns = episodes.map(({ episodeReturn }) => episodeReturn ?? Number.NaN);
    expect(returns.every((value) => value > 0 && value < 100)).toBe(true);
    expect(new Set(returns).size).toBeGreaterThan(2);
  });

  it('keeps recipes that hold the model, and replay to the recorded return', async () => {
    await expectRecipesToReplay(updates);
    const recipes = updates.flatMap((update) =>
      update.kind === 'episode' && update.episode.recipe !== undefined ? [update.episode.recipe] : [],
    );
    expect(recipes.every(({ config }) => config['xml'] === SLIDER)).toBe(true);
  });

  it('goes on from a checkpoint elsewhere, to the last bit', async () => {
    if (midway === null) throw new Error('no checkpoint was taken midway');
    const trainer = await createTrainer('dreamer', contextOf('resumed'));
    await trainer.restore(structuredClone(midway.checkpoint));
    const rest = recordsOf(await pullAll(trainer)).filter(
      (record) => (record as { key?: string }).key !== 'log.cacheLost',
    );
    expect(rest).toEqual(recordsOf(updates).slice(recordsOf(updates.slice(0, midway.before)).length));
    expect(comparable(await trainer.save())).toEqual(comparable(final));
    await trainer.dispose();
  }, 60_000);

  it('evaluates to the run’s own score', async () => {
    const { config, environment } = contextOf('evaluated');
    const summary = await evaluateCheckpoint({
      environment,
      config,
      checkpoint: final,
      episodes: 3,
      workers: 0,
    });
    const last = updates.at(-1);
    expect(summary.score).toBe(last?.kind === 'result' ? last.result.score : Number.NaN);
  });

  it('opens in the theatre with the model and the length of the run', async () => {
    const { config } = contextOf('watched');
    const session = await createInspectionSession({
      sessionId: 'own',
      environment: OWN_MODEL,
      environmentConfig: {},
      checkpoint: {
        checkpoint: final,
        checkpointId: 'final',
        checkpointScore: null,
        algorithm: 'dreamer',
        config,
      },
      seed: 1,
      emit: () => undefined,
    });
    expect(session.info).toMatchObject({ maxEpisodeSteps: 25, stepSeconds: 0.08, hasContacts: true });
    expect(session.info.actions).toMatchObject({ names: ['push'], low: [-2], high: [0.5] });
    session.close();
  });

  it('takes the example where no model is given', async () => {
    const trainer = await createTrainer('dreamer', contextOf('example', { environment: { maxSteps: 400 } }));
    await trainer.dispose();
    const same = await createTrainer(
      'dreamer',
      contextOf('example', { environment: { model: EXAMPLE_XML, reward: EXAMPLE_REWARD, maxSteps: 400 } }),
    );
    await same.dispose();
  });

  it('refuses models that nothing can be trained on, in their own words', async () => {
    const free = SLIDER.replace(' ctrllimited="true" ctrlrange="-2 0.5"', '');
    const still = SLIDER.replace(/<actuator>.*<\/actuator>/, '');
    const environment = OWN['environment'] as DeepPartialConfig;
    expect(await refusal({ ...environment, model: free })).toMatchObject({
      code: 'environment.unboundedActuator',
      values: { actuator: 'push' },
    });
    expect(await refusal({ ...environment, model: still })).toMatchObject({
      code: 'environment.noActuators',
    });
    expect(await refusal({ ...environment, model: '<mujoco><lamp/></mujoco>' })).toMatchObject({
      code: 'environment.badModel',
    });
    expect(await refusal({ ...environment, reward: 'height' })).toMatchObject({
      code: 'environment.badExpression',
    });
  });
});
