/**
 * Real trainings on three workers, while workers, the broker and the host are killed, frozen, drained and started again: what is left
 * is what trainings leave that nothing befalls. `MACHINES_SEEDS` (`1,2,3` or how many) and `MACHINES_BLOWS` say how much.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { leftOf, litterOf } from '../chaos/left.ts';
import { differences } from '../chaos/trial.ts';
import { temporaryFolder } from '../host/testHost.ts';
import { hostOf, testBroker, testWorker, type TestWorker } from '../machines/machines.ts';
import { createRealRuns, inOrder, realBaseline, type RealBaseline } from '../machines/realRuns.ts';
import type { TestBroker } from '../machines/testBroker.ts';

const asked = process.env['MACHINES_SEEDS'] ?? '4';
const SEEDS = asked.includes(',')
  ? asked.split(',').map(Number)
  : Array.from({ length: Number(asked) }, (_, index) => index + 1);
const BLOWS = Number(process.env['MACHINES_BLOWS'] ?? 10);
const WORKERS = ['one', 'two', 'three'];
const LEASE_MILLISECONDS = 1500;
const HOST_ENTRY = fileURLToPath(new URL('../machines/hostProcess.ts', import.meta.url));

let known: RealBaseline | null = null;

class Field {
  readonly #broker: TestBroker;
  readonly #dataFolder: string;
  readonly #compute: RealBaseline['compute'];
  readonly #workers = new Map<string, TestWorker>();
  #host: ChildProcess | null = null;

  constructor(broker: TestBroker, dataFolder: string, compute: RealBaseline['compute']) {
    this.#broker = broker;
    this.#dataFolder = dataFolder;
    this.#compute = compute;
  }

  async begin(): Promise<void> {
    this.#startHost();
    await Promise.all(WORKERS.map((name) => this.#startWorker(name)));
  }

  /** @returns what it was */
  async strike(random: RandomStream): Promise<string> {
    const name = WORKERS[random.integer(WORKERS.length)] ?? '';
    const worker = this.#workers.get(name);
    const kind = random.integer(5);
    if (kind === 0) {
      await worker?.kill();
      await this.#startWorker(name);
      return `${name} killed`;
    }
    if (kind === 1) {
      worker?.freeze();
      await delay(2 * LEASE_MILLISECONDS);
      worker?.thaw();
      return `${name} frozen`;
    }
    if (kind === 2) {
      await worker?.drain();
      await this.#startWorker(name);
      return `${name} drained`;
    }
    if (kind === 3) {
      await this.#broker.kill();
      await delay(500);
      await this.#broker.restart();
      return 'broker killed';
    }
    await this.killHost();
    this.#startHost();
    return 'host killed';
  }

  async killHost(): Promise<void> {
    const host = this.#host;
    if (host === null || host.exitCode !== null || host.signalCode !== null) return;
    const gone = once(host, 'exit');
    host.kill('SIGKILL');
    await gone;
  }

  #startHost(): void {
    this.#host = fork(HOST_ENTRY, [this.#dataFolder, this.#broker.address], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#host.disconnect();
  }

  async #startWorker(name: string): Promise<void> {
    const options = { compute: this.#compute, trainer: undefined, leaseMilliseconds: LEASE_MILLISECONDS };
    this.#workers.set(name, await testWorker(this.#broker, name, options));
  }
}

function statusesOf(dataFolder: string): readonly string[] {
  const store = ExperimentStore.openReadOnly(dataFolder);
  try {
    return store?.runs().map(({ status }) => status) ?? [];
  } finally {
    store?.close();
  }
}

test.each(SEEDS)('whatever befalls machines, seed %i', async (seed) => {
  const { left, compute } = (known ??= await realBaseline());
  const broker = await testBroker();
  const dataFolder = temporaryFolder();
  // No worker is there yet: they stay queued when this host closes.
  const host = await hostOf(broker, dataFolder);
  const ids = await createRealRuns(host);
  for (const runId of ids) await host.call('runs.start', { runId, where: 'anywhere' });
  await host.close();
  const field = new Field(broker, dataFolder, compute);
  onTestFinished(() => field.killHost());
  await field.begin();
  const random = RandomStream.named(seed, 'blows');
  const blows: string[] = [];
  const rest = () => statusesOf(dataFolder).every((status) => !/queued|starting|running|pausing/.test(status));
  while (blows.length < BLOWS && !rest()) {
    await delay(500 + random.uniform() * 2500);
    blows.push(await field.strike(random));
  }
  while (!rest()) await delay(500);
  process.stdout.write(`seed ${seed}: ${blows.join(', ')}\n`);
  await field.killHost();
  expect(differences(inOrder(await leftOf(dataFolder), ids), left)).toEqual([]);
  expect(await litterOf(dataFolder)).toEqual([]);
});
