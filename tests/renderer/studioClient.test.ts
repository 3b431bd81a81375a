// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import { reportError, StudioError } from '../../shared/errors.ts';
import type { ClientMessage, HostMessage } from '../../shared/protocol.ts';
import { StudioClient, type ClientTools } from '../../src-renderer/client/studioClient.ts';
import type { TransportEvents } from '../../src-renderer/client/transport.ts';

/** A line whose other end the test holds. */
function bench() {
  const lines: { events: TransportEvents; sent: ClientMessage[]; closed: boolean }[] = [];
  const timers = new Map<number, { run: () => void; milliseconds: number }>();
  const draws: (() => void)[] = [];
  /** Texts with which the line carries no message. */
  const refuse = new Set<string>();
  let nextTimer = 1;
  const tools: ClientTools = {
    afterDraw: (done) => draws.push(done),
    setTimeout: (run, milliseconds) => {
      timers.set(nextTimer, { run, milliseconds });
      return nextTimer++;
    },
    clearTimeout: (id) => timers.delete(id),
    now: () => 0,
  };
  const client = new StudioClient((events) => {
    const line = { events, sent: [] as ClientMessage[], closed: false };
    lines.push(line);
    return {
      send: (message) => {
        if ([...refuse].some((text) => JSON.stringify(message).includes(text))) {
          throw new StudioError('protocol.tooLarge', { megabytes: 16 });
        }
        line.sent.push(message);
      },
      close: () => (line.closed = true),
    };
  }, tools);
  const line = () => {
    const last = lines.at(-1);
    if (last === undefined) throw new Error('no line was opened');
    return last;
  };
  return {
    client,
    line,
    lines,
    draws,
    refuse,
    timers,
    answer: (message: HostMessage) => {
      line().events.message(message);
    },
    fireTimer: () => {
      const [first] = timers;
      if (first === undefined) throw new Error('no timer is set');
      timers.delete(first[0]);
      first[1].run();
    },
  };
}

