/** The course's drawing model through the host: continuations from a real inspector, trainings in processes that train nothing. */
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Continuation, DrawingTrainingState } from '../../shared/drawing/continuation.ts';
import type { TopicEvents } from '../../shared/protocol.ts';
import type { Host } from '../../src-main/host/hostOptions.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
import { COUNTING_ENTRY, evaluateAs } from './countingHost.ts';
import { COUNTER_ENTRY, temporaryFolder, testHost } from './testHost.ts';

const asked: Continuation = {
  begun: [
    { dx: 0, dy: 0, pen: 'draw' },
    { dx: 0.1, dy: 0, pen: 'draw' },
  ],
  penDown: null,
  count: 3,
  temperature: 0.5,
  seed: 7,
  model: 'shipped',
};

const countingHost = () =>
  testHost(temporaryFolder(), {
    launcher: nodeLauncher({ entries: { trainer: COUNTER_ENTRY, evaluator: COUNTING_ENTRY } }),
  });

/** Everything that the topic tells, and the first state that fits. */
function listen(host: Host) {
  const told: DrawingTrainingState[] = [];
  const handle = host.feed.listen(
    'drawing',
    {},
    { send: (event) => told.push((event as TopicEvents['drawing']).state), ended: () => undefined },
  );
  onTestFinished(() => {
    handle.close();
  });
  const state = async (fits: (state: DrawingTrainingState) => boolean) => {
    for (;;) {
      const found = told.find(fits);
      if (found !== undefined) return found;
      await delay(20);
    }
  };
  return { told, state };
}

describe('drawing.continue', () => {
  it('gives whole drawings by the model that ships, the same for the same seed', async () => {
    const host = await countingHost();
    const { drawings } = await host.call('drawing.continue', asked);
    expect(drawings).toHaveLength(3);
    for (const drawing of drawings) {
      expect(drawing[0]).toEqual(asked.begun[0]);
      expect(drawing.length).toBeGreaterThanOrEqual(2);
      expect(drawing.at(-1)?.pen).toBe('end');
    }
    expect(await host.call('drawing.continue', asked)).toEqual({ drawings });
    const others = await host.call('drawing.continue', { ...asked, seed: 8 });
    expect(others.drawings).not.toEqual(drawings);
  }, 90_000);

  it('says that there is no model of one’s own before one is trained', async () => {
    const host = await countingHost();
    await expect(host.call('drawing.continue', { ...asked, model: 'own' })).rejects.toMatchObject({
      code: 'drawing.untrained',
    });
  });
});

describe('drawing.train', () => {
  it('tells how far it is, one at a time, and what it came to', async () => {
    evaluateAs({ episodeMilliseconds: 500 });
    const host = await countingHost();
    const { state } = listen(host);
    expect(await host.call('drawing.train', { steps: 6 })).toMatchObject({ training: { step: 0, steps: 6 } });
    await expect(host.call('drawing.train', {})).rejects.toMatchObject({ code: 'drawing.busy' });
    const under = await state(({ training }) => (training?.step ?? 0) > 1);
    expect(under.training).toMatchObject({ state: 'training', steps: 6 });
    expect(under.training?.loss).toBeCloseTo(1 + 1 / (under.training?.step ?? 0), 9);
    const ended = await state(({ own }) => own !== null);
    expect(ended.training).toBeNull();
    expect(ended.own?.loss).toBeCloseTo(1 + 1 / 6, 9);
    expect(ended.own?.seconds).toBeGreaterThan(1);
    expect(await host.call('drawing.state', {})).toEqual(ended);
    // The weights that the process sent are those that are drawn with: these are no model's.
    await expect(host.call('drawing.continue', { ...asked, model: 'own' })).rejects.toMatchObject({
      code: 'checkpoint.mismatch',
    });
  }, 90_000);

  it('stops at once, keeps nothing, and can begin again', async () => {
    evaluateAs({ episodeMilliseconds: 400 });
    const host = await countingHost();
    const { state } = listen(host);
    await host.call('drawing.train', { steps: 10_000 });
    await state(({ training }) => training?.state === 'training');
    expect(await host.call('drawing.stop', {})).toEqual({ training: null, own: null, error: null });
    evaluateAs({});
    await host.call('drawing.train', { steps: 2 });
    expect((await state(({ own }) => own !== null)).own?.loss).toBeCloseTo(1.5, 9);
  }, 60_000);

  it('says why it failed', async () => {
    evaluateAs({ failAt: 2 });
    const host = await countingHost();
    const { state } = listen(host);
    await host.call('drawing.train', { steps: 3 });
    const failed = await state(({ error }) => error !== null);
    expect(failed).toMatchObject({ training: null, own: null, error: { code: 'trust.noScore' } });
  }, 60_000);
});
