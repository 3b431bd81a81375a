/** The same attacks as in tests/host/webFuzz.test.ts, ten to twenty-five times as many. */
import { describe, expect, it } from 'vitest';
import { fuzzMessages } from '../host/fuzz/fuzzMessages.ts';
import { fuzzFrames, fuzzRaw } from '../host/fuzz/fuzzRaw.ts';
import { expectAlive, serveHost } from '../host/fuzz/served.ts';
import { expectUnmoved } from '../host/fuzz/unmoved.ts';

const COUNT = Number(process.env['FUZZ_COUNT'] ?? 100_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 11);

const tell = (figures: object) => process.stdout.write(`${JSON.stringify(figures)}\n`);

describe('a served host', () => {
  it('outlives 100,000 raw requests and upgrades', async () => {
    const host = await serveHost();
    await fuzzRaw(host, 2000, 1);
    const before = await host.measure();
    const { statuses, faults } = await fuzzRaw(host, COUNT, SEED);
    expect(faults).toEqual([]);
    expect(await fuzzFrames(host, COUNT / 50, SEED)).toEqual([]);
    await expectAlive(host);
    const after = await expectUnmoved(host, before);
    tell({ statuses, before, after });
    expect(await host.end()).toBe(0);
  });

  it('answers 100,000 messages', async () => {
    const host = await serveHost();
    await fuzzMessages(host, 2000, 1);
    const before = await host.measure();
    const { results, refusals, faults } = await fuzzMessages(host, COUNT, SEED);
    expect(faults, host.log()).toEqual([]);
    await expectAlive(host);
    const after = await expectUnmoved(host, before);
    tell({ results, refusals, before, after });
    expect(await host.end()).toBe(0);
  });
});
