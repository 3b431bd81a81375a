/** The theatre's session: one clock over reality, sight and dreams, with nothing lost and nothing leaked. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Environment } from '../../src-main/environments/environment.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { parseRecipe, replayRecipe } from '../../src-main/environments/recipe.ts';
import { hasScore, isPlayedDream, TRAVERSE_VALUES, type TheatreFrame } from '../../shared/theatre.ts';
import { dreamOf, freshModel, openBench } from './support/theatreBench.ts';

beforeAll(async () => {
  await initialiseBackend();
});

const pixels = (pictures: TheatreFrame['dreamt']) =>
  pictures.map((picture) => Buffer.from(picture.pixels).toString('hex'));
const OPEN = { warmUp: null, horizon: null } as const;

/** From a step on, every frame the agent would see is noise; physics and rewards stay. */
function blindedAfter(step: number): (environment: Environment) => Environment {
  return (environment) => {
    let position = 0;
    const random = RandomStream.named(7, 'noise');
    const spoil = <R extends { observation: Readonly<Record<string, unknown>> }>(result: R): R => {
      const image = result.observation['image'];
      if (position > step && image instanceof Uint8Array) {
        for (let index = 0; index < image.length; index++) image[index] = random.integer(256);
      }
      return result;
    };
    return new Proxy(environment, {
      get(target, name) {
        if (name === 'reset') {
          return (...args: Parameters<Environment['reset']>) => {
            position = 0;
            return spoil(target.reset(...args));
          };
        }
        if (name === 'step') {
          return (action: Float64Array) => {
            position++;
            return spoil(target.step(action));
          };
        }
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
      },
    });
  };
}

describe('a dream', () => {
  test('sees no later frame: with noise instead of the world it is the same, bit for bit', async () => {
    const run = async (wrap?: (environment: Environment) => Environment) => {
      const bench = await openBench({ model: await freshModel(), ...(wrap === undefined ? {} : { wrap }) });
      bench.control({ kind: 'settings', settings: { ...OPEN, driver: 'random', samples: 3 } });
      bench.goTo(5);
      bench.control({ kind: 'closeEyes' });
      const frames = Array.from({ length: 12 }, (_, index) => bench.goTo(6 + index));
      bench.session.close();
      return frames;
    };
    const honest = await run();
    const blinded = await run(blindedAfter(5));
    expect(blinded.map(({ dreamt }) => pixels(dreamt))).toEqual(honest.map(({ dreamt }) => pixels(dreamt)));
    // The test would be worthless if the noise had not arrived.
    expect(blinded.at(-1)?.eye.pixels).not.toEqual(honest.at(-1)?.eye.pixels);
    expect(blinded.at(-1)?.seen?.pixels).not.toEqual(honest.at(-1)?.seen?.pixels);
  });

  test('has as many samples as asked, which part from one another', async () => {
    const bench = await openBench({ model: await freshModel() });
    bench.control({ kind: 'settings', settings: { ...OPEN, samples: 4 } });
    bench.goTo(3);
    bench.control({ kind: 'closeEyes' });
    const shown = pixels(bench.goTo(9).dreamt);
    expect(shown).toHaveLength(4);
    expect(new Set(shown).size).toBe(4);
    bench.session.close();
  });

  test('drawn by its mean is one and the same in all samples', async () => {
    const bench = await openBench({ model: await freshModel() });
    bench.control({ kind: 'settings', settings: { ...OPEN, samples: 3, dreamMode: 'mean' } });
    bench.goTo(3);
    bench.control({ kind: 'closeEyes' });
    expect(new Set(pixels(bench.goTo(9).dreamt)).size).toBe(1);
    bench.session.close();
  });

  test('closes after the warm-up, runs for the horizon, opens, and closes again', async () => {
    const bench = await openBench({ model: await freshModel() });
    bench.control({ kind: 'settings', settings: { warmUp: 4, horizon: 6 } });
    const closed = Array.from({ length: 26 }, (_, step) => bench.goTo(step).eyesClosed);
    const spans = closed.map((is, step) => (is ? step : -1)).filter((step) => step >= 0);
    // Closed at 4 for the moment itself and six steps; four more seen steps from 11.
    expect(spans).toEqual([4, 5, 6, 7, 8, 9, 10, 15, 16, 17, 18, 19, 20, 21]);
    bench.session.close();
  });

  test('closed in the past runs beside what truly happened', async () => {
    const bench = await openBench({ model: await freshModel() });
    bench.control({ kind: 'settings', settings: OPEN });
    bench.goTo(20);
    const before = bench.goTo(15).eye.pixels;
    bench.goTo(8);
    bench.control({ kind: 'closeEyes' });
    expect(bench.state().lastStep).toBe(20);
    const dreaming = bench.goTo(15);
    expect(dreaming.eyesClosed).toBe(true);
    expect(dreaming.eye.pixels).toEqual(before);
    bench.control({ kind: 'openEyes' });
    expect(bench.goTo(17).eyesClosed).toBe(false);
    bench.session.close();
  });

  test('follows the temperature from the step where it was changed', async () => {
    const run = async (temperature: number) => {
      const bench = await openBench({ model: await freshModel() });
      bench.control({ kind: 'settings', settings: OPEN });
      bench.goTo(2);
      bench.control({ kind: 'closeEyes' });
      const early = pixels(bench.goTo(5).dreamt);
      bench.control({ kind: 'settings', settings: { temperature } });
      const late = pixels(bench.goTo(8).dreamt);
      bench.session.close();
      return { early, late };
    };
    const [cold, hot] = [await run(0.1), await run(2)];
    expect(hot.early).toEqual(cold.early);
    expect(hot.late).not.toEqual(cold.late);
  });

  test('driven by its own agent leaves the actions that reality takes', async () => {
    const run = async (dreamDriver: 'reality' | 'agent' | 'blind') => {
      const bench = await openBench({ model: await freshModel() });
      bench.control({ kind: 'settings', settings: { ...OPEN, dreamDriver } });
      bench.goTo(2);
      bench.control({ kind: 'closeEyes' });
      const frame = bench.goTo(12);
      bench.session.close();
      return { action: frame.action, dreamt: pixels(frame.dreamt) };
    };
    const [reality, agent, blind] = [await run('reality'), await run('agent'), await run('blind')];
    expect(agent.action).toEqual(reality.action);
    expect(agent.dreamt).not.toEqual(reality.dreamt);
    // Blind, reality takes what the dream decides.
    expect(blind.dreamt).toEqual(agent.dreamt);
    expect(blind.action).not.toEqual(reality.action);
  });
});

