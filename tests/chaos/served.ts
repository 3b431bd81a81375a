/** A studio that serves a theatre, an evaluation and a training at once, and loses one of its processes. */
import { setTimeout as delay } from 'node:timers/promises';
import path from 'node:path';
import WebSocket from 'ws';
import { decodeMessage, encodeMessage } from '../../shared/codec.ts';
import type { HostMessage } from '../../shared/protocol.ts';
import type { RunSummary } from '../../shared/run.ts';
import { StudioClient } from '../../src-renderer/client/studioClient.ts';
import { Command } from './command.ts';
import { within, type Baseline, type Outcome } from './experiment.ts';
import type { Experiment } from './plan.ts';
import { beginning, leftOf } from './works.ts';

const TOKEN = 'a-token-of-at-least-thirty-two-letters';

/** The renderer's own client over a socket. */
export function connect(origin: string): StudioClient {
  return new StudioClient(
    (events) => {
      const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/socket`, {
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      socket.on('open', () => {
        events.open();
      });
      socket.on('message', (data: Buffer) => {
        events.message(decodeMessage(data) as HostMessage);
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        events.closed('closed');
      });
      return {
        send: (message) => {
          socket.send(encodeMessage(message));
        },
        close: () => {
          socket.close();
        },
      };
    },
    {
      afterDraw: (done) => setImmediate(done),
      setTimeout: (run, milliseconds) => Number(setTimeout(run, milliseconds)),
      clearTimeout: (id) => {
        clearTimeout(id);
      },
      now: () => performance.now(),
    },
  );
}

export async function serving(
  dataFolder: string,
): Promise<{ readonly command: Command; readonly origin: string }> {
  process.env['STUDIO_TOKEN'] = TOKEN;
  const command = new Command(['serve', '--port', '0'], { dataFolder });
  for (let turn = 0; turn < 600; turn++) {
    const address = command.lines.find((line) => line.startsWith('http'));
    if (address !== undefined) return { command, origin: new URL(address).origin };
    await delay(100);
  }
  throw new Error(`studio serve printed no address:\n${command.errors}`);
}

export async function befallServed(
  { blow }: Experiment,
  baseline: Baseline,
  scratch: string,
): Promise<Outcome> {
  const faults: string[] = [];
  const data = path.join(scratch, 'data');
  // A finished run to look at and to evaluate; then another one trains.
  const finished = new Command(beginning('dreamerNumbers', scratch), { dataFolder: data });
  if ((await within(finished)) !== 0)
    faults.push(`the first training failed: ${finished.errors.slice(-400)}`);
  const { command, origin } = await serving(data);
  const client = connect(origin);
  try {
    const runs = await client.call('runs.list', {});
    const first = runs.find(
      ({ environment, status }) => status === 'completed' && environment.startsWith('dmc/cartpole'),
    );
    if (first === undefined) throw new Error('the finished run is not listed');
    const copy = await client.call('runs.duplicate', { runId: first.id });
    await client.call('runs.start', { runId: copy.id });
    const theatre = await client.call('theatre.open', { source: { runId: first.id } });
    const lost = new Promise<string>((resolve) => {
      client.listen(
        'theatre',
        { sessionId: theatre.sessionId },
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
    const [checkpoint] = await client.call('runs.checkpoints', { runId: first.id });
    await client.call('evaluations.start', {
      runId: first.id,
      checkpointId: checkpoint?.id ?? '',
      episodes: 40,
    });
    const evaluated = new Promise<string>((resolve) => {
      client.listen('run', { runId: first.id }, (event) => {
        if (event.kind === 'evaluation' || event.kind === 'evaluationEnded') resolve(event.kind);
      });
    });
    await delay(500 + (blow.kind === 'engine' ? blow.share : 0) * 1500);
    const victim = blow.kind === 'engine' ? blow.victim : 'inspector';
    for (const processId of command.engines(victim)) command.kill(processId);
    // Who lost something is told; the others go on.
    const told = await Promise.race([victim === 'inspector' ? lost : evaluated, delay(20_000, 'nothing')]);
    if (told === 'nothing') faults.push(`nobody was told that the ${victim} is gone`);
    const again = await client.call('theatre.open', { source: { runId: first.id } });
    await client.call('theatre.close', { sessionId: again.sessionId });
    let run: RunSummary = await client.call('runs.get', { runId: copy.id });
    for (let turn = 0; turn < 600 && !['completed', 'failed', 'interrupted'].includes(run.status); turn++) {
      await delay(100);
      run = await client.call('runs.get', { runId: copy.id });
    }
    if (run.status !== 'completed') faults.push(`the training beside it is ${run.status}`);
  } catch (error) {
    faults.push(`the studio did not go on: ${error instanceof Error ? error.message : String(error)}`);
  }
  client.dispose();
  command.kill(command.processId, 'SIGTERM');
  const code = await within(command);
  if (code !== 0) faults.push(`serve ended with ${code}: ${command.errors.slice(-400)}`);
  const left = (await leftOf(data)).filter(({ metrics }) => metrics.length > 0);
  const expected = JSON.stringify(baseline.left[0]?.weights);
  const same = left.filter(({ weights }) => JSON.stringify(weights) === expected).length;
  if (same < 2) faults.push(`${same} of two trainings have the undisturbed weights`);
  return { faults, announced: 0, missing: 0, resumes: [], struck: null };
}
