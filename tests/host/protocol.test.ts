/** What clients may send, over a real port and a real socket: everything malformed is answered, nothing crashes. */
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ErrorReport } from '../../shared/errors.ts';
import { COMMANDS, TOPICS, type CommandName, type HostMessage } from '../../shared/protocol.ts';
import { portOfWorker } from '../../src-main/engine/port.ts';
import type { Host } from '../../src-main/host/hostOptions.ts';
import { createCounterRun, temporaryFolder, testHost } from './testHost.ts';
import { keptBranch } from '../support/keptBranch.ts';

const { id: _, createdAt: __, ...KEPT_BRANCH } = keptBranch('b1', 'c1');

/** A client over a port that sends anything and waits for the answer. */
function client(host: Host) {
  const { port1, port2 } = new MessageChannel();
  host.connect(portOfWorker(port1));
  const received: HostMessage[] = [];
  const waiting: ((message: HostMessage) => void)[] = [];
  port2.on('message', (message: HostMessage) => {
    const next = waiting.shift();
    if (next === undefined) received.push(message);
    else next(message);
  });
  onTestFinished(() => {
    port2.close();
  });
  let nextId = 1;
  const send = (message: unknown): Promise<HostMessage> => {
    port2.postMessage(message);
    const [first] = received.splice(0, 1);
    return first === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(first);
  };
  const call = (command: string, args: unknown) => send({ type: 'call', id: nextId++, command, args });
  return { send, call, port: port2 };
}

const errorOf = (message: HostMessage): ErrorReport | null =>
  message.type === 'error' ? message.error : null;

/** For each command, arguments that its schema takes but that name what does not exist. */
const UNKNOWN: Partial<Record<CommandName, [args: unknown, code: string]>> = {
  'runs.get': [{ runId: 'none' }, 'run.unknown'],
  'runs.film': [{ runId: 'none' }, 'run.unknown'],
  'runs.dreamPicture': [{ runId: 'none' }, 'run.unknown'],
  'runs.start': [{ runId: 'none' }, 'run.unknown'],
  'runs.pause': [{ runId: 'none' }, 'run.unknown'],
  'runs.resume': [{ runId: 'none' }, 'run.unknown'],
  'runs.stop': [{ runId: 'none' }, 'run.unknown'],
  'runs.update': [{ runId: 'none', name: 'x' }, 'run.unknown'],
  'runs.duplicate': [{ runId: 'none' }, 'run.unknown'],
  'runs.delete': [{ runIds: ['none'] }, 'run.unknown'],
  'runs.restore': [{ runIds: ['none'] }, 'run.unknown'],
  'runs.change': [{ runIds: ['none'], archived: true }, 'run.unknown'],
  'bin.restore': [{ runIds: ['none'] }, 'run.unknown'],
  'runs.metrics': [{ runId: 'none' }, 'run.unknown'],
  'runs.episodes': [{ runId: 'none' }, 'run.unknown'],
  'runs.checkpoints': [{ runId: 'none' }, 'run.unknown'],
  'runs.log': [{ runId: 'none' }, 'run.unknown'],
  'runs.live': [{ runId: 'none' }, 'run.unknown'],
  'runs.dreams': [
    { algorithm: 'none', environment: 'car-racing', preset: 'smoke' },
    'config.unknownAlgorithm',
  ],
  'runs.export': [{ runId: 'none' }, 'run.unknown'],
  'runs.import': [{ file: new Uint8Array(10) }, 'import.notArchive'],
  'imports.piece': [{ bytes: new Uint8Array(10) }, 'import.outOfTurn'],
  'imports.finish': [{}, 'import.outOfTurn'],
  'studies.get': [{ studyId: 'none' }, 'study.unknown'],
  'studies.update': [{ studyId: 'none', name: 'x' }, 'study.unknown'],
  'studies.start': [{ studyId: 'none' }, 'study.unknown'],
  'studies.pause': [{ studyId: 'none' }, 'study.unknown'],
  'studies.delete': [{ studyId: 'none', runs: 'keep' }, 'study.unknown'],
  'studies.restore': [{ studyId: 'none' }, 'study.unknown'],
  'checkpoints.pin': [{ checkpointId: 'none', pinned: true }, 'checkpoint.unknown'],
  'evaluations.start': [{ runId: 'none', checkpointId: 'none' }, 'run.unknown'],
  'evaluations.cancel': [{ evaluationId: 'none' }, 'evaluation.unknown'],
  'evaluations.list': [{ runId: 'none' }, 'run.unknown'],
  'trust.start': [{ runId: 'none', checkpointId: 'none', instrument: 'drift' }, 'run.unknown'],
  'trust.cancel': [{ measurementId: 'none' }, 'trust.unknown'],
  'trust.list': [{ runId: 'none' }, 'run.unknown'],
  'episodes.recipe': [{ episodeId: '12345' }, 'recipe.unreadable'],
  'theatre.open': [{ source: { runId: 'none' } }, 'run.unknown'],
  'theatre.control': [{ sessionId: 'none', control: { kind: 'play' } }, 'session.unknown'],
  'theatre.branches': [
    {
      sessionId: 'none',
      request: {
        fromStep: 0,
        steps: 1,
        branches: [{ actions: { source: 'agent' }, temperature: 1, sample: 1 }],
      },
    },
    'session.unknown',
  ],
  'theatre.close': [{ sessionId: 'none' }, 'session.unknown'],
  'branches.list': [{ runId: 'none' }, 'run.unknown'],
  'branches.rename': [{ runId: 'none', branchId: 'none', name: 'x' }, 'run.unknown'],
  'branches.remove': [{ runId: 'none', branchId: 'none' }, 'run.unknown'],
  'branches.keep': [{ runId: 'none', branch: KEPT_BRANCH }, 'run.unknown'],
};

