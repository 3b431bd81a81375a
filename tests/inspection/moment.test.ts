/** A moment as an address: whatever led to it, opening it anew computes the same picture, belief and dream, bit for bit. */
import { beforeAll, describe, expect, test } from 'vitest';
import { momentControl, momentQuery } from '../../shared/momentAddress.ts';
import type { TheatreFrame } from '../../shared/theatre.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { freshModel, openBench, type Bench } from './support/theatreBench.ts';

beforeAll(async () => {
  await initialiseBackend();
});

/** What is on screen, without what a session counts for itself. */
const bits = ({
  step,
  poses,
  eye,
  seen,
  dreamt,
  error,
  eyesClosed,
  scalars,
  action,
  latent,
}: TheatreFrame) => ({
  step,
  poses,
  eye,
  seen,
  dreamt,
  error,
  eyesClosed,
  scalars,
  action,
  latent,
});

/** Opens the address of what a bench shows in a theatre of its own. */
async function reopened(bench: Bench) {
  const query = momentQuery({ state: bench.state(), camera: '', computeId: '' });
  const control = momentControl(query);
  if (control === null) throw new Error('the address names no moment');
  const other = await openBench({ model: await freshModel(), seed: bench.state().seed });
  other.control(control);
  const frame = other.goTo(control.step);
  const state = other.state();
  other.session.close();
  return { query, frame, state };
}

describe('the address of a moment', () => {
  test.each([
    { name: 'eyes open', warmUp: null, horizon: null, at: 12, exact: true },
    { name: 'closed by themselves, the third time', warmUp: 4, horizon: 5, at: 27, exact: true },
  ] as const)('$name: is computed again bit for bit', async ({ warmUp, horizon, at, exact }) => {
    const bench = await openBench({ model: await freshModel() });
    bench.control({
      kind: 'settings',
      settings: { driver: 'random', warmUp, horizon, samples: 2, temperature: 0.8 },
    });
    bench.control({ kind: 'reset', seed: 41 });
    const frame = bench.goTo(at);
    expect(bench.state().address.exact).toBe(exact);
    const again = await reopened(bench);
    expect(again.state.step).toBe(at);
    expect(bits(again.frame)).toEqual(bits(frame));
    expect(again.state.eyesClosedAt).toBe(bench.state().eyesClosedAt);
    bench.session.close();
  });

  test('holds which of the dreams from one moment it is', async () => {
    const bench = await openBench({ model: await freshModel() });
    const settings = { driver: 'random', warmUp: null, horizon: null } as const;
    bench.control({ kind: 'settings', settings });
    bench.goTo(6);
    bench.control({ kind: 'closeEyes' });
    const first = bench.goTo(10);
    bench.goTo(6);
    bench.control({ kind: 'openEyes' });
    bench.control({ kind: 'closeEyes' });
    const second = bench.goTo(10);
    expect(second.dreamt).not.toEqual(first.dreamt);
    const again = await reopened(bench);
    expect(again.query['dream']).toBe('2');
    expect(bits(again.frame)).toEqual(bits(second));
    bench.session.close();
  });

  test('says so where it cannot hold everything: another temperature on the way, hands, several drivers', async () => {
    const bench = await openBench({ model: await freshModel() });
    bench.control({ kind: 'settings', settings: { driver: 'random', warmUp: null, horizon: null } });
    bench.goTo(4);
    bench.control({ kind: 'closeEyes' });
    bench.goTo(8);
    expect(bench.state().address.exact).toBe(true);
    bench.control({ kind: 'settings', settings: { temperature: 1.7 } });
    expect(bench.state().address.exact).toBe(false);
    bench.control({ kind: 'reset', seed: 5 });
    expect(bench.state().address.exact).toBe(true);
    bench.control({ kind: 'settings', settings: { driver: 'keyboard' } });
    bench.control({ kind: 'keys', action: [1, 0, 0] });
    bench.goTo(1);
    expect(bench.state().address.exact).toBe(false);
    expect((await reopened(bench)).query['near']).toBe('1');
    bench.session.close();
  });
});

test('play at an episode’s end begins the next one; a loop begins the same again', async () => {
  const bench = await openBench({ model: null, config: { actionRepeat: 4, maxSteps: 6 } });
  bench.control({ kind: 'settings', settings: { driver: 'random' } });
  bench.control({ kind: 'reset', seed: 3 });
  bench.goTo(6);
  expect(bench.state().episodeOver).not.toBeNull();
  bench.control({ kind: 'play' });
  expect(bench.state()).toMatchObject({ seed: 4, step: 0, playing: true });
  bench.goTo(6);
  bench.control({ kind: 'settings', settings: { loop: true } });
  bench.control({ kind: 'play' });
  expect(bench.state()).toMatchObject({ seed: 4, step: 0 });
  bench.session.close();
});

test('what follows a training run goes on through episodes, and takes a newer checkpoint between them', async () => {
  const bench = await openBench({ model: await freshModel(), config: { actionRepeat: 4, maxSteps: 6 } });
  bench.control({ kind: 'settings', settings: { driver: 'random', followLive: true } });
  bench.control({ kind: 'reset', seed: 3 });
  bench.control({ kind: 'play' });
  bench.timing.turn(0.1);
  const before = bench.events.filter(({ kind }) => kind === 'info').length;
  bench.session.replaceModel(await freshModel());
  expect(bench.events.filter(({ kind }) => kind === 'info')).toHaveLength(before);
  expect(bench.state().busy).toBeNull();
  bench.timing.turn(5);
  expect(bench.state().seed).toBeGreaterThan(3);
  expect(bench.state().playing).toBe(true);
  expect(bench.events.filter(({ kind }) => kind === 'info').length).toBeGreaterThan(before);
  bench.session.close();
});