describe('the clock', () => {
  test('going back shows the very same instant, and playing from there replays it exactly', async () => {
    const bench = await openBench({ model: await freshModel() });
    bench.control({ kind: 'settings', settings: { warmUp: 5, horizon: 8, samples: 2 } });
    const first = Array.from({ length: 31 }, (_, step) => structuredClone(bench.goTo(step)));
    for (const step of [30, 12, 0, 7, 29]) expect(bench.goTo(step)).toEqual(first[step]);
    bench.goTo(0);
    bench.control({ kind: 'play' });
    bench.timing.turn(10 * 0.08 + 0.001);
    expect(bench.frame()).toEqual(first[10]);
    bench.session.close();
  });

  test('keeps the pace of the environment, times the speed', async () => {
    const bench = await openBench();
    bench.control({ kind: 'play' });
    bench.timing.turn(20 * 0.08 + 0.001);
    expect(bench.state().step).toBe(20);
    bench.control({ kind: 'settings', settings: { speed: 2 } });
    bench.timing.turn(10 * 0.04 + 0.001);
    expect(bench.state().step).toBe(30);
    expect(bench.state().rate).toBeGreaterThan(11);
    bench.session.close();
  });

  test('sends the next frame only when the last was drawn, and every step of the curves once', async () => {
    const bench = await openBench({ model: await freshModel() });
    bench.frame();
    bench.events.length = 0;
    bench.control({ kind: 'play' });
    bench.timing.turn(2);
    expect(bench.events.filter(({ kind }) => kind === 'frame')).toHaveLength(1);
    // Nothing heaps up for a reader that is slow; but who gives a control hears the new state.
    expect(bench.events.length).toBeLessThan(6);
    const heard = bench.events.length;
    bench.control({ kind: 'settings', settings: { speed: 0.5 } });
    expect(bench.events.slice(heard).map(({ kind }) => kind)).toEqual(['state']);
    bench.session.frameAcknowledged();
    expect(bench.events.filter(({ kind }) => kind === 'frame')).toHaveLength(2);
    const slices = bench.events.flatMap((event) => (event.kind === 'timeline' ? [event.timeline] : []));
    expect(slices.at(-1)?.steps).toBe(bench.state().lastStep + 1);
    const last = slices.at(-1);
    expect(last?.curves.reward).toHaveLength((last?.steps ?? 0) - (last?.from ?? 0));
    bench.session.close();
  });

  test("stops at the episode's end and begins again on play; with loop it goes round", async () => {
    const bench = await openBench();
    bench.control({ kind: 'play' });
    bench.timing.turn(60 * 0.08 + 0.1);
    expect(bench.state()).toMatchObject({ playing: false, step: 60, episodeOver: 'truncated' });
    bench.control({ kind: 'play' });
    bench.timing.turn(0.08 + 0.001);
    expect(bench.state().step).toBe(1);
    bench.control({ kind: 'settings', settings: { loop: true } });
    bench.timing.turn(62 * 0.08);
    expect(bench.state().playing).toBe(true);
    bench.session.close();
  });
});

