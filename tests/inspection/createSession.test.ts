/** Theatres put together from a checkpoint: one model for a dream and who looks at it, and nothing left of either. */
import { beforeAll, describe, expect, it, test } from 'vitest';
import type { Checkpoint } from '../../shared/checkpoint.ts';
import { WORLD_MODELS_SCHEMA } from '../../shared/config.ts';
import type { TopicEvents } from '../../shared/protocol.ts';
import { isPlayed } from '../../src-main/agents/registry.ts';
import {
  CONTROLLER_PATH,
  visionMemoryConfig,
  worldModelsController,
} from '../../src-main/agents/worldModelsPlayer.ts';
import { controllerParameterCount } from '../../src-main/agents/linearController.ts';
import { createEnvironment } from '../../src-main/environments/registry.ts';
import { createInspectionSession, loadSessionModel } from '../../src-main/inspection/createSession.ts';
import { warmUp } from '../../src-main/inspection/warmUp.ts';
import { createVisionMemory } from '../../src-main/models/visionMemory.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { tinyConfig, tinyDreamConfig } from '../training/tinyRun.ts';
import { ManualTiming } from './support/theatreBench.ts';

type Frame = Extract<TopicEvents['theatre'], { kind: 'frame' }>['frame'];

beforeAll(async () => {
  await initialiseBackend();
});

const RUNS = { 'car-racing': tinyConfig(), 'take-cover': tinyDreamConfig() } as const;
type Game = keyof typeof RUNS;

/** As training writes it, with weights drawn from a seed, and what only training needs beside them. */
async function checkpointOf(game: Game, seed: number) {
  const config = WORLD_MODELS_SCHEMA.parse(RUNS[game]);
  const environment = await createEnvironment(game);
  const { actions } = environment.spec;
  environment.close();
  const random = RandomStream.named(seed, 'checkpoint');
  const model = createVisionMemory(visionMemoryConfig(config, actions), random);
  const count = controllerParameterCount(worldModelsController(game, config, actions));
  const arrays = {
    ...model.export(),
    [CONTROLLER_PATH]: { shape: [count], data: Float64Array.from({ length: count }, () => random.normal()) },
    'optimizer/vision/first': { shape: [3], data: new Float32Array(3) },
    ...(game === 'take-cover'
      ? { 'dream/starts': { shape: [2, 16], data: Float32Array.from({ length: 32 }, () => random.normal()) } }
      : {}),
  };
  model.dispose();
  const checkpoint: Checkpoint = { format: 1, algorithm: 'world-models', header: {}, arrays };
  return {
    checkpoint,
    checkpointId: `seed-${seed}`,
    checkpointScore: null,
    algorithm: 'world-models',
    config: RUNS[game],
  };
}

async function open(game: Game, environment: string, from = checkpointOf(game, 1)) {
  const timing = new ManualTiming();
  const frames: Frame[] = [];
  const session = await createInspectionSession({
    sessionId: 'session',
    environment,
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

const weightsOf = async (game: Game): Promise<number> => {
  const { checkpoint } = await checkpointOf(game, 1);
  const sizes = Object.entries(checkpoint.arrays).map(([name, { data }]) =>
    /^(vision|memory)\//.test(name) ? data.length : 0,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
};

describe.each(['car-racing', 'take-cover'] as const)('the dream of %s', (game) => {
  it('and who looks at it have one model between them', async () => {
    const before = tf.memory().numBytes;
    const { session, goOn } = await open(game, `dream/${game}`);
    goOn(3);
    const held = tf.memory().numBytes - before;
    const weights = 4 * (await weightsOf(game));
    expect(held).toBeGreaterThanOrEqual(weights);
    expect(held).toBeLessThan(1.5 * weights);
    session.close();
  });

  it('leaves no tensor behind when it is closed', async () => {
    const before = tf.memory().numTensors;
    const { session, goOn } = await open(game, `dream/${game}`);
    goOn(5);
    session.close();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('goes on as it was where another checkpoint looks at it', async () => {
    const plain = await open(game, `dream/${game}`);
    const before = tf.memory().numTensors;
    const { session, goOn } = await open(game, `dream/${game}`);
    // The same actions in both: the other checkpoint's controller would take others.
    for (const theatre of [plain, { session }]) {
      theatre.session.control({ kind: 'settings', settings: { driver: 'random' } });
    }
    expect(goOn(4).eye.pixels).toEqual(plain.goOn(4).eye.pixels);
    session.replaceModel(await loadSessionModel(await checkpointOf(game, 9), session.spec));
    const [changed, same] = [goOn(4), plain.goOn(4)];
    expect(changed.eye.pixels).toEqual(same.eye.pixels);
    expect(changed.seen?.pixels).not.toEqual(same.seen?.pixels);
    session.close();
    expect(tf.memory().numTensors).toBe(before);
    plain.session.close();
  });

  it('begins in several ways, each seed in its own', async () => {
    const { session, goOn } = await open(game, `dream/${game}`);
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
    const from = await checkpointOf(game, 1);
    const { 'memory/head/bias': _, ...arrays } = from.checkpoint.arrays;
    const before = tf.memory().numTensors;
    const broken = Promise.resolve({ ...from, checkpoint: { ...from.checkpoint, arrays } });
    await expect(open(game, `dream/${game}`, broken)).rejects.toMatchObject({ code: 'checkpoint.mismatch' });
    await expect(open(game, game, broken)).rejects.toMatchObject({ code: 'checkpoint.mismatch' });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('and its reality play with nothing but the arrays that count as played', async () => {
    const from = await checkpointOf(game, 1);
    const wanted = isPlayed(from);
    const arrays = Object.fromEntries(
      Object.entries(from.checkpoint.arrays).filter(([name]) => wanted(name)),
    );
    expect(arrays).not.toHaveProperty('optimizer/vision/first');
    const less = { ...from, checkpoint: { ...from.checkpoint, arrays } };
    for (const environment of [game, `dream/${game}`]) {
      const [whole, part] = [
        await open(game, environment, Promise.resolve(from)),
        await open(game, environment, Promise.resolve(less)),
      ];
      expect(part.session.info.model).toEqual(whole.session.info.model);
      expect(part.goOn(2)).toEqual(whole.goOn(2));
      whole.session.close();
      part.session.close();
    }
  });
});

test('what is done beforehand leaves nothing behind', () => {
  const before = tf.memory();
  warmUp();
  expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numBytes: before.numBytes });
});
