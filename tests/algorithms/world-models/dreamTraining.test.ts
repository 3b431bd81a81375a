/** C trained in the dream: Take Cover end to end, with what the dream believes beside what is true. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../shared/checkpoint.ts';
import type { Recipe } from '../../../shared/recipe.ts';
import type { TrainingUpdate } from '../../../shared/run.ts';
import type { TheatreFrame } from '../../../shared/theatre.ts';
import { createInspectionSession } from '../../../src-main/inspection/createSession.ts';
import type { InspectionSession } from '../../../src-main/inspection/session.ts';
import { createTrainer } from '../../../src-main/algorithms/registry.ts';
import { pullAll, recordsOf, tinyContext, tinyDreamConfig } from './tinyRun.ts';
import {
  expectShownScore,
  expectStopsChangeNothing,
  recordsAfter,
  watchRun,
  type Moment,
  type WatchedRun,
} from '../watchedRun.ts';

/** Pulls since C's training began: amid a generation, amid dreamt and real evaluations, amid one unit's updates. */
const MOMENTS = new Set([2, 7, 11, 21]);

function lookAtController(): (updates: readonly TrainingUpdate[]) => string | null {
  let begun = false;
  let pulls = 0;
  return (all) => {
    const last = all.at(-1);
    if (last?.kind === 'progress' && last.progress.phase !== 'controller') return null;
    begun ||= last?.kind === 'progress';
    if (!begun) return null;
    pulls += 1;
    return MOMENTS.has(pulls) ? `controller-${pulls}` : null;
  };
}

const root = mkdtempSync(join(tmpdir(), 'dream-training-'));
const context = (folder: string, config = tinyDreamConfig()) => tinyContext(folder, config, 'take-cover');
const watched = { algorithm: 'world-models', root, context: (folder: string) => context(folder) };
let run: WatchedRun;
let updates: readonly TrainingUpdate[] = [];
let moments: readonly Moment[] = [];
let final: Checkpoint;

beforeAll(async () => {
  run = await watchRun(watched, lookAtController());
  ({ updates, moments, final } = run);
}, 240_000);

afterAll(() => rmSync(root, { recursive: true }));

/** A theatre on the run's last checkpoint. */
async function openTheatre(options: {
  readonly config: Readonly<Record<string, unknown>>;
  readonly recipe: Recipe | null;
}) {
  const frames: TheatreFrame[] = [];
  const holder: { session: InspectionSession | null } = { session: null };
  const session = await createInspectionSession({
    sessionId: 'cover',
    environment: options.recipe?.environment ?? 'take-cover',
    environmentConfig: options.recipe?.config ?? {},
    checkpoint: {
      checkpoint: final,
      checkpointId: 'final',
      checkpointScore: null,
      algorithm: 'world-models',
      config: options.config,
    },
    recipe: options.recipe,
    seed: options.recipe?.seed ?? 1,
    emit: (event) => {
      if (event.kind === 'failed') throw new Error(event.error.detail ?? event.error.code);
      if (event.kind !== 'frame') return;
      frames.push(event.frame);
      queueMicrotask(() => holder.session?.frameAcknowledged());
    },
  });
  holder.session = session;
  session.greet();
  return { session, frames };
}

async function settled(session: InspectionSession): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve, 20));
  while (session.state.busy !== null);
}

const metricRows = () =>
  updates.flatMap((update) =>
    update.kind === 'metrics' ? [{ axis: update.axis, values: update.values }] : [],
  );