test('peeking shows another instant and leaves the clock where it stands', async () => {
  const bench = await openBench({ model: await freshModel() });
  bench.control({ kind: 'settings', settings: OPEN });
  const then = bench.goTo(6);
  bench.goTo(12);
  bench.control({ kind: 'peek', step: 6 });
  expect(bench.frame()).toEqual(then);
  expect(bench.state().step).toBe(12);
  bench.control({ kind: 'peek', step: null });
  expect(bench.frame().step).toBe(12);
  bench.session.close();
});

describe('the controls', () => {
  test('hands off gives the wheel to the agent, a key takes it back', async () => {
    const bench = await openBench({ model: await freshModel() });
    bench.control({ kind: 'settings', settings: { ...OPEN, driver: 'keyboard' } });
    bench.goTo(3);
    expect(bench.state().acting).toBe('agent');
    bench.control({ kind: 'keys', action: [-1, 0.5, 0] });
    expect(bench.goTo(4).action).toEqual([-1, 0.5, 0]);
    expect(bench.state().acting).toBe('keyboard');
    bench.control({ kind: 'keys', action: null });
    expect(bench.goTo(5).action).not.toEqual([-1, 0.5, 0]);
    bench.session.close();
  });

  test('a key in the past forgets what came after; looking at the past does not', async () => {
    const bench = await openBench({ model: await freshModel() });
    bench.control({ kind: 'settings', settings: { ...OPEN, driver: 'keyboard' } });
    bench.goTo(20);
    bench.goTo(6);
    expect(bench.state().lastStep).toBe(20);
    bench.control({ kind: 'keys', action: [1, 1, 0] });
    bench.goOn(1);
    expect(bench.state().lastStep).toBe(7);
    bench.session.close();
  });

  test('what happened is a recipe that gives the same episode, hash for hash', async () => {
    const bench = await openBench({ model: await freshModel() });
    bench.control({ kind: 'settings', settings: { ...OPEN, driver: 'random' } });
    bench.goTo(12);
    bench.control({
      kind: 'perturb',
      perturbation: { body: 'hull', force: [4000, 0, 0], torque: [0, 0, 0] },
    });
    bench.goTo(16);
    bench.control({ kind: 'perturb', perturbation: null });
    const last = bench.goTo(56);
    const recipe = parseRecipe(JSON.parse(JSON.stringify(bench.session.recipe())));
    expect(recipe.interventions).toHaveLength(4);
    bench.session.close();

    const replay = await openBench({ recipe });
    expect(replay.state().settings.driver).toBe('recording');
    const again = replay.goTo(56);
    expect(again.poses).toEqual(last.poses);
    expect(again.eye.pixels).toEqual(last.eye.pixels);
    expect(replay.state().replayMatches).toBe(true);
    replay.goTo(60);
    expect(replay.state()).toMatchObject({ step: 56, episodeOver: 'recordingEnded' });
    replay.session.close();

    const spoilt = {
      ...recipe,
      stateHashes: recipe.stateHashes?.map((hash, index) => (index === 1 ? '0' : hash)) ?? [],
    };
    const other = await openBench({ recipe: spoilt });
    other.goTo(56);
    expect(other.state().replayMatches).toBe(false);
    other.session.close();
  });

  test('another checkpoint sees the same reality with other eyes', async () => {
    const bench = await openBench({ model: await freshModel(1) });
    bench.control({ kind: 'settings', settings: OPEN });
    const before = bench.goTo(10);
    bench.session.replaceModel(await freshModel(2));
    const after = bench.settle();
    expect(after.step).toBe(10);
    expect(after.eye.pixels).toEqual(before.eye.pixels);
    expect(after.seen?.pixels).not.toEqual(before.seen?.pixels);
    expect(bench.session.info.agent?.checkpointId).toBe('fresh-2');
    bench.session.close();
  });

  test('another checkpoint loses nothing where a step is sought before anything is seen with it', async () => {
    const bench = await openBench({ model: await freshModel(1) });
    bench.control({ kind: 'settings', settings: { ...OPEN, driver: 'random' } });
    const before = bench.goTo(10);
    bench.session.replaceModel(await freshModel(2));
    bench.control({ kind: 'seek', step: 4 });
    expect(bench.state().step).toBe(0);
    expect(bench.settle().step).toBe(4);
    expect(bench.goTo(10).eye.pixels).toEqual(before.eye.pixels);
    expect(bench.state().lastStep).toBe(10);
    bench.session.close();
  });

  test('branches stay beside what happens, each from its own moment', async () => {
    const bench = await openBench({ model: await freshModel() });
    bench.control({ kind: 'settings', settings: OPEN });
    bench.goTo(4);
    bench.control({ kind: 'branch' });
    bench.goTo(9);
    bench.control({ kind: 'branch' });
    const frame = bench.goTo(14);
    expect(bench.state().branches.map(({ fromStep }) => fromStep)).toEqual([4, 9]);
    expect(frame.branches.map(({ pictures }) => pictures.length)).toEqual([1, 1]);
    expect(bench.goTo(6).branches.map(({ pictures }) => pictures.length)).toEqual([1, 0]);
    const [first] = bench.state().branches;
    bench.control({ kind: 'dropBranch', branch: first?.id ?? -1 });
    expect(bench.goTo(14).branches).toHaveLength(1);
    bench.session.close();
  });

  test('a slid latent is drawn, and a dream goes on from it', async () => {
    const bench = await openBench({ model: await freshModel() });
    bench.control({ kind: 'settings', settings: OPEN });
    bench.goTo(3);
    bench.control({ kind: 'closeEyes' });
    const untouched = pixels(bench.goTo(6).dreamt);
    const shown = bench.goTo(5);
    const slid = Array.from(shown.latent ?? [], (value, index) => (index === 0 ? value + 3 : value));
    bench.control({ kind: 'latent', latent: slid });
    const probed = bench.frame();
    expect(probed.probe?.pixels).not.toEqual(shown.dreamt[0]?.pixels);
    const after = bench.goOn(1);
    expect(after.step).toBe(6);
    expect(pixels(after.dreamt)).not.toEqual(untouched);
    expect(after.probe).toBeNull();
    bench.session.close();
  });

  test('eyes that close on a slid latent dream on from what was slid, not from what was seen', async () => {
    const closed = async (slides: boolean) => {
      const bench = await openBench({ model: await freshModel() });
      bench.control({ kind: 'settings', settings: OPEN });
      const { latent } = bench.goTo(3);
      const slid = Array.from(latent ?? [], (value, index) => (index === 0 ? value + 3 : value));
      if (slides) bench.control({ kind: 'latent', latent: slid });
      bench.control({ kind: 'closeEyes' });
      const here = bench.frame();
      const after = bench.goOn(1);
      bench.session.close();
      return { seen: Array.from(latent ?? []), slid, here, after };
    };
    const plain = await closed(false);
    const altered = await closed(true);
    expect(altered.seen).toEqual(plain.seen);
    expect(Array.from(plain.here.latent ?? [])).toEqual(plain.seen);
    expect(Array.from(altered.here.latent ?? [])).toEqual(altered.slid.map((value) => Math.fround(value)));
    expect(pixels(altered.here.dreamt)).not.toEqual(pixels(plain.here.dreamt));
    expect(pixels(altered.after.dreamt)).not.toEqual(pixels(plain.after.dreamt));
  });
});

