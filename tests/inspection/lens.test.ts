/** Another run's world model looks at what happens, whoever acts. */
import { beforeAll, expect, it } from 'vitest';
import type { TopicEvents } from '../../shared/protocol.ts';
import {
  createInspectionSession,
  loadBesideLens,
  type LensCheckpoint,
  type SessionCheckpoint,
} from '../../src-main/inspection/createSession.ts';
import { sharedConfig } from '../../src-main/inspection/lens.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { TINY_TASK } from '../algorithms/d4pg/tinyD4pg.ts';
import { freshD4pg, freshDreamer as dreamer } from './support/freshCheckpoints.ts';
import { ManualTiming } from './support/theatreBench.ts';

const PIXELS = { environment: { observation: 'pixels' } } as const;
let d4pg: SessionCheckpoint;

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
  d4pg = await freshD4pg();
});

async function open(checkpoint: SessionCheckpoint, lens: LensCheckpoint | null, environment = TINY_TASK) {
  const timing = new ManualTiming();
  const frames: Extract<TopicEvents['theatre'], { kind: 'frame' }>['frame'][] = [];
  const session = await createInspectionSession({
    sessionId: 'session',
    environment,
    environmentConfig: {},
    checkpoint,
    lens,
    seed: 2,
    emit: (event) => {
      if (event.kind === 'frame') frames.push(event.frame);
    },
    timing,
  });
  session.greet();
  return {
    session,
    goOn(count: number) {
      session.control({ kind: 'step', count });
      while (session.state.busy !== null) timing.turn(0);
      session.frameAcknowledged();
      const frame = frames.at(-1);
      if (frame === undefined) throw new Error('no frame was sent');
      return frame;
    },
  };
}

it('from pixels dreams beside an agent that observes numbers, and changes nothing that it does', async () => {
  const before = tf.memory().numTensors;
  const alone = await open(d4pg, null);
  const beside = await open(d4pg, await dreamer(PIXELS));
  expect(beside.session.info.model).toMatchObject({ ofRun: 'run-3', kind: 'rssm', observes: 'pixels' });
  expect(beside.session.info.agent).toEqual(alone.session.info.agent);
  const [plain, frame] = [alone.goOn(5), beside.goOn(5)];
  expect(frame.action).toEqual(plain.action);
  expect(frame.insight).toEqual(plain.insight);
  expect(frame.scalars.value).toBe(plain.scalars.value);
  expect(frame.seen).not.toBeNull();
  expect(frame.scalars.surprise).not.toBeNull();
  beside.session.control({ kind: 'closeEyes' });
  expect(beside.goOn(3)).toMatchObject({ eyesClosed: true, action: alone.goOn(3).action });
  alone.session.close();
  beside.session.close();
  expect(tf.memory().numTensors).toBe(before);
});

it('that observes numbers looks at what an agent from pixels does', async () => {
  const acting = await dreamer(PIXELS, 7);
  const alone = await open(acting, null);
  const beside = await open(acting, await dreamer({}));
  expect(beside.session.info.model).toMatchObject({ ofRun: 'run-3', observes: 'numbers' });
  expect(beside.session.info.agent).toMatchObject({ checkpointId: 'dreamer-7', acts: true, hasValue: true });
  // The picture that a pixel agent observes is the one drawn beside the numbers: it acts as it did.
  const [plain, frame] = [alone.goOn(6), beside.goOn(6)];
  expect(frame.eye.pixels).toEqual(plain.eye.pixels);
  expect(frame.numbers?.dreamt).not.toBeNull();
  expect([...frame.action].every(Number.isFinite)).toBe(true);
  alone.session.close();
  beside.session.close();
});

it('lends nobody its critic: what is expected is what who acts expects', async () => {
  const acting = await dreamer({ ...PIXELS, behaviour: { kind: 'actor' } }, 7);
  const { session, goOn } = await open(acting, await dreamer(PIXELS));
  expect(session.info.agent).toMatchObject({ acts: true, hasValue: false });
  expect(goOn(3).scalars.value).toBeNull();
  session.close();
});

it('stays while the checkpoint of who acts changes', async () => {
  const lens = await dreamer(PIXELS);
  const { session, goOn } = await open(d4pg, lens);
  goOn(4);
  session.replaceModel(await loadBesideLens({ ...d4pg, checkpointId: 'later' }, TINY_TASK, lens));
  expect(session.info.agent).toMatchObject({ checkpointId: 'later', insight: 'returns' });
  expect(session.info.model).toMatchObject({ ofRun: 'run-3' });
  expect(goOn(2).insight).not.toBeNull();
  session.close();
});

it('is refused where it has no model, knows another world or another step', async () => {
  const before = tf.memory().numTensors;
  const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;
  const asLens = { ...d4pg, runId: 'free', environment: TINY_TASK };
  await expect(open(d4pg, asLens)).rejects.toThrow(code('lens.noModel'));
  const other = { ...(await dreamer(PIXELS)), environment: 'dmc/cartpole-swingup' };
  await expect(open(d4pg, other)).rejects.toThrow(code('lens.otherEnvironment'));
  const slower = await dreamer({ environment: { observation: 'pixels', actionRepeat: 8 } });
  await expect(open(d4pg, slower)).rejects.toThrow(code('lens.otherSettings'));
  expect(tf.memory().numTensors).toBe(before);
});

it('lets an agent from pixels act in its dream, and no agent that needs numbers', async () => {
  const before = tf.memory().numTensors;
  const lens = await dreamer(PIXELS);
  const guest = await open(await dreamer(PIXELS, 7), lens, `dream/${TINY_TASK}`);
  expect(guest.session.info).toMatchObject({
    environment: `dream/${TINY_TASK}`,
    agent: { checkpointId: 'dreamer-7', acts: true },
    model: { ofRun: 'run-3' },
  });
  guest.session.control({ kind: 'settings', settings: { driver: 'agent' } });
  const frame = guest.goOn(4);
  expect(guest.session.state.acting).toBe('agent');
  // The dream's own agent expects something else of the same dream.
  const host = await open(lens, null, `dream/${TINY_TASK}`);
  host.session.control({ kind: 'settings', settings: { driver: 'agent' } });
  expect(host.goOn(4).scalars.value).not.toBe(frame.scalars.value);
  guest.session.close();
  host.session.close();
  await expect(open(d4pg, lens, `dream/${TINY_TASK}`)).rejects.toThrow(
    expect.objectContaining({ code: 'lens.blind' }) as Error,
  );
  expect(tf.memory().numTensors).toBe(before);
});

it('needs no agreement on what only scores or ends an episode', () => {
  const acting = {
    environment: 'car-racing',
    config: { actionRepeat: 4, lapRule: 'v3', observation: 'paper' },
  };
  const lens = {
    environment: 'car-racing',
    config: { actionRepeat: 4, lapRule: 'v0', observation: 'paper' },
  };
  expect(sharedConfig(acting, lens)).toEqual(acting.config);
});
