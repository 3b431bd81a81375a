import { MessageChannel } from 'node:worker_threads';
import { expect, it } from 'vitest';
import type { TrainingUpdate } from '../../shared/run.ts';
import type { FromTrainer, ToTrainer, TrainerStart } from '../../src-main/engine/messages.ts';
import { portOfWorker } from '../../src-main/engine/port.ts';
import { serveTraining } from '../../src-main/engine/trainingSession.ts';
import type { Trainer } from '../../src-main/training/trainer.ts';

/** Has as many records to tell as it is asked for, and says how many that were. */
class Talkative implements Trainer {
  pulled = 0;
  readonly #total: number;

  constructor(total: number) {
    this.#total = total;
  }

  async *train(): AsyncGenerator<TrainingUpdate, void, void> {
    while (this.pulled < this.#total) {
      this.pulled++;
      yield { kind: 'log', level: 'info', key: 'log.started' };
    }
    yield { kind: 'checkpoint', reason: 'final', score: null };
  }

  save = () => Promise.reject(new Error('no checkpoint is wanted here'));
  restore = () => Promise.resolve();
  dispose = () => Promise.resolve();
}

const START: TrainerStart = {
  runId: 'r',
  sitting: 's',
  algorithm: 'talkative',
  environment: 'none',
  config: {},
  folder: '/nowhere',
  resumeFrom: null,
  beginFrom: null,
  name: 'n',
  preset: 'smoke',
  wallSecondsBefore: 0,
  workers: 0,
};

/** Turns of the event loop: enough for everything to happen that waits for nobody. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 2000; turn++) await new Promise((resolve) => setImmediate(resolve));
}

it('a trainer waits for a host that does not confirm its records, and goes on as they are confirmed', async () => {
  const { port1, port2 } = new MessageChannel();
  const host = portOfWorker(port2);
  const trainer = new Talkative(1000);
  const records: number[] = [];
  host.onMessage((message) => {
    const typed = message as FromTrainer;
    if (typed.type === 'record') records.push(typed.sequence);
  });
  const served = serveTraining(portOfWorker(port1), {
    prepare: () =>
      Promise.resolve({
        backend: 'wasm',
        gpu: null,
        threads: 1,
        oneDnn: false,
        tensorflowVersion: 'none',
        cpu: 'test',
      }),
    createTrainer: () => Promise.resolve(trainer),
  });
  const tell = (message: ToTrainer) => {
    host.postMessage(message);
  };
  tell({ type: 'start', ...START });
  await settle();
  const most = records.length;
  expect(most).toBeGreaterThan(10);
  expect(most).toBeLessThan(1000);
  expect(trainer.pulled).toBe(most);
  tell({ type: 'recorded', sequence: 10 });
  await settle();
  // Room for ten more, and no more than that.
  expect(records).toHaveLength(most + 10);
  expect(trainer.pulled).toBe(most + 10);
  host.close();
  await served;
});
