// @vitest-environment jsdom
/** What a run's page knows of measurements of trust: it follows what the host tells, whoever asked for them. */
import { describe, expect, it } from 'vitest';
import type { RunTrust as Listed } from '../../shared/protocol.ts';
import type { TrustRow, TrustUnderWay } from '../../shared/trust.ts';
import type { StudioClient } from '../../src-renderer/client/studioClient.ts';
import { RunTrust } from '../../src-renderer/state/runTrust.svelte.ts';

const underWay = (id: string, checkpointId: string, share = 0): TrustUnderWay => ({
  id,
  runId: 'r',
  checkpointId,
  instrument: 'drift',
  state: 'measuring',
  share,
});
const row = (id: string, checkpointId: string): TrustRow => ({
  id,
  runId: 'r',
  checkpointId,
  environmentSteps: 1,
  gradientSteps: 1,
  seed: 1,
  episodes: 2,
  result: { instrument: 'drift', windows: 1, spaces: [] },
  createdAt: '2026-01-01T00:00:00.000Z',
});
const drift = (checkpointId: string) => ({ checkpointId, instrument: 'drift' }) as const;

function bench(listed: Listed = { rows: [], underWay: [] }) {
  const calls: unknown[] = [];
  const client = {
    call: (command: string, args: unknown) => {
      calls.push([command, args]);
      return Promise.resolve(command === 'trust.list' ? listed : null);
    },
  } as unknown as StudioClient;
  return { trust: new RunTrust(client, 'r'), calls };
}

describe('measurements of a run', () => {
  it('are those that the host lists, and what it tells from then on; of a checkpoint the newest is shown', async () => {
    const { trust } = bench({ rows: [row('a', 'c1')], underWay: [underWay('b', 'c1')] });
    expect(trust.rows).toBeNull();
    await trust.load();
    trust.receive({ kind: 'trustProgress', measurement: underWay('b', 'c1', 0.5) });
    trust.receive({ kind: 'trustProgress', measurement: underWay('c', 'c2') });
    expect(trust.underWayOf(drift('c1'))).toMatchObject({ id: 'b', share: 0.5 });
    expect(trust.underWayOf({ ...drift('c1'), instrument: 'obedience' })).toBeUndefined();
    expect(trust.underWayOf(drift('c2'))?.id).toBe('c');
    trust.receive({ kind: 'trust', trust: row('b', 'c1') });
    expect(trust.underWayOf(drift('c1'))).toBeUndefined();
    expect(trust.rowOf(drift('c1'))?.id).toBe('b');
    expect(trust.rowOf({ ...drift('c1'), instrument: 'calibration' })).toBeUndefined();
    expect(trust.rows?.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('that fail show why until they are asked for again; those that are cancelled show nothing', () => {
    const { trust } = bench();
    const error = { code: 'trust.noScore', values: {} } as const;
    const end = (id: string, why: typeof error | null) => {
      trust.receive({ kind: 'trustProgress', measurement: underWay(id, 'c1') });
      trust.receive({ kind: 'trustEnded', measurement: underWay(id, 'c1'), error: why });
    };
    end('a', error);
    expect(trust.failureOf(drift('c1'))).toEqual(error);
    expect(trust.failureOf(drift('c2'))).toBeUndefined();
    expect(trust.underWayOf(drift('c1'))).toBeUndefined();
    end('b', null);
    expect(trust.failureOf(drift('c1'))).toBeUndefined();
  });

  it('are asked for by run, checkpoint and figures, and cancelled by their own id', async () => {
    const { trust, calls } = bench();
    await trust.start({ ...drift('c1'), episodes: 3, seed: 9 });
    await trust.cancel(underWay('a', 'c1'));
    expect(calls).toEqual([
      ['trust.start', { runId: 'r', checkpointId: 'c1', instrument: 'drift', episodes: 3, seed: 9 }],
      ['trust.cancel', { measurementId: 'a' }],
    ]);
  });
});
