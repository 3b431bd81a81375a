/** Measurements of trust through the host: their processes are real, and measure nothing. */
import { describe, expect, it } from 'vitest';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
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

/** A host with a finished run of two checkpoints at least. */
async function measuredHost() {
  behave({});
  const launcher = nodeLauncher({ entries: { trainer: COUNTER_ENTRY, evaluator: COUNTING_ENTRY } });
  const host = await testHost(temporaryFolder(), { launcher });
  const { id: runId } = await createCounterRun(host, 40);
  await until(host, runId, atRest);
  const [first = '', second = ''] = (await host.call('runs.checkpoints', { runId })).map(({ id }) => id);
  return { host, runId, first, second, ...listen(host, runId) };
}

const isDone = ({ kind }: RunEvent) => kind === 'trust';
const isEnded = ({ kind }: RunEvent) => kind === 'trustEnded';
const isMeasuring = (event: RunEvent) => event.kind === 'trustProgress' && event.measurement.share > 0;

describe('a measurement', () => {
  it('is told while it runs, kept with its curves, and survives a restart and an export', async () => {
    evaluateAs({ episodeMilliseconds: 300 });
    const { host, runId, first, event } = await measuredHost();
    const asked = { runId, checkpointId: first, instrument: 'drift', episodes: 7, seed: 5 } as const;
    const started = await host.call('trust.start', asked);
    expect(started).toMatchObject({ checkpointId: first, instrument: 'drift', share: 0 });
    await event(isMeasuring);
    expect((await host.call('trust.list', { runId })).underWay).toMatchObject([
      { id: started.id, state: 'measuring', share: 0.5 },
    ]);
    await event(isDone);
    const { rows, underWay } = await host.call('trust.list', { runId });
    expect(underWay).toEqual([]);
    expect(rows).toMatchObject([
      {
        id: started.id,
        runId,
        checkpointId: first,
        gradientSteps: host.store.checkpoint(first).axis.gradientSteps,
        seed: 5,
        episodes: 7,
        result: { instrument: 'drift', spaces: [{ steps: 7 }] },
      },
    ]);
    const { file } = await host.call('runs.export', { runId, checkpoints: 'all' });
    const { id: copyId } = await host.call('runs.import', { file: new Uint8Array(file) });
    const [copied] = (await host.call('trust.list', { runId: copyId })).rows;
    const [row] = rows;
    const renamed = (name = '') => name.replace(runId, copyId);
    expect(copied).toEqual({
      ...row,
      runId: copyId,
      id: renamed(row?.id),
      checkpointId: renamed(row?.checkpointId),
    });
    const folder = host.dataFolder;
    await host.close();
    const again = await testHost(folder, { startQueue: false });
    expect((await again.call('trust.list', { runId })).rows).toEqual(rows);
    expect((await again.call('runs.log', { runId })).map(({ key }) => key)).toContain('log.measured.drift');
  });

  it('waits for an evaluation to end, and an evaluation for it; one of a kind a checkpoint, others wait', async () => {
    evaluateAs({ episodeMilliseconds: 60 });
    const { host, runId, first, second, told, event } = await measuredHost();
    const ask = (checkpointId: string, instrument: 'drift' | 'obedience') =>
      host.call('trust.start', { runId, checkpointId, instrument });
    await host.call('evaluations.start', { runId, checkpointId: first, episodes: 3 });
    await ask(first, 'drift');
    await expect(ask(first, 'drift')).rejects.toMatchObject({ code: 'trust.busy' });
    await ask(first, 'obedience');
    const cancelled = await ask(second, 'drift');
    await host.call('trust.cancel', { measurementId: cancelled.id });
    await event(({ kind }) => kind === 'evaluation');
    await host.call('evaluations.start', { runId, checkpointId: first, episodes: 1 });
    const isSecond = (other: RunEvent) =>
      other.kind === 'evaluation' && other.evaluation.returns.length === 1;
    await event(isSecond);
    await event((other) => other.kind === 'trust' && told.filter(isDone).length === 2);
    const lastPlayed = told.findLastIndex(
      (other) => other.kind === 'evaluationProgress' && other.evaluation.episodes === 3,
    );
    const firstMeasured = told.findIndex(
      (other) => other.kind === 'trustProgress' && other.measurement.state === 'measuring',
    );
    expect(firstMeasured).toBeGreaterThan(lastPlayed);
    const secondPlayed = told.findIndex(
      (other) =>
        other.kind === 'evaluationProgress' &&
        other.evaluation.episodes === 1 &&
        other.evaluation.state === 'playing',
    );
    const measuredBefore = told.findLastIndex(
      (other, index) => index < secondPlayed && other.kind === 'trustProgress' && other.measurement.share > 0,
    );
    expect(measuredBefore).toBeGreaterThan(firstMeasured);
    expect(told.filter(isEnded)).toMatchObject([{ measurement: { id: cancelled.id }, error: null }]);
    await expect(host.call('trust.cancel', { measurementId: cancelled.id })).rejects.toMatchObject({
      code: 'trust.unknown',
    });
  });

  it('that fails says why, in the log too; one under way ends with its run, and with its studio', async () => {
    evaluateAs({ failAt: 0 });
    const { host, runId, first, second, told, event } = await measuredHost();
    await host.call('trust.start', { runId, checkpointId: first, instrument: 'calibration' });
    await event(isEnded);
    expect(told.find(isEnded)).toMatchObject({ error: { code: 'trust.noScore' } });
    expect((await host.call('runs.log', { runId })).map(({ key }) => key)).toContain(
      'error.trust.noScore.what',
    );
    evaluateAs({ episodeMilliseconds: 60_000 });
    await host.call('trust.start', { runId, checkpointId: first, instrument: 'drift' });
    await host.call('runs.delete', { runIds: [runId] });
    await event((other) => other.kind === 'trustEnded' && other.error === null);
    await host.call('runs.restore', { runIds: [runId] });
    await host.call('trust.start', { runId, checkpointId: second, instrument: 'drift' });
    await host.call('evaluations.start', { runId, checkpointId: second, episodes: 1 });
    await host.close();
  });
});
