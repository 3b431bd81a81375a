/** Evaluations through the host: their processes are real, and play nothing but in the last test. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TopicEvents } from '../../shared/protocol.ts';
import type { HostOptions } from '../../src-main/host/hostOptions.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
import type { EngineProcess, ProcessLauncher } from '../../src-main/host/processLauncher.ts';
import { COUNTING_ENTRY, evaluateAs, listen, type RunEvent } from './countingHost.ts';
import {
  atRest,
  behave,
  COUNTER_ENTRY,
  createCounterRun,
  temporaryFolder,
  testHost,
  until,
} from './testHost.ts';

/** Launches real processes and remembers the evaluators. */
function watchedLauncher(): ProcessLauncher & { readonly evaluators: EngineProcess[] } {
  const launcher = nodeLauncher({ entries: { trainer: COUNTER_ENTRY, evaluator: COUNTING_ENTRY } });
  const evaluators: EngineProcess[] = [];
  return {
    evaluators,
    launch: async (kind, options) => {
      const engine = await launcher.launch(kind, options);
      if (kind === 'evaluator') evaluators.push(engine);
      return engine;
    },
  };
}

/** A host with a finished run of two checkpoints at least. */
async function evaluationHost(options: Partial<HostOptions> = {}) {
  behave({});
  const launcher = watchedLauncher();
  const host = await testHost(temporaryFolder(), { launcher, ...options });
  const { id: runId } = await createCounterRun(host, 40);
  await until(host, runId, atRest);
  const [first = '', second = ''] = (await host.call('runs.checkpoints', { runId })).map(({ id }) => id);
  return { host, runId, first, second, evaluators: launcher.evaluators, events: listen(host, runId) };
}

const isDone = ({ kind }: RunEvent) => kind === 'evaluation';
const isEnded = ({ kind }: RunEvent) => kind === 'evaluationEnded';
const isPlaying = (event: RunEvent) => event.kind === 'evaluationProgress' && event.evaluation.done > 0;
const gone = (engine: EngineProcess | undefined) =>
  new Promise<string | null>((resolve) => engine?.onExit(({ signal }) => resolve(signal)));

