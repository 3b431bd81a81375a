/** The theatre of an environment that can be played and nothing else: it is watched, gone back in, and recorded. */
import { expect, it } from 'vitest';
import type { TopicEvents } from '../../shared/protocol.ts';
import { replayRecipe } from '../../src-main/environments/recipe.ts';
import { InspectionSession } from '../../src-main/inspection/session.ts';
import { BareEnvironment } from '../support/bareEnvironment.ts';
import { ManualTiming } from './support/theatreBench.ts';

function open() {
  const events: TopicEvents['theatre'][] = [];
  const timing = new ManualTiming();
  const session = new InspectionSession({
    sessionId: 'bare',
    environment: new BareEnvironment(),
    environmentConfig: {},
    model: null,
    recipe: null,
    seed: 5,
    emit: (event) => {
      events.push(event);
      if (event.kind === 'frame') queueMicrotask(() => session.frameAcknowledged());
    },
    timing,
  });
  session.greet();
  return { session, timing, events };
}

it('is offered without a scene, a hand or contacts', () => {
  const { session, events } = open();
  expect(session.info).toMatchObject({ looks: 'numbers', hasContacts: false, canGrip: false });
  expect(events.map(({ kind }) => kind)).not.toContain('scene');
  const frame = events.find((event) => event.kind === 'frame');
  expect(frame?.frame.poses).toHaveLength(0);
  expect(() =>
    session.control({ kind: 'perturb', perturbation: { body: 'hull', force: [1, 0, 0], torque: [0, 0, 0] } }),
  ).toThrow(expect.objectContaining({ code: 'environment.noHand' }));
  session.close();
});

it('plays, goes back by playing again, forks there, and its recipe proves itself', async () => {
  const { session, timing } = open();
  session.control({ kind: 'settings', settings: { driver: 'random' } });
  const until = async (step: number) => {
    for (let turn = 0; turn < 500 && session.state.step !== step; turn++) {
      timing.turn(0.1);
      await Promise.resolve();
    }
    expect(session.state.step).toBe(step);
  };
  session.control({ kind: 'step', count: 60 });
  await until(60);
  session.control({ kind: 'seek', step: 20 });
  await until(20);
  session.control({ kind: 'keys', action: [1] });
  session.control({ kind: 'settings', settings: { driver: 'keyboard' } });
  session.control({ kind: 'step', count: 45 });
  await until(65);
  expect(session.state).toMatchObject({ lastStep: 65, replayMatches: true });
  const recipe = session.recipe();
  expect(recipe.stateHashes).toHaveLength(3);
  const replayed = [...replayRecipe(new BareEnvironment(), recipe)];
  expect(replayed.every(({ mismatch }) => mismatch === null)).toBe(true);
  session.close();
});
