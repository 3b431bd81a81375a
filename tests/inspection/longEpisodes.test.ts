/** Long episodes in a theatre: memory stays bounded, and the way to a far step is seen, answers, and can be stopped. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Recipe } from '../../shared/recipe.ts';
import type { TopicEvents } from '../../shared/protocol.ts';
import { createEnvironment } from '../../src-main/environments/registry.ts';
import { RealEpisode } from '../../src-main/inspection/realEpisode.ts';
import { InspectionSession } from '../../src-main/inspection/session.ts';
import { SYSTEM_TIMING } from '../../src-main/inspection/sessionClock.ts';

const ID = 'dmc/cartpole-swingup';

async function replayer(observation: 'pixels' | 'state', mostSeen?: number) {
  const config = { observation };
  const environment = await createEnvironment(ID, config);
  onTestFinished(() => {
    environment.close();
  });
  const made = new RealEpisode(environment, config, undefined, mostSeen);
  made.reset(3);
  return made;
}

const play = (episode: RealEpisode, steps: number) => {
  for (let step = 0; step < steps; step++) {
    episode.step(Float64Array.of(Math.sin(episode.lastStep / 7)), null);
  }
};

describe('an episode of which only the last steps are kept as they were seen', () => {
  it.each(['pixels', 'state'] as const)(
    'shows every step as it was, observing %s, and goes on from its end',
    async (observation) => {
      const whole = await replayer(observation);
      const bounded = await replayer(observation, 20);
      play(whole, 130);
      play(bounded, 130);
      // Back, to the beginning, and over a saved moment and the steps around it.
      for (const step of [129, 60, 0, 49, 50, 51, 100, 3, 130]) {
        const [expected, found] = [whole.at(step), bounded.at(step)];
        expect(Buffer.from(found.eye.pixels).equals(Buffer.from(expected.eye.pixels)), `step ${step}`).toBe(
          true,
        );
        expect(found.numbers).toEqual(expected.numbers);
      }
      play(whole, 20);
      play(bounded, 20);
      expect(bounded.recipe()).toEqual(whole.recipe());
      expect(bounded.at(150).poses).toEqual(whole.at(150).poses);
      expect(bounded.matches).toBe(true);
    },
  );
});

describe('the way to a far step', () => {
  it('is told of as it goes, and pause ends it where it has come to', async () => {
    const recipe: Recipe = {
      environment: ID,
      config: {},
      seed: 3,
      actions: Array.from({ length: 900 }, (_, step) => [Math.sin(step / 7)]),
    };
    const events: TopicEvents['theatre'][] = [];
    let session: InspectionSession | null = null;
    session = new InspectionSession({
      sessionId: 's',
      environment: await createEnvironment(ID, {}),
      environmentConfig: {},
      model: null,
      recipe,
      seed: 3,
      timing: SYSTEM_TIMING,
      emit: (event) => {
        events.push(event);
        if (event.kind === 'frame') queueMicrotask(() => session?.frameAcknowledged());
      },
    });
    const opened = session;
    onTestFinished(() => {
      opened.close();
    });
    const replays = () =>
      events.flatMap((event) =>
        event.kind === 'state' && event.state.replay !== null ? [event.state.replay] : [],
      );
    opened.control({ kind: 'seek', step: 900 });
    await expect.poll(() => replays().filter(({ step }) => step > 0).length).toBeGreaterThan(1);
    expect(replays().every(({ goal }) => goal === 900)).toBe(true);
    opened.control({ kind: 'pause' });
    const { step, replay, busy } = opened.state;
    expect([replay, busy]).toEqual([null, null]);
    expect(step).toBeGreaterThan(0);
    expect(step).toBeLessThan(900);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(opened.state.step).toBe(step);
    // What it had come to is there: going on from there needs nothing again.
    opened.control({ kind: 'step', count: 1 });
    await expect.poll(() => opened.state.step).toBe(step + 1);
  });
});
