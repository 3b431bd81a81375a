/** The doctor's judgement, for machines that we own and machines that we don't. */
import { describe, expect, test } from 'vitest';
import { en } from '../../shared/messages/en/index.ts';
import { ko } from '../../shared/messages/ko/index.ts';
import { judgeFacts } from '../../src-main/host/doctor.ts';
import { gatherFacts, type MachineFacts } from '../../src-main/host/machineFacts.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';

const gauge: NonNullable<MachineFacts['gauge']> = {
  backend: 'tensorflow',
  gpu: null,
  threads: 2,
  oneDnn: true,
  tensorflowVersion: '2.21.0',
  cpu: 'a processor',
  fallbackReason: null,
  matmulGflops: 141.6,
  convolutionGflops: 124.2,
};
const good: MachineFacts = {
  platform: 'linux',
  arch: 'x64',
  node: '24.0.0',
  sqlite: '3.50.0',
  electron: { version: '45.4.1', runningInside: false, binaryPresent: true },
  tensorflowChoice: 'auto',
  gauge,
  gaugeFailure: null,
  nvidiaDriver: false,
  compiler: '/usr/bin/g++',
  dataFolder: '/data',
  cacheFolder: '/cache',
  dataFreeBytes: 50e9,
  cores: 2,
  memoryBytes: 16e9,
  freeMemoryBytes: 8e9,
  display: true,
};
const wasm = {
  ...gauge,
  backend: 'wasm' as const,
  tensorflowVersion: 'wasm 4.22.0',
  fallbackReason: 'no addon\nat x',
};

const find = (facts: MachineFacts, id: string) => judgeFacts(facts).find((item) => item.id === id);

describe('judgeFacts', () => {
  test('a machine with everything has nothing to do', () => {
    expect(judgeFacts(good).filter((item) => item.state !== 'good')).toEqual([]);
    expect(find(good, 'backend')?.value).toBe('tensorflow (CPU)');
    expect(find(good, 'matmul')?.value).toBe('142 GFLOPS');
  });

  test('a GPU is named, and one that lies idle is told', () => {
    expect(find({ ...good, gauge: { ...gauge, gpu: 'RTX 4090' } }, 'backend')?.value).toBe(
      'tensorflow (RTX 4090)',
    );
    expect(find({ ...good, nvidiaDriver: true }, 'backend')).toMatchObject({
      state: 'warning',
      next: 'doctor.next.idleCard',
    });
  });

  test('wasm says why and what to do: a compiler, the launcher, or nothing where it was chosen', () => {
    expect(find({ ...good, gauge: wasm }, 'backend')?.next).toBe('doctor.next.tensorflow');
    expect(find({ ...good, gauge: wasm }, 'fallbackReason')?.value).toBe('no addon');
    expect(find({ ...good, gauge: wasm, compiler: null }, 'backend')?.next).toBe('doctor.next.compiler');
    const chosen = find({ ...good, gauge: wasm, tensorflowChoice: 'wasm' }, 'backend');
    expect(chosen).toMatchObject({ state: 'good', next: 'doctor.next.wasmChosen' });
  });

  test.each([
    [{ gauge: null, gaugeFailure: 'crashed' }, 'backend', 'missing', 'backendBroken'],
    [{ sqlite: null }, 'sqlite', 'missing', 'dependencies'],
    [{ electron: { ...good.electron, binaryPresent: false } }, 'electron', 'warning', 'electron'],
    [{ electron: { ...good.electron, version: null } }, 'electron', 'missing', 'dependencies'],
    [{ dataFreeBytes: 1e9 }, 'freeSpace', 'warning', 'space'],
    [{ memoryBytes: 4e9 }, 'memory', 'warning', 'memory'],
    [{ display: false }, 'display', 'warning', 'display'],
  ] satisfies [Partial<MachineFacts>, string, string, string][])(
    '%o: %s is %s, next %s',
    (facts, id, state, next) => {
      expect(find({ ...good, ...facts }, id)).toMatchObject({ state, next: `doctor.next.${next}` });
    },
  );

  test('everything it can say is in the catalogue, in both languages', () => {
    const machines: Partial<MachineFacts>[] = [
      {},
      { gauge: wasm, compiler: null, display: false, sqlite: null, dataFreeBytes: 1, memoryBytes: 1 },
      { gauge: null },
      { nvidiaDriver: true },
    ];
    for (const facts of machines) {
      for (const { label, next } of judgeFacts({ ...good, ...facts })) {
        for (const key of next === null ? [label] : [label, next]) {
          expect(en, key).toHaveProperty([key]);
          expect(ko, key).toHaveProperty([key]);
        }
      }
    }
  });
});

test('on this machine the facts are measured, in a process of their own', async () => {
  const facts = await gatherFacts({ launcher: nodeLauncher(), dataFolder: '/tmp' });
  expect(facts.gaugeFailure).toBeNull();
  expect(facts.gauge?.matmulGflops).toBeGreaterThan(0.5);
  expect(facts.gauge?.convolutionGflops).toBeGreaterThan(0.5);
  expect(facts.sqlite).toMatch(/^3\.\d+/);
  expect(facts.dataFreeBytes).toBeGreaterThan(0);
});
