/**
 * Entry of a worker's thread. Each thread loads TensorFlow for itself: its Node addon keeps its state by thread, so that several
 * compute at once in one process (docs/decisions/0023-workers-are-threads.md).
 */
import { parentPort, workerData } from 'node:worker_threads';
import { reportError } from '../../../shared/errors.ts';
import { initialiseBackend } from '../../numerics/backend.ts';
import { ActorLearner, type RolloutReport } from './actorLearner.ts';
import type { ActorAnswer, ActorOrder, ActorThreadData } from './actorOrders.ts';
import { COUNTER } from './sharedMemory.ts';
import { applyRollout } from './update.ts';

const { backend, threads, ...place } = workerData as ActorThreadData;
const answer = (message: ActorAnswer) => parentPort?.postMessage(message);

function playFreely(learner: ActorLearner): RolloutReport[] {
  const { memory, config, worker } = place;
  const rollouts: RolloutReport[] = [];
  while (Atomics.sub(memory.counters, COUNTER.tickets, 1) > 0) {
    const rollout = learner.play();
    const norm = applyRollout(memory, config, worker, rollout.frames);
    rollouts.push({ ...rollout, figures: { ...rollout.figures, 'update/gradientNorm': norm } });
  }
  return rollouts;
}

function carryOut(learner: ActorLearner, order: ActorOrder): ActorAnswer {
  switch (order.kind) {
    case 'play':
      return { kind: 'played', rollouts: [learner.play()] };
    case 'playFreely':
      return { kind: 'played', rollouts: playFreely(learner) };
    case 'save':
      return { kind: 'saved', state: learner.save() };
    case 'restore':
      learner.restore(order.state);
      return { kind: 'done' };
    case 'close':
      learner.close();
      parentPort?.close();
      return { kind: 'done' };
  }
}

try {
  await initialiseBackend({ backend, threads });
  const learner = await ActorLearner.create(place, async (model) => {
    // Loaded where it is needed: it knows every algorithm there is.
    const { openBorrowedDream } = await import('../borrowedDream.ts');
    return openBorrowedDream(model);
  });
  parentPort?.on('message', (order: ActorOrder) => {
    try {
      answer(carryOut(learner, order));
    } catch (error) {
      answer({ kind: 'failed', error: reportError(error) });
    }
  });
  answer({ kind: 'done' });
} catch (error) {
  answer({ kind: 'failed', error: reportError(error) });
}
