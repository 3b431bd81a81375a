/** An episode that an agent dreamt while it learnt is dreamt again in the theatre, by the run's own copy of the model. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import type { TopicEvents } from '../../shared/protocol.ts';
import { createTrainer } from '../../src-main/algorithms/registry.ts';
import { createInspectionSession } from '../../src-main/inspection/createSession.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { borrowedModel, groundOf } from '../algorithms/borrowedModel.ts';
import { d4pgContext, TINY_PIXELS, TINY_TASK, tinyD4pg } from '../algorithms/d4pg/tinyD4pg.ts';
import { ManualTiming } from './support/theatreBench.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

it('shows the same states, with the agent as a guest and the other run’s name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'learnt-in-dream-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const model = await borrowedModel(TINY_TASK, 16);
  const config = tinyD4pg(TINY_PIXELS);
  const trainer = await createTrainer('d4pg', { ...d4pgContext(folder, config), dream: groundOf(model) });
  let recipe;
  for await (const update of trainer.train()) {
    if (update.kind !== 'episode' || update.episode.recipe === undefined) continue;
    recipe = update.episode.recipe;
    break;
  }
  const checkpoint = structuredClone(await trainer.save());
  await trainer.dispose();
  if (recipe === undefined) throw new Error('no recipe was kept');

  const known = { checkpointScore: null } as const;
  const timing = new ManualTiming();
  const frames: Extract<TopicEvents['theatre'], { kind: 'frame' }>['frame'][] = [];
  const session = await createInspectionSession({
    sessionId: 'session',
    environment: recipe.environment,
    environmentConfig: recipe.config,
    checkpoint: { ...known, algorithm: 'd4pg', config, checkpoint, checkpointId: 'guest' },
    lens: { ...known, ...model, checkpointId: 'sleeper', runId: 'other' },
    recipe,
    seed: recipe.seed,
    emit: (event) => {
      if (event.kind === 'frame') frames.push(event.frame);
    },
    timing,
  });
  session.greet();
  expect(session.info).toMatchObject({ environment: `dream/${TINY_TASK}`, model: { ofRun: 'other' } });
  session.control({ kind: 'step', count: recipe.actions.length });
  while (session.state.busy !== null) timing.turn(0);
  session.frameAcknowledged();
  const last = frames.at(-1);
  expect(last?.step).toBe(recipe.actions.length);
  expect([...(last?.action ?? [])]).toEqual(recipe.actions.at(-1));
  expect(session.state).toMatchObject({ replayMatches: true, lastStep: recipe.actions.length });
  session.close();
}, 60_000);