const VALID_CREATE = { algorithm: 'world-models', environment: 'car-racing', preset: 'smoke', start: false };

describe('the protocol', () => {
  it.each(Object.keys(COMMANDS) as CommandName[])(
    '%s refuses whatever its schema does not take',
    async (name) => {
      const host = await testHost(temporaryFolder());
      const { call } = client(host);
      const { port: _, ...odd } = { port: 1, unexpected: true };
      // Each command takes an object of known keys: nothing, another kind, and a key too many never fit.
      for (const args of [undefined, null, 7, 'text', [], odd]) {
        expect(errorOf(await call(name, args))?.code).toBe('protocol.malformed');
      }
      await fc.assert(
        fc.asyncProperty(fc.anything({ maxDepth: 2 }), async (args) => {
          fc.pre(isCloneable(args) && !COMMANDS[name].safeParse(args).success);
          expect(errorOf(await call(name, args))?.code).toBe('protocol.malformed');
        }),
        { numRuns: 30 },
      );
      expect((await call('runs.list', {})).type).toBe('result');
    },
  );

  it.each(Object.entries(UNKNOWN))('%s of what does not exist says so', async (name, [args, code]) => {
    const host = await testHost(temporaryFolder());
    expect(errorOf(await client(host).call(name, args))?.code).toBe(code);
  });

  it('refuses messages that are none, with the id where there is one, and lives on', async () => {
    const host = await testHost(temporaryFolder());
    const { send, call } = client(host);
    for (const message of [
      null,
      1,
      'x',
      [],
      {},
      { type: 'call' },
      { type: 'shutdown', id: 3 },
      new Uint8Array(9),
    ]) {
      const answer = await send(message);
      expect(errorOf(answer)?.code).toBe('protocol.malformed');
    }
    expect(await send({ type: 'nonsense', id: 42 })).toMatchObject({ type: 'error', id: 42 });
    for (const name of ['runs.unheardOf', '__proto__', 'constructor', 'toString', '']) {
      expect(errorOf(await call(name, {}))?.code).toBe('protocol.unknownCommand');
    }
    expect((await call('system.info', {})).type).toBe('result');
  });

  it('refuses to listen to topics that do not exist, malformed ones and what is unknown', async () => {
    const host = await testHost(temporaryFolder());
    const { send } = client(host);
    const listen = async (id: number, topic: string, args: unknown) =>
      errorOf(await send({ type: 'listen', id, topic, args }))?.code;
    expect(await listen(1, 'nothing', {})).toBe('protocol.unknownCommand');
    expect(await listen(2, 'run', {})).toBe('protocol.malformed');
    expect(await listen(3, 'run', { runId: 'none' })).toBe('run.unknown');
    expect(await listen(4, 'theatre', { sessionId: 'none' })).toBe('session.unknown');
    expect(Object.keys(TOPICS)).toEqual([
      'runs',
      'studies',
      'evaluations',
      'drawing',
      'disk',
      'imports',
      'run',
      'theatre',
    ]);
  });

  it('refuses a config that is out of its bounds, naming the field', async () => {
    const host = await testHost(temporaryFolder());
    const { call } = client(host);
    const create = async (changes: object) =>
      errorOf(await call('runs.create', { ...VALID_CREATE, ...changes }));
    expect(await create({ overrides: { 'vision.epochs': 0 } })).toMatchObject({
      code: 'config.invalid',
      values: { field: 'vision.epochs' },
    });
    expect((await create({ overrides: { 'vision.epochs': 1e9 } }))?.code).toBe('config.invalid');
    expect((await create({ overrides: { 'vision.unknown': 1 } }))?.code).toBe('config.invalid');
    expect((await create({ overrides: { 'vision.epochs': 'many' } }))?.code).toBe('config.invalid');
    expect((await create({ preset: 'none' }))?.code).toBe('config.unknownPreset');
    expect((await create({ algorithm: 'none' }))?.code).toBe('config.unknownAlgorithm');
    expect((await create({ environment: 'none' }))?.code).toBe('environment.unknown');
    expect(await host.call('runs.list', {})).toEqual([]);
  });

  it('tells the window on the machine where things lie, and whoever sits elsewhere only their names', async () => {
    const folder = temporaryFolder();
    const item = { id: 'cacheFolder', state: 'good', label: 'l', value: '/srv/a/cache', next: null } as const;
    const version = { ...item, id: 'node', value: '24.1' };
    const doctor = () => Promise.resolve({ items: [item, version] });
    const values = async (host: Host) => {
      const info = await host.call('system.info', {});
      const { items } = await host.call('system.doctor', {});
      return [info.dataFolder, ...items.map(({ value }) => value)];
    };
    const own = await testHost(path.join(folder, 'own'), { doctor, desktop: true });
    expect(await values(own)).toEqual([path.join(folder, 'own'), '/srv/a/cache', '24.1']);
    const served = await testHost(path.join(folder, 'served'), { doctor });
    expect(await values(served)).toEqual(['served', 'cache', '24.1']);
  });

  it('tells listeners of every change of a run, and no more after they stop', async () => {
    const host = await testHost(temporaryFolder());
    const { call, port } = client(host);
    const { id } = await createCounterRun(host, 10, false);
    port.postMessage({ type: 'listen', id: 5, topic: 'runs', args: {} });
    const update = { runId: id, name: 'renamed', tags: ['a', 'b'], notes: 'n' };
    // On the same line, so after it: the event comes first, then the answer.
    expect(await call('runs.update', update)).toMatchObject({
      type: 'event',
      id: 5,
      lossy: false,
      event: { kind: 'changed', run: { id, name: 'renamed', tags: ['a', 'b'], notes: 'n' } },
    });
    port.postMessage({ type: 'unlisten', id: 5 });
    expect(await call('runs.update', { runId: id, archived: true })).toMatchObject({ type: 'result', id: 1 });
    expect(await call('runs.update', { runId: id, archived: false })).toMatchObject({
      type: 'result',
      id: 2,
    });
  });

  it('duplicates a run with its config under another name', async () => {
    const host = await testHost(temporaryFolder());
    const { id } = await host.call('runs.create', { ...VALID_CREATE, name: 'one', overrides: { seed: 77 } });
    const copy = await host.call('runs.duplicate', { runId: id });
    expect(copy).toMatchObject({ name: 'one 2', status: 'draft' });
    expect((await host.call('runs.duplicate', { runId: copy.id })).name).toBe('one 3');
    const detail = await host.call('runs.get', { runId: copy.id });
    expect(detail.config['seed']).toBe(77);
    expect(detail.differences).toEqual([{ path: 'seed', value: 77, preset: 0, paper: 0 }]);
  });
});

function isCloneable(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}