describe('StudioClient', () => {
  it('says of a host that lets nobody in that it does so, at once, and not that it is gone', async () => {
    const { client, line, fireTimer } = bench();
    const early = client.call('runs.list', {});
    line().events.closed('protocol.unauthorised');
    await expect(early).rejects.toMatchObject({ code: 'protocol.unauthorised' });
    const again = client.call('runs.list', {});
    fireTimer();
    line().events.closed('protocol.unauthorised');
    await expect(again).rejects.toMatchObject({ code: 'protocol.unauthorised' });
    // Let in again, and then the host goes.
    fireTimer();
    line().events.open();
    const last = client.call('runs.list', {});
    line().events.closed('socket closed (1006)');
    await expect(last).rejects.toMatchObject({ code: 'host.unreachable' });
  });

  it('fails a call that its line cannot carry, and no other with it', async () => {
    const { client, line, answer, refuse } = bench();
    const early = client.call('runs.get', { runId: 'a' });
    const large = client.call('runs.get', { runId: 'large' });
    refuse.add('large');
    line().events.open();
    await expect(large).rejects.toMatchObject({ code: 'protocol.tooLarge' });
    answer({ type: 'result', id: line().sent[0]?.id ?? 0, value: 'A' });
    expect(await early).toBe('A');
    await expect(client.call('runs.get', { runId: 'large' })).rejects.toMatchObject({
      code: 'protocol.tooLarge',
    });
  });

  it('answers each call with its own result, in whatever order they come', async () => {
    const { client, line, answer } = bench();
    line().events.open();
    const first = client.call('runs.get', { runId: 'a' });
    const second = client.call('runs.get', { runId: 'b' });
    const [one, two] = line().sent;
    answer({ type: 'result', id: two?.id ?? 0, value: 'B' });
    answer({ type: 'result', id: one?.id ?? 0, value: 'A' });
    expect(await first).toBe('A');
    expect(await second).toBe('B');
  });

  it('throws what the host reports, with its code', async () => {
    const { client, line, answer } = bench();
    line().events.open();
    const call = client.call('runs.get', { runId: 'none' });
    answer({
      type: 'error',
      id: line().sent[0]?.id ?? 0,
      error: reportError(new StudioError('run.unknown', { run: 'none' })),
    });
    await expect(call).rejects.toMatchObject({ code: 'run.unknown', values: { run: 'none' } });
  });

  it('sends calls made before the line is open once it is', async () => {
    const { client, line, answer } = bench();
    const call = client.call('runs.list', {});
    expect(line().sent).toHaveLength(0);
    line().events.open();
    expect(line().sent).toHaveLength(1);
    answer({ type: 'result', id: line().sent[0]?.id ?? 0, value: [] });
    expect(await call).toEqual([]);
  });

  it('gives up on a call when the line stays down', async () => {
    const { client, fireTimer } = bench();
    const call = client.call('runs.list', {});
    fireTimer();
    await expect(call).rejects.toMatchObject({ code: 'host.unreachable' });
  });

  it('fails calls under way when the line is lost, since nobody knows whether they were carried out', async () => {
    const { client, line } = bench();
    line().events.open();
    const call = client.call('runs.delete', { runIds: ['a'] });
    line().events.closed('gone');
    await expect(call).rejects.toMatchObject({ code: 'host.unreachable' });
    expect(client.state.kind).toBe('lost');
  });

  it('opens the line again with growing pauses and takes up listeners', () => {
    const { client, line, lines, timers, fireTimer } = bench();
    line().events.open();
    const resumed = vi.fn();
    client.listen('runs', {}, () => {}, { onResumed: resumed });
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      line().events.closed('gone');
      pauses.push([...timers.values()][0]?.milliseconds ?? 0);
      fireTimer();
    }
    expect(pauses.slice(0, 4)).toEqual([250, 500, 1000, 2000]);
    expect(Math.max(...pauses)).toBe(8000);
    expect(resumed).not.toHaveBeenCalled();
    line().events.open();
    expect(lines).toHaveLength(9);
    expect(line().sent).toMatchObject([{ type: 'listen', topic: 'runs' }]);
    expect(resumed).toHaveBeenCalledOnce();
  });

  it('acknowledges a lossy event only once it is drawn, and only once', () => {
    const { client, line, answer, draws } = bench();
    line().events.open();
    const seen: unknown[] = [];
    client.listen('theatre', { sessionId: 's' }, (event) => {
      seen.push(event);
    });
    const id = line().sent[0]?.id ?? 0;
    answer({ type: 'event', id, event: 'frame', lossy: true });
    expect(seen).toEqual(['frame']);
    expect(line().sent).toHaveLength(1);
    draws.shift()?.();
    expect(line().sent.slice(1)).toEqual([{ type: 'acknowledge', id }]);
    answer({ type: 'event', id, event: 'state', lossy: false });
    expect(draws).toHaveLength(0);
    expect(line().sent).toHaveLength(2);
  });

  it('waits for a promise that the listener returns', async () => {
    const { client, line, answer } = bench();
    line().events.open();
    let drawn = () => {};
    client.listen('theatre', { sessionId: 's' }, () => new Promise<void>((resolve) => (drawn = resolve)));
    answer({ type: 'event', id: line().sent[0]?.id ?? 0, event: 'frame', lossy: true });
    await Promise.resolve();
    expect(line().sent).toHaveLength(1);
    drawn();
    await vi.waitFor(() => {
      expect(line().sent).toHaveLength(2);
    });
  });

  it('acknowledges nothing on a new line that came on the old one', () => {
    const { client, line, answer, draws, fireTimer } = bench();
    line().events.open();
    client.listen('theatre', { sessionId: 's' }, () => {});
    answer({ type: 'event', id: line().sent[0]?.id ?? 0, event: 'frame', lossy: true });
    line().events.closed('gone');
    fireTimer();
    line().events.open();
    draws.shift()?.();
    expect(line().sent.filter(({ type }) => type === 'acknowledge')).toHaveLength(0);
  });

  it('hears nothing more once it stopped listening', () => {
    const { client, line, answer } = bench();
    line().events.open();
    const onEvent = vi.fn();
    const stop = client.listen('runs', {}, onEvent);
    const id = line().sent[0]?.id ?? 0;
    stop();
    stop();
    answer({ type: 'event', id, event: {}, lossy: false });
    expect(onEvent).not.toHaveBeenCalled();
    expect(line().sent.slice(1)).toEqual([{ type: 'unlisten', id }]);
  });

  it('tells a listener that its topic ended', () => {
    const { client, line, answer } = bench();
    line().events.open();
    const onEnded = vi.fn();
    client.listen('run', { runId: 'a' }, () => {}, { onEnded });
    answer({ type: 'ended', id: line().sent[0]?.id ?? 0 });
    expect(onEnded).toHaveBeenCalledOnce();
  });
});