test('one latent number goes through its range while the clock stands, the others as they are', async () => {
  const bench = await openBench({ model: await freshModel() });
  bench.control({ kind: 'settings', settings: OPEN });
  bench.goTo(5);
  expect(bench.frame().traverse).toBeNull();
  bench.control({ kind: 'traverse', index: 3 });
  const { traverse, latent } = bench.frame();
  expect(traverse?.index).toBe(3);
  const drawn = pixels(traverse?.pictures ?? []);
  expect(new Set(drawn).size).toBe(TRAVERSE_VALUES.length);

  // Each is the picture that sliding this number alone would give.
  const slid = [...(latent ?? [])];
  slid[3] = 2;
  bench.control({ kind: 'latent', latent: slid });
  const { probe } = bench.frame();
  expect(pixels(probe === null ? [] : [probe])[0]).toBe(drawn[TRAVERSE_VALUES.indexOf(2)]);

  bench.control({ kind: 'play' });
  bench.timing.turn(1);
  expect(bench.frame().traverse).toBeNull();
  bench.control({ kind: 'pause' });
  bench.control({ kind: 'traverse', index: 8 });
  expect(bench.frame().traverse).toBeNull();
  bench.session.close();
});

describe('a dream that is played', () => {
  const play = async () => {
    const model = await freshModel();
    const dream = await dreamOf(model);
    const bench = await openBench({ model, config: {}, wrap: () => dream });
    bench.control({ kind: 'settings', settings: { driver: 'keyboard', ...OPEN } });
    return bench;
  };

  test('is driven by keys, by the agent while hands are off, and says that it knows no score', async () => {
    const bench = await play();
    bench.goOn(2);
    expect(bench.state().acting).toBe('agent');
    bench.control({ kind: 'keys', action: [-1, 0.5, 0] });
    expect(bench.goOn(1).action).toEqual([-1, 0.5, 0]);
    expect(bench.state().acting).toBe('keyboard');
    expect(isPlayedDream(bench.session.info)).toBe(true);
    expect(hasScore(bench.session.info)).toBe(false);
  });

  test('follows the temperature from the next step on, and is computed again the same', async () => {
    const plain = await play();
    const bench = await play();
    expect(bench.state().settings.temperature).toBe(1);
    const eye = (frame: TheatreFrame) => Buffer.from(frame.eye.pixels).toString('hex');
    expect(eye(bench.goOn(20))).toBe(eye(plain.goOn(20)));
    bench.control({ kind: 'settings', settings: { temperature: 3 } });
    expect(eye(bench.goOn(40))).not.toBe(eye(plain.goOn(40)));
    const recipe = bench.session.recipe();
    expect(recipe.interventions).toEqual([{ step: 20, perturbation: { temperature: 3 } }]);
    const dream = await dreamOf(await freshModel());
    const steps = [...replayRecipe(dream, parseRecipe(JSON.parse(JSON.stringify(recipe))))];
    expect(steps).toHaveLength(61);
    expect(recipe.stateHashes).toHaveLength(3);
    expect(steps.filter(({ mismatch }) => mismatch !== null)).toEqual([]);
  });

  test('with another temperature in the past forgets what came after', async () => {
    const bench = await play();
    bench.goOn(60);
    bench.goTo(55);
    bench.control({ kind: 'settings', settings: { temperature: 0.1 } });
    bench.goOn(1);
    expect(bench.state().lastStep).toBe(56);
    expect(bench.session.recipe().interventions).toEqual([{ step: 55, perturbation: { temperature: 0.1 } }]);
    expect(bench.state().replayMatches).toBe(true);
  });
});