describe('an evaluation', () => {
  it('is told while it plays, stored with every episode, survives a restart and leaves the score alone', async () => {
    // Half an episode lasts longer than the host waits between two announcements: each half is told.
    evaluateAs({ episodeMilliseconds: 600 });
    const { host, runId, first, events } = await evaluationHost();
    const before = host.store.summary(runId);
    const started = await host.call('evaluations.start', {
      runId,
      checkpointId: first,
      episodes: 4,
      seed: 5,
    });
    expect(started).toMatchObject({ checkpointId: first, episodes: 4, seed: 5, done: 0, mean: null });
    await events.event(isPlaying);
    const { underWay } = await host.call('evaluations.list', { runId });
    expect(underWay.map(({ id, state }) => [id, state])).toEqual([[started.id, 'playing']]);
    await events.event(isDone);
    const [done] = (await host.call('evaluations.list', { runId })).results;
    expect(done).toMatchObject({
      id: started.id,
      checkpointId: first,
      seed: 5,
      score: 1.5,
      scoreDeviation: 1,
    });
    expect(done?.returns).toEqual([0, 1, 2, 3]);
    const progress = events.told.flatMap((event) =>
      event.kind === 'evaluationProgress' ? [event.evaluation] : [],
    );
    // The last was played first, so the mean falls.
    expect(progress.some(({ mean, done: played }) => mean !== null && played < 4 && mean > 1.5)).toBe(true);
    const after = host.store.summary(runId);
    expect([after.score, after.bestScore, after.sparkline]).toEqual([
      before.score,
      before.bestScore,
      before.sparkline,
    ]);
    expect(progress.every(({ played, done: ended }) => played >= ended && played <= 4)).toBe(true);
    expect(progress.some(({ played }) => !Number.isInteger(played))).toBe(true);
    const folder = host.dataFolder;
    await host.close();
    const again = await testHost(folder, { startQueue: false });
    expect((await again.call('evaluations.list', { runId })).results).toEqual([done]);
    expect((await again.call('runs.log', { runId })).map(({ key }) => key)).toContain('log.evaluated');
  });

  it('asked for without figures plays as many episodes as the run’s own, by the run’s seed', async () => {
    const { host, runId, first, events } = await evaluationHost();
    await host.call('evaluations.start', { runId, checkpointId: first });
    await events.event(isDone);
    const [done] = (await host.call('evaluations.list', { runId })).results;
    const { config } = await host.call('runs.get', { runId });
    expect(done?.returns).toHaveLength((config['evaluate'] as { episodes: number }).episodes);
    expect(done?.seed).toBe(config['seed']);
  });

  it('says in the run’s log what has changed since the training', async () => {
    const values = { before: 'numpy 1.0.0', now: 'numpy 2.0.0' };
    evaluateAs({ difference: { key: 'log.lockVersions', values } });
    const { host, runId, first, events } = await evaluationHost();
    await host.call('evaluations.start', { runId, checkpointId: first, episodes: 1 });
    await events.event(isDone);
    const log = await host.call('runs.log', { runId });
    expect(log.find(({ key }) => key === 'log.lockVersions')).toMatchObject({ level: 'warning', values });
  });

  it('waits where another plays; several of one checkpoint are kept, the newest first', async () => {
    evaluateAs({ episodeMilliseconds: 30 });
    const { host, runId, first, second, evaluators, events } = await evaluationHost();
    const told: string[] = [];
    const handle = host.feed.listen(
      'evaluations',
      {},
      {
        send: (event) => {
          const seeds = (event as TopicEvents['evaluations']).evaluations.map(({ seed }) => seed).join();
          if (told.at(-1) !== seeds) told.push(seeds);
        },
        ended: () => undefined,
      },
    );
    onTestFinished(() => {
      handle.close();
    });
    const start = (checkpointId: string, seed: number) =>
      host.call('evaluations.start', { runId, checkpointId, episodes: 4, seed });
    await start(first, 1);
    expect((await start(second, 2)).state).toBe('waiting');
    const all = await host.call('evaluations.underWay', {});
    expect(all.map(({ seed }) => seed)).toEqual([1, 2]);
    await expect(start(first, 3)).rejects.toMatchObject({ code: 'evaluation.busy' });
    await events.event((event) => event.kind === 'evaluation' && event.evaluation.checkpointId === first);
    await start(first, 3);
    await events.event((event) => event.kind === 'evaluation' && event.evaluation.seed === 3);
    const { results, underWay } = await host.call('evaluations.list', { runId });
    expect(results.map(({ checkpointId, seed }) => [checkpointId, seed])).toEqual([
      [first, 3],
      [second, 2],
      [first, 1],
    ]);
    expect(underWay).toEqual([]);
    expect(told).toEqual(['1', '1,2', '2', '2,3', '3', '']);
    // One after the other: whoever plays was alone.
    const states = events.told.flatMap((event) =>
      event.kind === 'evaluationProgress' && event.evaluation.state === 'playing'
        ? [event.evaluation.seed]
        : [],
    );
    expect(states).toEqual([...states].sort((a, b) => a - b));
    expect(evaluators).toHaveLength(3);
  });

  it('that is cancelled leaves nothing but its neighbours, whether it plays or waits', async () => {
    evaluateAs({ episodeMilliseconds: 50 });
    const { host, runId, first, second, evaluators, events } = await evaluationHost();
    const playing = await host.call('evaluations.start', { runId, checkpointId: first, episodes: 1000 });
    const waiting = await host.call('evaluations.start', { runId, checkpointId: second, episodes: 3 });
    await events.event(isPlaying);
    await host.call('evaluations.cancel', { evaluationId: waiting.id });
    await host.call('evaluations.start', { runId, checkpointId: second, episodes: 2, seed: 9 });
    await host.call('evaluations.cancel', { evaluationId: playing.id });
    expect(await gone(evaluators[0])).toBe('SIGKILL');
    await events.event(isDone);
    const { results, underWay } = await host.call('evaluations.list', { runId });
    expect(results.map(({ seed }) => seed)).toEqual([9]);
    expect(underWay).toEqual([]);
    expect(events.told.filter(isEnded)).toEqual([
      { kind: 'evaluationEnded', evaluationId: waiting.id, checkpointId: second, error: null },
      { kind: 'evaluationEnded', evaluationId: playing.id, checkpointId: first, error: null },
    ]);
    // What a killed process had said before is not told after its end.
    const end = events.told.findLastIndex(isEnded);
    const ids = events.told
      .slice(end)
      .flatMap((event) => (event.kind === 'evaluationProgress' ? [event.evaluation.id] : []));
    expect(ids).not.toContain(playing.id);
    await expect(host.call('evaluations.cancel', { evaluationId: playing.id })).rejects.toMatchObject({
      code: 'evaluation.unknown',
    });
  });

  it('whose process is killed or fails says why, in the log too, and the next one plays', async () => {
    evaluateAs({ episodeMilliseconds: 50 });
    const { host, runId, first, evaluators, events } = await evaluationHost();
    await host.call('evaluations.start', { runId, checkpointId: first, episodes: 1000 });
    await events.event(isPlaying);
    process.kill(evaluators[0]?.processId ?? 0, 'SIGKILL');
    await events.event(isEnded);
    expect(events.told.find(isEnded)).toMatchObject({
      checkpointId: first,
      error: { code: 'evaluation.crashed', values: { reason: 'SIGKILL' } },
    });
    evaluateAs({ failAt: 1 });
    await host.call('evaluations.start', { runId, checkpointId: first, episodes: 3 });
    await events.event(
      (event) => event.kind === 'evaluationEnded' && event.error?.code === 'checkpoint.cannotAct',
    );
    const log = await host.call('runs.log', { runId });
    expect(log.filter(({ level }) => level === 'error').map(({ key }) => key)).toEqual([
      'error.checkpoint.cannotAct.what',
      'error.evaluation.crashed.what',
    ]);
    evaluateAs({});
    await host.call('evaluations.start', { runId, checkpointId: first, episodes: 3 });
    await events.event(isDone);
    expect((await host.call('evaluations.list', { runId })).results).toHaveLength(1);
  });

  it('of a run that is deleted, and of a studio that closes, ends with its process', async () => {
    evaluateAs({ episodeMilliseconds: 50 });
    const { host, runId, first, second, evaluators, events } = await evaluationHost();
    await host.call('evaluations.start', { runId, checkpointId: first, episodes: 1000 });
    await events.event(isPlaying);
    await host.call('runs.delete', { runIds: [runId] });
    expect(await gone(evaluators[0])).toBe('SIGKILL');
    await host.call('runs.restore', { runIds: [runId] });
    expect(await host.call('evaluations.list', { runId })).toEqual({ results: [], underWay: [] });
    await host.call('evaluations.start', { runId, checkpointId: second, episodes: 1000 });
    while (evaluators.length < 2) await delay(10);
    await host.close();
    expect(await gone(evaluators[1])).toBe('SIGKILL');
  });

  it('whose result finds no room on the disk is stored when there is some', async () => {
    const { host, runId, first, events } = await evaluationHost();
    // So many that they need pages of their own.
    await host.call('evaluations.start', { runId, checkpointId: first, episodes: 300 });
    const { connection } = host.store;
    const pages = connection.pragma('page_count', { simple: true }) as number;
    connection.exec('CREATE TABLE filler (bytes BLOB)');
    connection.pragma(`max_page_count = ${pages}`);
    // Whatever room the last pages have left.
    try {
      for (;;) connection.exec('INSERT INTO filler VALUES (zeroblob(500))');
    } catch {
      // Full, as it is meant to be.
    }
    await events.event(
      (event) => event.kind === 'evaluationProgress' && event.evaluation.state === 'storing',
    );
    expect((await host.call('evaluations.list', { runId })).results).toEqual([]);
    connection.pragma('max_page_count = 1073741823');
    await events.event(isDone);
    expect((await host.call('evaluations.list', { runId })).results[0]?.returns).toHaveLength(300);
  });

  it('is refused for what does not exist and for numbers out of bounds', async () => {
    const { host, runId, first, evaluators } = await evaluationHost();
    const refused = async (args: object, code: string) => {
      const asked = { runId, checkpointId: first, ...args };
      await expect(host.call('evaluations.start', asked)).rejects.toMatchObject({ code });
    };
    await refused({ runId: 'none' }, 'run.unknown');
    await refused({ checkpointId: 'none' }, 'checkpoint.unknown');
    for (const episodes of [0, -1, 1.5, 10_001, Number.NaN, '5', null]) {
      await refused({ episodes }, 'protocol.malformed');
    }
    for (const seed of [-1, 0.5, 4_294_967_296, '1']) await refused({ seed }, 'protocol.malformed');
    expect(evaluators).toEqual([]);
  });

  it('goes along with its run as one file, into the same data folder too', async () => {
    const { host, runId, first, events } = await evaluationHost();
    await host.call('evaluations.start', { runId, checkpointId: first, episodes: 3, seed: 1 });
    await events.event(isDone);
    const { file } = await host.call('runs.export', { runId, checkpoints: 'all' });
    const copy = await host.call('runs.import', { file: new Uint8Array(file) });
    const [original] = (await host.call('evaluations.list', { runId })).results;
    const [copied] = (await host.call('evaluations.list', { runId: copy.id })).results;
    const checkpoints = await host.call('runs.checkpoints', { runId: copy.id });
    expect(copied).toEqual({ ...original, id: copied?.id, runId: copy.id, checkpointId: checkpoints[0]?.id });
    const elsewhere = await testHost(temporaryFolder());
    await elsewhere.call('runs.import', { file: new Uint8Array(file) });
    expect((await elsewhere.call('evaluations.list', { runId })).results).toEqual([original]);
  });

  it('stays when its checkpoint makes way for newer ones, and goes with its run for good', async () => {
    const { host, runId, first, events } = await evaluationHost();
    await host.call('evaluations.start', { runId, checkpointId: first, episodes: 2 });
    await events.event(isDone);
    host.store.removeCheckpoints([first]);
    expect((await host.call('evaluations.list', { runId })).results).toHaveLength(1);
    await host.call('runs.delete', { runIds: [runId] });
    await host.call('runs.emptyBin', {});
    expect(host.store.connection.prepare('SELECT count(*) FROM evaluations').pluck().get()).toBe(0);
  });
});

describe('a checkpoint’s file', () => {
  it('that is gone or damaged is named, by the evaluator itself', async () => {
    behave({});
    const launcher = nodeLauncher({ entries: { trainer: COUNTER_ENTRY } });
    const { host, runId, first, second, events } = await evaluationHost({ launcher });
    const fileOf = (id: string) => host.store.folder.checkpoint(runId, host.store.checkpoint(id).fileName);
    const bytes = readFileSync(fileOf(first));
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    writeFileSync(fileOf(first), bytes);
    rmSync(fileOf(second));
    for (const checkpointId of [first, second]) {
      await host.call('evaluations.start', { runId, checkpointId, episodes: 1 });
    }
    await events.event((event) => event.kind === 'evaluationEnded' && event.checkpointId === second);
    const errors = events.told.flatMap((event) =>
      event.kind === 'evaluationEnded' ? [event.error?.code] : [],
    );
    expect(errors).toEqual(['checkpoint.damaged', 'checkpoint.unknown']);
  });
});
