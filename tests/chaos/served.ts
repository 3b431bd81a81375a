/** A studio that serves a theatre, an evaluation and a training at once, and loses one of its processes. */
import { setTimeout as delay } from 'node:timers/promises';
import type { StudioClient } from '../../src-renderer/client/studioClient.ts';
import { kill, type Command } from './command.ts';
import { announcedCount, announcedOf, leftOf, litterOf, missingIn, SAME_TO_THE_BIT } from './left.ts';
import type { Experiment } from './plan.ts';
import type { Scratch } from './scratch.ts';
import { connect, serve } from './serving.ts';
import type { Baseline, Outcome } from './trial.ts';
import { hurryOf } from './works.ts';

/** Of being told that a process is gone, and of one that is started anew. */
const PATIENCE_MILLISECONDS = 60_000;
/** More than are played before the evaluator is killed. */
const EPISODES = 2000;

/** @param scratch with a finished run in its data folder: it is looked at and evaluated, and a copy of it trains */
export async function befallServed(
  { work, blow }: Experiment,
  baseline: Baseline,
  scratch: Scratch,
): Promise<Outcome> {
  if (blow.kind !== 'kill' || (blow.victim !== 'inspector' && blow.victim !== 'evaluator'))
    throw new Error(`${blow.kind} is no blow for a served studio`);
  const { victim } = blow;
  const faults: string[] = [];
  const events: string[] = [];
  let landed = false;
  let copyId = '';
  const { command, origin } = await serve({ dataFolder: scratch.data, hurry: hurryOf(work) });
  const client = connect(origin);
  try {
    const [first] = await client.call('runs.list', {});
    if (first === undefined) throw new Error('the finished run is not listed');
    const copy = await client.call('runs.duplicate', { runId: first.id });
    copyId = copy.id;
    client.listen('run', { runId: copy.id }, (event) => {
      events.push(JSON.stringify(event));
    });
    await client.call('runs.start', { runId: copy.id });
    const told = await (victim === 'inspector' ? loseInspector : loseEvaluator)(
      client,
      first.id,
      async () => {
        await delay((blow.share + blow.laterSeconds) * 1500);
        const lost = await enginesOf(command, victim);
        landed = lost.length > 0;
        for (const processId of lost) kill(processId);
      },
    );
    if (told === null) faults.push(`nobody was told that the ${victim} is gone`);
    // The others go on, and what is gone comes back when it is wanted.
    const again = await client.call('theatre.open', { source: { runId: first.id } });
    await client.call('theatre.close', { sessionId: again.sessionId });
    const status = await restOf(client, copy.id);
    if (status !== 'completed') faults.push(`the training beside it is ${status}`);
  } catch (error) {
    faults.push(`the studio did not go on: ${error instanceof Error ? error.message : String(error)}`);
  }
  client.dispose();
  kill(command.processId, 'SIGTERM');
  const code = await command.ended;
  if (code !== 0) faults.push(`serve ended with ${code}: ${command.errors.slice(-400)}`);
  const left = await leftOf(scratch.data);
  const [expected] = baseline.left;
  if (left.length !== 2) faults.push(`${left.length} runs are left, 2 were expected`);
  left.forEach((run, index) => {
    for (const part of SAME_TO_THE_BIT)
      if (JSON.stringify(run[part]) !== JSON.stringify(expected?.[part]))
        faults.push(`run ${index}: ${part} differ`);
  });
  faults.push(...(await litterOf(scratch.data)));
  const announced = announcedOf(events);
  const missing = missingIn(
    announced,
    left.find(({ id }) => id === copyId),
  );
  if (missing.length > 0) faults.push(`announced and not there: ${missing.slice(0, 3).join('; ')}`);
  return { faults, announced: announcedCount(announced), missing: missing.length, resumes: [], landed };
}

/** They may still have to start. */
async function enginesOf(command: Command, kind: 'inspector' | 'evaluator'): Promise<readonly number[]> {
  for (let turn = 0; turn < 600; turn++) {
    const found = command.engines(kind);
    if (found.length > 0) return found;
    await delay(20);
  }
  return [];
}

const patience = () => delay(PATIENCE_MILLISECONDS, null, { ref: false });

/** @returns what was told of the theatre, or null. */
async function loseInspector(
  client: StudioClient,
  runId: string,
  strike: () => Promise<void>,
): Promise<string | null> {
  const { sessionId } = await client.call('theatre.open', { source: { runId } });
  const told = new Promise<string>((resolve) => {
    client.listen(
      'theatre',
      { sessionId },
      (event) => {
        if (event.kind === 'failed') resolve('failed');
      },
      {
        onEnded: () => {
          resolve('ended');
        },
      },
    );
  });
  await strike();
  return Promise.race([told, patience()]);
}

/** @returns what was told of the evaluation, or null. */
async function loseEvaluator(
  client: StudioClient,
  runId: string,
  strike: () => Promise<void>,
): Promise<string | null> {
  const [checkpoint] = await client.call('runs.checkpoints', { runId });
  const told = new Promise<string>((resolve) => {
    client.listen('run', { runId }, (event) => {
      if (event.kind === 'evaluationEnded') resolve(event.kind);
    });
  });
  await client.call('evaluations.start', { runId, checkpointId: checkpoint?.id ?? '', episodes: EPISODES });
  await strike();
  return Promise.race([told, patience()]);
}

const RESTING = ['completed', 'failed', 'interrupted', 'paused', 'stopped'];

async function restOf(client: StudioClient, runId: string): Promise<string> {
  for (;;) {
    const { status } = await client.call('runs.get', { runId });
    if (RESTING.includes(status)) return status;
    await delay(100);
  }
}