test('what the model lacks is absent, not invented', async () => {
  const bench = await openBench({ model: await freshModel() });
  const frame = bench.goTo(4);
  expect(bench.session.info.model).toMatchObject({ hasRewardHead: false, latentSize: 8 });
  expect(bench.session.info.agent).toMatchObject({ acts: true, hasValue: false });
  expect(frame.scalars).toMatchObject({ predictedReward: null, value: null, continuation: null });
  expect(frame.scalars.surprise).toBeGreaterThan(0);
  expect(frame.mixture?.mixtures).toBe(5);
  const weights = frame.mixture?.weights ?? new Float32Array();
  expect(weights.subarray(0, 5).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
  bench.session.close();
});

test('an environment alone plays without a model', async () => {
  const bench = await openBench();
  const frame = bench.goTo(10);
  expect(frame.seen).toBeNull();
  expect(frame.dreamt).toEqual([]);
  expect(bench.state().settings.driver).toBe('keyboard');
  bench.session.close();
});

test('a session that is closed leaves no tensor behind', async () => {
  const before = tf.memory().numTensors;
  const bench = await openBench({ model: await freshModel() });
  bench.control({ kind: 'settings', settings: { warmUp: 3, horizon: 4, samples: 2 } });
  bench.goTo(12);
  bench.control({ kind: 'branch' });
  const during = tf.memory().numTensors;
  bench.goTo(40);
  expect(tf.memory().numTensors).toBe(during);
  bench.session.close();
  expect(tf.memory().numTensors).toBe(before);
});

test('the environment is put back to any moment of its past', async () => {
  const bench = await openBench({ config: { actionRepeat: 2, maxSteps: 200 } });
  bench.control({ kind: 'settings', settings: { driver: 'random' } });
  const first = bench.goTo(130);
  bench.goTo(110);
  // Another driver in the past: the episode goes on from step 110 by other actions.
  bench.control({ kind: 'settings', settings: { driver: 'keyboard' } });
  bench.control({ kind: 'keys', action: [0, 1, 0] });
  const forked = bench.goOn(20);
  expect(forked.poses).not.toEqual(first.poses);
  const recipe = bench.session.recipe();
  bench.session.close();
  const replay = await openBench({ recipe });
  expect(replay.goTo(130).poses).toEqual(forked.poses);
  expect(replay.state().replayMatches).toBe(true);
  replay.session.close();
});