describe('C trained in the dream', () => {
  it('is scored in the dream and in the real game whenever it is evaluated', () => {
    const evaluations = metricRows().filter(({ values }) => 'evaluation/virtual' in values);
    expect(evaluations).toHaveLength(2);
    for (const { values } of evaluations) {
      expect(values['evaluation/return']).toBe(values['evaluation/actual']);
      expect(values['evaluation/virtual']).toBeGreaterThan(0);
      expect(values['evaluation/virtualDeviation']).toBeGreaterThanOrEqual(0);
      expect(values['evaluation/actualDeviation']).toBeGreaterThanOrEqual(0);
    }
    const last = updates.at(-1);
    if (last?.kind !== 'result') throw new Error('the run has no result');
    const chosen = Math.max(...evaluations.map(({ values }) => values['evaluation/virtual'] ?? 0));
    expect(last.result.figures['evaluation.virtual']).toBe(chosen);
  });

  it('takes no step of the real game while a generation is dreamt', () => {
    const generations = metricRows().filter(({ values }) => 'controller/best' in values);
    expect(generations).toHaveLength(3);
    const [first, second, third] = generations.map(({ axis }) => axis.environmentSteps);
    // Generation 2 is evaluated after it, generation 1 is not.
    expect(second).toBe(first);
    expect(third).toBeGreaterThan(second ?? Infinity);
  });

  it('earns a point for every frame survived, action repeat counted', () => {
    const populations = updates.flatMap((update) =>
      update.kind === 'distribution' ? [...update.values] : [],
    );
    expect(populations).toHaveLength(3 * 4);
    for (const score of populations) {
      // Two dreams each, 4 frames a step, 30 steps at most.
      expect(score % 2).toBe(0);
      expect(score).toBeGreaterThanOrEqual(4);
      expect(score).toBeLessThanOrEqual(120);
    }
  });

  it('keeps the first moments of dreams in its checkpoints', () => {
    expect(final.arrays['dream/starts']?.shape).toEqual([3, 16]);
  });

  it('reads one number an action, as the paper’s M does', () => {
    // Latent 8, action 1, restart 1, hidden 12.
    expect(final.arrays['memory/lstm/kernel']?.shape).toEqual([8 + 1 + 1 + 12, 48]);
  });

  it('drops episodes that are too short, and counts their frames all the same', () => {
    const lengths = updates.flatMap((update) =>
      update.kind === 'episode' && update.episode.purpose === 'collection' ? [update.episode.length] : [],
    );
    expect(lengths).toHaveLength(3);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(20);
  });

  it('can be stopped and resumed while it dreams or plays, and then does the same to the last bit', async () => {
    expect(moments.length).toBe(4);
    await expectStopsChangeNothing(watched, run);
  }, 600_000);

  it('goes on without its frames: dreams need none', async () => {
    const trainer = await createTrainer('world-models', context(join(root, 'no-frames')));
    const phases = updates.map((update) => (update.kind === 'progress' ? update.progress.phase : null));
    const moment = moments.find(({ updatesBefore }) => phases.indexOf('evaluate') > updatesBefore);
    if (moment === undefined) throw new Error('no moment in the controller phase');
    await trainer.restore(structuredClone(moment.checkpoint));
    const rest = recordsOf(await pullAll(trainer));
    expect(rest).toEqual(recordsAfter(run, moment));
    await trainer.dispose();
  }, 120_000);

  it('records dreams of each evaluation, which the theatre dreams again step by step', async () => {
    const dreamt = updates.flatMap((update) =>
      update.kind === 'episode' && update.episode.purpose === 'dream' ? [update.episode] : [],
    );
    expect(dreamt).toHaveLength(2 * 2);
    const { config } = context(root);
    for (const { recipe, length, episodeReturn } of dreamt) {
      if (recipe === undefined) throw new Error('a dream was not recorded');
      expect(recipe).toMatchObject({ environment: 'dream/take-cover', config: { temperature: 1.15 } });
      expect(recipe.actions).toHaveLength(length);
      const { session, frames } = await openTheatre({ config, recipe });
      session.control({ kind: 'seek', step: length });
      await settled(session);
      expect(session.state).toMatchObject({ step: length, acting: 'recording', replayMatches: true });
      expect(session.info).toMatchObject({ environment: 'dream/take-cover', recordedSteps: length });
      // A point for each of 4 frames a step.
      expect(frames.at(-1)?.scalars.reward).toBe(4);
      expect(episodeReturn).toBe(4 * length);
      expect(new Set(frames.at(-1)?.eye.pixels).size).toBeGreaterThan(2);
      session.close();
    }
  }, 60_000);

  it('plays in the theatre: seen, dreamt, with the end foretold', async () => {
    const { config } = context(root);
    const { session, frames } = await openTheatre({ config, recipe: null });
    expect(session.info).toMatchObject({
      environment: 'take-cover',
      stepSeconds: 4 / 35,
      inverted: true,
      agent: { acts: true },
      model: { hasTemperature: true, hasContinuationHead: true, hasRewardHead: false },
    });
    session.control({ kind: 'settings', settings: { warmUp: 5, horizon: 10 } });
    session.control({ kind: 'step', count: 12 });
    await settled(session);
    const frame = frames.at(-1);
    expect(session.state).toMatchObject({ step: 12, acting: 'agent' });
    expect(frame).toMatchObject({ eyesClosed: true, step: 12 });
    expect(frame?.dreamt).toHaveLength(1);
    expect(frame?.scalars.continuation).toBeGreaterThan(0);
    expect(frame?.scalars.predictedReward ?? null).toBeNull();
    session.close();
  }, 60_000);

  it('evaluates a checkpoint to the very score that the run showed', async () => {
    await expectShownScore(watched, run);
  });

  it('leaves no tensor behind', () => {
    expect(run.tensorsLeft).toBe(0);
  });
});
