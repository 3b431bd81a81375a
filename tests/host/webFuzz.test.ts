/** Seeded attacks on a served host: it stays up, holds nothing, never stands still, and tells nobody where it lies. */
import { describe, expect, it } from 'vitest';
import { fuzzMessages } from './fuzz/fuzzMessages.ts';
import { fuzzFrames, fuzzRaw } from './fuzz/fuzzRaw.ts';
import { expectAlive, serveHost } from './fuzz/served.ts';
import { expectUnmoved } from './fuzz/unmoved.ts';

const LIMIT = { timeout: 300_000 };

describe('a served host', () => {
  it('outlives 10,000 raw requests and upgrades of somebody without a session', LIMIT, async () => {
    const host = await serveHost();
    await fuzzRaw(host, 500, 1);
    const before = await host.measure();
    const { statuses, faults } = await fuzzRaw(host, 10_000, 2);
    expect(faults).toEqual([]);
    // Every kind of refusal was met, and what needs no session was served.
    for (const status of ['200', '204', '400', '401', '403', '404', '405']) {
      expect(statuses[status], status).toBeGreaterThan(20);
    }
    await expectAlive(host);
    await expectUnmoved(host, before);
    expect(await host.end()).toBe(0);
  });

  it('answers 4000 messages of somebody with a session, whatever they hold', LIMIT, async () => {
    const host = await serveHost();
    await fuzzMessages(host, 500, 1);
    const before = await host.measure();
    const { results, refusals, faults } = await fuzzMessages(host, 4000, 2);
    expect(faults, host.log()).toEqual([]);
    // Both what is right and what is wrong was sent.
    expect(results).toBeGreaterThan(500);
    expect(refusals['protocol.malformed']).toBeGreaterThan(500);
    await expectAlive(host);
    await expectUnmoved(host, before);
    expect(await host.end()).toBe(0);
  });

  it('ends sockets that carry no WebSocket frames, and nothing else with them', LIMIT, async () => {
    const host = await serveHost();
    const before = await host.measure();
    expect(await fuzzFrames(host, 300, 1)).toEqual([]);
    await expectAlive(host);
    await expectUnmoved(host, before);
    expect(await host.end()).toBe(0);
  });
});
