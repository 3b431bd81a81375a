/** The theatre of an environment that a Python plays: it shows its pictures, goes back by playing again, and keeps the recipe. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { TopicEvents } from '../../shared/protocol.ts';
import { replayRecipe } from '../../src-main/environments/recipe.ts';
import { createEnvironment } from '../../src-main/environments/registry.ts';
import { InspectionSession } from '../../src-main/inspection/session.ts';
import { claimTestPython } from '../support/claimTestPython.ts';
import { allowedConfig, prepareTestPython, TEST_PYTHON } from '../support/testPython.ts';
import { ManualTiming } from './support/theatreBench.ts';

claimTestPython();
beforeAll(prepareTestPython);

describe.skipIf(TEST_PYTHON === null)('the theatre of a Gymnasium environment', () => {
  it.each([
    ['numbers', { observation: 'state' }, { width: 128, height: 85 }],
    ['pictures', { observation: 'pixels', pixelsFrom: 'render' }, { width: 64, height: 64 }],
  ])('shows what is drawn where the agent observes %s', async (_, observed, eye) => {
    const config = allowedConfig({ id: 'CartPole-v1', ...observed });
    const environment = await createEnvironment('gymnasium', config);
    const events: TopicEvents['theatre'][] = [];
    const timing = new ManualTiming();
    const session = new InspectionSession({
      sessionId: 'gymnasium',
      environment,
      environmentConfig: config,
      model: null,
      recipe: null,
      seed: 2,
      emit: (event) => {
        events.push(event);
        if (event.kind === 'frame') queueMicrotask(() => session.frameAcknowledged());
      },
      timing,
    });
    session.greet();
    expect(session.info).toMatchObject({ looks: 'picture', canGrip: false, eye });
    session.control({ kind: 'settings', settings: { driver: 'random' } });
    const until = async (step: number) => {
      for (let turn = 0; turn < 500 && session.state.step !== step; turn++) {
        timing.turn(0.1);
        await Promise.resolve();
      }
      expect(session.state.step).toBe(step);
    };
    session.control({ kind: 'step', count: 8 });
    await until(8);
    session.control({ kind: 'seek', step: 3 });
    await until(3);
    session.control({ kind: 'settings', settings: { driver: 'keyboard' } });
    session.control({ kind: 'keys', action: [1] });
    session.control({ kind: 'step', count: 4 });
    await until(7);
    const shown = events.flatMap((event) => (event.kind === 'frame' ? [event.frame] : []));
    expect(new Set(shown.at(-1)?.eye.pixels).size).toBeGreaterThan(1);
    const recipe = session.recipe();
    session.close();
    expect(recipe.actions.slice(3)).toEqual([[1], [1], [1], [1]]);
    const again = await createEnvironment('gymnasium', config);
    for (const { mismatch } of replayRecipe(again, recipe)) expect(mismatch).toBeNull();
    again.close();
  });
});
