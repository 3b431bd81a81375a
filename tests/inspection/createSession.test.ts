/** Theatres put together from a checkpoint: one model for a dream and who looks at it, and nothing left of either. */
import { beforeAll, describe, expect, it, test } from 'vitest';
import type { Checkpoint } from '../../shared/checkpoint.ts';
import type { CheckpointArray } from '../../shared/checkpoint.ts';
import { DREAMER_SCHEMA } from '../../shared/algorithms/dreamer/config.ts';
import { WORLD_MODELS_SCHEMA } from '../../shared/algorithms/world-models/config.ts';
import type { TopicEvents } from '../../shared/protocol.ts';
import { ActorCritic } from '../../src-main/algorithms/dreamer/actorCritic.ts';
import {
  actorCriticConfig,
  BEHAVIOUR_PREFIX,
  dreamerEnvironment,
  dreamerModelConfig,
  MODEL_PREFIX,
} from '../../src-main/algorithms/dreamer/player.ts';
import { isPlayed } from '../../src-main/algorithms/registry.ts';
import {
  CONTROLLER_PATH,
  visionMemoryConfig,
  worldModelsController,
} from '../../src-main/algorithms/world-models/player.ts';
import { controllerParameterCount } from '../../src-main/algorithms/world-models/linearController.ts';
import { createEnvironment } from '../../src-main/environments/registry.ts';
import { createInspectionSession, loadSessionModel } from '../../src-main/inspection/createSession.ts';
import { warmUp } from '../../src-main/inspection/warmUp.ts';
import { createDreamerModel } from '../../src-main/algorithms/dreamer/dreamerModel.ts';
import { createVisionMemory } from '../../src-main/algorithms/world-models/visionMemory.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { tinyDreamer } from '../algorithms/dreamer/tinyDreamer.ts';
import { tinyConfig, tinyDreamConfig } from '../algorithms/world-models/tinyRun.ts';
import { ManualTiming } from './support/theatreBench.ts';

type Frame = Extract<TopicEvents['theatre'], { kind: 'frame' }>['frame'];

beforeAll(async () => {
  await initialiseBackend();
});

const PIXELS = { environment: { observation: 'pixels' } };
const RUNS = {
  'World Models on CarRacing': { algorithm: 'world-models', game: 'car-racing', config: tinyConfig() },
  'World Models on Take Cover': { algorithm: 'world-models', game: 'take-cover', config: tinyDreamConfig() },
  'Dreamer on a cartpole': {
    algorithm: 'dreamer',
    game: 'dmc/cartpole-balance',
    config: tinyDreamer(PIXELS),
  },
  'Dreamer on Take Cover': {
    algorithm: 'dreamer',
    game: 'take-cover',
    config: tinyDreamer({ ...PIXELS, model: { predictsDiscount: true } }, 'take-cover'),
  },
} as const;
type Run = keyof typeof RUNS;

type Arrays = Record<string, CheckpointArray>;

async function worldModelsArrays(game: string, plain: object, random: RandomStream): Promise<Arrays> {
  const config = WORLD_MODELS_SCHEMA.parse(plain);
  const environment = await createEnvironment(game);
  const { actions } = environment.spec;
  environment.close();
  const model = createVisionMemory(visionMemoryConfig(config, actions), random);
  const count = controllerParameterCount(worldModelsController(config, actions));
  const arrays = {
    ...model.export(),
    [CONTROLLER_PATH]: { shape: [count], data: Float64Array.from({ length: count }, () => random.normal()) },
    'optimizer/vision/first': { shape: [3], data: new Float32Array(3) },
    ...(game === 'take-cover'
      ? { 'dream/starts': { shape: [2, 16], data: Float32Array.from({ length: 32 }, () => random.normal()) } }
      : {}),
  };
  model.dispose();
  return arrays;
}

async function dreamerArrays(game: string, plain: object, random: RandomStream): Promise<Arrays> {
  const config = DREAMER_SCHEMA.parse(plain);
  const environment = await createEnvironment(game, dreamerEnvironment(game, config));
  const { spec } = environment;
  environment.close();
  const model = createDreamerModel(dreamerModelConfig(config, spec), random);
  const shape = actorCriticConfig(config);
  if (shape === null) throw new Error('no behaviour is learnt');
  const behaviour = new ActorCritic(shape, model, random);
  const arrays = {
    ...model.export(MODEL_PREFIX),
    ...behaviour.actor.parameters.export(BEHAVIOUR_PREFIX),
    ...behaviour.critic?.parameters.export(BEHAVIOUR_PREFIX),
    'optimizer/model/first': { shape: [3], data: new Float32Array(3) },
  };
  behaviour.dispose();
  model.dispose();
  return arrays;
}

/** As training writes it, with weights drawn from a seed, and what only training needs beside them. */
async function checkpointOf(run: Run, seed: number) {
  const { algorithm, game, config } = RUNS[run];
  const arraysOf = algorithm === 'dreamer' ? dreamerArrays : worldModelsArrays;
  const arrays = await arraysOf(game, config, RandomStream.named(seed, 'checkpoint'));
  const checkpoint: Checkpoint = { format: 1, algorithm, header: {}, arrays };
  return { checkpoint, checkpointId: `seed-${seed}`, checkpointScore: null, algorithm, config };
}

async function open(run: Run, place: 'reality' | 'dream', from = checkpointOf(run, 1)) {
  const { game } = RUNS[run];
  const timing = new ManualTiming();
  const frames: Frame[] = [];
  const session = await createInspectionSession({
    sessionId: 'session',
    environment: place === 'dream' ? `dream/${game}` : game,
    environmentConfig: {},
    checkpoint: await from,
    seed: 2,
    emit: (event) => {
      if (event.kind === 'failed') throw new Error(event.error.detail ?? event.error.code);
      if (event.kind === 'frame') frames.push(event.frame);
    },
    timing,
  });
  session.greet();
  const goOn = (count: number): Frame => {
    session.control({ kind: 'step', count });
    while (session.state.busy !== null) timing.turn(0);
    session.frameAcknowledged();
    const frame = frames.at(-1);
    if (frame === undefined) throw new Error('no frame was sent');
    return frame;
  };
  return { session, goOn };
}

const weightsOf = async (run: Run): Promise<number> => {
  const { checkpoint } = await checkpointOf(run, 1);
  const sizes = Object.entries(checkpoint.arrays).map(([name, { data }]) =>
    /^(vision|memory|model|behaviour)\//.test(name) ? data.length : 0,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
};

describe.each(Object.keys(RUNS) as Run[])('the dream of %s', (run) => {
  it('and who looks at it have one model between them', async () => {
    const before = tf.memory().numBytes;
    const { session, goOn } = await open(run, 'dream');
    goOn(3);
    const held = tf.memory().numBytes - before;
    const weights = 4 * (await weightsOf(run));
    expect(held).toBeGreaterThanOrEqual(weights);
    expect(held).toBeLessThan(1.5 * weights);
    session.close();
  });

  it('leaves no tensor behind when it is closed', async () => {
    const before = tf.memory().numTensors;
    const { session, goOn } = await open(run, 'dream');
    goOn(5);
    session.close();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('goes on as it was where another checkpoint looks at it', async () => {
    const plain = await open(run, 'dream');
    const before = tf.memory().numTensors;
    const { session, goOn } = await open(run, 'dream');
    // The same actions in both: the other checkpoint's controller would take others.
    for (const theatre of [plain, { session }]) {
      theatre.session.control({ kind: 'settings', settings: { driver: 'random' } });
    }
    expect(goOn(4).eye.pixels).toEqual(plain.goOn(4).eye.pixels);
    session.replaceModel(await loadSessionModel(await checkpointOf(run, 9), session.spec));
    const [changed, same] = [goOn(4), plain.goOn(4)];
    expect(changed.eye.pixels).toEqual(same.eye.pixels);
    expect(changed.seen?.pixels).not.toEqual(same.seen?.pixels);
    session.close();
    expect(tf.memory().numTensors).toBe(before);
    plain.session.close();
  });

  it('begins in several ways, each seed in its own', async () => {
    const { session, goOn } = await open(run, 'dream');
    const begun = Array.from({ length: 8 }, (_, seed) => {
      session.control({ kind: 'reset', seed });
      return Buffer.from(goOn(1).eye.pixels).toString('hex');
    });
    expect(new Set(begun).size).toBeGreaterThan(1);
    session.control({ kind: 'reset', seed: 3 });
    expect(Buffer.from(goOn(1).eye.pixels).toString('hex')).toBe(begun[3]);
    session.close();
  });

  it('that cannot be opened leaves nothing behind', async () => {
    const from = await checkpointOf(run, 1);
    const needed = /^(memory\/head|model\/rssm\/prior\/output)\/bias$/;
    const arrays = Object.fromEntries(
      Object.entries(from.checkpoint.arrays).filter(([name]) => !needed.test(name)),
    );
    const before = tf.memory().numTensors;
    const broken = Promise.resolve({ ...from, checkpoint: { ...from.checkpoint, arrays } });
    await expect(open(run, 'dream', broken)).rejects.toMatchObject({ code: 'checkpoint.mismatch' });
    await expect(open(run, 'reality', broken)).rejects.toMatchObject({ code: 'checkpoint.mismatch' });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('and its reality play with nothing but the arrays that count as played', async () => {
    const from = await checkpointOf(run, 1);
    const wanted = isPlayed(from);
    const arrays = Object.fromEntries(
      Object.entries(from.checkpoint.arrays).filter(([name]) => wanted(name)),
    );
    expect(Object.keys(arrays).filter((name) => name.startsWith('optimizer/'))).toEqual([]);
    const less = { ...from, checkpoint: { ...from.checkpoint, arrays } };
    for (const place of ['reality', 'dream'] as const) {
      const [whole, part] = [
        await open(run, place, Promise.resolve(from)),
        await open(run, place, Promise.resolve(less)),
      ];
      expect(part.session.info.model).toEqual(whole.session.info.model);
      expect(part.goOn(2)).toEqual(whole.goOn(2));
      whole.session.close();
      part.session.close();
    }
  });
});

test('a dream of numbers is not played: there is nothing to look at', async () => {
  const run: Run = 'Dreamer on a cartpole';
  const before = tf.memory().numTensors;
  const from = { ...(await checkpointOf(run, 1)), config: tinyDreamer() };
  await expect(open(run, 'dream', Promise.resolve(from))).rejects.toMatchObject({ code: 'dream.noPictures' });
  expect(tf.memory().numTensors).toBe(before);
});

test('what is done beforehand leaves nothing behind', () => {
  const before = tf.memory();
  warmUp();
  expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numBytes: before.numBytes });
});
